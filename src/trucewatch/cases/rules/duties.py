"""Who may take a step, and which duties nobody may hold at once."""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from trucewatch.cases.rules.machine import Move
from trucewatch.vocabulary.cases import CaseStep, SeatFunction
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.roles import OrganisationKind, Role
from trucewatch.vocabulary.sentence import Sentence

BY_ROLE: Final = frozenset({SeatFunction.INTAKE, SeatFunction.DUTY_OFFICER, SeatFunction.PUBLISHER})
"""What monitors of the mission do without a seat; everything else needs one."""


def functions_of(
    role: Role, kind: OrganisationKind, seats: Iterable[SeatFunction]
) -> frozenset[SeatFunction]:
    """What somebody may do for a mechanism: by their seats, and by role at the duty desk."""
    held = frozenset(seats)
    if role is Role.MONITOR and kind is OrganisationKind.MISSION:
        held |= BY_ROLE
    return held


def may_take(move: Move, functions: Collection[SeatFunction]) -> bool:
    """Whether one of these functions carries the step."""
    return not move.by or bool(move.by & frozenset(functions))


def require_function(step: CaseStep, move: Move, functions: Collection[SeatFunction]) -> None:
    """Refuse a step that none of the functions carries, naming those that would."""
    if not may_take(move, functions):
        names = sorted(function.label for function in move.by)
        said: Sentence = Sentence(names[0])
        for name in names[1:]:
            said = Sentence("{some}, {one}", some=said, one=Sentence(name))
        raise NotAllowed(
            "“{step}” is for: {functions}. You have no such seat in this mechanism.",
            values={"step": Sentence(step.label), "functions": said},
        )


def require_other_than_submitter(verifier: UUID, submitters: Collection[UUID]) -> None:
    """Whoever alleged something does not verify it."""
    if verifier in submitters:
        raise Refused("Whoever filed the allegation does not verify it.")


def require_other_than_author(publisher: UUID, authors: Collection[UUID]) -> None:
    """A finding is published by somebody who did not write it."""
    if publisher in authors:
        raise Refused("Whoever wrote the finding does not publish it.")
