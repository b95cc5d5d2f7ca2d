"""Who came for whom, as what, how many, and on which days, as accounts have it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from trucewatch.names.folding import fold
from trucewatch.papers.content import (
    Account,
    Capacity,
    DayOfPresence,
    Delegation,
    ParticipantsList,
    Person,
)
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.voices import each_once, on_day, told_by
from trucewatch.statements.rules import figure_of
from trucewatch.talks.models import (
    Credentials,
    Delegate,
    DelegationLevel,
    DelegationMandate,
    Headcount,
    Presence,
    TrackRole,
)
from trucewatch.talks.queries.delegations import DelegationSeen, delegations_of
from trucewatch.talks.queries.tracks import RoleSeen, track_seen
from trucewatch.talks.queries.voices import NOBODY
from trucewatch.talks.rules.presence import Cell, PresenceTold
from trucewatch.vocabulary.accords import View
from trucewatch.vocabulary.talks import (
    Authority,
    CredentialState,
    Expected,
    Function,
    MandateKind,
    Rank,
    TrackRoleKind,
)


def participants_list(gathering: Gathering) -> ParticipantsList:
    """The delegations in the order of their entry."""
    seen = delegations_of(gathering.reader, gathering.round).rows
    roles = _roles(gathering)
    delegations = tuple(_delegation(gathering, each, roles) for each in seen)
    return ParticipantsList(head=gathering.head(delegations), delegations=delegations)


def _roles(gathering: Gathering) -> list[RoleSeen]:
    """The roles in the track that held during the round."""
    first, last = gathering.round.date_start, gathering.round.date_end
    return [
        role
        for _kind, roles in track_seen(gathering.reader, gathering.round.track).roles
        for role in roles
        if (role.row.since is None or role.row.since <= last)
        and (role.row.until is None or role.row.until >= first)
    ]


def _delegation(
    gathering: Gathering, seen: DelegationSeen, roles: Iterable[RoleSeen]
) -> Delegation:
    gathering.use(seen.row, *seen.members, *seen.headcounts, *seen.levels, *seen.mandates)
    gathering.use(*seen.credentials, *seen.presence)
    mine = [role for role in roles if _is_of(role.row, seen)]
    gathering.use(*(row for role in mine for row in (role.row, *role.views)))
    return Delegation(
        name=seen.row.who,
        capacities=_capacities(mine),
        heads=tuple(dict.fromkeys(each.name for each in seen.heads)),
        mandates=each_once(_mandate(row) for row in seen.mandates),
        levels=each_once(_level(row) for row in seen.levels),
        counts=each_once(_count(row) for row in seen.headcounts),
        credentials=each_once(_credentials(row) for row in seen.credentials),
        members=tuple(_person(row) for row in seen.members),
        presence=_presence(seen),
    )


def _is_of(role: TrackRole, seen: DelegationSeen) -> bool:
    return fold(role.actor) == fold(seen.row.actor)


def _capacities(roles: Iterable[RoleSeen]) -> tuple[Capacity, ...]:
    """Each role once, with everybody who is recorded to regard it in some way."""
    views: defaultdict[TrackRoleKind, list[Account]] = defaultdict(list)
    for role in roles:
        views[TrackRoleKind(role.row.role_kind)] += [
            Account(View(row.view), by=told_by(row)) for row in role.views
        ]
    return tuple(Capacity(kind, tuple(views[kind])) for kind in views)


def _mandate(row: DelegationMandate) -> Account:
    return Account(MandateKind(row.mandate_kind), by=told_by(row), words=row.text)


def _level(row: DelegationLevel) -> Account:
    rank = Rank(row.rank) if row.rank else None
    return Account(
        rank or row.text,
        by=told_by(row),
        words=row.text if rank else "",
        kind=Expected(row.level_kind),
    )


def _count(row: Headcount) -> Account:
    return Account(
        figure_of(row.quantity_low, row.quantity_high),
        by=told_by(row),
        words=row.unit,
        on=on_day(row.on),
        kind=Expected(row.count_kind),
    )


def _credentials(row: Credentials) -> Account:
    return Account(
        CredentialState(row.credential_state), by=told_by(row), words=row.text, on=on_day(row.on)
    )


def _person(row: Delegate) -> Person:
    return Person(
        name=row.name,
        title=row.title,
        function=Function(row.function),
        rank=Rank(row.rank) if row.rank else "",
        authority=Authority(row.authority) if row.authority else "",
        authority_words=row.authority_text,
        since=row.since,
        until=row.until,
    )


def _presence(seen: DelegationSeen) -> tuple[DayOfPresence, ...]:
    """The days of which some account tells; of others the paper says nothing."""
    rows = {row.pk: row for row in seen.presence}
    return tuple(_day(cell, rows) for cell in seen.cells if cell.told)


def _day(cell: Cell, rows: dict[UUID, Presence]) -> DayOfPresence:
    accounts = each_once(_present(told, rows[told.key]) for told in cell.told)
    return DayOfPresence(cell.day, accounts, cell.is_disputed)


def _present(told: PresenceTold, row: Presence) -> Account:
    return Account(
        told.status,
        by="" if told.voice == NOBODY else told.voice,
        words=told.reason,
        on=row.interval if told.is_vague else None,
        at=told.at,
    )
