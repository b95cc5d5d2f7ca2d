"""What the columns of facts are called on a page, and what stands in them."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Instrument
from trucewatch.bulletins.language import number
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.exchange.fact_kinds import kind_of
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.sources.facts import Fact
from trucewatch.sources.models import Document
from trucewatch.statements.models import FigureClaim, Quoted
from trucewatch.talks.models import Meeting, Round, Track
from trucewatch.vocabulary.interval import Interval
from trucewatch.web.language import (
    in_words,
    interval_in_words,
    party_names,
    place_names,
    round_in_words,
)

NEVER_SHOWN: Final = frozenset(
    {
        "id", "handling", "compartment", "document_sha256", "start", "end", "source", "recorded_by",
        "recorded_at", "withdrawn", "properties", "original", "document",
    }
)  # fmt: skip
"""Columns that a page shows in a way of its own, and those that belong to a file."""

LABELS: Final[Mapping[str, str]] = {
    "about": gettext_noop("What it is about"),
    "accepted_on": gettext_noop("Accepted on"),
    "act": gettext_noop("What the speaker does"),
    "action_state": gettext_noop("State"),
    "actual_format": gettext_noop("Format that it had"),
    "addressee": gettext_noop("Guarantor"),
    "adherence": gettext_noop("Role"),
    "agenda_stance": gettext_noop("What they do or say"),
    "allowed": gettext_noop("Allowed (number)"),
    "announced_on": gettext_noop("Announced on"),
    "anonymous": gettext_noop("Protected source"),
    "answer": gettext_noop("Answer"),
    "answer_kind": gettext_noop("Kind of answer"),
    "answered_by": gettext_noop("Answered by"),
    "answered_on": gettext_noop("Answered on"),
    "answers_for": gettext_noop("For whom it answers"),
    "area": gettext_noop("Area"),
    "as_announced": gettext_noop("In the words of the announcement"),
    "arrived": gettext_noop("Arrived (number)"),
    "arrived_on": gettext_noop("Arrived on"),
    "as_of": gettext_noop("Counted to"),
    "asked": gettext_noop("Asked (number)"),
    "asked_by": gettext_noop("Asked by"),
    "asked_of": gettext_noop("Asked of"),
    "asked_on": gettext_noop("Asked on"),
    "asked_party": gettext_noop("Asked of which party"),
    "at": gettext_noop("At what time"),
    "authority": gettext_noop("Authority to speak"),
    "authority_text": gettext_noop("On which subjects"),
    "basis": gettext_noop("Basis"),
    "bearer": gettext_noop("Party that owes it"),
    "bearer_label": gettext_noop("Who owes it, in words"),
    "beneficiary": gettext_noop("To whom it is owed"),
    "besieger": gettext_noop("Besieging party"),
    "besieger_label": gettext_noop("Who besieges it, in words"),
    "builds_confidence": gettext_noop("Builds confidence"),
    "by_label": gettext_noop("By whom, in words"),
    "by_party": gettext_noop("By which party"),
    "capacity": gettext_noop("Office in which they spoke"),
    "concept": gettext_noop("What is counted"),
    "condition": gettext_noop("Condition"),
    "confidence": gettext_noop("Confidence"),
    "confidentiality": gettext_noop("What may be known of it"),
    "copy_of": gettext_noop("Copy of"),
    "count_kind": gettext_noop("Expected or actual"),
    "counted_since": gettext_noop("Counted since"),
    "credential_state": gettext_noop("State"),
    "credibility": gettext_noop("Credibility of the information"),
    "date_end": gettext_noop("Last day"),
    "date_kind": gettext_noop("Which day"),
    "date_precision": gettext_noop("How exactly the date is known"),
    "date_start": gettext_noop("First day"),
    "delegation": gettext_noop("Delegation"),
    "delivery_kind": gettext_noop("Kind"),
    "demand": gettext_noop("Demand or commitment"),
    "demand_kind": gettext_noop("Kind"),
    "demand_state": gettext_noop("State"),
    "depends_on": gettext_noop("What has to be done first"),
    "draft_outcome": gettext_noop("What became of it"),
    "draft_stance": gettext_noop("Position"),
    "due_on": gettext_noop("Due on"),
    "effect": gettext_noop("Covered or excepted"),
    "estimated": gettext_noop("An estimate"),
    "evidence": gettext_noop("What it rests on"),
    "facilitator": gettext_noop("Facilitating party"),
    "facilitator_label": gettext_noop("Facilitator, in words"),
    "feeds_track": gettext_noop("Track that it is to help"),
    "follow_up": gettext_noop("Follow-up"),
    "follow_up_state": gettext_noop("State"),
    "function": gettext_noop("Function"),
    "geometry": gettext_noop("Outline (GeoJSON)"),
    "gist": gettext_noop("What stands there, in neutral words"),
    "giver_label": gettext_noop("Who gives"),
    "heading": gettext_noop("Heading"),
    "high": gettext_noop("At most"),
    "holder": gettext_noop("Party that holds it"),
    "holder_label": gettext_noop("Who holds it, in words"),
    "instrument": gettext_noop("Instrument"),
    "intended_format": gettext_noop("Format that is meant"),
    "invitation_answer": gettext_noop("Answer"),
    "is_about": gettext_noop("Times given roughly"),
    "is_late": gettext_noop("Called late"),
    "item": gettext_noop("Agenda item"),
    "language": gettext_noop("Language"),
    "leaning": gettext_noop("Which means"),
    "level": gettext_noop("At which level"),
    "level_kind": gettext_noop("Expected or actual"),
    "link_kind": gettext_noop("How it depends"),
    "list_document": gettext_noop("List of names"),
    "low": gettext_noop("At least"),
    "mandate": gettext_noop("Mandate"),
    "mandate_kind": gettext_noop("What it came to do"),
    "measure": gettext_noop("At one moment or over a period"),
    "meeting": gettext_noop("Meeting"),
    "meeting_role": gettext_noop("Role in this meeting"),
    "meeting_state": gettext_noop("State"),
    "name": gettext_noop("Name"),
    "nature": gettext_noop("To do or to leave undone"),
    "number": gettext_noop("Number"),
    "obligation": gettext_noop("Obligation"),
    "obligation_state": gettext_noop("State"),
    "on": gettext_noop("On which day"),
    "on_behalf_of": gettext_noop("On whose behalf"),
    "other_track": gettext_noop("Other track"),
    "outcome_kind": gettext_noop("What came of it"),
    "party": gettext_noop("Party"),
    "party_label": gettext_noop("Name, in words"),
    "persons": gettext_noop("Who sat there, in words"),
    "place": gettext_noop("Place"),
    "place_label": gettext_noop("Place, in the source’s words"),
    "position": gettext_noop("Order"),
    "provision": gettext_noop("Provision"),
    "quantity": gettext_noop("Quantity"),
    "quantity_high": gettext_noop("Quantity at most"),
    "quantity_low": gettext_noop("Quantity at least"),
    "question": gettext_noop("Question"),
    "question_kind": gettext_noop("Kind"),
    "rank": gettext_noop("Rank"),
    "reason": gettext_noop("Why, as they state it"),
    "receiver_label": gettext_noop("Who receives"),
    "relayed_by": gettext_noop("Relayed by"),
    "remarks": gettext_noop("Remarks"),
    "responded_on": gettext_noop("Answered on"),
    "response": gettext_noop("Answer"),
    "role_kind": gettext_noop("Role"),
    "round": gettext_noop("Round"),
    "round_state": gettext_noop("State"),
    "said_from": gettext_noop("First day"),
    "said_on": gettext_noop("Said on"),
    "said_until": gettext_noop("Last day"),
    "says": gettext_noop("In which word"),
    "schedule_kind": gettext_noop("Of what"),
    "scope": gettext_noop("Limited to"),
    "score": gettext_noop("How far it is kept"),
    "seat_state": gettext_noop("Whether they came"),
    "settled_on": gettext_noop("Settled on"),
    "siege_state": gettext_noop("State"),
    "since": gettext_noop("Since"),
    "speaker_label": gettext_noop("Speaker"),
    "speaker_names": gettext_noop("Names of the speakers"),
    "speaker_party": gettext_noop("Party"),
    "speech": gettext_noop("Whose words"),
    "stance": gettext_noop("Position"),
    "standing": gettext_noop("How it stands"),
    "statement": gettext_noop("Statement"),
    "status": gettext_noop("Presence"),
    "term_kind": gettext_noop("Kind"),
    "term_state": gettext_noop("State"),
    "text": gettext_noop("Text"),
    "text_act": gettext_noop("What they did"),
    "time_from": gettext_noop("From (on the clocks of the venue)"),
    "time_until": gettext_noop("Until (on the clocks of the venue)"),
    "title": gettext_noop("Title"),
    "to_label": gettext_noop("To whom, in words"),
    "to_party": gettext_noop("To which party"),
    "topic": gettext_noop("Topic"),
    "track": gettext_noop("Track"),
    "track_role": gettext_noop("Role in the track"),
    "translation": gettext_noop("Translation"),
    "translation_language": gettext_noop("Language of the translation"),
    "unit": gettext_noop("Unit"),
    "until": gettext_noop("Until"),
    "venue": gettext_noop("Venue"),
    "venue_label": gettext_noop("Venue, in words"),
    "verified": gettext_noop("Verified (number)"),
    "version": gettext_noop("Version"),
    "version_hash": gettext_noop("SHA-256 of the text that was read"),
    "version_state": gettext_noop("State"),
    "view": gettext_noop("View"),
    "viewer": gettext_noop("Party whose view it is"),
    "viewer_label": gettext_noop("Whose view, in words"),
    "what": gettext_noop("What"),
    "where": gettext_noop("Where, in words"),
    "whom": gettext_noop("Of whom"),
    "without": gettext_noop("Issued without whom"),
    "words": gettext_noop("Words"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column in words; ``address`` leads to what it names, ``is_long`` keeps its lines."""

    name: str
    label: str
    value: str
    address: str = ""
    is_long: bool = False
    is_code: bool = False


