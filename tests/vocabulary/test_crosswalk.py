"""What others call an event is read as the types that it may stand for."""

import pytest

from trucewatch.vocabulary.acled import ACLED_READINGS
from trucewatch.vocabulary.crosswalk import possible_types
from trucewatch.vocabulary.violations import ViolationType as V


@pytest.mark.parametrize("kind", list(V))
def test_our_own_words_stand_for_themselves(kind: V) -> None:
    """By value and by label, however they are spaced."""
    assert possible_types(kind.value) == {kind}
    assert possible_types(f" {kind.value.replace('_', '  ').upper()} ") == {kind}
    assert possible_types(kind.label) == {kind}


@pytest.mark.parametrize("reading", [each for each in ACLED_READINGS if each.types])
def test_sub_events_of_acled_stand_for_the_types_of_their_reading(reading) -> None:
    """All of those that the code leaves open, unless the word is one of ours."""
    assert possible_types(reading.sub_event) in ({*reading.types}, {reading.types[0]})


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("Explosions/Remote violence", {V.SHELLING, V.AIR_STRIKE}),
        ("State-based conflict", {V.SHELLING, V.SMALL_ARMS}),
        ("3", {V.HARM_TO_CIVILIANS, V.SHELLING}),
        ("Airstrike and/or Artillery", {V.SHELLING, V.AIR_STRIKE}),
    ],
)
def test_broad_words_stand_for_several_types(text: str, some: set[V]) -> None:
    """ACLED's event types, UCDP's types of violence, Airwars' kinds of strike."""
    assert some <= possible_types(text)


def test_an_unknown_word_stands_for_nothing() -> None:
    """Linkage then takes it for a type of its own."""
    assert possible_types("skirmish with stones") == frozenset()
    assert possible_types("") == frozenset()
