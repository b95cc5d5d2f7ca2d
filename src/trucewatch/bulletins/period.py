"""The daily and the weekly bulletin: what is recorded of a window, counted and listed."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.bulletins import frame
from trucewatch.bulletins.accords import accord_words
from trucewatch.bulletins.aliases import party_aliases, place_aliases
from trucewatch.bulletins.counting import MapCount, PeriodCount, all_ids
from trucewatch.bulletins.figures import count_withdrawn, first_committed_after, occurrences
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.listing import Known, event_words
from trucewatch.bulletins.occurrence import Occurrence
from trucewatch.bulletins.period_tables import (
    area_rows,
    hotspot_rows,
    label_rows,
    map_words,
    matrix_rows,
    party_rows,
    totals_of,
    type_rows,
)
from trucewatch.bulletins.ranges import DeathRange, sum_of_ranges
from trucewatch.bulletins.rulings import party_names_in, ruling_words
from trucewatch.bulletins.talks import party_names_of, talk_words
from trucewatch.bulletins.window import Window, trend_of, window_of
from trucewatch.parties.models import Party
from trucewatch.places.models import Place, PlaceKind
from trucewatch.reports.models import Coverage
from trucewatch.reports.tally_queries import dated_tallies
from trucewatch.reports.tally_rules import NOT_SUMMED
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling, most_restrictive
from trucewatch.vocabulary.interval import Interval

Words = dict[str, Any]

MOST_NAMED_AREAS: Final = 60
"""Up to so many governorates are listed even where nothing was reported."""


@dataclass(slots=True)
class _Slot:
    """One stretch of a trend: what certainly lies in it, and what may."""

    window: Window
    certain: int = 0
    possible: int = 0
    deaths: list[DeathRange] = field(default_factory=list)

    def as_json(self) -> Words:
        return {
            **self.window.as_json(),
            "incidents": self.certain,
            "possible": self.possible,
            "deaths": sum_of_ranges(self.deaths).as_json(),
        }


@dataclass(frozen=True, slots=True)
class _Trend:
    """The weeks that lead up to a window, its own the last, and the days of the window."""

    whole: Window
    weeks: list[_Slot]
    days: list[_Slot]

    @classmethod
    def of(cls, window: Window) -> "_Trend":
        whole = trend_of(window)
        weeks = [_Slot(part) for part in whole.parts(window.days)]
        return cls(whole, weeks, [_Slot(part) for part in window.parts(1)])

    def add(self, seen: Occurrence, stretch: Window) -> None:
        """Count an incident in the stretches that it lies in, or may lie in."""
        for slots in (self.weeks, self.days):
            begin, days = slots[0].window.start, slots[0].window.days
            first, last = ((day - begin).days // days for day in (stretch.start, stretch.end))
            if first == last and 0 <= first < len(slots):
                slots[first].certain += 1
                slots[first].deaths.append(seen.deaths)
            elif first != last:
                for slot in slots[max(first, 0) : max(last + 1, 0)]:
                    slot.possible += 1

    def as_json(self) -> Words:
        return {
            "trend": [slot.as_json() for slot in self.weeks],
            "days": [slot.as_json() for slot in self.days],
        }


@dataclass(slots=True)
class _Material:
    """Everything read for one bulletin."""

    now: PeriodCount = field(default_factory=PeriodCount)
    before: PeriodCount = field(default_factory=PeriodCount)
    map: MapCount = field(default_factory=MapCount)
    events: list[Occurrence] = field(default_factory=list)
    possible: list[Occurrence] = field(default_factory=list)
    sources: set[UUID] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


def period_words(asked: Asked, reader: Reader) -> Words:
    """Everything that a daily or weekly bulletin says, as plain data from what the reader sees.

    Nothing in it depends on when it is made: the same record gives the same words.
    """
    window = window_of(asked.kind, asked.day)
    trend = _Trend.of(window) if asked.kind is BulletinKind.WEEKLY else None
    material = _read(window, reader, asked.cut_off, trend)
    coverage = frame.coverage_in(window, reader, asked.cut_off)
    known = _known(material, coverage)
    tallies = _tallies(window, reader, asked.cut_off)
    marks = [*material.marks, *(c.handling for c in coverage), *(t.handling for t in tallies)]
    rounds = frame.rounds_near(window.start, window.end)
    accords, used = accord_words(window, reader, asked.cut_off, rounds)
    rulings, marks_of_cases = ruling_words(window, reader, asked.cut_off)
    talks, used_of_talks = talk_words(window, reader, asked.cut_off)
    marks += used.marks | marks_of_cases | used_of_talks.marks
    material.sources |= used.sources | used_of_talks.sources
    speakers = _speakers(accords) | party_names_in(rulings) | party_names_of(talks)
    words = {
        "kind": asked.kind.value,
        "title": f"{asked.kind.label}, {Interval.between(window.start, window.end).text()}",
        "record": frame.record_facts(),
        "made_for": frame.made_for(reader),
        "handling": most_restrictive(Handling(m) for m in [*marks, Handling.CLEAR]).value,
        "window": window.as_json(),
        "before": window.before().as_json(),
        "zone": frame.zone_of(window.end),
        "cut_off": frame.cut_off_facts(asked.cut_off),
        "withdrawn": count_withdrawn(reader, window, asked.cut_off),
        **_counted(material, known, coverage, window),
        "coverage": [frame.hours_words(row) for row in coverage],
        "tallies": [_tally_words(tally) for tally in tallies],
        "not_summed": NOT_SUMMED,
        "rounds": rounds,
        "talks": talks,
        "accords": accords,
        "rulings": rulings,
        "sources": _source_words(material, tallies),
        "names": _names(known, coverage, tallies, window.end, speakers),
    }
    if trend is not None:
        words["matrix"] = matrix_rows(material.now, known)
        words["map"] = map_words(material.map, known)
        words |= trend.as_json()
    return words


def _read(
    window: Window, reader: Reader, cut_off: dt.datetime | None, trend: _Trend | None
) -> _Material:
    """Every incident of the window, of the period before and of the trend, read once."""
    material = _Material()
    before = window.before()
    whole = trend.whole if trend else Window(before.start, window.end)
    for seen in occurrences(reader, whole, cut_off):
        stretch = seen.stretch
        if trend:
            trend.add(seen, stretch)
        for span, count in ((before, material.before), (window, material.now)):
            if span.holds(stretch):
                count.add(seen)
            elif span.touches(stretch):
                count.add_possible(seen)
        if not stretch.touches(window):
            continue
        material.sources.update(account.source for account in seen.accounts)
        material.marks.update(account.handling for account in seen.accounts)
        if window.holds(stretch):
            material.map.add(seen)
            material.events.append(seen)
        else:
            material.possible.append(seen)
    return material


def _known(material: _Material, coverage: list[Coverage]) -> Known:
    areas, parties = all_ids([material.now, material.before])
    # A side of an incident that only may lie in the window is named in a table as well.
    for seen in material.possible:
        parties.update(p for a in seen.accounts for p in (a.side_a, a.side_b) if p)
    everywhere = Place.objects.filter(place_kind=PlaceKind.ADMIN1)
    places = Place.objects.in_bulk(list(areas | set(material.map.areas)))
    if everywhere.count() <= MOST_NAMED_AREAS:
        places |= {place.pk: place for place in everywhere}
    places |= {row.area_id: row.area for row in coverage}
    return Known(
        areas={key: place.name for key, place in places.items()},
        area_keys={key: place.key for key, place in places.items()},
        parties={p.pk: p.name for p in Party.objects.filter(pk__in=parties)},
        sources={s.pk: s.name for s in Source.objects.filter(pk__in=material.sources)},
    )


def _counted(material: _Material, known: Known, coverage: list[Coverage], window: Window) -> Words:
    now, before = material.now, material.before
    return {
        "totals": {"now": totals_of(now), "before": totals_of(before)},
        "labels": label_rows(now, before),
        "areas": area_rows(now, before, known, coverage, window),
        "types": type_rows(now, before),
        "parties": party_rows(now, before, known),
        "hotspots": hotspot_rows(now, before, known),
        "events": event_words(material.events, known),
        "possible_events": event_words(material.possible, known),
    }


def _tallies(window: Window, reader: Reader, cut_off: dt.datetime | None) -> list[Any]:
    found = dated_tallies(reader, since=window.start, until=window.end)
    if cut_off is None:
        return found
    unknown = set(first_committed_after("tally", cut_off).values_list("subject", flat=True))
    return [tally for tally in found if tally.pk not in unknown]


def _tally_words(tally: Any) -> Words:
    first = tally.first_day
    return {
        "monitor": tally.monitor.name,
        "total": tally.stated_total,
        "start": first.isoformat() if first else None,
        "end": tally.reported_on.isoformat(),
        "address": tally.published_at_address,
    }


def _source_words(material: _Material, tallies: list[Any]) -> list[Words]:
    keys = material.sources | {tally.source_id for tally in tallies}
    return [
        {"name": source.name, "limits": source.limits, "attribution": source.attribution}
        for source in Source.objects.filter(pk__in=keys).order_by("name", "key")
    ]


def _speakers(accords: Words) -> set[str]:
    """The names of those who owe, ask, claim or answer; those of parties have other languages."""
    found = {row["bearer"] for row in accords["obligations"]}
    for row in accords["demands"]:
        found |= {row["who"], *row["of"]}
    found |= {claim["claimant"] for row in accords["figures"] for claim in row["claims"]}
    return found | {each["voice"] for row in accords["questions"] for each in row["answers"]}


def _names(
    known: Known, coverage: list[Coverage], tallies: list[Any], day: dt.date, more: set[str]
) -> Words:
    parties = set(known.parties.values()) | {row.monitor.name for row in coverage}
    parties |= {tally.monitor.name for tally in tallies} | more
    return {
        "parties": party_aliases(parties, day),
        "places": place_aliases(set(known.areas.values())),
    }
