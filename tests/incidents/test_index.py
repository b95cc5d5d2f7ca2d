"""The index in memory finds, counts and pages exactly what the database finds through the gate."""

import datetime as dt
import random
from typing import Any
from uuid import UUID

import pytest
from cast import Cast, account, file
from django.db.models import Count, Max
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.accounts.access import PUBLIC, MemberReader, Reader
from trucewatch.geo.cells import cell_at
from trucewatch.geo.coordinates import Coordinates
from trucewatch.incidents.actions import merge_reports, separate_report
from trucewatch.incidents.choices import filter_options
from trucewatch.incidents.cursor import Cursor
from trucewatch.incidents.index.counting import (
    areas_of,
    cells_within,
    count_reports,
    count_sifted_incidents,
    newest_incidents,
    weeks_of,
)
from trucewatch.incidents.index.current import current_index
from trucewatch.incidents.index.loading import load_index
from trucewatch.incidents.index.sifting import sift, visible_blocks
from trucewatch.incidents.models import Incident, Link
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.actions.changing import correct_report, reinstate_report, withdraw_report
from trucewatch.reports.models import Report, Standing
from trucewatch.reports.queries import ReportFilter, visible_reports
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind

pytestmark = pytest.mark.django_db

FIRST = dt.date(2017, 1, 1)
WORDS = ("shelling", "قصف", "обстрел", "İdlib", "near the bridge", "بحلب")
TYPES = ("shelling", "small_arms", "air_strike", "unspecified")


@pytest.fixture
def record(cast: Cast, gazetteer: None) -> Cast:
    """Sixty reports of all kinds of precision under all marks, some merged, some withdrawn."""
    chance = random.Random(20170216)
    parties = [
        add_party(f"Force {letter}", kind=PartyKind.UNKNOWN, by=cast.operator) for letter in "ABC"
    ]
    areas = list(Place.objects.filter(place_kind="admin1")[:4])
    filed = [_file_one(chance, cast, parties, areas) for _ in range(60)]
    for report in chance.sample(filed, 8):
        withdraw_report(report.pk, by=report.filed_by, because="Filed by mistake")
    for _ in range(8):
        one, other = chance.sample(filed, 2)
        into = Link.objects.get(report=one, until_entry__isnull=True).incident_id
        if Link.objects.get(report=other, until_entry__isnull=True).incident_id != into:
            merge_reports(into=into, reports=[other.pk], by=cast.monitor, because="Same event")
    return cast


def _file_one(
    chance: random.Random, cast: Cast, parties: list[Party], areas: list[Place]
) -> Report:
    by = chance.choice([cast.monitor, cast.delegate, cast.liaison])
    home = cast.home_of(by) if by is not cast.monitor and chance.random() < 0.6 else None
    mark = Handling.AMBER if home else chance.choice([Handling.CLEAR, Handling.GREEN])
    if by is cast.monitor:
        mark = chance.choice(
            [Handling.CLEAR, Handling.GREEN, Handling.AMBER, Handling.AMBER_STRICT]
        )
    precision = chance.choice((1, 2, 3, 4, 6))
    start = FIRST + dt.timedelta(days=chance.randrange(30))
    one, other = chance.sample(parties, 2)
    point = {}
    if chance.random() < 0.8:
        point["latitude"] = round(chance.uniform(33, 36), 2)
        point["longitude"] = round(chance.uniform(36, 39), 2)
    return file(
        by,
        handling=mark,
        compartment=home,
        day=start,
        date_precision=chance.choice((1, 3, 4)),
        event_type=chance.choice(TYPES),
        location_precision=precision,
        **point,
        area_id=chance.choice(areas).pk if chance.random() < 0.8 else None,
        side_a_id=one.pk,
        side_b_id=other.pk if chance.random() < 0.5 else None,
        summary=" ".join(chance.choices(WORDS, k=3)),
    )


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "since": st.integers(-1, 31).map(_day),
        "until": st.integers(-1, 31).map(_day),
        "type": st.sampled_from(TYPES),
        "verification": st.sampled_from(["unverified", "refuted"]),
        "precision": st.integers(1, 7),
        "known_to": st.integers(1, 7),
        "handling": st.sampled_from([mark.value for mark in Handling]),
        "standing": st.sampled_from([*Standing.values, "all"]),
        "q": st.sampled_from(["", "shel", "قصف", "حلب", "idlib", "bridge ОБСТРЕЛ", "zzz"]),
        "source": st.sampled_from(["patrol", "org-party", "nobody"]),
        "area": st.integers(0, 3),
        "party": st.integers(0, 3),
        "cell": st.tuples(st.sampled_from((3, 4, 5, 7)), st.integers(0, 59)),
    },
)


def _filter_of(drawn: dict[str, Any]) -> ReportFilter:
    """The drawn filter with names of things that are in the record."""
    areas = list(Place.objects.filter(place_kind="admin1").values_list("key", flat=True)[:4])
    parties = [*Party.objects.order_by("name").values_list("pk", flat=True)[:3], UUID(int=7)]
    if "area" in drawn:
        drawn["area"] = areas[drawn["area"]]
    if "party" in drawn:
        drawn["party"] = parties[drawn["party"]]
    if "cell" in drawn:
        resolution, number = drawn["cell"]
        points = Report.objects.filter(latitude__isnull=False).order_by("pk")
        point = points[number % points.count()]
        drawn["cell"] = cell_at(Coordinates(point.latitude, point.longitude), resolution)
    return ReportFilter(**drawn)


