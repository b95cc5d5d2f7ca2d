"""Reading delegations: who is in them, as what, and on which days they were there."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.names.folding import fold
from trucewatch.statements.queries import counted
from trucewatch.talks.models import (
    Credentials,
    Delegate,
    Delegation,
    DelegationLevel,
    DelegationMandate,
    Headcount,
    Presence,
    Round,
    RoundInvitation,
)
from trucewatch.talks.queries.voices import last_if_unsaid, voice_of
from trucewatch.talks.rules.presence import (
    Cell,
    PresenceTold,
    Reasons,
    days_of_grid,
    grid_row,
    reasons_of,
    reasons_together,
)
from trucewatch.vocabulary.derived import Verdict, Voiced, compare_voices
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.process import ParticipationStatus
from trucewatch.vocabulary.talks import Expected, Function, InvitationAnswer, Rank


@dataclass(frozen=True, slots=True)
class DelegationSeen:
    """A delegation with everything that accounts say of it."""

    row: Delegation
    members: tuple[Delegate, ...]
    headcounts: tuple[Headcount, ...]
    levels: tuple[DelegationLevel, ...]
    mandates: tuple[DelegationMandate, ...]
    credentials: tuple[Credentials, ...]
    presence: tuple[Presence, ...]
    cells: tuple[Cell, ...]
    things: tuple[Reasons, ...]
    """Reasons, thing by thing: those for one mark on the same days."""

    @property
    def reasons(self) -> Reasons | None:
        """Every reason in one list; None where none is given."""
        return reasons_together(self.things)

    @property
    def presence_by_key(self) -> dict[UUID, Presence]:
        """Each account of presence by its key, by which the cells name it."""
        return {row.pk: row for row in self.presence}

    @property
    def heads(self) -> list[Delegate]:
        """Whoever is said to lead it."""
        return [each for each in self.members if each.function == Function.HEAD]

    @property
    def spokespeople(self) -> list[Delegate]:
        """Whoever speaks for it, or is said to have authority to."""
        return [
            each
            for each in self.members
            if each.function == Function.SPOKESPERSON or each.authority
        ]

    @property
    def mandate(self) -> Verdict | None:
        """What accounts say together of what it came to do."""
        if not self.mandates:
            return None
        return compare_voices(
            [Voiced(voice_of(row), row.get_mandate_kind_display()) for row in self.mandates]
        )

    @property
    def expected_level(self) -> list[DelegationLevel]:
        """How senior it was to be."""
        return [row for row in self.levels if row.level_kind != Expected.ACTUAL]

    @property
    def actual_level(self) -> list[DelegationLevel]:
        """How senior it is said to have been."""
        return [row for row in self.levels if row.level_kind == Expected.ACTUAL]

    @property
    def highest_rank(self) -> Rank | None:
        """The most senior rank that is recorded of its members."""
        ranks = [each.rank for each in self.members if each.rank is not None]
        return Rank(min(ranks)) if ranks else None

    @property
    def is_downgraded(self) -> bool:
        """Whether it came at a lower rank than the highest that was expected of it."""
        expected = [row.rank for row in self.expected_level if row.rank is not None]
        actual = [row.rank for row in self.actual_level if row.rank is not None]
        if not actual and self.highest_rank is not None:
            actual = [int(self.highest_rank)]
        return bool(expected and actual) and min(actual) > min(expected)


@dataclass(frozen=True, slots=True)
class Presences:
    """Delegations by days."""

    days: tuple[dt.date, ...]
    rows: tuple[DelegationSeen, ...]

    @property
    def headings(self) -> list[tuple[dt.date, bool]]:
        """Each day with whether every account of it knows it only roughly."""
        found = []
        for place, day in enumerate(self.days):
            told = [row.cells[place] for row in self.rows if row.cells[place].told]
            found.append((day, bool(told) and all(cell.is_vague for cell in told)))
        return found


def delegations_of(reader: Reader, round_: Round) -> Presences:
    """Every delegation of a round, in the order of entry, with the grid of its days."""
    found = list(
        counted(Delegation, reader, "party", "round")
        .filter(round=round_)
        .order_by("recorded_at", "pk")
    )
    return _gathered(reader, round_, found)


def _gathered(reader: Reader, round_: Round, found: Sequence[Delegation]) -> Presences:
    def of(model: Any, *beside: str, order: Sequence[Any]) -> "defaultdict[UUID, list[Any]]":
        rows: defaultdict[UUID, list[Any]] = defaultdict(list)
        asked = counted(model, reader, *beside).filter(delegation__in=found)
        for row in asked.order_by(*order):
            rows[row.delegation_id].append(row)
        return rows

    members = of(Delegate, order=(last_if_unsaid("rank"), "recorded_at", "pk"))
    counts = of(Headcount, "by_party", order=(last_if_unsaid("on"), "recorded_at", "pk"))
    levels = of(DelegationLevel, "by_party", order=("recorded_at", "pk"))
    mandates = of(DelegationMandate, "by_party", order=("recorded_at", "pk"))
    credentials = of(Credentials, "by_party", order=(last_if_unsaid("on"), "recorded_at", "pk"))
    presence = of(
        Presence, "by_party", order=("date_start", last_if_unsaid("at"), "recorded_at", "pk")
    )
    told = {row.pk: presence_told(presence[row.pk]) for row in found}
    days = days_of_grid(
        round_.date_start, round_.date_end, [each for rows in told.values() for each in rows],
        is_vague=round_.date_precision > DatePrecision.FEW_DAYS,
    )  # fmt: skip
    order = list(Function)
    return Presences(
        tuple(days),
        tuple(
            DelegationSeen(
                row=row,
                members=tuple(
                    sorted(members[row.pk], key=lambda m: order.index(Function(m.function)))
                ),
                headcounts=tuple(counts[row.pk]), levels=tuple(levels[row.pk]),
                mandates=tuple(mandates[row.pk]), credentials=tuple(credentials[row.pk]),
                presence=tuple(presence[row.pk]), cells=tuple(grid_row(days, told[row.pk])),
                things=tuple(reasons_of(told[row.pk])),
            )
            for row in found
        ),
    )  # fmt: skip


def presence_told(rows: Iterable[Presence]) -> list[PresenceTold]:
    """Accounts of presence as the rules compare them."""
    return [
        PresenceTold(
            key=row.pk, delegation=row.delegation_id, first=row.date_start,
            last=row.date_end or row.date_start, status=ParticipationStatus(row.status),
            voice=voice_of(row), at=row.at, reason=row.reason, order=order,
            is_vague=row.interval is not None and row.interval.is_vague,
        )
        for order, row in enumerate(rows)
        if row.date_start is not None
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Which of the answers to which invitation a row holds, both counted from one."""

    invitation: int
    number: int
    of: int

    @property
    def is_first(self) -> bool:
        """Whether an invitation begins with the row."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether nothing was answered after it: only then another answer can follow."""
        return self.number == self.of