def label_of(name: str) -> str:
    """What a column is called, in the reader's language."""
    return in_words(LABELS.get(name, name.replace("_", " ").capitalize()))


def title_of(row: Any) -> str:
    """What a row is called in one line, where another row names it."""
    if isinstance(row, FigureClaim):
        return f"{figure_in_words(row.figure)} {in_words(row.get_concept_display())}"
    if isinstance(row, Quoted):
        return row.shown[:160]
    if isinstance(row, Party):
        return party_names([row])[row.pk]
    if isinstance(row, Place):
        return place_names([row])[row.pk]
    if isinstance(row, Round):
        return round_in_words(row)
    if isinstance(row, Fact) and type(row).__str__ is models.Model.__str__:
        return _plain_title(row)
    return str(row)[:160]


def _plain_title(row: Fact) -> str:
    parts = [in_words(kind_of(row).one)]
    for field in row._meta.concrete_fields:
        if field.choices and field.name not in NEVER_SHOWN and getattr(row, field.name):
            parts.append(in_words(getattr(row, f"get_{field.name}_display")()))
            break
    for name in ("answer", "text"):
        if getattr(row, name, ""):
            parts.append(str(getattr(row, name))[:120])
            break
    return ": ".join(parts)


def address_of(row: Any) -> str:
    """The page of a fact, an instrument, a round or a track; empty for what has none."""
    if isinstance(row, Instrument):
        return reverse("agreement", args=[row.pk])
    if isinstance(row, Round):
        return reverse("round", args=[row.pk])
    if isinstance(row, Track):
        return reverse("track", args=[row.pk])
    if isinstance(row, Meeting):
        return reverse("meeting", args=[row.pk])
    return reverse("fact", args=[kind_of(row).slug, row.pk]) if isinstance(row, Fact) else ""


