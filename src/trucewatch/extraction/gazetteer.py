"""States, bodies, groups and places under all their names; pieces of text are looked up in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from trucewatch.extraction.found import EntityKind


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the gazetteer: the name it is called by, its kind, its key in a registry."""

    name: str
    kind: EntityKind
    registered: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gazetteer: degrees north and east, precision 1 (a town) to 7."""

    name: str
    lat: float
    lon: float
    precision: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What is known by name. Keys are words in their usual spelling, blanks between them.

    ``by_first`` gives for a first word the lengths, longest first, of the names beginning with it.
    """

    actors: Mapping[str, Actor]
    demonyms: Mapping[str, str]
    """Word → the state's name."""
    demonym_of: Mapping[str, str]
    """State → the adjective its offices are named with."""
    seats: Mapping[str, str]
    """Capital or seat of government → the state's name."""
    places: Mapping[str, Spot]
    by_first: Mapping[str, tuple[int, ...]]
    former: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]]
    """Place name → other places of that name, each with its coordinates."""


def read_gazetteer(
    states: Mapping[str, Any],
    groups: Mapping[str, Any],
    places: Mapping[str, Any],
    more_actors: Mapping[str, tuple[str, tuple[str, ...], str]],
    more_places: Mapping[str, tuple[float, float, int]],
) -> Gazetteer:
    """The gazetteer of the data files, extended by a case's actors and places."""
    actors: dict[str, Actor] = {}
    demonyms: dict[str, str] = {}
    demonym_of: dict[str, str] = {}
    seats: dict[str, str] = {}
    spots: dict[str, Spot] = {}
    for name, line in states["states"].items():
        people, capitals, where, others = (part.strip() for part in line.split(";"))
        state = Actor(name, EntityKind.STATE)
        for written in _names(name, others):
            actors[written] = state
        words = [word.replace("_", " ") for word in people.split()]
        for word in words:
            demonyms.setdefault(word, name)
        demonym_of[name] = words[0] if words else name
        lat, lon = map(float, where.split(","))
        for number, seat in enumerate(_names("", capitals)):
            seats[seat] = name
            if not number or seat not in spots:
                spots[seat] = Spot(_names("", capitals)[0], lat, lon, 1)
        spots[name] = Spot(name, lat, lon, 6)
    kinds = (
        ("organisations", EntityKind.ORGANISATION),
        ("armed_groups", EntityKind.ARMED_GROUP),
    )
    for table, kind in kinds:
        for name, others in groups[table].items():
            for written in _names(name, others):
                actors[written] = Actor(name, kind)
    for name, line in places["places"].items():
        where, precision = line.split(";")
        lat, lon = map(float, (part for part in _coordinates(where, line)))
        spots[name] = Spot(name, lat, lon, int(precision))
    for name, (lat, lon, exactness) in more_places.items():
        spots[name] = Spot(name, lat, lon, exactness)
    for name, (kind_name, aliases, key) in more_actors.items():
        for written in (name, *aliases):
            actors[written] = Actor(name, EntityKind(kind_name), key)
    return Gazetteer(
        actors=actors,
        demonyms=demonyms,
        demonym_of=demonym_of,
        seats=seats,
        places=spots,
        by_first=_by_first([*actors, *spots, *demonyms]),
        former=dict(groups.get("former_names", {})),
        also={name: tuple(_names("", line)) for name, line in places.get("also", {}).items()},
    )


def _coordinates(where: str, line: str) -> list[str]:
    parts = where.split(",")
    if len(parts) != 2:
        raise ValueError(f"a place reads 'latitude,longitude; precision', not {line!r}")
    return parts


def _names(name: str, others: str) -> list[str]:
    found = [name] if name else []
    return [*found, *(other.strip() for other in others.split("|") if other.strip())]


def _by_first(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for name in names:
        words = name.split()
        lengths.setdefault(words[0], set()).add(len(words))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
