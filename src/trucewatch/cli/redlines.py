"""`trucewatch redline`: what became of one version of a text in another, word by word."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.output import text_output

if TYPE_CHECKING:
    from trucewatch.talks.rules.redline import Paragraph, Redline

_FILE = click.Path(dir_okay=False, path_type=Path)
_GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
_MARKS = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


@click.command(epilog="Example: trucewatch redline draft-1.txt draft-2.docx --format text")
@click.argument("before", type=_GIVEN)
@click.argument("after", type=_GIVEN)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--whole", is_flag=True, help="Show paragraphs without a change as well.")
@click.option("-o", "--output", type=_FILE, help="File for the answer; else standard output.")
def redline(before: Path, after: Path, form: str, whole: bool, output: Path | None) -> None:
    """Show what became of BEFORE in AFTER: [-taken out-] and {+put in+}, word by word.

    Reads plain text, HTML, Word and PDF. Needs no record. As JSON, the pieces joined are both
    texts exactly, with line feeds as ends of lines.
    """
    from trucewatch.sources.texts.reading import text_of
    from trucewatch.talks.rules.redline import redline as compare

    one, other = (text_of(path, path.name) for path in (before, after))
    begun = time.perf_counter()
    lined = compare(one, other)
    took = time.perf_counter() - begun
    with text_output(output) as out:
        out.write(_as_json(lined) if form == "json" else _as_text(lined, whole=whole))
    click.echo(
        f"{lined.words_kept:,} words kept, {lined.words_removed:,} taken out, "
        f"{lined.words_added:,} put in; compared in {took * 1000:.0f} ms",
        err=True,
    )


def _as_json(lined: "Redline") -> str:
    told = {
        "words_kept": lined.words_kept,
        "words_removed": lined.words_removed,
        "words_added": lined.words_added,
        "pieces": [{"kind": piece.kind.value, "text": piece.text} for piece in lined.pieces],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _as_text(lined: "Redline", *, whole: bool) -> str:
    from trucewatch.talks.rules.redline import Fold

    parts = lined.paragraphs() if whole else lined.folded()
    written = []
    for part in parts:
        if isinstance(part, Fold):
            written.append(f"… {len(part.paragraphs)} paragraphs unchanged …\n\n")
        else:
            written.append(_paragraph(part))
    return "".join(written).rstrip("\n") + "\n"


def _paragraph(paragraph: "Paragraph") -> str:
    pieces = []
    for piece in paragraph.pieces:
        start, end = _MARKS[piece.kind.value]
        body = piece.text.rstrip("\n")
        tail = piece.text[len(body) :]
        pieces.append(f"{start}{body}{end}{tail}" if body else tail)
    return "".join(pieces)
