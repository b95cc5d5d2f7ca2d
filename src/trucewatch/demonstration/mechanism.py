"""The demonstration's committee, its seats, and what was alleged before it."""

import datetime as dt
from typing import Any, Final

from trucewatch.accounts.models import Member, Organisation
from trucewatch.agreements.models import Instrument
from trucewatch.cases.actions.mechanisms import MechanismGiven, add_mechanism, give_seat
from trucewatch.cases.actions.moving import acknowledge, screen
from trucewatch.cases.actions.notifying import notify_accused
from trucewatch.cases.actions.receiving import Alleged, file_complaint
from trucewatch.cases.examples import EXAMPLES
from trucewatch.cases.models import Case, Complaint, Mechanism, Seat
from trucewatch.demonstration.actors import party
from trucewatch.demonstration.cast import member
from trucewatch.demonstration.script import script
from trucewatch.reports.models import Report
from trucewatch.vocabulary.cases import CaseClass, SeatFunction
from trucewatch.vocabulary.violations import ViolationType

_SINCE: Final = dt.date(2017, 2, 6)
_SEATS: Final = (
    ("chair", SeatFunction.CHAIR),
    ("team-leader", SeatFunction.TEAM_LEADER),
    ("team-leader", SeatFunction.VERIFIER),
    ("analyst", SeatFunction.ATTRIBUTION),
)
_ORDER: Final = ("received", "acknowledged", "screened", "notified")


def enter_mechanism(by: Member) -> None:
    """The committee and its seats, and each complaint that is missing, as far as it had come."""
    mechanism = _mechanism(by)
    for entry in script("cases")["complaint"]:
        if not Complaint.objects.filter(text=entry["text"]).exists():
            _enter(mechanism, entry)


def _mechanism(by: Member) -> Mechanism:
    example = EXAMPLES["trilateral"]
    found = Mechanism.objects.filter(key=example["key"]).first()
    if found is None:
        instrument = Instrument.objects.filter(name__startswith="Nationwide ceasefire").first()
        given = MechanismGiven(
            example["key"], example["name"], example["terms"], _SINCE, instrument
        )
        found = add_mechanism(given, by=by)
    for username, function in _SEATS:
        holder = member(username)
        held = Seat.objects.filter(mechanism=found, member=holder, function=function)
        if not held.exists():
            give_seat(found, holder, function, since=_SINCE, by=by)
    return found


def _enter(mechanism: Mechanism, entry: dict[str, Any]) -> None:
    accused = party(entry["accused"]) if "accused" in entry else None
    answers = Organisation.objects.get(key=entry["answers"]) if "answers" in entry else None
    alleged = Alleged(
        text=entry["text"], case_class=CaseClass(entry["class"]),
        violation_type=ViolationType(entry["type"]), date_start=entry["start"],
        date_end=entry["start"], place_label=entry.get("place", ""), accused=accused,
        addressee=answers, report=_report(entry), is_continuing=entry.get("continuing", False),
    )  # fmt: skip
    case = file_complaint(mechanism, alleged, by=member(entry["by"])).case
    _bring(case, entry)


def _report(entry: dict[str, Any]) -> Report | None:
    """The account that the complaint rests on, where the record has it."""
    found: Report | None = Report.objects.filter(source_key=entry.get("report", "")).first()
    return found


def _bring(case: Case, entry: dict[str, Any]) -> None:
    far, desk = _ORDER.index(entry["until"]), member("monitor")
    if far >= 1:
        acknowledge(case.pk, by=desk)
    if far >= 2:
        screen(case.pk, by=desk, text=entry["note"], columns={})
    if far >= 3:
        notify_accused(case.pk, by=desk, text=entry["notice"])
