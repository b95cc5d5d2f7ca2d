"""Opening rounds of talks and recording what is announced, scheduled and said to come of them."""

from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import transaction

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.sources.recording import find_same, record_fact
from trucewatch.talks.actions.once import record_once
from trucewatch.talks.actions.tracks import ensure_track
from trucewatch.talks.models import (
    Expectation,
    Round,
    RoundDate,
    RoundOutcome,
    RoundStep,
    ScheduleEntry,
)
from trucewatch.talks.rules.clocks import runs_backwards
from trucewatch.talks.rules.machine import Stood, require_round_step
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import EARLIEST, LATEST, DatePrecision
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.talks import RoundDateKind

_MAY_CHANGE: Final = frozenset(
    {"date_start", "date_end", "date_precision", "venue", "venue_label", "host", "time_zone",
     "purpose", "outcome", "remarks"}
)  # fmt: skip


@transaction.atomic
def add_round(round_: Round, *, by: Member) -> Round:
    """Enter a round of talks; its track is entered with it where it is not there yet."""
    require(by, Act.RUN_TALKS)
    _clean(round_)
    round_.track = ensure_track(round_.track, by=by).name  # known in another spelling, perhaps
    _clean(round_)
    round_.save()
    ledger.record(Event.ROUND_ADDED, by=by, subject=round_)
    return round_


@transaction.atomic
def change_round(round_: Round, columns: dict[str, Any], *, by: Member, because: str = "") -> Round:
    """Change from which days the record reckons, the venue, the host, or what a round is for."""
    require(by, Act.RUN_TALKS)
    unknown = set(columns) - _MAY_CHANGE
    if unknown:
        raise ValueError(f"no columns of a round that change: {', '.join(sorted(unknown))}")
    found = _locked(round_)
    for name, value in columns.items():
        setattr(found, name, value)
    _clean(found)
    found.save(update_fields=list(columns))
    ledger.record(Event.ROUND_CHANGED, by=by, subject=found, because=because)
    return found


@transaction.atomic
def move_round(step: RoundStep, *, by: Member) -> RoundStep:
    """Say that a round has come to a state; refused with the states that are possible."""
    require(by, Act.RECORD_FACT)
    _locked(step.round)
    rows = RoundStep.objects.visible_to(MemberReader(by)).filter(
        round=step.round_id, withdrawn=False
    )
    known = [
        Stood(RoundState(row.round_state), row.date_start)
        for row in rows.order_by("recorded_at", "pk")
    ]
    try:
        state = RoundState(step.round_state)
    except ValueError:
        raise Refused("Choose a state.", field="round_state") from None
    require_round_step(known, Stood(state, step.date_start))
    return record_once(step, Event.ROUND_MOVED, by=by)


def date_round(date: RoundDate, *, by: Member) -> RoundDate:
    """Enter when a round is to be, or was, as somebody announced or told it.

    The very same account, entered again, is the one that is there: the record may reckon from it.
    """
    if date.date_start is None:
        raise Refused("Give a day.", field="date_start")
    require(by, Act.RECORD_FACT)
    return find_same(date, by) or record_fact(date, Event.ROUND_DATED, by=by)


@transaction.atomic
def reckon_from(date: RoundDate, *, by: Member, because: str = "") -> Round:
    """Let the record reckon from the days of one account; the other accounts stay beside it.

    One that tells of the beginning or of the end alone leaves the other end as it was. Every
    member sees the days of a round, so those of a closed circle stay in their account.
    """
    require(by, Act.RUN_TALKS)
    seen = RoundDate.objects.visible_to(MemberReader(by)).filter(pk=date.pk, withdrawn=False)
    found: RoundDate | None = seen.select_related("round").first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    require_open(Handling(found.handling), found.compartment, "reckon")
    interval = found.interval
    assert interval is not None  # noqa: S101 - an account of a date has one
    columns: dict[str, Any] = {"date_precision": DatePrecision(interval.precision).value}
    if found.date_kind != RoundDateKind.HELD:
        known = found.round.date_precision
        columns["date_precision"] = max(columns["date_precision"], known)
    if found.date_kind != RoundDateKind.ENDS:
        columns["date_start"] = interval.start
    if found.date_kind != RoundDateKind.BEGINS:
        columns["date_end"] = interval.end
    return change_round(found.round, columns, by=by, because=because)


def require_open(handling: Handling, compartment: Compartment | None, field: str) -> None:
    """Refuse that an account for a few becomes the days that every member sees of a round."""
    if compartment is not None or handling > Handling.AMBER:
        raise Refused(
            "Every member sees the days of a round: this account is not open enough for that.",
            field=field,
        )


def schedule_round(entry: ScheduleEntry, *, by: Member) -> ScheduleEntry:
    """Enter a time of a round's schedule as somebody gives it."""
    if runs_backwards(entry.time_from, entry.time_until):
        raise Refused("The end lies before the start.", field="time_until")
    return record_once(entry, Event.ROUND_SCHEDULED, by=by)


def record_outcome(outcome: RoundOutcome, *, by: Member) -> RoundOutcome:
    """Enter what came of a round as somebody has it."""
    return record_once(outcome, Event.OUTCOME_RECORDED, by=by)


def record_expectation(expectation: Expectation, *, by: Member) -> Expectation:
    """Enter what somebody expected of a round before it."""
    return record_fact(expectation, Event.EXPECTATION_RECORDED, by=by)


def _locked(round_: Round) -> Round:
    found: Round | None = Round.objects.select_for_update().filter(pk=round_.pk).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def _clean(round_: Round) -> None:
    """Refuse what the table would not take, at its field."""
    for name in ("date_start", "date_end"):
        day = getattr(round_, name)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise Refused(
                "The year {year} cannot be meant.", field=name, values={"year": str(day.year)}
            )
    if round_.date_start and round_.date_end and round_.date_end < round_.date_start:
        raise Refused("The end lies before the start.", field="date_end")
    if round_.time_zone:
        try:
            ZoneInfo(round_.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Refused(
                "“{name}” is no time zone. Write it as Asia/Almaty.",
                field="time_zone",
                values={"name": round_.time_zone},
            ) from None
    others = Round.objects.filter(track=round_.track, ordinal=round_.ordinal).exclude(pk=round_.pk)
    if others.exists():
        raise Refused("This round of the track is recorded already.", field="ordinal")
    try:
        round_.full_clean()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Refused(reasons[0], field="" if field == "__all__" else field) from error
