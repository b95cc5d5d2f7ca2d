"""A case from reception to its end: who may, what paper it makes, what is due."""

import datetime as dt
from typing import Any

import pytest
from mechanism import (
    Bench,
    alleged,
    decided,
    drafted,
    filed,
    investigating,
    looked,
    notified,
    reported,
    screened,
)

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving, notifying, sharing, verifying
from trucewatch.cases.actions.receiving import file_complaint
from trucewatch.cases.models import Case, Complaint, Deadline, Finding, Paper
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.vocabulary.cases import (
    CaseClass,
    CaseState,
    PaperKind,
    Stance,
)
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.violations import ViolationType

pytestmark = pytest.mark.django_db


def sees(member: Any, row: Any) -> bool:
    """Whether the member finds the row."""
    return bool(type(row).objects.visible_to(MemberReader(member)).filter(pk=row.pk).exists())


def test_a_filing_makes_a_case_a_receipt_and_a_deadline(bench: Bench) -> None:
    """The filer and the mission see it; the accused and guarantors do not yet."""
    case = filed(bench)
    complaint = case.complaints.get()
    assert case.state == CaseState.RECEIVED
    assert case.matter == "Shelling (artillery, mortar, rocket), Talbisa"
    assert complaint.receipt
    due = case.deadlines.get()
    assert (due.name, due.due_at - due.set_at) == ("acknowledge", dt.timedelta(hours=2))
    for member, seen in (
        (bench.cast.liaison, True), (bench.cast.monitor, True),
        (bench.cast.rival, False), (bench.cast.delegate, False),
    ):  # fmt: skip
        assert sees(member, case) is seen
        assert sees(member, complaint) is seen


def test_an_allegation_is_an_account_of_an_event(bench: Bench) -> None:
    """It stands in an incident, under the mark of its filer."""
    case = filed(bench)
    report = case.complaints.get().report
    assert report is not None
    assert case.incident is not None
    assert not sees(bench.cast.rival, report)


@pytest.mark.parametrize("kind", [CaseClass.PROCESS, CaseClass.GUARANTOR])
def test_what_breaches_no_ceasefire_makes_no_report(bench: Bench, kind: CaseClass) -> None:
    """A process complaint or one about a guarantor is a case of a class of its own."""
    case = filed(bench, case_class=kind)
    assert case.incident is None
    assert case.matter.startswith(kind.label)


def test_the_whole_way_leaves_a_paper_and_an_entry_at_every_step(bench: Bench) -> None:
    """From reception to the closing note."""
    finding = decided(bench)
    case = finding.case
    moving.request_remedy(case.pk, by=bench.chair, text="Put it right.")
    moving.report_remedy(case.pk, by=bench.cast.rival, text="We did.")
    moving.close_case(case.pk, by=bench.chair, because="It was put right.")
    kinds = list(case.papers.values_list("kind_of_paper", flat=True))
    assert kinds == [
        PaperKind.RECEIPT, PaperKind.SCREENING, PaperKind.NOTICE, PaperKind.TASKING,
        PaperKind.SITE_RECORD, PaperKind.INVESTIGATION_REPORT, PaperKind.VIOLATION_REPORT,
        PaperKind.REMEDY_REQUEST, PaperKind.REMEDY_REPORT, PaperKind.CLOSING_NOTE,
    ]  # fmt: skip
    events = set(Entry.objects.values_list("event", flat=True))
    assert {"case.received", "case.notified", "case.decided", "remedy.reported"} <= events
    assert not Deadline.objects.filter(met_at__isnull=True, lapsed_at__isnull=True).exists()
    assert verify_record().is_intact


def test_an_illegal_step_names_those_that_are_possible(bench: Bench) -> None:
    """And nothing is written."""
    case = filed(bench)
    with pytest.raises(Refused, match="Possible: Acknowledge"):
        moving.hand_in_report(case.pk, by=bench.leader, text="x")
    assert not case.papers.exists()


