"""`trucewatch demo`: the demonstration record of the Astana process."""

from pathlib import Path

import click

from trucewatch.cli.progress import reading
from trucewatch.cli.record import open_record, prepare_database
from trucewatch.cli.serve import PORT, free_port, run_server


@click.command(epilog="Example: trucewatch demo --ged ged_syria.csv --port 8080")
@click.option(
    "--ged",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also take in this UCDP GED file.",
)
@click.option(
    "--articles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Also read the press articles in this folder as a case at the press desk.",
)
@click.option("--host", default="127.0.0.1", show_default=True)
@PORT
@click.option("--no-serve", is_flag=True, help="Load the record and leave.")
def demo(ged: Path | None, articles: Path | None, host: str, port: int, no_serve: bool) -> None:
    """Load the demonstration record and serve it on this machine.

    A folder that holds another record is refused. Running it again loses nothing.
    """
    prepare_database()
    from trucewatch.demonstration.astana import (
        DEMONSTRATION,
        RECORD_NAME,
        load_demonstration,
        require_demonstration,
    )
    from trucewatch.ledger.genesis import genesis_facts

    if genesis_facts() is not None:
        require_demonstration()
    open_record(name=RECORD_NAME, demonstration=DEMONSTRATION)
    logins = load_demonstration(lambda step: click.echo(step, err=True))
    if ged is not None:
        _import_ged(ged)
    if articles is not None:
        _keep_articles(articles)
    click.echo("This is a demonstration record. Sign in as:")
    for login in logins:
        click.echo(f"  {login.username:<20} {login.password:<28} {login.role}")
    if no_serve:
        return
    free = free_port(host, port)
    click.echo(f"http://{host}:{free}/")
    run_server(host, free)


def _import_ged(path: Path) -> None:
    from trucewatch.accounts.access import operator
    from trucewatch.exchange.imports import run_import
    from trucewatch.exchange.options import ImportOptions

    with reading(path) as progress:
        summary = run_import(
            "ucdp-ged",
            path,
            name=path.name,
            by=operator(),
            options=ImportOptions(skip_refused=True),
            progress=progress,
        )
    click.echo(f"{path.name}: made {summary.made:,}, unchanged {summary.unchanged:,}", err=True)


def _keep_articles(folder: Path) -> None:
    from trucewatch.demonstration.articles import keep_articles

    kept = keep_articles(folder)
    click.echo(f"{kept} articles read as a case at the press desk", err=True)
