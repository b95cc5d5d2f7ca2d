"""What was reported around a round, against other ways of counting the same file."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import ged
import pytest
from cast import Cast, file, make_cast
from django.db import transaction

from trucewatch.accounts.access import MemberReader
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.places.actions import load_gazetteer
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.models import Round
from trucewatch.talks.queries.ground import Ground, SourceCount, ground_of

pytestmark = pytest.mark.django_db
TRACK = "Astana process"
ROUNDS = (
    (1, dt.date(2017, 1, 23), dt.date(2017, 1, 24)),
    (2, dt.date(2017, 2, 15), dt.date(2017, 2, 16)),
    (3, dt.date(2017, 3, 13), dt.date(2017, 3, 19)),
)
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
READ = """
    CREATE TABLE event AS
    SELECT CAST(date_start AS DATE) AS first, CAST(date_end AS DATE) AS last,
           CAST(date_prec AS INTEGER) AS precision,
           CAST(low AS INTEGER) AS low, CAST(best AS INTEGER) AS best, CAST(high AS INTEGER) AS high
    FROM read_csv(?, header = true, all_varchar = true, quote = '"', escape = '"')
"""
VAGUER = """
    SELECT count(*) FROM event
    WHERE last - first + 1 <= CASE precision WHEN 1 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN 6 WHEN 4 THEN 7
                                             ELSE 31 END
"""
"""Events whose ``date_prec`` stands for more days than their row names."""


def phases(start: dt.date, end: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The seven days before, the round, the seven days after."""
    return [(start - WEEK, start - DAY), (start, end), (end + DAY, end + WEEK)]


def astana(ordinal: int, start: dt.date, end: dt.date, cast: Cast) -> Round:
    """A round of those days."""
    held = Round(track=TRACK, ordinal=ordinal, date_start=start, date_end=end)
    return add_round(held, by=cast.operator)


def taken_in(path: Path, cast: Cast) -> None:
    """The file as the record takes it in."""
    run_import("ucdp-ged", path, name=path.name, by=cast.monitor, options=ImportOptions())


@pytest.fixture(scope="module")
def real(
    django_db_setup: None, django_db_blocker: Any, samples: Path
) -> Iterator[tuple[dict[int, Ground], duckdb.DuckDBPyConnection]]:
    """The ground around each round from the whole dataset, and the same file as a table."""
    path = samples / "data" / "ucdp_ged_syria" / "ged_syria.csv"
    table = duckdb.connect()
    table.execute(READ, [str(path)])
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        load_gazetteer(by=cast.operator)
        taken_in(path, cast)
        reader = MemberReader(cast.monitor)
        grounds = {each[0]: ground_of(reader, astana(*each, cast)) for each in ROUNDS}
        transaction.set_rollback(True)
    yield grounds, table
    table.close()


@pytest.mark.samples
@pytest.mark.parametrize(("ordinal", "start", "end"), ROUNDS)
def test_reports_and_deaths_are_those_of_another_reading(
    real: tuple[dict[int, Ground], duckdb.DuckDBPyConnection],
    ordinal: int, start: dt.date, end: dt.date,
) -> None:  # fmt: skip
    """Events whose days lie wholly in a phase, those that touch it, and the deaths of the first."""
    grounds, table = real
    seen = grounds[ordinal].phases
    assert [(phase.first, phase.last) for phase in seen] == phases(start, end)
    for phase in seen:
        window = {"first": phase.first, "last": phase.last}
        told = table.execute(
            """
            SELECT count(*) FILTER (inside), count(*), sum(low) FILTER (inside),
                   sum(best) FILTER (inside), sum(high) FILTER (inside)
            FROM (SELECT *, first >= $first AND last <= $last AS inside FROM event
                  WHERE first <= $last AND last >= $first)
            """,
            window,
        ).fetchone()
        assert told is not None
        assert told[0] > 10
        assert list(phase.sources) == [SourceCount("UCDP", *told)]


@pytest.mark.samples
@pytest.mark.parametrize(("ordinal", "start", "end"), ROUNDS)
def test_reports_of_each_day_are_those_of_another_reading(
    real: tuple[dict[int, Ground], duckdb.DuckDBPyConnection],
    ordinal: int, start: dt.date, end: dt.date,
) -> None:  # fmt: skip
    """Every day from a week before until a week after, those without an event as none."""
    grounds, table = real
    told = table.execute(
        """
        SELECT day, count(event.first)
        FROM (SELECT unnest(generate_series($first, $last, INTERVAL 1 DAY))::DATE AS day)
        LEFT JOIN event ON event.first = day AND event.last = day
        GROUP BY day ORDER BY day
        """,
        {"first": start - WEEK, "last": end + WEEK},
    ).fetchall()
    assert list(grounds[ordinal].per_day) == told
    assert len(told) == (end - start).days + 15


