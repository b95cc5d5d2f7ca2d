"""Which places were covered on which days, one by one and all at once."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.geo.coordinates import Coordinates
from trucewatch.geo.dated import EARLIEST, LATEST, DatedArea, Effect, Verdict
from trucewatch.geo.drawn import read_drawn
from trucewatch.geo.fringe import RESOLUTIONS, cells_of, fringe_of, resolution_for
from trucewatch.geo.scope import (
    Points,
    Scope,
    days_in_any,
    scope_of,
    scope_of_points,
)
from trucewatch.geo.shapes import Shape

SQUARE = shapely.box(36, 33, 38, 35)
HERE, ELSEWHERE = Coordinates(34, 37), Coordinates(10, 10)
TRUCE = DatedArea("truce", Effect.COVERED, SQUARE, 10, 20, "article 1")
CAMP = DatedArea("camp", Effect.EXCEPTED, shapely.box(36.5, 33.5, 37.5, 34.5), 15, None)


def points_of(*given: tuple[float, float, int, int]) -> Points:
    """Points of latitude, longitude, first and last day."""
    columns = np.array(given, np.float64).reshape(-1, 4)
    days = columns[:, 2:].astype(np.int64)
    return Points(columns[:, 0], columns[:, 1], days[:, 0], days[:, 1])


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Stars anywhere on Earth, across the antimeridian and near the poles, some with a hole."""
    lon, lat = draw(st.sampled_from([(37, 34), (0, 0), (179, -17), (-179.5, 66), (40, 80)]))
    size = draw(st.sampled_from([0.002, 0.3, 4.0]))
    reach = draw(st.lists(st.floats(0.3, 1), min_size=3, max_size=9))
    ring = _around(lon, lat, [size * r for r in reach])
    rings = [ring]
    if draw(st.booleans()):
        rings.append(_around(lon, lat, [size * 0.1] * 5))
    return read_drawn({"type": "Polygon", "coordinates": rings}).shape


def _around(lon: float, lat: float, reach: Sequence[float]) -> list[list[float]]:
    turns = [2 * math.pi * i / len(reach) for i in range(len(reach))]
    ring = [
        [lon + r * math.cos(t), lat + r * math.sin(t)] for r, t in zip(reach, turns, strict=True)
    ]
    return [*ring, ring[0]]


