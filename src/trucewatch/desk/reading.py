"""Writes down what a case was read to say, and keeps what people have settled."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from trucewatch.desk.models import CaseDocument, CaseEntity, CaseFile, CaseLink, DeskProposal, State
from trucewatch.desk.proposing import Proposed, proposals_of
from trucewatch.desk.rules import SETTLED_BY_PEOPLE
from trucewatch.extraction.case import CaseRead, DocumentRead, Text
from trucewatch.extraction.found import Entity, EntityKind, RoundFound
from trucewatch.parties.queries import parties_named

_CHUNK = 500
_OPEN = (State.WAITING.value, State.CONTEXT.value)
_REWRITTEN = ("cue_start", "cue_end", "rule", "confidence", "note", "facts", "state")

Place = tuple[str, int, int, int]


def texts_of(case: CaseFile) -> list[Text]:
    """The documents of a case that can be read, as the engine takes them."""
    rows = case.documents.exclude(text="").order_by("position")
    return [Text(str(row.pk), row.text, row.stated_day) for row in rows]


def keep_reading(case: CaseFile, read: CaseRead) -> dict[str, int]:
    """Replace what nobody has settled by what the reading found; returns counts of it.

    What people settled stays, matched by document, kind and characters. In a transaction.
    """
    documents = {str(row.pk): row for row in case.documents.all()}
    _keep_entities(case, read)
    counts: Counter[str] = Counter()
    for each in read.documents:
        row = documents.get(each.id)
        if row is not None:
            counts.update(_keep_document(row, each))
    _keep_dates(documents, read)
    counts["links"] = _keep_links(case, documents, read)
    case.rounds = [_round(each, documents, read) for each in read.rounds]
    case.save(update_fields=["rounds"])
    return dict(counts)


def _keep_document(row: CaseDocument, read: DocumentRead) -> Counter[str]:
    known: dict[Place, DeskProposal] = {
        (each.kind, each.start, each.end, each.nth): each for each in row.proposals.all()
    }
    seen: Counter[tuple[str, int, int]] = Counter()
    made: list[DeskProposal] = []
    changed: list[DeskProposal] = []
    counts: Counter[str] = Counter()
    for proposed in proposals_of(read, row.text, is_submission=row.is_submission):
        start, end = proposed.span
        if not 0 <= start < end <= len(row.text):
            continue
        same = (str(proposed.kind), start, end)
        place = (*same, seen[same])
        seen[same] += 1
        settled_by_people = proposed.kind in SETTLED_BY_PEOPLE
        counts[str(proposed.kind)] += 1
        mine = known.pop(place, None)
        if mine is None:
            made.append(_fill(DeskProposal(case_document=row, nth=place[3]), proposed))
        elif mine.state in _OPEN:
            before = _written(mine)
            if _written(_fill(mine, proposed)) != before:
                changed.append(mine)
        if settled_by_people and mine is not None and mine.is_settled:
            counts["settled"] += 1
    stale = [each.pk for each in known.values() if each.state in _OPEN]
    row.proposals.filter(pk__in=stale, state__in=_OPEN).delete()
    DeskProposal.objects.bulk_create(made, batch_size=_CHUNK)
    DeskProposal.objects.bulk_update(changed, _REWRITTEN, batch_size=_CHUNK)
    return counts


def _fill(row: DeskProposal, proposed: Proposed) -> DeskProposal:
    row.kind = str(proposed.kind)
    row.start, row.end = proposed.span
    row.cue_start, row.cue_end = proposed.because.cue
    row.rule = proposed.because.rule[:100]
    row.confidence = proposed.because.confidence
    row.note = proposed.because.note
    row.facts = dict(proposed.facts)
    waits = proposed.kind in SETTLED_BY_PEOPLE
    row.state = State.WAITING.value if waits else State.CONTEXT.value
    return row


def _written(row: DeskProposal) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _REWRITTEN)


def _keep_entities(case: CaseFile, read: CaseRead) -> None:
    """Every actor under its key; what people said of one outlasts the reading."""
    known = {row.key: row for row in case.entities.all()}
    mentions: Counter[str] = Counter(
        mention.entity for document in read.documents for mention in document.mentions
    )
    by_name = parties_named(
        name for entity in read.entities.values() for name in (entity.name, *entity.spellings)
    )
    made: list[CaseEntity] = []
    changed: list[CaseEntity] = []
    for key, entity in read.entities.items():
        row = known.pop(key, None) or CaseEntity(case=case, key=key[:600])
        row.name, row.kind = entity.name[:600], str(entity.kind)
        row.spellings = list(entity.spellings)
        row.protected = entity.protected or entity.kind is EntityKind.ANONYMOUS
        row.rivals = [{"key": rival.entity, "why": rival.why} for rival in entity.rivals]
        row.mentions, row.is_present = mentions[key], True
        if row.settled_at is None:
            row.party = _party_by_name(entity, by_name)
        (changed if row.pk else made).append(row)
    CaseEntity.objects.bulk_create(made, batch_size=_CHUNK)
    CaseEntity.objects.bulk_update(
        changed,
        ["name", "kind", "spellings", "protected", "rivals", "mentions", "is_present", "party"],
        batch_size=_CHUNK,
    )
    gone = [row.pk for row in known.values()]
    case.entities.filter(pk__in=gone).update(is_present=False, mentions=0)


def _party_by_name(entity: Entity, by_name: dict[str, Any]) -> Any:
    """The party that is written in exactly this way; likeness makes nobody a party."""
    if entity.kind in {EntityKind.PERSON, EntityKind.ANONYMOUS}:
        return None
    found = (by_name.get(name) for name in (entity.name, *entity.spellings))
    return next((party for party in found if party is not None), None)


def _keep_dates(documents: dict[str, CaseDocument], read: CaseRead) -> None:
    for each in read.documents:
        row = documents.get(each.id)
        if row is None:
            continue
        date = each.date
        row.date_day = date.day if date else None
        row.date_earliest = date.earliest if date else None
        row.date_latest = date.latest if date else None
        row.derivation = list(date.derivation) if date else []
        row.copy_of = documents.get(read.copies.get(each.id, ""))
    CaseDocument.objects.bulk_update(
        documents.values(),
        ["date_day", "date_earliest", "date_latest", "derivation", "copy_of"],
        batch_size=_CHUNK,
    )


def _round(found: RoundFound, documents: dict[str, CaseDocument], read: CaseRead) -> dict[str, Any]:
    """A round in plain values: when and where, who came, from which passages that follows."""
    return {
        "track": found.track,
        "number": found.number,
        "date_start": found.start.isoformat() if found.start else None,
        "date_end": found.end.isoformat() if found.end else None,
        "venue": found.venue,
        "participants": [
            {
                "name": read.entities[one.entity].name if one.entity in read.entities else "",
                "role": one.role,
                "presence": one.presence,
            }
            for one in found.participants
        ],
        "derivation": list(found.derivation),
        "passages": [
            {"document": str(documents[each.document].document_id), "span": list(each.span)}
            for each in found.passages
            if each.document in documents
        ],
    }


def _keep_links(case: CaseFile, documents: dict[str, CaseDocument], read: CaseRead) -> int:
    case.links.all().delete()
    links = [*_reuses(case, documents, read), *_contradictions(case, documents, read)]
    CaseLink.objects.bulk_create(links, batch_size=_CHUNK)
    return len(links)


def _reuses(
    case: CaseFile, documents: dict[str, CaseDocument], read: CaseRead
) -> Iterable[CaseLink]:
    for each in read.reuse:
        a, b = documents.get(each.a.document), documents.get(each.b.document)
        if a is None or b is None:
            continue
        yield CaseLink(
            case=case, kind="reuse", a=a, a_start=each.a.span[0], a_end=each.a.span[1],
            b=b, b_start=each.b.span[0], b_end=each.b.span[1],
            original=documents.get(each.original), alike=each.alike,
        )  # fmt: skip


def _contradictions(
    case: CaseFile, documents: dict[str, CaseDocument], read: CaseRead
) -> Iterable[CaseLink]:
    for each in read.contradictions:
        a, b = documents.get(each.a.document), documents.get(each.b.document)
        if a is None or b is None:
            continue
        yield CaseLink(
            case=case, kind=str(each.clash), a=a, a_start=each.a.span[0], a_end=each.a.span[1],
            b=b, b_start=each.b.span[0], b_end=each.b.span[1], why=each.why,
        )  # fmt: skip
