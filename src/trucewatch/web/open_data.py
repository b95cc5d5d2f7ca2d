"""The public's numbers: tables with their licence and codebook, for anybody."""

import csv
import io

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from trucewatch.opendata import tables
from trucewatch.web.frame import local_time


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What can be taken away, under which licence, and what each column means."""
    today = local_time(timezone.now()).date()
    held_back = tables.caution()
    context = {
        "tables": [
            (name, tables.TITLES[name], columns) for name, columns in tables.COLUMNS.items()
        ],
        "threshold": held_back.threshold,
        "last_day": held_back.last_day(today),
        "licence": settings.TRUCEWATCH_PUBLIC_LICENCE,
        "licence_address": settings.TRUCEWATCH_PUBLIC_LICENCE_ADDRESS,
    }
    return render(request, "opendata/page.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def table(request: HttpRequest, table: str) -> HttpResponse:
    """One table as CSV."""
    if table not in tables.COLUMNS:
        raise Http404
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in tables.COLUMNS[table]])
    writer.writeheader()
    writer.writerows(tables.rows_of(table, local_time(timezone.now()).date()))
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trucewatch-{table}.csv"'
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def data_package(request: HttpRequest) -> HttpResponse:
    """The codebook for machines."""
    address = request.build_absolute_uri(reverse("open_data"))
    package = tables.data_package(local_time(timezone.now()).date(), address)
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False, "indent": 2})
