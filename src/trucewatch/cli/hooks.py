"""`trucewatch hooks`: sending messages about events without serving the record."""

import click

from trucewatch.cli.record import open_record


@click.group(epilog="Example: trucewatch hooks deliver --once")
def hooks() -> None:
    """Addresses that are told of events."""


@hooks.command(epilog="Example: trucewatch hooks deliver --once")
@click.option("--once", is_flag=True, help="Send what is due now and stop.")
def deliver(once: bool) -> None:
    """Send messages as they come due; `trucewatch serve` does so by itself."""
    import threading

    open_record()
    from trucewatch.hooks.delivering import deliver as deliver_once
    from trucewatch.hooks.worker import deliver_until

    if once:
        click.echo(f"{deliver_once():,} delivered", err=True)
        return
    deliver_until(threading.Event())
