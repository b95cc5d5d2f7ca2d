"""A mechanism of three guarantors with made-up cases in every state; the same seed, the same cases.

Rows go straight into the tables, without entries in the ledger: acts would take hours for as many.
They follow the state machine all the same: steps, deadlines and papers of a case are those that
its way through ``MOVES`` would have left, and each mark and circle is the one that the acts give.
"""

import datetime as dt
import math
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from front_line import DETAILS, TOWNS

from trucewatch.accounts import access, actions
from trucewatch.accounts.actions import Newcomer
from trucewatch.accounts.circles import ensure_circle
from trucewatch.accounts.models import Compartment, Member, Organisation
from trucewatch.cases.actions.mechanisms import MechanismGiven, add_mechanism, give_seat
from trucewatch.cases.models import (
    Case,
    Complaint,
    Deadline,
    Finding,
    FindingPosition,
    Mechanism,
    MechanismVersion,
    Observation,
    Paper,
    Step,
    TeamMember,
)
from trucewatch.cases.rules.machine import FIRST_DEADLINES, MOVES
from trucewatch.cases.rules.terms import Terms
from trucewatch.vocabulary.cases import (
    ENDED,
    CaseClass,
    CaseState,
    CaseStep,
    Established,
    MechanismLevel,
    ObservationUnit,
    PaperKind,
    ScopeVerdict,
    SeatFunction,
    Stance,
)
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.roles import OrganisationKind, Role
from trucewatch.vocabulary.violations import (
    AttributionStandard,
    Severity,
    Verification,
    ViolationType,
)

Row = TypeVar("Row", bound=models.Model)

SINCE = dt.date(2016, 12, 30)
YEARS = 3
AT_ONCE = 1_000
SHARES = {
    CaseState.CLOSED: 840, CaseState.OUT_OF_SCOPE: 50, CaseState.DUPLICATE: 20,
    CaseState.RECEIVED: 6, CaseState.ACKNOWLEDGED: 6, CaseState.SCREENED: 8,
    CaseState.NOTIFIED: 20, CaseState.TASKED: 7, CaseState.INVESTIGATING: 8,
    CaseState.REPORTED: 6, CaseState.UNDER_REVIEW: 15, CaseState.DECIDED: 5,
    CaseState.REMEDY_REQUESTED: 6, CaseState.REMEDY_REPORTED: 3,
}  # fmt: skip
"""Of a thousand cases so many are in each state."""
WAY = (
    CaseStep.ACKNOWLEDGE, CaseStep.SCREEN, CaseStep.NOTIFY, CaseStep.TASK, CaseStep.BEGIN,
    CaseStep.REPORT, CaseStep.REVIEW, CaseStep.DECIDE, CaseStep.REQUEST_REMEDY,
    CaseStep.REPORT_REMEDY,
)  # fmt: skip
KINDS = [
    ViolationType.SHELLING, ViolationType.SMALL_ARMS, ViolationType.AIR_STRIKE,
    ViolationType.GROUND_ASSAULT, ViolationType.MOVEMENT, ViolationType.ABDUCTION,
]  # fmt: skip
CHAIRS = {CaseStep.TASK, CaseStep.REVIEW, CaseStep.DECIDE, CaseStep.REQUEST_REMEDY, CaseStep.CLOSE}
TEAMS = {CaseStep.BEGIN, CaseStep.REPORT}


@dataclass(frozen=True, slots=True)
class People:
    """Whoever sits in the mechanism, and the two parties before it."""

    mechanism: Mechanism
    version: MechanismVersion
    monitor: Member
    chair: Member
    leader: Member
    verifier: Member
    signatory: Member
    delegates: list[Member]
    liaisons: list[Member]

    @property
    def members(self) -> list[Organisation]:
        """The three guarantors."""
        return [delegate.organisation for delegate in self.delegates]


@dataclass(slots=True)
class Plan:
    """The way of a case: its state, the steps to it and when each was taken."""

    state: CaseState
    steps: list[CaseStep]
    moments: list[dt.datetime]


@dataclass(slots=True)
class Making:
    """One case with the rows that its way leaves."""

    case: Case
    filer: Organisation
    accused: Organisation
    adopted: bool = False
    published_at: dt.datetime | None = None
    due: dict[str, Deadline] = field(default_factory=dict)


def make_people() -> People:
    """The mechanism with its seats; made when missing."""
    by = access.operator()
    if not Mechanism.objects.filter(key="committee").exists():
        _found(by)
    named = {member.username: member for member in Member.objects.select_related("organisation")}
    mechanism = Mechanism.objects.get(key="committee")
    return People(
        mechanism, mechanism.versions.get(), monitor=named["monitor"], chair=named["chair"],
        leader=named["leader"], verifier=named["verifier"], signatory=named["signatory"],
        delegates=[named[name] for name in ("first", "second", "third")],
        liaisons=[named[name] for name in ("liaison", "rival")],
    )  # fmt: skip


