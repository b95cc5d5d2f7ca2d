"""Reading a case: from texts to what they say, one by one and together."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from trucewatch.extraction.actors import Actors, focus_of
from trucewatch.extraction.allegations import find_allegations
from trucewatch.extraction.assessments import find_assessments
from trucewatch.extraction.case import CaseRead, DocumentRead, Text
from trucewatch.extraction.contradicting import find_contradictions
from trucewatch.extraction.date_words import DateFinder
from trucewatch.extraction.dating import date_documents
from trucewatch.extraction.figures import find_figures
from trucewatch.extraction.found import (
    Because,
    DocumentDate,
    Mention,
    Naming,
    Reuse,
    Statement,
)
from trucewatch.extraction.lexicon import Lexicon, shipped
from trucewatch.extraction.meeting import find_meetings
from trucewatch.extraction.page import Page, make_page
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.phrases import PhraseFinder
from trucewatch.extraction.places import find_places
from trucewatch.extraction.reuse import find_reuse
from trucewatch.extraction.rounds import join_rounds
from trucewatch.extraction.speakers import Discourse, Spoken
from trucewatch.extraction.speech import SpeechReader
from trucewatch.extraction.telling import tell_dates
from trucewatch.extraction.undertakings import find_undertakings
from trucewatch.extraction.when import When

Progress = Callable[[str], None]


def read_case(
    texts: Sequence[Text], lexicon: Lexicon | None = None, progress: Progress | None = None
) -> CaseRead:
    """What the documents say, with all of them as one case.

    The same texts in the same order give the same result, byte for byte. Offsets are code points
    of the texts as given. ``progress`` is told each stage in a word.
    """
    words = lexicon or shipped()
    say = progress or (lambda _stage: None)
    say("cutting")
    pages = [make_page(text.id, text.text, words) for text in texts]
    focus = focus_of(pages, words)
    say("actors")
    finders = [PhraseFinder(page, words, focus) for page in pages]
    surnames = set().union(*(finder.names.named for finder in finders))
    for finder in finders:
        finder.names.promote(surnames)
    phrases = [finder.all() for finder in finders]
    say("speech")
    said = [
        SpeechReader(page, found, words).read() for page, found in zip(pages, phrases, strict=True)
    ]
    actors = Actors(pages, phrases, words, focus)
    spoken = [
        Discourse(number, found, actors).resolve(statements)
        for number, (found, statements) in enumerate(zip(phrases, said, strict=True))
    ]
    say("dates")
    whens = [DateFinder(page).all() for page in pages]
    dates = date_documents(list(texts), pages, whens, words)
    say("across documents")
    reuse = find_reuse(pages, _order(dates))
    say("claims")
    documents = [
        _document(page, found, statements, actors, date, when, words)
        for page, found, statements, date, when in zip(
            pages, phrases, spoken, dates, whens, strict=True
        )
    ]
    documents = _keep_anchors(documents, pages, reuse)
    entities = actors.entities()
    return CaseRead(
        documents=tuple(documents),
        entities=entities,
        rounds=tuple(join_rounds(documents, pages, entities, words)),
        reuse=tuple(reuse),
        contradictions=tuple(find_contradictions(documents, pages, reuse, words)),
        copies=_copies(pages, reuse),
    )


def _order(dates: list[DocumentDate | None]) -> list[int]:
    """The rank of each document in time; those without a day come last, as they were given."""
    ranked = sorted(
        range(len(dates)),
        key=lambda n: (date.day.toordinal() if (date := dates[n]) else 9_999_999, n),
    )
    order = [0] * len(dates)
    for rank, number in enumerate(ranked):
        order[number] = rank
    return order


def _document(
    page: Page, phrases: list[Phrase], spoken: list[Spoken], actors: Actors,
    date: DocumentDate | None, when: list[When], words: Lexicon,
) -> DocumentRead:  # fmt: skip
    statements = _statements(spoken, words)
    told = tell_dates(page, when, date, spoken, words)
    return DocumentRead(
        id=page.id,
        date=date,
        segments=tuple(page.segments),
        mentions=_mentions(page, phrases, words),
        dates=tuple(told),
        statements=statements,
        figures=tuple(find_figures(page, phrases, spoken, told, words)),
        undertakings=tuple(find_undertakings(page, phrases, spoken, actors, words)),
        allegations=tuple(find_allegations(page, phrases, spoken, actors, told, words)),
        meetings=tuple(find_meetings(page, phrases, told, spoken, actors, words)),
        assessments=tuple(find_assessments(page, spoken, words)),
        places=tuple(find_places(page, words)),
    )


def _statements(spoken: list[Spoken], words: Lexicon) -> tuple[Statement, ...]:
    found = []
    for one in spoken:
        said = one.said
        rule = f"speech: {said.rule}"
        confidence = words.share(rule, 0.8)
        if not one.speakers:
            confidence *= 0.6
        found.append(
            Statement(
                content=said.content,
                speakers=one.speakers,
                speaker_mention=one.mention,
                cue=said.cue,
                speech=said.speech,
                act=said.act,
                because=Because(rule, said.cue, round(confidence, 3), one.how),
                relayed_by=one.relayed_by,
                addressee=said.addressee,
            )
        )
    return tuple(sorted(found, key=lambda statement: statement.content))


_NAMINGS = {
    "person": Naming.NAME, "actor": Naming.NAME, "body": Naming.COMMON, "office": Naming.NAME,
    "side": Naming.COMMON, "role": Naming.ROLE, "people": Naming.COMMON,
}  # fmt: skip


def _mentions(page: Page, phrases: list[Phrase], words: Lexicon) -> tuple[Mention, ...]:
    """Who is mentioned where: of a person the name alone, of others all their words."""
    found: dict[tuple[int, int], Mention] = {}
    for phrase in phrases:
        naming = _NAMINGS.get(phrase.kind)
        if naming is None or not phrase.entity:
            continue
        if phrase.kind == "people" and not phrase.plural:
            continue
        name = phrase.kind == "person"
        first, last = (phrase.core, phrase.core_end) if name else (phrase.first, phrase.last)
        if naming is Naming.NAME and phrase.actor is not None:
            first = phrase.core
            if phrase.actor.name != phrase.name and phrase.nation:
                naming = Naming.METONYM
        if phrase.kind == "body" and last - first == 1 and not page.tokens[first].cap:
            continue
        span = page.span(first, last)
        rule = f"actor: {phrase.kind}"
        because = Because(rule, span, words.share(rule, 0.85))
        found.setdefault(span, Mention(span, phrase.entity, naming, because))
    return tuple(found[span] for span in sorted(found))


def _keep_anchors(
    documents: list[DocumentRead], pages: list[Page], reuse: list[Reuse]
) -> list[DocumentRead]:
    """A passage taken over from an earlier document keeps the days it had there."""
    place = {page.id: number for number, page in enumerate(pages)}
    for passage in reuse:
        source, copy = passage.a, passage.b
        if passage.original == passage.b.document:
            source, copy = copy, source
        origin = documents[place[source.document]]
        target = documents[place[copy.document]]
        if origin.date is None or (target.date is not None and target.date.day <= origin.date.day):
            continue
        words_there = {
            pages[place[origin.id]].words(date.span).lower(): date
            for date in origin.dates
            if source.span[0] <= date.span[0] < source.span[1]
        }
        kept = []
        for date in target.dates:
            inside = copy.span[0] <= date.span[0] < copy.span[1]
            same = words_there.get(pages[place[target.id]].words(date.span).lower())
            if inside and same is not None:
                why = f"taken over from {origin.id}: {same.derivation}"
                kept.append(
                    replace(
                        date, start=same.start, end=same.end, anchor=same.anchor, derivation=why
                    )
                )
            else:
                kept.append(date)
        documents[place[target.id]] = replace(target, dates=tuple(kept))
    return documents


def _copies(pages: list[Page], reuse: list[Reuse]) -> dict[str, str]:
    """Which document is mostly taken over from which: from a third of its characters on."""
    taken: dict[tuple[str, str], int] = {}
    for passage in reuse:
        source, copy = passage.a, passage.b
        if passage.original == passage.b.document:
            source, copy = copy, source
        key = (copy.document, source.document)
        taken[key] = taken.get(key, 0) + copy.span[1] - copy.span[0]
    lengths = {page.id: max(1, sum(s.span[1] - s.span[0] for s in page.segments)) for page in pages}
    found: dict[str, str] = {}
    for (copy_id, source_id), count in sorted(taken.items(), key=lambda item: (-item[1], item[0])):
        if count * 3 >= lengths[copy_id] and copy_id not in found:
            found[copy_id] = source_id
    return found