@pytest.mark.samples
@pytest.mark.parametrize(("ordinal", "start", "end"), ROUNDS)
def test_incidents_are_those_of_another_reading(
    real: tuple[dict[int, Ground], duckdb.DuckDBPyConnection],
    ordinal: int, start: dt.date, end: dt.date,
) -> None:  # fmt: skip
    """One for each event, as nobody has merged any two, and wherever its days allow.

    An event that is known more vaguely than by its days may have been outside them. The dataset
    holds none: each row names as many days as its precision stands for, so that incidents in a
    phase are as many as reports. With another source, or once reports are merged, they are not.
    """
    grounds, table = real
    assert table.execute(VAGUER).fetchone() == (0,)
    incidents = grounds[ordinal].incidents
    for stretch, (first, last) in zip(incidents.stretches, phases(start, end), strict=True):
        told = table.execute(
            """
            SELECT count(*) FILTER (first >= $first AND last <= $last), count(*) FROM event
            WHERE first <= $last AND last >= $first
            """,
            {"first": first, "last": last},
        ).fetchone()
        assert (stretch.incidents, stretch.incidents + stretch.possible) == told
        assert stretch.possible > 0
    days = table.execute(
        "SELECT first, count(*) FROM event WHERE first = last AND first BETWEEN $1 AND $2"
        " GROUP BY first",
        [start - WEEK, end + WEEK],
    ).fetchall()
    assert {day: count for day, count in incidents.days if count is not None} == dict(days)


SMALL = (
    # date_start, date_end, date_prec, low, best, high
    ("2017-01-15", "2017-01-15", 1, 9, 9, 9),  # eight days before the round
    ("2017-01-16", "2017-01-16", 1, 1, 2, 3),  # the first of the seven days before
    ("2017-01-22", "2017-01-23", 2, 4, 4, 4),  # touches two phases and lies in none
    ("2017-01-23", "2017-01-23", 1, 0, 1, 1),
    ("2017-01-23", "2017-01-24", 2, 2, 3, 5),  # both days of the round, known to a few days
    ("2017-01-20", "2017-02-02", 4, 7, 7, 7),  # over all three phases
    ("2017-01-31", "2017-01-31", 1, 5, 6, 8),  # the last of the seven days after
    ("2017-02-01", "2017-02-01", 1, 9, 9, 9),  # eight days after it
    ("2017-01-23", "2017-01-23", 3, 0, 0, 0),  # known to the week: from the 17th until the 29th
)


@pytest.fixture
def small(cast: Cast, tmp_path: Path) -> Round:
    """A made file of nine events around a round, beside one report of a patrol."""
    names = ("date_start", "date_end", "date_prec", "low", "best", "high")
    events = [ged.event(n, **dict(zip(names, row, strict=True))) for n, row in enumerate(SMALL)]
    taken_in(ged.write(tmp_path / "made.csv", events), cast)
    file(cast.monitor, day=dt.date(2017, 1, 24))
    return astana(*ROUNDS[0], cast)


def test_a_made_file_is_counted_as_by_hand(cast: Cast, small: Round) -> None:
    """Sources stand side by side: a patrol's report without deaths gives none, and no zero."""
    before, during, after = ground_of(MemberReader(cast.monitor), small).phases
    assert list(before.sources) == [SourceCount("UCDP", 1, 3, 1, 2, 3)]
    assert list(during.sources) == [
        SourceCount("Patrol", 1, 1, None, None, None), SourceCount("UCDP", 3, 5, 2, 4, 6),
    ]  # fmt: skip
    assert list(after.sources) == [SourceCount("UCDP", 1, 2, 5, 6, 8)]
    assert (before.days, during.days, after.days) == (7, 2, 7)


def test_days_of_a_made_file_are_counted_as_by_hand(cast: Cast, small: Round) -> None:
    """Only what is dated to one day is in it; days without any are named."""
    ground = ground_of(MemberReader(cast.monitor), small)
    counted = {day.isoformat(): count for day, count in ground.per_day if count}
    assert counted == {
        "2017-01-16": 1, "2017-01-23": 2, "2017-01-24": 1, "2017-01-31": 1,
    }  # fmt: skip
    assert len(ground.per_day) == 16


def test_incidents_of_a_made_file_are_counted_as_by_hand(cast: Cast, small: Round) -> None:
    """What may lie outside a phase is not said to lie in it, though its report names its days."""
    stretches = ground_of(MemberReader(cast.monitor), small).incidents.stretches
    assert [(each.incidents, each.possible) for each in stretches] == [(1, 3), (3, 3), (1, 2)]


def test_the_same_as_data_has_the_same_numbers(cast: Cast, small: Round) -> None:
    """For programs: phases with sources, days with reports, and that sources are not added up."""
    ground = ground_of(MemberReader(cast.monitor), small)
    told = ground.as_json()
    assert [len(phase["sources"]) for phase in told["phases"]] == [1, 2, 1]
    assert [phase["incidents_within"] for phase in told["phases"]] == [1, 3, 1]
    assert sum(day["reports"] for day in told["reports_per_day"]) == 5
    assert told["not_summed"] == ground.not_summed
