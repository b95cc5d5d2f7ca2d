"""How unlike two sequences of sounds are, where transliterations differ cheaply."""

from collections.abc import Sequence
from typing import Final

from trucewatch.names.sounds import VOWELS

_OTHER: Final = 1.2
_OTHER_VOWEL: Final = 0.6
# A pair of sounds, and in hundredths how much it counts that one stands for the other.
_LISTED: Final = (
    "ae30 ei28 ou15 ao60 eo40 iu65 ai72 au60 eu50 yi5 ye30 "
    "jJ5 jc20 jy10 jC20 jS30 jg40 jh40 jx25 jQ30 Jg30 JG40 JS35 JC25 Jz30 Jy25 Jd40 Jc15 Jk80 "
    "QC5 QS10 Qx10 Qh20 Qk20 Q50 Q610 Qs45 CS25 C50 C615 C650 Cs50 Cc15 cQ15 CT30 Ck50 Ct50 Cz50 "
    "5S15 5k10 5c5 5s20 565 5J25 5z30 5T15 6S0 6s5 6z30 6J25 6C20 "
    "sS30 sz25 sT35 sc10 sx80 Sc20 zT15 zc15 zS50 Tc10 Tt45 TS40 "
    "xh10 xk20 xq35 xG35 xg45 hk90 hg35 hG25 hq80 qk5 qg15 qG20 gk30 gG8 kG30 kc35 "
    "9k0 9T25 9J30 9s50 9q5 9g30 9x25 9Q20 9550 9C50 9c30 9h80 "
    "wv5 wu15 wo35 wb50 vf22 vb28 vu35 vp60 bp30 pf50 fb80 wf30 "
    "td32 dD5 Dz20 dz55 8t5 8s30 8d40 8D40 mn70 "
)
# What an Arabic letter may be in a word of another script, besides the above.
_ARABIC_LISTED: Final = (
    "Ah15 Aa0 Ae10 Ao25 Ai45 Au35 Ay50 Ww5 Wu5 Wo5 Wv10 Wa60 Wf40 Yy0 Yi3 Ye8 Yj10 Ya50 "
    "Ea5 Ee8 Eo8 Ei8 Eu8 AE25 AY60 AW60 WY70 fv8 bp8 Jg12 kg15 Gg3 qg12 bv15 sz30 Dz10 8s20 td45 "
    "sT25 Ds25 CJ12 QJ12 Sj25 SQ5 SC15 zJ30 "
)
# Names of Slavic form keep their vowels in every transliteration but for these.
_SLAVIC_LISTED: Final = "ae70 ei40 ou55 ao60 eo40 iu80 ai90 au80 eu80 "
# Consonants that a name seldom changes where it begins, though it does elsewhere.
_FIRM: Final = frozenset(
    {"bp", "pb", "pf", "fp", "td", "dt", "jh", "hj", "wb", "vb", "bv", "bw", "sS", "Ss"}
)
_DROPPED: Final = {
    "y": 0.15, "h": 0.35, "G": 0.35, "w": 0.5, "e": 0.35, "i": 0.53, "a": 0.53, "o": 0.53,
    "u": 0.53, "E": 0.05, "A": 0.3, "W": 0.35, "Y": 0.35, "j": 0.6,
}  # fmt: skip
_LIMITS: Final = (0.0, 0.05, 0.1, 0.2, 0.29, 0.52, 0.62, 0.72, 0.8, 0.85)

Table = dict[str, dict[str, float]]


def _table(*listed: str) -> Table:
    table: Table = {}
    for entry in " ".join(listed).split():
        one, other, cost = entry[0], entry[1], int(entry[2:]) / 100
        table.setdefault(one, {})[other] = cost
        table.setdefault(other, {})[one] = cost
    return table


LATIN: Final = _table(_LISTED)
"""Costs between sounds that were written with their vowels."""
ARABIC: Final = _table(_LISTED, _ARABIC_LISTED)
"""Costs where one of two words, or both, are in the Arabic script."""


SLAVIC: Final = _table(_LISTED, _SLAVIC_LISTED)
"""Costs between two names of Slavic form."""


def drops_of(sounds: str) -> tuple[float, ...]:
    """What it costs to leave out each sound: little for glides, much for a vowel at the end."""
    return tuple(_drop(sounds, place) for place in range(len(sounds)))


def _drop(sounds: str, place: int) -> float:
    sound, last = sounds[place], len(sounds) - 1
    before = sounds[place - 1] if place else ""
    after = sounds[place + 1] if place < last else ""
    if sound in VOWELS:
        if before in VOWELS or after in VOWELS:
            return 0.15
        if not after or (after == "h" and place == last - 1):
            return 0.18 if sound == "e" and not after else 0.8
        if not before:
            return 0.5 if sound == "i" else 0.8
    elif (sound == "C" and before == "S") or (sound == "h" and not after):
        return 0.08
    elif sound in "dt" and not after and before in tuple("nr"):
        return 0.75
    elif sound == "j" and (not before or (before in VOWELS and after in VOWELS)):
        return 0.2 if before else 0.35
    elif sound in "AWY" and not (before and after):
        return 0.7
    return _DROPPED.get(sound, 1.0)


def unwritten_drops_of(sounds: str) -> tuple[float, ...]:
    """The same before a script that leaves short vowels out."""
    last = len(sounds) - 1
    return tuple(
        (0.04 if place < last else 0.35) if sound in VOWELS else 0.3 if sound == "y" else cost
        for place, (sound, cost) in enumerate(zip(sounds, drops_of(sounds), strict=True))
    )


def limit_for(length: int) -> float:
    """How unlike two words of this many sounds may be: never by one foreign consonant."""
    return _LIMITS[min(length, len(_LIMITS) - 1)]


def unlikeness(
    one: str,
    other: str,
    *,
    drops: tuple[Sequence[float], Sequence[float]],
    table: Table,
    limit: float,
) -> float:
    """The least sum of costs that turns one sequence into the other; infinity beyond the limit.

    Damerau's and Levenshtein's distance without transpositions, over weighted sounds, given up as
    soon as no way can stay within the limit.
    """
    leave, add = drops
    row = [0.0]
    for cost in add:
        row.append(row[-1] + cost)
    last, end = len(one) - 1, len(other) - 1
    for place, sound in enumerate(one):
        costs = table.get(sound, {})
        vowel = sound in VOWELS
        leaving = leave[place]
        above = row[0]
        left = above + leaving
        new = [left]
        for column, facing in enumerate(other):
            if sound == facing:
                best = above
            else:
                cost = costs.get(facing, _OTHER_VOWEL if vowel and facing in VOWELS else _OTHER)
                if not place and not column:
                    if vowel or sound + facing in _FIRM:
                        cost *= 1.6
                elif vowel and place == last and column == end and one[place - 1] != "k":
                    cost *= 1.4
                best = above + cost
            above = row[column + 1]
            if above + leaving < best:
                best = above + leaving
            if left + add[column] < best:
                best = left + add[column]
            left = best
            new.append(left)
        if min(new) > limit:
            return float("inf")
        row = new
    return row[-1] if row[-1] <= limit else float("inf")
