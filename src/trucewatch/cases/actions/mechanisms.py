"""Setting up a mechanism, changing its terms by a new version, giving and ending seats."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Instrument
from trucewatch.cases.models import Mechanism, MechanismVersion, Seat
from trucewatch.cases.rules.terms import Terms, read_terms
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.rules import require_reason
from trucewatch.vocabulary.cases import SeatFunction
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence


@dataclass(frozen=True, slots=True)
class MechanismGiven:
    """A mechanism as it is entered, with its first terms."""

    key: str
    name: str
    terms: Mapping[str, Any]
    since: dt.date
    instrument: Instrument | None = None
    remarks: str = ""


@transaction.atomic
def add_mechanism(given: MechanismGiven, *, by: Member) -> Mechanism:
    """Enter a mechanism with the first version of its terms."""
    require(by, Act.MANAGE_MECHANISM)
    terms = _known(read_terms(given.terms))
    mechanism = Mechanism(
        key=given.key, name=given.name, instrument=given.instrument, remarks=given.remarks
    )
    try:
        mechanism.full_clean()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Refused(reasons[0], field=field) from error
    mechanism.save()
    version = _version(mechanism, 1, given.since, terms, by=by)
    ledger.record(Event.MECHANISM_ADDED, by=by, subject=mechanism, rows=[version])
    return mechanism


@transaction.atomic
def revise_mechanism(
    mechanism: Mechanism, terms: Mapping[str, Any], since: dt.date, *, by: Member, because: str
) -> MechanismVersion:
    """Give a mechanism new terms from a day on. Cases keep those under which they began."""
    require(by, Act.MANAGE_MECHANISM)
    require_reason(because)
    read = _known(read_terms(terms))
    ledger.take_turn()
    last = mechanism.versions.order_by("-number").first()
    if last is not None and since < last.since:
        raise Refused(
            "The terms before these began on {day}.",
            field="since", values={"day": last.since.isoformat()},
        )  # fmt: skip
    number = last.number + 1 if last else 1
    version = _version(mechanism, number, since, read, by=by, because=because)
    ledger.record(
        Event.MECHANISM_REVISED, by=by, subject=mechanism, rows=[version], because=because
    )
    return version


@transaction.atomic
def give_seat(
    mechanism: Mechanism, member: Member, function: SeatFunction, *, since: dt.date, by: Member
) -> Seat:
    """Let a member do something for the mechanism. Undo with ``end_seat``."""
    require(by, Act.MANAGE_MECHANISM)
    if member.pk == by.pk and not by.is_operator:
        raise Refused("Nobody gives themselves a seat: ask another administrator.", field="member")
    if not member.is_active or member.is_operator:
        raise Refused("Only an active member holds a seat.", field="member")
    ledger.take_turn()
    held = Seat.objects.filter(mechanism=mechanism, member=member, function=function)
    if held.filter(until__isnull=True).exists():
        raise Refused("They hold that seat already.", field="function")
    seat = Seat(mechanism=mechanism, member=member, function=function, since=since)
    seat.save()
    ledger.record(Event.SEAT_GIVEN, by=by, subject=seat)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, by: Member, because: str) -> Seat:
    """From now on the member no longer does it."""
    require(by, Act.MANAGE_MECHANISM)
    require_reason(because)
    if seat.until is not None:
        raise Refused("That seat has ended already.")
    seat.until = timezone.localdate() - dt.timedelta(days=1)
    seat.save(update_fields=["until"])
    ledger.record(Event.SEAT_ENDED, by=by, subject=seat, because=because)
    return seat


def _version(
    mechanism: Mechanism, number: int, since: dt.date, terms: Terms, *, by: Member,
    because: str = "",
) -> MechanismVersion:  # fmt: skip
    version = MechanismVersion(
        mechanism=mechanism, number=number, since=since, terms=terms.as_json(),
        because=because, made_by=by, made_at=timezone.now(),
    )  # fmt: skip
    version.save()
    return version


def _known(terms: Terms) -> Terms:
    """The terms, if the record knows every member's organisation and no level is empty."""
    for level in terms.levels:
        if not any(level in member.levels for member in terms.members):
            raise Refused(
                "Nobody sits at the level “{level}”.",
                field="levels", values={"level": Sentence(level.label)},
            )  # fmt: skip
    wanted = {member.key for member in terms.members}
    known = set(Organisation.objects.filter(key__in=wanted).values_list("key", flat=True))
    unknown = sorted(wanted - known)
    if unknown:
        raise Refused(
            "The record has no organisation “{key}”.", field="members", values={"key": unknown[0]}
        )
    return terms
