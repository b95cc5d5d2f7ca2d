"""`trucewatch ground`: what was reported before, during and after a round of talks."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import text_output
from trucewatch.cli.record import acting

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog="Example: trucewatch ground 'Astana process' 1 --format json")
@click.argument("track")
@click.argument("ordinal", type=click.IntRange(min=1))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option("-o", "--output", type=_FILE, help="File for the answer; else standard output.")
@acting
def ground(track: str, ordinal: int, form: str, output: Path | None, by: "Member") -> None:
    """Tell what was reported seven days before, during and seven days after a round of TRACK.

    Counted are reports and incidents whose days lie wholly in a phase; those that only touch it
    stand apart. The ledgers of two monitors are never added together.
    """
    from trucewatch.accounts.access import MemberReader
    from trucewatch.talks.queries.ground import ground_of
    from trucewatch.talks.queries.rounds import find_round_by_name

    told = ground_of(MemberReader(by), find_round_by_name(track, ordinal)).as_json()
    with text_output(output) as out:
        if form == "json":
            out.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        else:
            out.write(_as_table(told))
    click.echo(told["not_summed"], err=True)


def _as_table(told: dict[str, Any]) -> str:
    lines = [f"{told['round']}"]
    for phase in told["phases"]:
        lines.append(
            f"{phase['phase']}: {phase['first']} to {phase['last']} ({phase['days']} days), "
            f"{phase['incidents_within']} incidents,"
            f" {phase['incidents_possible']} more may lie there"
        )
        lines += [
            f"  {each['source']}: {each['reports_within']} reports"
            f" ({each['reports_touching']} with those that touch these days)"
            for each in phase["sources"]
        ]
        lines += [
            f"  {each['monitor']}: {_number(each['breaches'])} breaches"
            f" on {each['days_with_a_tally']} days with a tally"
            for each in phase["ledgers"]
        ]
    return "\n".join(lines) + "\n"


def _number(value: int | None) -> str:
    return "no sum of" if value is None else str(value)
