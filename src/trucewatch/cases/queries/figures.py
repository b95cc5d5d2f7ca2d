"""Figures that leaders ask for, from what one reader may see."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from trucewatch.accounts.access import Reader
from trucewatch.cases.models import Case, Finding, Mechanism, Paper
from trucewatch.cases.queries.case_facts import case_facts
from trucewatch.cases.rules.figures import (
    CaseFact,
    age_open,
    count_denials,
    count_rulings,
    count_totals,
    filed_beside_ruled,
    hours_to_decision,
    hours_to_site,
    last_breach,
    share_of_heavy,
)
from trucewatch.cases.rules.figures_seen import AreaSeen, FiguresSeen, Since, TallyTold
from trucewatch.cases.rules.round_days import (
    Happened,
    RoundDays,
    RoundSeen,
    Watched,
    hours_in,
    phases_of,
    round_seen,
    span_of,
)
from trucewatch.incidents.models import Link
from trucewatch.reports.models import Coverage, Report, Standing
from trucewatch.reports.tally_queries import dated_tallies
from trucewatch.sources.models import published
from trucewatch.vocabulary.cases import PaperKind, ScopeVerdict
from trucewatch.vocabulary.interval import DatePrecision, Interval

_SLACK: Final = {1: 0, 2: 5, 3: 6, 4: 30, 5: 365}
"""How many days a date of each precision may lie off at most, see ``Interval.spread``."""


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """Which cases, tallies and hours: of which mechanism, and whose days touch these."""

    mechanism: Mechanism | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def touches(self, prefix: str = "date") -> Q:
        """Rows with a start and an end of which a day lies in the window."""
        met = Q()
        if self.since:
            met &= Q(**{f"{prefix}_end__gte": self.since})
        if self.until:
            met &= Q(**{f"{prefix}_start__lte": self.until})
        return met

    def cases(self, reader: Reader) -> Any:
        """The cases that the reader may see, of that mechanism, in those days."""
        rows = Case.objects.visible_to(reader).filter(self.touches())
        return rows.filter(mechanism=self.mechanism) if self.mechanism else rows


def figures_for(
    reader: Reader, wanted: FigureFilter, rounds: Iterable[RoundDays] = ()
) -> FiguresSeen:
    """Every figure as the reader sees it now.

    Rounds are given by whoever knows them; those that lie outside the window are left out.
    Incidents, tallies and hours belong to no mechanism: a filter by one does not narrow them.
    """
    now = timezone.now()
    today = now.astimezone(ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)).date()
    cases = wanted.cases(reader)
    facts = case_facts(reader, cases)
    exercises = _exercises(reader)
    watched = _watched(reader, wanted)
    held = [each for each in rounds if _is_near(each, wanted) and each.start <= today]
    records = Paper.objects.visible_to(reader).filter(kind_of_paper=PaperKind.ACCESS_RECORD)
    breaches = [fact for fact in facts if fact.is_counted and fact.is_breach]
    return FiguresSeen(
        at=now, today=today, mechanism=wanted.mechanism.key if wanted.mechanism else "",
        since=wanted.since, until=wanted.until, totals=count_totals(facts),
        rulings=count_rulings(facts), heavy=share_of_heavy(facts), to_site=hours_to_site(facts),
        to_decision=hours_to_decision(facts), ageing=age_open(facts, now),
        denials=count_denials(facts),
        access_records=records.filter(case__in=cases.values("pk")).count(),
        filed=filed_beside_ruled(facts), areas=_areas(facts, watched, wanted),
        rounds=_rounds(reader, held, exercises, today),
        tallies=tallies_told(reader, wanted.since, wanted.until),
        last_breach=Since.of(last_breach(facts), today, len(breaches)),
        last_report=_last_report(reader, wanted, exercises, today),
    )  # fmt: skip


def incidents_around(reader: Reader, held: Sequence[RoundDays]) -> list[RoundSeen]:
    """Incidents before, during and after these rounds, as the reader sees them today."""
    today = timezone.now().astimezone(ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)).date()
    return _rounds(reader, held, _exercises(reader), today)


def tallies_told(reader: Reader, since: dt.date | None, until: dt.date | None) -> list[TallyTold]:
    """Each monitor's own counts in the days, the oldest first; nothing is added up."""
    return [
        TallyTold(tally.reported_on, tally.monitor.name, tally.stated_total, tally.window_hours)
        for tally in dated_tallies(reader, since=since, until=until)
        if tally.reported_on
    ]


