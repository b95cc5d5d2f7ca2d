"""How a place's name is spelled for being found again."""

from trucewatch.names.folding import fold
from trucewatch.names.generic_words import GENERIC_WORDS
from trucewatch.names.skeleton import skeleton
from trucewatch.places.models import Place, PlaceName

_MOST = 200


def place_skeleton(name: str) -> str:
    """The consonants of a place's name without words such as town or governorate.

    The words are left out before folding, which would level letters such as ş that the skeleton
    still reads.
    """
    words = name.split()
    kept = [word for word in words if fold(word) not in GENERIC_WORDS]
    return skeleton(" ".join(kept or words))[:_MOST]


def new_name(place: Place, text: str, language: str = "") -> PlaceName:
    """A name, not saved yet, with the two forms under which a search finds it."""
    return PlaceName(
        place=place,
        text=text,
        language=language,
        folded=fold(text)[:_MOST],
        skeleton=place_skeleton(text),
    )
