"""A text with its changes, as a word processor tracks them: each can be taken or refused there."""

from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from trucewatch.bulletins.document import Change, ChangeKind, Passage, Redline
from trucewatch.bulletins.isolates import first_direction, has_other_direction

_ELEMENTS: Final[dict[ChangeKind, str]] = {"removed": "w:del", "added": "w:ins"}
LOCALES: Final = {"ar": "ar-SY", "en": "en-GB", "ru": "ru-RU", "tr": "tr-TR", "fa": "fa-IR"}


class Tracked:
    """Writes changes by one author on one day into paragraphs of a document."""

    def __init__(self, body: Any, author: str, date: str) -> None:
        self._author = author
        self._date = date
        known = body.xpath("//@w:id")
        self._number = max((int(each) for each in known if each.lstrip("-").isdigit()), default=0)

    def write(self, paragraph: Any, redline: Redline, passage: Passage) -> None:
        """The words of a passage in an empty paragraph, in the direction of their own text."""
        facts = paragraph.get_or_add_pPr()
        if redline.direction == "rtl":
            facts.append(OxmlElement("w:bidi"))
        if passage.ending in _ELEMENTS:
            # The paragraph mark went or came: refused or taken, two paragraphs become one.
            marks = OxmlElement("w:rPr")
            marks.append(self._annotation(passage.ending))
            facts.append(marks)
        for change in passage.changes:
            paragraph.append(self._change(change, redline))

    def _change(self, change: Change, redline: Redline) -> Any:
        run = _run(change, redline)
        if change.kind not in _ELEMENTS:
            return run
        annotation = self._annotation(change.kind)
        annotation.append(run)
        return annotation

    def _annotation(self, kind: ChangeKind) -> Any:
        self._number += 1
        element = OxmlElement(_ELEMENTS[kind])
        element.set(qn("w:id"), str(self._number))
        element.set(qn("w:author"), self._author)
        element.set(qn("w:date"), self._date)
        return element


def _run(change: Change, redline: Redline) -> Any:
    run = OxmlElement("w:r")
    facts = OxmlElement("w:rPr")
    has_no_letters = not has_other_direction(change.text, "rtl")
    if first_direction(change.text) == "rtl" or (redline.direction == "rtl" and has_no_letters):
        facts.append(OxmlElement("w:rtl"))
    code = LOCALES.get(redline.language, redline.language)
    if code:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), code)
        language.set(qn("w:bidi"), code)
        facts.append(language)
    run.append(facts)
    words = OxmlElement("w:delText" if change.kind == "removed" else "w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = change.text
    run.append(words)
    return run
