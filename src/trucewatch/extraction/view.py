"""A view of a text that is easier to read and has the same length, character by character."""

from typing import Final

_SPACES: Final = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\ufeff\u200b\u200e\u200f\t\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
)
_APOSTROPHES: Final = "‘’‚‛ʼʹʻʾʿ´`′＇ˈ"
_DOUBLE_QUOTES: Final = "“”„‟«»″＂"
_DASHES: Final = "‐‑‒–—―−﹘﹣－"

_LEVELLED: Final[dict[int, str]] = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
}


def level(text: str) -> str:
    """The text with one kind of blank, apostrophe, quotation mark and dash.

    Every character stands for exactly one: an offset into the view is one into the text. Line
    feeds stay, all other controls that part words become blanks.
    """
    return text.translate(_LEVELLED)
