"""`trucewatch link`: which reports describe one incident."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import binary_output, text_output

if TYPE_CHECKING:
    import datetime as dt

    from trucewatch.accounts.models import Member
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
    from trucewatch.exchange.linkage_aliases import read_aliases
    from trucewatch.exchange.linkage_output import links_table, pairs_table, write_table
    from trucewatch.exchange.linkage_table import read_table
    from trucewatch.linkage.linking import Clock, link

    clock = Clock()
    odd: list[str] = []
    known = _read_model(model)
    read = read_table(
        table,
        unique_sources=frozenset(
            name.strip() for name in unique_sources.split(",") if name.strip()
        ),
        aliases=read_aliases(aliases, odd) if aliases else {},
    )
    read = replace(read, remarks=(*odd, *read.remarks))
    clock.lap("reading")
    linked = link(
        read.columns, read.vocabulary, words=read.read_words,
        model=known, threads=threads,
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
    except (ValueError, RecursionError) as error:
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
        f"Reports: {summary['reports']:,}; incidents: {summary['incidents']:,}, "
        f"{summary['of_one_report']:,} of them told of once; "
        f"reports of the largest: {summary['largest']:,}"
    )
    say(
        f"  {summary['pairs_compared']:,} pairs compared: {summary['pairs_link']:,} as good as "
        f"sure (95 % or more), {summary['pairs_review']:,} likely, "
        f"{summary['pairs_suggest']:,} possible"
    )
    if summary["covering"]:
        say(f"  {summary['covering']:,} reports cover several incidents and are none of them")
    for remark in summary["remarks"]:
        say(f"  {remark}")
    if summary["pairs_left_out"]:
        say(
            f"  {summary['pairs_left_out']:,} pairs left out: where so many reports lie on one "
            "place and day, not all are compared with each other"
        )
    taken = {name: summary["seconds"][name] for name in ("reading", "linking", "writing")}
    say(
        f"  model {summary['model']}, cut at {summary['cut_bits']:+.1f} bits; "
        + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in taken.items())
    )


def link_record(
    *,
    since: "dt.date | None",
    threshold: float | None,
    dry_run: bool,
    unique_sources: str,
    summary_json: Path | None,
    threads: int,
    by: "Member",
) -> None:
    """Link the reports of the record, as far as the member may see them."""
    from trucewatch.incidents.linkage.actions import Wish, propose_links

    wish = Wish(
        threshold=threshold,
        since=since,
        unique_sources=_names(unique_sources),
        dry_run=dry_run,
        threads=threads,
    )
    done = propose_links(wish, by=by, progress=_say_stage(1_000_000))
    counts = done.counts
    would = " (nothing was written: dry run)" if dry_run else ""
    at = "" if threshold is None else f" at {threshold:g} or more"
    click.echo(
        f"{counts['reports']:,} reports read, {counts['pairs_compared']:,} pairs compared; "
        f"{counts['mergers']:,} incidents merged{at}, "
        f"{counts['proposals']:,} pairs proposed{would}",
        err=True,
    )
    click.echo(
        f"  {counts['proposals_link']:,} as good as sure, {counts['proposals_review']:,} likely, "
        f"{counts['proposals_suggest']:,} possible; model {done.linkage.version}",
        err=True,
    )
    if counts["proposals_not_kept"]:
        click.echo(f"  {counts['proposals_not_kept']:,} more are not kept for review", err=True)
    for merger in done.mergers if dry_run else ():
        click.echo(f"{merger.probability:.3f}\t" + "\t".join(map(str, merger.reports)))
    if summary_json is not None:
        with text_output(summary_json) as text:
            text.write(json.dumps(counts, indent=2) + "\n")


def explain_in_record(one: str, other: str, by: "Member") -> None:
    """Why two reports of the record are, or are not, one incident."""
    from trucewatch.accounts.access import MemberReader
    from trucewatch.incidents.linkage.queries import (
        are_together,
        explain_pair,
        latest_linkage,
    )
    from trucewatch.reports.queries import report_called
    from trucewatch.vocabulary.sentence import Sentence

    reader = MemberReader(by)
    first, second = (report_called(reader, name) for name in (one, other))
    said = explain_pair(reader, first.pk, second.pk)
    latest = latest_linkage()
    obstacle = said.obstacle
    _print_explanation(
        [(name, found, bits) for name, found, bits, _ in said.reasons],
        bits=said.bits,
        together=are_together(first.pk, second.pk),
        obstacle=Sentence(obstacle["template"], **obstacle["values"]) if obstacle else "",
        runner_up=_runner_up(str(said.runner_up_id), said.runner_up_bits),
        model=latest.version if latest else "none yet: learned from the weeks around the two",
    )


def explain_in_table(
    table: Path, names: tuple[str, str], *, model: Path | None, unique_sources: str,
    aliases: Path | None, threads: int,
) -> None:  # fmt: skip
    """Why two reports of a table are, or are not, one incident."""
    from trucewatch.exchange.linkage_aliases import read_aliases
    from trucewatch.exchange.linkage_table import read_table
    from trucewatch.linkage.explaining import Explainer
    from trucewatch.linkage.linking import link
    from trucewatch.vocabulary.refusal import NotFound

    read = read_table(
        table,
        unique_sources=frozenset(_names(unique_sources)),
        aliases=read_aliases(aliases) if aliases else {},
    )
    ids = read.ids.to_pylist()
    for name in names:
        if name not in ids:
            raise NotFound("No report is called “{name}”.", values={"name": name})
    known = _read_model(model)
    linked = link(read.columns, read.vocabulary, words=read.words, model=known, threads=threads)
    said = Explainer(linked).explain(ids.index(names[0]), ids.index(names[1]))
    other = None if said.runner_up is None else ids[said.runner_up]
    _print_explanation(
        [(reason.name, reason.found, reason.bits) for reason in said.reasons],
        bits=said.bits,
        together=said.together,
        obstacle=said.obstacle,
        runner_up=_runner_up(other, said.runner_up_bits),
        model=said.model,
    )


def _runner_up(name: str | None, bits: float | None) -> str:
    return "" if name is None or bits is None else f"{name} ({bits:+.1f} bits)"


def _print_explanation(
    reasons: list[tuple[str, str, float]],
    *,
    bits: float,
    together: bool,
    obstacle: str,
    runner_up: str,
    model: str,
) -> None:
    """The reasons with a bar each, then what they come to, on standard output."""
    for name, found, worth in reasons:
        bar = ("+" if worth > 0 else "-") * min(30, round(abs(worth) * 2))
        click.echo(f"{name:>13} {worth:+7.2f}  {bar:<12} {found}")
    if reasons:
        click.echo(f"{'together':>13} {bits:+7.2f}  probability {1 / (1 + 2**-bits):.3f}")
    click.echo("They are in one incident." if together else "They are not in one incident.")
    if obstacle:
        click.echo(obstacle)
    if runner_up:
        click.echo(f"Likeliest outside its incident, for the first: {runner_up}")
    click.echo(f"Model: {model}")


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]


@click.command(epilog="Example: trucewatch link --table reports.parquet -o links.parquet")
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
    help="Sources that hold at most one record of an incident; in the record ucdp and acled.",
)
@click.option("--aliases", type=_GIVEN, help="Other names of actors: CSV with alias and name.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only pairs of which one report was recorded on this day or later.",
)
@click.option(
    "--threshold",
    type=float,
    default=0.95,
    show_default=True,
    help="Probability from which incidents of the record are merged at once.",
)
@click.option("--propose-only", is_flag=True, help="Merge nothing, propose everything.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be merged.")
@click.option(
    "--explain", nargs=2, metavar="REPORT REPORT", help="Tell why two reports are linked or not."
)
@click.option("--summary-json", type=_FILE, help="Write counts and seconds to this file.")
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=min(2, os.cpu_count() or 1),
    show_default=True,
    help="Threads; the outcome does not depend on them.",
)
@click.option("--as", "acting_as", metavar="MEMBER", help="Act as this member, with their rights.")
def link(
    table: Path | None,
    output: Path | None,
    explain: tuple[str, str] | None,
    acting_as: str | None,
    **how: Any,
) -> None:
    """Say which reports describe one incident.

    Over the record: merge what is likely enough, each merger an act that can be undone, and propose
    the rest for review. With --table: read a table and write the incident of each report.
    """
    of_record = {name: how.pop(name) for name in ("since", "threshold", "propose_only", "dry_run")}
    if table is not None:
        if explain:
            for name in ("pairs", "summary_json"):
                how.pop(name)
            explain_in_table(table, explain, **how)
        else:
            link_table(table, output, **how)
        return
    for name in ("pairs", "model", "aliases"):
        if how.pop(name):
            raise click.UsageError(f"--{name} goes with --table.")
    from trucewatch.cli.record import acting_member, open_record

    open_record()
    by = acting_member(acting_as)
    if explain:
        explain_in_record(*explain, by)
        return
    since = of_record["since"]
    link_record(
        since=since.date() if since else None,
        threshold=None if of_record["propose_only"] else of_record["threshold"],
        dry_run=of_record["dry_run"],
        by=by,
        **how,
    )
