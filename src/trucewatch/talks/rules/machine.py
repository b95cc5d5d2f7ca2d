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


def _onward(state: RoundState) -> frozenset[RoundState]:
    """The states that a round may be in later; a cancellation that nobody tells of is in no gap."""
    found: set[RoundState] = set()
    ahead = [state]
    while ahead:
        for each in _AFTER[ahead.pop()] - found:
            found.add(each)
            if each is not _R.CANCELLED:
                ahead.append(each)
    return frozenset(found)


_LATER: Final = {state: _onward(state) for state in RoundState}
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
    """Steps by their days; one without a day stays behind the step that it was recorded after.

    Of one day a step stands behind those that were recorded earlier, unless it can only come
    before them: a round that opened and closed on one day may be told of from its end.
    """
    dated, last = [], dt.date.min
    for step in steps:
        last = step.on or last
        dated.append((last, step))
    ordered: list[tuple[dt.date, Stood]] = []
    for day, step in sorted(dated, key=lambda pair: pair[0]):
        at = len(ordered)
        while at and ordered[at - 1][0] == day and _comes_before(step, ordered[at - 1][1]):
            at -= 1
        ordered.insert(at, (day, step))
    return [step for _day, step in ordered]


def _comes_before(step: Stood, other: Stood) -> bool:
    return _follows(step.state, other.state) and not _follows(other.state, step.state)


def _follows(before: RoundState, after: RoundState) -> bool:
    """Whether one state may come later than another, whatever accounts leave out between them."""
    return before is after or after in _LATER[before]


def require_round_step(recorded: Sequence[Stood], new: Stood) -> None:
    """Refuse a state that cannot come after the one before it, or before the one after it.

    Steps are compared in the order of their days, and states between them may be missing, so that
    accounts may come in any order. A second account of a state is no step and is taken.
    """
    ordered = in_order([*recorded, new])
    place = next(n for n, each in enumerate(ordered) if each is new)
    if place > 0:
        _require_after(ordered[place - 1].state, new.state)
    if place + 1 < len(ordered):
        _require_after(new.state, ordered[place + 1].state)


def _require_after(before: RoundState, after: RoundState) -> None:
    if _follows(before, after):
        return
    possible = [state.label for state in RoundState if state in _LATER[before]]
    raise Refused(
        "“{after}” cannot follow “{before}”. Possible: {possible}.",
        field="round_state",
        values={
            "before": Sentence(before.label),
            "after": Sentence(after.label),
            "possible": ", ".join(possible) or "–",
        },
    )


def require_follow_up_step(last: FollowUpState | None, new: FollowUpState) -> None:
    """Refuse to go on with what took place already or was dropped.

    ``last`` is the state on the day of the new one. Another account of the same end is taken.
    """
    if last in SETTLED and new is not last:
        raise Refused(
            "Nothing follows “{state}”: withdraw that step first.",
            field="follow_up_state",
            values={"state": Sentence(last.label)},
        )
