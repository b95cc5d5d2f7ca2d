"""Texts made up for measuring speed: articles that copy from each other, and hostile ones."""

import itertools
import random
from typing import Final

WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
TOWNS: Final = "Geneva Vienna Astana Ankara Moscow Tehran Cairo Tunis Amman Doha".split()
WHO: Final = (
    "the head of the {demonym} delegation|a {demonym} diplomatic source"
    "|the {demonym} foreign ministry|a spokesman for the {demonym} government"
    "|{demonym} officials|the chief {demonym} negotiator"
    "|the {demonym} defence minister|a member of the {demonym} technical team"
).split("|")
DEMONYMS: Final = (
    "Russian Turkish Iranian Kazakh Jordanian Egyptian Swiss Austrian Norwegian Algerian Tunisian"
).split()
NOUNS: Final = (
    "corridor convoy bridge road checkpoint map list annex committee hospital school market"
    " generator pipeline well warehouse harbour airfield ridge valley village suburb district"
    " orchard prisoner exchange register hotline letter seal timetable budget fuel wheat water"
    " medicine"
    " roof tunnel trench gate fence camera signal border crossing dam reservoir mill bakery"
).split()
ADJECTIVES: Final = (
    "northern southern narrow disputed broken shared joint temporary urgent quiet crowded empty"
    " damaged repaired sealed monthly weekly technical legal military civilian rural coastal wide"
    " reopened guarded abandoned flooded heated unlit vital minor final earlier second common"
).split()
VERBS: Final = (
    "opened closed repaired guarded crossed inspected mapped flooded emptied supplied measured"
    " discussed drafted signed postponed rejected welcomed examined counted surveyed moved sealed"
    " cleared searched rebuilt financed listed visited marked photographed escorted divided"
).split()
ADVERBIALS: Final = (
    "before the rain began|under the eyes of observers|with the help of engineers|without a word"
    "|after a long night|in front of both teams|at the request of elders|despite the cold"
    "|for the first time this year|until the lamps went out|on behalf of farmers|by mutual consent"
    "|as winter came near|while children watched|against the advice of experts|once more"
).split("|")
SMALL: Final = "the a of to in and for with on at by from its their that was were is had".split()
SAYING: Final = "said|told reporters|added|announced|warned|insisted|denied".split("|")

HOSTILE: Final[dict[str, str]] = {
    "double quotation marks": '" ',
    "all kinds of quotation marks": "\" ' “ ” ‘ ’ « » ",
    "quotations that never close": "“a ",
    "one word in quotation marks": "'a' ",
    "apostrophes": "s' 's ",
    "capitals": "Ab ",
    "one name without an end": "Ab-",
    "initials": "A. ",
    "particles": "al bin abu ",
    "verbs of speech": "Russia said that ",
    "verbs alone": "said ",
    "attributions behind": "it, he said, ",
    "according to": "according to ",
    "lists of states": "Russia, ",
    "states joined": "Russia and ",
    "appositions": "Lavrov, the foreign minister, said, ",
    "offices": "the head of ",
    "ministries": "Russian foreign ministry ",
    "relative clauses": "who said that the one which ",
    "months": "May 1-",
    "dates": "15 March 2011 ",
    "weekdays": "on Monday ",
    "numbers": "1,000,000 ",
    "number words": "twenty one hundred thousand ",
    "figures": "12 million killed ",
    "sentences of figures": "At least 31 people were killed. ",
    "demands": "must unless refused to ",
    "breaches": "accused Russia of breaking the ceasefire by shelling ",
    "causes": "No final statement came because Russia refused. ",
    "lines": "The truce collapsed because Russia shelled Homs, he said.\n",
    "one letter a line": "a\n",
    "brackets": "said (who [",
    "blanks": "\u00a0\t",
    "no blank at all": "a",
    "full stops": ".",
    "rounds": "third round of Astana talks ",
    "Arabic": "قال وزير الخارجية ",
}
"""What is repeated up to the wanted length."""


def hostile(kind: str, length: int) -> str:
    """A text of exactly so many characters."""
    unit = HOSTILE[kind]
    return (unit * (length // len(unit) + 1))[:length]


def articles(
    number: int, *, set_phrases: bool = False, seed: int = 1, share: float = 0.1
) -> list[str]:
    """So many articles; ``share`` of their paragraphs stand in an earlier one already.

    With ``set_phrases`` all sentences are put together from some dozens of phrases, so that
    articles which took nothing from each other share many a run of words; else words follow each
    other by chance, frequent ones more often, and only those who speak are named in set phrases.
    """
    chance = random.Random(seed)
    writer = _Phrases(chance) if set_phrases else _Words(chance)
    paragraphs: list[str] = []
    found = []
    for count in range(number):
        mine = []
        for _ in range(chance.randint(8, 12)):
            if paragraphs and chance.random() < share:
                mine.append(chance.choice(paragraphs))
            else:
                sentences = [_sentence(chance, writer) for _ in range(chance.randint(2, 3))]
                mine.append(" ".join(sentences))
        paragraphs += mine
        town = chance.choice(TOWNS)
        title = f"{town} talks: {_thing(chance)} and {_thing(chance)}"
        stamp = f"{town.upper()}, {1 + count % 28} March 2017"
        found.append("\n\n".join([title, stamp, *mine]) + "\n")
    return found


class _Phrases:
    """Clauses of one pattern."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def clause(self) -> str:
        """A thing, what was done to it, how, and near what."""
        verb, adverbial = self.chance.choice(VERBS), self.chance.choice(ADVERBIALS)
        return f"{_thing(self.chance)} was {verb} {adverbial} near {_thing(self.chance)}"


class _Words:
    """Clauses of words that nobody has heard, with small words between them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        onsets, nuclei, codas = (
            "b br d dr f g gl k l m n p pl r s st t tr v".split(),
            "aeiou",
            "lmnrst",
        )
        made = {
            "".join(
                chance.choice(onsets) + chance.choice(nuclei) for _ in range(chance.randint(1, 3))
            )
            + chance.choice(codas)
            for _ in range(6000)
        }
        self.words = sorted(made)
        chance.shuffle(self.words)
        self.weights = list(itertools.accumulate(1 / (n + 10) for n in range(len(self.words))))

    def clause(self) -> str:
        """Eight to sixteen words, each third or so a small one."""
        found = ["the"]
        for _ in range(self.chance.randint(8, 16)):
            if self.chance.random() < 0.35:
                found.append(self.chance.choice(SMALL))
            found += self.chance.choices(self.words, cum_weights=self.weights)
        return " ".join(found)


def _thing(chance: random.Random) -> str:
    return f"the {chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}"


def _sentence(chance: random.Random, writer: _Phrases | _Words) -> str:
    who = chance.choice(WHO).format(demonym=chance.choice(DEMONYMS))
    form = chance.randrange(4)
    if form == 0:
        said = f"“{writer.clause()},” {who} said on {chance.choice(WEEKDAYS)}."
        return said[0] + said[1].upper() + said[2:]
    if form == 1:
        words = f"{who} {chance.choice(SAYING)} that {writer.clause()}."
    elif form == 2:
        words = f"{writer.clause()}, according to {who}."
    else:
        words = f"{writer.clause()} in {chance.choice(TOWNS)}."
    return words[0].upper() + words[1:]
