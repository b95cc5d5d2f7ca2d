"""What each source tends to see, to place, to date, to name and to count."""

from dataclasses import dataclass

PLACINGS = ("point", "town", "larger_town", "district", "governorate", "line", "country")
"""Ways to place an incident, from a spot in the street to the middle of the country."""

DATINGS = ("day", "days", "week", "month")
"""Ways to date an incident; their order gives the precision codes 1 to 4."""


@dataclass(frozen=True, slots=True)
class Habit:
    """The ways of one source; chances lie between 0 and 1."""

    source: str
    reach: float
    """Chance that an incident of middling note is reported."""
    repeats: float = 1.0
    """Mean number of reports about an incident that is reported at all."""
    copied: float = 0.0
    """Chance that a repeat only copies the first report."""
    deadly_only: float = 1.0
    """Factor on the reach where nobody died."""
    placing: tuple[float, ...] = (0.0, 0.86, 0.08, 0.04, 0.01, 0.005, 0.005)
    """Chances of PLACINGS."""
    scatter_km: float = 2.0
    """Spread of a point around the true place, in each direction."""
    misplaced: float = 0.01
    """Chance of coordinates somewhere else."""
    dating: tuple[float, ...] = (0.95, 0.03, 0.015, 0.005)
    """Chances of DATINGS."""
    late: tuple[float, ...] = (0.9, 0.08, 0.02)
    """Chances that a dated day is 0, 1, 2 … days after the true one."""
    mistyped: float = 0.1
    """Chance of a neighbouring type."""
    civilian: float = 0.03
    """Chance that harm to civilians is told whatever the type."""
    untyped: float = 0.02
    free_typed: float = 0.01
    """Chance of a type in words of the source's own."""
    actorless: float = 0.08
    """Chance that nobody is named."""
    one_sided: float = 0.1
    """Chance that each named side is left out on its own."""
    misnamed: float = 0.03
    """Chance, for each side, that another party of the region is named."""
    typos: float = 0.02
    uncounted: float = 0.15
    """Chance that deaths are not told."""
    miscounted: float = 0.3
    """Chance that the deaths told differ from the true ones."""
    inflation: float = 1.0
    """Factor on the deaths told."""
    bounded: float = 0.3
    """Chance that a lowest and a highest number stand beside the best."""
    aggregates: float = 0.0
    """Chance that incidents of one town, one pair of sides and four days are told in one row."""
    camp: int | None = None
    """The camp that writes; None where the source takes no side."""
    worded: float = 0.9
    """Chance of a text."""
    duplicate_free: bool = False
    """Whether the source holds at most one record per incident."""


