"""`trucewatch scope`: was each reported place covered on its day, and by which text."""

import datetime as dt
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import binary_output, text_output

if TYPE_CHECKING:
    from trucewatch.exchange.areas_geojson import AreasFile
    from trucewatch.exchange.scope_table import ScopeTable
    from trucewatch.geo.dated import DatedArea
    from trucewatch.geo.scope import Scope

_FILE = click.Path(dir_okay=False, path_type=Path)
_GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
_TO_STANDARD_OUTPUT = Path("scope.csv")
_EPOCH = dt.date(1970, 1, 1).toordinal()


@click.command(
    epilog="Example: trucewatch scope --areas zones.geojson --table reports.csv -o scope.csv"
)
@click.option("--areas", type=_GIVEN, required=True, help="Dated areas, a GeoJSON file.")
@click.option("--table", type=_GIVEN, required=True, help="Reports, CSV or Parquet.")
@click.option("-o", "--output", type=_FILE, help="File for the answers, CSV or Parquet.")
@click.option("--summary-json", type=_FILE, help="Write counts and seconds to this file.")
@click.option("--explain", metavar="ID", help="Tell why, for this one report.")
def scope(
    areas: Path,
    table: Path,
    output: Path | None,
    summary_json: Path | None,
    explain: str | None,
) -> None:
    """Say of each report whether its place was covered on its days, and by which text.

    A report is covered, excepted, outside, uncertain (its days differ) or unplaced (no place).
    Exceptions prevail. Needs no record. Without -o the answers go to standard output as CSV.
    """
    from trucewatch.exchange.areas_geojson import read_areas
    from trucewatch.exchange.linkage_output import write_table
    from trucewatch.exchange.scope_table import read_reports, scope_table
    from trucewatch.geo.scope import scope_of_points

    laps = [time.perf_counter()]
    drawn, read = read_areas(areas), read_reports(table)
    if explain is not None:
        _explain(explain, drawn, read)
        return
    laps.append(time.perf_counter())
    found = scope_of_points(read.points, drawn.areas)
    laps.append(time.perf_counter())
    named = _TO_STANDARD_OUTPUT if output is None or str(output) == "-" else output
    with binary_output(output) as out:
        write_table(scope_table(read.ids, found), out, named)
    laps.append(time.perf_counter())
    summary = _summary(found, (*drawn.remarks, *read.remarks), laps)
    _tell(summary)
    if summary_json is not None:
        with text_output(summary_json) as text:
            text.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")


def _summary(scope: "Scope", remarks: tuple[str, ...], laps: list[float]) -> dict[str, Any]:
    """Reports by verdict, and of each area how many lie in it while it applies."""
    import numpy as np

    from trucewatch.geo.dated import Verdict

    count = np.bincount(scope.verdict, minlength=len(Verdict))
    all_days = np.bincount(scope.area[scope.whole], minlength=len(scope.areas))
    some_days = np.bincount(scope.area[~scope.whole], minlength=len(scope.areas))
    return {
        "reports": len(scope.verdict),
        **{verdict.word: int(count[verdict]) for verdict in Verdict},
        "areas": {
            area.key: {"all_days": int(all_days[number]), "some_days": int(some_days[number])}
            for number, area in enumerate(scope.areas)
        },
        "remarks": list(remarks),
        "seconds": {
            stage: round(end - begin, 4)
            for stage, begin, end in zip(
                ("reading", "finding", "writing"), laps, laps[1:], strict=False
            )
        },
    }


def _tell(summary: dict[str, Any]) -> None:
    """The summary for people, on standard error."""
    verdicts = ", ".join(
        f"{summary[word]:,} {word}"
        for word in ("covered", "excepted", "outside", "uncertain", "unplaced")
    )
    click.echo(f"Reports: {summary['reports']:,}; {verdicts}", err=True)
    for remark in summary["remarks"]:
        click.echo(f"  {remark}", err=True)
    empty = [key for key, found in summary["areas"].items() if not any(found.values())]
    if empty:
        click.echo(
            f"  {len(empty):,} of {len(summary['areas']):,} areas have no report on their days",
            err=True,
        )
    click.echo(
        "  " + ", ".join(f"{name} {taken:.1f} s" for name, taken in summary["seconds"].items()),
        err=True,
    )


def _explain(name: str, drawn: "AreasFile", read: "ScopeTable") -> None:
    """The verdict on one report and every area around its place, on standard output."""
    import math

    from trucewatch.geo.coordinates import Coordinates
    from trucewatch.geo.scope import scope_of
    from trucewatch.vocabulary.refusal import NotFound

    ids = read.ids.to_pylist()
    if name not in ids:
        raise NotFound("No report is called “{name}”.", values={"name": name})
    row = ids.index(name)
    lat, lon = float(read.points.lat[row]), float(read.points.lon[row])
    first, last = int(read.points.first[row]), int(read.points.last[row])
    point = None if math.isnan(lat) else Coordinates(lat, lon)
    answer = scope_of(point, first, last, drawn.areas)
    where = "no place" if point is None else f"{lat:g}, {lon:g}"
    click.echo(f"{name}: {answer.verdict.word} ({where}; {_span(first, last)})")
    click.echo(f"  {answer.reason}")
    for area in _around(point, drawn.areas):
        on = "all" if area in answer.whole else "some" if area in answer.part else "none"
        click.echo(
            f"  around it: {area.called}, {area.effect} {_span(area.first, area.last)}: "
            f"applies on {on} of its days"
        )


def _around(point: Any, areas: "tuple[DatedArea, ...]") -> "list[DatedArea]":
    """The areas in which the place lies, whatever their days."""
    from trucewatch.geo.dated import EARLIEST, LATEST
    from trucewatch.geo.scope import scope_of

    answer = scope_of(point, EARLIEST, LATEST, areas)
    around = {area.key for area in (*answer.whole, *answer.part)}
    return [area for area in areas if area.key in around]


def _span(first: int, last: int) -> str:
    """Days as people write them; an end that is open is left out."""
    from trucewatch.geo.dated import EARLIEST, LATEST

    if first == EARLIEST and last == LATEST:
        return "on any day"
    begin, end = (dt.date.fromordinal(day + _EPOCH).isoformat() for day in (first, last))
    if first == last:
        return f"on {begin}"
    if first == EARLIEST:
        return f"until {end}"
    return f"from {begin}" + ("" if last == LATEST else f" until {end}")
