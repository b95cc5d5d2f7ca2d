"""What is urgent, how long a duty may last, and what the public is told of what it sent."""

import datetime as dt
from typing import Final

from trucewatch.reports.account import Account
from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.violations import ViolationType

LONGEST_DUTY: Final = dt.timedelta(hours=24)
LONGEST_MESSAGE: Final = 5_000
MOST_MESSAGES: Final = 20
MOST_DRAFTS: Final = 20
MOST_DRAFT_CHARACTERS: Final = 60_000
DRAFTS_LAST: Final = dt.timedelta(days=14)

GRAVE_TYPES: Final = frozenset(
    {
        ViolationType.AIR_STRIKE,
        ViolationType.CHEMICAL,
        ViolationType.GROUND_ASSAULT,
        ViolationType.SHELLING,
        ViolationType.SUICIDE_ATTACK,
        ViolationType.SEXUAL_VIOLENCE,
        ViolationType.ABDUCTION,
        ViolationType.TERRITORY_TAKEN,
    }
)
"""Types of which those on duty hear at once when a caller or the public tells of them."""


class State(LabelledStr):
    """How far the mission has come with what somebody from the public sent."""

    RECEIVED = "received", "Received. Nobody has taken it up yet."
    TAKEN_UP = "taken_up", "A member of the mission is looking at it."
    LINKED = "linked", "It stands in the record beside other accounts."
    WITHDRAWN = "withdrawn", "It was looked at and does not count in the record."


def is_grave(account: Account) -> bool:
    """Whether the account tells of a death or of a type that cannot wait."""
    deaths = (account.deaths_low, account.deaths_best, account.deaths_high)
    return any(deaths) or account.event_type in GRAVE_TYPES


def state_of(*, withdrawn: bool, linked: bool, taken: bool) -> State:
    """The one state that the public is told, and nothing beside it."""
    if withdrawn:
        return State.WITHDRAWN
    if linked:
        return State.LINKED
    return State.TAKEN_UP if taken else State.RECEIVED


def require_duty_until(until: dt.datetime, now: dt.datetime) -> None:
    """A duty ends, and within a day: whoever forgets to sign off is not called for a week."""
    if not now < until <= now + LONGEST_DUTY:
        raise Refused("A duty ends within the next 24 hours.", field="until")


def may_take_calls(*, in_mission: bool) -> bool:
    """Callers speak to the mission; no party ever learns who called."""
    return in_mission
