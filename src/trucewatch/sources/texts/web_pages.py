"""Web pages: title and main text, without what stands around it."""

import re
from typing import Final

from lxml import etree

from trucewatch.sources.texts.charsets import decoded
from trucewatch.sources.texts.file_text import HTML, FileText
from trucewatch.sources.texts.page_blocks import Block, blocks_of
from trucewatch.vocabulary.refusal import Refused

_ENOUGH: Final = 200
"""Characters of text from which an element that calls itself the article is believed."""
_MOSTLY_LINKS: Final = 0.5
_WORDS_OF_A_PARAGRAPH: Final = 40
"""Characters that a paragraph has and an entry of a menu has not."""
_PARAGRAPHS_LISTED: Final = "p li dd dt td th pre blockquote figcaption h1 h2 h3 h4 h5 h6"
_PARAGRAPHS: Final = frozenset(_PARAGRAPHS_LISTED.split())
_SHARE_OF_MAIN: Final = 0.6
"""Part of all good text that the main element must hold, or else the next larger one is taken."""


def read_html(content: bytes) -> FileText:
    """Title, paragraphs, headings and list items, one a line with blank lines between.

    Nothing is fetched, no entity of the page's own is expanded, and nothing that is deeply nested
    is walked by recursion.
    """
    root = _parsed(decoded(content))
    blocks = [block for block in blocks_of(root) if not _is_menu(block)]
    main = _main_element(root, blocks)
    inside = [block.text for block in blocks if main is None or main in block.around]
    title = _title(root, blocks)
    if title and title not in inside[:3]:
        inside.insert(0, title)
    if not inside:
        raise Refused("The web page holds no text.")
    return FileText("\n\n".join(inside), (), HTML)


def _parsed(text: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, recover=True, huge_tree=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    text = text.replace("\x00", "")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise Refused("The web page holds no text.")
    return root


def _is_menu(block: Block) -> bool:
    return len(block.text) < 4 * _WORDS_OF_A_PARAGRAPH and block.linked > _MOSTLY_LINKS


def _title(root: etree._Element, blocks: list[Block]) -> str:
    """The page's only main heading, or else the title without the name of the site."""
    headings = [block.text for block in blocks if block.tag == "h1"]
    if len(headings) == 1:
        return headings[0]
    found = root.xpath("string(//meta[@property='og:title']/@content)")
    found = found or root.xpath("string(//head/title)") or root.xpath("string(//title)")
    return re.split(r"\s+[|–—]\s+", " ".join(str(found).split()))[0]


def _main_element(root: etree._Element, blocks: list[Block]) -> etree._Element | None:
    """The element that holds most of the text in whole paragraphs; none means the whole page.

    A paragraph speaks for the element around it, and half as much for the one around that.
    """
    good = [b for b in blocks if len(b.text) >= _WORDS_OF_A_PARAGRAPH and b.linked < _MOSTLY_LINKS]
    total = sum(len(block.text) for block in good)
    held: dict[etree._Element, int] = {}
    score: dict[etree._Element, float] = {}
    for block in good:
        containers = _containers(block)
        for element in containers:
            held[element] = held.get(element, 0) + len(block.text)
        for share, element in zip((1.0, 0.5), reversed(containers), strict=False):
            score[element] = score.get(element, 0) + share * len(block.text)
    named = [element for element in held if _is_article(element) and held[element] >= _ENOUGH]
    if named:
        best = max(named, key=lambda element: held[element])
        if held[best] >= _SHARE_OF_MAIN * max(held[element] for element in named):
            return best
    if not score:
        return None
    best = max(score, key=lambda element: score[element])
    around = next(c for c in map(_containers, good) if best in c)
    for element in reversed(around[: around.index(best) + 1]):
        if held[element] >= _SHARE_OF_MAIN * total:
            return element
    return None


def _containers(block: Block) -> tuple[etree._Element, ...]:
    """The elements around a block that may hold others: not the paragraph that it is itself."""
    return block.around[:-1] if block.tag in _PARAGRAPHS else block.around


def _is_article(element: etree._Element) -> bool:
    return (
        element.tag in ("article", "main")
        or element.get("role") in ("main", "article")
        or element.get("itemprop") == "articleBody"
    )
