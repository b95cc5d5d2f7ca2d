"""The map that everybody may see: large hexagons, nothing small, nothing new."""

from dataclasses import dataclass
from typing import Final

from trucewatch.drawing.base_map import Outline, disputed_lines, extent_of, outlines
from trucewatch.drawing.projection import Projection
from trucewatch.geo.cells import cell_boundary
from trucewatch.opendata.rules import Shown

WIDTH: Final = 760.0
_STEPS: Final = (1, 20, 100, 500, 2000)


@dataclass(frozen=True, slots=True)
class PublicCell:
    """A hexagon with its number and shade."""

    path: str
    reports: int
    shade: int


@dataclass(frozen=True, slots=True)
class PublicMap:
    """Everything that the template draws."""

    width: float
    height: float
    countries: tuple[Outline, ...]
    divisions: list[Outline]
    disputed: list[str]
    cells: list[PublicCell]
    shades: list[tuple[int, str]]
    some_withheld: bool


def draw_public_map(shown: Shown[str]) -> PublicMap:
    """The counts that may be shown, over the base map."""
    projection = Projection(extent_of(""), WIDTH)
    countries, divisions = outlines(projection)
    return PublicMap(
        width=round(projection.width, 1),
        height=round(projection.height, 1),
        countries=countries,
        divisions=[outline for outline in divisions if outline.kind == "province"],
        disputed=disputed_lines(projection),
        cells=[
            PublicCell(path, reports, sum(reports >= least for least in _STEPS))
            for cell, reports in sorted(shown.counts.items())
            if (path := projection.path(cell_boundary(cell)))
        ],
        shades=[
            (shade, f"{least:,}+" if shade > 1 else f"< {_STEPS[1]}")
            for shade, least in enumerate(_STEPS, start=1)
        ],
        some_withheld=shown.some_withheld,
    )
