"""A read case as text for people: document by document, each find on a line with its words."""

from collections.abc import Iterator, Sequence
from typing import Final

from trucewatch.extraction.case import CaseRead, DocumentRead, Text
from trucewatch.extraction.found import Participant

_LONGEST: Final = 96


def case_as_table(case: CaseRead, texts: Sequence[Text]) -> str:
    """The whole case in lines of plain text; words that are too long end in an ellipsis."""
    words = {text.id: text.text for text in texts}
    lines: list[str] = []
    for document in case.documents:
        lines += _document(document, words[document.id], case)
        lines.append("")
    lines += _across(case, words)
    return "\n".join(lines).rstrip() + "\n"


def _document(document: DocumentRead, text: str, case: CaseRead) -> Iterator[str]:
    date = document.date
    copied = case.copies.get(document.id)
    yield f"{document.id}  {date.day if date else 'no date'}" + (
        f"  (mostly taken over from {copied})" if copied else ""
    )
    for step in date.derivation if date else ():
        yield f"  date        {step}"
    for said in document.statements:
        who = _who(said.speakers, case) or "nobody named"
        yield f"  {said.act.value:<11} {who}: {_words(text, said.content)}  [{said.speech.value}]"
    for figure in document.figures:
        low, high = figure.low, figure.high
        number = f"{low:,}" if low is not None and low == high else (
            f"at least {low:,}" if high is None and low is not None
            else f"at most {high:,}" if low is None else f"{low:,}-{high:,}"
        )  # fmt: skip
        by = _who(figure.claimants, case)
        yield f"  figure      {number} {figure.what.replace('_', ' ')}" + (f", {by}" if by else "")
    for one in document.undertakings:
        yield f"  {one.kind.value:<11} {_who(one.by, case) or '-'}: {_words(text, one.span)}"
    for breach in document.allegations:
        kind = "complaint" if breach.about_process else "violation"
        by = _who(breach.alleged_by, case) or "-"
        yield f"  {kind:<11} {by} against {_who(breach.accused, case) or '-'}: " + (
            _words(text, breach.span)
        )
    for found in document.dates:
        days = f"{found.start}" if found.start == found.end else f"{found.start} to {found.end}"
        yield f"  time        {_words(text, found.span)} = {days} ({found.derivation})"


def _across(case: CaseRead, words: dict[str, str]) -> Iterator[str]:
    for one in case.rounds:
        yield (
            f"round       {one.track} {one.number}: {one.start} to {one.end}, {one.venue};"
            f" {_present(one.participants, case)}"
        )
    for reuse in case.reuse:
        yield (
            f"repeated    {reuse.a.document} and {reuse.b.document}"
            f" (from {reuse.original}, {reuse.alike:.0%} alike):"
            f" {_words(words[reuse.a.document], reuse.a.span)}"
        )
    for clash in case.contradictions:
        yield f"contradict  {clash.clash.value}: {clash.why}"
        for passage in (clash.a, clash.b):
            told = _words(words[passage.document], passage.span)
            yield f"              {passage.document}: {told}"


def _who(identifiers: Sequence[str], case: CaseRead) -> str:
    return ", ".join(case.entities[identifier].name for identifier in identifiers)


def _present(participants: Sequence[Participant], case: CaseRead) -> str:
    return ", ".join(case.entities[one.entity].name for one in participants)


def _words(text: str, span: tuple[int, int]) -> str:
    words = " ".join(text[span[0] : span[1]].split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
