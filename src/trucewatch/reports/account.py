"""What a source says happened, before it is anybody's row."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import ViolationType


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The facts of one report as its source gives them; missing means not said.

    Coordinates are degrees (WGS 84), deaths are persons. Field names are those of the columns of
    ``Report``, so that a changed field can be named to its reader.
    """

    date_start: dt.date
    date_end: dt.date
    date_precision: int = DatePrecision.DAY
    event_type: str = ViolationType.UNSPECIFIED
    ucdp_type: int | None = None
    type_as_published: str = ""
    summary: str = ""
    side_a_id: UUID | None = None
    side_b_id: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    location_precision: int = LocationPrecision.EXACT
    place_as_published: str = ""
    admin1_as_published: str = ""
    admin2_as_published: str = ""
    country_as_published: str = ""
    area_id: UUID | None = None
    deaths_low: int | None = None
    deaths_best: int | None = None
    deaths_high: int | None = None
    deaths_a: int | None = None
    deaths_b: int | None = None
    deaths_civilians: int | None = None
    deaths_unknown: int | None = None


FACT_COLUMNS: tuple[str, ...] = tuple(field.name for field in dataclasses.fields(Account))


def columns_of(account: Account) -> dict[str, Any]:
    """The account column by column."""
    return {name: getattr(account, name) for name in FACT_COLUMNS}
