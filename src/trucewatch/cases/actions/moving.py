"""Taking a case from state to state: the one way in which a case's state ever changes."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Compartment, Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.sharing import widen
from trucewatch.cases.models import Case, Deadline, Paper, Step
from trucewatch.cases.queries.deciding import decision_on
from trucewatch.cases.queries.finding import find_case, functions_in
from trucewatch.cases.rules.duties import require_function
from trucewatch.cases.rules.machine import Move, require_move
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.ledger.models import Recorded
from trucewatch.reports.rules import require_reason, require_text
from trucewatch.vocabulary.cases import (
    ADOPTED,
    COUNTED,
    ENDED,
    VERIFICATION_RECORDS,
    CaseState,
    CaseStep,
    Established,
    PaperKind,
    SeatFunction,
)
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, Refused

LONGEST_PAPER: Final = 60_000

EVENTS: Final[Mapping[CaseStep, Event]] = {
    CaseStep.ACKNOWLEDGE: Event.CASE_ACKNOWLEDGED,
    CaseStep.SCREEN: Event.CASE_SCREENED,
    CaseStep.DISMISS: Event.CASE_DISMISSED,
    CaseStep.JOIN: Event.CASE_JOINED,
    CaseStep.NOTIFY: Event.CASE_NOTIFIED,
    CaseStep.TASK: Event.CASE_TASKED,
    CaseStep.BEGIN: Event.CASE_BEGUN,
    CaseStep.REPORT: Event.CASE_REPORTED,
    CaseStep.REVIEW: Event.CASE_CIRCULATED,
    CaseStep.DECIDE: Event.CASE_DECIDED,
    CaseStep.REQUEST_REMEDY: Event.REMEDY_REQUESTED,
    CaseStep.REPORT_REMEDY: Event.REMEDY_REPORTED,
    CaseStep.CLOSE: Event.CASE_CLOSED,
    CaseStep.REOPEN: Event.CASE_REOPENED,
}
_PARALLEL: Final = frozenset({"response"})
"""What stays due whatever else happens, until the case ends or is looked into again."""
_UNTIL_REPORTED: Final = frozenset({"on_site"})
_MAY_PAUSE: Final = frozenset({SeatFunction.CHAIR, SeatFunction.DUTY_OFFICER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The paper of a step: its words, whom it is for, and what more it says."""

    text: str
    addressee: Organisation | None = None
    in_reply_to: Paper | None = None
    due_at: dt.datetime | None = None
    compartment: Compartment | None = None
    method: str = ""
    happened_at: dt.datetime | None = None


@dataclass(slots=True, kw_only=True)
class Taking:
    """A step as it is asked for, with what changes beside the state."""

    step: CaseStep
    by: Member
    because: str = ""
    paper: Written | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    rows: list[Recorded] = field(default_factory=list)
    share_with: list[Organisation] = field(default_factory=list)


def begin_step(case_id: UUID, step: CaseStep, *, by: Member) -> tuple[Case, Move]:
    """The case, locked, and the move, if the member may take it now; else refused."""
    require(by, Act.MOVE_CASE)
    case = find_case(case_id, by, lock=True)
    move = require_move(step, CaseState(case.state), paused=case.is_paused)
    require_function(step, move, functions_in(case.mechanism, by))
    return case, move


def carry_out(case: Case, move: Move, taking: Taking) -> Case:
    """Change the state with everything that hangs on it, in one entry of the ledger.

    Call it inside the transaction in which ``begin_step`` locked the case.
    """
    now = timezone.now()
    by, came_from = taking.by, case.state
    case.state = move.to
    case.state_since = now
    for name, value in taking.columns.items():
        setattr(case, name, value)
    if move.to in ENDED:
        case.closed_at = now
    elif taking.step is CaseStep.REOPEN:
        case.closed_at = case.decided_at = None
    rows: list[Recorded] = list(taking.rows)
    rows += settle_deadlines(case, meets=[move.meets] if move.meets else [], move=move, now=now)
    for name in move.opens:
        rows.append(open_deadline(case, name, now))
    step = Step(case=case, step=taking.step, came_from=came_from, led_to=move.to, by=by, at=now)
    step.save()
    rows.append(step)
    if move.paper is not None and taking.paper is not None:
        rows.append(write_paper(case, move.paper, taking.paper, by=by))
    shared = widen(case, taking.share_with, by=by)
    refresh_due(case)
    case.save()
    facts: dict[str, Any] = {"from": str(came_from), "to": move.to.value}
    if shared:
        facts["shared_with"] = shared
    ledger.record(
        EVENTS[taking.step], by=by, subject=case, rows=rows, because=taking.because, facts=facts
    )
    return case


