"""Taking in a report with the way it came, and taking up what came in."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, operator, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.incidents.actions import Filing, file_report
from trucewatch.incidents.linkage.arriving import propose_arrival
from trucewatch.intake.actions.duty import tell_those_on_duty
from trucewatch.intake.models import (
    PUBLIC_MESSAGE,
    SPOT_REPORT,
    Caller,
    Channel,
    Draft,
    Message,
    Reception,
)
from trucewatch.intake.rules import LONGEST_MESSAGE, MOST_MESSAGES, is_grave
from trucewatch.intake.told_time import ToldTime
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.places.models import Place
from trucewatch.reports.models import Report
from trucewatch.reports.rules import require_text
from trucewatch.sources.models import Source
from trucewatch.vocabulary.refusal import NotFound, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a report came in, beside what it says."""

    channel: Channel = Channel.FORM
    told_when: str = ""
    told_at: dt.datetime | None = None
    happened: ToldTime | None = None
    language: str = ""
    place: Place | None = None
    is_spot: bool = False
    caller: Caller | None = None
    receipt_hash: str = ""
    draft: UUID | None = None


@transaction.atomic
def receive_report(filing: Filing, arrival: Arrival, *, by: Member) -> Report:
    """File a report, note how it came in, and tell those on duty where it cannot wait.

    Handed in twice under one key it is one report, and those on duty are told once. The draft that
    it was written in is gone with the same stroke. Once it is filed, reports that it may belong
    with are proposed.
    """
    report = file_report(filing, by=by)
    if arrival.draft is not None:
        Draft.objects.filter(member=by, key=arrival.draft).delete()
    if Reception.objects.filter(report=report).exists():
        return report
    from_outside = arrival.channel is not Channel.FORM
    urgent = arrival.is_spot or (from_outside and is_grave(filing.account))
    reception = Reception(
        report=report,
        channel=arrival.channel,
        received_at=timezone.now(),
        told_when=arrival.told_when,
        told_at=arrival.told_at,
        happened_from=arrival.happened.start if arrival.happened else None,
        happened_until=arrival.happened.end if arrival.happened else None,
        language=arrival.language,
        place=arrival.place,
        is_spot=urgent,
        caller=arrival.caller,
        receipt_hash=arrival.receipt_hash,
    )
    reception.save()
    ledger.record(
        Event.RECEPTION_NOTED, by=by, subject=reception, facts={"report": report.ledger_name}
    )
    if urgent:
        tell_those_on_duty(SPOT_REPORT, report, but=by)
    transaction.on_commit(lambda: propose_arrival(report.pk))
    return report


@transaction.atomic
def take_up(reception_id: UUID, *, by: Member) -> Reception:
    """Say that one looks after what came in; whoever sent it is told that somebody does."""
    require(by, Act.TAKE_UP_RECEPTION)
    reception = find_reception(reception_id, by=by)
    if reception.taken_by_id is not None:
        raise Refused("Somebody has taken this up already.")
    reception.taken_by = by
    reception.taken_at = timezone.now()
    reception.save()
    ledger.record(Event.RECEPTION_TAKEN_UP, by=by, subject=reception)
    return reception


@transaction.atomic
def add_message(receipt: str, text: str) -> Message:
    """Add what somebody from the public says to what they sent; the receipt is their only name."""
    text = text.strip()
    if not text:
        raise Refused("Write your message.", field="text")
    require_text(text, most=LONGEST_MESSAGE, field="text")
    ledger.take_turn()
    reception = reception_of(receipt)
    before = list(reception.messages.all())
    if before and before[-1].text == text:
        return before[-1]
    if len(before) >= MOST_MESSAGES:
        raise Refused("No more messages fit here. Send a new report.", field="text")
    message = Message(reception=reception, text=text, received_at=timezone.now())
    message.save()
    ledger.record(Event.MESSAGE_RECEIVED, by=operator(), subject=message)
    tell_those_on_duty(f"{PUBLIC_MESSAGE}_{len(before) + 1}", reception.report, but=operator())
    return message


def find_reception(reception_id: UUID, *, by: Member) -> Reception:
    """The reception, locked, if the member may see its report."""
    found = (
        Reception.objects.select_for_update(of=("self",))
        .filter(MemberReader(by).sees("report__"), pk=reception_id)
        .first()
    )
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def reception_of(receipt: str) -> Reception:
    """What was sent under a receipt; a receipt that nobody was given is answered the same way."""
    digest = receipt_digest(receipt)
    found = Reception.objects.select_related("report").filter(receipt_hash=digest).first()
    if not digest or found is None:
        raise NotFound("There is no report with this receipt code.")
    return found


def receipt_digest(receipt: str) -> str:
    """What is kept of a receipt: enough to recognise it, not enough to use it. Empty for none."""
    letters = "".join(character for character in receipt.upper() if character.isalnum())
    letters = letters.replace("0", "O").replace("1", "I").replace("8", "B")
    return hashlib.sha256(letters.encode("utf-8")).hexdigest() if letters else ""


@transaction.atomic
def ensure_channel_source(key: str, name: str, limits: str) -> Source:
    """The source under which a channel's reports stand; the record makes it when first used."""
    known: Source | None = Source.objects.filter(key=key).first()
    if known is not None:
        return known
    ledger.take_turn()
    source, is_new = Source.objects.get_or_create(
        key=key, defaults={"name": name, "limits": limits}
    )
    if is_new:
        ledger.record(Event.SOURCE_ADDED, by=operator(), subject=source)
    found: Source = source
    return found
