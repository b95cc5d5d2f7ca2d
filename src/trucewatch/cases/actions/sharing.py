"""Letting one more organisation see a row: the only way in which sight of a case widens."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.circles import ensure_circle, organisations_in
from trucewatch.accounts.models import Handled, Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.cases.models import Case, Paper
from trucewatch.cases.queries.finding import find_case, find_paper, functions_in
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.rules import require_reason
from trucewatch.vocabulary.cases import SeatFunction
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, Refused


def widen(row: Handled, organisations: Iterable[Organisation], *, by: Member) -> list[str]:
    """Move the row to the circle of those who see it and these; returns the keys of the new.

    Call it inside an act that saves the row and says so in the ledger.
    """
    if row.handling <= Handling.GREEN:
        return []
    there = organisations_in(row.compartment)
    known = {organisation.pk for organisation in there}
    new = [each for each in organisations if each.pk not in known]
    circle = ensure_circle([*there, *new], by=by)
    if circle == row.compartment:
        return []
    row.compartment = circle
    return sorted(each.key for each in new)


@transaction.atomic
def share_case(case_id: UUID, to: Organisation, *, by: Member, because: str) -> Case:
    """Let an organisation see the case itself; its papers stay with those who have them."""
    require_reason(because)
    case = find_case(case_id, by, lock=True)
    _require_chair(case, by)
    shared = widen(case, [to], by=by)
    if not shared:
        raise Refused("They see it already.", field="to")
    case.save()
    facts = {"shared_with": shared}
    ledger.record(Event.CASE_SHARED, by=by, subject=case, because=because, facts=facts)
    return case


@transaction.atomic
def share_paper(paper_id: UUID, to: Organisation, *, by: Member, because: str) -> Paper:
    """Let an organisation that sees the case read one of its papers."""
    require_reason(because)
    paper = find_paper(paper_id, by, lock=True)
    _require_chair(paper.case, by)
    if paper.witness_id is not None:
        raise Refused("What a witness said is not shared: write what follows from it instead.")
    in_circle = {each.pk for each in organisations_in(paper.case.compartment)}
    if paper.case.handling > Handling.GREEN and to.pk not in in_circle:
        raise Refused("They do not see the case. Share that first.", field="to")
    shared = widen(paper, [to], by=by)
    if not shared:
        raise Refused("They see it already.", field="to")
    paper.save()
    facts = {"shared_with": shared}
    ledger.record(Event.CASE_SHARED, by=by, subject=paper, because=because, facts=facts)
    return paper


def _require_chair(case: Case, by: Member) -> None:
    require(by, Act.MOVE_CASE)
    allowed = {SeatFunction.CHAIR, SeatFunction.DUTY_OFFICER}
    if not functions_in(case.mechanism, by) & allowed:
        raise NotAllowed("Only the chair or the duty officer shares a case.")
