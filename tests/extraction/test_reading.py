"""What holds for every text: exact characters, no surprises, time that grows with the text."""

import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from extraction.asking import page
from trucewatch.exchange.press_format import case_as_json
from trucewatch.extraction.case import CaseRead, Text
from trucewatch.extraction.lexicon import shipped
from trucewatch.extraction.page import make_page
from trucewatch.extraction.reading import read_case
from trucewatch.extraction.view import level

WORDS = [
    "said",
    "told",
    "reporters",
    "that",
    "“",
    "”",
    '"',
    "'",
    ",",
    ".",
    ":",
    "(",
    ")",
    "-",
    "Syria",
    "Russia",
    "Turkey",
    "the",
    "and",
    "who",
    "which",
    "Lavrov",
    "Bashar",
    "al-Jaafari",
    "Monday",
    "February",
    "15-16",
    "2017",
    "12",
    "million",
    "killed",
    "at",
    "least",
    "refused",
    "to",
    "must",
    "because",
    "truce",
    "despite",
    "according",
    "third",
    "round",
    "of",
    "Astana",
    "talks",
    "\n\n",
    "he",
    "they",
    "was",
    "denied",
    "by",
    "’s",
]
press = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
anything = st.text(max_size=300)


def spans(case: CaseRead, length: int) -> list[tuple[int, int]]:
    """Every stretch that the case names in its only document."""
    (document,) = case.documents
    found = [segment.span for segment in document.segments]
    for group in (
        document.mentions, document.dates, document.figures, document.undertakings,
        document.allegations, document.meetings, document.assessments, document.places,
    ):  # fmt: skip
        for one in group:
            found += [one.span, one.because.cue]
    for said in document.statements:
        found += [said.content, said.cue, *([said.speaker_mention] if said.speaker_mention else [])]
    return found


@given(st.one_of(press, anything))
@settings(max_examples=150, deadline=None)
def test_every_find_lies_in_the_text(text: str) -> None:
    """Whatever the text: spans are in order and inside it, and nothing fails."""
    case = read_case([Text("a", text)])
    for start, end in spans(case, len(text)):
        assert 0 <= start < end <= len(text)


@given(st.one_of(press, anything))
@settings(max_examples=60, deadline=None)
def test_the_view_has_the_length_of_the_text(text: str) -> None:
    """Character by character, so that an offset is an offset."""
    assert len(level(text)) == len(text)
    tokens = make_page("a", text, shipped()).tokens
    assert all(one.end <= other.start for one, other in pairwise(tokens))


@given(press, press)
@settings(max_examples=40, deadline=None)
def test_documents_do_not_change_each_others_characters(one: str, other: str) -> None:
    """A neighbour may help to date a document or to name its actors, and moves no statement."""
    alone = read_case([Text("a", one)]).documents[0].statements
    beside = read_case([Text("a", one), Text("b", other)]).documents[0].statements
    assert [said.content for said in alone] == [said.content for said in beside]


def test_the_result_does_not_depend_on_the_hash_seed() -> None:
    """Two processes with other seeds write the same bytes."""
    text = page(
        "Russia, Iran and Turkey said they were ready.", "Bashar al-Jaafari denied it on Monday.",
        "At least 31 people were killed in Homs, according to the UN, despite the ceasefire.",
    )  # fmt: skip
    program = (
        "import json,sys\n"
        "from trucewatch.extraction.case import Text\n"
        "from trucewatch.extraction.reading import read_case\n"
        "from trucewatch.exchange.press_format import case_as_json\n"
        "text=sys.stdin.read()\n"
        "print(json.dumps(case_as_json(read_case([Text('a',text),Text('b',text)]))))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program], input=text, capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4711")
    }  # fmt: skip
    assert len(answers) == 1
    assert json.loads(answers.pop()) == json.loads(
        json.dumps(case_as_json(read_case([Text("a", text), Text("b", text)])))
    )


HOSTILE = {
    "quotation marks": "\" ' ",
    "open quotations": "“a ",
    "capitals": "Ab ",
    "initials": "A. ",
    "verbs": "Russia said that ",
    "lists": "Russia, ",
    "appositions": "Lavrov, the foreign minister, said, ",
    "offices": "the head of ",
    "months": "May 1-",
    "figures": "12 million killed ",
    "sentences of figures": "At least 31 people were killed. ",
    "causes": "No final statement came because Russia refused. ",
    "lines": "The truce collapsed because Russia shelled Homs, he said.\n",
    "brackets": "said (who ",
    "blanks": "\u00a0\t",
    "rounds": "third round of Astana talks ",
}


def repeated(unit: str, length: int) -> str:
    """The unit over and over, cut to a length."""
    return (unit * (length // len(unit) + 1))[:length]


def steps(text: str) -> int:
    """How many lines of the engine run to read a text: a clock that no other process disturbs."""
    count = 0

    def tick(frame: object, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return tick

    texts = [Text("a", text)]
    read_case(texts)  # words are looked up once and then known
    before = sys.gettrace()
    sys.settrace(tick)
    try:
        read_case(texts)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_the_text_and_not_faster(kind: str) -> None:
    """Twice as much of the worst text takes about twice the steps."""
    unit = HOSTILE[kind]
    size = 6000
    assert steps(repeated(unit, 2 * size)) <= 2.6 * steps(repeated(unit, size))


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=12).map(" ".join))
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_no_mixture_of_words_makes_it_slower_than_the_text_is_long(unit: str) -> None:
    """Any repeated mixture: the steps for a text twice as long stay within thrice.

    Long enough that whatever looks ahead or behind has reached its limit: before that, each word
    of a short text looks at all the others.
    """
    unit += " "
    size = 8000
    assert steps(repeated(unit, 2 * size)) <= 3 * steps(repeated(unit, size))


@pytest.mark.parametrize(
    "words", ["Russia refused to", "The opposition refuses to", "He declined to"]
)
def test_a_text_that_breaks_off_in_the_middle_of_a_claim_is_read(words: str) -> None:
    """Nothing is made of what is not said any more."""
    read = read_case([Text("a", words)]).documents[0]
    assert read.undertakings == ()
