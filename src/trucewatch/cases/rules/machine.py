"""The state machine of a violation case: which step leads where, who may take it, by when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.cases import CaseState, CaseStep, PaperKind, SeatFunction
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence

S, T, F, P = CaseState, CaseStep, SeatFunction, PaperKind


@dataclass(frozen=True, slots=True)
class Move:
    """A step: from which states, to which, by whom, with which paper, and what it is due by.

    ``by`` names the functions of which one is needed; none for what the addressee does. ``meets``
    and ``opens`` name the deadlines that the step fulfils and starts.
    """

    sources: frozenset[CaseState]
    to: CaseState
    by: frozenset[SeatFunction]
    paper: PaperKind | None
    meets: str = ""
    opens: tuple[str, ...] = ()


def _move(
    sources: Collection[CaseState], to: CaseState, *by: SeatFunction,
    paper: PaperKind | None = None, meets: str = "", opens: tuple[str, ...] = (),
) -> Move:  # fmt: skip
    return Move(frozenset(sources), to, frozenset(by), paper, meets, opens)


MOVES: Final[Mapping[CaseStep, Move]] = {
    T.ACKNOWLEDGE: _move(
        [S.RECEIVED], S.ACKNOWLEDGED, F.INTAKE, F.DUTY_OFFICER,
        paper=P.RECEIPT, meets="acknowledge", opens=("screen",),
    ),
    T.SCREEN: _move(
        [S.ACKNOWLEDGED], S.SCREENED, F.DUTY_OFFICER,
        paper=P.SCREENING, meets="screen", opens=("notify",),
    ),
    T.DISMISS: _move(
        [S.ACKNOWLEDGED, S.SCREENED], S.OUT_OF_SCOPE, F.DUTY_OFFICER,
        paper=P.SCREENING, meets="screen",
    ),
    T.JOIN: _move(
        [S.ACKNOWLEDGED, S.SCREENED], S.DUPLICATE, F.DUTY_OFFICER,
        paper=P.SCREENING, meets="screen",
    ),
    T.NOTIFY: _move(
        [S.SCREENED], S.NOTIFIED, F.DUTY_OFFICER,
        paper=P.NOTICE, meets="notify", opens=("task",),
    ),
    T.TASK: _move(
        [S.SCREENED, S.NOTIFIED, S.TASKED, S.INVESTIGATING], S.TASKED, F.CHAIR,
        paper=P.TASKING, meets="task", opens=("on_site",),
    ),
    T.BEGIN: _move([S.TASKED], S.INVESTIGATING, F.TEAM_LEADER, F.VERIFIER, opens=("report",)),
    T.REPORT: _move(
        [S.INVESTIGATING], S.REPORTED, F.TEAM_LEADER,
        paper=P.INVESTIGATION_REPORT, meets="report", opens=("review",),
    ),
    T.REVIEW: _move(
        [S.REPORTED], S.UNDER_REVIEW, F.CHAIR,
        paper=P.VIOLATION_REPORT, meets="review", opens=("decide",),
    ),
    T.DECIDE: _move([S.UNDER_REVIEW], S.DECIDED, F.CHAIR, meets="decide"),
    T.REQUEST_REMEDY: _move(
        [S.DECIDED], S.REMEDY_REQUESTED, F.CHAIR, paper=P.REMEDY_REQUEST, opens=("remedy",)
    ),
    T.REPORT_REMEDY: _move(
        [S.REMEDY_REQUESTED], S.REMEDY_REPORTED, paper=P.REMEDY_REPORT, meets="remedy"
    ),
    T.CLOSE: _move(
        [S.DECIDED, S.REMEDY_REQUESTED, S.REMEDY_REPORTED], S.CLOSED, F.CHAIR,
        paper=P.CLOSING_NOTE,
    ),
    T.REOPEN: _move(
        [S.CLOSED, S.OUT_OF_SCOPE, S.DUPLICATE, S.DECIDED], S.SCREENED, F.CHAIR,
        paper=P.SCREENING, opens=("notify",),
    ),
}  # fmt: skip
"""Every step but the first, which makes the case."""

FIRST_DEADLINES: Final = ("acknowledge",)
"""What is due as soon as an allegation is received."""


def moves_from(state: CaseState) -> list[CaseStep]:
    """The steps that are possible in a state, in the order of the workflow."""
    return [step for step, move in MOVES.items() if state in move.sources]


def require_move(step: CaseStep, state: CaseState, *, paused: bool) -> Move:
    """The move, or a refusal that names the steps that are possible instead."""
    move = MOVES.get(step)
    if paused:
        raise Refused("The case is paused. Resume it first.")
    if move is None or state not in move.sources:
        possible = moves_from(state)
        if not possible:
            raise Refused(
                "“{step}” is not possible in the state “{state}”; no step is.",
                values={"step": Sentence(step.label), "state": Sentence(state.label)},
            )
        raise Refused(
            "“{step}” is not possible in the state “{state}”. Possible: {steps}.",
            values={
                "step": Sentence(step.label),
                "state": Sentence(state.label),
                "steps": _listed(possible),
            },
        )
    return move


def _listed(steps: Sequence[CaseStep]) -> Sentence:
    """The steps one after the other, as a sentence that can be said in another language."""
    said = Sentence(steps[0].label)
    for step in steps[1:]:
        said = Sentence("{some}, {one}", some=said, one=Sentence(step.label))
    return said
