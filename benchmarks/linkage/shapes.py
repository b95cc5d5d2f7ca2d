"""The knobs of an invented conflict, and the named settings a linker is judged on.

A linker that does well on one shape alone has been fitted to it; so there are several, each in a
sparse and a dense density.
"""

from dataclasses import dataclass, replace

DENSITIES = {"sparse": 8.0, "dense": 45.0}
"""Incidents on an average day, over the whole country."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a conflict runs and how well its sources see it."""

    towns: int = 1200
    districts: int = 60
    governorates: int = 14
    parties: int = 20
    town_skew: float = 0.6
    """Spread of the logarithm of the weights of towns: 0 makes all equal."""
    flare_share: float = 0.4
    """Share of incidents that belong to a front rather than to scattered violence."""
    front_size: float = 2.5
    """Mean incidents of a front at sparse density; it grows with the density."""
    front_days: float = 25.0
    """Mean length of a front in days."""
    front_towns: int = 8
    """Towns that a front touches at most; the first of them most."""
    vagueness: float = 1.0
    """Factor on every chance that a place or a date is told coarsely."""
    confusion: float = 1.0
    """Factor on every chance that a type is told wrongly."""
    silence: float = 1.0
    """Factor on every chance that actors or deaths are left out."""
    worded: bool = True
    """Whether sources name actors, count deaths and write text at all."""
    more_sources: bool = False
    """Whether five further sources report beside the seven."""
    reach: float = 1.0
    """Factor on every chance that a source reports an incident."""


SHAPES: dict[str, Shape] = {
    "plain": Shape(),
    "few_towns": Shape(towns=40, districts=20, town_skew=1.2),
    "many_sources": replace(Shape(), more_sources=True),
    "vague": Shape(vagueness=4.0),
    "wordless": Shape(worded=False),
    "bursts": Shape(flare_share=0.7, front_size=8.0, front_days=12.0, front_towns=6),
}
