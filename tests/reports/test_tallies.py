"""Where tallies contradict each other, and why two monitors' are never added up."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.accounts.access import PUBLIC, operator
from trucewatch.accounts.actions import open_record
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party
from trucewatch.reports.models import Tally, TallyShare
from trucewatch.reports.tally_queries import (
    conflicts_of,
    dated_tallies,
    dates_with_tallies,
    nearest_dates,
    tallies_on,
    total_of,
    undated_tallies,
)
from trucewatch.reports.tally_rules import (
    ConflictKind,
    TallyFigures,
    conflicts_between,
    refuse_sum_across_ledgers,
)
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.refusal import Refused

DAY = dt.date(2017, 3, 25)


@pytest.fixture
def monitors(db: None) -> dict[str, Party]:
    open_record(name="Test record")
    Source.objects.create(key="tallies", name="Tallies")
    return {
        name: add_party(name, kind=PartyKind.STATE, by=operator()) for name in ("Russia", "Turkey")
    }


def tally(monitor: Party, total: int | None, **more: object) -> Tally:
    facts = {
        "reported_on": DAY,
        "window_hours": 24,
        "published_at_address": "https://example.org/a",
        "handling": Handling.CLEAR,
    } | more
    return Tally.objects.create(
        source=Source.objects.get(),
        monitor=monitor,
        monitor_as_published=monitor.name,
        stated_total=total,
        **facts,
    )


def test_a_total_over_two_monitors_is_refused_with_the_reason(
    monitors: dict[str, Party],
) -> None:
    """One monitor's days may be added up, two monitors' counts of one day may not."""
    tallies = [tally(monitors["Russia"], 4), tally(monitors["Turkey"], 6)]
    with pytest.raises(Refused, match="never added together"):
        total_of(tallies)
    later = tally(monitors["Russia"], 5, reported_on=dt.date(2017, 3, 26))
    assert total_of([tallies[0], later]) == 9


def test_a_total_that_is_not_given_makes_no_sum(monitors: dict[str, Party]) -> None:
    """What is not known is not zero."""
    later = tally(monitors["Russia"], None, reported_on=dt.date(2017, 3, 26))
    assert total_of([tally(monitors["Russia"], 4), later]) is None


@pytest.mark.parametrize("monitors_asked", [[], ["Russia"], ["Russia", "Russia"]])
def test_one_monitor_may_be_added_up(monitors_asked: list[str]) -> None:
    """The rule stops sums across ledgers and nothing else."""
    refuse_sum_across_ledgers(monitors_asked)


def test_hidden_tallies_make_no_visible_conflict(monitors: dict[str, Party]) -> None:
    """A conflict must not tell of a page that the reader may not see."""
    seen = tally(monitors["Russia"], 4)
    tally(
        monitors["Russia"],
        5,
        published_at_address="https://example.org/hidden",
        handling=Handling.AMBER,
    )
    assert conflicts_of(seen, PUBLIC) == []


def test_tallies_without_a_date_are_compared_with_no_other_page(
    monitors: dict[str, Party],
) -> None:
    """Two undated pages need not speak of one day."""
    one = tally(monitors["Russia"], 4, reported_on=None)
    tally(monitors["Russia"], 5, reported_on=None, published_at_address="https://example.org/b")
    assert conflicts_of(one, PUBLIC) == []
    assert len(undated_tallies(PUBLIC)) == 2


def test_tallies_of_a_day_stand_in_the_alphabets_order(monitors: dict[str, Party]) -> None:
    """No monitor comes first by merit, and lists know what the reader may see."""
    tally(monitors["Turkey"], 6)
    tally(monitors["Russia"], 4)
    tally(monitors["Russia"], 9, window_hours=168, handling=Handling.AMBER)
    assert [each.monitor.name for each in tallies_on(DAY, PUBLIC)] == ["Russia", "Turkey"]
    assert dates_with_tallies(PUBLIC) == [(DAY, 2)]
    assert len(dated_tallies(PUBLIC, since=DAY, until=DAY)) == 2
    assert dated_tallies(PUBLIC, since=dt.date(2017, 3, 26)) == []
    assert nearest_dates(dt.date(2017, 4, 1), PUBLIC) == [DAY]


def test_a_split_is_compared_with_its_own_total(monitors: dict[str, Party]) -> None:
    """A tally without shares contradicts nothing."""
    one = tally(monitors["Russia"], 4)
    assert conflicts_of(one) == []
    TallyShare.objects.create(tally=one, area_as_published="Hama", count=5)
    found = conflicts_of(Tally.objects.get(pk=one.pk))
    assert [conflict.as_json() for conflict in found] == [
        {"kind": "total_and_split_disagree", "stated_total": 4, "sum_of_split": 5}
    ]


figures = st.builds(
    TallyFigures,
    stated_total=st.none() | st.integers(0, 5),
    counts=st.lists(st.integers(0, 5), max_size=3).map(tuple),
    address=st.sampled_from(["a", "b", "c"]),
)


@given(figures, st.lists(figures, max_size=4), st.randoms(use_true_random=False))
def test_conflicts_do_not_depend_on_the_order_of_the_other_pages(
    one: TallyFigures, others: list[TallyFigures], chance: object
) -> None:
    """The same pages in another order tell the same contradictions."""
    turned = chance.sample(others, len(others))  # type: ignore[attr-defined]
    assert conflicts_between(one, others) == conflicts_between(one, turned)


@given(figures, figures)
def test_two_pages_disagree_with_each_other_or_not_at_all(
    one: TallyFigures, other: TallyFigures
) -> None:
    """If one contradicts the other, the other contradicts it."""

    def disagree(a: TallyFigures, b: TallyFigures) -> bool:
        kinds = {conflict.kind for conflict in conflicts_between(a, [b])}
        return ConflictKind.SOURCES_DISAGREE in kinds

    assert disagree(one, other) == disagree(other, one)
