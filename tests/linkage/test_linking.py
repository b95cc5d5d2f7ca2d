"""From reports to incidents: what holds whatever the reports are, and how good it is."""

import json
import random
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skirmishes import SOURCES, Told, columns_of, f1_of_pairs, skirmishes, together

from trucewatch.linkage.columns import Columns, Vocabulary
from trucewatch.linkage.linking import Linked, Said, link
from trucewatch.linkage.model import model_from_json

TOLD = skirmishes()
NOBODY_SAID = np.zeros((0, 2), np.int32)


def linked(told: list[Told], *, unique: tuple[str, ...] = (), threads: int = 1) -> Linked:
    """The reports linked without any model."""
    return link(*columns_of(told, unique), threads=threads)


def named(told: list[Told], found: Linked) -> set[frozenset[str]]:
    """The incidents as sets of names of reports."""
    return {
        frozenset(told[row].name for row in group) for group in together(found.incident.tolist())
    }


@pytest.fixture(scope="module")
def plain() -> Linked:
    """The plain world, linked."""
    return linked(TOLD)


def test_a_sparse_world_is_told_apart_without_knowing_the_truth(plain: Linked) -> None:
    """Incidents that lie far apart are found as they were, from nothing but their reports."""
    assert f1_of_pairs(plain.incident.tolist(), [each.about for each in TOLD]) > 0.9


@pytest.mark.parametrize("seed", [7, 8])
def test_the_order_of_the_reports_does_not_matter(plain: Linked, seed: int) -> None:
    """Reports that are shuffled come into the same incidents."""
    shuffled = random.Random(seed).sample(TOLD, len(TOLD))
    assert named(shuffled, linked(shuffled)) == named(TOLD, plain)


def test_two_threads_find_what_one_finds() -> None:
    """Neither incidents nor odds depend on how the work was shared out."""
    told = skirmishes(1500, seed=3)
    one, two = linked(told), linked(told, threads=2)
    assert (one.incident == two.incident).all()
    assert (one.bits == two.bits).all()


def test_an_incident_is_named_after_the_first_of_its_reports(plain: Linked) -> None:
    """Every report points to a report of its own incident, of which none is earlier."""
    first = plain.prepared.columns.first
    for group in together(plain.incident.tolist()):
        name = {int(plain.incident[row]) for row in group}.pop()
        assert name in group
        assert first[name] == min(first[list(group)])


def test_a_source_without_duplicates_has_one_report_in_an_incident() -> None:
    """However alike two reports of such a source are, they tell of two incidents."""
    told = [*TOLD, *(replace(each, name=f"{each.name} again") for each in TOLD[:200])]
    found = linked(told, unique=SOURCES)
    pairs = {(each.source, incident) for each, incident in zip(told, found.incident, strict=True)}
    assert len(pairs) == len(told)


def test_reports_without_a_day_stand_alone() -> None:
    """Nothing can be said of when they were, so each is an incident of its own."""
    undated = [Told(f"undated {number}", day=None) for number in range(3)]
    found = linked([*undated, *TOLD])
    assert found.incident[:3].tolist() == [0, 1, 2]
    assert not np.isin(found.incident[3:], [0, 1, 2]).any()


def test_a_table_without_any_day_is_all_single_reports() -> None:
    """There is nothing to compare, and that is no error."""
    found = linked([replace(each, day=None, until=None) for each in TOLD[:5]])
    assert found.incident.tolist() == [0, 1, 2, 3, 4]


def test_no_reports_are_no_incidents() -> None:
    """An empty table is linked like any other."""
    assert len(linked([]).incident) == 0


