"""`trucewatch serve`: the record for browsers."""

import os
import socket
from typing import Final

import click

from trucewatch.cli.record import open_record

PORT = click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    show_default=True,
    help="A busy port moves to the next.",
)

PATIENCE: Final = 10
"""Seconds that requests have to finish once the server is told to stop; nothing is lost then."""


@click.command(epilog="Example: trucewatch serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True)
@PORT
def serve(host: str, port: int) -> None:
    """Serve the record to browsers."""
    open_record()
    _know_the_tables()
    free = free_port(host, port)
    click.echo(f"http://{host}:{free}/")
    run_server(host, free)


def _know_the_tables() -> None:
    from trucewatch.sources.statistics import refresh_statistics

    refresh_statistics()


def free_port(host: str, port: int) -> int:
    """The first port from here on that nobody listens on."""
    for candidate in range(port, min(port + 100, 65_536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise click.ClickException(f"no port from {port} on is free on {host}")


def run_server(host: str, port: int) -> None:
    """Serve until stopped; one worker process, which the embedded database likes best."""
    import sys

    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    # The worker is forked: a lock that a thread holds here, or a connection, would break there.
    # What is to run beside the requests is started by ``trucewatch.config.serving`` in the worker.
    connections.close_all()
    sys.stdout.flush()
    Granian(
        target="trucewatch.config.serving:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_threads(),
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]  # a plain word is taken too
        websockets=False,
        workers_kill_timeout=PATIENCE,
    ).serve()


def _threads() -> int:
    """Two for each processor, since a request waits for the database half of its time."""
    return min(8, 2 * (os.cpu_count() or 1))
