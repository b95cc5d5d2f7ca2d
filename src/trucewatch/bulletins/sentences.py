"""The sentences of a bulletin: each says one thing that its data say, and nothing more."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from trucewatch.reports.tally_rules import ConflictKind
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import Interval

Words = Mapping[str, Any]

NO_COVERAGE: Final = (
    "No hours of patrol or observation are recorded for this window. A count says what was "
    "reported; it does not say how much was watched, and a zero does not say that nothing happened."
)
_LANGUAGES: Final = {
    "ar": "Arabic",
    "en": "English",
    "fa": "Persian",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
}


def dates(window: Words) -> str:
    """The days of a window in words, both ends counted."""
    start, end = (dt.date.fromisoformat(window[name]) for name in ("start", "end"))
    return Interval.between(start, end).text()


def hours(count: int) -> str:
    """The length of a window."""
    return "1 hour" if count == 1 else f"{count:,} hours"


def language(code: str) -> str:
    """The language of a page; a code that is not known stays as it is."""
    return _LANGUAGES.get(code, code)


def number(total: int | None) -> str:
    """A stated count; what was not stated never looks like zero."""
    return "not given" if total is None else f"{total:,}"


def zone(words: Words) -> str:
    """What is known of the hours of the window."""
    told = words["zone"]
    return (
        f"Days are those of {told['name']} (UTC{told['utc_offset']}), both ends counted. The "
        "published pages do not say at which hour a window begins."
    )


def confirmations(ledger: Words, monitors: Sequence[str]) -> list[str]:
    """What each other monitor said of a ledger; not having said anything is said too."""
    told = [_confirmed(ledger, by, count) for by, count in sorted(ledger["confirmed_by"].items())]
    silent = [
        name
        for name in monitors
        if name != ledger["monitor"] and name not in ledger["confirmed_by"]
    ]
    return told + [
        f"How much of {possessive(ledger['monitor'])} count {name} confirmed was not stated."
        for name in silent
    ]


def conflict(words: Words) -> str:
    """A contradiction in the published figures, with both sides of it."""
    if words["kind"] == ConflictKind.TOTAL_AND_SPLIT_DISAGREE:
        return (
            f"The stated total is {words['stated_total']:,}; the areas add up to "
            f"{words['sum_of_split']:,}. Both stand as published."
        )
    others = "; ".join(f"{other['total']:,} at {other['address']}" for other in words["others"])
    return f"This page says {words['stated_total']:,}; others of the same window say: {others}."


def round_of_talks(words: Words) -> str:
    """A round of talks near the window."""
    return f"{words['track']}, round {words['ordinal']}: {words['dates']}"


def coverage(words: Words) -> str:
    """How long one monitor looked at one area."""
    window = dates({"start": words["start"], "end": words["end"]})
    return (
        f"{words['monitor']}, {words['area']}, {window}: {words['patrol_hours']} hours of patrol, "
        f"{words['camera_hours']} of cameras. {words['remarks']}".strip()
    )


def handling(mark: str) -> str:
    """The handling mark and what it allows."""
    found = Handling(mark)
    return f"{found.label}. {found.meaning}"


def possessive(name: str) -> str:
    """A name's genitive."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _confirmed(ledger: Words, by: str, count: int) -> str:
    monitor, total = ledger["monitor"], ledger["total"]
    if total == 0:
        return f"{by} confirmed {count or 'none'}; {monitor} states no breach."
    of = f"the {total:,} breaches" if total else "the breaches"
    if total == 1:
        of = "the one breach"
    share = "none" if count == 0 else f"{count:,}"
    return f"{by} confirmed {share} of {of} that {monitor} states."
