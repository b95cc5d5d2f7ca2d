"""What was said, as it was accepted: statements, figures, demands, with the way to their words."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from babel import Locale
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Demand
from trucewatch.bulletins.language import spoken
from trucewatch.desk.models import Allegation, Kind
from trucewatch.exchange.fact_kinds import KINDS as FACT_KINDS
from trucewatch.exchange.fact_kinds import kind_of
from trucewatch.incidents.queries import incident_of
from trucewatch.reports.queries import find_report
from trucewatch.sources.models import Document
from trucewatch.statements.models import Assessment, FigureClaim, Quoted, Statement
from trucewatch.statements.queries import WordsFilter, answers_citing, find_words, words_of
from trucewatch.talks.models import MeetingAccount
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.web.citations import citations
from trucewatch.web.gate import MemberRequest, members_only

_SHOWN: Final = 200
KINDS: Final[dict[str, tuple[type[Quoted], str]]] = {
    "statement": (Statement, gettext_noop("Statements")),
    "figureclaim": (FigureClaim, gettext_noop("Figures")),
    "demand": (Demand, gettext_noop("Demands and commitments")),
    "assessment": (Assessment, gettext_noop("Assessments of the ceasefire")),
    "meetingaccount": (MeetingAccount, gettext_noop("Meetings")),
    "allegation": (Allegation, gettext_noop("Alleged violations")),
}

ONE: Final[dict[str, str]] = {
    "statement": Kind.STATEMENT.label,
    "figureclaim": Kind.FIGURE.label,
    "demand": Kind.UNDERTAKING.label,
    "assessment": Kind.ASSESSMENT.label,
    "meetingaccount": Kind.MEETING.label,
    "allegation": Kind.ALLEGATION.label,
}
"""What one row of a kind is called."""

_FACTS: Final = frozenset(kind.model for kind in FACT_KINDS.values())
"""The kinds of words that can be entered and withdrawn like any other fact."""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind, as far as they are shown."""

    kind: str
    title: str
    rows: list[Any]
    number: int


@require_safe
@members_only
def statements(request: MemberRequest) -> HttpResponse:
    """Everything accepted that the member may see, by kind; by document or speaker if asked."""
    reader = MemberReader(request.user)
    wanted = WordsFilter(_document(request), request.GET.get("speaker", "").strip()[:200])
    chosen = request.GET.get("kind", "")
    sections = []
    for kind, (model, title) in KINDS.items():
        if chosen in ("", kind):
            rows: QuerySet[Any] = words_of(model, reader, wanted)
            number = rows.count()
            if number:
                sections.append(Section(kind, title, list(rows[:_SHOWN]), number))
    keys = {row.document_id for section in sections for row in section.rows} - {None}
    if wanted.document is not None:
        keys.add(wanted.document)
    context = {
        "sections": sections,
        "wanted": wanted,
        "chosen": chosen if chosen in KINDS else "",
        "kinds": [(kind, title) for kind, (_model, title) in KINDS.items()],
        "documents": Document.objects.visible_to(reader).filter(pk__in=keys).order_by("name"),
        "number": sum(section.number for section in sections),
    }
    return render(request, "statements/list.html", context)


@require_safe
@members_only
def words(request: MemberRequest, kind: str, key: UUID) -> HttpResponse:
    """One record of words: who, what, from which document, and the way back to it."""
    if kind not in KINDS:
        raise NotFound("There is nothing here that you may see.")
    reader = MemberReader(request.user)
    model = KINDS[kind][0]
    row: Any = find_words(model, reader, key)
    incident = None
    if isinstance(row, Allegation):
        incident = incident_of(reader, find_report(reader, row.report_id))
    is_fact = type(row) in _FACTS
    context = {
        "row": row,
        "kind": kind,
        "title": ONE[kind],
        "incident": incident,
        "citation": citations(reader, [row])[row.pk],
        "fact_kind": kind_of(row).slug if is_fact else "",
        "may_record": is_fact and is_allowed(request.user, Act.RECORD_FACT),
    }
    if isinstance(row, Statement):
        context |= _about_statement(reader, row)
    return render(request, "statements/words.html", context)


def _about_statement(reader: MemberReader, row: Statement) -> dict[str, Any]:
    """How the words came here, in which languages, and which answers rest on them."""
    answers = answers_citing(reader, row)
    return {
        "chain": chain_of(row),
        "languages": {
            "said": language_name(row.language),
            "translation": language_name(row.translation_language),
        },
        "answers": answers,
        "cites": citations(reader, answers),
    }


def chain_of(row: Statement) -> list[str]:
    """Who passed the words on, from whoever spoke to the source of the document."""
    relayed = [name for name in row.relayed_by.split("\n") if name]
    source = row.from_source
    names = [row.speaker_label, *reversed(relayed), source.name if source else ""]
    return [name for name in names if name] if relayed else []


def language_name(code: str) -> str:
    """A language in the reader's; a code that nobody knows stays as it is."""
    name: str | None = Locale.parse(spoken()).languages.get(code.lower()) if code else ""
    return name or code


def _document(request: MemberRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("document", ""))
    except ValueError:
        return None
