"""How somebody judges the ceasefire: holding, shaky, broken."""

from typing import Final

from trucewatch.extraction.claims import claims
from trucewatch.extraction.found import (
    Assessment,
    Because,
)
from trucewatch.extraction.lexicon import (
    TRUCE,
    Lexicon,
)
from trucewatch.extraction.page import Page
from trucewatch.extraction.spans import SaidAt
from trucewatch.extraction.speakers import Spoken

_LEANING: Final = {"good": 1, "shaky": 0, "bad": -1}


def find_assessments(page: Page, spoken: list[Spoken], lexicon: Lexicon) -> list[Assessment]:
    """How the ceasefire is judged, and by whom; by nobody where the writer does it."""
    book = claims()
    tokens = page.tokens
    said = SaidAt(spoken)
    found = []
    for sentence in page.sentences:
        if not sentence.bits & TRUCE:
            continue
        for i in range(sentence.first, sentence.last):
            hit = book.truces.at(tokens, i, sentence.last) if tokens[i].bits & TRUCE else None
            if hit is None:
                continue
            low = max(sentence.first, i - 2)
            high = min(sentence.last, hit[1] + 7)
            for j in [*range(hit[1], high), *range(i - 1, low - 1, -1)]:
                judged = book.assessments.at(tokens, j, sentence.last)
                if judged is None or tokens[j].text in ".;":
                    continue
                if j > i and judged[0] == "bad" and any(t.low == "not" for t in tokens[i:j]):
                    continue
                span = page.span(min(i, j), max(hit[1], judged[1]))
                inside = said.covering(span[0])
                by = inside.speakers if inside is not None else ()
                cue = page.span(j, judged[1])
                because = Because("assessment", cue, lexicon.share("assessment", 0.8))
                found.append(Assessment(span, by, page.words(cue), _LEANING[judged[0]], because))
                break
    return found
