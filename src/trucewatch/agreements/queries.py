"""Instruments as a reader sees them: rival dates, terms, roles and how others regard them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import (
    Adherence,
    ControlArea,
    Instrument,
    InstrumentDate,
    RoleView,
    ScopeArea,
    Siege,
    Term,
    Version,
)
from trucewatch.agreements.rules import is_unilateral
from trucewatch.parties.models import PartyName, Relation
from trucewatch.vocabulary.accords import DateKind
from trucewatch.vocabulary.derived import Verdict, Voiced, compare_voices
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import AdherenceRole, RelationKind
from trucewatch.vocabulary.refusal import NotFound


@dataclass(frozen=True, slots=True)
class DatesSeen:
    """What accounts say of one kind of day, and how they stand to each other."""

    kind: DateKind
    rows: list[InstrumentDate]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A party's role, its former names where it is excluded, and how others regard the role."""

    adherence: Adherence
    views: list[RoleView]
    former: list[PartyName]
    aliases: list[PartyName]


@dataclass(frozen=True, slots=True)
class InstrumentSeen:
    """Everything that stands on the page of an instrument but its provisions."""

    instrument: Instrument
    dates: list[DatesSeen]
    terms: list[Term]
    roles: list[tuple[AdherenceRole, list[RoleSeen]]]
    versions: list[Version]
    areas: list[ScopeArea]
    is_unilateral: bool


@dataclass(frozen=True, slots=True)
class ClaimedRelation:
    """One relation between two actors, with every account of it."""

    subject: Any
    kind: RelationKind
    object: Any
    rows: list[Relation]
    verdict: Verdict


def find_instrument(reader: Reader, key: UUID) -> Instrument:
    """The instrument of that id, if the reader may know of it."""
    found: Instrument | None = Instrument.objects.visible_to(reader).filter(pk=key).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def instrument_seen(reader: Reader, instrument: Instrument) -> InstrumentSeen:
    """One instrument with its dates, terms, roles, versions and areas."""
    roles = list(instrument.adherence.select_related("party"))
    return InstrumentSeen(
        instrument=instrument,
        dates=dates_seen(reader, [instrument])[instrument.pk],
        terms=list(_counting(Term, reader, instrument).select_related("by_party", "source")),
        roles=_roles(reader, roles),
        versions=list(_counting(Version, reader, instrument).order_by("number")),
        areas=list(
            _counting(ScopeArea, reader, instrument).select_related("place", "provision", "source")
        ),
        is_unilateral=_unilateral(roles),
    )


def dates_seen(reader: Reader, instruments: Iterable[Instrument]) -> dict[UUID, list[DatesSeen]]:
    """The days that accounts give for instruments, kind by kind, each with its label."""
    keys = [instrument.pk for instrument in instruments]
    rows = InstrumentDate.objects.visible_to(reader).filter(withdrawn=False, instrument__in=keys)
    found: dict[UUID, dict[str, list[InstrumentDate]]] = {key: {} for key in keys}
    for row in rows.select_related("source").order_by("date_start", "pk"):
        found[row.instrument_id].setdefault(row.date_kind, []).append(row)
    return {
        key: [
            DatesSeen(kind, kinds[kind], _compare_dates(kinds[kind]))
            for kind in DateKind
            if kind in kinds
        ]
        for key, kinds in found.items()
    }


def _compare_dates(rows: list[InstrumentDate]) -> Verdict:
    """Days agree where their spreads share a day: a vague one that holds a sharp one agrees."""
    said: list[tuple[Interval, Voiced]] = []
    for row in sorted(rows, key=lambda each: (each.date_precision or 0, each.date_start)):
        interval = row.interval
        if interval is None:
            continue
        same = next((v.says for i, v in said if i.spread().overlaps(interval.spread())), "")
        voice = row.source.name if row.source else "–"
        said.append((interval, Voiced(voice, same or str(interval))))
    return compare_voices([voiced for _, voiced in said])


def _roles(reader: Reader, roles: list[Adherence]) -> list[tuple[AdherenceRole, list[RoleSeen]]]:
    views: defaultdict[UUID, list[RoleView]] = defaultdict(list)
    seen = RoleView.objects.visible_to(reader).filter(withdrawn=False, adherence__in=roles)
    for view in seen.select_related("viewer", "source").order_by("recorded_at", "pk"):
        views[view.adherence_id].append(view)
    names: defaultdict[UUID, list[PartyName]] = defaultdict(list)
    for name in PartyName.objects.filter(party__in=[row.party_id for row in roles]):
        names[name.party_id].append(name)
    grouped: defaultdict[AdherenceRole, list[RoleSeen]] = defaultdict(list)
    for row in roles:
        mine = names[row.party_id]
        former = [name for name in mine if name.until is not None]
        aliases = [name for name in mine if name.until is None]
        grouped[AdherenceRole(row.role)].append(RoleSeen(row, views[row.pk], former, aliases))
    return [(role, grouped[role]) for role in AdherenceRole if role in grouped]


def _unilateral(roles: Iterable[Adherence]) -> bool:
    rows = list(roles)
    issuers = [str(row.party_id) for row in rows if row.role == AdherenceRole.ISSUER]
    endorsers = [
        str(row.party_id)
        for row in rows
        if row.role in (AdherenceRole.ENDORSER, AdherenceRole.SIGNATORY)
    ]
    return is_unilateral(issuers, endorsers)


def claimed_relations() -> list[ClaimedRelation]:
    """Who is said to support, command or belong to whom, with whoever says so or denies it."""
    grouped: defaultdict[tuple[Any, str, Any], list[Relation]] = defaultdict(list)
    rows = Relation.objects.select_related("subject", "object", "source", "claimant")
    for row in rows.order_by("subject__name", "relation_kind", "object__name", "since", "pk"):
        grouped[row.subject, row.relation_kind, row.object].append(row)
    return [
        ClaimedRelation(subject, RelationKind(kind), other, found, _compare_relations(found))
        for (subject, kind, other), found in grouped.items()
    ]


def _compare_relations(rows: list[Relation]) -> Verdict:
    spoken = []
    for row in rows:
        claimant = row.claimant.name if row.claimant else row.claimant_label
        voice = claimant or (row.source.name if row.source else "–")
        spoken.append(Voiced(voice, row.stance.label))
    return compare_voices(spoken)


def sieges(reader: Reader) -> dict[str, list[Siege]]:
    """Accounts of besieged places, place by place in the order of their days."""
    rows = Siege.objects.visible_to(reader).filter(withdrawn=False)
    found: defaultdict[str, list[Siege]] = defaultdict(list)
    ordered = rows.select_related("place", "besieger", "source").order_by("date_start", "pk")
    for row in ordered:
        found[row.place.name if row.place else row.place_label].append(row)
    return dict(sorted(found.items()))


def control_areas(reader: Reader) -> list[ControlArea]:
    """Ground that somebody is said to hold, in the order of its days."""
    rows = ControlArea.objects.visible_to(reader).filter(withdrawn=False)
    return list(rows.select_related("holder", "place", "source").order_by("name", "since", "pk"))


def _counting(model: Any, reader: Reader, instrument: Instrument) -> Any:
    return model.objects.visible_to(reader).filter(withdrawn=False, instrument=instrument)
