"""Destroying the words of a report wherever the desk keeps them, too."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member
from trucewatch.agreements.models import Demand
from trucewatch.desk.models import Allegation, CaseDocument, CaseFile, DeskProposal, LinkKind
from trucewatch.desk.reading import keep_reading, texts_of
from trucewatch.desk.registry import read_with_registry
from trucewatch.desk.rules import blacked, folded_words
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.ledger.models import Recorded
from trucewatch.reports.actions.retention import destroy_words
from trucewatch.reports.models import Report
from trucewatch.reports.rules import WORDS_DESTROYED
from trucewatch.statements.models import Assessment, FigureClaim, Quoted, Statement
from trucewatch.talks.models import MeetingAccount

_QUOTING: Final[tuple[tuple[type[Quoted], tuple[str, ...]], ...]] = (
    (Statement, ()),
    (FigureClaim, ("scope",)),
    (Assessment, ("says",)),
    (Demand, ("quantity", "condition")),
    (MeetingAccount, ("venue", "outcome")),
    (Allegation, ()),
)
"""Rows that quote a document, with their columns that may repeat a part of the words."""

Places = dict[UUID, list[tuple[int, int]]]


@transaction.atomic
def destroy_words_everywhere(report_id: UUID, *, by: Member, because: str) -> Report:
    """Destroy what a report quotes, and those words in whatever the desk keeps. No undo.

    In the text of the document, wherever it lies, and in passages of the case that repeat it, the
    characters are blacked out one for one, so that all others stand where they stood. Every record
    that quotes some of them loses those too, and other reports of the same characters lose their
    words altogether. Who is said to have alleged what of whom stays, as dates and places do. The
    file as it came stays on its shelf, and the desk hands it out no more.
    """
    report = destroy_words(report_id, by=by, because=because)
    allegation = Allegation.objects.filter(report=report).select_related("document").first()
    if allegation is None:
        return report
    places = _places_of(allegation, by)
    rows: list[Recorded] = []
    documents = CaseDocument.objects.filter(pk__in=places).select_related("document", "case")
    for row in documents.select_for_update(of=("self",)):
        rows += _black_out(row, places[row.pk], by=by, because=because)
    ledger.record(
        Event.CONTENT_DESTROYED,
        by=by,
        subject=allegation,
        rows=rows,
        because=because,
        facts={"content": allegation.ledger_name, "documents": len(places)},
    )
    ledger.forget_earlier_contents([allegation, *rows])
    for case in CaseFile.objects.filter(documents__in=places).distinct():
        keep_reading(case, read_with_registry(texts_of(case)))
        _drop_actors(case)
    return report


def _places_of(allegation: Allegation, by: Member) -> Places:
    """Where the words stand: in each text of the same file, and in passages that repeat them."""
    span = (allegation.start, allegation.end)
    found: defaultdict[UUID, list[tuple[int, int]]] = defaultdict(list)
    seen = CaseDocument.objects.visible_to(MemberReader(by))
    same = seen.filter(document__sha256=allegation.sha256).select_related("case")
    for row in same:
        if row.document_id == allegation.document_id or row.text[slice(*span)] == allegation.words:
            found[row.pk].append(span)
            for key, start, end in _repeated(row, span):
                found[key].append((start, end))
    return {key: sorted(set(spans)) for key, spans in found.items()}


def _repeated(row: CaseDocument, span: tuple[int, int]) -> Iterator[tuple[UUID, int, int]]:
    words = folded_words(row.text[slice(*span)])
    pattern = re.compile(r"\W+".join(map(re.escape, words)), re.IGNORECASE)
    touching = Q(a=row.pk, a_start__lt=span[1], a_end__gt=span[0]) | Q(
        b=row.pk, b_start__lt=span[1], b_end__gt=span[0]
    )
    links = row.case.links.filter(touching, kind=LinkKind.REUSE.value).select_related("a", "b")
    for link in links if words else ():
        sides = ((link.a, link.a_start, link.a_end), (link.b, link.b_start, link.b_end))
        other, first, last = sides[1] if link.a_id == row.pk else sides[0]
        for stands in pattern.finditer(other.text, first, last):
            yield other.pk, stands.start(), stands.end()


def _black_out(
    row: CaseDocument, spans: list[tuple[int, int]], *, by: Member, because: str
) -> Iterable[Recorded]:
    """Black out characters of a text and of what quotes them; returns the rows that changed."""
    gone = [row.text[start:end] for start, end in spans]
    row.text = blacked(row.text, spans)
    row.text_sha256 = hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest()
    row.destroyed = [*row.destroyed, *([start, end] for start, end in spans)]
    row.save(update_fields=["text", "text_sha256", "destroyed"])
    yield row
    touched = Q()
    for start, end in spans:
        touched |= Q(start__lt=end, end__gt=start)
    for proposal in row.proposals.filter(touched):
        _empty_facts(proposal, gone)
    for model, columns in _QUOTING:
        for quoting in model.objects.filter(touched, document=row.document_id):
            quoting.words = row.text[quoting.start : quoting.end]
            for column in columns:
                if _is_among(getattr(quoting, column), gone):
                    setattr(quoting, column, "")
            quoting.save()
            yield quoting
    others = Report.objects.filter(
        pk__in=Allegation.objects.filter(touched, document=row.document_id).values("report")
    )
    for report in others:
        if WORDS_DESTROYED not in report.flags:
            destroy_words(report.pk, by=by, because=because)


def _drop_actors(case: CaseFile) -> None:
    """Actors that only the destroyed words named go, but for those that a record still names."""
    named = set()
    for facts in _settled(case).values_list("facts", flat=True):
        named |= {key for part in ("who", "whom", "relayed_by") for key in facts.get(part) or []}
    gone = case.entities.filter(is_present=False, settled_at__isnull=True)
    gone.exclude(key__in=named).delete()


def _settled(case: CaseFile) -> QuerySet[DeskProposal]:
    return DeskProposal.objects.filter(case_document__case=case, settled_at__isnull=False)


def _empty_facts(proposal: DeskProposal, gone: list[str]) -> None:
    """Facts of a settled proposal that repeat a part of the words; names and places stay."""
    kept = ("place", "concept", "type", "kind", "act", "speech", "format", "date_start", "date_end")
    for facts in (proposal.facts, proposal.proposed_facts or {}):
        for name, value in facts.items():
            if name not in kept and isinstance(value, str) and _is_among(value, gone):
                facts[name] = ""
    proposal.note = ""
    proposal.save(update_fields=["facts", "proposed_facts", "note"])


def _is_among(value: Any, gone: list[str]) -> bool:
    return bool(value) and any(value in words for words in gone)
