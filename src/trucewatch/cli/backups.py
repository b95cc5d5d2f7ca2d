"""`trucewatch backup` and `restore`: the whole record in one file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.output import binary_output
from trucewatch.cli.record import acting, prepare_database

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member


@click.command(epilog="Example: trucewatch backup -o record-2017-03-25.tar.gz")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File."
)
@acting
def backup(output: Path, by: "Member") -> None:
    """Write the whole record, its originals and its keys to one file. Keep it as safe as them."""
    from trucewatch.exchange.backup import write_backup

    with binary_output(output) as out:
        rows = write_backup(out, by=by, progress=lambda step: click.echo(step, err=True))
    output.chmod(0o600)
    click.echo(f"{rows:,} rows", err=True)


@click.command(epilog="Example: TRUCEWATCH_HOME=/srv/record trucewatch restore backup.tar.gz")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Make a record from a backup, in a folder and database that hold none yet."""
    prepare_database()
    from trucewatch.exchange.backup import restore_backup

    rows = restore_backup(file, progress=lambda step: click.echo(step, err=True))
    click.echo(f"{rows:,} rows restored; the ledger is intact", err=True)
