"""Tasking a team, what it finds or where it is turned back, witnesses, exhibits and custody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.moving import (
    Taking,
    Written,
    begin_step,
    carry_out,
    meet_deadline,
    refresh_due,
    write_paper,
)
from trucewatch.cases.actions.receiving import Alleged, file_complaint, own_compartment
from trucewatch.cases.models import (
    Case,
    Complaint,
    CustodyEntry,
    Exhibit,
    Observation,
    Paper,
    TeamMember,
)
from trucewatch.cases.queries.finding import NOTHING, find_case, submitters_of
from trucewatch.cases.rules.duties import require_other_than_submitter
from trucewatch.cases.rules.sense import require_countable, require_past
from trucewatch.cases.wording import COPIED, SEALED, WITHDRAWN
from trucewatch.intake.actions.calling import enter_caller, known_caller, open_sealed
from trucewatch.intake.models import Consent
from trucewatch.intake.vault import Identity
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.parties.models import Party
from trucewatch.reports.rules import require_reason, require_text
from trucewatch.sources.actions import ensure_organisation_source, keep_document
from trucewatch.sources.models import Document
from trucewatch.vocabulary.cases import (
    VERIFICATION_RECORDS,
    CaseClass,
    CaseState,
    CaseStep,
    ObservationUnit,
    PaperKind,
)
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.violations import ViolationType

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of something, in its own unit; low and high are equal where it is exact."""

    unit: ObservationUnit
    low: int
    high: int
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How somebody looked into it: on site, from afar, or turned back."""

    kind: PaperKind
    text: str
    method: str = ""
    happened_at: dt.datetime | None = None
    observations: Sequence[Counted] = ()
    denied_by: Party | None = None
    denied_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviewed:
    """What a witness said; the name, if one is kept, goes to the vault."""

    text: str
    happened_at: dt.datetime | None = None
    pseudonym: str = ""
    identity: Identity | None = None
    consents: Sequence[Consent] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitGiven:
    """A file of the case: what it shows, who made it when, under which rights."""

    path: Path
    name: str
    caption: str
    creator: str = ""
    rights: str = ""
    taken_at: dt.datetime | None = None


@transaction.atomic
def task_team(
    case_id: UUID, *, by: Member, text: str, leader: Member, team: Sequence[Member]
) -> Case:
    """Send a team; nobody on it has filed the allegation. A team that was sent before is relieved.

    What it recorded does not stand for the next one, which looks for itself.
    """
    case, move = begin_step(case_id, CaseStep.TASK, by=by)
    submitters = submitters_of(case)
    people = list({member.pk: member for member in [leader, *team]}.values())
    for member in people:
        if not member.is_active:
            raise Refused(
                "{member} is no longer active.", field="team", values={"member": str(member)}
            )
        if not Case.objects.visible_to(MemberReader(member)).filter(pk=case.pk).exists():
            raise Refused(
                "{member} may not see the case.", field="team", values={"member": str(member)}
            )
        require_other_than_submitter(member.pk, submitters)
    relieved = list(case.team.filter(until__isnull=True))
    for row in relieved:
        row.until = timezone.now()
        row.save(update_fields=["until"])
    rows = [
        TeamMember(case=case, member=member, is_leader=member.pk == leader.pk) for member in people
    ]
    for row in rows:
        row.save()
    taking = Taking(step=CaseStep.TASK, by=by, paper=Written(text=text), rows=[*relieved, *rows])
    return carry_out(case, move, taking)


@transaction.atomic
def record_verification(case_id: UUID, looked: Looked, *, by: Member) -> Paper:
    """Write down what was seen. A refused access opens a case of obstruction against the denier."""
    if looked.kind not in VERIFICATION_RECORDS:
        raise Refused("That is no record of a verification.", field="kind")
    case = _investigated(case_id, by)
    now = timezone.now()
    require_past(looked.happened_at, now, field="happened_at")
    if looked.kind is PaperKind.ACCESS_RECORD and not (
        looked.denied_by or looked.denied_label.strip()
    ):
        raise Refused("Say who refused access.", field="denied_label")
    if looked.kind is PaperKind.ACCESS_RECORD and looked.observations:
        raise Refused("Where access was refused nothing was counted.", field="observations")
    written = Written(text=looked.text, method=looked.method, happened_at=looked.happened_at or now)
    paper = write_paper(case, looked.kind, written, by=by)
    observations = [_observation(paper, counted) for counted in looked.observations]
    rows = meet_deadline(case, "on_site", now)
    if looked.kind is PaperKind.SITE_RECORD and case.on_site_at is None:
        case.on_site_at = written.happened_at
    refresh_due(case)
    case.save()
    ledger.record(
        Event.VERIFICATION_RECORDED, by=by, subject=case, rows=[paper, *observations, *rows],
        facts={"kind": looked.kind.value},
    )  # fmt: skip
    if looked.kind is PaperKind.ACCESS_RECORD:
        open_obstruction(case, looked, by=by)
    return paper


def open_obstruction(case: Case, looked: Looked, *, by: Member) -> Complaint:
    """A case of its own against whoever refused access, filed by the team."""
    at = looked.happened_at or timezone.now()
    day = at.astimezone(case.version.read().calendar.zone).date()
    alleged = Alleged(
        text=looked.text, case_class=CaseClass.OBSTRUCTION,
        violation_type=ViolationType.OBSTRUCTION_OF_MONITORS, date_start=day, date_end=day,
        place_label=case.place_label, area=case.area, latitude=case.latitude,
        longitude=case.longitude, accused=looked.denied_by,
        accused_label=looked.denied_label, addressee=_answers_for(case, looked), arose_from=case,
    )  # fmt: skip
    return file_complaint(case.mechanism, alleged, by=by)


@transaction.atomic
def record_interview(case_id: UUID, interviewed: Interviewed, *, by: Member) -> Paper:
    """Write down what a witness said, under a pseudonym; a name is sealed, with consent alone."""
    case = _investigated(case_id, by)
    require_past(interviewed.happened_at, timezone.now(), field="happened_at")
    if interviewed.pseudonym:
        witness = known_caller(interviewed.pseudonym, by=by)
    else:
        witness = enter_caller(interviewed.identity, interviewed.consents, by=by)
    written = Written(text=interviewed.text, happened_at=interviewed.happened_at or timezone.now())
    paper = write_paper(case, PaperKind.INTERVIEW, written, by=by)
    paper.witness = witness
    paper.save(update_fields=["witness"])
    ledger.record(Event.INTERVIEW_RECORDED, by=by, subject=case, rows=[paper])
    return paper


@transaction.atomic
def open_witness(paper_id: UUID, *, by: Member, because: str) -> Identity:
    """Read a witness's name, for a reason. That it was read stands in the ledger for good."""
    require_reason(because)
    rows = Paper.objects.visible_to(MemberReader(by)).select_related("witness")
    paper = rows.filter(pk=paper_id, witness__isnull=False).first()
    if paper is None:
        raise NotFound(NOTHING)
    identity: Identity = open_sealed(paper.witness, by=by, because=because)
    return identity


