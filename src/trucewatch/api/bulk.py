"""Everything that a filter finds as one file, sent while it is read."""

from enum import StrEnum
from typing import Final

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router

from trucewatch.accounts.models import Member
from trucewatch.api.asking import Filtered, asked_filter
from trucewatch.api.refusals import REFUSED
from trucewatch.exchange.exporting import MEDIA, open_export

router = Router(tags=["bulk"])


class What(StrEnum):
    """What can be had in bulk."""

    REPORTS = "reports"
    INCIDENTS = "incidents"


class Form(StrEnum):
    """What it can be had as; `hxl` is CSV with a row of hashtags."""

    CSV = "csv"
    HXL = "hxl"
    JSON = "json"
    GEOJSON = "geojson"
    PARQUET = "parquet"


_NAMES: Final = {"hxl": "hxl.csv"}
_FILES = {
    "responses": {
        200: {
            "description": "The file",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
                "application/geo+json": {"schema": {"type": "object"}},
                "application/vnd.apache.parquet": {
                    "schema": {"type": "string", "format": "binary"}
                },
            },
        }
    }
}


@router.get(
    "/{what}.{form}",
    response=REFUSED,
    summary="All reports or incidents of a filter",
    openapi_extra=_FILES,
)
def bulk(request: HttpRequest, what: What, form: Form, wanted: Filtered) -> StreamingHttpResponse:
    """The rows that the pages of `/reports` and `/incidents` hold, in one file without an end."""
    member = request.user
    assert isinstance(member, Member)  # noqa: S101 - the door lets nobody else in
    export = open_export(what.value, form.value, asked_filter(request), by=member)
    answer = StreamingHttpResponse(export.chunks(), content_type=MEDIA[form.value])
    name = f"{what.value}.{_NAMES.get(form.value, form.value)}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Accel-Buffering"] = "no"
    return answer
