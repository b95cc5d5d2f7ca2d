"""Types of event as others write them, read as the types that they may stand for."""

from collections.abc import Iterable
from typing import Final

from trucewatch.vocabulary.acled import ACLED_READINGS, AcledEvent
from trucewatch.vocabulary.violations import UcdpType, ViolationType, possible_ucdp_types

_V: Final = ViolationType
# What a strike was carried out with, in the words of Airwars' assessments.
_AIRWARS: Final[dict[str, frozenset[ViolationType]]] = {
    "airstrike": frozenset({_V.AIR_STRIKE, _V.DRONE_STRIKE}),
    "airstrike and/or artillery": frozenset({_V.AIR_STRIKE, _V.DRONE_STRIKE, _V.SHELLING}),
    "airstrike, artillery": frozenset({_V.AIR_STRIKE, _V.DRONE_STRIKE, _V.SHELLING}),
    "artillery": frozenset({_V.SHELLING}),
    "naval bombardment": frozenset({_V.SHELLING}),
    "drone strike": frozenset({_V.DRONE_STRIKE}),
    "helicopter": frozenset({_V.AIR_STRIKE}),
    "ground operation": frozenset({_V.GROUND_ASSAULT, _V.SMALL_ARMS}),
    "counter-terrorism action (ground)": frozenset({_V.GROUND_ASSAULT, _V.SMALL_ARMS}),
}
_UCDP_WORDS: Final = {
    UcdpType.STATE_BASED: ("state-based conflict", "state-based", "1"),
    UcdpType.NON_STATE: ("non-state conflict", "non-state", "2"),
    UcdpType.ONE_SIDED: ("one-sided violence", "one-sided", "3"),
}


def possible_types(text: str) -> frozenset[ViolationType]:
    """The types that a text may stand for; none where nobody's vocabulary has it.

    Known are our own values and labels, ACLED's sub-events and event types, UCDP's types of
    violence in words or as their code, and what Airwars says a strike was carried out with. Letter
    case, spacing and underscores do not matter.
    """
    return _KNOWN.get(_key(text), frozenset())


def _key(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


def _of_ucdp(kind: UcdpType) -> frozenset[ViolationType]:
    return frozenset(each for each in ViolationType if kind in possible_ucdp_types(each))


def _of_acled(event: AcledEvent) -> frozenset[ViolationType]:
    return frozenset(
        kind for reading in ACLED_READINGS if reading.event is event for kind in reading.types
    )


def _entries() -> Iterable[tuple[str, frozenset[ViolationType]]]:
    """Every text with its types; what comes later wins."""
    yield from _AIRWARS.items()
    for ucdp, texts in _UCDP_WORDS.items():
        yield from ((text, _of_ucdp(ucdp)) for text in texts)
    yield from ((event.value, _of_acled(event)) for event in AcledEvent)
    yield from ((reading.sub_event, frozenset(reading.types)) for reading in ACLED_READINGS)
    for own in ViolationType:
        yield own.label, frozenset({own})
        yield own.value, frozenset({own})


_KNOWN: Final = {_key(text): types for text, types in _entries() if types}
