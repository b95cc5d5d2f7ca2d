"""Which entries of two books may tell of one breach: a weight, the reasons, and pairs.

Nothing is merged: a pair is a proposal that a person accepts or refuses, and both entries stay.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from trucewatch.geo.coordinates import Coordinates, distance_km
from trucewatch.names.folding import fold
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.vocabulary.violations import ViolationType

PROPOSED_FROM: Final = 50
"""The least weight at which a pair is worth a person's time."""
NEAR_KM: Final = 5.0
AROUND_KM: Final = 25.0
"""Within about 25 km is how far the second grade of precision of a place reaches."""

_WITHOUT_A_PLACE: Final = PROPOSED_FROM - 1
_ONE_POINT_KM: Final = 0.05
_ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BookLine:
    """An entry as far as it is compared; ``area`` is the key of a governorate, or empty."""

    id: UUID
    days: Interval
    violation_type: ViolationType = ViolationType.UNSPECIFIED
    area: str = ""
    place: str = ""
    point: Coordinates | None = None
    accused: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one breach, 0 to 100, and what does; the same in either order."""

    weight: int
    reasons: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, one of each book, that may tell of one breach."""

    left: UUID
    right: UUID
    likeness: Likeness


def compare_entries(left: BookLine, right: BookLine) -> Likeness:
    """Days and places decide, type and accused add to them. Far apart in either is no likeness.

    Days give up to 40, the place up to 30, the type up to 20, the accused up to 10. Without a
    place that both give, nothing else makes a pair worth proposing.
    """
    days = _compare_days(left.days, right.days)
    place = _compare_places(left, right)
    if days.weight <= 0 or place.weight < 0:
        apart = [each for each in (days, place) if each.weight <= 0]
        return Likeness(0, _reasons(apart))
    parts = [days, place, _compare_types(left, right), _compare_accused(left, right)]
    weight = max(0, min(100, sum(part.weight for part in parts)))
    if place.weight == 0:
        weight = min(weight, _WITHOUT_A_PLACE)
    return Likeness(weight, _reasons(parts))


def pair_entries(
    left: Sequence[BookLine],
    right: Sequence[BookLine],
    *,
    is_ruled_out: Callable[[UUID, UUID], bool] = lambda one, other: False,
) -> list[Pair]:
    """Each entry in one pair at most, the strongest pairs first; never in the order of the lists.

    A pair that is ruled out, one that somebody refused for example, is left to neither.
    """
    found = [
        Pair(one.id, other.id, likeness)
        for one, other in _near_in_time(left, right)
        if not is_ruled_out(one.id, other.id)
        for likeness in [compare_entries(one, other)]
        if likeness.weight >= PROPOSED_FROM
    ]
    found.sort(key=lambda pair: (-pair.likeness.weight, *sorted((pair.left, pair.right))))
    taken: set[UUID] = set()
    pairs = []
    for pair in found:
        if taken.isdisjoint((pair.left, pair.right)):
            taken |= {pair.left, pair.right}
            pairs.append(pair)
    return pairs


def _near_in_time(
    left: Sequence[BookLine], right: Sequence[BookLine]
) -> Iterable[tuple[BookLine, BookLine]]:
    """Only entries of days that touch are compared, so that long books stay quick."""
    ordered = sorted(right, key=lambda line: line.days.start)
    starts = [line.days.start for line in ordered]
    longest = max((line.days.end - line.days.start for line in right), default=dt.timedelta())
    for one in left:
        first = bisect_left(starts, one.days.start - longest - _ONE_DAY)
        last = bisect_right(starts, one.days.end + _ONE_DAY)
        for other in ordered[first:last]:
            yield one, other


def _compare_days(left: Interval, right: Interval) -> Likeness:
    if left.start > right.start:
        left, right = right, left
    if left == right and left.start == left.end:
        return Likeness(40, (Sentence("Both give the same day."),))
    if right.start <= left.end:
        return Likeness(30, (Sentence("The days that they give overlap."),))
    if right.start - left.end == _ONE_DAY:
        return Likeness(15, (Sentence("One gives the day after the other."),))
    return Likeness(0, (Sentence("They give days that lie apart."),))


def _compare_places(left: BookLine, right: BookLine) -> Likeness:
    """Points say more than names, and names more than governorates; below zero: other places."""
    if left.point is not None and right.point is not None:
        return _compare_points(left.point, right.point)
    if left.area and right.area and left.area != right.area:
        return Likeness(-1, (Sentence("They name different governorates."),))
    named = fold(left.place)
    if named and named == fold(right.place):
        return Likeness(25, (Sentence("Both name the same place."),))
    if left.area and left.area == right.area:
        return Likeness(15, (Sentence("Both name the same governorate."),))
    return Likeness(0, (Sentence("They give no place that can be compared."),))


def _compare_points(left: Coordinates, right: Coordinates) -> Likeness:
    distance = distance_km(left, right)
    if distance < _ONE_POINT_KM:
        return Likeness(30, (Sentence("Both give the same point."),))
    told = f"{distance:.1f}"
    if distance <= NEAR_KM:
        return Likeness(30, (Sentence("The points lie {distance} km apart.", distance=told),))
    if distance <= AROUND_KM:
        return Likeness(15, (Sentence("The points lie {distance} km apart.", distance=told),))
    return Likeness(-1, (Sentence("The points lie {distance} km apart.", distance=told),))


def _compare_types(left: BookLine, right: BookLine) -> Likeness:
    types = {left.violation_type, right.violation_type}
    if ViolationType.UNSPECIFIED in types:
        return Likeness(0)
    if len(types) == 1:
        return Likeness(20, (Sentence("Both tell of the same type of breach."),))
    return Likeness(-10, (Sentence("They tell of different types of breaches."),))


def _compare_accused(left: BookLine, right: BookLine) -> Likeness:
    accused = {fold(left.accused), fold(right.accused)}
    if "" in accused:
        return Likeness(0)
    if len(accused) == 1:
        return Likeness(10, (Sentence("Both accuse the same side."),))
    return Likeness(-10, (Sentence("They accuse different sides."),))


def _reasons(parts: Iterable[Likeness]) -> tuple[Sentence, ...]:
    return tuple(reason for part in parts for reason in part.reasons)