@transaction.atomic
def add_exhibit(case_id: UUID, given: ExhibitGiven, *, by: Member) -> Exhibit:
    """Keep a file byte for byte, with its hash; its custody begins with whoever brought it."""
    require(by, Act.ATTACH_EVIDENCE)
    for name in ("caption", "creator", "rights"):
        require_text(getattr(given, name), most=_LONGEST, field=name)
    if not given.caption.strip():
        raise Refused("Say what the file shows.", field="caption")
    case = find_case(case_id, by, lock=True)
    now = timezone.now()
    require_past(given.taken_at, now, field="taken_at")
    document = keep_file(given.path, given.name, by=by)
    exhibit = Exhibit(
        case=case, document=document, caption=given.caption.strip(),
        creator=given.creator.strip(), rights=given.rights.strip(), taken_at=given.taken_at,
        added_by=by, added_at=now, handling=Handling.AMBER_STRICT, compartment=own_compartment(by),
    )  # fmt: skip
    exhibit.save()
    entry = _in_hands(exhibit, by, SEALED)
    ledger.record(Event.EXHIBIT_ADDED, by=by, subject=case, rows=[document, exhibit, entry])
    return exhibit


@transaction.atomic
def hand_on_exhibit(exhibit_id: UUID, what: str, *, by: Member) -> CustodyEntry:
    """Write into the custody log what is done with an exhibit."""
    require(by, Act.MOVE_CASE)
    require_text(what, most=_LONGEST, field="what")
    if not what.strip():
        raise Refused("Say what is done with it.", field="what")
    exhibit = find_exhibit(exhibit_id, by)
    entry = _in_hands(exhibit, by, what.strip())
    ledger.record(Event.EXHIBIT_HANDED_ON, by=by, subject=exhibit, rows=[entry])
    return entry


