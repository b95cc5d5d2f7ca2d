"""What the public sends: an unverified report for the mission alone, and a receipt."""

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from trucewatch.accounts.models import Member
from trucewatch.incidents.actions import Filing
from trucewatch.intake.actions.receiving import (
    Arrival,
    ensure_channel_source,
    receipt_digest,
    receive_report,
)
from trucewatch.intake.models import Channel
from trucewatch.intake.told_time import NotUnderstood, ToldTime, read_told_time
from trucewatch.reports.account import Account
from trucewatch.reports.models import Report
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.precision import LocationPrecision

_RECEIPT_BYTES: Final = 20
_SOURCE: Final = (
    "public-form",
    "Public form",
    "Anybody can write; nobody was asked who they are or how they know.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWords:
    """What somebody from the public wrote, as they wrote it."""

    key: UUID
    words: str
    place: str = ""
    told_when: str = ""
    days_ago: int = 0
    what: str = "unspecified"
    language: str = ""


def receipt_for(secret: bytes) -> str:
    """160 bits as eight groups of four letters and digits that are not taken for each other."""
    letters = base64.b32encode(secret[:_RECEIPT_BYTES]).decode("ascii")
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


@transaction.atomic
def receive_from_public(
    words: PublicWords, receipt: str, *, now: dt.datetime, zone: ZoneInfo, by: Member
) -> Report:
    """File what the public sent, for the mission alone; sent twice it is one report.

    The form's own key gives the receipt and is therefore not kept: the report has its digest.
    """
    told = _told(words, now, zone)
    days = told.days(zone) if told else _days(words, now.astimezone(zone).date())
    account = Account(
        date_start=days.start,
        date_end=days.end,
        date_precision=int(days.precision),
        event_type=words.what,
        summary=words.words.strip(),
        place_as_published=words.place.strip(),
        location_precision=LocationPrecision.VAGUE if words.place else LocationPrecision.COUNTRY,
    )
    filing = Filing(
        source=ensure_channel_source(*_SOURCE),
        key=hashlib.sha256(words.key.bytes).hexdigest()[:40],
        account=account,
        handling=Handling.AMBER_STRICT,
        original=words.words.strip(),
    )
    arrival = Arrival(
        channel=Channel.PUBLIC,
        told_when=words.told_when.strip(),
        told_at=now,
        happened=told,
        language=words.language,
        receipt_hash=receipt_digest(receipt),
    )
    return receive_report(filing, arrival, by=by)


def _told(words: PublicWords, now: dt.datetime, zone: ZoneInfo) -> ToldTime | None:
    """The time in the sender's words, where it is understood and agrees with the day chosen."""
    if not words.told_when.strip():
        return None
    text = words.told_when.strip()
    chosen = _days(words, now.astimezone(zone).date())
    tries = [text]
    if words.days_ago == 1:
        tries.append(f"yesterday {text}")
    for attempt in tries:
        try:
            told = read_told_time(attempt, told_at=now, zone=zone)
        except NotUnderstood:
            continue
        if chosen.covers(told.days(zone)):
            return told
    return None


def _days(words: PublicWords, today: dt.date) -> Interval:
    first = today - dt.timedelta(days=words.days_ago)
    return Interval.between(first, first if words.days_ago <= 1 else today)
