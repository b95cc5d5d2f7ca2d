"""What each line of a document is: title, dateline, heading, caption, boilerplate, paragraph."""

import re
from collections.abc import Iterator
from typing import Final

from trucewatch.extraction.case import Segment, SegmentKind

_LINE: Final = re.compile(r"[^\n]+")
_BOILERPLATE: Final = re.compile(
    r"(?:(?:read|leave|post|view|show|hide)\s+(?:all\s+)?(?:more|comments?|a\s+comment)|site\s+icon\b"
    r"|exit\s+mobile\s+version|tags?:|topics?:|categor(?:y|ies):|latest$|advertisements?$|share\b"
    r"|related\s+(?:articles?|stories|news|topics)|most\s+read|trending|subscribe|sign\s+up|log\s?in"
    r"|follow\s+us|newsletter|cookies?\b|copyright|©|all\s+rights\s+reserved|terms\s+of|privacy\s+policy"
    r"|click\s+here|print\s+this|download\s+(?:the\s+)?app|comments?$|home$|menu$|skip\s+to|back\s+to\s+top"
    r"|by\s+using\s+this\s+site|recommended\b|editor'?s\s+picks?|also\s+read|\.{3,}$|more\s+from\b)",
    re.IGNORECASE,
)
_STAMP: Final = re.compile(
    r"\b(?:updated|published|posted|last\s+modified|date|issued)\b|\b\d{1,2}:\d{2}\b|\butc\b|\bgmt\b",
    re.IGNORECASE,
)
_FULL_DATE: Final = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"\[[^\[\]\n]{2,60}/[^\[\]\n]{2,60}\]\s*$|\bcredits?:|\b[A-Z]{3,}/[A-Z][a-z]+|^(?:image|photo|picture|file\s+photo"
    r"|map|video)(?:\s+of\b|:)|\((?:photo|image|file|ap|afp|reuters)[^()\n]{0,60}\)\s*$|\bphoto(?:graph)?\s+by\b"
    r"|\bgetty\s+images\b|^\[[^\]\n]{2,80}\]$",
)
_ENDING: Final = re.compile(r"[.!?…][\"')\]]*\s*$|[:;,]\s*$")
_ENTRY: Final = re.compile(r"(?:\d{1,3}[.)]|[-*•·]|\(?[a-z]\))\s")
_NARROWEST: Final = 45
_WIDEST: Final = 120
"""Characters between which the longest line of a text lies that was broken to a width."""
_RAGGED: Final = 26
_SHORT: Final = 14
_TITLE_WORDS: Final = 25


def segment(view: str) -> list[Segment]:
    """The lines of a levelled text that hold anything, each with what it is.

    The first line that could be a headline is the title, and so is its repetition. Everything
    is decided line by line, in time that grows with the text alone.
    """
    found: list[Segment] = []
    title = ""
    seen_paragraph = False
    for start, end in _blocks(view):
        line = view[start:end].strip()
        if not line or not any(map(str.isalnum, line)):
            if line:
                found.append(Segment(_trimmed(view, start, end), SegmentKind.BOILERPLATE))
            continue
        kind = _kind(line, title, seen_paragraph)
        if kind == SegmentKind.TITLE and not title:
            title = line
        seen_paragraph = seen_paragraph or kind == SegmentKind.PARAGRAPH
        found.append(Segment(_trimmed(view, start, end), kind))
    return found


def _blocks(view: str) -> Iterator[tuple[int, int]]:
    """The lines of the text; lines that were only broken to a width are one together."""
    lines = [match.span() for match in _LINE.finditer(view)]
    place = 0
    while place < len(lines):
        stop = place + 1
        while stop < len(lines) and lines[stop][0] == lines[stop - 1][1] + 1:
            stop += 1
        if stop - place > 1 and _is_wrapped(view, lines[place:stop]):
            yield lines[place][0], lines[stop - 1][1]
        else:
            yield from lines[place:stop]
        place = stop


def _is_wrapped(view: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines that follow each other without a blank one are a paragraph cut to a width.

    All but the last are about as long as each other, and most of them end within a sentence. A list
    is none: its entries begin with a number or a dash.
    """
    texts = [view[start:end].strip() for start, end in lines]
    if any(_ENTRY.match(text) for text in texts):
        return False
    lengths = [len(text) for text in texts[:-1]]
    widest = max(lengths)
    if not _NARROWEST <= widest <= _WIDEST or len(texts[-1]) > widest + _RAGGED:
        return False
    if min(lengths) < widest - _RAGGED:
        return False
    broken = sum(not _ENDING.search(text) for text in texts[:-1])
    return 2 * broken >= len(lengths)


def _trimmed(view: str, start: int, end: int) -> tuple[int, int]:
    text = view[start:end]
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _kind(line: str, title: str, seen_paragraph: bool) -> str:
    words = line.count(" ") + 1
    short = words <= _SHORT
    if words <= _SHORT and _BOILERPLATE.match(line):
        return SegmentKind.BOILERPLATE
    if words <= 60 and _CREDIT.search(line[:400]):
        return SegmentKind.CAPTION
    if short and _FULL_DATE.search(line) and (_STAMP.search(line) or words <= 5):
        return SegmentKind.DATELINE
    if line == title:
        return SegmentKind.TITLE
    if words <= _TITLE_WORDS and not _ENDING.search(line):
        if not seen_paragraph and not title:
            return SegmentKind.TITLE
        if short:
            return SegmentKind.HEADING
    if words <= 10 and (line.endswith("?") or _is_quoted(line)):
        return SegmentKind.TITLE if not title and not seen_paragraph else SegmentKind.HEADING
    return SegmentKind.PARAGRAPH


def _is_quoted(line: str) -> bool:
    return line[0] in "\"'" and line[-1] in "\"'" and not _ENDING.search(line[:-1])
