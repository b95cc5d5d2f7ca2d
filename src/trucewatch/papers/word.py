"""A paper for a word processor: the content in a template, ours or one of the record's own."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from trucewatch.bulletins.isolates import without_isolates
from trucewatch.bulletins.word import state_facts
from trucewatch.bulletins.word_changes import LOCALES
from trucewatch.bulletins.zips import same_bytes
from trucewatch.papers.inspection import require_harmless
from trucewatch.papers.placeholders import (
    CONTENT,
    PAGE,
    fill,
    placeholders_in,
    run_from_the_right,
)
from trucewatch.papers.sheet import Sheet
from trucewatch.papers.standard_word import standard_word
from trucewatch.papers.templates import Template
from trucewatch.papers.word_blocks import PaperBlocks
from trucewatch.vocabulary.refusal import Refused

_STANDARD: Final = "paper.docx"


def write_sheet(sheet: Sheet, template: Template | None = None) -> bytes:
    """The paper as DOCX; the same sheet and template give the same bytes.

    A template that is harmful or broken is refused, and no paper comes of it.
    """
    if template is None:
        return _write(sheet, Template(_STANDARD, standard_word()))
    require_harmless(template.content, template.name)
    try:
        return _write(sheet, template)
    except Refused:
        raise
    # Whatever is wrong with the parts of a document: python-docx lets errors of many kinds through.
    except Exception as error:
        raise Refused(
            "The template {file} is broken and cannot be filled.",
            field="content",
            values={"file": template.name},
        ) from error


def texts_of(sheet: Sheet) -> dict[str, str]:
    """What stands for each placeholder; those of facts that are not known are empty."""
    document = sheet.document
    known = {fact.key: fact.text for fact in sheet.facts}
    return {
        **dict.fromkeys(FACTS, ""),
        **known,
        "title": sheet.title,
        "round": sheet.round,
        "mark": document.mark,
        "record": document.record,
        "foot": document.foot,
        PAGE: document.of_pages,
        CONTENT: "",
    }


FACTS: Final = (
    "dates", "venue", "host", "state", "zone", "as_of", "text", "version", "sha256",
    "compared_sha256",
)  # fmt: skip
"""Keys of what can stand in the head of some paper."""


def _write(sheet: Sheet, template: Template) -> bytes:
    word = docx.Document(io.BytesIO(template.content))
    used = _require_known(word, template.name, texts_of(sheet))
    is_rtl = sheet.document.direction == "rtl"
    place = _place(word, template.name)
    # Each paragraph of the template once, and none of the content: words may look like these too.
    asking = {id(p): p for root in _roots(word) for p, _name in placeholders_in(root)}
    written = _written(word, sheet, used, is_rtl=is_rtl)
    for paragraph in asking.values():
        fill(paragraph, texts_of(sheet), is_rtl=is_rtl)
    if place is not None:
        _move(written, place)
    _mark_every_page(word, sheet, is_rtl=is_rtl)
    _set_language(word, sheet.document.language, is_rtl=is_rtl)
    state_facts(word, sheet.document)
    made = io.BytesIO()
    word.save(made)
    return same_bytes(made.getvalue())


def _roots(word: Any) -> Iterator[Any]:
    """Body, headers and footers; boxes stand inside them."""
    yield word.element.body
    for part in word.part.package.iter_parts():
        if part.partname.startswith(("/word/header", "/word/footer")) and hasattr(part, "element"):
            yield part.element


def _require_known(word: Any, name: str, texts: dict[str, str]) -> set[str]:
    used: Counter[str] = Counter()
    for number, root in enumerate(_roots(word)):
        for _paragraph, placeholder in placeholders_in(root):
            if placeholder not in texts:
                raise Refused(
                    "The template {file} has a placeholder that no paper fills: {placeholder}. "
                    "There are: {known}.",
                    field="content",
                    values={
                        "file": name,
                        "placeholder": f"{{{{{placeholder}}}}}",
                        "known": ", ".join(sorted(texts)),
                    },
                )
            used[placeholder] += 1
            if placeholder == CONTENT and (number or used[CONTENT] > 1):
                raise Refused(
                    "The template {file} has the content more than once, or in a header or footer.",
                    field="content",
                    values={"file": name},
                )
    return set(used)


def _place(word: Any, name: str) -> Any:
    """The paragraph whose place the content takes; none puts it at the end."""
    for paragraph, placeholder in placeholders_in(word.element.body):
        if placeholder == CONTENT:
            if next(paragraph.iterancestors(qn("w:txbxContent")), None) is not None:
                raise Refused(
                    "The template {file} has the content in a box, which cannot grow over pages.",
                    field="content",
                    values={"file": name},
                )
            return paragraph
    return None


def _written(word: Any, sheet: Sheet, used: set[str], *, is_rtl: bool) -> list[Any]:
    """The elements of the content, at the end of the body; what the template says is left out."""
    body, document = word.element.body, sheet.document
    before = set(body)
    blocks = PaperBlocks(
        word,
        is_rtl=is_rtl,
        author=without_isolates(document.record),
        date=f"{document.date}T12:00:00Z",
    )
    if "title" not in used:
        blocks.heading(sheet.title, 1)
    if "round" not in used:
        blocks.paragraph(sheet.round)
    blocks.facts([fact for fact in sheet.facts if fact.key not in used])
    for sentence in document.banner:
        blocks.paragraph(sentence, is_strong=True)
    blocks.write(document.blocks)
    return [element for element in body if element not in before]


def _move(written: list[Any], place: Any) -> None:
    """Put the content where its placeholder stood; what else the paragraph says stays above it."""
    last = place
    for element in written:
        last.addnext(element)
        last = element
    has_more = any((text.text or "").strip() for text in place.iter(qn("w:t")))
    ends_section = place.pPr is not None and place.pPr.find(qn("w:sectPr")) is not None
    if ends_section:
        last.addnext(place)
    elif not has_more:
        place.getparent().remove(place)
    if last.tag == qn("w:tbl") and last.getnext() is None:
        last.addnext(OxmlElement("w:p"))  # a cell ends with a paragraph


def _mark_every_page(word: Any, sheet: Sheet, *, is_rtl: bool) -> None:
    """Whoever finds one page has to know who may read it: a footer without the mark gets it."""
    for section in word.sections:
        pairs = [(section.header, section.footer)]
        if section.different_first_page_header_footer:
            pairs.append((section.first_page_header, section.first_page_footer))
        if word.settings.odd_and_even_pages_header_footer:
            pairs.append((section.even_page_header, section.even_page_footer))
        for header, footer in pairs:
            if sheet.document.mark in _words_of(header) + _words_of(footer):
                continue
            paragraph = footer.add_paragraph()
            paragraph.add_run(sheet.document.mark).bold = True
            if is_rtl:
                run_from_the_right(paragraph._p)


def _words_of(story: Any) -> str:
    return "".join(text.text or "" for text in story._element.iter(qn("w:t")))


def _set_language(word: Any, language: str, *, is_rtl: bool) -> None:
    """The language that a spelling check and a voice use, and the side that sections begin on."""
    code = LOCALES.get(language, language)
    styles = word.styles.element
    for told in styles.iter(qn("w:lang")):
        told.set(qn("w:val"), code)
        told.set(qn("w:bidi"), code)
    if is_rtl:
        for section in word.sections:
            if section._sectPr.find(qn("w:bidi")) is None:
                section._sectPr.insert_element_before(
                    OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings"
                )
