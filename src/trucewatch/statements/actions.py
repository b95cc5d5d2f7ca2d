"""Recording what was said, withdrawing it, and letting it count again."""

from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act, require_consistent_mark
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.sources.models import Document
from trucewatch.sources.recording import record_fact, require_known_to
from trucewatch.statements.models import (
    Answer,
    Assessment,
    Attributed,
    FigureClaim,
    Milestone,
    Note,
    Position,
    Question,
    Quoted,
    Statement,
)
from trucewatch.statements.rules import require_figure, require_protection, require_words
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused

_Row = TypeVar("_Row", bound=Quoted)
_WITHDRAWN: dict[type[Quoted], Event] = {
    Statement: Event.STATEMENT_WITHDRAWN,
    FigureClaim: Event.FIGURE_WITHDRAWN,
    Assessment: Event.ASSESSMENT_WITHDRAWN,
}


@transaction.atomic
def record_statement(statement: Statement, *, by: Member) -> Statement:
    """Enter one speaker's words under the mark of the document that they stand in."""
    return record_words(statement, Event.STATEMENT_RECORDED, by=by)


@transaction.atomic
def record_figure(figure: FigureClaim, *, by: Member) -> FigureClaim:
    """Enter a number that somebody claims."""
    require_figure(figure.low, figure.high)
    return record_words(figure, Event.FIGURE_RECORDED, by=by)


@transaction.atomic
def record_assessment(assessment: Assessment, *, by: Member) -> Assessment:
    """Enter how somebody judges the ceasefire."""
    return record_words(assessment, Event.ASSESSMENT_RECORDED, by=by)


def raise_question(question: Question, *, by: Member) -> Question:
    """Enter something on which accounts differ; nobody answers it for the record."""
    return record_fact(question, Event.QUESTION_RAISED, by=by)


def record_answer(answer: Answer, *, by: Member) -> Answer:
    """Enter what one speaker says to a question; a protected one has no party."""
    if answer.anonymous and answer.speaker_party is not None:
        raise Refused("A protected source has no party in the record.", field="speaker_party")
    return record_fact(answer, Event.QUESTION_ANSWERED, by=by)


def record_position(position: Position, *, by: Member) -> Position:
    """Enter where somebody stands on a topic."""
    if position.party is None and not position.party_label.strip():
        raise Refused("Say whose position it is.", field="party_label")
    return record_fact(position, Event.POSITION_RECORDED, by=by)


def write_note(note: Note, *, by: Member) -> Note:
    """Keep an analyst's thought; at least under AMBER, for it is nobody's account."""
    if Handling(note.handling) <= Handling.GREEN:
        raise Refused("A note is at least TLP:AMBER.", field="handling")
    return record_fact(note, Event.NOTE_WRITTEN, by=by)


def record_milestone(milestone: Milestone, *, by: Member) -> Milestone:
    """Enter something that accounts refer to as known."""
    return record_fact(milestone, Event.MILESTONE_RECORDED, by=by)


@transaction.atomic
def withdraw_words(row: Quoted, *, by: Member, because: str) -> None:
    """A statement, figure or assessment no longer counts; it stays readable."""
    withdraw_row(row, _WITHDRAWN[type(row)], by=by, because=because)


def record_words(row: _Row, event: Event, *, by: Member) -> _Row:
    """Save words under the mark of a document that the member sees, in a transaction."""
    require(by, Act.WORK_PRESS_DESK)
    require_words(row.shown)
    if isinstance(row, Attributed):
        require_protection(row.speaker_names, anonymous=row.anonymous)
    if row.document_id is not None:
        _take_from_document(row, by)
    in_compartment = row.compartment_id is not None
    require_consistent_mark(Handling(row.handling), in_compartment=in_compartment)
    require_known_to(by, row)
    row.recorded_by, row.recorded_at = by, timezone.now()
    row.save()
    ledger.record(event, by=by, subject=row, facts={"characters": [row.start, row.end]})
    return row


def _take_from_document(row: Quoted, by: Member) -> None:
    """Words have the mark, the source and the hash of the document that they stand in."""
    document = Document.objects.visible_to(MemberReader(by)).filter(pk=row.document_id).first()
    if document is None:
        raise NotFound("There is nothing here that you may see.")
    row.handling, row.compartment = document.handling, document.compartment
    row.source, row.document_sha256 = document.source, document.sha256


def withdraw_row(row: Quoted, event: Event, *, by: Member, because: str) -> None:
    """Let a row of words no longer count, in a transaction."""
    require(by, Act.WORK_PRESS_DESK)
    rows = type(row).objects.visible_to(MemberReader(by)).select_for_update(of=("self",))
    found = rows.filter(pk=row.pk).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    if found.withdrawn:
        raise Refused("It is withdrawn already.")
    found.withdrawn = True
    found.save(update_fields=["withdrawn"])
    ledger.record(event, by=by, subject=found, because=because)
