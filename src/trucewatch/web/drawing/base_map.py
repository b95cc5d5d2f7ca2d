"""The base map under the names by which the site's drawings know it."""

from trucewatch.drawing.base_map import MARGIN as MARGIN
from trucewatch.drawing.base_map import Outline as Outline
from trucewatch.drawing.base_map import Shape as Shape
from trucewatch.drawing.base_map import countries as countries
from trucewatch.drawing.base_map import division_at as division_at
from trucewatch.drawing.base_map import divisions as divisions
from trucewatch.drawing.base_map import extent_of as extent_of
from trucewatch.drawing.base_map import outlines as outlines
