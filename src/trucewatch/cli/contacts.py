"""`trucewatch contacts`: who met whom, how often, in which format."""

import datetime as dt
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import text_output

if TYPE_CHECKING:
    from trucewatch.talks.queries.actors import Actors
    from trucewatch.talks.rules.contacts import ContactMatrix, MeetingSeen

_FILE = click.Path(dir_okay=False, path_type=Path)
_GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    epilog="Example: trucewatch contacts --track 'Astana process' "
    "--both 'Syrian government' 'Armed opposition delegation'"
)
@click.option("--table", type=_GIVEN, help="Count meetings of a CSV file; needs no record.")
@click.option("--track", default="", help="Only meetings of this track of the record.")
@click.option("--since", type=_DAY, help="Meetings from this day on.")
@click.option("--until", type=_DAY, help="Meetings up to this day.")
@click.option(
    "--both", nargs=2, metavar="ACTOR ACTOR", help="Who met both face to face? By any name."
)
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv")
@click.option("-o", "--output", type=_FILE, help="File for the answer; else standard output.")
@click.option("--as", "acting_as", metavar="MEMBER", help="See no more than this member sees.")
def contacts(
    table: Path | None, track: str, since: dt.datetime | None, until: dt.datetime | None,
    both: tuple[str, str] | None, form: str, output: Path | None, acting_as: str | None,
) -> None:  # fmt: skip
    """Say who met whom, how often, in which format, over any period.

    Without --table the meetings of the record are counted. A table has the columns meeting, day,
    format, actor and role, one line for each who sat there.
    """
    from trucewatch.exchange.contact_rows import contacts_told, flat_pair
    from trucewatch.exchange.plain_csv import csv_of
    from trucewatch.talks.rules.contacts import count_contacts, within

    first, last = (day.date() if day else None for day in (since, until))
    if first and last and last < first:
        raise click.BadParameter("it lies before --since", param_hint="--until")
    names = None
    if table is not None:
        from trucewatch.exchange.meeting_table import read_meetings

        meetings = read_meetings(table)
        if first or last:
            meetings = list(within(meetings, first, last).meetings)
    else:
        meetings, names = _of_the_record(track, first, last, acting_as)
    begun = time.perf_counter()
    matrix = count_contacts(meetings)
    took = time.perf_counter() - begun
    told: dict[str, Any] = contacts_told(matrix)
    if both:
        one, other = (_meant(matrix, names, name) for name in both)
        if one == other:
            raise click.BadParameter(f"both are {one}", param_hint="--both")
        told["met_both"] = list(matrix.met_both(one, other))
    with text_output(output) as out:
        if form == "json":
            out.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        else:
            out.write(csv_of([flat_pair(row) for row in told["pairs"]]))
    click.echo(
        f"{len(meetings):,} meetings, {len(matrix.actors):,} actors, {len(told['pairs']):,} pairs; "
        f"counted in {took * 1000:.0f} ms",
        err=True,
    )
    if both:
        found = ", ".join(told["met_both"]) or "nobody"
        click.echo(f"Face to face with both {both[0]} and {both[1]}: {found}", err=True)


def _meant(matrix: "ContactMatrix", names: "Actors | None", name: str) -> str:
    """The actor of the matrix that is meant; of a table alone only its own names are known."""
    if names is not None:
        return names.among(matrix.actors, name, "both")
    from trucewatch.names.folding import fold

    found = next((actor for actor in matrix.actors if fold(actor) == fold(name)), None)
    if found is None:
        raise click.BadParameter(f"nobody in the table is called “{name}”", param_hint="--both")
    return found


def _of_the_record(
    track: str, since: dt.date | None, until: dt.date | None, acting_as: str | None
) -> "tuple[list[MeetingSeen], Actors]":
    from trucewatch.cli.record import acting_member, open_record

    open_record()
    from trucewatch.accounts.access import MemberReader
    from trucewatch.talks.queries.actors import Actors
    from trucewatch.talks.queries.meetings import MeetingFilter, meetings_for_contacts
    from trucewatch.talks.queries.tracks import known_track

    reader = MemberReader(acting_member(acting_as))
    wanted = MeetingFilter(track=known_track(track), since=since, until=until)
    return meetings_for_contacts(reader, wanted), Actors(reader)
