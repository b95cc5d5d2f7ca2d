"""A case in every state, asked for by every part: who finds it, who may take which step."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from cast import Cast, make_cast
from django.db import transaction
from django.test import Client, override_settings
from mechanism import Bench, decided, drafted, filed, looked, make_bench, notified, screened

from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving, verifying
from trucewatch.cases.models import Case
from trucewatch.cases.rules.machine import MOVES
from trucewatch.vocabulary.cases import CaseState, CaseStep, PaperKind, SeatFunction

pytestmark = pytest.mark.django_db
S, F = CaseState, SeatFunction

MISSION: Final = frozenset(
    {"monitor", "analyst", "administrator", "chair", "leader", "verifier", "signatory"}
)
GUARANTORS: Final = frozenset({"delegate", "second", "third"})
EVERYBODY: Final = MISSION | GUARANTORS | {"liaison", "rival", "observer", "secretary"}
_FILER: Final = MISSION | {"liaison"}
_TOLD: Final = _FILER | {"rival"}
FINDS: Final[dict[CaseState, frozenset[str]]] = {
    S.RECEIVED: _FILER,
    S.ACKNOWLEDGED: _FILER,
    S.SCREENED: _FILER,
    S.OUT_OF_SCOPE: _FILER,
    S.DUPLICATE: _FILER,
    S.NOTIFIED: _TOLD,
    S.TASKED: _TOLD,
    S.INVESTIGATING: _TOLD,
    S.REPORTED: _TOLD,
    S.UNDER_REVIEW: _TOLD | GUARANTORS,
    S.DECIDED: EVERYBODY,
    S.REMEDY_REQUESTED: EVERYBODY,
    S.REMEDY_REPORTED: EVERYBODY,
    S.CLOSED: EVERYBODY,
}
"""Who finds the case in each state; the finding was adopted, so that everybody reads it."""
HOLDS: Final[dict[SeatFunction, frozenset[str]]] = {
    F.INTAKE: frozenset({"monitor", "chair", "leader"}),
    F.DUTY_OFFICER: frozenset({"monitor", "chair", "leader"}),
    F.CHAIR: frozenset({"chair"}),
    F.TEAM_LEADER: frozenset({"leader"}),
    F.VERIFIER: frozenset({"verifier"}),
}
"""Who does what: the monitors of the mission at the desk, the others by their seats."""
PAPERS: Final[dict[PaperKind, frozenset[str]]] = {
    PaperKind.RECEIPT: MISSION | {"liaison"},
    PaperKind.NOTICE: MISSION | {"rival"},
    PaperKind.VIOLATION_REPORT: MISSION | GUARANTORS,
    PaperKind.REMEDY_REQUEST: MISSION | {"rival"},
    PaperKind.REMEDY_REPORT: MISSION | {"rival"},
}
"""Who reads a paper, whatever the state; any other is the mission's alone."""

AT_STEPS: Final = (
    "monitor", "chair", "leader", "verifier", "liaison", "rival", "delegate", "observer",
    "secretary",
)  # fmt: skip
"""One part for each way in which somebody stands to a case."""


