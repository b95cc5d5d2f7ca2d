"""From degrees to the units of a drawing."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.geo.polygon import Box

Points = list[tuple[float, float]]

KM_PER_DEGREE: Final = 111.2
_SMALLEST_STEP: Final = 0.6  # of a drawing's unit: closer corners are not told apart


@dataclass(frozen=True, slots=True)
class Projection:
    """An equirectangular drawing of a box, with longitudes shortened as at its middle latitude.

    ``width`` is in units of the drawing; the height follows, so that nothing is stretched.
    """

    box: Box
    width: float

    @property
    def scale(self) -> float:
        """Units to a degree of latitude."""
        return self.width / ((self.box.east - self.box.west) * self._shortening)

    @property
    def height(self) -> float:
        """The height of the drawing in its units."""
        return (self.box.north - self.box.south) * self.scale

    @property
    def width_km(self) -> float:
        """How far it is from the western to the eastern edge, at the middle latitude."""
        return (self.box.east - self.box.west) * self._shortening * KM_PER_DEGREE

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point lies in the drawing, from its upper left corner."""
        x = (lon - self.box.west) * self._shortening * self.scale
        return x, (self.box.north - lat) * self.scale

    def path(self, ring: Iterable[tuple[float, float]]) -> str:
        """A closed ring of (lon, lat) as SVG path data, cut at the edge; empty if outside."""
        points = clip([self.place(lon, lat) for lon, lat in ring], self.width, self.height)
        points = _thinned(points)
        if len(points) < 3:
            return ""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"

    def open_path(self, line: Sequence[tuple[float, float]]) -> str:
        """A line of (lon, lat) as SVG path data; empty if no point of it lies in the drawing."""
        points = [self.place(lon, lat) for lon, lat in line]
        if not any(0 <= x <= self.width and 0 <= y <= self.height for x, y in points):
            return ""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _thinned(points))

    @property
    def _shortening(self) -> float:
        return math.cos(math.radians((self.box.north + self.box.south) / 2))


def clip(points: Points, width: float, height: float, margin: float = 4.0) -> Points:
    """A ring cut to a rectangle a little larger than the drawing (Sutherland and Hodgman)."""
    for axis, limit, sign in (
        (0, -margin, 1.0),
        (0, width + margin, -1.0),
        (1, -margin, 1.0),
        (1, height + margin, -1.0),
    ):
        points = _cut(points, axis, limit, sign)
        if not points:
            break
    return points


def _cut(points: Points, axis: int, limit: float, sign: float) -> Points:
    kept: Points = []
    for i, point in enumerate(points):
        before = points[i - 1]
        inside, was_inside = (sign * (p[axis] - limit) >= 0 for p in (point, before))
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append(
                (
                    before[0] + share * (point[0] - before[0]),
                    before[1] + share * (point[1] - before[1]),
                )
            )
        if inside:
            kept.append(point)
    return kept


def _thinned(points: Sequence[tuple[float, float]]) -> Points:
    kept: Points = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _SMALLEST_STEP:
            kept.append((x, y))
    return kept
