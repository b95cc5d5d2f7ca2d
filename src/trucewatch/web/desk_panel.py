"""The parts of a document's page: the chosen proposal, the lines of the list, the highlights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from trucewatch.desk.models import CaseDocument, CaseLink, DeskProposal, Kind, State
from trucewatch.desk.naming import Named
from trucewatch.desk.queries import (
    counts_by_kind,
    page_of,
    recorded_before,
    repeated_in,
    reuse_of,
)
from trucewatch.desk.rules import LETTERS, SETTLED_BY_PEOPLE, SHOWN_BESIDE, sureness_of
from trucewatch.web.desk_forms import ProposalForm, form_of
from trucewatch.web.desk_text import Highlight, excerpt
from trucewatch.web.desk_words import facts_of, line_of


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal as a line of the list."""

    proposal: DeskProposal
    line: str
    letter: str
    sureness: str
    is_clash: bool


def panel_of(
    proposal: DeskProposal,
    names: dict[str, Named],
    clashes: Sequence[CaseLink],
    form: ProposalForm | None = None,
) -> dict[str, Any]:
    """A proposal with its facts, its reason, what clashes with it, and the form that edits it."""
    row = proposal.case_document
    span, cue = (proposal.start, proposal.end), (proposal.cue_start, proposal.cue_end)
    is_open = proposal.state == State.WAITING
    may_settle = proposal.kind in SETTLED_BY_PEOPLE
    earlier = recorded_before(proposal) if is_open and may_settle else None
    return {
        "proposal": proposal,
        "kind": Kind(proposal.kind),
        "letter": LETTERS[proposal.kind],
        "state": State(proposal.state),
        "facts": facts_of(proposal, names),
        "excerpt": excerpt(row.text, span, cue),
        "cue": row.text[cue[0] : cue[1]],
        "page": page_of(row, proposal.start),
        "sureness": sureness_of(proposal.confidence),
        "derivation": proposal.facts.get("derivation", ""),
        "form": (form or form_of(proposal, names)) if is_open and may_settle else None,
        "is_editing": form is not None,
        "clashes": [_other_side(link, row) for link in _touching(clashes, row, span)],
        "repeats": _repeats(row, span),
        "record": _record_address(proposal),
        "earlier": earlier,
        "earlier_record": _record_address(earlier) if earlier else "",
    }


def _repeats(row: CaseDocument, span: tuple[int, int]) -> list[dict[str, Any]]:
    """In which other documents these words stand too, and whether they came from there."""
    found: dict[Any, dict[str, Any]] = {}
    for link in _touching(reuse_of(row.case, row), row, span):
        is_a = link.a_id == row.pk
        other = link.b if is_a else link.a
        start, end = (link.b_start, link.b_end) if is_a else (link.a_start, link.a_end)
        came = link.original_id == other.pk
        found.setdefault(other.pk, {"row": other, "start": start, "end": end, "came_from": came})
    return list(found.values())


def row_of(
    proposal: DeskProposal, names: dict[str, Named], row: CaseDocument, clashes: Sequence[CaseLink]
) -> Row:
    """A proposal as a line of the list."""
    return Row(
        proposal,
        line_of(proposal, names),
        LETTERS[proposal.kind],
        sureness_of(proposal.confidence).value,
        bool(_touching(clashes, row, (proposal.start, proposal.end))),
    )


def _touching(
    links: Sequence[CaseLink], row: CaseDocument, span: tuple[int, int]
) -> list[CaseLink]:
    """The links of a document that share a character with a span."""
    return [
        link
        for link in links
        if any(
            document == row.pk and start < span[1] and span[0] < end
            for document, start, end in (
                (link.a_id, link.a_start, link.a_end),
                (link.b_id, link.b_start, link.b_end),
            )
        )
    ]


def _other_side(link: CaseLink, row: CaseDocument) -> dict[str, Any]:
    is_a = link.a_id == row.pk
    other = link.b if is_a else link.a
    start, end = (link.b_start, link.b_end) if is_a else (link.a_start, link.a_end)
    return {
        "link": link,
        "row": other,
        "words": other.text[start:end],
        "start": start,
        "end": end,
    }


def surroundings(
    row: CaseDocument,
    proposals: list[DeskProposal],
    clashes: Sequence[CaseLink],
    reuse: Sequence[CaseLink],
) -> dict[str, Any]:
    """What a page of a document shows around it."""
    counts = counts_by_kind(row)
    present = {p.kind for p in proposals} | set(counts)
    return {
        "row": row,
        "case": row.case,
        "repeated": repeated_in(list(reuse), row),
        "clashes": [_other_side(link, row) for link in clashes],
        "tabs": [(kind, counts[kind]) for kind in SETTLED_BY_PEOPLE if kind in counts],
        "legend": [
            (kind, LETTERS[kind]) for kind in (*SETTLED_BY_PEOPLE, *SHOWN_BESIDE) if kind in present
        ],
        "waiting_all": sum(counts.values()),
    }


def highlights(
    row: CaseDocument,
    proposals: list[DeskProposal],
    here: DeskProposal | None,
    reuse: Sequence[CaseLink],
    asked_for: tuple[int, int] | None = None,
) -> list[Highlight]:
    """Every proposal at its characters, the chosen one and those asked for, repeated passages."""
    base = f"{reverse('desk_document', args=[row.document_id])}?case={row.case_id}&p="
    found = []
    for each in proposals:
        classes = f"k-{each.kind} s-{each.state}"
        if here is not None and each.pk == here.pk:
            classes += " is-here"
        if each.kind in SETTLED_BY_PEOPLE:
            address = f"{base}{each.pk}#panel"
            letter = LETTERS[each.kind]
            found.append(Highlight(each.start, each.end, classes, each.pk, letter, address))
        else:
            found.append(Highlight(each.start, each.end, classes))
    if asked_for is not None:
        found.append(Highlight(*asked_for, "is-asked"))
    for link in reuse:
        is_a = link.a_id == row.pk
        span = (link.a_start, link.a_end) if is_a else (link.b_start, link.b_end)
        found.append(Highlight(*span, "is-repeated"))
    return found


def characters(asked: str, most: int) -> tuple[int, int] | None:
    """The characters that an address asks for, as in ``?c=120-180``."""
    first, _dash, last = asked.partition("-")
    if not (first.isdecimal() and last.isdecimal() and len(first + last) < 20):
        return None
    start, end = int(first), min(int(last), most)
    return (start, end) if start < end else None


def _record_address(proposal: DeskProposal) -> str:
    if not proposal.record_key:
        return ""
    return reverse("words", args=[proposal.record_kind, proposal.record_key])