@pytest.fixture(scope="module")
def record(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A bench with a case in every state, taken back when the module is over."""
    with django_db_blocker.unblock(), override_settings(TRUCEWATCH_SECOND_FACTOR=False):
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            bench = make_bench(make_cast())
            yield bench, _cases(bench), _clients(bench)
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def _cases(bench: Bench) -> dict[CaseState, Case]:
    """One case for each state, each brought there by its own acts."""
    by, chair = bench.cast.monitor, bench.chair

    def acknowledged() -> Case:
        return moving.acknowledge(filed(bench).pk, by=by)

    def tasked() -> Case:
        case, _ = notified(bench)
        return verifying.task_team(
            case.pk, by=chair, text="Go.", leader=bench.leader, team=[bench.verifier]
        )

    def investigating() -> Case:
        return moving.begin_investigation(tasked().pk, by=bench.leader)

    def reported() -> Case:
        case = investigating()
        verifying.record_verification(case.pk, looked(), by=bench.leader)
        return moving.hand_in_report(case.pk, by=bench.leader, text="Found.")

    def under_review() -> Case:
        case = reported()
        findings.draft_finding(case.pk, drafted(), by=bench.leader)
        return findings.circulate(case.pk, by=chair, text="For you.")

    def ruled() -> Case:
        case: Case = decided(bench).case
        return case

    def asked() -> Case:
        return moving.request_remedy(ruled().pk, by=chair, text="Put it right.")

    def put_right() -> Case:
        return moving.report_remedy(asked().pk, by=bench.cast.rival, text="Done.")

    made: dict[CaseState, Callable[[], Case]] = {
        S.RECEIVED: lambda: filed(bench),
        S.ACKNOWLEDGED: acknowledged,
        S.SCREENED: lambda: screened(bench),
        S.NOTIFIED: lambda: notified(bench)[0],
        S.TASKED: tasked,
        S.INVESTIGATING: investigating,
        S.REPORTED: reported,
        S.UNDER_REVIEW: under_review,
        S.DECIDED: ruled,
        S.REMEDY_REQUESTED: asked,
        S.REMEDY_REPORTED: put_right,
        S.CLOSED: lambda: moving.close_case(ruled().pk, by=chair, because="Done"),
        S.OUT_OF_SCOPE: lambda: moving.dismiss(screened(bench).pk, by=by, because="Not ours"),
        S.DUPLICATE: lambda: moving.join_case(
            screened(bench).pk, filed(bench).pk, by=by, because="The same"
        ),
    }
    found = {}
    for state, make in made.items():
        case = make()
        case.refresh_from_db()
        assert case.state == state
        found[state] = case
    return found


def _clients(bench: Bench) -> dict[str, Client]:
    found = {}
    for name in sorted(EVERYBODY):
        client = Client(raise_request_exception=False)
        client.force_login(getattr(bench, name, None) or getattr(bench.cast, name))
        found[name] = client
    return found


def test_every_state_has_its_case_and_its_rule(record: Any) -> None:
    """Nothing is left out of the tables above."""
    _, cases, _ = record
    assert set(cases) == set(FINDS) == set(CaseState)
    assert {function for move in MOVES.values() for function in move.by} == set(HOLDS)


@pytest.mark.parametrize("state", list(CaseState))
def test_a_case_is_found_by_those_whom_the_table_names(record: Any, state: CaseState) -> None:
    """On its page, in the list, in the interface for programs; to others it was never there."""
    _, cases, clients = record
    case = cases[state]
    for part, client in clients.items():
        expected = 200 if part in FINDS[state] else 404
        for address in (f"/cases/{case.pk}/", f"/api/v1/cases/{case.pk}"):
            answer = client.get(address)
            assert answer.status_code == expected, (part, address, answer.status_code)
        listed = f"/cases/{case.pk}/" in client.get(f"/cases/?q={case.number}").content.decode()
        assert listed is (expected == 200), part
    public = Client()
    assert public.get(f"/cases/{case.pk}/").status_code == 302
    assert public.get(f"/api/v1/cases/{case.pk}").status_code in {401, 404}


@pytest.mark.parametrize("state", list(CaseState))
def test_a_step_is_open_to_its_holders_in_its_states_alone(record: Any, state: CaseState) -> None:
    """Every step of the machine, by every part."""
    _, cases, clients = record
    case = cases[state]
    for step, move in MOVES.items():
        for part in AT_STEPS:
            answer = clients[part].get(f"/cases/{case.pk}/steps/{step}/")
            told = (step, part, answer.status_code)
            if part not in FINDS[state]:
                assert answer.status_code == 404, told
            elif state not in move.sources:
                assert answer.status_code in {400, 403, 409, 422}, told
            elif _may(step, part):
                assert answer.status_code == 200, told
            else:
                assert answer.status_code == 403, told


def _may(step: CaseStep, part: str) -> bool:
    if step is CaseStep.REPORT_REMEDY:
        return part == "rival"
    return any(part in HOLDS[function] for function in MOVES[step].by)


def test_papers_are_read_by_whom_they_are_for(record: Any) -> None:
    """Every paper of every case; allegations by their filer and the mission."""
    _, cases, clients = record
    for case in cases.values():
        for paper in case.papers.all():
            readers = PAPERS.get(PaperKind(paper.kind_of_paper), MISSION)
            for part, client in clients.items():
                expected = 200 if part in readers else 404
                answer = client.get(f"/cases/papers/{paper.pk}/")
                assert answer.status_code == expected, (paper.kind_of_paper, part)
        words = case.complaints.get().text
        for part in ("rival", "delegate", "observer"):
            page = clients[part].get(f"/cases/{case.pk}/").content.decode()
            assert words not in page, (case.state, part)


def test_the_cast_is_complete(record: Any) -> None:
    """Every part of the cast and of the bench is asked."""
    bench, _, clients = record
    assert isinstance(bench.cast, Cast)
    assert set(bench.cast.everyone()) - {"operator"} <= set(clients)
