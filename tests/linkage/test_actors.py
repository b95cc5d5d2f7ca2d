"""Names of actors: aliases, slips of the keyboard, and the numbers they become."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.linkage.actors import Actors, numbered_actors, resolve
from trucewatch.linkage.columns import MOST_ACTORS


def resolved(times: dict[str, int], aliases: dict[str, str] | None = None) -> dict[str, str | None]:
    """What each name is taken for; None for nobody."""
    found: Actors = resolve(list(times), np.array(list(times.values()), np.int64), aliases or {})
    return {
        name: found.names[number] if number >= 0 else None
        for name, number in zip(times, found.of_name.tolist(), strict=True)
    }


def test_ways_of_typing_a_name_are_one_actor() -> None:
    """Case, accents and punctuation make no other actor."""
    found = resolved({"Northern Front": 3, "NORTHERN-FRONT": 1, "Nörthern front": 1})
    assert set(found.values()) == {"northern front"}


def test_a_rare_name_one_slip_from_a_frequent_one_is_that_one() -> None:
    """Nobody has to write down every way of mistyping a name."""
    assert resolved({"Northern Front": 60, "Northen Front": 2})["Northen Front"] == "northern front"


def test_a_name_is_no_slip_of_one_that_is_hardly_more_frequent() -> None:
    """Two groups may have names one letter apart."""
    found = resolved({"Jaysh al-Islam": 60, "Jaysh al-Islah": 10})
    assert len(set(found.values())) == 2


def test_a_slip_that_may_be_of_two_names_is_of_neither() -> None:
    """Between two frequent names nothing decides."""
    found = resolved({"1st Brigade": 60, "3st Brigade": 50, "2st Brigade": 1})
    assert found["2st Brigade"] == "2st brigade"


def test_an_alias_is_the_actor_that_it_stands_for() -> None:
    """However alias and name are typed."""
    found = resolved({"SDF": 1, "Syrian Democratic Forces": 5}, {"sdf": "Syrian democratic forces"})
    assert found["SDF"] == found["Syrian Democratic Forces"] == "syrian democratic forces"


def test_an_alias_of_an_alias_is_followed_to_the_last_name() -> None:
    """ISIS was ISIL was IS."""
    found = resolved({"isis": 1, "isil": 1, "is": 1}, {"isis": "isil", "isil": "is"})
    assert set(found.values()) == {"is"}


def test_names_that_stand_for_each_other_are_one_actor() -> None:
    """A circle of aliases comes to an end."""
    found = resolved({"b c": 1, "a c": 1, "x": 1}, {"b c": "a c", "a c": "b c", "x": "b c"})
    assert set(found.values()) == {"a c"}


def test_a_name_that_somebody_wrote_down_is_nobodys_slip() -> None:
    """The list of aliases knows better than the keyboard."""
    times = {"Northern Front": 900, "Northern Frond": 1}
    assert len(set(resolved(times, {"nf": "Northern Frond"}).values())) == 2


def test_a_name_without_letters_is_nobody() -> None:
    """Dashes and question marks fill cells where nobody is known."""
    assert resolved({"—": 4, "?": 1, "": 2}) == {"—": None, "?": None, "": None}


@given(times=st.dictionaries(st.text("abcdef ", min_size=5, max_size=8), st.integers(1, 90)))
def test_the_order_of_names_does_not_matter(times: dict[str, int]) -> None:
    """Every name is taken for the same actor in whichever order they came."""
    assert resolved(times) == resolved({name: times[name] for name in sorted(times)})


@settings(deadline=None)
@given(named=st.lists(st.lists(st.integers(-1, 12), max_size=9), max_size=12))
def test_actors_of_a_report_are_the_first_by_number_each_once(named: list[list[int]]) -> None:
    """Ascending, none below 0, and so many at most as are compared."""
    report = np.array([row for row, actors in enumerate(named) for _ in actors], np.int64)
    actor = np.array([each for actors in named for each in actors], np.int32)
    found = numbered_actors(report, actor, len(named)).tolist()
    for actors, row in zip(named, found, strict=True):
        different = sorted({each for each in actors if each >= 0})[:MOST_ACTORS]
        assert row == different + [-1] * (MOST_ACTORS - len(different))
