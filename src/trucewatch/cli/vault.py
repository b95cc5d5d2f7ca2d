"""`trucewatch vault`: the key under which names of callers and witnesses are sealed."""

import click

from trucewatch.cli.record import open_record


@click.group(epilog="Example: trucewatch vault rotate")
def vault() -> None:
    """The key of the names of callers and witnesses."""


@vault.command(epilog="Example: trucewatch vault rotate")
def rotate() -> None:
    """Seal every name under a new key; copy that to where the old copy lies."""
    open_record()
    from trucewatch.accounts.access import operator
    from trucewatch.intake.actions.rotating import rotate_vault_key

    number = rotate_vault_key(by=operator())
    click.echo(f"{number:,} names are under a new key. Copy keys/callers.aes256 now.", err=True)
