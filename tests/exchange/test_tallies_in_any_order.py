"""Whatever two files of tallies hold: their order and that of their rows change nothing."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.accounts.access import operator
from trucewatch.accounts.actions import open_record
from trucewatch.accounts.models import Member
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.summary import Summary
from trucewatch.exchange.tallies import import_tallies
from trucewatch.places.actions import load_gazetteer
from trucewatch.reports.models import Tally

pytestmark = pytest.mark.django_db

TOTALS = "report_date,window_hours,monitor,url,stated_total,confirmed_by_russia,lang,note"
SPLITS = "report_date,window_hours,monitor,url,province,count,lang"

keys = st.tuples(
    st.sampled_from(["2017-03-25", "2017-03-26", ""]),
    st.sampled_from([24, 168]),
    st.sampled_from(["Russia", "Turkey"]),
    st.sampled_from(["https://example.org/a", "https://example.org/b"]),
)
totals = st.lists(
    st.tuples(
        keys,
        st.integers(0, 30),
        st.sampled_from(["", "0", "2"]),
        st.sampled_from(["", "en"]),
        st.sampled_from(["", "SOURCE CONFLICT: 4 and 5"]),
    ),
    unique_by=lambda row: row[0],
    max_size=6,
)
splits = st.lists(
    st.tuples(
        keys,
        st.sampled_from(["Hama", "Homs", "unspecified"]),
        st.integers(0, 9),
        st.sampled_from(["", "en", "ru"]),
    ),
    unique_by=lambda row: (row[0], row[1]),
    max_size=8,
)
PATIENT = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def by() -> Member:
    open_record(name="Test record")
    load_gazetteer(operator())
    return operator()


@contextmanager
def nothing_stays() -> Iterator[None]:
    """Each example starts from the same record."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def flat(row: tuple[object, ...]) -> list[str]:
    key, *rest = row
    assert isinstance(key, tuple)
    return [str(value) for value in (*key, *rest)]


def lines(head: str, rows: list[tuple[object, ...]]) -> str:
    return "\n".join([head, *(",".join(flat(row)) for row in rows)]) + "\n"


def bring(folder: Path, text: str, by: Member) -> Summary:
    path = folder / "tallies.csv"
    path.write_text(text, encoding="utf-8")
    return import_tallies(path, name=path.name, by=by, options=ImportOptions())


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return (summary.read, summary.made, summary.changed, summary.unchanged)


def said() -> set[tuple[object, ...]]:
    """All that the tallies say, whatever their ids."""
    return {
        (
            tally.monitor.name,
            tally.reported_on,
            tally.window_hours,
            tally.published_at_address,
            tally.stated_total,
            tally.remark,
            tally.language,
            tally.original,
            tuple(sorted((s.area_as_published, s.count) for s in tally.shares.all())),
            tuple(sorted((c.by_monitor.name, c.count) for c in tally.confirmations.all())),
        )
        for tally in Tally.objects.all()
    }


@PATIENT
@given(totals, splits, st.randoms(use_true_random=False))
def test_the_order_of_files_and_rows_does_not_matter(
    tmp_path: Path, by: Member, some: list, shares: list, chance: random.Random
) -> None:
    """Counts and contents are those of the files, not of the way they came in."""
    files = {"totals": lines(TOTALS, some), "splits": lines(SPLITS, shares)}
    turned = {
        "totals": lines(TOTALS, chance.sample(some, len(some))),
        "splits": lines(SPLITS, chance.sample(shares, len(shares))),
    }
    with nothing_stays():
        told = {name: counts(bring(tmp_path, files[name], by)) for name in ("totals", "splits")}
        before = said()
    with nothing_stays():
        again = {name: counts(bring(tmp_path, turned[name], by)) for name in ("splits", "totals")}
        assert (again, said()) == (told, before)


@PATIENT
@given(totals, splits)
def test_importing_twice_says_no_more_than_importing_once(
    tmp_path: Path, by: Member, some: list, shares: list
) -> None:
    """The second run finds every row unchanged."""
    files = [lines(TOTALS, some), lines(SPLITS, shares)]
    with nothing_stays():
        for text in files:
            bring(tmp_path, text, by)
        before = said()
        for text in files:
            again = bring(tmp_path, text, by)
            assert (again.made, again.changed, again.unchanged) == (0, 0, again.read)
        assert said() == before
