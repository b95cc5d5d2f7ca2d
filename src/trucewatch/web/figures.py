"""Figures that somebody claims, beside each other where they count the same and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.bulletins.language import own
from trucewatch.desk.standing import FigureFilter, figures_by_scope
from trucewatch.exchange.figure_groups import figures_as_csv, figures_as_json
from trucewatch.statements.standing import CONFUSED, FigureGroup, FigureSeen
from trucewatch.vocabulary.bound import FigureConcept
from trucewatch.web.citations import Citation, citations
from trucewatch.web.drawing.figures import FigurePlot, draw_figures
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.language import in_words, month_in_words


@dataclass(frozen=True, slots=True)
class Line:
    """One figure with its claimant's letter and the way to its words."""

    seen: FigureSeen
    letter: str
    cite: Citation | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as the page shows it."""

    number: int
    group: FigureGroup
    heading: str
    lines: list[Line]
    plot: FigurePlot | None


@dataclass(frozen=True, slots=True)
class Section:
    """A concept with its groups, and the concepts that it must not be taken for."""

    concept: FigureConcept
    groups: list[Shown]
    confused: list[FigureConcept]


@require_safe
@members_only
def figures(request: MemberRequest) -> HttpResponse:
    """What is claimed of people and things, by concept and scope; nothing is added up."""
    reader = MemberReader(request.user)
    everything = figures_by_scope(reader)
    wanted = _wanted(request)
    groups = [group for group in everything if wanted.lets_through(group)]
    cites = citations(reader, [seen.row for group in groups for seen in group.figures])
    context = {
        "sections": _sections(groups, everything, cites),
        "wanted": wanted,
        "query": urlencode({"concept": wanted.concept, "claimant": wanted.claimant}),
        "concepts": [c for c in FigureConcept if c in {g.concept for g in everything}],
        "claimants": sorted({seen.claimant for g in everything for seen in g.figures}),
        "number": sum(len(group.counted) for group in groups),
        "has_any": bool(everything),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "figures/page.html", context)


@require_safe
@for_those_who_may(Act.EXPORT)
def figures_csv(request: MemberRequest) -> HttpResponse:
    """Exactly what the page shows under the same filter, as a table."""
    return _download(figures_as_csv(_asked(request)), "text/csv; charset=utf-8", "csv")


@require_safe
@for_those_who_may(Act.EXPORT)
def figures_json(request: MemberRequest) -> HttpResponse:
    """The same as a list for programs."""
    return _download(figures_as_json(_asked(request)), "application/json", "json")


def _download(chunks: Iterable[bytes], media_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(b"".join(chunks), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="trucewatch-figures.{ending}"'
    return response


def _wanted(request: MemberRequest) -> FigureFilter:
    claimant = request.GET.get("claimant", "").strip()[:600]
    return FigureFilter(request.GET.get("concept", "")[:20], claimant)


def _asked(request: MemberRequest) -> list[FigureGroup]:
    wanted = _wanted(request)
    groups = figures_by_scope(MemberReader(request.user))
    return [group for group in groups if wanted.lets_through(group)]


def _sections(
    groups: Sequence[FigureGroup], everything: Sequence[FigureGroup], cites: dict[Any, Any]
) -> list[Section]:
    known = {group.concept for group in everything}
    shown = [_shown(number, group, cites) for number, group in enumerate(groups, start=1)]
    sections = []
    for concept in FigureConcept:
        own = [each for each in shown if each.group.concept is concept]
        if own:
            others = {c for alike in CONFUSED if concept in alike for c in alike} - {concept}
            confused = [c for c in FigureConcept if c in others & known]
            sections.append(Section(concept, own, confused))
    return sections


def _shown(number: int, group: FigureGroup, cites: dict[Any, Any]) -> Shown:
    letters = letters_of(group)
    lines = [Line(seen, letters[seen.claimant], cites[seen.row.pk]) for seen in group.figures]
    return Shown(number, group, heading_of(group), lines, draw_figures(group, letters))


def letters_of(group: FigureGroup) -> dict[str, str]:
    """A letter for each claimant of a group, in the order of their names."""
    names = sorted({seen.claimant for seen in group.figures})
    return {name: _letter(place) for place, name in enumerate(names)}


def _letter(place: int) -> str:
    behind, within = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[within] + (str(behind + 1) if behind else "")


def heading_of(group: FigureGroup) -> str:
    """What the figures of a group count, in words; words of a document in quotation marks."""
    scope = group.scope
    parts = [in_words(scope.concept.label)]
    if scope.whom:
        parts.append(own(scope.whom))
    if scope.place:
        has_label = any(seen.row.place_label for seen in group.figures)
        parts.append(
            _("in %(place)s") % {"place": own(scope.place)} if has_label else f"“{scope.place}”"
        )
    if scope.since:
        parts.append(_("since %(month)s") % {"month": month_in_words(scope.since)})
    return _(", ").join(parts)
