"""Was a place covered on a day, and by which text: one question, answered with its reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.agreements.models import ScopeArea
from trucewatch.drawing.areas import area_of, shape_of
from trucewatch.geo.coordinates import Coordinates
from trucewatch.geo.dated import DatedArea, Effect, Verdict
from trucewatch.geo.scope import Answer, scope_of

_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class ScopeAnswer:
    """What holds for a point on a day: the verdict, the areas that say so, and those unknown."""

    verdict: Verdict
    by: list[ScopeArea]
    reason: str
    without_outline: list[ScopeArea]
    """Areas in force on that day of which no outline is known: they may cover it all the same."""


def ask_scope(
    areas: Sequence[ScopeArea], latitude: float, longitude: float, day: dt.date
) -> ScopeAnswer:
    """The answer for one place on one day; exceptions prevail over coverage."""
    known = {str(area.pk): area for area in areas}
    dated, unknown = dated_areas(areas)
    number = day.toordinal() - _EPOCH
    answer: Answer = scope_of(Coordinates(latitude, longitude), number, number, dated)
    return ScopeAnswer(
        answer.verdict,
        [known[area.key] for area in answer.whole],
        answer.reason,
        [area for area in unknown if _holds(area, day)],
    )


def dated_areas(areas: Sequence[ScopeArea]) -> tuple[list[DatedArea], list[ScopeArea]]:
    """The areas as the engine takes them, and those of which no outline is known."""
    dated, unknown = [], []
    for area in areas:
        outline = area_of(area)
        if outline is None:
            unknown.append(area)
            continue
        text = str(area.provision) if area.provision else str(area.instrument)
        dated.append(
            DatedArea(
                str(area.pk), Effect(area.effect), shape_of(outline),
                _day(area.since), _day(area.until), f"{area.name}: {text}",
            )
        )  # fmt: skip
    return dated, unknown


def _day(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal() - _EPOCH


def _holds(area: ScopeArea, day: dt.date) -> bool:
    return (area.since is None or area.since <= day) and (area.until is None or day <= area.until)
