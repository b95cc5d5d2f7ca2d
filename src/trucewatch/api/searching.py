"""One line of words answered kind by kind."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.api.refusals import REFUSED
from trucewatch.incidents.queries import IncidentSeen
from trucewatch.search.finding import answer
from trucewatch.search.question import LONGEST, read_question
from trucewatch.vocabulary.refusal import Refused

router = Router(tags=["search"])


class IncidentFound(Schema):
    """An incident, when it was and how its accounts stand to each other."""

    id: UUID
    date_start: dt.date
    date_end: dt.date
    label: str
    reports: int


class Found(Schema):
    """Something by its id and the name that was found."""

    id: UUID
    name: str


class Answered(Schema):
    """What was found, at most ten of each kind; incidents go on under the same filter."""

    wanted: dict[str, str]
    report_count: int
    incident_count: int
    incidents: list[IncidentFound]
    places: list[Found]
    parties: list[Found]
    sources: list[Found]
    documents: list[Found]
    bulletins: list[Found]
    instruments: list[Found]
    rounds: list[Found]


_Words = Annotated[
    str, Query(min_length=1, max_length=LONGEST, description="As in the search of the site.")
]


@router.get("", response={200: Answered, **REFUSED}, summary="Search")
def search(request: HttpRequest, q: _Words) -> dict[str, Any]:
    """Everything that you may see and that the words and limits ask for.

    `wanted` is the same question as a filter: send it to `/reports` or `/incidents` for the rest.
    """
    found = answer(read_question(q), reader_of(request.user))
    for field, reason in sorted(found.errors.items()):
        raise Refused(reason, field=field)
    return {
        "wanted": found.wanted.parameters(),
        "report_count": found.report_count,
        "incident_count": found.incident_count,
        "incidents": [_incident(seen) for seen in found.incidents],
        "places": [{"id": hit.place.pk, "name": hit.name} for hit in found.places],
        **{
            kind: [{"id": row.pk, "name": str(row)} for row in getattr(found, kind)]
            for kind in ("parties", "sources", "documents", "bulletins", "instruments", "rounds")
        },
    }


def _incident(seen: IncidentSeen) -> dict[str, Any]:
    return {
        "id": seen.id,
        "date_start": seen.when.start,
        "date_end": seen.when.end,
        "label": seen.verdict.label.value,
        "reports": len(seen.reports),
    }
