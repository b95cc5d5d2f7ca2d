"""Verbs of speech in all their forms, and what each can take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from trucewatch.extraction.found import SpeechAct

THAT: Final = "that"
QUOTE: Final = "quote"
OF: Final = "of"
TO: Final = "to"
FOR: Final = "for"
NOUN: Final = "noun"
TELL: Final = "tell"
ON: Final = "on"
AS: Final = "as"

BASE: Final = "base"
THIRD: Final = "third"
PAST: Final = "past"
ING: Final = "ing"


@dataclass(frozen=True, slots=True)
class CueForm:
    """One form of a verb of speech. ``particle`` is the word that must follow ("point out")."""

    base: str
    form: str
    takes: frozenset[str]
    act: SpeechAct
    group: str
    particle: str = ""


Verbs = dict[str, CueForm]
_DOUBLING: Final = frozenset({"admit", "quip", "commit"})


def read_verbs(data: Mapping[str, Any], more: Mapping[str, str]) -> Verbs:
    """Each form of each verb of the data file, in small letters, with what it takes.

    Lines read ``base: frames [irregular forms]``; a malformed one is refused with ``ValueError``
    that names it. Lines of ``more`` win over shipped ones.
    """
    verbs: Verbs = {}
    aliases: Mapping[str, str] = data.get("act_of", {})
    groups = [*data["verbs"].items(), *more.items()]
    for group, lines in groups:
        act = SpeechAct(aliases.get(group, group))
        for line in lines.strip().splitlines():
            if line.strip():
                _read_line(line, group, act, verbs)
    return verbs


def _read_line(line: str, group: str, act: SpeechAct, verbs: Verbs) -> None:
    verb, colon, rest = line.partition(":")
    if not colon or not verb.strip():
        raise ValueError(f"a verb of speech reads 'base: frames', not {line!r}")
    frames, _, irregular = rest.partition("[")
    base, _, particle = verb.strip().partition("_")
    takes = frozenset(frames.split())
    for written, form in _forms(base, irregular.strip(" ]").split()):
        known = verbs.get(written)
        same = known is not None and (known.base, known.particle) == (base, particle)
        if known is None or not particle or same:
            verbs[written] = CueForm(base, form, takes, act, group, particle)


def _forms(base: str, irregular: list[str]) -> list[tuple[str, str]]:
    stem = base + base[-1] if base in _DOUBLING else base
    if base.endswith("y") and base[-2] not in "aeiou":
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    elif base.endswith(("s", "sh", "ch", "x")):
        third, past = base + "es", base + "ed"
    else:
        third, past = base + "s", (stem if not base.endswith("e") else base[:-1]) + "ed"
    ing = (base[:-1] if base.endswith("e") and not base.endswith("ee") else stem) + "ing"
    pasts = irregular or [past]
    return [(base, BASE), (third, THIRD), (ing, ING), *((word, PAST) for word in pasts)]
