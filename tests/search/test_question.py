"""A line of search is read as words and limits; what cannot be meant is named."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.search.question import read_question


@pytest.mark.parametrize(
    ("text", "words", "limits"),
    [
        ("shelling saraqib", "shelling saraqib", {}),
        ("2017-02-16", "", {"since": "2017-02-16", "until": "2017-02-16"}),
        ("قصف ٢٠١٧-٠٢", "قصف", {"since": "2017-02-01", "until": "2017-02-28"}),
        ("in:2016-02", "", {"since": "2016-02-01", "until": "2016-02-29"}),
        ("after:2017-02", "", {"since": "2017-03-01"}),
        ("before:2017", "", {"until": "2016-12-31"}),
        ("since:2017-01-05 until:2017-02", "", {"since": "2017-01-05", "until": "2017-02-28"}),
        ("type:shell", "", {"type": "shelling"}),
        ("TYPE:air-strike", "", {"type": "air_strike"}),
        ("mark:amber+strict", "", {"handling": "AMBER+STRICT"}),
        ('party:"Force A" held', "held", {"party": "Force A"}),
        ("2017", "2017", {}),
        ("Talbisa: shelled", "Talbisa shelled", {}),
        ('"two hours ago" -exercise', '"two hours ago" -exercise', {}),
    ],
)
def test_words_and_limits_are_told_apart(text, words, limits):
    """Each operator becomes a limit of the filter of reports; the rest are words."""
    question = read_question(text)
    assert question.errors == {}
    assert (question.words, dict(question.limits)) == (words, limits)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("on:02/03/17", "on"),
        ("in:2017-13", "in"),
        ("before:0000", "before"),
        ("type:zzz", "type"),
        ("type:", "type"),
        ("kind:weather", "kind"),
        ("party:", "party"),
        ("x" * 300, "q"),
        ("a\x00b", "q"),
    ],
)
def test_an_unusable_limit_is_named(text, name):
    """Nothing is searched as if it had been understood."""
    assert name in read_question(text).errors


@given(st.text(max_size=250))
def test_any_line_is_read(text):
    """Whatever is pasted into the field, a question comes of it or a reason why not."""
    question = read_question(text)
    for name in ("since", "until"):
        if name in question.limits:
            dt.date.fromisoformat(question.limits[name])
