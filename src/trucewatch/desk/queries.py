"""Reading the desk: what waits, what a case holds, where a record came from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from trucewatch.accounts.access import MemberReader, Reader
from trucewatch.accounts.models import Member
from trucewatch.desk.models import (
    Allegation,
    CaseDocument,
    CaseEntity,
    CaseFile,
    CaseLink,
    DeskProposal,
    Kind,
    LinkKind,
    State,
)
from trucewatch.desk.rules import folded_words, same_words
from trucewatch.vocabulary.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in the queue: how many proposals wait, by kind, and how many were settled."""

    case: CaseFile
    documents: int
    waiting: dict[str, int]
    settled: int

    @property
    def total(self) -> int:
        """All that wait."""
        return sum(self.waiting.values())


@dataclass(frozen=True, slots=True)
class Repeated:
    """How much of a document stands in another one of the case."""

    document: CaseDocument
    other: CaseDocument
    passages: int
    is_original: bool
    """Whether the other one is where the passages came from."""
    first: CaseLink


def queue_of(member: Member) -> list[Waiting]:
    """The cases that the member sees, those in which most waits first."""
    reader = MemberReader(member)
    cases = {case.pk: case for case in CaseFile.objects.visible_to(reader)}
    documents = _counted(CaseDocument.objects.filter(case__in=cases), "case")
    rows = (
        DeskProposal.objects.visible_to(reader)
        .exclude(state=State.CONTEXT.value)
        .order_by()
        .values_list("case_document__case", "kind", "state")
        .annotate(number=Count("pk"))
    )
    waiting: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    settled: defaultdict[UUID, int] = defaultdict(int)
    for case, kind, state, number in rows:
        if state == State.WAITING:
            waiting[case][kind] = number
        else:
            settled[case] += number
    queue = [
        Waiting(case, documents.get(key, 0), waiting[key], settled[key])
        for key, case in cases.items()
    ]
    return sorted(queue, key=lambda each: (each.total == 0, -each.case.made_at.timestamp()))


def _counted(rows: QuerySet[Any], column: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(column).annotate(number=Count("pk")))


def find_case(reader: Reader, key: UUID) -> CaseFile:
    """The case of that id, if the reader may see it."""
    found = CaseFile.objects.visible_to(reader).select_related("made_by", "compartment")
    case: CaseFile | None = found.filter(pk=key).first()
    if case is None:
        raise NotFound("There is nothing here that you may see.")
    return case


def find_document(reader: Reader, key: UUID, case: UUID | None = None) -> CaseDocument:
    """A document as it stands in a case that the reader may see, by the id of the document.

    Where it lies in several cases, the one that was asked for, else the newest.
    """
    rows = (
        CaseDocument.objects.visible_to(reader)
        .filter(reader.sees("document__"), document=key)
        .select_related("case", "document", "document__source", "copy_of__document", "added_by")
        .order_by("-added_at")
    )
    found: CaseDocument | None = (rows.filter(case=case) if case else rows).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def documents_of_hashes(reader: Reader, hashes: Iterable[str]) -> dict[str, CaseDocument]:
    """The documents with these hashes that the reader may see, by hash; the newest case wins."""
    rows = (
        CaseDocument.objects.visible_to(reader)
        .filter(reader.sees("document__"), document__sha256__in=set(hashes))
        .exclude(text="")
        .select_related("document__source")
        .order_by("added_at")
    )
    return {row.document.sha256: row for row in rows}


def find_proposal(reader: Reader, key: int) -> DeskProposal:
    """The proposal of that number, if the reader may see its case."""
    rows = DeskProposal.objects.visible_to(reader).select_related(
        "case_document__case", "case_document__document", "settled_by"
    )
    found: DeskProposal | None = rows.filter(pk=key).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """A document of a case, and how many proposals wait in it."""

    row: CaseDocument
    waiting: int


def documents_of(case: CaseFile) -> list[DocumentSeen]:
    """The documents of a case in their order."""
    rows = case.documents.select_related("document", "document__source", "copy_of__document")
    waiting = _counted(
        DeskProposal.objects.filter(case_document__case=case, state=State.WAITING.value),
        "case_document",
    )
    return [DocumentSeen(row, waiting.get(row.pk, 0)) for row in rows.defer("text")]


def proposals_in(
    document: CaseDocument, between: tuple[int, int] | None = None, kind: str = ""
) -> list[DeskProposal]:
    """What was proposed of a document, in the order of its text.

    All of it, or what touches the characters between two places, or is of one kind.
    """
    rows = document.proposals.select_related("settled_by").order_by("start", "-end", "kind", "nth")
    if between is not None:
        rows = rows.filter(start__lt=between[1], end__gt=between[0])
    found = list(rows.filter(kind=kind) if kind else rows)
    for row in found:
        row.case_document = document
    return found


def contradictions_of(case: CaseFile, document: CaseDocument | None = None) -> list[CaseLink]:
    """Passages of a case that cannot both be right; those of one document where one is named."""
    rows = case.links.exclude(kind=LinkKind.REUSE.value)
    return _linked(case, rows, document, with_text=True)


def reuse_of(case: CaseFile, document: CaseDocument | None = None) -> list[CaseLink]:
    """Passages of a case that stand twice."""
    rows = case.links.filter(kind=LinkKind.REUSE.value)
    return _linked(case, rows, document, with_text=False)