SEVEN = (
    Habit(
        "patrol", 0.14, placing=(0.97, 0.03, 0, 0, 0, 0, 0), scatter_km=0.15, misplaced=0.002,
        dating=(1.0, 0, 0, 0), late=(0.99, 0.01), mistyped=0.03, civilian=0.01, untyped=0.01,
        actorless=0.12, one_sided=0.08, misnamed=0.01, uncounted=0.12, miscounted=0.1, worded=1.0,
    ),
    Habit(
        "georegister", 0.45, deadly_only=0.1,
        placing=(0.04, 0.75, 0.12, 0.06, 0.02, 0.005, 0.005), scatter_km=1.0,
        dating=(0.93, 0.03, 0.03, 0.01), late=(0.96, 0.04), mistyped=0.06, actorless=0.02,
        one_sided=0.04, uncounted=0.0, miscounted=0.25, bounded=1.0, aggregates=0.25,
        duplicate_free=True, worded=0.8,
    ),
    Habit(
        "eventlist", 0.65, placing=(0.03, 0.87, 0.06, 0.03, 0.01, 0, 0), scatter_km=1.0,
        misplaced=0.005, dating=(0.97, 0.01, 0.02, 0), late=(0.95, 0.04, 0.01), mistyped=0.04,
        actorless=0.02, one_sided=0.05, uncounted=0.02, miscounted=0.2, bounded=0.0,
        aggregates=0.05, duplicate_free=True, worded=1.0,
    ),
    Habit(
        "hotline", 0.28, repeats=1.8, placing=(0.81, 0.12, 0.04, 0.02, 0.01, 0, 0), scatter_km=4.0,
        misplaced=0.01, dating=(0.96, 0.03, 0.01, 0), late=(0.65, 0.28, 0.06, 0.01), mistyped=0.12,
        civilian=0.06, untyped=0.05, free_typed=0.05, actorless=0.35, one_sided=0.2,
        misnamed=0.03, typos=0.1, uncounted=0.3, miscounted=0.4, bounded=0.1, worded=1.0,
    ),
    Habit(
        "press", 0.4, repeats=2.0, copied=0.45, placing=(0.05, 0.79, 0.1, 0.04, 0.02, 0, 0),
        scatter_km=2.0, misplaced=0.008, dating=(0.96, 0.02, 0.015, 0.005), late=(0.84, 0.14, 0.02),
        mistyped=0.08, civilian=0.04, untyped=0.02, free_typed=0.03, actorless=0.08, one_sided=0.1,
        typos=0.05, uncounted=0.12, miscounted=0.3, bounded=0.2, worded=1.0,
    ),
    Habit(
        "letters_north", 0.2, placing=(0, 0.94, 0.04, 0.02, 0, 0, 0), misplaced=0.005,
        dating=(0.95, 0.03, 0.02, 0), late=(0.92, 0.06, 0.02), mistyped=0.1, civilian=0.08,
        actorless=0.02, one_sided=0.0, typos=0.03, uncounted=0.2, miscounted=0.4, inflation=2.0,
        bounded=0.05, aggregates=0.2, camp=0,
    ),
    Habit(
        "letters_south", 0.2, placing=(0, 0.92, 0.05, 0.03, 0, 0, 0), misplaced=0.005,
        dating=(0.93, 0.04, 0.03, 0), late=(0.9, 0.08, 0.02), mistyped=0.12, civilian=0.1,
        actorless=0.03, one_sided=0.0, typos=0.04, uncounted=0.25, miscounted=0.4, inflation=2.0,
        bounded=0.05, aggregates=0.2, camp=1,
    ),
)  # fmt: skip
"""A patrol, two coded datasets, a hotline, the press, and the letters of two camps."""

FIVE_MORE = (
    Habit(
        "cameras", 0.08, placing=(1.0, 0, 0, 0, 0, 0, 0), scatter_km=0.3, dating=(1.0, 0, 0, 0),
        late=(1.0,), mistyped=0.1, untyped=0.15, actorless=0.85, uncounted=0.9, worded=0.2,
    ),
    Habit(
        "clinics", 0.15, deadly_only=0.3, placing=(0, 0.5, 0.3, 0.2, 0, 0, 0), late=(0.6, 0.3, 0.1),
        mistyped=0.2, civilian=0.3, untyped=0.2, actorless=0.9, uncounted=0.0, miscounted=0.3,
    ),
    Habit(
        "radio", 0.2, repeats=1.5, copied=0.3, placing=(0, 0.6, 0.2, 0.15, 0.05, 0, 0),
        late=(0.85, 0.15), mistyped=0.2, actorless=0.2, typos=0.08, uncounted=0.3,
    ),
    Habit(
        "village_committees", 0.12, repeats=1.3, placing=(0.5, 0.5, 0, 0, 0, 0, 0), scatter_km=1.5,
        late=(0.8, 0.15, 0.05), free_typed=0.15, actorless=0.3, typos=0.1, uncounted=0.2,
    ),
    Habit(
        "yearbook", 0.25, deadly_only=0.2, placing=(0, 0.5, 0.1, 0.25, 0.12, 0.02, 0.01),
        dating=(0.7, 0.12, 0.12, 0.06), aggregates=0.2, uncounted=0.02, bounded=0.8,
        duplicate_free=True, worded=0.6,
    ),
)  # fmt: skip
"""Further sources: cameras, clinics, a radio, village committees and a third dataset."""
