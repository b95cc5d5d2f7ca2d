"""`trucewatch import`: data from a file into the record."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import text_output
from trucewatch.cli.progress import reading
from trucewatch.cli.record import acting

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member
    from trucewatch.exchange.options import ImportOptions
    from trucewatch.exchange.summary import Summary

_MOST_SHOWN = 50
_HELP = {
    "ucdp-ged": (
        "Events of the UCDP Georeferenced Event Dataset as reports of the source UCDP.",
        "trucewatch import ucdp-ged ged_syria.csv --summary-json summary.json",
    ),
    "tallies": (
        "Counts that monitors stated for a window, and their splits by area.",
        "trucewatch import tallies totals.csv",
    ),
    "reports": (
        "Any table of reports, CSV or XLSX, with a mapping of its columns.",
        "trucewatch import reports acled.csv --mapping acled",
    ),
    "pax": (
        "Agreements of the PA-X register, each with every column of its row.",
        "trucewatch import pax pax_all_agreements.csv",
    ),
    "areas": (
        "Areas of scope or of control from a GeoJSON file.",
        "trucewatch import areas zones.geojson --instrument “Nationwide ceasefire”",
    ),
    "places": (
        "Places for the gazetteer: tables of P-codes or of coordinates.",
        "trucewatch import places places.csv",
    ),
}


@click.group("import", epilog="Example: trucewatch import ucdp-ged ged_syria.csv --dry-run")
def import_() -> None:
    """Take in data from a file.

    Any refused row means that nothing is written, every refusal is listed with line, field and
    reason, and the exit status is 2.
    """


def _add(kind: str) -> None:
    text, example = _HELP[kind]

    @import_.command(kind, help=text, epilog=f"Example: {example}")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
    @click.option("--skip-refused", is_flag=True, help="Take the rows that are not refused.")
    @click.option(
        "--summary-json",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write the summary to this file.",
    )
    @acting
    def command(
        file: Path,
        dry_run: bool,
        skip_refused: bool,
        summary_json: Path | None,
        by: "Member",
        mapping: str = "",
        instrument: str = "",
    ) -> None:
        from trucewatch.exchange.options import ImportOptions

        options = ImportOptions(
            dry_run=dry_run, skip_refused=skip_refused, mapping=mapping, instrument=instrument
        )
        _carry_out(kind, file, options, by, summary_json)

    if kind == "areas":
        command.params.append(
            click.Option(
                ["--instrument"],
                default="",
                metavar="NAME",
                help="Whose areas they are, where the features do not say it.",
            )
        )
    if kind == "reports":
        command.params.append(
            click.Option(
                ["--mapping"],
                required=True,
                metavar="NAME|FILE",
                help="A shipped mapping (acled) or a mapping file in TOML.",
            )
        )


for _kind in _HELP:
    _add(_kind)


@import_.command(
    "xlsform",
    help="Submissions of a form made for ODK or KoboToolbox, read by the form itself.",
    epilog="Example: trucewatch import xlsform form.xlsx submissions.csv --source field-teams",
)
@click.argument("form", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    default="",
    metavar="FILE",
    help="Which question means what, in TOML, where names do not tell.",
)
@click.option(
    "--source",
    default="",
    metavar="KEY",
    help="The key of the source; without it, one made from the form's id.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option("--skip-refused", is_flag=True, help="Take the rows that are not refused.")
@click.option(
    "--summary-json",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the summary to this file.",
)
@acting
def _xlsform(form: Path, data: Path, summary_json: Path | None, by: "Member", **how: Any) -> None:
    """Take in submissions."""
    from trucewatch.exchange.options import ImportOptions

    _carry_out("xlsform", data, ImportOptions(form=form, **how), by, summary_json)


def _carry_out(
    kind: str, file: Path, options: "ImportOptions", by: "Member", summary_json: Path | None
) -> None:
    """Import the file and tell about it; leaves with status 2 where rows were refused."""
    from trucewatch.exchange.imports import run_import

    if not file.is_file():
        raise click.UsageError(f"{file} is a pipe or a device; save it as a file first.")
    if summary_json is not None:
        with text_output(summary_json):
            pass  # where it cannot be written, that must show before anything is imported
    with reading(file) as progress:
        summary = run_import(kind, file, name=file.name, by=by, options=options, progress=progress)
    _tell(summary, dry_run=options.dry_run)
    if summary_json is not None:
        with text_output(summary_json) as out:
            out.write(json.dumps(summary.as_json(), ensure_ascii=False, indent=2) + "\n")
    if summary.refused and not options.skip_refused:
        raise click.exceptions.Exit(2)


def _tell(summary: "Summary", *, dry_run: bool) -> None:
    """The summary for people, on standard error."""

    def say(line: Any) -> None:
        click.echo(line, err=True)

    would = " (nothing was written: dry run)" if dry_run else ""
    say(
        f"read {summary.read:,}, made {summary.made:,}, changed {summary.changed:,}, "
        f"unchanged {summary.unchanged:,}, flagged {summary.flagged:,}, "
        f"refused {len({refusal.line for refusal in summary.refused}):,}{would}"
    )
    for flag, count in sorted(summary.flags.items()):
        say(f"  flagged {flag}: {count:,}")
    for refusal in sorted(summary.refused)[:_MOST_SHOWN]:
        field = f", {refusal.field}" if refusal.field else ""
        say(f"  refused line {refusal.line}{field}: {refusal.reason}")
    more = len(summary.refused) - _MOST_SHOWN
    if more > 0:
        say(f"  and {more:,} more; --summary-json FILE lists them all")
    if summary.refused and not summary.published and not dry_run:
        say("Nothing was written. Mend the rows, or take the others with --skip-refused.")
