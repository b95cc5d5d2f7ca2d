"""Short ways of asking the engine about a few sentences."""

from collections.abc import Iterable

from trucewatch.extraction.case import CaseRead, DocumentRead, Text
from trucewatch.extraction.reading import read_case


def read(*texts: str) -> CaseRead:
    """The texts as one case; their ids are a, b, c …"""
    return read_case([Text(chr(ord("a") + n), text) for n, text in enumerate(texts)])


def page(*paragraphs: str) -> str:
    """Paragraphs under a headline, as an article has them."""
    return "\n\n".join(["A day of talks", *paragraphs])


def names(case: CaseRead, identifiers: Iterable[str]) -> list[str]:
    """The names that the ids stand for."""
    return [case.entities[identifier].name for identifier in identifiers]


def said(text: str) -> list[tuple[str, str]]:
    """Who said what in one text: the speakers' names joined by a plus, the words."""
    case = read(text)
    (document,) = case.documents
    return [
        (" + ".join(names(case, one.speakers)), text[slice(*one.content)])
        for one in document.statements
    ]


def one_document(text: str) -> tuple[CaseRead, DocumentRead]:
    """A case of one document, and the document."""
    case = read(text)
    return case, case.documents[0]
