"""`trucewatch paper`: a paper of a round of talks, made from the record as it stands."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.output import binary_output
from trucewatch.cli.record import acting

if TYPE_CHECKING:
    from trucewatch.accounts.access import Reader
    from trucewatch.accounts.models import Member
    from trucewatch.papers.content import Paper

_DRAFT = "draft"
_POSITIONS = "positions_sheet"
_KINDS = (
    "invitation_list", "participants_list", "agenda", _DRAFT, _POSITIONS, "outcome_sheet",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What the options ask for."""

    kind: str
    of_round: tuple[str, int]
    text: str
    version: str
    against: str
    whole: bool

    def require_sound(self) -> None:
        """Refuse options that the paper has no use for: an ignored one would mislead."""
        of_draft = {"--version": self.version, "--against": self.against, "--whole": self.whole}
        for name, given in of_draft.items():
            if given and self.kind != _DRAFT:
                raise click.UsageError(f"{name} goes with {_DRAFT}.")
        if self.text and self.kind not in (_DRAFT, _POSITIONS):
            raise click.UsageError(f"--text goes with {_DRAFT} and {_POSITIONS}.")
        if self.whole and not self.against:
            raise click.UsageError("--whole goes with --against.")


@click.command(
    epilog="Example: trucewatch paper outcome_sheet --round 'Astana process' 2 --lang ru "
    "--format pdf -o outcome.pdf"
)
@click.argument("kind", type=click.Choice(_KINDS))
@click.option(
    "--round", "of_round", nargs=2, type=(str, int), metavar="TRACK ORDINAL", required=True,
    help="Of which round.",
)  # fmt: skip
@click.option("--text", default="", metavar="NAME", help="Of which text, where there are several.")
@click.option(
    "--version", default="", metavar="N", help="With draft: its version; else the last one."
)
@click.option("--against", default="", metavar="N", help="With draft: the version to compare with.")
@click.option("--whole", is_flag=True, help="With --against: fold nothing that did not change.")
@click.option("--lang", "language", default="en", show_default=True, help="Language.")
@click.option(
    "--format", "form", type=click.Choice(["pdf", "docx", "json"]), default="pdf",
    show_default=True,
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File.")
@acting
def paper(language: str, form: str, output: Path | None, by: "Member", **options: Any) -> None:
    """Make a paper of a round of talks from what the acting member may see.

    It tells the round as the record stands today, and bears the strictest mark of what is in it.
    Templates of the record's own lay it out where there are any.
    """
    from trucewatch.accounts.access import reader_of, require
    from trucewatch.accounts.rules import Act
    from trucewatch.papers.language import require_language
    from trucewatch.papers.render import render
    from trucewatch.papers.templates import templates_of_record

    wanted = _Wanted(**options)
    wanted.require_sound()
    require_language(language)
    require(by, Act.EXPORT)
    made = _paper(reader_of(by), wanted)
    content = render(made, language, form, templates_of_record())
    with binary_output(output) as out:
        out.write(content)
    click.echo(f"{made.head.handling.label}, as of {made.head.as_of}", err=True)


def _paper(reader: "Reader", wanted: _Wanted) -> "Paper":
    from trucewatch.papers.content import PaperKind
    from trucewatch.papers.gathering import draft_paper, paper_of
    from trucewatch.papers.gathering.texts import text_named, version_named
    from trucewatch.talks.queries.drafts import drafts_of
    from trucewatch.talks.queries.rounds import find_round_by_name

    round_ = find_round_by_name(*wanted.of_round)
    if wanted.kind != _DRAFT:
        chosen = text_named(drafts_of(reader, round_), wanted.text) if wanted.text else None
        text = chosen.instrument.pk if chosen else None
        return paper_of(reader, round_, PaperKind(wanted.kind), text=text)
    draft = text_named(drafts_of(reader, round_), wanted.text)
    version = version_named(draft, wanted.version).row
    against = version_named(draft, wanted.against).row if wanted.against else None
    return draft_paper(reader, version, against, in_full=wanted.whole, round_=round_)
