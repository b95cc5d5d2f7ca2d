"""A case that was decided and is looked into again: what was held before stays what it was."""

from typing import Any

import pytest
from mechanism import Bench, decided, drafted, looked, under_review

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving, notifying, verifying
from trucewatch.cases.models import Case, Finding
from trucewatch.cases.queries.deciding import decision_on
from trucewatch.ledger.record_verification import verify_record
from trucewatch.vocabulary.cases import Outcome, Stance
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db
AGAINST = (Stance.DISSENTS, Stance.DISSENTS, Stance.CONCURS)


def reported_again(bench: Bench, before: Finding) -> Case:
    """The case of a finding, reopened and brought to its second report."""
    key = before.case_id
    moving.reopen_case(key, by=bench.chair, because="A new witness.")
    verifying.task_team(key, by=bench.chair, text="Again.", leader=bench.leader, team=[])
    moving.begin_investigation(key, by=bench.leader)
    verifying.record_verification(key, looked(), by=bench.leader)
    return moving.hand_in_report(key, by=bench.leader, text="What was found the second time.")


def test_a_second_look_leaves_the_positions_on_what_was_decided(bench: Bench) -> None:
    """What was published goes on saying who held what, and its outcome does not change."""
    before = decided(bench)
    findings.publish_finding(before.pk, by=bench.cast.monitor)
    reported_again(bench, before)
    findings.draft_finding(before.case_id, drafted(text="Otherwise."), by=bench.leader)
    before.refresh_from_db()
    assert before.replaced_at is not None
    assert not before.positions.filter(voided_at__isnull=False).exists()
    assert decision_on(before).outcome is Outcome.WITH_DISSENT
    assert verify_record().is_intact


def test_a_second_draft_is_not_read_before_it_is_circulated(bench: Bench) -> None:
    """The circle in which the first finding lay does not get the draft of the second."""
    before = decided(bench, *AGAINST)
    reported_again(bench, before)
    later = findings.draft_finding(before.case_id, drafted(text="Otherwise."), by=bench.leader)
    seen = Finding.objects.visible_to(MemberReader(bench.second))
    assert not seen.filter(pk=later.pk).exists()
    findings.circulate(before.case_id, by=bench.chair, text="For your positions.")
    assert seen.filter(pk=later.pk).exists()


@pytest.mark.parametrize("stances", [(), AGAINST], ids=["adopted", "not adopted"])
def test_a_finding_that_was_voted_on_is_not_circulated_again(bench: Bench, stances: Any) -> None:
    """A second look has a finding of its own: the votes on the first decide nothing any more."""
    before = decided(bench, *stances)
    reported_again(bench, before)
    with pytest.raises(Refused, match="draft one first"):
        findings.circulate(before.case_id, by=bench.chair, text="Once more.")


def test_a_finding_is_not_published_while_its_case_is_looked_into_again(bench: Bench) -> None:
    """What was decided may not stand for long: it is not given to everybody meanwhile."""
    before = decided(bench)
    moving.reopen_case(before.case_id, by=bench.chair, because="A new witness.")
    with pytest.raises(Refused, match="vote is closed"):
        findings.publish_finding(before.pk, by=bench.cast.monitor)


def test_a_second_decision_hides_nothing_that_everybody_reads(bench: Bench) -> None:
    """A published case stays open to everybody through a second look and its decision."""
    before = decided(bench)
    findings.publish_finding(before.pk, by=bench.cast.monitor)
    case = reported_again(bench, before)
    later = findings.draft_finding(case.pk, drafted(text="Otherwise."), by=bench.leader)
    findings.circulate(case.pk, by=bench.chair, text="For your positions.")
    for member in bench.delegates:
        findings.give_position(later.pk, Stance.CONCURS, by=member, reasons="", read=later.digest)
    findings.close_vote(case.pk, by=bench.chair)
    case.refresh_from_db()
    later.refresh_from_db()
    assert case.handling == Handling.CLEAR
    assert later.handling == Handling.GREEN
    assert Finding.objects.visible_to(PUBLIC).filter(pk=before.pk).exists()


def test_an_accused_who_never_answered_is_asked_again(bench: Bench) -> None:
    """Reopening ends what was due from the first notice; the second has a time of its own."""
    finding = decided(bench)
    moving.reopen_case(finding.case_id, by=bench.chair, because="A new witness.")
    notice = notifying.notify_accused(
        finding.case_id, by=bench.cast.monitor, text="And what do you say to this?"
    )
    open_ones = notice.case.deadlines.filter(
        name="response", met_at__isnull=True, lapsed_at__isnull=True
    )
    assert [each.due_at for each in open_ones] == [notice.due_at]


def test_a_late_answer_to_the_first_notice_does_not_stand_for_the_second(bench: Bench) -> None:
    """Each notice has the time that was set with it."""
    finding = under_review(bench)
    first = finding.case.papers.get(kind_of_paper="notice")
    findings.draft_finding(finding.case_id, drafted(text="Otherwise."), by=bench.leader)
    case = Case.objects.get(pk=finding.case_id)
    for member in bench.delegates:
        now = case.findings.get(replaced_at__isnull=True)
        findings.give_position(now.pk, Stance.CONCURS, by=member, reasons="", read=now.digest)
    findings.close_vote(case.pk, by=bench.chair)
    moving.reopen_case(case.pk, by=bench.chair, because="A new witness.")
    second = notifying.notify_accused(case.pk, by=bench.cast.monitor, text="And this?")
    notifying.respond(first.pk, by=bench.cast.rival, text="It was not us.")
    running = case.deadlines.filter(name="response", met_at__isnull=True, lapsed_at__isnull=True)
    assert running.get().due_at == second.due_at
