"""A process on one line of time: rounds, texts, meetings, cases decided, words, what is due."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Instrument
from trucewatch.agreements.rules import DueState
from trucewatch.agreements.standing import obligations_seen
from trucewatch.cases.models import Case
from trucewatch.incidents.index.counting import incidents_by_day
from trucewatch.incidents.index.sifting import sift
from trucewatch.reports.queries import ReportFilter
from trucewatch.statements.models import Milestone, Statement
from trucewatch.statements.queries import counted
from trucewatch.talks.models import Meeting, Round, TrackState
from trucewatch.talks.queries.chasing import follow_ups_seen
from trucewatch.talks.queries.rounds import rounds_standing
from trucewatch.talks.rules.chasing import ChaseState
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.labels import LabelledStr


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
    found += [*_texts(wanted), *_due(reader, wanted), *_cases(reader, wanted)]
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


def whole_span(reader: Reader, track: str = "") -> tuple[dt.date, dt.date] | None:
    """From the first to the last day of the rounds, of one track or of all; None without any."""
    rows = Round.objects.filter(track=track) if track else Round.objects.all()
    days = list(rows.values_list("date_start", "date_end"))
    if not days:
        return None
    return min(first for first, _ in days), max(last for _, last in days)


def _rounds(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    rows = Round.objects.filter(date_start__lte=wanted.last, date_end__gte=wanted.first)
    if wanted.track:
        rows = rows.filter(track=wanted.track)
    for each in rounds_standing(reader, rows):
        state = each.state.label if each.state else ""
        yield Entry(Lane.ROUNDS, each.round, each.round.interval, str(each.round), state)


def _states(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    """A standing lasts until the next that is told of the same track."""
    rows = counted(TrackState, reader, "track").filter(date_start__isnull=False)
    if wanted.track:
        rows = rows.filter(track__name=wanted.track)
    ordered = list(rows.order_by("track__name", "date_start", "recorded_at"))
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
        form = row.get_actual_format_display() if row.actual_format else ""
        yield Entry(Lane.MEETINGS, row, row.interval, row.name, form)


def _texts(wanted: TimelineFilter) -> Iterator[Entry]:
    near = Q(signed_on__range=(wanted.first, wanted.last)) | Q(
        effective_on__range=(wanted.first, wanted.last)
    )
    for row in Instrument.objects.filter(near):
        day = row.effective_on or row.signed_on
        if day is not None:
            yield Entry(
                Lane.TEXTS, row, Interval.on(day), row.name, row.get_instrument_type_display()
            )


def _due(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    for seen in obligations_seen(reader, wanted.last):
        interval = seen.obligation.interval
        if interval is not None and seen.due not in (DueState.HOLDS, DueState.SETTLED):
            yield Entry(Lane.DUE, seen.obligation, interval, seen.obligation.text, seen.due.label)
    for each in follow_ups_seen(reader, wanted.last):
        if wanted.track and each.row.round.track != wanted.track:
            continue
        if each.interval is not None and each.chased.state is not ChaseState.SETTLED:
            yield Entry(Lane.DUE, each.row, each.interval, each.row.what, each.chased.state.label)


def _cases(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    zone = ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)
    start = dt.datetime.combine(wanted.first, dt.time.min, zone)
    end = dt.datetime.combine(wanted.last, dt.time.max, zone)
    rows = Case.objects.visible_to(reader).filter(decided_at__range=(start, end))
    for row in rows.select_related("mechanism"):
        day = row.decided_at.astimezone(zone).date()
        yield Entry(Lane.CASES, row, Interval.on(day), f"{row}: {row.matter}")


def _statements(reader: Reader, wanted: TimelineFilter) -> Iterator[Entry]:
    rows = counted(Statement, reader, "speaker_party").filter(
        said_from__lte=wanted.last, said_from__isnull=False
    )
    rows = rows.filter(
        Q(said_until__gte=wanted.first) | Q(said_until__isnull=True, said_from__gte=wanted.first)
    )
    for row in rows:
        span = Interval.between(row.said_from, row.said_until or row.said_from)
        yield Entry(Lane.STATEMENTS, row, span, f"{row.speaker_label}: {row.shown[:120]}")


def _background(reader: Reader, wanted: TimelineFilter) -> Iterable[Entry]:
    rows = counted(Milestone, reader).filter(
        date_start__lte=wanted.last, date_end__gte=wanted.first
    )
    return [Entry(Lane.BACKGROUND, row, row.interval, row.name) for row in rows]
