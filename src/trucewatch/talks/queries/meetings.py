"""Reading meetings: who sat there as what, and all of them as the contact matrix takes them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from trucewatch.accounts.access import Reader
from trucewatch.statements.queries import counted
from trucewatch.talks.models import (
    AgendaItem,
    AgendaStand,
    Attendance,
    Meeting,
    MeetingAccount,
    MeetingAction,
    Minute,
    Round,
)
from trucewatch.talks.queries.actors import Actors
from trucewatch.talks.queries.rounds import zone_of
from trucewatch.talks.queries.voices import last_if_unsaid
from trucewatch.talks.rules.contacts import MeetingSeen, Seat
from trucewatch.talks.rules.schedule import Timed
from trucewatch.vocabulary.derived import Verdict, Voiced, compare_voices
from trucewatch.vocabulary.process import MeetingFormat, MeetingRole
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.vocabulary.talks import AgendaStance, MeetingState, ScheduleKind, SeatState

_THERE = frozenset({SeatState.CAME.value, SeatState.LEFT.value})


@dataclass(frozen=True, slots=True)
class AgendaSeen:
    """An item of an agenda with what each does about it or says of it."""

    row: AgendaItem
    stands: tuple[AgendaStand, ...]

    @property
    def verdict(self) -> Verdict | None:
        """Whether it was discussed, where accounts speak of that; None where none does."""
        said = {
            AgendaStance.DISCUSSED.value: "discussed",
            AgendaStance.DENIES.value: "not discussed",
        }
        voices = [Voiced(s.who, said[s.agenda_stance]) for s in self.stands
                  if s.agenda_stance in said]  # fmt: skip
        return compare_voices(voices) if voices else None

    @property
    def refused_by(self) -> list[AgendaStand]:
        """Whoever refuses to discuss it."""
        return [s for s in self.stands if s.agenda_stance == AgendaStance.REFUSES]


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """A meeting with everything that is recorded of it."""

    row: Meeting
    seats: tuple[Attendance, ...]
    agenda: tuple[AgendaSeen, ...]
    minutes: tuple[Minute, ...]
    actions: tuple[MeetingAction, ...]
    accounts: tuple[MeetingAccount, ...]

    @property
    def is_other_format(self) -> bool:
        """Whether it came to be in another format than was meant."""
        row = self.row
        return bool(
            row.intended_format and row.actual_format and row.intended_format != row.actual_format
        )

    @property
    def time(self) -> Timed | None:
        """When it was, where both day and time are known."""
        return time_of(self.row)


def time_of(row: Meeting) -> Timed | None:
    """When a meeting was on the venue's clocks and in UTC; None without a day or a time."""
    if row.date_start is None or row.time_from is None:
        return None
    zone = zone_of(row.round or Round())
    return Timed(
        key=row.pk, kind=ScheduleKind.SESSION, what=row.name, voice="", on=row.date_start,
        first=row.time_from, last=row.time_until, is_about=False, zone=zone,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """Which meetings: of a round or a track, in some days; empty means no limit."""

    round: Round | None = None
    track: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def met(self) -> Q:
        """The condition on meetings; one without a day is in no period."""
        met = Q()
        if self.round is not None:
            met &= Q(round=self.round)
        if self.track:
            met &= Q(round__track=self.track) | Q(track__name=self.track)
        if self.since is not None:
            met &= Q(date_start__isnull=False) & (
                Q(date_end__gte=self.since) | Q(date_end__isnull=True, date_start__gte=self.since)
            )
        if self.until is not None:
            met &= Q(date_start__lte=self.until)
        return met


def meetings_told(
    reader: Reader, wanted: MeetingFilter, most: int | None = None
) -> list[MeetingTold]:
    """Meetings in the order of their days, those without one last; at most so many."""
    rows = counted(Meeting, reader, "round", "track", "facilitator").filter(wanted.met())
    ordered = rows.order_by(
        F("date_start").asc(nulls_last=True), F("time_from").asc(nulls_first=True), "pk"
    )
    return _gathered(reader, list(ordered[:most]))


def count_meetings(reader: Reader, wanted: MeetingFilter) -> int:
    """How many meetings there are, held or not."""
    return int(counted(Meeting, reader).filter(wanted.met()).count())


def find_meeting(reader: Reader, key: UUID) -> MeetingTold:
    """One meeting, withdrawn or not."""
    rows = Meeting.objects.visible_to(reader).select_related(
        "round", "track", "facilitator", "source", "recorded_by"
    )
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return _gathered(reader, [found])[0]


def accounts_of(reader: Reader, round_: Round) -> list[MeetingAccount]:
    """What documents tell of the meetings of a round, as it was accepted at the press desk."""
    rows = counted(MeetingAccount, reader, "document__source", "meeting").filter(round=round_)
    return list(rows.order_by("date_start", "recorded_at", "pk"))


def agenda_of(reader: Reader, round_: Round) -> list[AgendaSeen]:
    """The agenda of a round, then of its meetings alone, with what each does about the items.

    An item of a meeting is left out where that meeting no longer counts.
    """
    rows = counted(AgendaItem, reader, "party", "meeting").filter(
        Q(meeting=None) | Q(meeting__withdrawn=False)
    )
    ordered = rows.order_by(last_if_unsaid("number"), "recorded_at", "pk")
    of_meetings = ordered.filter(round=None, meeting__round=round_)
    return _agenda(reader, [*ordered.filter(round=round_), *of_meetings])


def _gathered(reader: Reader, found: Sequence[Meeting]) -> list[MeetingTold]:
    def of(model: Any, *beside: str) -> "defaultdict[UUID, list[Any]]":
        rows: defaultdict[UUID, list[Any]] = defaultdict(list)
        asked = counted(model, reader, *beside).filter(meeting__in=found)
        for row in asked.order_by("recorded_at", "pk"):
            rows[row.meeting_id].append(row)
        return rows

    seats = of(Attendance, "party", "delegation__party")
    agenda = of(AgendaItem, "party")
    items = _agenda(reader, [row for rows in agenda.values() for row in rows])
    by_meeting: defaultdict[UUID, list[AgendaSeen]] = defaultdict(list)
    for item in items:
        if item.row.meeting_id is not None:
            by_meeting[item.row.meeting_id].append(item)
    minutes, actions = of(Minute, "party", "item"), of(MeetingAction, "party")
    accounts = of(MeetingAccount, "document__source")
    return [
        MeetingTold(
            row, tuple(seats[row.pk]), tuple(by_meeting[row.pk]), tuple(minutes[row.pk]),
            tuple(actions[row.pk]), tuple(accounts[row.pk]),
        )
        for row in found
    ]  # fmt: skip


def _agenda(reader: Reader, items: Sequence[AgendaItem]) -> list[AgendaSeen]:
    stands: defaultdict[UUID, list[AgendaStand]] = defaultdict(list)
    rows = counted(AgendaStand, reader, "party").filter(item__in=items)
    for row in rows.order_by("recorded_at", "pk"):
        stands[row.item_id].append(row)
    return [AgendaSeen(item, tuple(stands[item.pk])) for item in items]


def meetings_for_contacts(
    reader: Reader, wanted: MeetingFilter, formats: Iterable[MeetingFormat] = ()
) -> list[MeetingSeen]:
    """The meetings that were held, with whoever came, as the contact matrix takes them.

    A meeting counts in the format that it had; where only the one that was meant is known it has
    none, since nobody says how people met. Whoever is named in words alone is the party that bears
    the name, or that other accounts call so.
    """
    rows = counted(Meeting, reader, "facilitator").filter(
        wanted.met(), meeting_state=MeetingState.HELD.value
    )
    chosen = [each.value for each in formats]
    if chosen:
        rows = rows.filter(actual_format__in=chosen)
    held = list(
        rows.order_by("date_start", "pk").values_list(
            "pk", "date_start", "actual_format", "facilitator__name", "facilitator_label"
        )
    )
    seats: defaultdict[UUID, list[Seat]] = defaultdict(list)
    sat = counted(Attendance, reader).filter(
        seat_state__in=_THERE, meeting__in=rows.order_by().values("pk")
    )
    actors = Actors(reader)
    known: dict[tuple[str | None, str, str], Seat] = {}  # of thousands of seats few differ
    for meeting, party, label, role in (
        sat.order_by()
        .values_list("meeting_id", "party__name", "party_label", "meeting_role")
        .iterator(10_000)
    ):
        told = party, label, role
        seat = known.get(told)
        if seat is None:
            seat = known[told] = Seat(party or actors.of(label), MeetingRole(role))
        seats[meeting].append(seat)
    return [
        MeetingSeen(
            str(key), day, MeetingFormat(form) if form else None,
            (*seats[key], *_facilitating(facilitator or (label and actors.of(label)))),
        )
        for key, day, form, facilitator, label in held
    ]  # fmt: skip


def _facilitating(name: str) -> list[Seat]:
    return [Seat(name, MeetingRole.FACILITATOR)] if name else []
