"""What the mechanism holds against people who bend its rules, and against odd terms."""

import datetime as dt

import pytest
from django.utils import timezone
from mechanism import (
    SINCE,
    Bench,
    alleged,
    decided,
    filed,
    investigating,
    looked,
    notified,
    screened,
    terms,
    under_review,
)

from trucewatch.accounts import actions as accounts
from trucewatch.accounts.access import MemberReader
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving, verifying
from trucewatch.cases.actions.mechanisms import give_seat, revise_mechanism
from trucewatch.cases.actions.receiving import file_complaint
from trucewatch.cases.actions.sharing import share_paper
from trucewatch.cases.models import Case, Paper
from trucewatch.cases.queries.case_facts import case_facts
from trucewatch.cases.queries.queue import awaiting
from trucewatch.cases.queries.seeing import list_cases
from trucewatch.cases.rules.deciding import decide
from trucewatch.cases.rules.terms import read_terms
from trucewatch.exchange.case_rows import case_rows
from trucewatch.vocabulary.cases import CaseState, Outcome, PaperKind, SeatFunction, Stance
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.violations import ViolationType

pytestmark = pytest.mark.django_db


def test_whoever_filed_a_duplicate_does_not_verify_the_case_that_it_joined(bench: Bench) -> None:
    """What they allege is looked into there: they would judge their own words."""
    case = screened(bench)
    theirs = file_complaint(bench.mechanism, alleged(), by=bench.leader).case
    moving.acknowledge(theirs.pk, by=bench.cast.monitor)
    moving.join_case(theirs.pk, case.pk, by=bench.cast.monitor, because="The same.")
    with pytest.raises(Refused, match="does not verify"):
        verifying.task_team(case.pk, by=bench.chair, text="Go.", leader=bench.leader, team=[])


def test_a_representative_who_left_does_not_silence_the_organisation(bench: Bench) -> None:
    """A seat of somebody without access, or that begins later, keeps nobody else from speaking."""
    by = bench.cast.operator
    finding = under_review(bench)
    newcomer = accounts.Newcomer("gone", bench.second.role, bench.second.organisation)
    gone = accounts.add_member(newcomer, password="a-long-enough-password-of-tests", by=by)
    give_seat(bench.mechanism, gone, SeatFunction.REPRESENTATIVE, since=SINCE, by=by)
    with pytest.raises(NotAllowed, match="Another member speaks"):
        findings.give_position(
            finding.pk, Stance.CONCURS, by=bench.second, reasons="", read=finding.digest
        )
    accounts.deactivate_member(gone, by=by, because="Left.")
    findings.give_position(
        finding.pk, Stance.CONCURS, by=bench.second, reasons="", read=finding.digest
    )
    assert finding.positions.count() == 1


def test_a_case_is_not_screened_into_a_type_that_the_mechanism_leaves_alone(bench: Bench) -> None:
    """What it does not look into is put out of scope, and slips in by no correction."""
    given = terms(types=["shelling"])
    revise_mechanism(bench.mechanism, given, SINCE, by=bench.cast.operator, because="One type.")
    case = filed(bench)
    moving.acknowledge(case.pk, by=bench.cast.monitor)
    columns = {"violation_type": ViolationType.UNSPECIFIED}
    with pytest.raises(Refused, match="does not look into"):
        moving.screen(case.pk, by=bench.cast.monitor, text="One for us.", columns=columns)


def test_a_paper_of_an_adopted_case_is_shared_with_whoever_sees_it(bench: Bench) -> None:
    """Everybody in the record sees the case by then, in no circle."""
    decided(bench)
    paper = Paper.objects.get(kind_of_paper=PaperKind.SITE_RECORD)
    to = bench.cast.liaison.organisation
    share_paper(paper.pk, to, by=bench.chair, because="They asked for it.")
    seen = Paper.objects.visible_to(MemberReader(bench.cast.liaison))
    assert seen.filter(pk=paper.pk).exists()


def test_where_nobody_sits_nothing_is_adopted() -> None:
    """Terms that were kept before this was looked at adopt nothing by an empty table."""
    given = terms("consensus", levels=["joint_committee", "guarantors"])
    assert decide([], read_terms(given)).outcome is Outcome.PENDING
    assert decide([], read_terms(given), closed=True).outcome is Outcome.NOT_ADOPTED


def test_a_hidden_case_moves_no_page_of_the_list(bench: Bench) -> None:
    """Whoever names one in the address learns neither that it is there nor when it came."""
    filed(bench)
    hidden = file_complaint(bench.mechanism, alleged(), by=bench.leader).case
    filed(bench)
    reader = MemberReader(bench.cast.liaison)
    assert len(list_cases(reader, {}, before=hidden.pk)) == 2


def test_another_team_takes_over_from_one_that_somebody_left(bench: Bench) -> None:
    """The case is not stuck with people who may not act any more; the next ones look anew."""
    case = investigating(bench)
    verifying.record_verification(case.pk, looked(), by=bench.leader)
    accounts.deactivate_member(bench.leader, by=bench.cast.operator, because="Left.")
    by = bench.cast.operator
    give_seat(bench.mechanism, bench.verifier, SeatFunction.TEAM_LEADER, since=SINCE, by=by)
    verifying.task_team(case.pk, by=bench.chair, text="Go on.", leader=bench.verifier, team=[])
    assert [row.member for row in case.team.filter(until__isnull=True)] == [bench.verifier]
    moving.begin_investigation(case.pk, by=bench.verifier)
    with pytest.raises(Refused, match="no record of a verification"):
        moving.hand_in_report(case.pk, by=bench.verifier, text="As the others said.")
    verifying.record_verification(case.pk, looked(), by=bench.verifier)
    case = moving.hand_in_report(case.pk, by=bench.verifier, text="What we saw.")
    assert case.state == CaseState.REPORTED


def test_a_remedy_is_requested_only_for_what_was_adopted(bench: Bench) -> None:
    """Where the members did not agree, the chair asks nobody to put anything right."""
    finding = decided(bench, Stance.DISSENTS, Stance.DISSENTS, Stance.CONCURS)
    with pytest.raises(Refused, match="Nothing was adopted"):
        moving.request_remedy(finding.case_id, by=bench.chair, text="Put it right.")


def test_a_pause_moves_what_awaits_the_accused(bench: Bench) -> None:
    """Nothing is due meanwhile, and the queue says afterwards until when there is time."""
    case, notice = notified(bench)
    moving.pause_case(case.pk, by=bench.chair, because="Talks.")
    assert [each.due_at for each in awaiting(bench.cast.rival)] == [None]
    paused_at = timezone.now() - dt.timedelta(days=10)
    case.__class__.objects.filter(pk=case.pk).update(paused_at=paused_at)
    moving.resume_case(case.pk, by=bench.chair)
    waiting = awaiting(bench.cast.rival)[0]
    assert waiting.due_at is not None
    assert notice.due_at is not None
    assert waiting.due_at - notice.due_at >= dt.timedelta(days=10)


def test_whom_somebody_accuses_in_words_is_told_to_nobody_else(bench: Bench) -> None:
    """The case is in neutral words for rows and figures too: the accused reads no accuser's."""
    case, _ = notified(bench, accused_label="Captain Nobody and his men")
    for member, told in ((bench.cast.rival, ""), (bench.cast.liaison, case.accused_label)):
        reader = MemberReader(member)
        assert [row.accused for row in case_rows(reader, [case])] == [told]
        facts = case_facts(reader, Case.objects.visible_to(reader))
        assert [fact.accused for fact in facts] == [told]