def _found(by: Member) -> None:
    houses = {"mission": Organisation.objects.get(key="mission")}
    for key, kind in (
        ("guarantor", OrganisationKind.GUARANTOR), ("guarantor-two", OrganisationKind.GUARANTOR),
        ("guarantor-three", OrganisationKind.GUARANTOR), ("party", OrganisationKind.PARTY),
        ("other-party", OrganisationKind.PARTY),
    ):  # fmt: skip
        houses[key] = actions.add_organisation(key=key, name=key.title(), kind=kind, by=by)
    members = {}
    for name, role, house in (
        ("monitor", Role.MONITOR, "mission"), ("chair", Role.MONITOR, "mission"),
        ("leader", Role.MONITOR, "mission"), ("verifier", Role.ANALYST, "mission"),
        ("signatory", Role.ANALYST, "mission"), ("first", Role.DELEGATE, "guarantor"),
        ("second", Role.DELEGATE, "guarantor-two"), ("third", Role.DELEGATE, "guarantor-three"),
        ("liaison", Role.LIAISON, "party"), ("rival", Role.LIAISON, "other-party"),
    ):  # fmt: skip
        newcomer = Newcomer(name, role, houses[house], display_name=name.capitalize())
        members[name] = actions.add_member(newcomer, password=random.randbytes(16).hex(), by=by)
    terms = {
        "members": [
            {"organisation": key, "kind": "guarantor"}
            for key in ("guarantor", "guarantor-two", "guarantor-three")
        ],
        "rule": "majority", "levels": ["joint_committee"], "timezone": "Asia/Damascus",
    }  # fmt: skip
    given = MechanismGiven("committee", "Joint committee", terms, SINCE)
    mechanism = add_mechanism(given, by=by)
    for name, function in (
        ("chair", SeatFunction.CHAIR), ("leader", SeatFunction.TEAM_LEADER),
        ("verifier", SeatFunction.VERIFIER), ("signatory", SeatFunction.ATTRIBUTION),
    ):  # fmt: skip
        give_seat(mechanism, members[name], function, since=SINCE, by=by)


def make_cases(people: People, number: int, seed: int) -> int:
    """So many cases with everything that hangs on them; returns how many rows were written."""
    chance = random.Random(seed)
    now = timezone.now()
    terms = people.version.read()
    states = chance.choices(list(SHARES), list(SHARES.values()), k=number)
    plans = sorted(
        (_plan(chance, state, terms, now) for state in states), key=lambda plan: plan.moments[0]
    )
    maker = Maker(people, terms, chance, now)
    written = 0
    for start in range(0, number, AT_ONCE):
        for at, plan in enumerate(plans[start : start + AT_ONCE], start=start + 1):
            maker.make(plan, at)
        written += maker.write()
    return written


def _plan(chance: random.Random, state: CaseState, terms: Terms, now: dt.datetime) -> Plan:
    """Every ended case ended some time ago; every other one is as often overdue as not."""
    if state is CaseState.OUT_OF_SCOPE:
        steps = [CaseStep.ACKNOWLEDGE, CaseStep.DISMISS]
    elif state is CaseState.DUPLICATE:
        steps = [CaseStep.ACKNOWLEDGE, CaseStep.JOIN]
    elif state is CaseState.CLOSED:
        remedied = chance.random() < 0.4
        steps = [*(WAY if remedied else WAY[: WAY.index(CaseStep.DECIDE) + 1]), CaseStep.CLOSE]
    else:
        ends = [at for at, step in enumerate(WAY) if MOVES[step].to is state]
        steps = list(WAY[: ends[0] + 1]) if ends else []
    opens = MOVES[steps[-1]].opens if steps else FIRST_DEADLINES
    reach = terms.due(opens[0], now) - now if opens else dt.timedelta(days=5)
    ago = dt.timedelta(days=365 * YEARS) if state in ENDED else 2 * reach
    moments = [now - ago * chance.random()]
    for _ in steps:
        moments.append(moments[-1] - dt.timedelta(hours=chance.uniform(1, 60)))
    return Plan(state, steps, moments[::-1])