def invitations_of(reader: Reader, round_: Round) -> list[RoundInvitation]:
    """Who was asked to come, in the order of the days on which they were asked.

    Another answer to an invitation is a row of its own, right behind the answer before it; each
    row says in ``answer_place`` which one it holds.
    """
    rows = counted(RoundInvitation, reader, "party", "by_party").filter(round=round_)
    alike: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows.order_by(last_if_unsaid("date_start"), "recorded_at", "pk"):
        # one invitation: asked alike, by the same, on the same days
        alike[fold(row.actor), fold(row.level), row.interval, fold(row.voice)].append(row)
    found: list[RoundInvitation] = []
    for invitation, mine in enumerate(alike.values(), 1):
        for number, row in enumerate(_in_order_of_answers(mine), 1):
            row.answer_place = AnswerPlace(invitation, number, len(mine))
            found.append(row)
    return found


def _in_order_of_answers(rows: Sequence[Any]) -> list[Any]:
    """By the days of the answers; one without a day comes behind what was entered before it."""
    days, last = {}, dt.date.min
    for row in sorted(rows, key=lambda row: (row.recorded_at, row.pk)):
        if row.invitation_answer == InvitationAnswer.NONE_KNOWN:
            days[row.pk] = dt.date.min
        else:
            last = days[row.pk] = row.answered_on or last
    return sorted(rows, key=lambda row: (days[row.pk], row.recorded_at, row.pk))


def lead_days(invitation: RoundInvitation, round_: Round) -> int | None:
    """How many days before the round somebody was asked; None where the day is not known."""
    asked = invitation.date_end or invitation.date_start
    return (round_.date_start - asked).days if asked else None


def find_delegation(reader: Reader, key: UUID) -> DelegationSeen | None:
    """One delegation of a round with everything said of it, if the reader may see it."""
    found = counted(Delegation, reader, "party", "round").filter(pk=key).first()
    if found is None:
        return None
    return _gathered(reader, found.round, [found]).rows[0]
