"""The catalogue of violation types: the record's own words beside those of other datasets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trucewatch.vocabulary.acled import ACLED_READINGS
from trucewatch.vocabulary.violations import (
    CATALOGUE_VERSION,
    HEAVY_WEAPONS,
    ViolationType,
    possible_ucdp_types,
)
from trucewatch.web.gate import MemberRequest, members_only


@require_safe
@members_only
def catalogue(request: MemberRequest) -> HttpResponse:
    """Every type with what it may be elsewhere; a type names the act, never who did it."""
    rows = [
        {
            "type": kind,
            "is_heavy": kind in HEAVY_WEAPONS,
            "acled": [each.sub_event for each in ACLED_READINGS if kind in each.types],
            "ucdp": sorted(int(each) for each in possible_ucdp_types(kind)),
        }
        for kind in ViolationType
    ]
    return render(
        request, "agreements/catalogue.html", {"rows": rows, "version": CATALOGUE_VERSION}
    )
