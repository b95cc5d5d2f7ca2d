"""The standard template for a word processor, with which one of somebody's own begins."""

import datetime as dt
import io
from functools import cache
from typing import Any, Final

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from trucewatch.bulletins.word import set_styles
from trucewatch.bulletins.zips import same_bytes

_INK: Final = RGBColor(0x16, 0x20, 0x2C)
_SIZES: Final = {"Heading 1": Pt(19), "Heading 2": Pt(11.5), "Heading 3": Pt(10)}
_MOMENT: Final = dt.datetime.combine(dt.date(2000, 1, 1), dt.time(12))


@cache
def standard_word() -> bytes:
    """A letterhead with record and mark, title, round and content, and a foot with page numbers."""
    word = docx.Document()
    _set_page(word)
    _set_look(word)
    _set_head_and_foot(word.sections[0], word.styles["Normal"])
    word.add_paragraph("{{title}}", style="Heading 1")
    word.add_paragraph("{{round}}")
    word.add_paragraph("{{content}}")
    facts = word.core_properties
    facts.title = facts.comments = facts.keywords = facts.last_modified_by = facts.author = ""
    facts.created = facts.modified = facts.last_printed = _MOMENT
    made = io.BytesIO()
    word.save(made)
    return same_bytes(made.getvalue())


def _set_page(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.4)


def _set_look(word: Any) -> None:
    set_styles(word, "en")
    for name, size in _SIZES.items():
        style = word.styles[name]
        style.font.size, style.font.color.rgb, style.font.bold = size, _INK, True
        style.paragraph_format.space_before = Pt(14)
        style.paragraph_format.space_after = Pt(5)
        style.paragraph_format.keep_with_next = True
        style.font.cs_bold = True
        _set_other_script(style, size)
    normal = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(4)
    _set_other_script(normal, normal.font.size)


def _set_other_script(style: Any, size: Length) -> None:
    """The size of Arabic letters, which a word processor keeps apart."""
    facts = style.element.get_or_add_rPr()
    for old in facts.findall(qn("w:szCs")):
        facts.remove(old)
    both = OxmlElement("w:szCs")
    both.set(qn("w:val"), str(int(size.pt * 2)))
    facts.find(qn("w:sz")).addnext(both)


def _set_head_and_foot(section: Any, plain: Any) -> None:
    head = section.header.paragraphs[0]
    head.style = plain
    _tabbed(head)
    head.add_run("{{record}}").bold = True
    head.add_run("\t")
    head.add_run("{{mark}}").bold = True
    _ruled(head)
    foot = section.footer.paragraphs[0]
    foot.style = plain
    _tabbed(foot)
    for text in ("{{mark}}", ". {{foot}}", "\t{{page_of_pages}}"):
        run = foot.add_run(text)
        run.font.size = Pt(8)
        run.bold = text == "{{mark}}"


def _tabbed(paragraph: Any) -> None:
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)


def _ruled(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "16202C")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:jc")
