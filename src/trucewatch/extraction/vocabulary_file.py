"""A case's own words in a file: verbs of speech, actors with their names, places."""

import tomllib
from collections.abc import Mapping
from typing import Any, Final

from trucewatch.extraction.cues import read_verbs
from trucewatch.extraction.found import EntityKind, SpeechAct
from trucewatch.extraction.lexicon import Extension

_TABLES: Final = frozenset({"verbs", "actors", "places"})


def read_extension(text: str) -> Extension:
    """What a case adds to the shipped words, from a TOML document.

    ``[verbs]`` maps an act of speech to lines "base: frames [irregular forms]"; ``[actors]`` a name
    to ``{kind, names, key}``; ``[places]`` a name to ``[latitude, longitude, precision]``.
    ``ValueError`` names the table and the entry that cannot be read.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(str(error)) from None
    unknown = sorted(set(data) - _TABLES)
    if unknown:
        raise ValueError(f"[{unknown[0]}] is no table of a vocabulary")
    return Extension(
        actors=dict(_actor(name, given) for name, given in _table(data, "actors").items()),
        places=dict(_place(name, given) for name, given in _table(data, "places").items()),
        verbs=dict(_verbs(act, given) for act, given in _table(data, "verbs").items()),
    )


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise ValueError(f"{name} is a table")
    return table


def _actor(name: str, given: Any) -> tuple[str, tuple[str, tuple[str, ...], str]]:
    if not isinstance(given, dict) or not name.split():
        raise ValueError(f"actors: {name!r} is a table with a kind")
    kind = given.get("kind", "")
    if kind not in set(EntityKind):
        raise ValueError(f"actors: {name}: kind is one of {', '.join(EntityKind)}, not {kind!r}")
    names = given.get("names", [])
    if not isinstance(names, list) or not all(isinstance(n, str) and n.split() for n in names):
        raise ValueError(f"actors: {name}: names is a list of names")
    return name, (kind, tuple(names), str(given.get("key", "")))


def _place(name: str, given: Any) -> tuple[str, tuple[float, float, int]]:
    try:
        lat, lon, precision = given
        there = (float(lat), float(lon), int(precision))
    except (TypeError, ValueError):
        raise ValueError(f"places: {name}: latitude, longitude and precision are wanted") from None
    if not (-90 <= there[0] <= 90 and -180 <= there[1] <= 180 and 1 <= there[2] <= 7):
        raise ValueError(f"places: {name}: {there} is no place on earth with a precision 1 to 7")
    return name, there


def _verbs(act: str, given: Any) -> tuple[str, str]:
    if act not in set(SpeechAct):
        raise ValueError(f"verbs: {act} is none of {', '.join(SpeechAct)}")
    lines = "\n".join(given) if isinstance(given, list) else str(given)
    try:
        read_verbs({"verbs": {}}, {act: lines})
    except ValueError as error:
        raise ValueError(f"verbs: {act}: {error}") from None
    return act, lines