def _is_near(held: RoundDays, wanted: FigureFilter) -> bool:
    """Whether any day of the round lies in the window."""
    starts_late = wanted.until is not None and held.start > wanted.until
    ends_early = wanted.since is not None and held.end < wanted.since
    return not starts_late and not ends_early


def _exercises(reader: Reader) -> set[UUID]:
    """Incidents that an adopted finding holds to be exercises, of any mechanism and any days."""
    held = Finding.objects.visible_to(reader).filter(scope_verdict=ScopeVerdict.EXERCISE)
    cases = Case.objects.visible_to(reader).filter(
        pk__in=held.values("case"), incident__isnull=False
    )
    keys = [fact.key for fact in case_facts(reader, cases) if fact.is_exercise]
    return set(Case.objects.filter(pk__in=keys).values_list("incident", flat=True))


def _watched(reader: Reader, wanted: FigureFilter) -> list[Watched]:
    rows = Coverage.objects.visible_to(reader).filter(wanted.touches())
    return _told(rows)


def _told(rows: Any) -> list[Watched]:
    columns = rows.order_by("date_start", "pk").values_list(
        "area__name", "date_start", "date_end", "patrol_hours", "camera_hours"
    )
    return [
        Watched(area, first, last, float(patrol), float(camera))
        for area, first, last, patrol, camera in columns
    ]


def _areas(
    facts: Iterable[CaseFact], watched: Sequence[Watched], wanted: FigureFilter
) -> list[AreaSeen]:
    """Every area with a case or an hour, by name; cases without an area last."""
    cases = Counter(fact.area for fact in facts if fact.is_counted and not fact.is_exercise)
    hours: dict[str, list[Watched]] = defaultdict(list)
    for entry in watched:
        hours[entry.area].append(entry)
    first, last = wanted.since or dt.date.min, wanted.until or dt.date.max
    return [
        AreaSeen(area, cases[area], hours_in(hours.get(area, []), first, last))
        for area in sorted({*cases, *hours}, key=lambda area: (not area, area))
    ]


def _rounds(
    reader: Reader, held: Sequence[RoundDays], exercises: Collection[UUID], today: dt.date
) -> list[RoundSeen]:
    if not held:
        return []
    spans = [(phases_of(each)[0][1], phases_of(each)[-1][2]) for each in held]
    events = _events(reader, spans, exercises)
    touching = Q()
    for first, last in spans:
        touching |= Q(date_start__lte=last, date_end__gte=first)
    watched = _told(Coverage.objects.visible_to(reader).filter(touching))
    return [round_seen(each, events, watched, today) for each in held]


def _events(
    reader: Reader, spans: Sequence[tuple[dt.date, dt.date]], exercises: Collection[UUID]
) -> list[Happened]:
    """The incidents that may lie in any of the spans, by the accounts that the reader sees.

    All accounts of such an incident take part, those dated elsewhere included.
    """
    near = Q()
    for first, last in spans:
        for precision, days in _SLACK.items():
            slack = dt.timedelta(days=days)
            near |= Q(
                report__date_precision=precision, report__date_end__gte=first - slack,
                report__date_start__lte=last + slack,
            )  # fmt: skip
    links = Link.objects.filter(
        reader.sees("report__"), published("report__"), until_entry__isnull=True,
        report__standing=Standing.RECORDED,
    )  # fmt: skip
    found = links.filter(near).order_by()
    rows = links.filter(incident__in=found.values("incident")).values_list(
        "incident_id", "report__date_start", "report__date_end", "report__date_precision"
    )
    spreads: dict[UUID, list[Interval]] = defaultdict(list)
    for incident, start, end, precision in rows.iterator(2_000):
        spreads[incident].append(Interval(start, end, DatePrecision(precision)).spread())
    return [
        Happened(*span_of(accounts), incident in exercises)
        for incident, accounts in spreads.items()
    ]


def _last_report(
    reader: Reader, wanted: FigureFilter, exercises: Collection[UUID], today: dt.date
) -> Since:
    """The last day on which anything is reported to have happened, dated to a few days."""
    rows = Report.objects.visible_to(reader).filter(
        wanted.touches(), standing=Standing.RECORDED, date_end__lte=today,
        date_precision__lte=DatePrecision.FEW_DAYS,
    )  # fmt: skip
    if exercises:
        theirs = Link.objects.filter(incident__in=list(exercises), until_entry__isnull=True)
        rows = rows.exclude(pk__in=theirs.values("report"))
    day = rows.aggregate(day=Max("date_end"))["day"]
    rests_on = rows.filter(date_end=day).count() if day else 0
    return Since.of(day, today, rests_on)