def test_one_report_is_one_incident() -> None:
    """There is nothing to learn from, and the report keeps its own name."""
    assert linked(TOLD[:1]).incident.tolist() == [0]


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_pair_that_never_is_one_incident_is_in_none_together(plain: Linked, seed: int) -> None:
    """What a person ruled out stays ruled out, even where every other report speaks for it."""
    draw = random.Random(seed)
    groups = [sorted(group) for group in together(plain.incident.tolist()) if len(group) > 1]
    never = [draw.sample(group, 2) for group in draw.sample(groups, 30)]
    said = Said(NOBODY_SAID, np.array(never, np.int32))
    found = link(*columns_of(TOLD), said=said, threads=1)
    assert all(found.incident[one] != found.incident[other] for one, other in never)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_pair_that_is_the_same_is_in_one_incident(seed: int) -> None:
    """What a person put together stays together, however far apart the reports are."""
    same = [random.Random(seed + n).sample(range(len(TOLD)), 2) for n in range(20)]
    said = Said(np.array(same, np.int32), NOBODY_SAID)
    found = link(*columns_of(TOLD), said=said, threads=1)
    assert all(found.incident[one] == found.incident[other] for one, other in same)


def test_never_outweighs_the_same() -> None:
    """Two people disagreed: the reports are left apart."""
    pairs = np.array([[0, 1], [2, 3]], np.int32)
    found = link(*columns_of(TOLD), said=Said(pairs, pairs), threads=1)
    assert all(found.incident[one] != found.incident[other] for one, other in pairs)


def test_never_outweighs_the_same_of_others_between_the_two() -> None:
    """One report cannot be the same as two that are not the same."""
    same, never = np.array([[0, 1], [1, 2]], np.int32), np.array([[0, 2]], np.int32)
    found = link(*columns_of(TOLD), said=Said(same, never), threads=1)
    assert found.incident[0] != found.incident[2]


def test_a_report_without_a_day_is_where_a_person_put_it() -> None:
    """It cannot be compared, but a person can know; and can know that it is another."""
    told = [Told("undated", day=None), *TOLD, Told("undated too", day=None)]
    last = len(told) - 1
    same, never = np.array([[0, 1], [last, 0]], np.int32), np.array([[2, last]], np.int32)
    found = link(*columns_of(told), said=Said(same, never), threads=1).incident
    assert found[0] == found[1] == found[last] != found[2]


def test_a_report_that_is_the_same_as_another_sums_up_no_others() -> None:
    """A person looked at it."""
    said = Said(np.array([[0, 4]], np.int32), NOBODY_SAID)
    found = link(*columns_of(aggregates(1)), said=said, threads=1)
    assert found.incident[0] == found.incident[4]
    assert len(found.covers.report) == 0


def test_the_order_of_verdicts_does_not_matter() -> None:
    """Not even of those that contradict each other."""
    draw = random.Random(5)
    same = [draw.sample(range(60), 2) for _ in range(40)]
    never = [draw.sample(range(60), 2) for _ in range(10)]
    found = []
    for _ in range(3):
        said = Said(np.array(same, np.int32), np.array(never, np.int32))
        found.append(link(*columns_of(TOLD), said=said, threads=1).incident)
        same = [draw.sample(pair, 2) for pair in draw.sample(same, len(same))]
        never = draw.sample(never, len(never))
    assert (found[0] == found[1]).all()
    assert (found[0] == found[2]).all()


@pytest.mark.parametrize("sources", [64, 65, 130])
def test_any_number_of_sources_may_be_without_duplicates(sources: int) -> None:
    """Each tells of one spot and day twice, and never of one incident twice."""
    told = [Told(f"{n}", f"source {n % sources:03}") for n in range(2 * sources)]
    found = linked(told, unique=tuple(each.source for each in told))
    pairs = {(each.source, name) for each, name in zip(told, found.incident, strict=True)}
    assert len(pairs) == len(told)


def test_what_was_said_of_a_pair_twice_is_as_if_said_once(plain: Linked) -> None:
    """A verdict that stands in two lists, or of a report and itself, changes nothing else."""
    group = next(sorted(group) for group in together(plain.incident.tolist()) if len(group) > 2)
    once = np.array([group[:2]], np.int32)
    twice = np.array([group[:2], group[1::-1], [group[0], group[0]]], np.int32)
    found = [
        link(*columns_of(TOLD), said=Said(same, NOBODY_SAID), threads=1) for same in (once, twice)
    ]
    assert (found[0].incident == found[1].incident).all()
    assert (found[0].incident == plain.incident).all()


