"""`trucewatch link`: which reports describe one incident."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import binary_output, text_output

if TYPE_CHECKING:
    from trucewatch.exchange.linkage_table import LinkageTable
    from trucewatch.linkage.linking import Linked
    from trucewatch.linkage.model import Model

_FILE = click.Path(dir_okay=False, path_type=Path)
_GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)


def link_table(
    table: Path,
    output: Path | None,
    *,
    pairs: Path | None,
    model: Path | None,
    unique_sources: str,
    aliases: Path | None,
    summary_json: Path | None,
    threads: int,
) -> None:
    """Link the reports of a table, without the record."""
    from trucewatch.exchange.linkage_output import links_table, pairs_table, write_table
    from trucewatch.exchange.linkage_table import read_aliases, read_table
    from trucewatch.linkage.linking import Clock, link

    clock = Clock()
    known = _read_model(model)
    read = read_table(
        table,
        unique_sources=frozenset(
            name.strip() for name in unique_sources.split(",") if name.strip()
        ),
        aliases=read_aliases(aliases) if aliases else {},
    )
    clock.lap("reading")
    linked = link(
        read.columns, read.vocabulary, words=read.words, model=known, threads=threads,
        progress=_say_stage(len(read.columns)),
    )  # fmt: skip
    clock.lap("linking")
    with binary_output(output) as out:
        write_table(links_table(read.ids, linked), out, output)
    if pairs is not None:
        with binary_output(pairs) as out:
            write_table(pairs_table(read.ids, linked), out, pairs)
    if model is not None and known is None:
        with text_output(model) as text:
            text.write(json.dumps(linked.model.as_json(), ensure_ascii=False, indent=1) + "\n")
    clock.lap("writing")
    summary = _summary(read, linked, clock.seconds | linked.clock.seconds)
    _tell(summary)
    if summary_json is not None:
        with text_output(summary_json) as text:
            text.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")


def _read_model(path: Path | None) -> "Model | None":
    """The model in the file; None where there is no such file yet."""
    from trucewatch.linkage.model import model_from_json
    from trucewatch.vocabulary.refusal import Refused

    if path is None or not path.exists():
        return None
    try:
        return model_from_json(json.loads(path.read_text("utf-8")))
    except ValueError as error:
        raise Refused(
            "{file} is no model: {why}.",
            field="model",
            values={"file": path.name, "why": str(error)},
        ) from None


def _say_stage(reports: int) -> Any:
    """Says on a terminal what is being done; a few thousand reports take no time worth telling."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal or reports < 50_000:
        return lambda stage: None
    return lambda stage: console.print(f"{stage} …", style="dim")


def _summary(read: "LinkageTable", linked: "Linked", seconds: dict[str, float]) -> dict[str, Any]:
    import numpy as np

    covering = np.zeros(len(read.columns), np.bool_)
    covering[linked.covers.report] = True
    sizes = np.bincount(linked.incident[~covering])
    sizes = sizes[sizes > 0]
    probability = linked.probability
    return {
        "reports": len(read.columns),
        "incidents": len(sizes),
        "of_one_report": int((sizes == 1).sum()),
        "largest": int(sizes.max(initial=0)),
        "covering": int(covering.sum()),
        "pairs_compared": linked.compared,
        "pairs_left_out": linked.missed,
        "pairs_link": int((probability >= 0.95).sum()),
        "pairs_review": int(((probability >= 0.5) & (probability < 0.95)).sum()),
        "pairs_suggest": int(((probability >= 0.1) & (probability < 0.5)).sum()),
        "model": linked.model.version,
        "cut_bits": round(linked.model.cut, 2),
        "remarks": list(read.remarks),
        "seconds": {stage: round(taken, 4) for stage, taken in seconds.items()},
    }


def _tell(summary: dict[str, Any]) -> None:
    """The summary for people, on standard error."""

    def say(line: str) -> None:
        click.echo(line, err=True)

    say(
        f"{summary['reports']:,} reports tell of {summary['incidents']:,} incidents, "
        f"{summary['of_one_report']:,} of them told of once; "
        f"the largest has {summary['largest']:,} reports"
    )
    say(
        f"  {summary['pairs_compared']:,} pairs compared: {summary['pairs_link']:,} as good as sure "
        f"(95 % or more), {summary['pairs_review']:,} likely, {summary['pairs_suggest']:,} possible"
    )
    if summary["covering"]:
        say(f"  {summary['covering']:,} reports cover several incidents and are none of them")
    for remark in summary["remarks"]:
        say(f"  {remark}")
    if summary["pairs_left_out"]:
        say(
            f"  {summary['pairs_left_out']:,} pairs left out: more than 2,000 reports of one place "
            "and day are not all compared with each other"
        )
    taken = {name: summary["seconds"][name] for name in ("reading", "linking", "writing")}
    say(
        f"  model {summary['model']}, cut at {summary['cut_bits']:+.1f} bits; "
        + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in taken.items())
    )


@click.command(
    epilog="Example: trucewatch link --table reports.parquet -o links.parquet --unique-sources ucdp"
)
@click.option("--table", type=_GIVEN, help="Link this table (Parquet or CSV), without the record.")
@click.option("-o", "--output", type=_FILE, help="File for the incident of each report.")
@click.option("--pairs", type=_FILE, help="File for the pairs with probability and reasons.")
@click.option(
    "--model",
    type=_FILE,
    help="Weights to use, JSON; where the file is not there, those that were learned are written.",
)
@click.option(
    "--unique-sources",
    default="",
    metavar="A,B",
    help="Sources that hold at most one record of an incident.",
)
@click.option("--aliases", type=_GIVEN, help="Other names of actors: CSV with alias and name.")
@click.option("--summary-json", type=_FILE, help="Write counts and seconds to this file.")
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=min(2, os.cpu_count() or 1),
    show_default=True,
    help="Threads; the outcome does not depend on them.",
)
def link(table: Path | None, output: Path | None, **how: Any) -> None:
    """Say which reports describe one incident."""
    if table is None:
        raise click.UsageError("Name a table with --table FILE.")
    link_table(table, output, **how)
