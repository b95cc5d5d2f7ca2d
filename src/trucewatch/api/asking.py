"""What a request asks for: its filter, its place in the list, how much of it."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from trucewatch.reports.queries import ReportFilter, parse_filter
from trucewatch.vocabulary.refusal import Refused

Limit = Annotated[int, Query(ge=1, le=500, description="At most so many rows.")]
After = Annotated[UUID | None, Query(description="The `next` of the answer before.")]

_OF_THE_LIST = {"limit", "after"}


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