def test_a_model_that_was_written_down_links_identically(plain: Linked) -> None:
    """The document holds all that was learned, and reading it gives the model of that name."""
    model = model_from_json(json.loads(json.dumps(plain.model.as_json())))
    again = link(*columns_of(TOLD), model=model, threads=1)
    assert (again.incident == plain.incident).all()
    assert model.version == plain.model.version


def test_a_model_serves_other_reports_than_it_was_learned_from() -> None:
    """Types and sources are found by their names, not by their numbers."""
    others = [
        replace(each, source=f"new {each.source}" if each.source < "m" else each.source)
        for each in skirmishes(seed=9)
    ]
    found = link(*columns_of(others), model=linked(TOLD).model, threads=1)
    assert f1_of_pairs(found.incident.tolist(), [each.about for each in others]) > 0.9


def aggregates(places: int) -> list[Told]:
    """At each place two days of fighting told of three times each and one row that sums both up;
    around them a war. The sums come first."""
    days = [
        Told(
            f"{source} {day} {n}", source, 33 + n * 0.3, 37, day=9 * n + day, killed=5 + day,
            kind="shelling",
        )
        for n in range(places)
        for day in (0, 4)
        for source in SOURCES[:3]
    ]  # fmt: skip
    sums = [
        Told(f"sum {n}", "letters", 33 + n * 0.3, 37, day=9 * n, until=9 * n + 4, killed=14)
        for n in range(places)
    ]
    return [*sums, *days, *skirmishes(seed=4)]


def test_a_report_that_sums_up_is_in_none_of_the_incidents_that_it_covers() -> None:
    """Five days in one row are told as such, and are no further account of one of the days."""
    found = linked(aggregates(1))
    assert set(found.covers.report.tolist()) == {0}
    assert set(found.covers.incident.tolist()) == {int(found.incident[1]), int(found.incident[4])}
    assert (found.incident == found.incident[0]).sum() == 1


def test_no_report_covers_the_incident_that_it_is_in() -> None:
    """Holds for every covering report of a world that has many."""
    found = linked(aggregates(5))
    assert found.covers.rows.tolist() == [0, 1, 2, 3, 4]
    assert (found.incident[found.covers.report] != found.covers.incident).all()


def test_reports_without_coordinates_are_compared_by_the_rest() -> None:
    """A table without any place is linked by date, sides and deaths."""
    found = linked([replace(each, lat=None, lon=None) for each in TOLD])
    assert len(found.incident) == len(TOLD)
    assert found.compared > 0


def test_a_table_of_nothing_but_dates_is_linked_without_a_warning(
    recwarn: pytest.WarningsRecorder,
) -> None:
    """Fields that are silent in every pair have weights like any other."""
    bare = [
        Told(each.name, each.source, None, None, day=each.day, kind=None, sides=(), killed=None)
        for each in TOLD
    ]
    assert np.isfinite(linked(bare).bits).all()
    assert [str(warning.message) for warning in recwarn] == []


def test_nothing_but_numbers_goes_in() -> None:
    """Names serve for learned habits alone: the same reports under other names link alike."""
    columns, vocabulary = columns_of(TOLD)
    numbers = Vocabulary(
        tuple(f"{n:02}" for n in range(len(vocabulary.sources))), frozenset(),
        vocabulary.kinds, tuple(f"{n:02}" for n in range(len(vocabulary.actors))),
    )  # fmt: skip
    assert all(isinstance(getattr(columns, name), np.ndarray) for name in vars(columns))
    assert isinstance(columns, Columns)
    assert (
        link(columns, numbers, threads=1).incident == link(columns, vocabulary, threads=1).incident
    ).all()


def test_the_engine_does_not_import_django() -> None:
    """Linkage runs where there is no record and no settings."""
    code = (
        "import importlib, pkgutil, sys, trucewatch.linkage as engine\n"
        "for each in pkgutil.iter_modules(engine.__path__, engine.__name__ + '.'):\n"
        "    importlib.import_module(each.name)\n"
        "print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
