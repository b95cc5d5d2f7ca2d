"""Setting a page on A4 with Typst, in fonts that we ship."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

import fontpkg_amiri
import typst
from django.utils.translation import gettext as _

from trucewatch.bulletins.isolates import pieces, without_isolates

STANDARD: Final[Literal["ua-1"]] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, so that it can be read aloud in its order."""

_NO_GLYPH: Final = "could not be displayed"
_STAND_IN: Final = "\ufffd"
# What is left when a mark can be printed alone and not where it stands.
_ALWAYS_PRINTED: Final = (range(0x20, 0x7F), range(0xA1, 0x180), range(0x410, 0x450))


def set_on_paper(page: Mapping[str, Any], layout: str = "two_ledger") -> bytes:
    """A tagged PDF; the same page gives the same bytes, today and next year.

    The texts go in as data and never as markup, so that no remark can typeset anything.
    ``layout`` names one of the files beside this one.
    """
    return set_printable(page, lambda told: typeset(_layout(layout), told, page), _missing())


def set_printable(
    page: Mapping[str, Any], typesetting: Callable[[str], bytes], missing: str
) -> bytes:
    """What a typesetting makes of the page, which it is handed as JSON.

    The standard forbids text without a glyph: such a character gets a stand-in, and ``missing``
    says so under the key of that name.
    """
    told = {**_in_pieces(page), **_plain_facts(page)}
    for is_printed in (_everything, _has_glyph, _is_always_printed):
        try:
            return typesetting(_with_stand_ins(told, is_printed, missing))
        except typst.TypstError as error:
            if _NO_GLYPH not in str(error) or is_printed is _is_always_printed:
                raise
    raise AssertionError("the last attempt returns or raises")


def _plain_facts(page: Mapping[str, Any]) -> dict[str, str]:
    """What becomes metadata, which knows no pieces."""
    return {
        "title": without_isolates(page["title"]),
        "author": without_isolates(page["record"]),
    }


def _in_pieces(value: Any) -> Any:
    """Texts with isolates as lists of pieces, each with its direction if it has its own."""
    if isinstance(value, str):
        if "\u2069" not in value:
            return value
        return [[p.text, p.direction] if p.direction else [p.text] for p in pieces(value)]
    if isinstance(value, Mapping):
        # Words for those who do not see a drawing are an attribute, and so is the drawing.
        return {
            key: without_isolates(inner) if key in ("alt", "svg") else _in_pieces(inner)
            for key, inner in value.items()
        }
    return [_in_pieces(one) for one in value] if isinstance(value, list) else value


def _with_stand_ins(
    page: Mapping[str, Any], is_printed: Callable[[str], bool], missing: str
) -> str:
    text = json.dumps(page, ensure_ascii=False)
    unprinted = {character for character in set(text) if not is_printed(character)}
    if unprinted:
        text = text.translate({ord(character): _STAND_IN for character in unprinted})
    return json.dumps({**json.loads(text), "missing": missing if unprinted else ""})


def _missing() -> str:
    return _(
        "Some characters of the published texts are not in the fonts of this paper and stand here "
        "as \ufffd; the page and the data of this bulletin have them."
    )


def typeset(layout: bytes | dict[str, bytes], page: str, facts: Mapping[str, Any]) -> bytes:
    """A PDF by a layout of ours, or by files of which ``main.typ`` is the layout."""
    source: Any = layout  # the types that typst declares know of no files beside each other
    made: bytes = typst.compile(
        source,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"page": page, "direction": facts["direction"]},
        pdf_standards=STANDARD,
        timestamp=moment_of(facts["date"]),
    )
    return made


def moment_of(date: str) -> int:
    """Noon of a day in seconds, which the paper bears as its time."""
    noon = dt.datetime.combine(dt.date.fromisoformat(date), dt.time(12), dt.UTC)
    return int(noon.timestamp())


def typst_text(name: str) -> bytes:
    """One of the files beside this one."""
    return (files("trucewatch.bulletins") / "typst" / f"{name}.typ").read_bytes()


def _everything(character: str) -> bool:
    return True


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    """Whether any of the fonts can print the character on its own."""
    if character.isascii() or character == _STAND_IN:
        return True
    probe = b'#set document(title: "p")\n#set text(font: "Amiri", lang: "en")\n#sys.inputs.page'
    try:
        typeset(probe, character, {"date": "2000-01-01", "direction": "ltr"})
    except typst.TypstError:
        return False
    return True


def _is_always_printed(character: str) -> bool:
    known = any(ord(character) in span for span in _ALWAYS_PRINTED)
    return known or character == _STAND_IN or character in "\n–—‘’“”…•"


@cache
def _fonts() -> typst.Fonts:
    """Amiri and what Typst brings along; never those of the machine, which differ."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])


def font_folder() -> Path:
    """Where Amiri lies."""
    return Path(fontpkg_amiri.__file__).parent / "files"


@cache
def _layout(name: str) -> bytes:
    return typst_text("text") + typst_text(name)