@pytest.mark.parametrize("part", ["liaison", "rival", "delegate", "administrator", "observer"])
def test_those_without_a_seat_take_no_step(bench: Bench, part: str) -> None:
    """Whoever may not see the case is told no more than that there is nothing."""
    case = filed(bench)
    with pytest.raises((NotAllowed, NotFound)):
        moving.acknowledge(case.pk, by=getattr(bench.cast, part))
    case.refresh_from_db()
    assert case.state == CaseState.RECEIVED


def test_a_notice_shows_the_accused_the_case_and_no_more(bench: Bench) -> None:
    """The allegation stays with the filer; the filer does not see the notice."""
    case, notice = notified(bench)
    rival, liaison = bench.cast.rival, bench.cast.liaison
    assert sees(rival, case)
    assert sees(rival, notice)
    assert not sees(rival, case.complaints.get())
    assert not sees(liaison, notice)
    assert not sees(bench.cast.delegate, case)
    entry = Entry.objects.get(event="case.notified")
    assert '"shared_with":["rival"]' in entry.body


def test_a_response_is_given_once_by_whoever_was_asked(bench: Bench) -> None:
    """It meets the deadline, and the filer does not read it."""
    case, notice = notified(bench)
    with pytest.raises((NotAllowed, NotFound)):
        notifying.respond(notice.pk, by=bench.cast.liaison, text="We say so.")
    answer = notifying.respond(notice.pk, by=bench.cast.rival, text="It was not us.")
    assert not sees(bench.cast.liaison, answer)
    assert sees(bench.cast.monitor, answer)
    assert case.deadlines.get(name="response").met_at is not None
    with pytest.raises(Refused):
        notifying.respond(notice.pk, by=bench.cast.rival, text="Once more.")


def test_silence_is_recorded_as_silence_once_time_is_over(bench: Bench) -> None:
    """Not before; a reminder does not move the deadline."""
    case, notice = notified(bench)
    notifying.remind(notice.pk, by=bench.cast.monitor, text="Please answer.")
    with pytest.raises(Refused, match="not over"):
        notifying.record_silence(notice.pk, by=bench.cast.monitor)
    case.deadlines.filter(name="response").update(due_at=case.received_at)
    paper = notifying.record_silence(notice.pk, by=bench.cast.monitor)
    assert paper.kind_of_paper == PaperKind.SILENCE
    assert case.deadlines.get(name="response").lapsed_at is not None


def test_the_verifier_has_not_filed_the_allegation(bench: Bench) -> None:
    """A monitor who filed it is not sent to look into it."""
    case = file_complaint(bench.mechanism, alleged(), by=bench.leader).case
    moving.acknowledge(case.pk, by=bench.cast.monitor)
    moving.screen(case.pk, by=bench.cast.monitor, text="For us.", columns={})
    with pytest.raises(Refused, match="does not verify"):
        verifying.task_team(case.pk, by=bench.chair, text="Go.", leader=bench.leader, team=[])


def test_there_is_no_report_and_no_finding_without_a_verification_record(bench: Bench) -> None:
    """A refused access is a record too, and opens a case of obstruction."""
    case = investigating(bench)
    with pytest.raises(Refused, match="no record of a verification"):
        moving.hand_in_report(case.pk, by=bench.leader, text="Nothing was seen.")
    denied = looked(kind=PaperKind.ACCESS_RECORD, text="Turned back.", denied_label="A checkpoint")
    verifying.record_verification(case.pk, denied, by=bench.leader)
    obstruction = Case.objects.get(arose_from=case)
    assert obstruction.case_class == CaseClass.OBSTRUCTION
    assert obstruction.violation_type == ViolationType.OBSTRUCTION_OF_MONITORS
    assert obstruction.accused_label == "A checkpoint"
    assert moving.hand_in_report(case.pk, by=bench.leader, text="No access.").state == "reported"


