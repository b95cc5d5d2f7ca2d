"""How alike two texts are: by the rare words that they share."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.linkage.passes import Pairs
from trucewatch.linkage.words import LIKENESS, MOST_WORDS, Words, compare_words, words_of

TEXTS = st.lists(
    st.text("ab cé.,", max_size=20) | st.sampled_from(("the market was hit", "shells on a mill")),
    max_size=12,
)


def read(texts: list[str], threads: int = 1) -> Words:
    """The words of texts."""
    raw = [text.encode() for text in texts]
    start = np.cumsum([0, *map(len, raw)]).astype(np.int64)
    return words_of(np.frombuffer(b"".join(raw), np.uint8), start, threads)


def likeness(texts: list[str], one: int, other: int) -> int:
    """How alike two of the texts are."""
    pair = Pairs(np.array([one], np.int32), np.array([other], np.int32), np.zeros(1, np.uint16))
    return int(compare_words(pair, np.arange(len(texts)), read(texts), 1)[0])


COMMON = [f"shelling reported near town {number % 7}" for number in range(400)]


def test_a_text_is_most_like_itself() -> None:
    """Many rare words shared is one text, or nearly."""
    text = "market bakery queue seventeen wounded ambulance driver Faris"
    assert LIKENESS[likeness([*COMMON, text, text], 400, 401)] == "one text, or nearly"


def test_words_that_every_text_has_say_nothing() -> None:
    """Two reports of shelling are not one report for that."""
    assert LIKENESS[likeness(COMMON, 0, 1)] == "nothing rare shared"


def test_a_text_without_words_is_not_compared() -> None:
    """Neither missing texts nor dashes are alike or different."""
    assert likeness([*COMMON, "—…!"], 0, 400) != 0  # letters beyond ASCII are bytes of words
    assert likeness([*COMMON, " .,"], 0, 400) == 0
    assert likeness([*COMMON, ""], 0, 400) == 0


def test_letter_case_and_punctuation_make_no_other_word() -> None:
    """A headline in capitals has the words of its text."""
    texts = [*COMMON, "Bakery, queue!", "BAKERY QUEUE"]
    assert likeness(texts, 400, 401) == likeness(
        [*COMMON, "bakery queue", "bakery queue"], 400, 401
    )


@settings(max_examples=15, deadline=None)
@given(texts=TEXTS)
def test_words_of_a_report_are_different_and_ascending(texts: list[str]) -> None:
    """So many at most as are compared, and -1 where there are fewer."""
    for row in read(texts).of_report.tolist():
        some = [word for word in row if word >= 0]
        assert some == sorted(set(some))
        assert row == some + [-1] * (MOST_WORDS - len(some))


@settings(max_examples=15, deadline=None)
@given(texts=TEXTS)
def test_words_do_not_depend_on_threads(texts: list[str]) -> None:
    """The work may be shared out."""
    one, three = read(texts), read(texts, 3)
    assert (one.of_report == three.of_report).all()
    assert (one.rarity == three.rarity).all()
