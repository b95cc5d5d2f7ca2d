"""A draft version by version: the redline, who stands where, what became of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.desk.standing import questions_by_kind
from trucewatch.names.folding import fold
from trucewatch.statements.standing import QuestionSeen
from trucewatch.talks.queries.drafts import DraftSeen, StanceSeen, VersionSeen, draft_seen
from trucewatch.talks.rules.redline import Fold, Paragraph, Redline, redline
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.web.citations import citations
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.talks.rounds import draft_rows


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of a text as one."""

    before: VersionSeen
    after: VersionSeen
    redline: Redline
    parts: tuple[Paragraph | Fold, ...]
    is_whole: bool
    """Whether unchanged paragraphs are shown as well."""


@dataclass(frozen=True, slots=True)
class StanceRow:
    """One party with where it stands on each version, by its number; None where nobody says."""

    label: str
    party: Any
    cells: tuple[tuple[int, StanceSeen | None], ...]


@require_safe
@members_only
def draft(request: MemberRequest, key: UUID) -> HttpResponse:
    """Every version of a text, two of them compared word by word, and every position."""
    reader = MemberReader(request.user)
    seen = draft_seen(reader, key)
    names = {fold(seen.instrument.name)} | {fold(str(row.round)) for row in seen.tablings}
    context = {
        "seen": seen,
        "instrument": seen.instrument,
        "compared": _compared(request, seen),
        "texts": [v for v in seen.versions if v.row.text],
        "stances": _stances(seen),
        "causes": _about(reader, names),
        "cites": citations(reader, draft_rows(seen)),
        "round": seen.tablings[-1].round if seen.tablings else None,
        "may_run": is_allowed(request.user, Act.RUN_TALKS),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "talks/draft.html", context)


def _compared(request: MemberRequest, seen: DraftSeen) -> Compared | None:
    """The versions that the address names, else the last two that have a text."""
    texts = [v for v in seen.versions if v.row.text]
    asked = (request.GET.get("from", ""), request.GET.get("to", ""))
    if any(asked):
        by_key = {str(v.row.pk): v for v in texts}
        if not set(asked) <= set(by_key):
            raise NotFound("There is nothing here that you may see.")
        before, after = by_key[asked[0]], by_key[asked[1]]
    elif len(texts) > 1:
        before, after = texts[-2], texts[-1]
    else:
        return None
    lined = redline(before.row.text, after.row.text)
    is_whole = "whole" in request.GET
    parts = lined.paragraphs() if is_whole else lined.folded()
    return Compared(before, after, lined, parts, is_whole)


def _stances(seen: DraftSeen) -> list[StanceRow]:
    rows = []
    for key, label in seen.holders:
        cells = tuple((version.row.number, version.stance_of(key)) for version in seen.versions)
        party = next((cell.party for _, cell in cells if cell and cell.party), None)
        rows.append(StanceRow(label, party, cells))
    return rows


def _about(reader: MemberReader, names: set[str]) -> list[QuestionSeen]:
    """The disputed questions about a text, or about a round that it was put before."""
    return [
        seen
        for rows in questions_by_kind(reader).values()
        for seen in rows
        if seen.row.about and fold(seen.row.about) in names
    ]
