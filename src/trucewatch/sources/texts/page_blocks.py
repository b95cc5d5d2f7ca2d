"""The pieces of a web page that a reader sees as paragraphs, and what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

_BREAKING_LISTED: Final = """address article aside blockquote body caption center dd details div dl
    dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary
    table tbody td tfoot th thead tr ul"""
_BREAKING: Final = frozenset(_BREAKING_LISTED.split())
_LEFT_OUT_LISTED: Final = """applet area aside audio button canvas datalist dialog embed footer form
    head iframe input map menu nav noscript object option script select style svg template textarea
    title video"""
_LEFT_OUT: Final = frozenset(_LEFT_OUT_LISTED.split())
_ROLES_LISTED: Final = (
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar"
)
_ROLES: Final = frozenset(_ROLES_LISTED.split())
_AROUND: Final = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|share|sharing|social|related|sidebar|"
    r"newsletter|subscribe|subscription|promo|advert\w*|ads?|banner|comments?|menu|nav|navbar|"
    r"navigation|footer|popup|modal|pagination|pager|recommended|skip|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TWO_BREAKS: Final = re.compile(r"(?:[^\S\n]*\n){2,}")
_MOST_AROUND: Final = 60
"""Elements around a block that are remembered: in deeper nesting the outermost say nothing."""


@dataclass(frozen=True, slots=True)
class Block:
    """Text of one line, the elements around it from the outermost, and the part that is links."""

    text: str
    tag: str
    around: tuple[etree._Element, ...]
    linked: float


@dataclass(slots=True)
class _Reader:
    """What was read since the last block ended."""

    open: list[etree._Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: int = 0
    linked: int = 0

    def take(self, text: str | None) -> None:
        if text:
            self.words.append(re.sub(r"\s+", " ", text))
            if self.links:
                self.linked += len(text.strip())

    def flush(self) -> Iterator[Block]:
        """The blocks that end here; two line breaks end one as well."""
        whole = "".join(self.words)
        length = max(len(whole.strip()), 1)
        share = min(self.linked / length, 1.0)
        for part in _TWO_BREAKS.split(whole):
            text = " ".join(part.split())
            if text:
                around = self.open[-_MOST_AROUND:]
                tag = str(around[-1].tag) if around else ""
                yield Block(text, tag, tuple(around), share)
        self.words.clear()
        self.linked = 0


def blocks_of(root: etree._Element) -> Iterator[Block]:
    """The blocks of a page in order, without menus, forms, scripts, notices and what is hidden."""
    reader = _Reader()
    holding = _holding_main_text(root)
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                reader.take(element.tail)
            continue
        if event == "start":
            if _is_left_out(element, reader.open, holding):
                skipped = element
                if element.tag in _BREAKING or element.tag in ("nav", "footer", "form"):
                    yield from reader.flush()
                continue
            yield from _started(reader, element)
        else:
            yield from _ended(reader, element)
    yield from reader.flush()


def _started(reader: _Reader, element: etree._Element) -> Iterator[Block]:
    if element.tag in _BREAKING:
        yield from reader.flush()
        reader.open.append(element)
    elif element.tag == "br":
        reader.words.append("\n")
    elif element.tag == "a":
        reader.links += 1
    reader.take(element.text)


def _ended(reader: _Reader, element: etree._Element) -> Iterator[Block]:
    if element.tag in _BREAKING:
        yield from reader.flush()
        reader.open.pop()
    elif element.tag == "a":
        reader.links -= 1
    reader.take(element.tail)


def _holding_main_text(root: etree._Element) -> set[etree._Element]:
    """Elements around an article or a main heading: whatever they are called, they are kept."""
    holding: set[etree._Element] = set()
    for element in root.iter("article", "main", "h1"):
        outer = element
        while outer is not None and outer not in holding:
            holding.add(outer)
            outer = outer.getparent()
    return holding


def _is_left_out(
    element: etree._Element, around: list[etree._Element], holding: set[etree._Element]
) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _LEFT_OUT or element.get("role") in _ROLES:
        return True
    if tag == "header":
        # Of a page it holds the menu; of an article, its heading.
        return not any(outer.tag in ("article", "main") for outer in around)
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    if tag in ("html", "body") or tag not in _BREAKING or element in holding:
        return False
    return bool(_AROUND.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
