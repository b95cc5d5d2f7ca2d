"""Who stands where on what, what was expected of the talks, and what analysts note of it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, Reader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.statements.models import Note, Position
from trucewatch.statements.queries import counted
from trucewatch.statements.standing import Holder, Stand, position_matrix
from trucewatch.talks.models import Expectation, Round
from trucewatch.web.citations import citations
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.questions import Cited, cited


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a holder stands on a topic; ``stand`` is None where no account says."""

    holder: Holder
    stand: Stand | None


@dataclass(frozen=True, slots=True)
class Row:
    """A topic with every holder's cell, in the order of the matrix."""

    topic: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A round with what was expected of it; its outcome stands beside that afterwards."""

    round: Round
    expectations: list[Cited]


@require_safe
@members_only
def positions(request: MemberRequest) -> HttpResponse:
    """The matrix of topics and holders, expectations beside outcomes, and notes under marks."""
    reader = MemberReader(request.user)
    rows = list(counted(Position, reader, "party"))
    matrix = position_matrix(rows)
    cites = citations(reader, rows)
    context = {
        "holders": matrix.holders,
        "rows": [
            Row(
                topic.name,
                [Cell(h, stand) for h, stand in zip(matrix.holders, topic.stands, strict=True)],
            )
            for topic in matrix.topics
        ],
        "cites": cites,
        "foreseen": _foreseen(reader),
        "notes": cited(reader, counted(Note, reader, "recorded_by").order_by("-recorded_at")),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "positions/page.html", context)


def _foreseen(reader: Reader) -> list[Foreseen]:
    rows = counted(Expectation, reader, "round").order_by("round__date_start", "said_on", "pk")
    found: list[Foreseen] = []
    for each in cited(reader, rows):
        held: Round = each.row.round
        if not found or found[-1].round != held:
            found.append(Foreseen(held, []))
        found[-1].expectations.append(each)
    return found
