"""A line of search as its words and its limits. Pure: nothing is looked up here."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from trucewatch.names.folding import fold
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.sentence import Sentence, sentence_of
from trucewatch.vocabulary.violations import Verification, ViolationType

LONGEST: Final = 200
_PART: Final = re.compile(r'([a-z]+):(?:"([^"]*)"?|(\S*))|(-?(?:["“«][^"”»]*["”»]?|\S+))', re.I)
_DATE: Final = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``words`` anywhere, ``limits`` by the parameter of a filter of reports.

    ``errors`` names each part that could not be understood, with the reason; while there is one,
    nothing is searched, since an ignored limit would show more than was asked for.
    """

    words: str
    limits: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_about_events(self) -> bool:
        """Whether a limit was set that only reports can meet."""
        return bool(self.limits)


KINDS: Final = ("incidents", "places", "parties", "sources", "documents", "bulletins", "talks")


def read_question(text: str) -> Question:
    """The words and limits of a line such as ``shelling saraqib after:2017-02 type:shelling``."""
    words: list[str] = []
    limits: dict[str, str] = {}
    kinds: set[str] = set()
    errors: dict[str, str] = {}
    if len(text) > LONGEST or "\x00" in text:
        too_long = Sentence("At most {most} plain characters are looked for.", most=LONGEST)
        return Question("", errors={"q": too_long})
    for operator, quoted, bare, word in _PART.findall(text):
        value = (quoted or bare).strip()
        if word or not operator:
            dates = _read_dates(word) if _is_whole_date(word) else None
            if dates:
                limits |= dates
            else:
                words.append(word)
            continue
        name = operator.lower()
        if name not in _OPERATORS:
            # “Talbisa:” in a pasted sentence is a word, not a limit that nobody knows.
            words.append(f"{operator} {value}".strip())
            continue
        try:
            if name == "kind":
                kinds.add(_one_of(value, {kind: kind for kind in KINDS}))
            else:
                limits |= _OPERATORS[name](value)
        except ValueError as error:
            errors[name] = sentence_of(error)
    return Question(" ".join(words), limits, frozenset(kinds), errors)


def _is_whole_date(word: str) -> bool:
    """Whether a word is a date by itself; a bare year is more often a number."""
    match = _DATE.match(word.translate(_DIGITS))
    return bool(match and match[2])


def _read_dates(value: str) -> dict[str, str]:
    first, last = _span(value)
    return {"since": first.isoformat(), "until": last.isoformat()}


def _before(value: str) -> dict[str, str]:
    return {"until": (_span(value)[0] - dt.timedelta(days=1)).isoformat()}


def _after(value: str) -> dict[str, str]:
    return {"since": (_span(value)[1] + dt.timedelta(days=1)).isoformat()}


def _since(value: str) -> dict[str, str]:
    return {"since": _span(value)[0].isoformat()}


def _until(value: str) -> dict[str, str]:
    return {"until": _span(value)[1].isoformat()}


def _span(value: str) -> tuple[dt.date, dt.date]:
    """The first and last day of a year, a month or a day."""
    match = _DATE.match(value.translate(_DIGITS))
    try:
        if not match:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # noqa: S101 - the pattern asks for it
        if month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if day is None:
            last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
            return dt.date(year, month, 1), dt.date(year, month, last)
        return dt.date(year, month, day), dt.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(
            Sentence("“{text}” is not a date such as 2017, 2017-02 or 2017-02-16.", text=value)
        ) from None


def _type(value: str) -> dict[str, str]:
    known = {kind.value: kind.value for kind in ViolationType}
    known |= {fold(kind.label): kind.value for kind in ViolationType}
    return {"type": _one_of(value, known)}


def _verification(value: str) -> dict[str, str]:
    known = {state.value: state.value for state in Verification}
    known |= {fold(state.label): state.value for state in Verification}
    return {"verification": _one_of(value, known)}


def _mark(value: str) -> dict[str, str]:
    return {"handling": _one_of(value, {fold(mark.value): mark.value for mark in Handling})}


def _one_of(value: str, known: Mapping[str, str]) -> str:
    """The one value that the text is or begins; otherwise the choices are told."""
    folded = fold(value.replace("-", "_").replace("_", " "))
    by_words = {fold(key.replace("_", " ")): found for key, found in known.items()}
    if folded in by_words:
        return by_words[folded]
    meant = {found for key, found in by_words.items() if folded and key.startswith(folded)}
    if len(meant) == 1:
        return meant.pop()
    choices = ", ".join(sorted(set(known.values())))
    raise ValueError(Sentence("“{text}” is none of: {choices}.", text=value, choices=choices))


def _plain(name: str) -> Callable[[str], dict[str, str]]:
    def read(value: str) -> dict[str, str]:
        if not value:
            raise ValueError(f"Write what is meant behind “{name}:”.")
        return {name: value}

    return read


_OPERATORS: Final[dict[str, Callable[[str], dict[str, str]]]] = {
    "on": _read_dates,
    "in": _read_dates,
    "before": _before,
    "after": _after,
    "since": _since,
    "until": _until,
    "type": _type,
    "verification": _verification,
    "mark": _mark,
    "area": _plain("area"),
    "party": _plain("party"),
    "source": _plain("source"),
    "kind": _plain("kind"),
}
