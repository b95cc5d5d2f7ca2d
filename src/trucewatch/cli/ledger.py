"""`trucewatch ledger`: verify, export, sign."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.output import text_output
from trucewatch.cli.record import acting, open_record

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member
    from trucewatch.ledger.verdict import Verdict


@click.group(epilog="Example: trucewatch ledger verify")
def ledger() -> None:
    """The hash chain of everything that was done to the record."""


@ledger.command(epilog="Example: trucewatch ledger verify ledger.jsonl --key 5f2a…")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--key", default="", help="The public key that must have signed the exported file.")
def verify(file: Path | None, key: str) -> None:
    """Check an exported ledger, or, without FILE, the record's own ledger and every row.

    Names the first entry that was altered, removed, added or reordered; exit status 1 then.
    """
    import django

    django.setup()
    if file is not None:
        from trucewatch.ledger.file_verification import verify_file

        # Undecodable bytes must show as an altered entry, not as an error of this program.
        with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            _tell(verify_file(lines, public_key=key), rows=False)
        return
    from django.conf import settings

    from trucewatch.ledger.belonging import MARKER
    from trucewatch.ledger.record_verification import verify_record
    from trucewatch.sources.verification import damaged_originals

    if not (settings.TRUCEWATCH_HOME / "keys" / MARKER).exists():
        open_record()  # an empty folder; where a record was, a verification writes nothing
    verdict = verify_record(lambda step: click.echo(f"checking {step}", err=True))
    click.echo("checking originals", err=True)
    verdict.row_faults += damaged_originals()
    _tell(verdict, rows=True)


@ledger.command(epilog="Example: trucewatch ledger export -o ledger.jsonl")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File.")
@acting
def export(output: Path | None, by: "Member") -> None:
    """Write the ledger as JSON Lines: one entry a line, last the signed head."""
    from trucewatch.accounts.access import require
    from trucewatch.accounts.rules import Act
    from trucewatch.ledger.export import export_ledger

    require(by, Act.VERIFY_LEDGER)
    with text_output(output) as out:
        count = export_ledger(out)
    click.echo(f"{count:,} entries", err=True)


@ledger.command(epilog="Example: trucewatch ledger checkpoint >> checkpoints.jsonl")
@acting
def checkpoint(by: "Member") -> None:
    """Sign the end of the ledger; keep the line elsewhere to prove later that nothing was cut."""
    import json

    from trucewatch.ledger.actions import make_checkpoint

    made = make_checkpoint(by=by)
    line = {"count": made.count, "hash": made.hash, "signature": made.signature}
    click.echo(json.dumps(line))


def _tell(verdict: "Verdict", *, rows: bool) -> None:
    if verdict.is_intact:
        also = f", {verdict.rows:,} rows agree with it" if rows else ""
        click.echo(f"intact: {verdict.entries:,} entries{also}")
        return
    if verdict.fault is not None:
        click.echo(f"not intact: {verdict.fault}")
    for fault in verdict.row_faults:
        click.echo(f"not intact: {fault}")
    raise click.exceptions.Exit(1)
