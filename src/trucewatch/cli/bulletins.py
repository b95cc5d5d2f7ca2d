"""`trucewatch bulletin`: a bulletin made from the record as it stands."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.output import binary_output
from trucewatch.cli.record import acting

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member


@click.group(
    epilog="Example: trucewatch bulletin two-ledger --date 2017-03-25 --format pdf -o bulletin.pdf"
)
def bulletin() -> None:
    """Make a bulletin from what the acting member may see."""


@bulletin.command(
    "two-ledger",
    epilog="Example: trucewatch bulletin two-ledger --date 2017-03-25 --format json",
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day of the tallies."
)
@click.option("--format", "form", type=click.Choice(["json", "html", "pdf"]), default="json")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File.")
@acting
def two_ledger(day: dt.datetime, form: str, output: Path | None, by: "Member") -> None:
    """The tallies that the monitors reported on one day, side by side, never added together."""
    from trucewatch.accounts.access import reader_of
    from trucewatch.bulletins import render
    from trucewatch.bulletins.two_ledger import two_ledger_words

    words = two_ledger_words(day.date(), reader_of(by))
    if form == "pdf":
        content = render.as_pdf(words)
    else:
        text = render.as_json(words) if form == "json" else render.as_html(words)
        content = text.encode("utf-8")
    with binary_output(output) as out:
        out.write(content)
