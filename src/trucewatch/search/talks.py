"""Rounds and texts by the words of what is recorded about them, never beyond what one may see."""

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.agreements import models as agreements
from trucewatch.sources.facts import Fact
from trucewatch.statements.queries import counted
from trucewatch.talks import models as talks

Holds = Callable[[str], bool]
_Kind = tuple[type[Fact], str]

_OF_ROUNDS: Final[tuple[_Kind, ...]] = (
    (talks.Delegation, "round"),
    *(
        (model, "delegation__round")
        for model in (
            talks.Delegate, talks.Headcount, talks.DelegationLevel, talks.DelegationMandate,
            talks.Credentials, talks.Presence,
        )
    ),
    (talks.RoundInvitation, "round"),
    (talks.Meeting, "round"),
    *(
        (model, "meeting__round")
        for model in (talks.Attendance, talks.AgendaItem, talks.Minute, talks.MeetingAction)
    ),
    (talks.AgendaItem, "round"),
    (talks.AgendaStand, "item__round"),
    (talks.AgendaStand, "item__meeting__round"),
    *(
        (model, "round")
        for model in (
            talks.RoundStep, talks.RoundDate, talks.ScheduleEntry, talks.RoundOutcome,
            talks.Expectation, talks.FollowUp,
        )
    ),
    (talks.FollowUpStep, "follow_up__round"),
)  # fmt: skip
"""What is told of rounds, with the way from it to its round."""

_OF_TEXTS: Final[tuple[_Kind, ...]] = (
    (agreements.Version, "instrument"),
    (agreements.Provision, "version__instrument"),
    (agreements.Term, "instrument"),
    (agreements.Obligation, "instrument"),
    (agreements.Obligation, "provision__version__instrument"),
    (agreements.ObligationStep, "obligation__instrument"),
    (agreements.ObligationStep, "obligation__provision__version__instrument"),
    (talks.Tabling, "instrument"),
    *(
        (model, "version__instrument")
        for model in (talks.Circulation, talks.DraftPosition, talks.Settlement, talks.TextAct)
    ),
)
"""What is told of texts, their own words first, with the way from it to its text."""


def rounds_told_of(reader: Reader, holds: Holds) -> set[UUID]:
    """The rounds of which something that the reader may see holds the words."""
    return _told_of(_OF_ROUNDS, reader, holds)


def texts_told_of(reader: Reader, holds: Holds) -> set[UUID]:
    """The texts that hold the words, or of which something does; some may be hidden by name."""
    return _told_of(_OF_TEXTS, reader, holds)


def _told_of(kinds: tuple[_Kind, ...], reader: Reader, holds: Holds) -> set[UUID]:
    found: set[UUID] = set()
    for model, path in kinds:
        rows = counted(model, reader).filter(
            _is_seen_along(model, path, reader), **{f"{path}__isnull": False}
        )
        columns = (*model.searched, "remarks")
        for key, *texts in rows.exclude(**{f"{path}__in": found}).values_list(path, *columns):
            if holds(" ".join(texts)):
                found.add(key)
    return found


def _is_seen_along(model: type[Fact], path: str, reader: Reader) -> Q:
    """What a fact is about has to be seen as well, and to count: a seat at a hidden meeting tells
    of that meeting.
    """
    condition = Q()
    for prefix in _facts_along(model, path):
        condition &= reader.sees(f"{prefix}__") & Q(**{f"{prefix}__withdrawn": False})
    return condition


def _facts_along(model: type[Fact], path: str) -> Iterator[str]:
    steps = path.split("__")
    at: type = model
    for place, step in enumerate(steps, 1):
        at = at._meta.get_field(step).related_model  # type: ignore[attr-defined]
        if issubclass(at, Fact):
            yield "__".join(steps[:place])
