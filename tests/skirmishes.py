"""A small invented conflict with its truth, as columns of the linkage engine and as a table."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from trucewatch.linkage.actors import numbered_actors
from trucewatch.linkage.columns import NO_DAY, Columns, Vocabulary, deaths_of
from trucewatch.linkage.ids import keys_of

FIRST_DAY = date(2016, 1, 1)
SOURCES = ("monitors", "agency", "hospital", "radio", "letters")
KINDS = ("shelling", "air_strike", "small_arms", "mine_ied", "abduction")
SIDES = ("Northern Front", "Coast Brigade", "River Guard", "Hill Council", "Old Army", "New Army")


@dataclass(frozen=True)
class Told:
    """One report: ``day`` and ``until`` count from ``FIRST_DAY``, ``about`` is its truth."""

    name: str
    source: str = "monitors"
    lat: float | None = 35.0
    lon: float | None = 37.0
    place: int = 1
    day: int | None = 0
    until: int | None = None
    when: int = 1
    kind: str | None = "shelling"
    sides: tuple[str, ...] = ("Northern Front", "Old Army")
    killed: float | None = 2
    most: float | None = None
    about: int = 0

    @property
    def last(self) -> int | None:
        """The last day, which is the first one where no other is given."""
        return self.day if self.until is None else self.until


def skirmishes(incidents: int = 250, seed: int = 1, days: int = 500) -> list[Told]:
    """Incidents far enough apart to be told from each other, each told of up to five times."""
    draw = random.Random(seed)
    told = []
    for number in range(incidents):
        lat, lon, day = draw.uniform(33, 37), draw.uniform(36, 41), draw.randrange(days)
        kind = draw.choice(KINDS)
        killed = draw.choice((0, 1, 1, 2, 3, 5, 8, 14))
        sides = tuple(draw.sample(SIDES, 2))
        for source in draw.sample(SOURCES, draw.choice((1, 1, 2, 3, 4, 5))):
            late = draw.choice((0, 0, 0, 0, 1))
            told.append(
                Told(
                    f"{source}-{number}", source,
                    lat + draw.gauss(0, 0.004), lon + draw.gauss(0, 0.004),
                    draw.choice((1, 1, 1, 2)), day + late, None, 1,
                    kind if draw.random() < 0.9 else None,
                    sides if draw.random() < 0.8 else sides[:1],
                    killed + draw.choice((0, 0, 0, 1)) if draw.random() < 0.9 else None,
                    about=number,
                )
            )  # fmt: skip
    draw.shuffle(told)
    return told


def columns_of(
    told: Sequence[Told], unique_sources: Iterable[str] = ()
) -> tuple[Columns, Vocabulary]:
    """The reports as the engine reads them."""
    sources = sorted({each.source for each in told})
    kinds = sorted({each.kind for each in told if each.kind})
    sides = sorted({side for each in told for side in each.sides})
    ids = [each.name.encode() for each in told]
    start = np.cumsum([0, *map(len, ids)]).astype(np.int64)
    pairs = [(row, sides.index(side)) for row, each in enumerate(told) for side in each.sides]
    killed = np.array([np.nan if each.killed is None else each.killed for each in told], np.float64)
    most = np.array([np.nan if each.most is None else each.most for each in told], np.float64)
    low, best, high = deaths_of(np.full(len(told), np.nan), killed, most)
    columns = Columns(
        key=keys_of(np.frombuffer(b"".join(ids), np.uint8), start),
        source=np.array([sources.index(each.source) for each in told], np.int32),
        latitude=np.array([np.nan if each.lat is None else each.lat for each in told], np.float64),
        longitude=np.array([np.nan if each.lon is None else each.lon for each in told], np.float64),
        place=np.array([each.place for each in told], np.int8),
        first=np.array([_since_1970(each.day) for each in told], np.int32),
        last=np.array([_since_1970(each.last) for each in told], np.int32),
        when=np.array([each.when for each in told], np.int8),
        kind=np.array([kinds.index(each.kind) if each.kind else -1 for each in told], np.int32),
        actors=numbered_actors(
            np.array([row for row, _ in pairs], np.int64),
            np.array([side for _, side in pairs], np.int32),
            len(told),
        ),
        low=low, best=best, high=high,
    )  # fmt: skip
    vocabulary = Vocabulary(
        tuple(sources), frozenset(unique_sources) & set(sources), tuple(kinds), tuple(sides)
    )
    return columns, vocabulary


def table_of(told: Sequence[Told]) -> pa.Table:
    """The reports as people hand them over."""
    values: dict[str, list[Any]] = {
        "report_id": [each.name for each in told],
        "source": [each.source for each in told],
        "lat": [each.lat for each in told],
        "lon": [each.lon for each in told],
        "location_precision": [each.place for each in told],
        "date_start": [_date(each.day) for each in told],
        "date_end": [_date(each.last) for each in told],
        "date_precision": [each.when for each in told],
        "type": [each.kind for each in told],
        "actors": [list(each.sides) for each in told],
        "killed_best": [each.killed for each in told],
        "killed_high": [each.most for each in told],
    }
    return pa.table(values)


def renamed(told: Sequence[Told], source: str) -> list[Told]:
    """The same reports as if all came from one source."""
    return [replace(each, source=source) for each in told]


def together(incident: Sequence[Any]) -> set[frozenset[int]]:
    """The incidents as sets of rows."""
    groups: dict[Any, set[int]] = {}
    for row, name in enumerate(incident):
        groups.setdefault(name, set()).add(row)
    return {frozenset(group) for group in groups.values()}


def f1_of_pairs(incident: Sequence[Any], truth: Sequence[Any]) -> float:
    """How well pairs of one found incident are pairs of one true incident (harmonic mean)."""
    found, true = _pairs(incident), _pairs(truth)
    return 2 * len(found & true) / max(1, len(found) + len(true))


def _pairs(incident: Sequence[Any]) -> set[tuple[int, int]]:
    return {
        (one, other)
        for group in together(incident)
        for one in group
        for other in group
        if one < other
    }


def _since_1970(day: int | None) -> int:
    return NO_DAY if day is None else (FIRST_DAY - date(1970, 1, 1)).days + day


def _date(day: int | None) -> date | None:
    return None if day is None else FIRST_DAY + timedelta(days=day)
