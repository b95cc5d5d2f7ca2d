"""A mechanism with seats for the cast, and a case brought to any state that a test needs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from cast import Cast

from trucewatch.accounts import actions as accounts
from trucewatch.accounts.actions import Newcomer
from trucewatch.accounts.models import Member, Organisation
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving, notifying, verifying
from trucewatch.cases.actions.mechanisms import MechanismGiven, add_mechanism, give_seat
from trucewatch.cases.actions.receiving import Alleged, file_complaint
from trucewatch.cases.models import Case, Finding, Mechanism, Paper
from trucewatch.vocabulary.cases import (
    Established,
    PaperKind,
    ScopeVerdict,
    SeatFunction,
    Stance,
)
from trucewatch.vocabulary.roles import OrganisationKind, Role
from trucewatch.vocabulary.violations import (
    AttributionStandard,
    Severity,
    Verification,
    ViolationType,
)

SINCE = dt.date(2016, 12, 30)
PASSWORD = "a-long-enough-password-of-tests"


@dataclass(frozen=True, slots=True)
class Bench:
    """Whoever sits in the mechanism, beside the cast: a chair, a leader, two more guarantors."""

    cast: Cast
    mechanism: Mechanism
    chair: Member
    leader: Member
    verifier: Member
    signatory: Member
    second: Member
    third: Member

    @property
    def delegates(self) -> list[Member]:
        """One speaker for each guarantor."""
        return [self.cast.delegate, self.second, self.third]


@pytest.fixture
def bench(cast: Cast) -> Bench:
    """A committee of three guarantors that decides by majority."""
    return make_bench(cast)


def make_bench(cast: Cast, rule: str = "majority") -> Bench:
    """As the fixture; for tests whose database is emptied in other ways."""
    by = cast.operator
    mission = Organisation.objects.get(key="mission")
    houses = {
        key: accounts.add_organisation(
            key=key, name=key.title(), kind=OrganisationKind.GUARANTOR, by=by
        )
        for key in ("guarantor-two", "guarantor-three")
    }

    def join(name: str, role: Role, house: Organisation) -> Member:
        newcomer = Newcomer(name, role, house, display_name=name.capitalize())
        return accounts.add_member(newcomer, password=PASSWORD, by=by)

    people = {
        "chair": join("chair", Role.MONITOR, mission),
        "leader": join("leader", Role.MONITOR, mission),
        "verifier": join("verifier", Role.ANALYST, mission),
        "signatory": join("signatory", Role.ANALYST, mission),
        "second": join("second", Role.DELEGATE, houses["guarantor-two"]),
        "third": join("third", Role.DELEGATE, houses["guarantor-three"]),
    }
    mechanism = add_mechanism(
        MechanismGiven("committee", "Joint committee", terms(rule), SINCE), by=by
    )
    for name, function in (
        ("chair", SeatFunction.CHAIR),
        ("leader", SeatFunction.TEAM_LEADER),
        ("verifier", SeatFunction.VERIFIER),
        ("signatory", SeatFunction.ATTRIBUTION),
    ):
        give_seat(mechanism, people[name], function, since=SINCE, by=by)
    return Bench(cast, mechanism, **people)


def terms(rule: str = "majority", **more: Any) -> dict[str, Any]:
    """Terms of a committee of three guarantors."""
    return {
        "members": [
            {"organisation": key, "kind": "guarantor"}
            for key in ("guarantor", "guarantor-two", "guarantor-three")
        ],
        "rule": rule,
        "levels": ["joint_committee"],
        "timezone": "Asia/Damascus",
        **more,
    }


def alleged(**columns: Any) -> Alleged:
    """Shelling of a town, alleged by one party against the other."""
    given: dict[str, Any] = {
        "text": "They shelled the market of Talbisa.", "violation_type": ViolationType.SHELLING,
        "date_start": dt.date(2017, 1, 3), "date_end": dt.date(2017, 1, 3),
        "place_label": "Talbisa", "accused_label": "The other side",
        "addressee": Organisation.objects.get(key="rival"),
    }  # fmt: skip
    return Alleged(**{**given, **columns})


def filed(bench: Bench, **columns: Any) -> Case:
    """A case that a party filed."""
    case: Case = file_complaint(bench.mechanism, alleged(**columns), by=bench.cast.liaison).case
    return case


def screened(bench: Bench, **columns: Any) -> Case:
    """A case that the duty officer took for one of the mechanism's."""
    case = filed(bench, **columns)
    moving.acknowledge(case.pk, by=bench.cast.monitor)
    return moving.screen(case.pk, by=bench.cast.monitor, text="One for us.", columns={})


def notified(bench: Bench, **columns: Any) -> tuple[Case, Paper]:
    """A case of which the accused was told."""
    case = screened(bench, **columns)
    notice = notifying.notify_accused(case.pk, by=bench.cast.monitor, text="What do you say?")
    case.refresh_from_db()
    return case, notice


def investigating(bench: Bench, **columns: Any) -> Case:
    """A case that a team looks into."""
    case, _ = notified(bench, **columns)
    verifying.task_team(
        case.pk, by=bench.chair, text="Go and look.", leader=bench.leader, team=[bench.verifier]
    )
    return moving.begin_investigation(case.pk, by=bench.leader)


def looked(**columns: Any) -> verifying.Looked:
    """A site record."""
    given = {"kind": PaperKind.SITE_RECORD, "text": "Two craters.", "method": "On site"}
    return verifying.Looked(**{**given, **columns})


def reported(bench: Bench, **columns: Any) -> Case:
    """A case whose investigation is reported."""
    case = investigating(bench, **columns)
    verifying.record_verification(case.pk, looked(), by=bench.leader)
    return moving.hand_in_report(case.pk, by=bench.leader, text="What the team found.")


def drafted(**columns: Any) -> findings.FindingGiven:
    """A finding that attributes nothing."""
    given: dict[str, Any] = {
        "established": Established.ESTABLISHED, "standard": Verification.VERIFIED_ON_SITE,
        "violation_type": ViolationType.SHELLING, "severity": Severity.GRAVE,
        "scope_verdict": ScopeVerdict.WITHIN, "text": "The market was shelled.",
    }  # fmt: skip
    return findings.FindingGiven(**{**given, **columns})


def attributing() -> findings.FindingGiven:
    """A finding that names somebody."""
    return drafted(
        attribution=AttributionStandard.REASONABLE_GROUNDS, attributed_label="The other side",
        attribution_reason="Fragments and the direction of the craters.",
    )  # fmt: skip


def under_review(bench: Bench, given: findings.FindingGiven | None = None) -> Finding:
    """A finding before the committee."""
    case = reported(bench)
    finding = findings.draft_finding(case.pk, given or drafted(), by=bench.leader)
    findings.circulate(case.pk, by=bench.chair, text="For your positions.")
    finding.refresh_from_db()
    return finding


def voted(bench: Bench, *stances: Stance, given: findings.FindingGiven | None = None) -> Finding:
    """A finding on which the guarantors gave these positions, in their order."""
    finding = under_review(bench, given)
    for member, stance in zip(bench.delegates, stances, strict=False):
        findings.give_position(
            finding.pk, stance, by=member, reasons="As we see it.", read=finding.digest
        )
    return finding


def decided(bench: Bench, *stances: Stance) -> Finding:
    """A finding on which the vote is closed."""
    finding = voted(bench, *(stances or (Stance.CONCURS, Stance.CONCURS, Stance.DISSENTS)))
    findings.close_vote(finding.case_id, by=bench.chair)
    finding.refresh_from_db()
    return finding
