"""`trucewatch names`: whether pairs of names can be spellings of one person's name."""

import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import click

from trucewatch.names.people import compare_people
from trucewatch.vocabulary.refusal import Refused

_BOM = b"\xef\xbb\xbf"


@click.command(epilog="Example: trucewatch names --explain pairs.tsv")
@click.option("--explain", is_flag=True, help="Write a tab and the reason after each answer.")
@click.argument("file", type=click.File("rb"), default="-")
def names(explain: bool, file: BinaryIO) -> None:
    """Say of each line NAME<TAB>NAME whether both can be one person's name.

    A line that cannot be read as two names is reported on standard error and answered with an
    empty line; the others are answered, and the exit status is 2.
    """
    refused = 0
    out = sys.stdout.buffer
    for answer, reason in answers(file):
        if answer:
            out.write(f"{answer}\t{reason}\n".encode() if explain else f"{answer}\n".encode())
        else:
            refused += 1
            click.echo(reason, err=True)
            out.write(b"\n")
        # Whoever writes line by line may wait for the answer before the next line.
        out.flush()
    if refused:
        raise Refused(
            "{count} of the lines could not be read as two names", values={"count": refused}
        )


def answers(lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """For each line the answer and its reason; no answer where it does not hold two names."""
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(_BOM) if number == 1 else raw
        try:
            text = line.removesuffix(b"\n").removesuffix(b"\r").decode()
        except UnicodeDecodeError:
            yield "", f"line {number}: not in UTF-8"
            continue
        parts = text.split("\t")
        if len(parts) != 2:
            yield (
                "",
                f"line {number}: has {len(parts) - 1} tabs, not the one between two names",
            )
            continue
        found = compare_people(*parts)
        yield "same" if found.same else "different", found.reason