class Maker:
    """Makes the rows of cases, and writes them a thousand cases at a time."""

    def __init__(
        self, people: People, terms: Terms, chance: random.Random, now: dt.datetime
    ) -> None:
        self.people, self.terms, self.chance, self.now = people, terms, chance, now
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.circles: dict[tuple[str, ...], Compartment | None] = {}
        self.closed: Case | None = None

    def make(self, plan: Plan, number: int) -> None:
        """The case of this plan with its complaint, and all that its steps leave."""
        chance = self.chance
        filer, accused = chance.sample(self.people.liaisons, 2)
        town, kind = chance.choice(TOWNS), chance.choice(KINDS)
        received, day = plan.moments[0], plan.moments[0].date()
        case = Case(
            mechanism=self.people.mechanism, version=self.people.version, number=number,
            case_class=CaseClass.VIOLATION, state=plan.state, violation_type=kind,
            matter=f"{kind.label}, {town[0]}", date_start=day, date_end=day, place_label=town[0],
            latitude=town[3], longitude=town[4], accused_label=accused.organisation.name,
            addressee=accused.organisation, received_at=received, state_since=plan.moments[-1],
            handling=Handling.AMBER_STRICT,
        )  # fmt: skip
        making = Making(case, filer.organisation, accused.organisation)
        home = self._circle(filer.organisation)
        self._add(
            Complaint(
                case=case, organisation=filer.organisation, filed_by=filer, text=self._words(60),
                receipt=f"{number:016d}", received_at=received, handling=Handling.AMBER_STRICT,
                compartment=home,
            )
        )  # fmt: skip
        self._step(making, CaseStep.RECEIVE, "", CaseState.RECEIVED, filer, received)
        for name in FIRST_DEADLINES:
            self._open(making, name, received)
        came_from = CaseState.RECEIVED
        for step, at in zip(plan.steps, plan.moments[1:], strict=True):
            self._take(making, step, came_from, at)
            came_from = MOVES[step].to
        self._settle(making, plan)

    def write(self) -> int:
        """Write what was made; returns how many rows that were."""
        with transaction.atomic():
            for model, rows in self.rows.items():
                model._base_manager.bulk_create(rows, 500)
        written = sum(map(len, self.rows.values()))
        self.rows.clear()
        return written

    def _take(self, making: Making, step: CaseStep, came_from: CaseState, at: dt.datetime) -> None:
        move, case, people = MOVES[step], making.case, self.people
        by = people.chair if step in CHAIRS else people.leader if step in TEAMS else people.monitor
        for name in [name for name in making.due if name != "response" or move.to in ENDED]:
            deadline = making.due.pop(name)
            setattr(deadline, "met_at" if name == move.meets else "lapsed_at", at)
        for name in move.opens:
            self._open(making, name, at)
        self._step(making, step, came_from, move.to, by, at)
        if step is CaseStep.NOTIFY:
            self._ask(making, at)
        elif step is CaseStep.TASK:
            self._add(TeamMember(case=case, member=people.leader, is_leader=True))
            self._add(TeamMember(case=case, member=people.verifier))
        elif step is CaseStep.BEGIN:
            case.on_site_at = at
            self._look(making, at)
        elif step is CaseStep.REVIEW:
            self._find(making, at)
        elif step is CaseStep.JOIN:
            case.duplicate_of = self.closed
        if move.paper is not None and step is not CaseStep.NOTIFY:
            is_shared = step is CaseStep.REVIEW
            circle = self._circle(*people.members) if is_shared else None
            self._paper(making, move.paper, by, at, compartment=circle)

    def _settle(self, making: Making, plan: Plan) -> None:
        """What stands beside the case once its last step is taken."""
        case, chance = making.case, self.chance
        reached = set(plan.steps)
        seen_by = [making.filer]
        if CaseStep.NOTIFY in reached:
            seen_by.append(making.accused)
        if CaseStep.REVIEW in reached:
            seen_by += self.people.members
        case.compartment = self._circle(*seen_by)
        if CaseStep.DECIDE in reached:
            case.decided_at = plan.moments[1 + plan.steps.index(CaseStep.DECIDE)]
            if making.adopted or making.published_at:
                case.handling = Handling.CLEAR if making.published_at else Handling.GREEN
                case.compartment = None
        if plan.state in ENDED:
            case.closed_at = plan.moments[-1]
            self.closed = case
        else:
            case.paused_at = self.now if chance.random() < 0.02 else None
            case.assigned_to = self.people.monitor if chance.random() < 0.5 else None
        if making.due and case.paused_at is None:
            first = min(making.due.values(), key=lambda deadline: deadline.due_at)
            case.due_at, case.due_name = first.due_at, first.name
        self._add(case)

    def _ask(self, making: Making, at: dt.datetime) -> None:
        """The notice; two thirds are answered, and for some of the others silence is recorded."""
        accused, due = making.accused, self._open(making, "response", at)
        home, chance = self._circle(accused), self.chance
        notice = self._paper(
            making, PaperKind.NOTICE, self.people.monitor, at, compartment=home, due_at=due.due_at,
            addressee=accused,
        )  # fmt: skip
        after = at + dt.timedelta(hours=chance.uniform(1, 72))
        if after > self.now or chance.random() < 0.1:
            return
        making.due.pop("response")
        if chance.random() < 0.8:
            due.met_at, kind = after, PaperKind.RESPONSE
            by = next(each for each in self.people.liaisons if each.organisation == accused)
        else:
            due.lapsed_at, kind, by = after, PaperKind.SILENCE, self.people.monitor
        self._paper(making, kind, by, after, compartment=home, in_reply_to=notice)

    def _look(self, making: Making, at: dt.datetime) -> None:
        record = self._paper(making, PaperKind.SITE_RECORD, self.people.verifier, at)
        low = self.chance.randint(1, 9)
        unit = self.chance.choice(list(ObservationUnit))
        self._add(Observation(paper=record, unit=unit, low=low, high=low + 1))

    def _find(self, making: Making, at: dt.datetime) -> None:
        """The finding; one in twenty replaces another one, with positions that are void now."""
        chance, case = self.chance, making.case
        is_decided = case.state not in {CaseState.UNDER_REVIEW}
        closed_at = at + dt.timedelta(hours=1) if is_decided else None
        names = chance.random() < 0.2
        number = 2 if chance.random() < 0.05 else 1
        if number == 2:
            before = self._finding(making, 1, at, names=names)
            before.replaced_at = at
            for member in self.people.delegates[:2]:
                self._position(before, member, at, voided_at=at, voided_because="Changed after.")
        finding = self._finding(making, number, at, names=names)
        given = [
            self._position(finding, member, at).stance
            for member in self.people.delegates
            if chance.random() < (0.97 if is_decided else 0.5)
        ]
        if closed_at is None:
            if chance.random() < 0.5:
                finding.attribution_signed_by = self.people.signatory if names else None
            return
        finding.vote_closed_at = closed_at
        finding.attribution_signed_by = self.people.signatory if names else None
        making.adopted = given.count(Stance.CONCURS) >= 2
        if making.adopted:
            finding.handling, finding.compartment = Handling.GREEN, None
            if chance.random() < 0.6:
                making.published_at = finding.published_at = closed_at
                finding.published_by, finding.handling = self.people.monitor, Handling.CLEAR

    def _finding(self, making: Making, number: int, at: dt.datetime, *, names: bool) -> Finding:
        standard = AttributionStandard.REASONABLE_GROUNDS if names else AttributionStandard.NONE
        finding = Finding(
            case=making.case, number=number, established=Established.ESTABLISHED,
            standard=Verification.VERIFIED_ON_SITE, violation_type=making.case.violation_type,
            severity=Severity.GRAVE, scope_verdict=ScopeVerdict.WITHIN, attribution=standard,
            attributed_label=making.accused.name if names else "", text=self._words(120),
            author=self.people.leader, made_at=at, handling=Handling.AMBER_STRICT,
            compartment=self._circle(*self.people.members),
        )  # fmt: skip
        finding.digest = finding.digest_of_what_is_read()
        return self._add(finding)

    def _position(
        self, finding: Finding, by: Member, at: dt.datetime, **more: Any
    ) -> FindingPosition:
        stance = Stance.DISSENTS if self.chance.random() < 0.2 else Stance.CONCURS
        return self._add(
            FindingPosition(
                finding=finding, organisation=by.organisation, stance=stance, given_by=by,
                level=MechanismLevel.JOINT_COMMITTEE, reasons=self._words(20), given_at=at,
                digest=finding.digest, signature="0" * 128, **more,
            )
        )  # fmt: skip

    def _paper(
        self, making: Making, kind: PaperKind, by: Member, at: dt.datetime, **more: Any
    ) -> Paper:
        return self._add(
            Paper(
                case=making.case, kind_of_paper=kind, author=by, made_at=at, text=self._words(80),
                handling=Handling.AMBER_STRICT, **more,
            )
        )  # fmt: skip

    def _step(
        self, making: Making, step: CaseStep, came_from: str, to: CaseState, by: Member,
        at: dt.datetime,
    ) -> None:  # fmt: skip
        self._add(Step(case=making.case, step=step, came_from=came_from, led_to=to, by=by, at=at))

    def _open(self, making: Making, name: str, at: dt.datetime) -> Deadline:
        due = self.terms.due(name, at)
        deadline = Deadline(case=making.case, name=name, set_at=at, due_at=due)
        making.due[name] = deadline
        return self._add(deadline)

    def _circle(self, *organisations: Organisation) -> Compartment | None:
        key = tuple(sorted(organisation.key for organisation in organisations))
        if key not in self.circles:
            self.circles[key] = ensure_circle(organisations, by=access.operator())
        return self.circles[key]

    def _words(self, number: int) -> str:
        """Words of no meaning, from two thirds as many to four thirds."""
        length = math.ceil(number * self.chance.uniform(0.67, 1.33))
        return " ".join(self.chance.choices(DETAILS, k=length))

    def _add(self, row: Row) -> Row:
        self.rows[type(row)].append(row)
        return row