def columns_of(fact: Fact, reader: Reader) -> list[Column]:
    """The own columns of a fact that hold something, in words.

    A row that the reader may not see is left out like one that is not there.
    """
    found = []
    for field in fact._meta.concrete_fields:
        if field.name in NEVER_SHOWN:
            continue
        column = _column(fact, field, reader)
        if column is not None and column.value:
            found.append(column)
    return found


def _column(fact: Fact, field: "models.Field[Any, Any]", reader: Reader) -> Column | None:
    label = label_of(field.name)
    if field.is_relation:
        row = getattr(fact, field.name)
        if row is None or not is_seen(row, reader):
            return None
        return Column(field.name, label, title_of(row), address_of(row))
    value = getattr(fact, field.name)
    is_long = isinstance(field, models.TextField)
    if isinstance(field, models.JSONField):
        text = json.dumps(value, ensure_ascii=False) if value else ""
        return Column(field.name, label, text, is_code=True)
    if field.choices:
        words = getattr(fact, f"get_{field.name}_display")()
        return Column(field.name, label, in_words(words) if value not in (None, "") else "")
    return Column(field.name, label, _value(value), is_long=is_long)


def _value(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else ""
        case int():
            return number(value)
        case dt.date():
            return interval_in_words(Interval.on(value))
        case dt.time():
            return f"{value:%H:%M}"
    return str(value)


def is_seen(row: Any, reader: Reader) -> bool:
    """Whether the reader may see a row that another one names."""
    if isinstance(row, Fact | Document | Instrument):
        return bool(type(row).objects.visible_to(reader).filter(pk=row.pk).exists())
    return True


def choices_of(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Rows as choices of a form, in the order in which they come."""
    rows = list(rows)
    if rows and isinstance(rows[0], Party):
        return [(str(key), name) for key, name in party_names(rows).items()]
    if rows and isinstance(rows[0], Place):
        return [(str(key), name) for key, name in place_names(rows).items()]
    return [(str(row.pk), title_of(row)) for row in rows]
