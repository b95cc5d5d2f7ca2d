"""Sentences that can be said again in another language."""

import pickle

import pytest

from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence, sentence_of


def test_a_sentence_reads_as_english_and_keeps_its_words_and_values():
    """Numbers have their thousands apart."""
    sentence = Sentence("At most {most} characters fit in “{name}”.", most=20_000, name="x")
    assert sentence == "At most 20,000 characters fit in “x”."
    assert sentence.template == "At most {most} characters fit in “{name}”."
    assert sentence.values == {"most": 20_000, "name": "x"}


def test_a_sentence_without_values_may_hold_braces():
    """Its words are taken as they stand."""
    assert Sentence("{not a value}") == "{not a value}"


def test_a_sentence_survives_being_kept():
    """As in a cache or another process."""
    kept = pickle.loads(pickle.dumps(Sentence("{n} hours", n=3)))  # noqa: S301 - made here
    assert (kept, kept.template, kept.values) == ("3 hours", "{n} hours", {"n": 3})


def test_a_refusal_with_values_is_english_wherever_it_is_printed():
    """The command line and the interface for programs read the same reason as before."""
    refused = Refused("{mark} is none.", field="mark", values={"mark": "X"})
    assert (str(refused), refused.reason, refused.field) == ("X is none.", "X is none.", "mark")


@pytest.mark.parametrize(
    ("error", "reason"),
    [(ValueError(Sentence("{n} is no", n="1")), "1 is no"), (ValueError("no"), "no")],
)
def test_the_reason_of_a_refused_value_keeps_its_values(error: ValueError, reason: str):
    """Unlike ``str(error)``, which would lose them."""
    assert sentence_of(error) == reason
    assert isinstance(sentence_of(error), Sentence) == ("1" in reason)
