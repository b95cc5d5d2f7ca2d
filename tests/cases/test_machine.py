"""Random steps of random people: nothing illegal passes, nothing is lost, sight never slips."""

import json
from collections import defaultdict
from typing import Any

import pytest
from cast import make_cast
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from mechanism import Bench, alleged, drafted, looked, make_bench

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.accounts.models import Member
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving, notifying, sharing, verifying
from trucewatch.cases.actions.receiving import file_complaint
from trucewatch.cases.models import Case, Complaint, Deadline, Finding, Paper, Step
from trucewatch.cases.rules.machine import MOVES, moves_from
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.vocabulary.cases import (
    ENDED,
    VERIFICATION_RECORDS,
    CaseState,
    CaseStep,
    PaperKind,
    Stance,
)
from trucewatch.vocabulary.refusal import Refused

PEOPLE = (
    "monitor", "analyst", "administrator", "delegate", "liaison", "rival", "observer",
    "chair", "leader", "verifier", "signatory", "second", "third",
)  # fmt: skip
READERS = ("liaison", "rival", "delegate", "second", "observer")
AT_WORK = {
    CaseStep.TASK: "chair", CaseStep.BEGIN: "leader", CaseStep.REPORT: "leader",
    CaseStep.REPORT_REMEDY: "rival",
}  # fmt: skip
"""Who takes a step where it is not the duty officer; after the report it is the chair."""
DESK = {
    CaseStep.ACKNOWLEDGE, CaseStep.SCREEN, CaseStep.DISMISS, CaseStep.JOIN, CaseStep.NOTIFY
}  # fmt: skip
ASIDE = {CaseStep.DISMISS, CaseStep.JOIN, CaseStep.REOPEN}
REACHED: set[CaseState] = set()
WIDENING = {
    "case.received", "case.notified", "case.circulated", "case.decided", "case.shared",
    "remedy.requested", "finding.published",
}  # fmt: skip


