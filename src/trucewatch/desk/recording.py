"""Turns an accepted proposal into a row of the record, and takes such a row back."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from trucewatch.accounts.models import Member
from trucewatch.agreements.actions import record_demand, withdraw_demand
from trucewatch.agreements.models import Demand
from trucewatch.desk.models import Allegation, DeskProposal, Kind
from trucewatch.desk.naming import Named, Voice, voice_of
from trucewatch.extraction.found import Speech, SpeechAct
from trucewatch.incidents.actions import Filing, file_report
from trucewatch.ledger.models import Recorded
from trucewatch.reports.account import Account
from trucewatch.reports.actions.changing import take_back_report
from trucewatch.statements.actions import (
    record_assessment,
    record_figure,
    record_statement,
    withdraw_words,
)
from trucewatch.statements.models import Assessment, FigureClaim, Statement
from trucewatch.talks.actions.meetings import record_meeting, withdraw_meeting
from trucewatch.talks.models import MeetingAccount
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import precision_for
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.violations import ViolationType

_RECORDS: Final[Mapping[str, type[Recorded]]] = {
    "statement": Statement,
    "figureclaim": FigureClaim,
    "assessment": Assessment,
    "demand": Demand,
    "meetingaccount": MeetingAccount,
    "allegation": Allegation,
}


@dataclass(frozen=True, slots=True)
class Settling:
    """A proposal that is about to enter the record: its case's actors, and who accepts it."""

    proposal: DeskProposal
    names: Mapping[str, Named]
    by: Member

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as they stand, edited or not."""
        facts: dict[str, Any] = self.proposal.facts
        return facts

    def voice(self, part: str = "who") -> Voice:
        """Those whom a part of the facts names."""
        return voice_of(self.facts.get(part) or [], self.names)

    def quoted(self) -> dict[str, Any]:
        """The columns of every row of words."""
        proposal = self.proposal
        return {
            "document": proposal.case_document.document,
            "start": proposal.start,
            "end": proposal.end,
            "words": proposal.words,
        }

    def attributed(self) -> dict[str, Any]:
        """The columns of every row of words with a speaker."""
        voice = self.voice()
        return {
            **self.quoted(),
            "speaker_label": voice.label,
            "speaker_names": voice.names,
            "speaker_party": voice.party,
            "anonymous": voice.anonymous,
        }


def record(settling: Settling) -> Recorded:
    """Write the row that the proposal is about, through the action of its own package."""
    return _MAKERS[Kind(settling.proposal.kind)](settling)


def withdraw(proposal: DeskProposal, *, by: Member, because: str) -> list[Recorded]:
    """Let what was recorded of a proposal no longer count; returns rows still to be committed."""
    model = _RECORDS[proposal.record_kind]
    row: Any = model._default_manager.get(pk=UUID(proposal.record_key))
    if isinstance(row, Allegation):
        take_back_report(row.report_id, by=by, because=because)
        row.withdrawn = True
        row.save(update_fields=["withdrawn"])
        return [row]
    if isinstance(row, Demand):
        withdraw_demand(row, by=by, because=because)
    elif isinstance(row, MeetingAccount):
        withdraw_meeting(row, by=by, because=because)
    else:
        withdraw_words(row, by=by, because=because)
    return []


def _statement(settling: Settling) -> Recorded:
    return _said(settling, settling.facts.get("act") or SpeechAct.ASSERTS.value)


def _said(settling: Settling, act: str) -> Recorded:
    facts, document = settling.facts, settling.proposal.case_document
    relayed = voice_of(facts.get("relayed_by") or [], settling.names)
    return record_statement(
        Statement(
            **settling.attributed(),
            speech=facts.get("speech") or Speech.DIRECT.value,
            act=act,
            relayed_by=relayed.names,
            said_from=document.date_earliest,
            said_until=document.date_latest,
        ),
        by=settling.by,
    )


def _figure(settling: Settling) -> Recorded:
    facts, document = settling.facts, settling.proposal.case_document
    claim = FigureClaim(
        **settling.attributed(),
        concept=facts["concept"],
        low=facts["low"],
        high=facts["high"],
        estimated=bool(facts.get("estimated")),
        scope=str(facts.get("scope") or "")[:500],
        counted_since=_day(facts.get("since")),
        place_label=str(facts.get("where") or "")[:200],
        as_of=document.date_day or document.date_latest,
    )
    return record_figure(claim, by=settling.by)


def _demand(settling: Settling) -> Recorded:
    facts, asked = settling.facts, settling.voice("whom")
    demand = Demand(
        **settling.attributed(),
        demand_kind=facts["kind"],
        asked_of=asked.names,
        asked_party=asked.party,
        quantity=str(facts.get("quantity") or "")[:300],
        quantity_low=facts.get("quantity_low"),
        quantity_high=facts.get("quantity_high"),
        condition=str(facts.get("condition") or ""),
        statement=_statement_around(settling.proposal),
    )
    return record_demand(demand, by=settling.by)


def _meeting(settling: Settling) -> Recorded:
    facts, proposal = settling.facts, settling.proposal
    outcome = facts.get("outcome")
    account = MeetingAccount(
        **settling.quoted(),
        track=str(facts.get("track") or "")[:100],
        ordinal=facts.get("ordinal"),
        date_start=_day(facts.get("date_start")),
        date_end=_day(facts.get("date_end") or facts.get("date_start")),
        venue=str(facts.get("venue") or "")[:300],
        meeting_format=facts.get("format") or "",
        participants=_participants(settling),
        outcome=proposal.case_document.text[outcome[0] : outcome[1]] if outcome else "",
    )
    return record_meeting(account, by=settling.by)


def _assessment(settling: Settling) -> Recorded:
    facts = settling.facts
    assessment = Assessment(
        **settling.attributed(),
        says=str(facts["says"])[:200],
        leaning=facts["leaning"],
        as_of=settling.proposal.case_document.date_day,
    )
    return record_assessment(assessment, by=settling.by)


def _allegation(settling: Settling) -> Recorded:
    """A report of the document's source, which claims that somebody alleges a breach.

    Obstruction of the talks is a complaint and no breach: it enters the record as a statement.
    """
    if settling.facts.get("about_process"):
        return _said(settling, SpeechAct.ACCUSES.value)
    case = settling.proposal.case_document.case
    accused = settling.voice("whom")
    document = settling.proposal.case_document.document
    report = file_report(
        Filing(
            source=document.source,
            key=_key(settling.proposal),
            account=_account(settling, accused),
            handling=Handling(case.handling),
            compartment=case.compartment,
            original=settling.proposal.words,
            document=document,
        ),
        by=settling.by,
    )
    allegation = Allegation(
        **settling.attributed(),
        report=report,
        accused=accused.names,
        accused_party=accused.party,
        handling=case.handling,
        compartment=case.compartment,
        recorded_by=settling.by,
        recorded_at=timezone.now(),
    )
    allegation.save()
    return allegation


def _account(settling: Settling, accused: Voice) -> Account:
    facts = settling.facts
    start, end = _day(facts.get("date_start")), _day(facts.get("date_end"))
    if start is None:
        raise Refused(
            "Say when it is said to have happened: edit the proposal.", field="date_start"
        )
    end = end or start
    has_point = facts.get("lat") is not None and facts.get("lon") is not None
    place = str(facts.get("place") or "")
    vague = LocationPrecision.VAGUE if place else LocationPrecision.COUNTRY
    voice = settling.voice()
    said = f"{voice.label}: “{settling.proposal.words}”" if voice.label else settling.proposal.words
    return Account(
        date_start=start,
        date_end=end,
        date_precision=precision_for(start, end),
        event_type=facts.get("type") or ViolationType.UNSPECIFIED.value,
        summary=said,
        side_a_id=accused.party.pk if accused.party else None,
        latitude=facts["lat"] if has_point else None,
        longitude=facts["lon"] if has_point else None,
        location_precision=facts.get("precision") or vague,
        place_as_published=place[:300],
    )


def _key(proposal: DeskProposal) -> str:
    """The report's key under its source: the document, the characters, which acceptance it is."""
    sha256 = proposal.case_document.document.sha256
    case = str(proposal.case_document.case_id)
    place = f"{proposal.start}-{proposal.end}.{proposal.nth}"
    return f"desk {sha256[:16]} {case[-12:]} {place} {proposal.attempts}"


def _participants(settling: Settling) -> list[dict[str, str]]:
    told = []
    for each in settling.facts.get("participants") or []:
        voice = voice_of([each["entity"]], settling.names)
        if voice.label:
            told.append({"name": voice.label, "role": each["role"], "presence": each["presence"]})
    return told


def _statement_around(proposal: DeskProposal) -> Statement | None:
    """The recorded statement in which these words stand, the shortest one."""
    rows = Statement.objects.filter(
        document=proposal.case_document.document,
        start__lte=proposal.start,
        end__gte=proposal.end,
        withdrawn=False,
    )
    return min(rows, key=lambda row: row.end - row.start, default=None)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


_MAKERS: Final[Mapping[Kind, Callable[[Settling], Recorded]]] = {
    Kind.STATEMENT: _statement,
    Kind.FIGURE: _figure,
    Kind.UNDERTAKING: _demand,
    Kind.ALLEGATION: _allegation,
    Kind.MEETING: _meeting,
    Kind.ASSESSMENT: _assessment,
}
