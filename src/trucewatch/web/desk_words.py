"""What proposals say, in a line and in facts, in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trucewatch.agreements.wording import UNDERTAKINGS
from trucewatch.bulletins.language import own
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.desk.models import DeskProposal, Kind
from trucewatch.desk.naming import Named, voice_of
from trucewatch.statements.rules import figure_of
from trucewatch.statements.wording import LEANINGS, SPEECH_ACTS, SPEECHES
from trucewatch.vocabulary.bound import FigureConcept
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import MeetingFormat, ParticipationStatus
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.language import in_words, interval_in_words

NAMINGS: Mapping[str, str] = {
    "name": gettext_noop("Named"),
    "role": gettext_noop("By an office"),
    "metonym": gettext_noop("By a capital or seat"),
    "pronoun": gettext_noop("By a pronoun"),
    "common": gettext_noop("By a common noun"),
}
ENTITY_KINDS: Mapping[str, str] = {
    "person": gettext_noop("Person"),
    "state": gettext_noop("State"),
    "delegation": gettext_noop("Delegation"),
    "armed_group": gettext_noop("Armed group"),
    "organisation": gettext_noop("Organisation"),
    "anonymous": gettext_noop("Protected source"),
    "people": gettext_noop("People"),
}


def who(proposal: DeskProposal, names: Mapping[str, Named], part: str = "who") -> str:
    """Those whom a part of the facts names; empty where there is nobody."""
    return voice_of(proposal.facts.get(part) or [], names).label


def line_of(proposal: DeskProposal, names: Mapping[str, Named]) -> str:
    """A proposal in a few words, as a list shows it."""
    facts, by = proposal.facts, own(who(proposal, names))
    match proposal.kind:
        case Kind.STATEMENT:
            act = in_words(SPEECH_ACTS.get(facts.get("act", ""), ""))
            return f"{by or _('Nobody named')} · {act}"
        case Kind.FIGURE:
            return f"{figure(facts)} · {in_words(FigureConcept(facts['concept']).label)}"
        case Kind.UNDERTAKING:
            return f"{in_words(UNDERTAKINGS[facts['kind']])} · {by or _('Nobody named')}"
        case Kind.ALLEGATION:
            what = in_words(ViolationType(facts.get("type") or "unspecified").label)
            return f"{what} · {own(str(facts.get('place') or '')) or days(facts)}"
        case Kind.MEETING:
            parts = (_round(facts), days(facts), own(facts.get("venue") or ""))
            return " · ".join(dict.fromkeys(filter(None, parts))) or _("Meeting")
        case Kind.ASSESSMENT:
            return f"{in_words(LEANINGS[facts['leaning']])} · {by or _('Nobody named')}"
        case _:
            return by or days(facts) or own(str(facts.get("place") or ""))


def facts_of(proposal: DeskProposal, names: Mapping[str, Named]) -> list[tuple[str, str]]:
    """What a proposal says, fact by fact; what is not said is left out."""
    facts = proposal.facts
    by, of = own(who(proposal, names)), own(who(proposal, names, "whom"))
    told: list[tuple[str, str]]
    match proposal.kind:
        case Kind.STATEMENT:
            told = [
                (_("Speaker"), by or _("Nobody named")),
                (_("What the speaker does"), in_words(SPEECH_ACTS.get(facts.get("act", ""), ""))),
                (_("Whose words"), in_words(SPEECHES.get(facts.get("speech", ""), ""))),
                (_("Relayed by"), own(who(proposal, names, "relayed_by"))),
            ]
        case Kind.FIGURE:
            told = [
                (_("Figure"), figure(facts)),
                (_("What it counts"), in_words(FigureConcept(facts["concept"]).label)),
                (_("Claimed by"), by or _("Nobody named")),
                (_("Limited to"), own(facts.get("scope") or "")),
            ]
        case Kind.UNDERTAKING:
            told = [
                (_("Kind"), in_words(UNDERTAKINGS[facts["kind"]])),
                (_("By"), by or _("Nobody named")),
                (_("Of"), of),
                (_("Quantity"), own(facts.get("quantity") or "")),
                (_("Condition"), own(facts.get("condition") or "")),
            ]
        case Kind.ALLEGATION:
            told = _allegation(facts, by, of)
        case Kind.MEETING:
            told = [
                (_("When"), days(facts)),
                (_("Venue"), own(facts.get("venue") or "")),
                (_("Round"), _round(facts)),
                (
                    _("Format"),
                    in_words(MeetingFormat(facts["format"]).label) if facts.get("format") else "",
                ),
                (_("Who came"), by),
            ]
        case Kind.ASSESSMENT:
            told = [
                (_("Judged by"), by or _("Nobody named")),
                (_("In which word"), own(facts["says"])),
                (_("Which means"), in_words(LEANINGS[facts["leaning"]])),
            ]
        case _:
            told = [(_("Meant"), line_of(proposal, names))]
    return [(label, value) for label, value in told if value]


def _allegation(facts: Mapping[str, Any], by: str, of: str) -> list[tuple[str, str]]:
    what = in_words(ViolationType(facts.get("type") or "unspecified").label)
    return [
        (_("Alleged by"), by or _("The source of the document")),
        (_("Accused"), of or _("Nobody named")),
        (_("What is said to have been done"), what),
        (_("When"), days(facts) or _("Not said: edit it before it can be a report")),
        (_("Where"), own(str(facts.get("place") or "")) or _("Not said")),
        (
            _("Becomes"),
            _("A statement: it is about the talks")
            if facts.get("about_process")
            else _("A report, unverified"),
        ),
    ]


def figure(facts: Mapping[str, Any]) -> str:
    """A claimed number with its bound."""
    low, high = facts.get("low"), facts.get("high")
    if low is None and high is None:
        return ""
    return figure_in_words(figure_of(low, high, estimated=bool(facts.get("estimated"))))


def presence(word: str) -> str:
    """How somebody took part, in the words of the record where it has one."""
    known = word in set(ParticipationStatus)
    return in_words(ParticipationStatus(word).label) if known else word


def days(facts: Mapping[str, Any]) -> str:
    """The days that facts name, as an interval."""
    start, end = facts.get("date_start"), facts.get("date_end")
    if not start:
        return ""
    first = dt.date.fromisoformat(start)
    last = dt.date.fromisoformat(end) if end else first
    return interval_in_words(Interval.between(first, max(first, last)))


def _round(facts: Mapping[str, Any]) -> str:
    track, ordinal = facts.get("track") or "", facts.get("ordinal")
    if ordinal is None:
        return own(track)
    if not track:
        return _("Round %(number)s") % {"number": ordinal}
    return _("%(track)s, round %(number)s") % {"track": own(track), "number": ordinal}
