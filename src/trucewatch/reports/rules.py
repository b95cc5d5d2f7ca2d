"""What counts as an account, who may change one, and what changed between two."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from trucewatch.reports.account import Account
from trucewatch.vocabulary.interval import EARLIEST, LATEST
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.roles import OrganisationKind

FIGURES_OUT_OF_ORDER: Final = "figures_out_of_order"
NEWLINE_IN_VALUE: Final = "newline_in_value"
NOT_CLEAR: Final = "code_status_not_clear"
COORDINATES_MISSING: Final = "coordinates_missing"
UNKNOWN_TYPE: Final = "type_not_in_vocabulary"
WORDS_DESTROYED: Final = "words_destroyed"
REPEATS_LEFT_OUT: Final = "repeats_left_out"

WORDS: Final = ("summary", "original")
"""The columns that hold words of a source, which a retention rule may ask to destroy."""

FLAG_LABELS: Final[dict[str, str]] = {
    FIGURES_OUT_OF_ORDER: "Deaths are not in the order low ≤ best ≤ high",
    NEWLINE_IN_VALUE: "A value holds a line break",
    NOT_CLEAR: "The source marks its own coding as not clear",
    COORDINATES_MISSING: "The source gives no coordinates",
    WORDS_DESTROYED: "The words of the source were destroyed under a retention rule",
    REPEATS_LEFT_OUT: "Repeated groups of the form stand in the original alone",
    UNKNOWN_TYPE: "The source's type of event is not in the vocabulary",
}

MOST_DEATHS: Final = 10_000_000
"""More deaths than this in one event are a typing error, not a fact to keep."""


LONGEST_WORDS: Final = 20_000
LONGEST_REASON: Final = 5_000
_VAGUE: Final = frozenset({LocationPrecision.COUNTRY, LocationPrecision.INTERNATIONAL})


def may_assess(kind: OrganisationKind) -> bool:
    """Parties and guarantors allege; how far a report was checked is for the mission to say."""
    return kind is OrganisationKind.MISSION


def figures_in_order(low: int | None, best: int | None, high: int | None) -> bool:
    """Whether low ≤ best ≤ high holds among those that are given."""
    given = [figure for figure in (low, best, high) if figure is not None]
    return given == sorted(given)


def require_possible(account: Account) -> None:
    """Refuse what cannot have been meant: an end before its start, half a coordinate."""
    require_possible_days(account.date_start, account.date_end)
    for name in ("summary", "place_as_published", "type_as_published"):
        require_text(getattr(account, name), most=LONGEST_WORDS, field=name)
    has_place = account.latitude is not None or account.area_id or account.place_as_published
    if not has_place and account.location_precision not in _VAGUE:
        raise Refused(
            "Say where it was, or that only the country is known.", field="place_as_published"
        )
    if (account.latitude is None) != (account.longitude is None):
        missing = "latitude" if account.latitude is None else "longitude"
        raise Refused("A point needs both latitude and longitude.", field=missing)
    if account.latitude is not None and not -90 <= account.latitude <= 90:
        raise Refused("Latitude lies between -90 and 90 degrees.", field="latitude")
    if account.longitude is not None and not -180 <= account.longitude <= 180:
        raise Refused("Longitude lies between -180 and 180 degrees.", field="longitude")
    for name in ("low", "best", "high", "a", "b", "civilians", "unknown"):
        deaths = getattr(account, f"deaths_{name}")
        if deaths is not None and not 0 <= deaths <= MOST_DEATHS:
            raise Refused(
                "Deaths lie between 0 and {most}.",
                field=f"deaths_{name}",
                values={"most": MOST_DEATHS},
            )


def require_possible_days(start: dt.date, end: dt.date) -> None:
    """Refuse days that cannot have been meant."""
    for field, day in (("date_start", start), ("date_end", end)):
        if not EARLIEST <= day <= LATEST:
            raise Refused(
                "The year {year} cannot be meant.", field=field, values={"year": str(day.year)}
            )
    if end < start:
        raise Refused("The end lies before the start.", field="date_end")


def require_text(text: str, *, most: int, field: str) -> None:
    """Refuse words that are too many, or that not every database can hold."""
    if len(text) > most:
        raise Refused("At most {most} characters fit.", field=field, values={"most": most})
    if "\x00" in text:
        raise Refused("The text holds a NUL character.", field=field)


def require_reason(because: str) -> None:
    """A change of the record says why."""
    if not because.strip():
        raise Refused("Give the reason.", field="because")
    require_text(because, most=LONGEST_REASON, field="because")


def flags_of(account: Account) -> list[str]:
    """What is odd about an account and kept all the same."""
    flags = []
    if not figures_in_order(account.deaths_low, account.deaths_best, account.deaths_high):
        flags.append(FIGURES_OUT_OF_ORDER)
    return flags


def may_change_account(*, own_organisation: bool, kind: OrganisationKind) -> bool:
    """Each organisation corrects what it filed; the mission keeps everybody's in order."""
    return own_organisation or kind is OrganisationKind.MISSION


def changed_columns(
    old: Mapping[str, Any], new: Mapping[str, Any], columns: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Which of the columns differ, each with what was said before and what is said now."""
    return [
        {"field": name.removesuffix("_id"), "old": old.get(name), "new": new.get(name)}
        for name in columns
        if old.get(name) != new.get(name)
    ]


def without_words(
    account: Mapping[str, Any], changed: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An earlier account and its list of changes, with the source's words left out of both."""
    kept = {name: "" if name in WORDS else value for name, value in account.items()}
    told = [
        {**change, "old": None, "new": None}
        if str(change["field"]).split(".")[0] in WORDS
        else dict(change)
        for change in changed
    ]
    return kept, told