def write_paper(case: Case, kind: PaperKind, written: Written, *, by: Member) -> Paper:
    """A paper of the case, for the mission and whoever its compartment is open to.

    Call it inside an act that commits to it.
    """
    if not written.text.strip():
        raise Refused("Write the text of the paper.", field="text")
    require_text(written.text, most=LONGEST_PAPER, field="text")
    paper = Paper(
        case=case, kind_of_paper=kind, text=written.text.strip(), addressee=written.addressee,
        in_reply_to=written.in_reply_to, due_at=written.due_at, method=written.method,
        happened_at=written.happened_at, author=by, made_at=timezone.now(),
        handling=Handling.AMBER_STRICT, compartment=written.compartment,
    )  # fmt: skip
    paper.save()
    return paper


def open_deadline(case: Case, name: str, now: dt.datetime) -> Deadline:
    """Something is due from now on, by the terms under which the case began."""
    deadline = Deadline(case=case, name=name, set_at=now, due_at=case.version.read().due(name, now))
    deadline.save()
    return deadline


def meet_deadline(
    case: Case, name: str, now: dt.datetime, *, set_by: dt.datetime | None = None
) -> list[Recorded]:
    """What was due under that name is done; with ``set_by`` only what was due by that moment."""
    found = list(_open(case).filter(name=name, set_at__lte=set_by or now))
    for deadline in found:
        deadline.met_at = now
        deadline.save(update_fields=["met_at"])
    return list(found)


def settle_deadlines(
    case: Case, *, meets: Collection[str], move: Move, now: dt.datetime
) -> list[Recorded]:
    """Deadlines are met by the step, go on beside it, or lapse since nobody owes them now."""
    keeps = set() if move.to in ENDED or move.to is CaseState.SCREENED else set(_PARALLEL)
    if move.to is CaseState.INVESTIGATING:
        keeps |= _UNTIL_REPORTED
    changed: list[Recorded] = []
    for deadline in _open(case):
        if deadline.name in meets:
            deadline.met_at = now
        elif deadline.name in keeps:
            continue
        else:
            deadline.lapsed_at = now
        deadline.save(update_fields=["met_at", "lapsed_at"])
        changed.append(deadline)
    return changed


def refresh_due(case: Case) -> None:
    """Keep the earliest open deadline beside the case; nothing is due while it is paused."""
    first = None if case.is_paused else _open(case).order_by("due_at").first()
    case.due_at = first.due_at if first else None
    case.due_name = first.name if first else ""


def _open(case: Case) -> Any:
    return Deadline.objects.filter(case=case, met_at__isnull=True, lapsed_at__isnull=True)


@transaction.atomic
def acknowledge(case_id: UUID, *, by: Member) -> Case:
    """Say that the allegation has arrived and is looked at; its sender has a receipt."""
    case, move = begin_step(case_id, CaseStep.ACKNOWLEDGE, by=by)
    complaint = case.complaints.select_related("organisation").order_by("received_at").first()
    paper = None
    if complaint is not None:
        paper = Written(
            text=f"{complaint.receipt}", addressee=complaint.organisation,
            compartment=complaint.compartment,
        )  # fmt: skip
    return carry_out(case, move, Taking(step=CaseStep.ACKNOWLEDGE, by=by, paper=paper))


