"""Places that are meant as places, and not as the governments that sit there."""

from typing import Final

from trucewatch.extraction.found import Because, PlaceFound
from trucewatch.extraction.gazetteer import Spot
from trucewatch.extraction.lexicon import (
    AUXILIARY,
    BODY_NOUN,
    CUE,
    NAME_FIRST,
    PERSON_NOUN,
    Lexicon,
)
from trucewatch.extraction.page import Page

_LOCATING: Final = frozenset(
    {"in", "at", "to", "from", "near", "around", "outside", "inside", "into", "towards",
     "toward", "through", "across", "within", "of", "between", "throughout", "over", "off",
     "leave", "leaves", "left", "enter", "entering", "entered", "reach", "reached"}
)  # fmt: skip
_OUTSKIRTS: Final = frozenset(
    {"city", "town", "village", "capital", "outskirts", "north", "south", "east", "west",
     "streets", "suburb", "suburbs", "province", "countryside", "parts", "areas", "districts",
     "port", "people", "fall", "siege", "battle", "half", "most", "outside", "north-east",
     "kilometres", "miles"}
)  # fmt: skip
"""Words behind which "of Aleppo" means the town."""
_BEHIND: Final = frozenset(
    {"talks", "meeting", "meetings", "process", "negotiations", "conference", "round", "summit",
     "city", "town", "village", "province", "countryside", "capital", "region", "airport"}
)  # fmt: skip


def find_places(page: Page, lexicon: Lexicon) -> list[PlaceFound]:
    """The places of a page with their coordinates, in order. "Ankara said" is none."""
    gazetteer = lexicon.gazetteer
    tokens = page.tokens
    found = []
    for sentence in page.sentences:
        i = sentence.first
        while i < sentence.last:
            end = i + 1
            if not (tokens[i].cap or tokens[i].bits & NAME_FIRST):
                i = end
                continue
            spot = None
            for length in gazetteer.by_first.get(tokens[i].text, ()):
                written = " ".join(token.text for token in tokens[i : i + length])
                spot = gazetteer.places.get(written)
                if spot is not None and i + length <= sentence.last:
                    end = i + length
                    break
            if spot is not None:
                rule = _how_meant(page, i, end, sentence.first, sentence.last, spot, lexicon)
                if rule:
                    cue = page.span(max(sentence.first, i - 1), end)
                    because = Because(rule, cue, lexicon.share(rule, 0.8))
                    found.append(
                        PlaceFound(
                            page.span(i, end),
                            spot.name,
                            spot.lat,
                            spot.lon,
                            spot.precision,
                            gazetteer.also.get(spot.name, ()),
                            because,
                        )
                    )
            i = end
    return found


def _how_meant(
    page: Page, i: int, end: int, first: int, last: int, spot: Spot, lexicon: Lexicon
) -> str:
    """By what a name is known to mean the place; empty where it means an actor."""
    tokens = page.tokens
    before = tokens[i - 1].low if i > first else ""
    after = tokens[end] if end < last else None
    if before in ("the", "'s") and i - 2 >= first:
        before = tokens[i - 2].low
    if before == "," and i - 2 >= first and spot.precision >= 6:
        within = lexicon.gazetteer.places.get(tokens[i - 2].text)
        return "place: with a larger one" if within and within.precision < 6 else ""
    if (
        after is not None
        and after.low in ("'s", "'")
        and end + 1 < last
        and tokens[end + 1].low in _BEHIND
    ):
        return "place: what follows"
    if before == "between" or (before == "of" and not _OUTSKIRTS & set(_near(page, i, first))):
        return ""
    if before in _LOCATING:
        if before == "of" and spot.precision >= 6:
            return ""
        if before in ("from", "to", "between") and spot.precision >= 6:
            return ""
        return "place: preposition"
    if after is not None and after.low in _BEHIND:
        return "place: what follows"
    if after is not None and after.text == "," and end + 1 < last and tokens[end + 1].cap:
        return "place: with a larger one" if spot.precision < 6 else ""
    if before in ("capital", "city", "town", "village", "suburb", "province"):
        return "place: apposition"
    if after is not None and after.bits & (CUE | AUXILIARY):
        return ""
    if after is not None and after.bits & (BODY_NOUN | PERSON_NOUN):
        return ""
    return "place: a town" if spot.precision in (1, 2, 3) and not _is_seat(page, spot) else ""


def _near(page: Page, i: int, first: int) -> list[str]:
    """The few words before the token, in small letters."""
    return [token.low for token in page.tokens[max(first, i - 5) : i]]


def _is_seat(page: Page, spot: Spot) -> bool:
    """Capitals stand for governments unless something says otherwise."""
    return spot.precision == 1 and spot.name in _SEATS


_SEATS: Final = frozenset(
    {"Moscow", "Ankara", "Damascus", "Tehran", "Washington", "London", "Paris", "Beijing",
     "Riyadh", "Baghdad", "Cairo", "Kyiv", "Kiev", "Brussels", "Berlin", "Doha", "Amman",
     "Beirut", "Pyongyang", "Seoul", "Tokyo", "Islamabad", "Kabul", "Khartoum", "Juba"}
)  # fmt: skip
