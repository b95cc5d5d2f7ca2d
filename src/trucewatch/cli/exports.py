"""`trucewatch export`: reports, incidents, what was said and agreed, cases; tables and maps."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import binary_output
from trucewatch.cli.record import acting

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member
    from trucewatch.exchange.accords_export import AccordsExport
    from trucewatch.exchange.cases_export import CasesExport
    from trucewatch.exchange.exporting import Export
    from trucewatch.exchange.words_export import WordsExport
    from trucewatch.reports.queries import ReportFilter

_FILTERS = {
    "since": ("DATE", "From this day on, 2017-02-16."),
    "until": ("DATE", "Up to this day, which is counted."),
    "type": ("TYPE", "A type of violation, shelling."),
    "area": ("KEY", "Key of a country or governorate."),
    "party": ("ID", "A party on either side."),
    "source": ("KEY", "Key of a source."),
    "verification": ("STATE", "How far it was checked."),
    "precision": ("1-7", "The vaguest location precision taken."),
    "known-to": ("1-7", "Exactly one location precision."),
    "handling": ("MARK", "A TLP mark."),
    "standing": ("STANDING", "recorded, withdrawn or all; reports: all, incidents: recorded."),
    "q": ("WORDS", "Words in the report."),
    "cell": ("H3", "An H3 cell."),
}


def filtering(command: Any) -> Any:
    """Give a command the filter of the situation page, one option for each limit."""
    for name, (placeholder, words) in reversed(_FILTERS.items()):
        command = click.option(f"--{name}", default="", metavar=placeholder, help=words)(command)
    return command


@click.command(epilog="Example: trucewatch export incidents --format geojson -o incidents.geojson")
@click.argument(
    "what",
    type=click.Choice(
        [
            *("reports", "incidents", "statements", "figures", "demands", "meetings"),
            *("agreements", "obligations", "areas", "pax"),
            *("cases", "findings"),
        ]
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "hxl", "geojson", "json", "parquet"]),
    required=True,
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File.")
@filtering
@acting
def export(what: str, form: str, output: Path | None, by: "Member", **limits: str) -> None:
    """Write what the acting member may see, one row or feature each."""
    made = _opened(what, form, limits, by)
    with binary_output(output) as out:
        for chunk in made.chunks():
            out.write(chunk)
    click.echo(f"{made.count:,} {what}", err=True)


def _opened(
    what: str, form: str, limits: dict[str, str], by: "Member"
) -> "Export | WordsExport | AccordsExport | CasesExport":
    from trucewatch.exchange.accords_export import ACCORDS, open_accords_export
    from trucewatch.exchange.cases_export import CASES, open_cases_export
    from trucewatch.exchange.exporting import open_export
    from trucewatch.exchange.words_export import WORDS, open_words_export
    from trucewatch.vocabulary.refusal import Refused

    if what not in (*WORDS, *ACCORDS, *CASES):
        return open_export(what, form, _wanted(what, limits), by=by)
    for name in (name for name, value in limits.items() if value):
        raise Refused("There is no such filter.", field=name)
    if what in ACCORDS:
        return open_accords_export(what, form, by=by)
    if what in CASES:
        return open_cases_export(what, form, by=by)
    return open_words_export(what, form, by=by)


def _wanted(what: str, limits: dict[str, str]) -> "ReportFilter":
    """The filter of the options; refused at the first that cannot be used."""
    from trucewatch.exchange.exporting import everything_of
    from trucewatch.reports.queries import parse_filter
    from trucewatch.vocabulary.refusal import Refused

    given = {"standing": everything_of(what).standing}
    given |= {name: value for name, value in limits.items() if value}
    wanted, errors = parse_filter(given)
    for field, reason in sorted(errors.items()):
        raise Refused(reason, field=field)
    return wanted