@transaction.atomic
def screen(case_id: UUID, *, by: Member, text: str, columns: Mapping[str, Any]) -> Case:
    """Say that the case is one for the mechanism, and put its matter in neutral words."""
    case, move = begin_step(case_id, CaseStep.SCREEN, by=by)
    given = {name: value for name, value in columns.items() if name in SCREENED_COLUMNS}
    kind = given.get("violation_type", case.violation_type)
    is_counted = given.get("case_class", case.case_class) in COUNTED
    if is_counted and kind not in case.version.read().types:
        raise Refused(
            "The mechanism does not look into violations of that type.", field="violation_type"
        )
    taking = Taking(step=CaseStep.SCREEN, by=by, paper=Written(text=text), columns=given)
    return carry_out(case, move, taking)


SCREENED_COLUMNS: Final = frozenset(
    {"matter", "violation_type", "case_class", "provision", "addressee", "is_continuing"}
)
"""What the duty officer may put right when screening."""


@transaction.atomic
def dismiss(case_id: UUID, *, by: Member, because: str) -> Case:
    """Say that the case is not one for the mechanism."""
    require_reason(because)
    case, move = begin_step(case_id, CaseStep.DISMISS, by=by)
    taking = Taking(step=CaseStep.DISMISS, by=by, because=because, paper=Written(text=because))
    return carry_out(case, move, taking)


@transaction.atomic
def join_case(case_id: UUID, into: UUID, *, by: Member, because: str) -> Case:
    """Say that another case is about the same matter; this one ends there."""
    require_reason(because)
    case, move = begin_step(case_id, CaseStep.JOIN, by=by)
    ledger.take_turn()
    other = find_case(into, by)
    if other.pk == case.pk:
        raise Refused("A case is no duplicate of itself.", field="into")
    if other.mechanism_id != case.mechanism_id:
        raise Refused("The other case belongs to another mechanism.", field="into")
    if other.state == CaseState.DUPLICATE:
        raise Refused(
            "The other case is a duplicate itself: choose the one it joins.", field="into"
        )
    taking = Taking(
        step=CaseStep.JOIN, by=by, because=because, paper=Written(text=because),
        columns={"duplicate_of": other},
    )  # fmt: skip
    return carry_out(case, move, taking)


@transaction.atomic
def begin_investigation(case_id: UUID, *, by: Member) -> Case:
    """The team sets out."""
    case, move = begin_step(case_id, CaseStep.BEGIN, by=by)
    _require_on_team(case, by)
    return carry_out(case, move, Taking(step=CaseStep.BEGIN, by=by))


@transaction.atomic
def hand_in_report(case_id: UUID, *, by: Member, text: str) -> Case:
    """The team leader reports what was found; not before something was looked at."""
    case, move = begin_step(case_id, CaseStep.REPORT, by=by)
    _require_on_team(case, by)
    require_verified(case)
    taking = Taking(step=CaseStep.REPORT, by=by, paper=Written(text=text))
    return carry_out(case, move, taking)


@transaction.atomic
def request_remedy(case_id: UUID, *, by: Member, text: str) -> Case:
    """Ask the accused to put right what was found, if the members adopted that it was done."""
    case, move = begin_step(case_id, CaseStep.REQUEST_REMEDY, by=by)
    if case.addressee is None:
        raise Refused("Nobody is named who answers for the accused.", field="addressee")
    finding = case.findings.filter(replaced_at__isnull=True).first()
    is_adopted = finding is not None and decision_on(finding).outcome in ADOPTED
    if finding is None or not is_adopted or finding.established != Established.ESTABLISHED:
        raise Refused("Nothing was adopted that could be put right.")
    now = timezone.now()
    paper = Written(
        text=text, addressee=case.addressee, compartment=case.addressee.home_compartment,
        due_at=case.version.read().due("remedy", now),
    )  # fmt: skip
    taking = Taking(step=CaseStep.REQUEST_REMEDY, by=by, paper=paper, share_with=[case.addressee])
    return carry_out(case, move, taking)


@transaction.atomic
def report_remedy(case_id: UUID, *, by: Member, text: str) -> Case:
    """Whoever was asked for a remedy says what was done."""
    require(by, Act.ANSWER_NOTICE)
    case = find_case(case_id, by, lock=True)
    move = require_move(CaseStep.REPORT_REMEDY, CaseState(case.state), paused=case.is_paused)
    if case.addressee_id != by.organisation_id and not by.is_operator:
        raise NotAllowed("Only whoever was asked for a remedy reports on it.")
    paper = Written(
        text=text, addressee=None,
        compartment=case.addressee.home_compartment if case.addressee else None,
    )  # fmt: skip
    return carry_out(case, move, Taking(step=CaseStep.REPORT_REMEDY, by=by, paper=paper))


