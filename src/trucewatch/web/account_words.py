"""The columns of an account and their values, as a page writes them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.bulletins.language import number
from trucewatch.reports.models import Standing
from trucewatch.vocabulary.grading import InformationCredibility
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import UcdpType, Verification, ViolationType
from trucewatch.web.language import in_words, interval_in_words

FIELD_WORDS: Final[dict[str, Any]] = {
    "standing": gettext_lazy("Standing"),
    "verification": gettext_lazy("Verification"),
    "credibility": gettext_lazy("Credibility"),
    "date_start": gettext_lazy("First day"),
    "date_end": gettext_lazy("Last day"),
    "date_precision": gettext_lazy("Date known to"),
    "event_type": gettext_lazy("Type"),
    "type_as_published": gettext_lazy("Type, as published"),
    "ucdp_type": gettext_lazy("UCDP type"),
    "summary": gettext_lazy("Summary"),
    "side_a": gettext_lazy("One side"),
    "side_b": gettext_lazy("Other side"),
    "place_as_published": gettext_lazy("Place, as published"),
    "admin1_as_published": gettext_lazy("First division, as published"),
    "admin2_as_published": gettext_lazy("Second division, as published"),
    "country_as_published": gettext_lazy("Country, as published"),
    "area": gettext_lazy("Governorate"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "location_precision": gettext_lazy("Place known to"),
    "deaths_low": gettext_lazy("Deaths at least"),
    "deaths_best": gettext_lazy("Best estimate"),
    "deaths_high": gettext_lazy("Deaths at most"),
    "deaths_a": gettext_lazy("Deaths of the one side"),
    "deaths_b": gettext_lazy("Deaths of the other side"),
    "deaths_civilians": gettext_lazy("Deaths of civilians"),
    "deaths_unknown": gettext_lazy("Deaths not attributed"),
}

_NAMED: Final = frozenset({"side_a", "side_b", "area"})


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of a correction: what stood there, what stands there now."""

    field: str
    old: str
    new: str


def account_in_words(account: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each column that says something, beside its value; ``names`` gives those of ids."""
    found = []
    for name, words in FIELD_WORDS.items():
        value = account.get(f"{name}_id" if name in _NAMED else name)
        if value not in (None, ""):
            found.append((str(words), value_in_words(name, value, names)))
    return found


def changes_in_words(changed: list[dict[str, Any]], names: Mapping[str, str]) -> list[ChangedField]:
    """The changed fields of a revision in words."""
    return [
        ChangedField(
            str(FIELD_WORDS.get(change["field"], change["field"])),
            value_in_words(change["field"], change["old"], names),
            value_in_words(change["field"], change["new"], names),
        )
        for change in changed
    ]


def value_in_words(field: str, value: Any, names: Mapping[str, str]) -> str:
    """One value as it is read, never as it is stored."""
    if value in (None, ""):
        return _("not said")
    if field in _NAMED:
        return names.get(str(value), str(value))
    if field in ("date_start", "date_end"):
        return interval_in_words(Interval.on(dt.date.fromisoformat(str(value))))
    try:
        return _coded(field, value)
    except ValueError:
        return str(value)


def _coded(field: str, value: Any) -> str:
    match field:
        case "event_type":
            return in_words(ViolationType(value).label)
        case "standing":
            return in_words(Standing(value).label)
        case "verification":
            return in_words(Verification(value).label)
        case "credibility":
            return in_words(InformationCredibility(int(value)).label)
        case "date_precision":
            return in_words(DatePrecision(int(value)).label)
        case "location_precision":
            return in_words(LocationPrecision(int(value)).label)
        case "ucdp_type":
            return in_words(UcdpType(int(value)).label)
        case _:
            return number(value) if isinstance(value, int) else str(value)
