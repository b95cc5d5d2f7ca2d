"""`trucewatch extract`: what press articles, statements and communiqués say."""

import contextlib
import gc
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.output import text_output

if TYPE_CHECKING:
    from trucewatch.extraction.case import CaseRead, Text
    from trucewatch.extraction.lexicon import Lexicon

_GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(epilog="Example: trucewatch extract articles/*.txt --format table")
@click.argument("files", nargs=-1, required=True, type=_GIVEN, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "table"]),
    default="json",
    show_default=True,
    help="json for programs, table for people.",
)
@click.option(
    "--vocabulary",
    type=_GIVEN,
    help="A TOML file with this case's own verbs of speech, actors and places.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file and not to standard output.",
)
def extract(files: Sequence[Path], form: str, vocabulary: Path | None, output: Path | None) -> None:
    """Say what articles, statements and communiqués say, with the characters it stands in.

    All files of one call are read as one case: spellings of a name are one actor, dates lean on
    each other, copies are told from originals. Text, HTML, PDF and Word files are read; no
    database is needed, nothing is asked of any other machine, and nothing enters the record.
    """
    from trucewatch.extraction.reading import read_case

    words = _vocabulary(vocabulary)
    texts = _texts(files)
    with _without_collector():
        case = read_case(texts, words, _say)
    with text_output(output) as out:
        if form == "json":
            from trucewatch.exchange.press_format import case_as_json

            # Without indentation, which would take as long as the reading.
            out.write(json.dumps(case_as_json(case), ensure_ascii=False) + "\n")
        else:
            from trucewatch.exchange.press_table import case_as_table

            out.write(case_as_table(case, texts))
    _tell(case)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing that is read is thrown away before the end: looking for it would take a sixth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _say(stage: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"reading: {stage}", err=True)


def _vocabulary(path: Path | None) -> "Lexicon | None":
    from trucewatch.extraction.lexicon import lexicon_for
    from trucewatch.extraction.vocabulary_file import read_extension
    from trucewatch.vocabulary.refusal import Refused

    if path is None:
        return None
    try:
        return lexicon_for(read_extension(path.read_text("utf-8")))
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused(f"{path}: {error}", field="vocabulary") from None


def _texts(files: Sequence[Path]) -> "list[Text]":
    """The files' words under their names without the ending; equal names get a number."""
    from trucewatch.extraction.case import Text
    from trucewatch.sources.texts.reading import text_of
    from trucewatch.vocabulary.refusal import Refused

    found: list[Text] = []
    taken: set[str] = set()
    for path in files:
        name = path.stem
        number = 2
        while name in taken:
            name = f"{path.stem}-{number}"
            number += 1
        taken.add(name)
        try:
            found.append(Text(name, text_of(path, path.name)))
        except Refused as refused:
            raise Refused(f"{path}: {refused.reason}", field=refused.field) from None
    return found


def _tell(case: "CaseRead") -> None:
    """One line on standard error about what was found."""
    counts = {
        "statements": sum(len(document.statements) for document in case.documents),
        "dates": sum(len(document.dates) for document in case.documents),
        "figures": sum(len(document.figures) for document in case.documents),
        "demands and commitments": sum(len(d.undertakings) for d in case.documents),
        "alleged violations": sum(len(document.allegations) for document in case.documents),
        "passages in two documents": len(case.reuse),
        "contradictions": len(case.contradictions),
    }
    told = ", ".join(f"{number} {what}" for what, number in counts.items())
    sources = len(case.documents) - len(case.copies)
    click.echo(f"read {len(case.documents)} documents ({sources} independent): {told}", err=True)
