"""Who is said to hold which ground, what changed hands, what is besieged, who backs whom."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import ControlArea, Instrument
from trucewatch.agreements.queries import claimed_relations, control_areas, sieges
from trucewatch.drawing.areas import area_of, shape_of
from trucewatch.geo.holding import Held, Holders, changes
from trucewatch.web.citations import citations
from trucewatch.web.drawing.scope_map import draw_scope, letters
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.language import party_names

_MOST_COMPARED: Final = 60
"""Areas of one map that are compared: an overlay of more takes longer than a page may."""


@dataclass(frozen=True, slots=True)
class HandsSeen:
    """So much land was in some hands on the baseline and is in others now."""

    before: str
    after: str
    km2: float
    is_change: bool


@require_safe
@members_only
def control(request: MemberRequest) -> HttpResponse:
    """Areas, sieges and relations that somebody claims, rival claims beside each other."""
    reader = MemberReader(request.user)
    areas, besieged, relations = control_areas(reader), sieges(reader), claimed_relations()
    facts: list[Any] = [*areas, *(row for rows in besieged.values() for row in rows)]
    facts += [row for claim in relations for row in claim.rows]
    baselines = list(Instrument.objects.filter(effective_on__isnull=False))
    baseline = _chosen(request, baselines)
    context = {
        "areas": areas,
        "letters": letters(areas),
        "map": draw_scope(areas) if areas else None,
        "sieges": besieged,
        "relations": relations,
        "cites": citations(reader, facts),
        "baselines": baselines,
        "baseline": baseline,
        "changes": _changes(areas, baseline) if baseline else [],
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
        "may_enter": is_allowed(request.user, Act.MANAGE_RECORD),
    }
    return render(request, "agreements/control.html", context)


def _chosen(request: MemberRequest, baselines: Sequence[Instrument]) -> Instrument | None:
    asked = request.GET.get("baseline", "")
    named = next((row for row in baselines if str(row.pk) == asked), None)
    return named or (baselines[0] if baselines else None)


def _changes(areas: Sequence[ControlArea], baseline: Instrument) -> list[HandsSeen]:
    """What lay in other hands on the day when the instrument took effect, by these claims."""
    names = {
        str(key): name for key, name in party_names([a.holder for a in areas if a.holder]).items()
    }
    day = baseline.effective_on
    assert day is not None  # noqa: S101 - only such are offered
    before, after = _held(areas, day), _held(areas, timezone.localdate())
    if not before or max(len(before), len(after)) > _MOST_COMPARED:
        return []
    rows = [
        HandsSeen(_named(c.before, names), _named(c.after, names), round(c.km2, 1), c.is_change)
        for c in changes(before, after)
    ]
    return sorted(rows, key=lambda row: (not row.is_change, -row.km2))


def _held(areas: Sequence[ControlArea], day: dt.date) -> list[Held]:
    held = []
    for area in areas:
        if (area.since and day < area.since) or (area.until and area.until < day):
            continue
        outline = area_of(area)
        if outline is not None:
            holder = str(area.holder_id) if area.holder_id else area.holder_label
            held.append(Held(holder, shape_of(outline)))
    return held


def _named(holders: Holders, names: dict[str, str]) -> str:
    return " / ".join(names.get(holder, holder) for holder in holders) or "–"
