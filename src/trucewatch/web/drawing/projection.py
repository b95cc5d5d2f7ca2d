"""The projection under the names by which the site's drawings know it."""

from trucewatch.drawing.projection import KM_PER_DEGREE as KM_PER_DEGREE
from trucewatch.drawing.projection import Points as Points
from trucewatch.drawing.projection import Projection as Projection
from trucewatch.drawing.projection import clip as clip