def test_a_duplicate_ends_in_the_case_it_joins(bench: Bench) -> None:
    """Not in itself, and not in another duplicate."""
    first, second = screened(bench), screened(bench)
    by = bench.cast.monitor
    with pytest.raises(Refused):
        moving.join_case(second.pk, second.pk, by=by, because="The same")
    moving.join_case(second.pk, first.pk, by=by, because="The same shelling")
    second.refresh_from_db()
    assert (second.state, second.duplicate_of) == (CaseState.DUPLICATE, first)
    third = screened(bench)
    with pytest.raises(Refused):
        moving.join_case(third.pk, second.pk, by=by, because="The same")


def test_a_pause_moves_every_deadline_by_its_length(bench: Bench) -> None:
    """Nothing is due meanwhile and no step is taken."""
    case = filed(bench)
    before = case.deadlines.get().due_at
    case = moving.pause_case(case.pk, by=bench.chair, because="Fighting")
    assert case.due_at is None
    with pytest.raises(Refused, match="paused"):
        moving.acknowledge(case.pk, by=bench.cast.monitor)
    Case.objects.filter(pk=case.pk).update(paused_at=case.paused_at - dt.timedelta(hours=5))
    case = moving.resume_case(case.pk, by=bench.chair)
    moved = case.deadlines.get().due_at - before
    assert dt.timedelta(hours=5) <= moved < dt.timedelta(hours=5, minutes=1)
    assert case.due_at == before + moved


def test_a_closed_case_is_reopened_and_looked_into_again(bench: Bench) -> None:
    """What was recorded before does not stand for the second look."""
    finding = decided(bench)
    moving.close_case(finding.case_id, by=bench.chair, because="Done")
    case = moving.reopen_case(finding.case_id, by=bench.chair, because="New film")
    assert case.state == CaseState.SCREENED
    verifying.task_team(case.pk, by=bench.chair, text="Again.", leader=bench.leader, team=[])
    moving.begin_investigation(case.pk, by=bench.leader)
    with pytest.raises(Refused, match="no record"):
        moving.hand_in_report(case.pk, by=bench.leader, text="As before.")


def test_sight_of_a_case_is_widened_by_an_act_and_stays_apart_from_papers(bench: Bench) -> None:
    """A paper goes only to whoever sees the case already."""
    case = reported(bench)
    report = case.papers.get(kind_of_paper=PaperKind.INVESTIGATION_REPORT)
    guarantor = bench.cast.delegate.organisation
    with pytest.raises(Refused):
        sharing.share_paper(report.pk, guarantor, by=bench.chair, because="For them")
    sharing.share_case(case.pk, guarantor, by=bench.chair, because="For them")
    assert sees(bench.cast.delegate, case)
    assert not sees(bench.cast.delegate, report)
    sharing.share_paper(report.pk, guarantor, by=bench.chair, because="For them")
    assert sees(bench.cast.delegate, report)
    assert not sees(bench.second, report)


def test_committee_members_see_the_finding_when_it_is_circulated(bench: Bench) -> None:
    """Parties do not; once it is adopted everybody in the record does, once published all."""
    case = reported(bench)
    finding = findings.draft_finding(case.pk, drafted(), by=bench.leader)
    assert not sees(bench.cast.delegate, finding)
    findings.circulate(case.pk, by=bench.chair, text="For your positions.")
    assert sees(bench.cast.delegate, finding)
    assert not sees(bench.cast.rival, finding)
    for member in bench.delegates:
        findings.give_position(
            finding.pk, Stance.CONCURS, by=member, reasons="", read=finding.digest
        )
    findings.close_vote(case.pk, by=bench.chair)
    assert sees(bench.cast.rival, finding)
    assert not Finding.objects.visible_to(PUBLIC).exists()
    findings.publish_finding(finding.pk, by=bench.cast.monitor)
    assert Finding.objects.visible_to(PUBLIC).exists()
    assert not Paper.objects.visible_to(PUBLIC).exists()
    assert not Complaint.objects.visible_to(PUBLIC).exists()
