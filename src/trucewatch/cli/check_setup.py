"""`trucewatch check-setup`: is everything there that the record needs?"""

import sqlite3
import sys
from pathlib import Path

import click

from trucewatch.cli.record import open_record


@click.command("check-setup", epilog="Example: trucewatch check-setup")
def check_setup() -> None:
    """Tell whether this installation has all it needs; exit status 1 if not."""
    failed = False
    for name, ok, detail in _findings():
        click.echo(f"{'ok     ' if ok else 'MISSING'}  {name}: {detail}")
        failed = failed or not ok
    if failed:
        raise click.exceptions.Exit(1)


def _findings() -> list[tuple[str, bool, str]]:
    version = sys.version_info
    python = (
        "Python",
        version >= (3, 11),
        f"{version.major}.{version.minor}.{version.micro} (3.11 or newer)",
    )
    open_record()
    from django.conf import settings
    from django.db import connection

    home: Path = settings.TRUCEWATCH_HOME
    static = Path(settings.PACKAGE) / "web" / "static" / "vendor" / "fonts.css"
    database = connection.vendor
    if database == "sqlite":
        database += f" {sqlite3.sqlite_version}"
    return [
        python,
        ("folder of the record", home.is_dir(), str(home)),
        ("database", True, database),
        ("front end", static.is_file(), "fonts and base map built by `make setup`"),
        ("signing key", (home / "keys" / "ledger.ed25519").is_file(), "made with the record"),
    ]
