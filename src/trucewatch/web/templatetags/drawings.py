"""The many small shapes of a drawing, written in one go: a template takes ten times as long."""

import datetime as dt
from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from trucewatch.geo.cells import cell_at
from trucewatch.geo.coordinates import Coordinates
from trucewatch.incidents.index.columns import FINEST_DRAWN, RESOLUTIONS
from trucewatch.incidents.queries import IncidentSeen
from trucewatch.web.drawing.situation_map import Hexagon
from trucewatch.web.drawing.weeks import Bar
from trucewatch.web.templatetags.record import count, day

register = template.Library()


@register.simple_tag
def hexagons(cells: Iterable[Hexagon], base: str) -> SafeString:
    """Hexagons as links to the reports in them; ``base`` is an address that takes a parameter."""
    link = escape(base)
    return _joined(
        f'<a href="{link}cell={cell.cell}" tabindex="-1">'
        f'<path class="hex count-{cell.shade}" d="{cell.path}"><title>{_reports(cell.reports)}'
        "</title></path></a>"
        for cell in cells
    )


@register.filter
def cells(incident: IncidentSeen) -> str:
    """The hexagons of every size in which the incident's first report with a point is drawn."""
    for report in incident.reports:
        if report.latitude is not None and report.longitude is not None:
            if report.location_precision > FINEST_DRAWN:
                continue
            point = Coordinates(report.latitude, report.longitude)
            return " ".join(cell_at(point, resolution) for resolution in RESOLUTIONS)
    return ""


@register.simple_tag
def bars(weeks: Iterable[Bar], base: str, axis: float) -> SafeString:
    """Weeks as links to their reports, and a line where a week has none."""
    link = escape(base)
    return _joined(_bar(week, link, axis) for week in weeks)


@register.simple_tag
def week_rows(weeks: Iterable[Bar], base: str) -> SafeString:
    """The same weeks as rows of a table."""
    link = escape(base)
    return _joined(
        f'<tr><th scope="row"><a href="{_week_of(week, link)}">{escape(day(week.monday))}</a></th>'
        f'<td class="number">{count(week.reports)}</td></tr>'
        for week in weeks
        if week.reports
    )


def _bar(week: Bar, link: str, axis: float) -> str:
    if not week.reports:
        return f'<line class="no-report" x1="{week.x}" x2="{week.right}" y1="{axis}" y2="{axis}"/>'
    return (
        f'<a href="{_week_of(week, link)}" tabindex="-1"><rect class="bar" x="{week.x}" '
        f'y="{week.y}" width="{week.width}" height="{week.height}">'
        f"<title>{_reports(week.reports)}, {escape(day(week.monday))}</title></rect></a>"
    )


def _week_of(week: Bar, link: str) -> str:
    return f"{link}since={_iso(week.monday)}&amp;until={_iso(week.sunday)}"


def _iso(date: dt.date) -> str:
    return date.isoformat()


def _reports(number: int) -> str:
    words = ngettext("%(count)s report", "%(count)s reports", number)
    return escape(words % {"count": count(number)})


def _joined(parts: Iterable[str]) -> SafeString:
    # Every part is made of numbers, cell names and texts escaped above.
    return mark_safe("".join(parts))  # noqa: S308
