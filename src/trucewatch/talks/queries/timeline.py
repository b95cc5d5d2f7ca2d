"""A process on one line of time: rounds, texts, meetings, cases decided, words, what is due."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Instrument, Obligation
from trucewatch.agreements.rules import DueState
from trucewatch.agreements.standing import obligations_seen
from trucewatch.cases.models import Case
from trucewatch.incidents.index.counting import incidents_by_day
from trucewatch.incidents.index.sifting import sift
from trucewatch.reports.queries import ReportFilter
from trucewatch.statements.models import Milestone, Statement
from trucewatch.statements.queries import counted
from trucewatch.talks.models import (
    Meeting,
    Round,
    RoundOutcome,
    Settlement,
    Tabling,
    TextAct,
    TrackState,
)
from trucewatch.talks.queries.chasing import follow_ups_seen
from trucewatch.talks.queries.rounds import rounds_standing
from trucewatch.talks.queries.said import AFTER, BEFORE
from trucewatch.talks.rules.chasing import ChaseState
from trucewatch.vocabulary.interval import EARLIEST, LATEST, Interval
from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.talks import DraftOutcome, MeetingState, TextActKind

Days = tuple[dt.date, dt.date]

_APART: Final = dt.timedelta(days=5 * 366)
"""Rounds with more than this between them are taken to be of different talks."""
_ISSUED: Final = (DraftOutcome.ADOPTED.value, DraftOutcome.ISSUED_WITHOUT.value)
_ACTS: Final = (TextActKind.SIGNED.value, TextActKind.PUBLISHED.value)


class Lane(LabelledStr):
    """One row of the timeline."""

    ROUNDS = "rounds", "Rounds"
    TRACKS = "tracks", "How tracks stand"
    MEETINGS = "meetings", "Meetings"
    TEXTS = "texts", "Texts"
    DUE = "due", "Due and to follow"
    CASES = "cases", "Cases decided"
    STATEMENTS = "statements", "Statements"
    BACKGROUND = "background", "Background"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on the line: its days, what it is called, and the row behind it."""

    lane: Lane
    row: Any
    interval: Interval
    title: str
    note: str = ""
    """How it stands, as a label of the vocabulary."""
    is_open: bool = False
    """Whether it goes on behind the last of its days: nobody says until when."""
    is_held: bool = True
    """Whether it is told to have been; a meeting may be planned, or have come to nothing."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries that touch a window, and the incidents of each day of it."""

    first: dt.date
    last: dt.date
    entries: tuple[Entry, ...]
    incidents: dict[dt.date, int]
    """Incidents that are dated to that one day; days without any are left out."""

    def in_lane(self, lane: Lane) -> list[Entry]:
        """The entries of one lane, the earliest first."""
        return [each for each in self.entries if each.lane is lane]


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """Which days, and of which track if of one alone."""

    first: dt.date
    last: dt.date
    track: str = ""


def timeline_of(reader: Reader, wanted: TimelineFilter) -> Timeline:
    """Everything that touches the days, as far as the reader sees it."""
    found = [*_rounds(reader, wanted), *_states(reader, wanted), *_meetings(reader, wanted)]
    found += [*_texts(reader, wanted), *_due(reader, wanted), *_cases(reader, wanted)]
    found += [*_statements(reader, wanted), *_background(reader, wanted)]
    found = [
        each
        for each in found
        if each.interval.start <= wanted.last
        and (each.is_open or each.interval.end >= wanted.first)
    ]
    found.sort(key=lambda each: (each.interval.start, each.interval.end, each.title))
    sifted = sift(reader, ReportFilter(since=wanted.first, until=wanted.last))
    days = {
        day: number
        for day, number in incidents_by_day(sifted).items()
        if wanted.first <= day <= wanted.last
    }
    return Timeline(wanted.first, wanted.last, tuple(found), days)


def whole_span(reader: Reader, today: dt.date, track: str = "") -> Days | None:
    """From the first to the last day of the talks, of one track or of all; None without any.

    Where rounds lie years apart those count that are the most, and of as many those nearest to
    today: one round with a wrong year would push the others out of the picture. A track without
    rounds lasts as long as what is told of it.
    """
    days = _days_of_rounds(track)
    if not days and track:
        days = _days_told(reader, track) or _days_of_rounds()
    if not days:
        return None
    groups: list[list[Days]] = []
    last = dt.date.min
    for each in sorted(days):
        if not groups or each[0] - last > _APART:
            groups.append([])
        groups[-1].append(each)
        last = max(last, each[1])
    spans = [(len(group), group[0][0], max(end for _, end in group)) for group in groups]
    _number, first, last = max(
        spans, key=lambda s: (s[0], -max(s[1] - today, today - s[2], dt.timedelta(0)))
    )
    return first, last