class Mechanism(RuleBasedStateMachine):
    """People who try whatever comes into their heads, in any order."""

    bench: Bench
    people: dict[str, Member]

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.entries = 0

    @initialize()
    def begin(self) -> None:
        """A new record in a transaction that is taken back."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cast = make_cast()
        self.bench = make_bench(cast)
        self.people = {
            name: getattr(self.bench, name, None) or getattr(cast, name) for name in PEOPLE
        }
        self.entries = Entry.objects.count()

    def teardown(self) -> None:
        """The ledger agrees with every row; then all is taken back."""
        if not hasattr(self, "atomic"):
            return
        try:
            verdict = verify_record()
            assert verdict.is_intact, verdict
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(self, act: Any, *arguments: Any, **words: Any) -> bool:
        """Whether it was done; a refusal leaves nothing behind."""
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                act(*arguments, **words)
        except Refused:
            assert Entry.objects.count() == before
            return False
        assert Entry.objects.count() > before
        return True

    def some_case(self, number: int) -> Case:
        """One of the cases."""
        cases = list(Case.objects.order_by("number"))
        return cases[number % len(cases)]

    @rule(who=st.sampled_from(["liaison", "rival", "delegate", "monitor", "leader"]))
    def file(self, who: str) -> None:
        """Anybody with a part in it alleges something."""
        if Case.objects.count() < 4:
            self.attempt(file_complaint, self.bench.mechanism, alleged(), by=self.people[who])

    @precondition(lambda self: Case.objects.exists())
    @rule(
        number=st.integers(0, 9),
        who=st.sampled_from(PEOPLE),
        step=st.sampled_from(list(MOVES)),
    )
    def step(self, number: int, who: str, step: CaseStep) -> None:
        """Any step by anybody."""
        self._try(self.some_case(number), step, who)

    @precondition(lambda self: Case.objects.exists())
    @rule(number=st.integers(0, 9), ways=st.lists(st.integers(0, 5), min_size=1, max_size=7))
    def go_on(self, number: int, ways: list[int]) -> None:
        """Several steps in a row by those whose steps they are."""
        case = self.some_case(number)
        for way in ways:
            case.refresh_from_db()
            possible = moves_from(CaseState(case.state))
            onward = [each for each in possible if each not in ASIDE] or possible
            step = onward[way % len(onward)]
            self._prepare(case, step)
            self._try(case, step, "monitor" if step in DESK else AT_WORK.get(step, "chair"))

    def _try(self, case: Case, step: CaseStep, who: str) -> None:
        before, paused = CaseState(case.state), case.is_paused
        done = self.attempt(self._act(step), case, by=self.people[who])
        case.refresh_from_db()
        if not done:
            assert case.state == before
            return
        REACHED.add(CaseState(case.state))
        assert not paused
        assert before in MOVES[step].sources
        assert case.state == MOVES[step].to
        if case.state in {CaseState.REPORTED, CaseState.DECIDED}:
            assert case.papers.filter(kind_of_paper__in=VERIFICATION_RECORDS).exists()

    def _prepare(self, case: Case, step: CaseStep) -> None:
        """What a legal step needs first, done by whoever does it."""
        if step is CaseStep.REPORT and Case.objects.count() < 6:
            self.attempt(verifying.record_verification, case.pk, looked(), by=self.people["leader"])
        if step is CaseStep.REVIEW:
            self.attempt(findings.draft_finding, case.pk, drafted(), by=self.people["leader"])
        if step is CaseStep.DECIDE:
            for name in ("delegate", "second", "third"):
                self._give(name, Stance.CONCURS)

    def _act(self, step: CaseStep) -> Any:
        acts: dict[CaseStep, Any] = {
            CaseStep.ACKNOWLEDGE: lambda case, by: moving.acknowledge(case.pk, by=by),
            CaseStep.SCREEN: lambda case, by: moving.screen(case.pk, by=by, text="x", columns={}),
            CaseStep.DISMISS: lambda case, by: moving.dismiss(case.pk, by=by, because="x"),
            CaseStep.JOIN: lambda case, by: moving.join_case(
                case.pk, self.some_case(0).pk, by=by, because="x"
            ),
            CaseStep.NOTIFY: lambda case, by: notifying.notify_accused(case.pk, by=by, text="x"),
            CaseStep.TASK: lambda case, by: verifying.task_team(
                case.pk, by=by, text="x", leader=self.bench.leader, team=[self.bench.verifier]
            ),
            CaseStep.BEGIN: lambda case, by: moving.begin_investigation(case.pk, by=by),
            CaseStep.REPORT: lambda case, by: moving.hand_in_report(case.pk, by=by, text="x"),
            CaseStep.REVIEW: lambda case, by: findings.circulate(case.pk, by=by, text="x"),
            CaseStep.DECIDE: lambda case, by: findings.close_vote(case.pk, by=by),
            CaseStep.REQUEST_REMEDY: lambda case, by: moving.request_remedy(
                case.pk, by=by, text="x"
            ),
            CaseStep.REPORT_REMEDY: lambda case, by: moving.report_remedy(case.pk, by=by, text="x"),
            CaseStep.CLOSE: lambda case, by: moving.close_case(case.pk, by=by, because="x"),
            CaseStep.REOPEN: lambda case, by: moving.reopen_case(case.pk, by=by, because="x"),
        }
        return acts[step]

    @precondition(lambda self: Case.objects.exists())
    @rule(number=st.integers(0, 9), who=st.sampled_from(PEOPLE), denied=st.booleans())
    def look(self, number: int, who: str, denied: bool) -> None:
        """Somebody looks, or is turned back."""
        case = self.some_case(number)
        given = (
            looked(kind=PaperKind.ACCESS_RECORD, text="Turned back.", denied_label="A checkpoint")
            if denied
            else looked()
        )
        if Case.objects.count() < 6:
            done = self.attempt(verifying.record_verification, case.pk, given, by=self.people[who])
            if done:
                filers = set(case.complaints.values_list("filed_by", flat=True))
                assert self.people[who].pk not in filers

    @precondition(lambda self: Case.objects.exists())
    @rule(number=st.integers(0, 9), who=st.sampled_from(PEOPLE))
    def draft(self, number: int, who: str) -> None:
        """Somebody drafts a finding, or changes it."""
        case = self.some_case(number)
        self.attempt(findings.draft_finding, case.pk, drafted(), by=self.people[who])

    @precondition(lambda self: Finding.objects.exists())
    @rule(
        who=st.sampled_from(["delegate", "second", "third", "liaison", "leader"]),
        stance=st.sampled_from(list(Stance)),
    )
    def position(self, who: str, stance: Stance) -> None:
        """Somebody gives a position on what they read."""
        self._give(who, stance)

    def _give(self, who: str, stance: Stance) -> None:
        for finding in Finding.objects.filter(replaced_at__isnull=True):
            self.attempt(
                findings.give_position, finding.pk, stance, by=self.people[who],
                reasons="x", read=finding.digest,
            )  # fmt: skip

    @precondition(lambda self: Finding.objects.exists())
    @rule(who=st.sampled_from(PEOPLE))
    def publish(self, who: str) -> None:
        """Somebody publishes; never whoever wrote it."""
        for finding in Finding.objects.filter(replaced_at__isnull=True):
            done = self.attempt(findings.publish_finding, finding.pk, by=self.people[who])
            assert not (done and finding.author_id == self.people[who].pk)

    @precondition(lambda self: Paper.objects.filter(kind_of_paper=PaperKind.NOTICE).exists())
    @rule(who=st.sampled_from(PEOPLE))
    def answer(self, who: str) -> None:
        """Somebody answers a notice."""
        for notice in Paper.objects.filter(kind_of_paper=PaperKind.NOTICE):
            done = self.attempt(notifying.respond, notice.pk, by=self.people[who], text="x")
            assert not done or self.people[who].organisation_id == notice.addressee_id

    @precondition(lambda self: Case.objects.exists())
    @rule(number=st.integers(0, 9), who=st.sampled_from(PEOPLE), resume=st.booleans())
    def pause(self, number: int, who: str, resume: bool) -> None:
        """Somebody pauses a case or takes it up again."""
        case = self.some_case(number)
        if resume:
            self.attempt(moving.resume_case, case.pk, by=self.people[who])
        else:
            self.attempt(moving.pause_case, case.pk, by=self.people[who], because="x")

    @precondition(lambda self: Case.objects.exists())
    @rule(number=st.integers(0, 9), who=st.sampled_from(PEOPLE))
    def share(self, number: int, who: str) -> None:
        """Somebody shares a case with a guarantor."""
        case = self.some_case(number)
        to = self.bench.second.organisation
        self.attempt(sharing.share_case, case.pk, to, by=self.people[who], because="x")

    @invariant()
    def no_deadline_is_lost(self) -> None:
        """Open, met or lapsed; of an ended case none is open; the case knows its earliest."""
        if not hasattr(self, "bench"):
            return
        for case in Case.objects.all():
            still = Deadline.objects.filter(
                case=case, met_at__isnull=True, lapsed_at__isnull=True
            ).order_by("due_at")
            if case.state in ENDED:
                assert not still.exists()
            first = None if case.is_paused else still.first()
            assert case.due_at == (first.due_at if first else None)
            for deadline in case.deadlines.all():
                assert not (deadline.met_at and deadline.lapsed_at)

    @invariant()
    def states_are_reached_by_steps_alone(self) -> None:
        """The last step of each case led to its state."""
        if not hasattr(self, "bench"):
            return
        for case in Case.objects.all():
            last = Step.objects.filter(case=case).order_by("at", "pk").last()
            assert last is not None
            assert case.state == last.led_to

    @invariant()
    def sight_widens_by_acts_that_say_so(self) -> None:
        """What somebody newly sees of older rows comes from an entry of the few that widen."""
        if not hasattr(self, "bench"):
            return
        new = Entry.objects.order_by("seq")[self.entries :]
        events = {entry.event for entry in new}
        made = set()
        for model in (Case, Complaint, Paper, Finding):
            for name, member in [*((n, self.people[n]) for n in READERS), ("public", None)]:
                reader = MemberReader(member) if member else PUBLIC
                rows = {
                    str(k) for k in model.objects.visible_to(reader).values_list("pk", flat=True)
                }
                key = f"{model.__name__} {name}"
                fresh = rows - self.seen[key]
                older = fresh & self.seen[f"{model.__name__} all"]
                if older:
                    assert events & WIDENING, (key, events)
                assert not (self.seen[key] - rows), "nobody's sight narrows here"
                self.seen[key] = rows
            made = {str(k) for k in model.objects.values_list("pk", flat=True)}
            self.seen[f"{model.__name__} all"] = made
        for entry in new:
            if entry.event in WIDENING:
                json.loads(entry.body)
        self.entries = Entry.objects.count()

    @invariant()
    def papers_stay_where_they_belong(self) -> None:
        """A party reads what is addressed to it or comes from it; complaints are their filer's."""
        if not hasattr(self, "bench"):
            return
        for name in ("liaison", "rival"):
            member = self.people[name]
            for paper in Paper.objects.visible_to(MemberReader(member)):
                owners = {paper.addressee_id, paper.author.organisation_id}
                if paper.in_reply_to is not None:
                    owners.add(paper.in_reply_to.addressee_id)
                assert member.organisation_id in owners
            for complaint in Complaint.objects.visible_to(MemberReader(member)):
                assert complaint.organisation_id == member.organisation_id


@pytest.mark.django_db
def test_random_steps_of_random_people_break_nothing() -> None:
    """Many runs of many steps."""
    REACHED.clear()
    run_state_machine_as_test(
        Mechanism,
        settings=settings(
            max_examples=6,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {CaseState.NOTIFIED, CaseState.UNDER_REVIEW, CaseState.DECIDED} <= REACHED
