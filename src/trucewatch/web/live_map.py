"""What the live map of a situation is told by the page that holds it."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from trucewatch.drawing.base_map import extent_of
from trucewatch.reports.queries import ReportFilter
from trucewatch.web.drawing.situation_map import SituationMap

_ANY_INCIDENT = UUID(int=0)


@dataclass(frozen=True, slots=True)
class LiveMap:
    """Addresses and words for the script; everything drawn comes from its tiles."""

    wanted: ReportFilter
    drawn: SituationMap

    @property
    def tiles(self) -> str:
        """The address of the tiles, with the filter of the page and places for their numbers."""
        template = reverse("situation_tile", args=[0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}")
        query = urlencode(self.wanted.parameters())
        return f"{template}?{query}" if query else template

    @property
    def incident(self) -> str:
        """The address of an incident, with zeros for its id."""
        return reverse("incident", args=[_ANY_INCIDENT])

    @property
    def bounds(self) -> str:
        """West, south, east and north of what is shown first."""
        zoomed = next(
            (d.outline.key for d in self.drawn.divisions if self._is_asked_for(d.place)), ""
        )
        box = extent_of(zoomed)
        return json.dumps([[box.west, box.south], [box.east, box.north]])

    @property
    def areas(self) -> dict[str, dict[str, str | int]]:
        """For each governorate of the base map, what the record calls it and what it holds."""
        return {
            division.outline.key: {
                "name": division.name,
                "key": division.place.key if division.place else "",
                "only": division.only_area,
            }
            for division in self.drawn.divisions
        }

    @property
    def words(self) -> str:
        """What the controls of the map say."""
        return json.dumps(
            {
                "NavigationControl.ZoomIn": _("Closer"),
                "NavigationControl.ZoomOut": _("Farther"),
                "ScaleControl.Kilometers": _("km"),
                "ScaleControl.Meters": _("m"),
                "Map.Title": _("Map"),
            }
        )

    def _is_asked_for(self, place: object) -> bool:
        return bool(self.wanted.area) and getattr(place, "key", "") == self.wanted.area