@transaction.atomic
def close_case(case_id: UUID, *, by: Member, because: str) -> Case:
    """Nothing more is owed in this case. Undo with ``reopen_case``."""
    require_reason(because)
    case, move = begin_step(case_id, CaseStep.CLOSE, by=by)
    taking = Taking(step=CaseStep.CLOSE, by=by, because=because, paper=Written(text=because))
    return carry_out(case, move, taking)


@transaction.atomic
def reopen_case(case_id: UUID, *, by: Member, because: str) -> Case:
    """New evidence: the case goes back to where it is notified and looked into again."""
    require_reason(because)
    case, move = begin_step(case_id, CaseStep.REOPEN, by=by)
    taking = Taking(
        step=CaseStep.REOPEN, by=by, because=because, paper=Written(text=because),
        columns={"duplicate_of": None},
    )  # fmt: skip
    return carry_out(case, move, taking)


@transaction.atomic
def pause_case(case_id: UUID, *, by: Member, because: str) -> Case:
    """Nothing is due until the case is resumed; the reason stands in the ledger."""
    require_reason(because)
    case = _for_chair(case_id, by)
    if case.is_paused:
        raise Refused("The case is paused already.")
    if case.state in ENDED:
        raise Refused("The case has ended: nothing is due.")
    case.paused_at = timezone.now()
    refresh_due(case)
    case.save()
    ledger.record(Event.CASE_PAUSED, by=by, subject=case, because=because)
    return case


@transaction.atomic
def resume_case(case_id: UUID, *, by: Member) -> Case:
    """What was due is due as much later as the pause was long."""
    case = _for_chair(case_id, by)
    if case.paused_at is None:
        raise Refused("The case is not paused.")
    length = timezone.now() - case.paused_at
    moved = list(_open(case))
    for deadline in moved:
        deadline.due_at += length
        deadline.save(update_fields=["due_at"])
    case.paused_at = None
    refresh_due(case)
    case.save()
    ledger.record(Event.CASE_RESUMED, by=by, subject=case, rows=moved)
    return case


@transaction.atomic
def assign_case(case_id: UUID, to: Member | None, *, by: Member) -> Case:
    """Say who looks after the case at the desk; nobody is a choice too."""
    require(by, Act.MOVE_CASE)
    case = find_case(case_id, by, lock=True)
    if not functions_in(case.mechanism, by):
        raise NotAllowed("You have no seat in this mechanism.")
    if to is not None and not Case.objects.visible_to(MemberReader(to)).filter(pk=case.pk).exists():
        raise Refused("They may not see the case.", field="to")
    case.assigned_to = to
    case.save(update_fields=["assigned_to"])
    facts = {"to": to.ledger_name if to else ""}
    ledger.record(Event.CASE_ASSIGNED, by=by, subject=case, facts=facts)
    return case


def require_verified(case: Case) -> None:
    """Refuse what rests on a verification where there is no record of one since it reopened."""
    from_then = case.steps.filter(step=CaseStep.TASK).order_by("-at").values_list("at", flat=True)
    since = from_then.first()
    records = case.papers.filter(kind_of_paper__in=VERIFICATION_RECORDS)
    if since is not None:
        records = records.filter(made_at__gte=since)
    if not records.exists():
        raise Refused(
            "There is no record of a verification: on site, from afar, or of a refused access."
        )


def _require_on_team(case: Case, by: Member) -> None:
    if by.is_operator or case.team.filter(member=by, until__isnull=True).exists():
        return
    raise NotAllowed("Only the team that was tasked does this.")


def _for_chair(case_id: UUID, by: Member) -> Case:
    require(by, Act.MOVE_CASE)
    case = find_case(case_id, by, lock=True)
    if not functions_in(case.mechanism, by) & _MAY_PAUSE:
        raise NotAllowed("Only the chair or the duty officer pauses and resumes a case.")
    return case
