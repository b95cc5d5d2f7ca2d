"""`trucewatch bulletin`: a bulletin made from the record as it stands."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import binary_output
from trucewatch.cli.record import acting

if TYPE_CHECKING:
    from trucewatch.accounts.models import Member

_FORMS = ("json", "html", "pdf", "docx", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What the options ask for."""

    day: dt.date
    cut_off: str | None
    language: str
    form: str
    table: str | None
    output: Path | None


@click.group(
    epilog="Example: trucewatch bulletin weekly --date 2017-03-25 --format pdf -o week.pdf"
)
def bulletin() -> None:
    """Make a bulletin from what the acting member may see."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every kind of bulletin takes."""
    for option in (
        click.option(
            "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File."
        ),
        click.option("--table", help="With csv: this table alone; else a zip of all tables."),
        click.option("--format", "form", type=click.Choice(_FORMS), default="json"),
        click.option("--lang", "language", default="en", show_default=True, help="Language."),
        click.option(
            "--cut-off",
            metavar="MOMENT",
            help="Count only what was recorded by then, as it stood then (ISO 8601; without an "
            "offset, on the clocks of the place). Without it everything recorded counts.",
        ),
        click.option(
            "--date",
            "day",
            type=click.DateTime(["%Y-%m-%d"]),
            required=True,
            help="Last day of the window.",
        ),
    ):
        command = option(command)
    return command


@bulletin.command(
    epilog="Example: trucewatch bulletin daily --date 2017-03-25 --lang ar --format pdf -o day.pdf"
)
@_options
@acting
def daily(day: dt.datetime, by: "Member", **options: Any) -> None:
    """What is recorded of one day, beside the day before."""
    _make("daily", _Wanted(day=day.date(), **options), by)


@bulletin.command(
    epilog="Example: trucewatch bulletin weekly --date 2017-03-25 --format csv -o week.zip"
)
@_options
@acting
def weekly(day: dt.datetime, by: "Member", **options: Any) -> None:
    """What is recorded of the seven days that end on a date, beside the seven before."""
    _make("weekly", _Wanted(day=day.date(), **options), by)


@bulletin.command(
    "two-ledger",
    epilog="Example: trucewatch bulletin two-ledger --date 2017-03-25 --format json",
)
@_options
@acting
def two_ledger(day: dt.datetime, by: "Member", **options: Any) -> None:
    """The tallies that the monitors reported on one day, side by side, never added together."""
    _make("two-ledger", _Wanted(day=day.date(), **options), by)


def _make(kind: str, wanted: _Wanted, by: "Member") -> None:
    from trucewatch.accounts.access import reader_of
    from trucewatch.bulletins.drawing_up import words_for
    from trucewatch.bulletins.frame import read_cut_off
    from trucewatch.bulletins.kinds import Asked, BulletinKind
    from trucewatch.bulletins.language import speaking
    from trucewatch.bulletins.render import in_form

    if wanted.table and wanted.form != "csv":
        raise click.UsageError("--table goes with --format csv.")
    try:
        cut_off = read_cut_off(wanted.cut_off) if wanted.cut_off else None
    except ValueError:
        raise click.BadParameter(
            "Write a moment such as 2017-03-25T20:00+02:00.", param_hint="--cut-off"
        ) from None
    with speaking(wanted.language):  # an unknown language is refused before any work
        words = words_for(Asked(BulletinKind(kind), wanted.day, cut_off), reader_of(by))
    content = in_form(words, wanted.form, language=wanted.language, table=wanted.table or "")
    with binary_output(wanted.output) as out:
        out.write(content)