def near(shape: Shape, seed: int, count: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Latitudes and longitudes around a shape, on its edges and at its corners."""
    rng = np.random.default_rng(seed)
    corners = shapely.get_coordinates(shape)
    one, other = corners[:-1], corners[1:]
    middle = (one + other) / 2
    west, south, east, north = shape.bounds
    high, wide = (north - south) * 0.2, (east - west) * 0.2
    loose = np.column_stack(
        [
            rng.uniform(max(west - wide, -180), min(east + wide, 180), count),
            rng.uniform(max(south - high, -90), min(north + high, 90), count),
        ]
    )
    close = corners[rng.integers(0, len(corners), count)] + rng.normal(0, 1e-4, (count, 2))
    close[:, 0] = np.clip(close[:, 0], -180, 180)
    close[:, 1] = np.clip(close[:, 1], -90, 90)
    every = np.concatenate([corners, middle, loose, close])
    return every[:, 1], every[:, 0]


def inside(scope: Scope, number: int) -> np.ndarray:
    """Which points the scope finds in an area."""
    found = np.zeros(len(scope.verdict), np.bool_)
    owner = np.repeat(np.arange(len(found)), np.diff(scope.start))
    found[owner[scope.area == number]] = True
    return found


@settings(deadline=None, max_examples=150)
@given(shapes(), st.integers(0, 999))
def test_cells_lose_and_add_no_point(shape: Shape, seed: int) -> None:
    """The way by cells says of every point what testing it alone says, edges and corners too."""
    lat, lon = near(shape, seed)
    day = np.zeros(len(lat), np.int64)
    area = DatedArea("any", Effect.COVERED, shape)
    scope = scope_of_points(Points(lat, lon, day, day), [area], few=0)
    assert inside(scope, 0).tolist() == shapely.intersects_xy(shape, lon, lat).tolist()
    assert (scope.verdict == Verdict.COVERED).tolist() == inside(scope, 0).tolist()


@settings(deadline=None, max_examples=60)
@given(shapes(), st.sampled_from(sorted(RESOLUTIONS)), st.integers(0, 999))
def test_a_cell_off_the_fringe_is_wholly_in_or_wholly_out(
    shape: Shape, resolution: int, seed: int
) -> None:
    """At whatever resolution: that is what the shortcut rests on."""
    if resolution > resolution_for(shape):
        return  # an outline of that length takes very many steps
    lat, lon = near(shape, seed, count=1_000)
    cell = cells_of(lat, lon, resolution)
    away = ~np.isin(cell, fringe_of(shape, resolution))
    is_in = shapely.intersects_xy(shape, lon, lat)
    assert not set(cell[away & is_in]) & set(cell[away & ~is_in])


@pytest.mark.parametrize(
    "shape",
    [
        shapely.box(-180, 70, 180, 90),
        shapely.box(-180, -90, 180, -60),
        shapely.box(-180, -90, 180, 90),
        shapely.box(-180, 80, -170, 90),
        shapely.box(170, -20, 180, 20),
        shapely.box(-100, -1, 100, 1),
    ],
)
def test_polar_caps_and_belts_are_found_like_any_other_area(shape: Shape) -> None:
    """Cells around a pole, over the antimeridian, and outlines longer than half the Earth."""
    rng = np.random.default_rng(5)
    lat, lon = rng.uniform(-90, 90, 5_000), rng.uniform(-180, 180, 5_000)
    lat[:4], lon[:4] = (90, -90, 85, -85), (-180, 180, 180, -180)
    day = np.zeros(5_000, np.int64)
    scope = scope_of_points(Points(lat, lon, day, day), [DatedArea("a", Effect.COVERED, shape)])
    assert inside(scope, 0).tolist() == shapely.intersects_xy(shape, lon, lat).tolist()


def test_a_point_on_an_edge_or_corner_is_inside() -> None:
    """Also on the edge of a hole; whoever lies on a border lies in both areas."""
    ring = [(36.5, 33.5), (37.5, 33.5), (37.5, 34.5), (36.5, 34.5)]
    shape = shapely.Polygon(SQUARE.exterior.coords, [ring])
    area = DatedArea("a", Effect.COVERED, shape)
    for place in ((33, 37), (33, 36), (34, 36.5), (33.5, 36.5)):
        assert scope_of(Coordinates(*place), 0, 0, [area]).verdict is Verdict.COVERED
    assert scope_of(HERE, 0, 0, [area]).verdict is Verdict.OUTSIDE


@pytest.mark.parametrize(
    ("first", "last", "verdict", "reason"),
    [
        (10, 14, Verdict.COVERED, "covered by truce (article 1)"),
        (10, 10, Verdict.COVERED, "covered by truce (article 1)"),
        (9, 9, Verdict.OUTSIDE, "in no area to which a text applied on its days"),
        (
            15, 20, Verdict.EXCEPTED,
            "excepted by camp; that prevails over truce (article 1)",
        ),
        (21, 30, Verdict.EXCEPTED, "excepted by camp"),
        (
            9, 10, Verdict.UNCERTAIN,
            "not the same on all of its days: on some covered by truce (article 1)",
        ),
        (
            14, 15, Verdict.UNCERTAIN,
            "not the same on all of its days: on some excepted by camp; "
            "covered by truce (article 1) on all of them",
        ),
        (19, 22, Verdict.EXCEPTED, "excepted by camp"),
        (EARLIEST, LATEST, Verdict.UNCERTAIN, "not the same on all of its days: "
         "on some covered by truce (article 1), excepted by camp"),
    ],
)  # fmt: skip
def test_days_and_exceptions_decide(first: int, last: int, verdict: Verdict, reason: str) -> None:
    """Both ends of a span count; an exception prevails; days that differ are uncertain."""
    areas = [TRUCE, CAMP]
    answer = scope_of(HERE, first, last, areas)
    assert (answer.verdict, answer.reason) == (verdict, reason)
    assert scope_of_points(points_of((34, 37, first, last)), areas).of(0) == answer


def test_texts_that_follow_each_other_cover_together() -> None:
    """An extension that begins the day after leaves no doubt; one that begins later does."""
    extended = replace(TRUCE, key="extension", since=21, until=30)
    answer = scope_of(HERE, 18, 23, [TRUCE, extended])
    assert answer.verdict is Verdict.COVERED
    assert answer.reason == (
        "covered by truce (article 1), extension (article 1), one after the other"
    )
    assert answer.covered_by == ()
    assert answer.uncertain == ("truce", "extension")
    late = replace(extended, since=22)
    assert scope_of(HERE, 18, 23, [TRUCE, late]).verdict is Verdict.UNCERTAIN
    for areas in ([TRUCE, extended], [TRUCE, late]):
        at_once = scope_of_points(points_of((34, 37, 18, 23)), areas)
        assert at_once.of(0) == scope_of(HERE, 18, 23, areas)


def test_exceptions_that_follow_each_other_except_together() -> None:
    """Likewise, whatever covers the place."""
    later = replace(CAMP, key="later", since=21)
    areas = [TRUCE, replace(CAMP, until=20), later]
    answer = scope_of(HERE, 18, 23, areas)
    assert answer.verdict is Verdict.EXCEPTED
    assert answer.reason == "excepted by camp, later, one after the other"
    assert scope_of_points(points_of((34, 37, 18, 23)), areas).of(0) == answer


def test_keys_are_told_by_effect_and_by_days() -> None:
    """Those of all days by effect, those of some days by themselves."""
    answer = scope_of(HERE, 16, 18, [TRUCE, CAMP, replace(TRUCE, key="late", since=17)])
    assert answer.covered_by == ("truce",)
    assert answer.excepted_by == ("camp",)
    assert answer.uncertain == ("late",)
    assert scope_of(ELSEWHERE, 16, 18, [TRUCE, CAMP]).verdict is Verdict.OUTSIDE


def test_a_point_without_a_place_is_unplaced() -> None:
    """Whatever the areas."""
    scope = scope_of_points(points_of((math.nan, 37, 12, 12), (34, math.nan, 12, 12)), [TRUCE])
    assert scope.verdict.tolist() == [Verdict.UNPLACED] * 2
    assert scope.of(0) == scope_of(None, 12, 12, [TRUCE])
    assert scope.of(0).reason == "no coordinates, so it lies in no area"


def test_no_points_and_no_areas_give_an_empty_scope() -> None:
    """Nothing is an answer too."""
    assert len(scope_of_points(points_of(), [TRUCE]).verdict) == 0
    scope = scope_of_points(points_of((34, 37, 12, 12)), [])
    assert scope.of(0).verdict is Verdict.OUTSIDE


def test_days_that_end_before_they_begin_are_refused() -> None:
    """Of points and of areas."""
    with pytest.raises(ValueError, match="end before they begin"):
        points_of((34, 37, 3, 2))
    with pytest.raises(ValueError, match="end before they begin"):
        scope_of(HERE, 3, 2, [])
    with pytest.raises(ValueError, match="ends before it begins"):
        replace(TRUCE, since=21)
    with pytest.raises(ValueError, match="equally long"):
        Points(np.zeros(1), np.zeros(2), np.zeros(1, np.int64), np.zeros(1, np.int64))


BOXES = [SQUARE, CAMP.shape, shapely.box(37, 33, 40, 35), shapely.box(36, 33, 36.5, 33.5)]


@st.composite
def dated(draw: st.DrawFn) -> list[DatedArea]:
    """Up to six areas that hold for a few days, some of them open."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        since = draw(st.none() | st.integers(0, 12))
        until = draw(st.none() | st.integers(since or 0, 14))
        effect, shape = draw(st.sampled_from(list(Effect))), draw(st.sampled_from(BOXES))
        found.append(DatedArea(f"area {number}", effect, shape, since, until))
    return found


spans = st.tuples(st.integers(-2, 15), st.integers(0, 5)).map(lambda s: (s[0], s[0] + s[1]))
places = st.sampled_from([(34.0, 37.0), (33.2, 36.2), (33.2, 39.0), (10.0, 10.0), (math.nan, 1.0)])
reports = st.lists(st.tuples(places, spans), max_size=12)


@settings(deadline=None)
@given(reports, dated(), st.sampled_from([0, 99]))
def test_one_by_one_and_all_at_once_say_the_same(given_reports, areas, few) -> None:
    """Verdict, areas and reason; and day by day it is what the areas of the day say."""
    points = points_of(*(place + days for place, days in given_reports))
    scope = scope_of_points(points, areas, few=few)
    for row, ((lat, lon), (first, last)) in enumerate(given_reports):
        place = None if math.isnan(lat) else Coordinates(lat, lon)
        answer = scope_of(place, first, last, areas)
        assert scope.of(row) == answer
        assert scope.of(row).reason == answer.reason
        if place is not None:
            assert answer.verdict is _day_by_day(place, first, last, areas)


def _day_by_day(place: Coordinates, first: int, last: int, areas: list[DatedArea]) -> Verdict:
    found = set()
    for day in range(first, last + 1):
        effects = {
            area.effect
            for area in areas
            if area.first <= day <= area.last
            and area.shape.intersects(shapely.Point(place.lon, place.lat))
        }
        found.add(
            Verdict.EXCEPTED if Effect.EXCEPTED in effects
            else Verdict.COVERED if effects else Verdict.OUTSIDE
        )  # fmt: skip
    return found.pop() if len(found) == 1 else Verdict.UNCERTAIN


@settings(deadline=None)
@given(reports, dated(), st.randoms(use_true_random=False))
def test_the_order_of_points_and_areas_does_not_matter(given_reports, areas, random) -> None:
    """Each point has the same verdict and the same areas."""
    scope = scope_of_points(points_of(*(p + d for p, d in given_reports)), areas, few=0)
    order, other = list(range(len(given_reports))), list(areas)
    random.shuffle(order)
    random.shuffle(other)
    shuffled = points_of(*(given_reports[row][0] + given_reports[row][1] for row in order))
    again = scope_of_points(shuffled, other, few=0)
    for row, was in enumerate(order):
        one, same = again.of(row), scope.of(was)
        assert one.verdict is same.verdict
        assert set(one.whole) == set(same.whole)
        assert set(one.part) == set(same.part)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(0, 6))))
def test_days_in_any_span_are_counted_once(given_spans) -> None:
    """However the spans of an owner overlap."""
    owner, first, more = (np.array([s[i] for s in given_spans], np.int64) for i in range(3))
    found = days_in_any(owner, first, first + more, 4)
    for number in range(4):
        days = {day for o, f, m in given_spans if o == number for day in range(f, f + m + 1)}
        assert found[number] == len(days)