def rounds_outside(wanted: TimelineFilter) -> int:
    """How many rounds do not touch the days."""
    rows = Round.objects.exclude(date_start__lte=wanted.last, date_end__gte=wanted.first)
    return rows.filter(track=wanted.track).count() if wanted.track else rows.count()


def _days_of_rounds(track: str = "") -> list[Days]:
    rows = Round.objects.filter(track=track) if track else Round.objects.all()
    rows = rows.filter(date_start__gte=EARLIEST, date_end__lte=LATEST)
    return list(rows.order_by().values_list("date_start", "date_end"))


def _days_told(reader: Reader, track: str) -> list[Days]:
    """The days on which a track came to stand in some way, and those of its meetings."""
    found = []
    for model in (TrackState, Meeting):
        rows = counted(model, reader).filter(
            track__name=track, date_start__gte=EARLIEST, date_start__lte=LATEST
        )
        for first, last in rows.order_by().values_list("date_start", "date_end"):
            found.append((first, min(last or first, LATEST)))
    return found


def _rounds(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    rows = Round.objects.filter(date_start__lte=wanted.last, date_end__gte=wanted.first)
    if wanted.track:
        rows = rows.filter(track=wanted.track)
    for each in rounds_standing(reader, rows):
        state = each.state.label if each.state else ""
        yield Entry(Lane.ROUNDS, each.round, each.round.interval, str(each.round), state)


def _states(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    """A standing lasts until the next that is told of the same track.

    Accounts that say the same of the same days are one entry.
    """
    rows = counted(TrackState, reader, "track").filter(date_start__isnull=False)
    if wanted.track:
        rows = rows.filter(track__name=wanted.track)
    ordered = list(rows.order_by("track__name", "date_start", "recorded_at"))
    told: set[tuple[UUID, str, Interval]] = set()
    for place, row in enumerate(ordered):
        after = next(
            (
                each.date_start
                for each in ordered[place + 1 :]
                if each.track_id == row.track_id and each.date_start > row.date_start
            ),
            None,
        )
        interval = row.interval
        assert interval is not None  # noqa: S101 - asked for above
        end = max(interval.start, after - dt.timedelta(days=1)) if after else interval.end
        span = Interval(interval.start, end, interval.precision)
        if (key := (row.track_id, row.standing, span)) in told:
            continue
        told.add(key)
        yield Entry(
            Lane.TRACKS, row, span, row.track.name, row.get_standing_display(), after is None
        )


def _meetings(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    rows = counted(Meeting, reader, "round").filter(date_start__lte=wanted.last)
    rows = rows.filter(
        Q(date_end__gte=wanted.first) | Q(date_end__isnull=True, date_start__gte=wanted.first)
    )
    if wanted.track:
        rows = rows.filter(Q(round__track=wanted.track) | Q(track__name=wanted.track))
    for row in rows:
        yield _meeting(row)


def _meeting(row: Meeting) -> Entry:
    """A meeting with the format that it had; one that did not take place, or not yet, says so."""
    is_held = row.meeting_state == MeetingState.HELD
    note = row.get_meeting_state_display()
    if is_held:
        note = row.get_actual_format_display() if row.actual_format else ""
    assert row.interval is not None  # noqa: S101 - asked for by its days
    return Entry(Lane.MEETINGS, row, row.interval, row.name, note, is_held=is_held)


def _texts(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    """Texts on the day from which the record reckons, else when one was issued, signed, published.

    Accounts that say the same of the same days are one entry.
    """
    near = Q(signed_on__range=(wanted.first, wanted.last)) | Q(
        effective_on__range=(wanted.first, wanted.last)
    )
    rows = Instrument.objects.visible_to(reader).filter(near)
    tabled = _texts_of(reader, wanted.track) if wanted.track else None
    if tabled is not None:
        rows = rows.filter(pk__in=tabled)
    told: set[tuple[UUID, dt.date]] = set()
    for row in rows:
        day = row.effective_on or row.signed_on
        if day is not None:
            told.add((row.pk, day))
            yield Entry(
                Lane.TEXTS, row, Interval.on(day), row.name, row.get_instrument_type_display()
            )
    said: set[tuple[Any, ...]] = set()
    for fact, title, note in _issued(reader, wanted):
        text, interval = fact.version.instrument_id, fact.interval
        key = (text, title, note, interval)
        is_told = (text, interval.start) in told or key in said
        if not is_told and (tabled is None or text in tabled):
            said.add(key)
            yield Entry(Lane.TEXTS, fact, interval, title, note)


def _issued(reader: Reader, wanted: TimelineFilter) -> Iterator[tuple[Any, str, str]]:
    """What was done with versions of drafts, with its title and what it is called."""
    seen = Q(version__withdrawn=False, date_start__lte=wanted.last) & reader.sees("version__")
    near = (
        Q(date_end__gte=wanted.first) | Q(date_end__isnull=True, date_start__gte=wanted.first)
    ) & seen
    beside = "version__instrument"
    ended = counted(Settlement, reader, beside).filter(near, draft_outcome__in=_ISSUED)
    for row in ended.order_by("recorded_at", "pk"):
        yield row, row.version.instrument.name, row.get_draft_outcome_display()
    acts = counted(TextAct, reader, beside, "party").filter(near, text_act__in=_ACTS)
    for row in acts.order_by("recorded_at", "pk"):
        yield row, f"{row.version.instrument.name}: {row.who}", row.get_text_act_display()


def _texts_of(reader: Reader, track: str) -> set[UUID]:
    """The texts that were put before rounds of a track, or came of them."""
    return {
        key
        for model in (Tabling, RoundOutcome)
        for key in counted(model, reader)
        .filter(round__track=track, instrument__isnull=False)
        .values_list("instrument", flat=True)
    }


def _due(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    tabled = _texts_of(reader, wanted.track) if wanted.track else None
    for seen in obligations_seen(reader, wanted.last):
        if tabled is not None and not tabled & _texts_behind(seen.obligation):
            continue
        interval = seen.obligation.interval
        if interval is not None and seen.due not in (DueState.HOLDS, DueState.SETTLED):
            yield Entry(Lane.DUE, seen.obligation, interval, seen.obligation.text, seen.due.label)
    for each in follow_ups_seen(reader, wanted.last):
        if wanted.track and each.row.round.track != wanted.track:
            continue
        if each.interval is not None and each.chased.state is not ChaseState.SETTLED:
            yield Entry(Lane.DUE, each.row, each.interval, each.row.what, each.chased.state.label)


def _texts_behind(obligation: Obligation) -> set[UUID | None]:
    """The texts that an obligation follows from, by the text itself or by a provision of it."""
    provision = obligation.provision
    by_provision = {provision.version.instrument_id} if provision else set()
    return ({obligation.instrument_id} | by_provision) - {None}


def _cases(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    """Cases that were decided; none on the line of one track, since nothing ties them to one."""
    if wanted.track:
        return
    zone = ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)
    start = dt.datetime.combine(wanted.first, dt.time.min, zone)
    end = dt.datetime.combine(wanted.last, dt.time.max, zone)
    rows = Case.objects.visible_to(reader).filter(decided_at__range=(start, end))
    for row in rows.select_related("mechanism"):
        day = row.decided_at.astimezone(zone).date()
        yield Entry(Lane.CASES, row, Interval.on(day), f"{row}: {row.matter}")


def _statements(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    """What was said; on the line of one track what was said around its rounds (``said_around``)."""
    around = _days_of_rounds(wanted.track) if wanted.track else None
    rows = counted(Statement, reader, "speaker_party").filter(
        said_from__lte=wanted.last, said_from__isnull=False
    )
    rows = rows.filter(
        Q(said_until__gte=wanted.first) | Q(said_until__isnull=True, said_from__gte=wanted.first)
    )
    for row in rows:
        span = Interval.between(row.said_from, row.said_until or row.said_from)
        if around is not None and not any(
            span.start <= last + AFTER and span.end >= first - BEFORE for first, last in around
        ):
            continue
        yield Entry(Lane.STATEMENTS, row, span, f"{row.speaker_label}: {row.shown[:120]}")


def _background(reader: Reader, wanted: TimelineFilter) -> Iterable[Entry]:
    rows = counted(Milestone, reader).filter(
        date_start__lte=wanted.last, date_end__gte=wanted.first
    )
    return [Entry(Lane.BACKGROUND, row, row.interval, row.name) for row in rows]
