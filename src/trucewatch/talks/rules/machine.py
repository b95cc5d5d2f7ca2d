"""In which order rounds and follow-ups come to their states."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.vocabulary.talks import FollowUpState

_R = RoundState
_AFTER: Final[dict[RoundState, frozenset[RoundState]]] = {
    _R.PROPOSED: frozenset({_R.ANNOUNCED, _R.DATED, _R.POSTPONED, _R.CANCELLED}),
    _R.ANNOUNCED: frozenset({_R.DATED, _R.PREPARATORY, _R.OPEN, _R.POSTPONED, _R.CANCELLED}),
    _R.DATED: frozenset({_R.PREPARATORY, _R.OPEN, _R.POSTPONED, _R.CANCELLED}),
    _R.PREPARATORY: frozenset({_R.DATED, _R.OPEN, _R.POSTPONED, _R.CANCELLED}),
    _R.OPEN: frozenset({_R.SUSPENDED, _R.EXTENDED, _R.CLOSED}),
    _R.SUSPENDED: frozenset({_R.OPEN, _R.EXTENDED, _R.CLOSED, _R.CANCELLED}),
    _R.EXTENDED: frozenset({_R.SUSPENDED, _R.CLOSED}),
    _R.CLOSED: frozenset({_R.FOLLOW_UP}),
    _R.FOLLOW_UP: frozenset(),
    _R.POSTPONED: frozenset({_R.ANNOUNCED, _R.DATED, _R.PREPARATORY, _R.CANCELLED}),
    _R.CANCELLED: frozenset({_R.PROPOSED, _R.ANNOUNCED, _R.DATED}),
}
OVER: Final = frozenset({_R.CLOSED, _R.FOLLOW_UP, _R.CANCELLED})
"""States in which a round is not, or no longer, to be held."""
SETTLED: Final = frozenset({FollowUpState.DONE, FollowUpState.DROPPED})
"""States of a follow-up about which nobody needs to ask any more."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A state with the day on which it was reached, where that is known."""

    state: RoundState
    on: dt.date | None


def next_round_states(state: RoundState | None) -> list[RoundState]:
    """The states that may follow, in their order; any may be the first that is recorded."""
    following = frozenset(RoundState) if state is None else _AFTER[state]
    return [each for each in RoundState if each in following]


def in_order(steps: Sequence[Stood]) -> list[Stood]:
    """Steps by their days; one without a day stays behind the step that it was recorded after."""
    keyed, last = [], dt.date.min
    for place, step in enumerate(steps):
        last = step.on or last
        keyed.append(((last, place), step))
    return [step for _key, step in sorted(keyed, key=lambda pair: pair[0])]


def require_round_step(recorded: Sequence[Stood], new: Stood) -> None:
    """Refuse a state that cannot follow the one before it, or be followed by the one after it.

    Steps are compared in the order of their days, so that accounts may come in any order. A second
    account of the state that a round is in already is no step and is taken.
    """
    ordered = in_order([*recorded, new])
    place = next(n for n, each in enumerate(ordered) if each is new)
    if place > 0:
        _require_after(ordered[place - 1].state, new.state)
    if place + 1 < len(ordered):
        _require_after(new.state, ordered[place + 1].state)


def _require_after(before: RoundState, after: RoundState) -> None:
    if before is after or after in _AFTER[before]:
        return
    possible = [state.label for state in next_round_states(before)]
    raise Refused(
        "“{after}” cannot follow “{before}”. Possible: {possible}.",
        field="round_state",
        values={
            "before": Sentence(before.label),
            "after": Sentence(after.label),
            "possible": ", ".join(possible) or "–",
        },
    )


def require_follow_up_step(last: FollowUpState | None) -> None:
    """Refuse to go on with what took place already or was dropped."""
    if last in SETTLED:
        raise Refused(
            "Nothing follows “{state}”: withdraw that step first.",
            field="follow_up_state",
            values={"state": Sentence(last.label)},
        )
