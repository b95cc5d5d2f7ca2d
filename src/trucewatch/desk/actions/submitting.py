"""A submission: one document that tells of several breaches becomes one allegation for each."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.receiving import (
    Alleged,
    file_complaint,
    new_receipt,
    own_compartment,
)
from trucewatch.cases.actions.verifying import keep_file
from trucewatch.cases.models import Mechanism, Submission
from trucewatch.desk.models import Kind
from trucewatch.desk.proposing import Proposed, proposals_of
from trucewatch.desk.splitting import numbers_missing
from trucewatch.extraction.case import DocumentRead, Text
from trucewatch.extraction.reading import read_case
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.parties.models import Party
from trucewatch.sources.texts.file_text import FileText
from trucewatch.sources.texts.reading import read_text
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.violations import ViolationType

MOST_ENTRIES: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A file as it is handed in, the days it is about, and against whom it is."""

    path: Path
    name: str
    first_day: dt.date
    last_day: dt.date
    accused: Party | None = None
    accused_label: str = ""


@dataclass(frozen=True, slots=True)
class EntryRead:
    """One entry of a list with what was read out of it; ``start`` and ``end`` are characters."""

    number: str
    start: int
    end: int
    text: str
    date_start: dt.date
    date_end: dt.date
    violation_type: ViolationType
    place_label: str
    latitude: float | None
    longitude: float | None


@transaction.atomic
def receive_submission(mechanism: Mechanism, submitted: Submitted, *, by: Member) -> Submission:
    """Take a document in as one: keep the original, give a receipt, file each entry.

    An entry without a day of its own stands for all days that the document is about. All entries
    are filed or none; the original stays, and each allegation leads to its characters and page.
    """
    require(by, Act.FILE_COMPLAINT)
    if submitted.last_day < submitted.first_day:
        raise Refused("The end lies before the start.", field="last_day")
    content = read_text(submitted.path, submitted.name)
    entries = read_entries(content.text, submitted)
    if not entries:
        raise Refused(
            "No list was found in it: number the breaches, or file it as one allegation.",
            field="file",
        )
    if len(entries) > MOST_ENTRIES:
        raise Refused(
            "It lists {number} breaches; {most} are taken at a time.",
            field="file", values={"number": len(entries), "most": MOST_ENTRIES},
        )  # fmt: skip
    document = keep_file(submitted.path, submitted.name, by=by)
    submission = Submission(
        document=document, organisation=by.organisation, receipt=new_receipt(),
        received_at=timezone.now(), received_by=by,
        missing=numbers_missing(entry.number for entry in entries),
        handling=Handling.AMBER_STRICT, compartment=own_compartment(by),
    )  # fmt: skip
    submission.save()
    facts = {"sha256": document.sha256, "entries": len(entries)}
    ledger.record(
        Event.SUBMISSION_RECEIVED, by=by, subject=submission, rows=[document], facts=facts
    )
    for entry in entries:
        file_complaint(mechanism, _alleged(entry, content, submission, submitted), by=by)
    return submission


def read_entries(text: str, submitted: Submitted) -> list[EntryRead]:
    """The entries of the list in a text; what they say is read by the press desk's engine."""
    read = read_case([Text("submission", text, submitted.last_day)]).documents[0]
    proposed = proposals_of(read, text, is_submission=True)
    entries = [p for p in proposed if p.kind is Kind.ALLEGATION and "entry" in p.facts]
    return [_entry(each, read, text, submitted) for each in entries]


def _entry(proposed: Proposed, read: DocumentRead, text: str, submitted: Submitted) -> EntryRead:
    start, end = proposed.span
    facts = proposed.facts
    line = text.rfind("\n", 0, start) + 1
    is_dated = any(line <= each.span[0] < end for each in read.dates)
    whole = (submitted.first_day, submitted.last_day)
    first, last = _days(facts, submitted) if is_dated else whole
    return EntryRead(
        number=str(facts.get("entry") or ""), start=start, end=end, text=text[start:end].strip(),
        date_start=first, date_end=last,
        violation_type=ViolationType(facts.get("type") or ViolationType.UNSPECIFIED),
        place_label=str(facts.get("place") or "")[:300],
        latitude=facts.get("lat"), longitude=facts.get("lon"),
    )  # fmt: skip


def _days(facts: Any, submitted: Submitted) -> tuple[dt.date, dt.date]:
    """The entry's own days where they lie within reason, else those of the document."""
    first, last = facts.get("date_start"), facts.get("date_end")
    if not first or not last:
        return submitted.first_day, submitted.last_day
    found = dt.date.fromisoformat(str(first)), dt.date.fromisoformat(str(last))
    if found[0] > submitted.last_day or found[1] < submitted.first_day:
        return submitted.first_day, submitted.last_day
    return found


def _alleged(
    entry: EntryRead, content: FileText, submission: Submission, submitted: Submitted
) -> Alleged:
    return Alleged(
        text=entry.text, violation_type=entry.violation_type, date_start=entry.date_start,
        date_end=entry.date_end, place_label=entry.place_label, latitude=entry.latitude,
        longitude=entry.longitude, accused=submitted.accused,
        accused_label=submitted.accused_label, submission=submission, entry=entry.number,
        page=content.page_at(entry.start), start=entry.start, end=entry.end,
    )  # fmt: skip
