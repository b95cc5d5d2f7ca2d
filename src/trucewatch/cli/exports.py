"""`trucewatch export`: reports and incidents as CSV, GeoJSON or JSON."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.output import text_output
from trucewatch.cli.record import acting

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member


@click.command(epilog="Example: trucewatch export incidents --format geojson -o incidents.geojson")
@click.argument("what", type=click.Choice(["reports", "incidents"]))
@click.option("--format", "form", type=click.Choice(["csv", "geojson", "json"]), required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File.")
@acting
def export(what: str, form: str, output: Path | None, by: "Member") -> None:
    """Write what the acting member may see, one row or feature each."""
    from trucewatch.exchange.exporting import export_records

    with text_output(output) as out:
        count = export_records(what, form, out, by=by)
    click.echo(f"{count:,} {what}", err=True)
