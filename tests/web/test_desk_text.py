"""A document on screen: every character once, where it is stored, whatever highlights cross."""

import html
import re

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.web.desk_text import Highlight, excerpt, paragraphs_of, part_at, parts_of

_TAG = re.compile(r"<a class=\"mk\".*?</a>|<[^>]*>")


def _bare(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))


@given(
    st.text(alphabet="ab <&\"'\n“é𝔸", max_size=120),
    st.lists(st.tuples(st.integers(0, 125), st.integers(1, 40)), max_size=12),
)
def test_highlights_lose_and_add_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    """Nested, crossing, longer than a line or beyond the end."""
    marks = [
        Highlight(start, start + length, f"k-{n}", n + 1, "S", "?p=1&x=2")
        for n, (start, length) in enumerate(spans)
    ]
    for paragraph in paragraphs_of(text, marks):
        markup = str(paragraph.html)
        assert _bare(markup) == text[paragraph.start : paragraph.end]
        assert markup.count("<span") == markup.count("</span>")


def test_an_anchor_stands_once_in_a_page() -> None:
    """Two kinds about the same characters share it."""
    marks = [Highlight(0, 3, "k-a", 1), Highlight(0, 3, "k-b", 2)]
    (paragraph,) = paragraphs_of("abc def", marks)
    assert str(paragraph.html).count('id="c0-3"') == 1


def test_pages_are_told_where_they_begin() -> None:
    """A page without words of its own is passed over."""
    text = "one\ntwo\n\nthree"
    found = paragraphs_of(text, [], [0, 4, 8, 9])
    assert [paragraph.page for paragraph in found] == [1, 2, 4]


def test_an_excerpt_keeps_to_its_paragraph_and_marks_words_and_cue() -> None:
    """What stands in other lines does not run into it."""
    text = "Title\n“Peace,” said <he>.\nNext"
    shown = str(excerpt(text, (7, 12), (15, 19)))
    assert "Title" not in shown
    assert "Next" not in shown
    assert '<span class="hl is-words">Peace</span>' in shown
    assert '<span class="hl is-cue">said</span>' in shown
    assert "&lt;he&gt;" in shown


@given(st.text(alphabet="ab \n", max_size=300), st.integers(1, 60))
def test_parts_are_whole_lines_in_order_and_hold_the_whole_text(text: str, most: int) -> None:
    """Laid out part by part it is the same text."""
    parts = parts_of(text, (), most)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    whole = [str(line.html) for line in paragraphs_of(text, [])]
    assert [str(p.html) for part in parts for p in paragraphs_of(text, [], (), part)] == whole


def test_a_part_says_which_pages_it_holds() -> None:
    """From the first to the last that has characters in it."""
    parts = parts_of("one\ntwo\nthree\nfour\n", (0, 4, 8, 14), 9)
    assert [part.pages for part in parts] == [(1, 2), (3, 3), (4, 4)]
    assert part_at(parts, 9).number == 2
    assert part_at(parts, 99).number == 3


def test_destroyed_words_are_told_once_to_those_who_listen() -> None:
    """One name for a black run, and not one for each of its characters."""
    with translation.override("en"):
        line = paragraphs_of("a ███ & b", [Highlight(2, 4, "x")])[0].html
    assert line.count('role="img" aria-label="Destroyed words"') == 2
    assert _bare(str(line)) == "a ███ & b"
