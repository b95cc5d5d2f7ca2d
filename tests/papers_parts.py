"""What tests of papers share: the words of a file, and content in the script of its readers."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from pypdf import PdfReader

from trucewatch.papers.content import DraftPaper, Paper, PaperKind
from trucewatch.papers.specimen import specimen
from trucewatch.talks.rules.redline import Piece, PieceKind

LANGUAGES = ("en", "ar", "ru", "tr", "fa")
FORMS = ("pdf", "docx", "json")
ARABIC_NAMES = {
    "Lakeside talks": {"ar": "محادثات البحيرة"},
    "Northern delegation": {"ar": "الوفد الشمالي"},
    "Host country": {"ar": "البلد المضيف"},
}


def piece(text: str, kind: str = "kept") -> Piece:
    """Some words of a draft, and what became of them."""
    return Piece(PieceKind(kind), text)


ARABIC_DRAFT = (
    piece("بيان مشترك\n1. "),
    piece("تتفق", "removed"),
    piece("تعتزم", "added"),
    piece(" الأطراف تثبيت وقف إطلاق النار (2254).\n"),
    piece("2. فقرة جديدة بإشراف ICRC.\n", "added"),
    piece("3. حرر على ضفة البحيرة."),
)


def named_in_arabic(kind: PaperKind) -> Paper:
    """The invented paper of a kind, some of whose names the record has in Arabic."""
    paper = specimen(kind)
    return replace(paper, head=replace(paper.head, names=ARABIC_NAMES))


def draft(*pieces: Piece, language: str = "en", **more: Any) -> DraftPaper:
    """A draft with this text."""
    paper = specimen(PaperKind.DRAFT)
    assert isinstance(paper, DraftPaper)
    return replace(paper, pieces=pieces, language=language, **more)


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    reader = PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(pdf: bytes) -> str:
    """All words of a PDF."""
    return " ".join(pages_of(pdf))


def letters_of(text: str) -> str:
    """Its letters in any order, for a script whose extraction joins words in its own order."""
    return "".join(sorted(character for character in text if character.isalpha()))


def opened(content: bytes) -> Any:
    """A word processor's file."""
    return docx.Document(io.BytesIO(content))


def words_in(root: Any) -> str:
    """Every word that stands in an element, deleted ones too."""
    found = [each for each in root.iter() if each.tag in (qn("w:t"), qn("w:delText"))]
    return "".join(each.text or "" for each in found)


def saved(word: Any, path: Path) -> bytes:
    """The bytes of a document that a test has written."""
    word.save(str(path))
    return path.read_bytes()