def _readers(cast: Cast) -> list[Reader]:
    return [PUBLIC, *(MemberReader(member) for member in cast.everyone().values())]


def _incidents_by_database(reader: Reader, wanted: ReportFilter) -> list[tuple[UUID, dt.date]]:
    found = (
        Incident.objects.filter(
            reader.sees("links__report__"),
            wanted.condition("links__report__"),
            links__until_entry__isnull=True,
        )
        .annotate(newest=Max("links__report__date_start"))
        .order_by("-newest", "-pk")
    )
    return list(found.values_list("pk", "newest"))


def test_it_counts_and_pages_as_the_database_does(record: Cast) -> None:
    """For every reader and any filter: reports, incidents, their order, and pages without gaps."""

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(drawn=FILTERS, part=st.integers(0, 8), size=st.integers(1, 7))
    def agree(drawn: dict[str, Any], part: int, size: int) -> None:
        reader, wanted = _readers(record)[part], _filter_of(dict(drawn))
        sifted = sift(reader, wanted)
        reports = visible_reports(reader, wanted)
        assert count_reports(sifted) == reports.count()
        expected = _incidents_by_database(reader, wanted)
        assert count_sifted_incidents(sifted) == len(expected)
        paged: list[tuple[UUID, dt.date]] = []
        while page := newest_incidents(
            sifted, after=Cursor(paged[-1][1], paged[-1][0]) if paged else None, number=size
        ):
            paged += page
        assert paged == expected
        weeks = weeks_of(sifted)
        assert sum(weeks.weeks.values()) + weeks.undrawn == count_reports(sifted)
        assert all(monday.weekday() == 0 for monday in weeks.weeks)
        areas = areas_of(sifted)
        by_area = reports.filter(location_precision=4, area__isnull=False).order_by()
        assert areas.areas == dict(by_area.values_list("area").annotate(n=Count("pk")))
        cells, outside = cells_within(sifted, 5)
        drawn_somewhere = reports.filter(location_precision__lte=3, latitude__isnull=False)
        assert sum(cells.values()) == drawn_somewhere.count()
        assert outside == 0

    agree()


def test_what_is_changed_shows_at_once_and_as_if_read_anew(record: Cast) -> None:
    """Filing, correcting, withdrawing, merging and separating each reach the index."""
    assert current_index() is current_index()
    operator = MemberReader(record.operator)

    def counts() -> tuple[int, int]:
        sifted = sift(operator, ReportFilter())
        return count_reports(sifted), count_sifted_incidents(sifted)

    def as_read_anew() -> None:
        kept, anew = current_index(), load_index()
        assert {name: len(block) for name, block in kept.blocks.items()} == {
            name: len(block) for name, block in anew.blocks.items()
        }
        for name, block in anew.blocks.items():
            assert sorted(block.id.tolist()) == sorted(kept.blocks[name].id.tolist())
            assert sorted(block.start.tolist()) == sorted(kept.blocks[name].start.tolist())

    reports, incidents = counts()
    one = file(record.monitor, day=dt.date(2017, 3, 1))
    other = file(record.monitor, day=dt.date(2017, 3, 2), handling=Handling.GREEN)
    assert counts() == (reports + 2, incidents + 2)
    as_read_anew()
    into = Link.objects.get(report=one, until_entry__isnull=True).incident_id
    merge_reports(into=into, reports=[other.pk], by=record.monitor, because="Same event")
    assert counts() == (reports + 2, incidents + 1)
    separate_report(other.pk, by=record.monitor, because="Not the same")
    withdraw_report(other.pk, by=record.monitor, because="Filed by mistake")
    assert counts() == (reports + 1, incidents + 1)
    reinstate_report(other.pk, by=record.monitor, because="It was right")
    moved = account(day=dt.date(2016, 1, 1))
    correct_report(one.pk, moved, read_version=1, by=record.monitor, because="Wrong year")
    assert count_reports(sift(operator, ReportFilter(until=dt.date(2016, 2, 1)))) == 1
    as_read_anew()


def test_only_blocks_of_visible_classes_are_handed_out(record: Cast) -> None:
    """Nobody's count is made from a block that holds what they may not see."""
    index = current_index()
    for reader in _readers(record):
        seen = sum(len(block) for block in visible_blocks(reader, index))
        assert seen == Report.objects.visible_to(reader).count()
    assert [block.handling for block in visible_blocks(PUBLIC, index)] == ["CLEAR"]


def test_choices_name_only_what_occurs_in_visible_reports(record: Cast) -> None:
    """The name of a source may tell that somebody reported."""
    for reader in _readers(record):
        seen = Report.objects.visible_to(reader)
        sources = {source.pk for source in filter_options(reader).sources}
        assert sources == set(seen.order_by().values_list("source", flat=True).distinct())


def test_a_gate_that_asked_more_than_mark_and_compartment_would_break_the_blocks(
    record: Cast,
) -> None:
    """One report stands for its block, so the gate must look at nothing else of it."""
    for reader in _readers(record):
        asked = {str(child[0]).split("__")[0] for child in _leaves(reader.sees())}
        assert asked <= {"handling", "compartment"}


def _leaves(condition: Any) -> list[Any]:
    if isinstance(condition, tuple):
        return [condition]
    return [leaf for child in condition.children for leaf in _leaves(child)]
