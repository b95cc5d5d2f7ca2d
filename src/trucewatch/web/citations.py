"""From a fact to its words: the document that its hash names, where the reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from trucewatch.accounts.access import Reader
from trucewatch.desk.models import CaseDocument
from trucewatch.desk.queries import documents_of_hashes
from trucewatch.sources.facts import Cited
from trucewatch.sources.models import Source
from trucewatch.web.desk_text import excerpt


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the words of a fact stand; without ``document`` they are not at hand here."""

    sha256: str
    start: int
    end: int
    source: Source | None
    document: CaseDocument | None

    @property
    def address(self) -> str:
        """The words, highlighted in the page of their document; empty where it is not here."""
        if self.document is None:
            return ""
        page = reverse("desk_document", args=[self.document.document_id])
        span = f"{self.start}-{self.end}"
        return f"{page}?c={span}#c{span}"

    @property
    def words(self) -> str:
        """The exact characters, as far as the document is at hand."""
        return self.document.text[self.start : self.end] if self.document else ""

    @property
    def around(self) -> SafeString | None:
        """The words with what stands around them."""
        if self.document is None:
            return None
        return excerpt(self.document.text, (self.start, self.end), (self.start, self.start))

    @property
    def is_here(self) -> bool:
        """Whether the reader can open the document."""
        return self.document is not None


def citations(reader: Reader, facts: Iterable[Any]) -> dict[UUID, Citation | None]:
    """The citation of each fact by the fact's id; None where it cites nothing."""
    facts = list(facts)
    hashes = {_hash_of(fact) for fact in facts} - {""}
    documents = documents_of_hashes(reader, hashes)
    return {fact.pk: _citation(fact, documents) for fact in facts}


def _citation(fact: Any, documents: dict[str, CaseDocument]) -> Citation | None:
    sha256 = _hash_of(fact)
    if not sha256 or fact.start is None or fact.end is None:
        return None
    document = documents.get(sha256)
    if document is not None and fact.end > len(document.text):
        document = None  # another text of the same file: its characters are not these
    source = document.document.source if document else getattr(fact, "source", None)
    return Citation(sha256, fact.start, fact.end, source, document)


def _hash_of(fact: Cited) -> str:
    return str(getattr(fact, "sha256", "") or fact.document_sha256)
