"""Placeholders in a word processor's file: found over the borders of runs, filled run by run."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from trucewatch.bulletins.isolates import first_direction, pieces, with_marks

CONTENT: Final = "content"
PAGE: Final = "page_of_pages"
_PLACEHOLDER: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FIELD: Final = re.compile(r"%\((page|pages)\)s")
_FIELDS: Final = {"page": "PAGE", "pages": "NUMPAGES"}
_AFTER_BIDI: Final = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    "w:pPrChange",
)  # fmt: skip
_OTHER_SCRIPT: Final = {"w:b": "w:bCs", "w:i": "w:iCs", "w:sz": "w:szCs"}
_AFTER_RTL: Final = (
    "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange",
)  # fmt: skip
"""What the schema wants behind a mark of direction."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A stretch of text of a paragraph, and where it begins among all its text."""

    element: Any
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.element.text or "")


def placeholders_in(root: Any) -> Iterator[tuple[Any, str]]:
    """Each paragraph with the name of every placeholder in it, in their order."""
    for paragraph in root.iter(qn("w:p")):
        for found in _PLACEHOLDER.finditer(_text_of(_spots(paragraph))):
            yield paragraph, found.group(1)


def fill(paragraph: Any, texts: Mapping[str, str], *, is_rtl: bool) -> None:
    """Put each text in the place of its placeholder, in the look of the run that begins it.

    What a text holds is never read as a placeholder. Where the paper runs from the right so does
    the paragraph.
    """
    spots = _spots(paragraph)
    found = list(_PLACEHOLDER.finditer(_text_of(spots)))
    for each in reversed(found):  # from the end, so that places before it stay where they are
        name = each.group(1)
        first, tail_run = _cut_out(spots, each.start(), each.end())
        runs = list(_runs(first, name, texts[name], is_rtl=is_rtl))
        for run in reversed(runs):
            first.addnext(run)
        if tail_run is not None:
            (runs[-1] if runs else first).addnext(tail_run)
    if found and is_rtl:
        run_from_the_right(paragraph)


def run_from_the_right(paragraph: Any) -> None:
    """The paragraph begins on the right."""
    facts = paragraph.get_or_add_pPr()
    if facts.find(qn("w:bidi")) is None:
        facts.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


def _spots(paragraph: Any) -> list[_Spot]:
    """The texts of the paragraph itself, not of boxes that are anchored in it."""
    spots, at = [], 0
    for element in paragraph.iter(qn("w:t")):
        around = next(element.iterancestors(qn("w:p")))
        if around is paragraph:
            spots.append(_Spot(element, at))
            at += len(element.text or "")
    return spots


def _text_of(spots: list[_Spot]) -> str:
    return "".join(spot.element.text or "" for spot in spots)


def _cut_out(spots: list[_Spot], start: int, end: int) -> tuple[Any, Any]:
    """The run after which the text goes, and one with what stood behind the placeholder in it."""
    inside = [spot for spot in spots if spot.start < end and spot.end > start]
    first, last = inside[0], inside[-1]
    before = first.element.text[: start - first.start]
    behind = last.element.text[end - last.start :]
    run = next(first.element.iterancestors(qn("w:r")))
    tail_run = None
    if first is last:
        tail_run = _tail(run, first.element, behind)
    else:
        _say(last.element, behind)
        for spot in inside[1:-1]:
            _say(spot.element, "")
    _say(first.element, before)
    return run, tail_run


def _tail(run: Any, element: Any, behind: str) -> Any:
    """A run like the one given, with what follows an element of it; none where nothing does."""
    others = list(element.itersiblings())
    if not behind and not others:
        return None
    tail = _like(run)
    if behind:
        words = OxmlElement("w:t")
        _say(words, behind)
        tail.append(words)
    for other in others:
        tail.append(other)
    return tail


def _runs(like: Any, name: str, text: str, *, is_rtl: bool) -> Iterator[Any]:
    if name == PAGE:
        yield from _page_runs(like, text, is_rtl=is_rtl)
        return
    for piece in pieces(text):
        runs_right = (piece.direction or first_direction(piece.text)) == "rtl"
        yield _run(
            like, with_marks(piece), is_rtl=runs_right or (is_rtl and piece.direction is None)
        )


def _page_runs(like: Any, text: str, *, is_rtl: bool) -> Iterator[Any]:
    """The number of the page and of pages as fields, which the word processor fills."""
    for at, part in enumerate(_FIELD.split(text)):
        if at % 2:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), _FIELDS[part])
            field.append(_run(like, "1", is_rtl=False))
            yield field
        elif part:
            yield _run(like, part, is_rtl=is_rtl)


def _run(like: Any, text: str, *, is_rtl: bool) -> Any:
    run = _like(like)
    if is_rtl:
        _turn(run.get_or_add_rPr())
    for at, line in enumerate(text.split("\n")):
        if at:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        _say(words, line)
        run.append(words)
    return run


def _turn(facts: Any) -> None:
    """Words from the right, as bold and as large as the others."""
    if facts.find(qn("w:rtl")) is None:
        facts.insert_element_before(OxmlElement("w:rtl"), *_AFTER_RTL)
    turn_alike(facts)


def turn_alike(facts: Any) -> None:
    """Words of the other scripts look as those of this one do."""
    for plain, other in _OTHER_SCRIPT.items():
        found = facts.find(qn(plain))
        if found is not None and facts.find(qn(other)) is None:
            made = OxmlElement(other)
            made.attrib.update(found.attrib)
            found.addnext(made)


def _like(run: Any) -> Any:
    """An empty run that looks like another."""
    made = OxmlElement("w:r")
    if run.rPr is not None:
        made.append(copy.deepcopy(run.rPr))
    return made


def _say(element: Any, text: str) -> None:
    element.text = text
    element.set(qn("xml:space"), "preserve")