@transaction.atomic
def add_working_copy(exhibit_id: UUID, path: Path, name: str, *, by: Member) -> Exhibit:
    """Keep a copy to work on, apart from the original: cropped, translated, made lighter."""
    require(by, Act.MOVE_CASE)
    exhibit = find_exhibit(exhibit_id, by)
    copy = keep_file(path, name, by=by)
    if copy.sha256 == exhibit.document.sha256:
        raise Refused("That is the original itself.", field="file")
    exhibit.working_copy = copy
    exhibit.save(update_fields=["working_copy"])
    entry = _in_hands(exhibit, by, COPIED)
    ledger.record(Event.EXHIBIT_HANDED_ON, by=by, subject=exhibit, rows=[copy, entry])
    return exhibit


@transaction.atomic
def withdraw_exhibit(exhibit_id: UUID, *, by: Member, because: str) -> Exhibit:
    """Show it no longer; its bytes and its custody stay in the record."""
    require(by, Act.MOVE_CASE)
    require_reason(because)
    exhibit = find_exhibit(exhibit_id, by, lock=True)
    if exhibit.withdrawn:
        raise Refused("It is withdrawn already.")
    exhibit.withdrawn = True
    exhibit.save(update_fields=["withdrawn"])
    entry = _in_hands(exhibit, by, WITHDRAWN)
    ledger.record(Event.EXHIBIT_WITHDRAWN, by=by, subject=exhibit, rows=[entry], because=because)
    return exhibit


def find_exhibit(exhibit_id: UUID, by: Member, *, lock: bool = False) -> Exhibit:
    """The exhibit, if the member may see it."""
    rows = Exhibit.objects.visible_to(MemberReader(by)).select_related("document", "case")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: Exhibit | None = rows.filter(pk=exhibit_id).first()
    if found is None:
        raise NotFound(NOTHING)
    return found


def keep_file(path: Path, name: str, *, by: Member) -> Document:
    """The bytes on the shelf of originals, and the document that names them.

    Call it inside an act that commits to the document.
    """
    return keep_document(
        path, name=name, source=ensure_organisation_source(by=by),
        handling=Handling.AMBER_STRICT, compartment=own_compartment(by),
    )  # fmt: skip


def _investigated(case_id: UUID, by: Member) -> Case:
    require(by, Act.MOVE_CASE)
    case = find_case(case_id, by, lock=True)
    if case.state != CaseState.INVESTIGATING:
        raise Refused("Records are made while the case is under investigation.")
    if case.is_paused:
        raise Refused("The case is paused. Resume it first.")
    if not by.is_operator and not case.team.filter(member=by, until__isnull=True).exists():
        raise NotAllowed("Only the team that was tasked does this.")
    require_other_than_submitter(by.pk, submitters_of(case))
    return case


def _observation(paper: Paper, counted: Counted) -> Observation:
    for name in ("low", "high"):
        require_countable(getattr(counted, name), field=name)
    if counted.high < counted.low:
        raise Refused("The highest number is below the lowest.", field="observations")
    row = Observation(
        paper=paper, unit=counted.unit, low=counted.low, high=counted.high,
        remarks=counted.remarks[:_LONGEST],
    )  # fmt: skip
    row.save()
    return row


def _in_hands(exhibit: Exhibit, by: Member, what: str) -> CustodyEntry:
    entry = CustodyEntry(exhibit=exhibit, by=by, at=timezone.now(), what=what)
    entry.save()
    return entry


def _answers_for(case: Case, looked: Looked) -> Organisation | None:
    """Whoever answers for the accused answers for its own denial as well."""
    same = looked.denied_by is not None and looked.denied_by.pk == case.accused_id
    return case.addressee if same else None
