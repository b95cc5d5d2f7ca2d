"""What a request asks for: its filter, its place in the list, how much of it."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import BeforeValidator, Field

from trucewatch.reports.models import Standing
from trucewatch.reports.queries import ALL, LONGEST_QUERY, ReportFilter, parse_filter
from trucewatch.reports.tally_rules import NOT_SUMMED
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.violations import Verification, ViolationType

Limit = Annotated[int, Query(ge=1, le=500, description="At most so many rows.")]
After = Annotated[UUID | None, Query(description="The `next` of the answer before.")]

_OF_THE_LIST = {"limit", "after"}
_SUMS: Final = frozenset({"sum", "total", "totals", "add", "aggregate"})
"""Words with which somebody may ask for one number over two ledgers."""
_DAY: Final = {"pattern": r"^(\d{4}-\d{2}-\d{2})?$"}
_UUID: Final = "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"


def _iso(text: object) -> object:
    """Only the one spelling of a day: a bare number would be taken for seconds since 1970."""
    if isinstance(text, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"“{text}” is not a date such as 2017-02-16.")
    return text


Day = Annotated[dt.date, BeforeValidator(_iso)]


def _limit(words: str, **extra: Any) -> Any:
    return Field("", description=words, max_length=LONGEST_QUERY, json_schema_extra=extra)


class FilterIn(Schema):
    """The limits of a filter, as the situation page has them. What they mean is read elsewhere."""

    since: str = _limit("What may lie on or after this day.", **_DAY)
    until: str = _limit("What may lie on or before this day.", **_DAY)
    type: str = _limit("A type of violation.", enum=["", *(kind.value for kind in ViolationType)])
    area: str = _limit("Key of a country or governorate, sy-idlib.")
    party: str = _limit("Id of a party on either side.", pattern=_UUID)
    source: str = _limit("Key of a source.")
    verification: str = _limit(
        "How far checked.", enum=["", *(state.value for state in Verification)]
    )
    precision: str = _limit("The vaguest location precision taken.", pattern="^[1-7]?$")
    known_to: str = _limit("Exactly this location precision.", pattern="^[1-7]?$")
    handling: str = _limit("A TLP mark.", enum=["", *(mark.value for mark in Handling)])
    standing: str = _limit(
        "Whether it still counts; recorded unless asked.", enum=["", *Standing.values, ALL]
    )
    q: str = _limit("Words in the report, in any script; “a phrase”, -without.")
    cell: str = _limit("An H3 cell of the map.", pattern="^([0-9a-f]{15})?$")


Filtered = Annotated[FilterIn, Query()]


def asked_filter(request: HttpRequest) -> ReportFilter:
    """The filter in the address; an unusable or unknown part is refused by its name."""
    given = {name: str(value) for name, value in request.GET.items() if name not in _OF_THE_LIST}
    wanted, errors = parse_filter(given)
    known = set(ReportFilter.__dataclass_fields__)
    errors |= {name: "There is no such filter." for name in given if name not in known}
    if errors:
        field, reason = next(iter(sorted(errors.items())))
        raise Refused(reason, field=field)
    return wanted


def require_known(request: HttpRequest, *names: str) -> None:
    """Refuse parameters that there are not: one that asks for a sum would be passed over else."""
    unknown = sorted(set(request.GET) - {*names, *_OF_THE_LIST})
    for name in unknown:
        raise Refused(NOT_SUMMED if name in _SUMS else "There is no such parameter.", field=name)


def listed(name: str, rows: "QuerySet[Any]", *, after: UUID | None, limit: int) -> dict[str, Any]:
    """Rows in the order of their ids from one on, under a name, with their number."""
    begin = rows.order_by("pk") if after is None else rows.order_by("pk").filter(pk__gt=after)
    found = list(begin[: limit + 1])
    return _answer(name, found, rows.count(), limit)


def listed_from(
    name: str, rows: Iterable[Any], *, after: UUID | None, limit: int
) -> dict[str, Any]:
    """The same of rows that are all at hand."""
    ordered = sorted(rows, key=lambda row: row.pk)
    begin = [row for row in ordered if after is None or row.pk > after]
    return _answer(name, begin[: limit + 1], len(ordered), limit)


def _answer(name: str, found: Sequence[Any], count: int, limit: int) -> dict[str, Any]:
    following = found[limit - 1].pk if len(found) > limit else None
    return {"count": count, name: list(found[:limit]), "next": following}
