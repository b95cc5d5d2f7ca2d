"""Asking the accused for a response, reminding, and recording what came or that nothing came."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.moving import (
    Taking,
    Written,
    begin_step,
    carry_out,
    meet_deadline,
    open_deadline,
    refresh_due,
    write_paper,
)
from trucewatch.cases.models import Case, Deadline, Paper
from trucewatch.cases.queries.finding import NOTHING, find_case, find_paper, functions_in
from trucewatch.cases.wording import SILENT
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.rules import require_text
from trucewatch.vocabulary.cases import ENDED, CaseStep, PaperKind, SeatFunction
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

_AT_DESK = frozenset({SeatFunction.DUTY_OFFICER, SeatFunction.CHAIR})


@transaction.atomic
def notify_accused(case_id: UUID, *, by: Member, text: str) -> Paper:
    """Ask whoever answers for the accused for a response. From then on they see the case.

    They see this paper and the case; what was alleged, in whose words, stays with the mission.
    """
    case, move = begin_step(case_id, CaseStep.NOTIFY, by=by)
    if case.addressee is None:
        raise Refused(
            "Nobody is named who answers for the accused: put that right, or task a team.",
            field="addressee",
        )
    now = timezone.now()
    deadline = open_deadline(case, "response", now)
    written = Written(
        text=text, addressee=case.addressee, due_at=deadline.due_at,
        compartment=case.addressee.home_compartment,
    )  # fmt: skip
    taking = Taking(
        step=CaseStep.NOTIFY, by=by, paper=written, share_with=[case.addressee], rows=[deadline]
    )
    carry_out(case, move, taking)
    notice: Paper = case.papers.filter(kind_of_paper=PaperKind.NOTICE).order_by("-made_at")[0]
    return notice


@transaction.atomic
def respond(notice_id: UUID, *, by: Member, text: str) -> Paper:
    """Whoever was asked answers, once; the answer is theirs and the mission's alone."""
    require(by, Act.ANSWER_NOTICE)
    require_text(text, most=60_000, field="text")
    notice = _notice(notice_id, by)
    case = _locked(notice)
    if notice.addressee_id != by.organisation_id and not by.is_operator:
        raise NotAllowed("Only whoever was asked answers.")
    _require_unanswered(notice)
    written = Written(text=text, in_reply_to=notice, compartment=notice.compartment)
    paper = write_paper(case, PaperKind.RESPONSE, written, by=by)
    rows = meet_deadline(case, "response", timezone.now(), set_by=notice.made_at)
    refresh_due(case)
    case.save(update_fields=["due_at", "due_name"])
    ledger.record(Event.NOTICE_ANSWERED, by=by, subject=case, rows=[paper, *rows])
    return paper


@transaction.atomic
def remind(notice_id: UUID, *, by: Member, text: str) -> Paper:
    """Ask once more; when the response is due does not change."""
    notice = _notice(notice_id, by)
    case = _for_desk(notice, by)
    _require_unanswered(notice)
    written = Written(
        text=text, addressee=notice.addressee, in_reply_to=notice, due_at=notice.due_at,
        compartment=notice.compartment,
    )  # fmt: skip
    paper = write_paper(case, PaperKind.REMINDER, written, by=by)
    ledger.record(Event.NOTICE_REMINDED, by=by, subject=case, rows=[paper])
    return paper


@transaction.atomic
def record_silence(notice_id: UUID, *, by: Member) -> Paper:
    """The time for a response is over and none came: that is recorded as what it is."""
    notice = _notice(notice_id, by)
    case = _for_desk(notice, by)
    _require_unanswered(notice)
    if case.is_paused:
        raise Refused("The case is paused. Resume it first.")
    deadline: Deadline | None = (
        case.deadlines.filter(name="response", met_at__isnull=True, set_at__lte=notice.made_at)
        .order_by("-set_at")
        .first()
    )
    due = deadline.due_at if deadline is not None else notice.due_at
    if due is not None and due > timezone.now():
        raise Refused("The time for a response is not over yet.")
    written = Written(text=SILENT, in_reply_to=notice, compartment=notice.compartment)
    paper = write_paper(case, PaperKind.SILENCE, written, by=by)
    rows = []
    if deadline is not None and deadline.is_open:
        deadline.lapsed_at = timezone.now()
        deadline.save(update_fields=["lapsed_at"])
        rows.append(deadline)
    refresh_due(case)
    case.save(update_fields=["due_at", "due_name"])
    ledger.record(Event.SILENCE_RECORDED, by=by, subject=case, rows=[paper, *rows])
    return paper


def _notice(notice_id: UUID, by: Member) -> Paper:
    notice = find_paper(notice_id, by)
    if notice.kind_of_paper != PaperKind.NOTICE:
        raise NotFound(NOTHING)
    return notice


def _locked(notice: Paper) -> Case:
    """The case behind a notice; whoever may read the notice was let see the case with it."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("mechanism", "version")
    case: Case = rows.get(pk=notice.case_id)
    if case.state in ENDED:
        raise Refused("The case has ended.")
    return case


def _for_desk(notice: Paper, by: Member) -> Case:
    require(by, Act.MOVE_CASE)
    case = find_case(notice.case_id, by, lock=True)
    if not functions_in(case.mechanism, by) & _AT_DESK:
        raise NotAllowed("Only the duty officer or the chair does this.")
    if case.state in ENDED:
        raise Refused("The case has ended.")
    return case


def _require_unanswered(notice: Paper) -> None:
    answered = notice.replies.filter(kind_of_paper__in=[PaperKind.RESPONSE, PaperKind.SILENCE])
    if answered.exists():
        raise Refused("The notice is answered, or the silence recorded, already.")


def is_addressed_to(notice: Paper, member: Member) -> bool:
    """Whether the member's organisation is asked, and may see that it is."""
    seen = Paper.objects.visible_to(MemberReader(member)).filter(pk=notice.pk).exists()
    return seen and notice.addressee_id == member.organisation_id
