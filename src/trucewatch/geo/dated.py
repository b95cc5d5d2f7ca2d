"""Areas to which a text applies for some days, and what they make of a place and its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Final

from trucewatch.geo.shapes import Shape

EARLIEST: Final = -719_162
"""The first day of the year 1, in days since 1970-01-01."""
LATEST: Final = 2_932_896
"""The last day of the year 9999; a report without a date can be of any day between the two."""


class Effect(StrEnum):
    """What a text does with an area."""

    COVERED = "covered"
    EXCEPTED = "excepted"


class Verdict(IntEnum):
    """What holds for a report on every one of its days, or why nothing does."""

    OUTSIDE = 0
    COVERED = 1
    EXCEPTED = 2
    UNCERTAIN = 3
    UNPLACED = 4

    @property
    def word(self) -> str:
        """The verdict as it stands in tables."""
        return self.name.lower()


@dataclass(frozen=True)
class DatedArea:
    """An area that a text covers or excepts, from one day until another, both included.

    Days are counted from 1970-01-01; None is open. ``text`` says by which text or provision.
    """

    key: str
    effect: Effect
    shape: Shape
    since: int | None = None
    until: int | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("an area ends before it begins")
        if self.first < EARLIEST or self.last > LATEST:
            raise ValueError("the days of an area lie outside the years 1 to 9999")

    @cached_property
    def first(self) -> int:
        """The first day on which the text applies, a number also where it is open."""
        return EARLIEST if self.since is None else self.since

    @cached_property
    def last(self) -> int:
        """The last day on which the text applies, likewise."""
        return LATEST if self.until is None else self.until

    @property
    def called(self) -> str:
        """The key, and the text in brackets where one is given."""
        return f"{self.key} ({self.text})" if self.text else self.key


def reason_of(verdict: Verdict, whole: Sequence[DatedArea], part: Sequence[DatedArea]) -> str:
    """The verdict in words, from the areas around a place that apply on all or on part of its days.

    Reports of the same verdict and areas have the same reason.
    """
    covering = [area for area in whole if area.effect is Effect.COVERED]
    excepting = [area for area in whole if area.effect is Effect.EXCEPTED]
    if verdict is Verdict.UNPLACED:
        return "no coordinates, so it lies in no area"
    if verdict is Verdict.OUTSIDE:
        return "in no area to which a text applied on its days"
    if verdict is Verdict.COVERED:
        by = covering or [area for area in part if area.effect is Effect.COVERED]
        return f"covered by {_listed(by)}" + ("" if covering else ", one after the other")
    if verdict is Verdict.EXCEPTED:
        by = excepting or [area for area in part if area.effect is Effect.EXCEPTED]
        after = "" if excepting else ", one after the other"
        over = f"; that prevails over {_listed(covering)}" if covering else ""
        return f"excepted by {_listed(by)}{after}{over}"
    covers = f"; covered by {_listed(covering)} on all of them" if covering else ""
    parts = ", ".join(f"{area.effect} by {area.called}" for area in part)
    return f"not the same on all of its days: on some {parts}{covers}"


def _listed(areas: Sequence[DatedArea]) -> str:
    return ", ".join(area.called for area in areas)
