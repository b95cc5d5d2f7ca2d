"""What counts as words with a speaker, and which bound two numbers make."""

from typing import Final

from trucewatch.vocabulary.bound import Figure, about, at_least, between, exact, up_to
from trucewatch.vocabulary.refusal import Refused

MOST: Final = 10_000_000_000
"""More than this is a typing error, not a figure to keep."""
LONGEST_WORDS: Final = 20_000


def figure_of(low: int | None, high: int | None, *, estimated: bool = False) -> Figure:
    """The figure between two numbers, of which one may be open; ``ValueError`` where both are."""
    if low is None and high is None:
        raise ValueError("a figure has a number")
    if low is None or high is None:
        return up_to(high or 0) if low is None else at_least(low)
    if low == high:
        return about(low) if estimated else exact(low)
    return between(low, None, high)


def require_figure(low: int | None, high: int | None) -> None:
    """Refuse numbers that cannot have been meant."""
    if low is None and high is None:
        raise Refused("Give at least one number.", field="low")
    for field, number in (("low", low), ("high", high)):
        if number is not None and not 0 <= number <= MOST:
            raise Refused("A figure lies between 0 and {most}.", field=field, values={"most": MOST})
    if low is not None and high is not None and low > high:
        raise Refused("The lower number is greater than the higher one.", field="high")


def require_words(words: str) -> None:
    """Refuse a quotation without words, or one longer than anybody would quote."""
    if not words.strip():
        raise Refused("There are no words to record.", field="words")
    if len(words) > LONGEST_WORDS:
        raise Refused(
            "At most {most} characters fit.", field="words", values={"most": LONGEST_WORDS}
        )


def require_protection(names: str, *, anonymous: bool) -> None:
    """Refuse the name of a protected source: what is not written down cannot be found."""
    if anonymous and names.strip():
        raise Refused("A protected source has no name in the record.", field="speaker_names")