def _linked(
    case: CaseFile, rows: QuerySet[Any], document: CaseDocument | None, *, with_text: bool
) -> list[CaseLink]:
    """Links with the two documents of each, every document loaded once."""
    if document is not None:
        rows = rows.filter(Q(a=document.pk) | Q(b=document.pk))
    links = list(rows)
    keys = {key for link in links for key in (link.a_id, link.b_id)}
    found = case.documents.filter(pk__in=keys).select_related("document")
    documents = {row.pk: row for row in (found if with_text else found.defer("text"))}
    for link in links:
        link.a, link.b = documents[link.a_id], documents[link.b_id]
    return links


def repeated_in(links: list[CaseLink], document: CaseDocument) -> list[Repeated]:
    """From which documents of the case a document has passages, the most first."""
    shared: defaultdict[UUID, list[CaseLink]] = defaultdict(list)
    others: dict[UUID, CaseDocument] = {}
    for link in links:
        if document.pk in (link.a_id, link.b_id):
            other = link.b if link.a_id == document.pk else link.a
            others[other.pk] = other
            shared[other.pk].append(link)
    found = [
        Repeated(
            document,
            others[key],
            len(same),
            2 * sum(link.original_id == key for link in same) > len(same),
            same[0],
        )
        for key, same in shared.items()
    ]
    return sorted(found, key=lambda each: -each.passages)


def independent_sources(documents: list[CaseDocument]) -> int:
    """How many documents of a case are nobody's copy."""
    return sum(document.copy_of_id is None for document in documents)


def unresolved_in(case: CaseFile) -> list[CaseEntity]:
    """Actors that could be another one of the case, and that nobody has settled."""
    rows = case.entities.filter(settled_at__isnull=True, is_present=True, same_as__isnull=True)
    return [row for row in rows.select_related("party") if row.rivals]


def entities_of(case: CaseFile) -> list[CaseEntity]:
    """Every actor that the last reading found, those spoken of most first."""
    return list(
        case.entities.filter(is_present=True).select_related("party", "same_as", "settled_by")
    )


def allegation_of(reader: Reader, report: UUID) -> Allegation | None:
    """Who alleges what a report tells, and where their words stand."""
    rows = Allegation.objects.visible_to(reader).select_related("document", "speaker_party")
    found: Allegation | None = rows.filter(report=report, withdrawn=False).first()
    return found


def next_waiting(
    document: CaseDocument, after: DeskProposal, kind: str = ""
) -> DeskProposal | None:
    """The proposal that a member looks at next: the next that waits, else the first one.

    Where a kind is given, only one of that kind.
    """
    rows = waiting_in(document, kind)
    same = Q(start=after.start, end=after.end)
    later = rows.filter(
        Q(start__gt=after.start)
        | Q(start=after.start, end__lt=after.end)
        | same & Q(kind__gt=after.kind)
        | same & Q(kind=after.kind, nth__gt=after.nth)
    )
    return later.first() or rows.first()


def waiting_in(document: CaseDocument, kind: str = "") -> QuerySet[Any]:
    """What waits in a document in the order of its text; of one kind where it is given."""
    rows = document.proposals.filter(state=State.WAITING.value)
    rows = rows.order_by("start", "-end", "kind", "nth")
    return rows.filter(kind=kind) if kind else rows


def recorded_before(proposal: DeskProposal) -> DeskProposal | None:
    """What was accepted of the same kind and words elsewhere: of the same file, of a copy.

    Words that merely read alike are another account; a passage must be known to stand twice.
    """
    mine = proposal.case_document
    accepted: QuerySet[DeskProposal] = (
        DeskProposal.objects.filter(
            kind=proposal.kind, state__in=(State.ACCEPTED.value, State.EDITED.value)
        )
        .exclude(case_document=mine)
        .select_related("case_document__document", "settled_by")
    )
    candidates = list(
        accepted.filter(
            case_document__document=mine.document_id, start=proposal.start, end=proposal.end
        )[:1]
    )
    wanted = folded_words(proposal.words)
    for link in mine.case.links.filter(kind=LinkKind.REUSE.value) if not candidates else ():
        for other, first, last in _other_ends(link, mine, proposal):
            beside = accepted.filter(case_document=other, start__lt=last, end__gt=first)
            candidates += [row for row in beside if same_words(wanted, folded_words(row.words))]
    return candidates[0] if candidates else None


def _other_ends(
    link: CaseLink, mine: CaseDocument, proposal: DeskProposal
) -> Iterator[tuple[UUID, int, int]]:
    """Where a passage stands elsewhere, as document and characters, if it holds the proposal."""
    sides = ((link.a_id, link.a_start, link.a_end), (link.b_id, link.b_start, link.b_end))
    for (document, first, last), elsewhere in (sides, sides[::-1]):
        if document == mine.pk and first < proposal.end and proposal.start < last:
            yield elsewhere


def page_of(document: CaseDocument, start: int) -> int | None:
    """The page of a document on which a character stands, from 1; None where it has no pages."""
    if not document.pages:
        return None
    begun: int = sum(begin <= start for begin in document.pages)
    return max(1, begun)


def counts_by_kind(document: CaseDocument) -> dict[str, int]:
    """How many proposals of each kind wait in a document."""
    found = _counted(document.proposals.filter(state=State.WAITING.value), "kind")
    return {str(kind): found[kind] for kind in Kind if kind in found}
