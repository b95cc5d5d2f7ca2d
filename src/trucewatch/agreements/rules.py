"""What may follow what, what counts as done, what is due: decisions about what was agreed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.accords import ENDED, SETTLED, DemandState, ObligationState
from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence

_O = ObligationState
_RUNNING: Final = frozenset(
    {_O.DUE, _O.CLAIMED_DONE, _O.VERIFIED_DONE, _O.PARTIAL, _O.DELAYED, _O.ALLEGED_BREACH,
     _O.CONFIRMED_BREACH, _O.SUSPENDED}
) | ENDED  # fmt: skip
_AFTER: Final[dict[ObligationState, frozenset[ObligationState]]] = {
    _O.PROPOSED: frozenset({_O.AGREED, _O.IN_FORCE}) | ENDED,
    _O.AGREED: frozenset({_O.IN_FORCE, _O.SUSPENDED}) | _RUNNING,
    _O.IN_FORCE: _RUNNING,
    _O.DUE: _RUNNING - {_O.DUE},
    _O.CLAIMED_DONE: _RUNNING,
    _O.VERIFIED_DONE: frozenset({_O.ALLEGED_BREACH, _O.CONFIRMED_BREACH, _O.IN_FORCE}) | ENDED,
    _O.PARTIAL: _RUNNING | {_O.IN_FORCE},
    _O.DELAYED: _RUNNING | {_O.IN_FORCE},
    _O.ALLEGED_BREACH: _RUNNING | {_O.IN_FORCE},
    _O.CONFIRMED_BREACH: _RUNNING | {_O.IN_FORCE},
    _O.SUSPENDED: _RUNNING | {_O.IN_FORCE},
    _O.EXPIRED: frozenset(),
    _O.SUPERSEDED: frozenset(),
}
_D = DemandState
_ON_THE_TABLE: Final = frozenset(
    {_D.TRANSMITTED, _D.ACKNOWLEDGED, _D.NEGOTIATED, _D.ACCEPTED, _D.PARTLY_ACCEPTED,
     _D.REJECTED, _D.DEFERRED, _D.WITHDRAWN}
)  # fmt: skip
_DEMAND_AFTER: Final[dict[DemandState, frozenset[DemandState]]] = {
    _D.RAISED: _ON_THE_TABLE,
    _D.TRANSMITTED: _ON_THE_TABLE - {_D.TRANSMITTED},
    _D.ACKNOWLEDGED: _ON_THE_TABLE - {_D.TRANSMITTED, _D.ACKNOWLEDGED},
    _D.NEGOTIATED: _ON_THE_TABLE - {_D.TRANSMITTED, _D.ACKNOWLEDGED},
    _D.PARTLY_ACCEPTED: frozenset({_D.NEGOTIATED, _D.ACCEPTED, _D.WITHDRAWN}),
    _D.ACCEPTED: frozenset(),
    _D.REJECTED: frozenset({_D.RAISED, _D.NEGOTIATED}),
    _D.DEFERRED: frozenset({_D.RAISED, _D.NEGOTIATED, _D.WITHDRAWN}),
    _D.WITHDRAWN: frozenset({_D.RAISED}),
}
NEEDS_EVIDENCE: Final = frozenset({_O.VERIFIED_DONE, _O.CONFIRMED_BREACH})
"""States that say that somebody looked: none without a record of who did, when and how."""


class DueState(LabelledStr):
    """Where an obligation stands against the day on which it is due."""

    UNKNOWN = "unknown", "No due date known: ask for one"
    LATER = "later", "Due later"
    NOW = "now", "Due now"
    OVERDUE = "overdue", "Overdue"
    SETTLED = "settled", "Nothing due any more"
    WAITS = "waits", "Waits for another step"
    HOLDS = "holds", "To be kept all the time"


@dataclass(frozen=True, slots=True)
class Due:
    """What an obligation's due date asks for today."""

    settled: bool
    first: dt.date | None
    last: dt.date | None
    waits: bool = False
    is_omission: bool = False


def next_states(state: ObligationState | None) -> frozenset[ObligationState]:
    """The states that may follow; any may be the first, since records begin in the middle."""
    return frozenset(ObligationState) if state is None else _AFTER[state]


def next_demand_states(state: DemandState | None) -> frozenset[DemandState]:
    """The states of a demand that may follow; a demand that is recorded was raised."""
    return _DEMAND_AFTER[state or DemandState.RAISED] | (
        frozenset({DemandState.RAISED}) if state is None else frozenset()
    )


def require_step(before: ObligationState | None, after: ObligationState, evidence: str) -> None:
    """Refuse a step that cannot follow, or one that says verified without a record of it."""
    if after not in next_states(before) and before is not None:
        raise Refused(
            "“{after}” cannot follow “{before}”. Possible: {possible}.",
            field="obligation_state",
            values=_steps_in_words(before, after, next_states(before)),
        )
    if after in NEEDS_EVIDENCE and not evidence.strip():
        raise Refused(
            "“{state}” needs a record of who looked, when and how.",
            field="evidence",
            values={"state": Sentence(after.label)},
        )


def require_demand_step(before: DemandState | None, after: DemandState) -> None:
    """Refuse a state that a demand cannot come to from where it stands."""
    if after not in next_demand_states(before):
        raise Refused(
            "“{after}” cannot follow “{before}”. Possible: {possible}.",
            field="demand_state",
            values=_steps_in_words(before or DemandState.RAISED, after, next_demand_states(before)),
        )


def _steps_in_words(
    before: LabelledStr, after: LabelledStr, possible: Iterable[LabelledStr]
) -> dict[str, object]:
    names = sorted(state.label for state in possible)
    return {
        "before": Sentence(before.label),
        "after": Sentence(after.label),
        "possible": ", ".join(names) or "–",
    }


def due_state(due: Due, today: dt.date) -> DueState:
    """What is to be done about an obligation today."""
    if due.settled:
        return DueState.SETTLED
    if due.waits:
        return DueState.WAITS
    if due.is_omission:
        return DueState.LATER if due.first is not None and today < due.first else DueState.HOLDS
    if due.first is None:
        return DueState.UNKNOWN
    if today > (due.last or due.first):
        return DueState.OVERDUE
    return DueState.NOW if today >= due.first else DueState.LATER


def is_settled(state: ObligationState | None) -> bool:
    """Whether nothing more is owed."""
    return state in SETTLED


def is_unilateral(issuers: Sequence[str], endorsers: Sequence[str]) -> bool:
    """Whether a text speaks for one issuer alone: nobody else issued or endorsed it."""
    return len(set(issuers)) == 1 and not set(endorsers) - set(issuers)
