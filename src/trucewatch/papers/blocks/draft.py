"""A draft in one version, against an earlier one, and to whom it went."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import (
    Block,
    Change,
    ChangeKind,
    Column,
    Fold,
    Heading,
    Paragraph,
    Passage,
    Redline,
    Table,
)
from trucewatch.bulletins.language import direction, number, own
from trucewatch.papers.content import DraftPaper
from trucewatch.papers.wording import NOTHING, name, when
from trucewatch.talks.rules.redline import Piece, PieceKind

_KINDS: Final[dict[PieceKind, ChangeKind]] = {
    PieceKind.KEPT: "kept",
    PieceKind.REMOVED: "removed",
    PieceKind.ADDED: "added",
}
_LONG: Final = 12
"""Paragraphs from which a text is long, so that paper folds what did not change."""
_WORTH_FOLDING: Final = 2
_CONTEXT: Final = 1
"""Unchanged paragraphs that stay on either side of a change."""


def draft_blocks(paper: DraftPaper) -> list[Block]:
    """The text with its changes, then its circulation."""
    blocks: list[Block] = [Heading(_heading(paper))]
    if any(piece.text.strip() for piece in paper.pieces):
        blocks.append(redline_of(paper))
    else:
        blocks.append(Paragraph(_("The text of this version is not recorded.")))
    if paper.circulations:
        blocks.append(_circulations(paper))
    return blocks


def redline_of(paper: DraftPaper) -> Redline:
    """The whole text; the paper folds long stretches without a change unless asked not to."""
    passages = passages_of(paper.pieces)
    is_compared = bool(paper.compared_with)
    legend = (
        _(
            "Deleted words are struck through between doubled brackets; added words are bold and "
            "underlined."
        )
        if is_compared
        else ""
    )
    folds = folds_of(passages) if is_compared and not paper.in_full else []
    language = paper.language
    return Redline(passages, folds, language, direction(language), legend)


def passages_of(pieces: Sequence[Piece]) -> list[Passage]:
    """The text cut at its line ends; each end belongs to the piece that it stands in.

    Paragraphs are numbered as they stand in the newer version. Those that went, and empty lines,
    have no number.
    """
    passages: list[Passage] = []
    count = 0
    for changes, ending in _cut(pieces):
        stands = any(change.kind != "removed" and change.text.strip() for change in changes)
        count += stands
        passages.append(Passage(number(count) if stands else "", changes, ending))
    return passages


def _cut(pieces: Sequence[Piece]) -> Iterator[tuple[list[Change], ChangeKind]]:
    changes: list[Change] = []
    for piece in pieces:
        kind = _KINDS[piece.kind]
        first, *others = piece.text.split("\n")
        if first:
            changes.append(Change(first, kind))
        for line in others:
            yield changes, kind
            changes = [Change(line, kind)] if line else []
    if changes:
        yield changes, "kept"


def folds_of(passages: Sequence[Passage]) -> list[Fold]:
    """Stretches of a long text that paper may leave out, with the numbers that they had."""
    if sum(bool(passage.changes) for passage in passages) <= _LONG:
        return []
    folds = []
    for first, last in _unchanged(passages):
        inner = [at for at in range(first, last + 1) if passages[at].number]
        before = _CONTEXT if first else 0
        after = _CONTEXT if last < len(passages) - 1 else 0
        inner = inner[before : len(inner) - after]
        if len(inner) >= _WORTH_FOLDING:
            told = {"first": passages[inner[0]].number, "last": passages[inner[-1]].number}
            text = _("Paragraphs %(first)s to %(last)s are unchanged.") % told
            folds.append(Fold(inner[0], inner[-1], text))
    return folds


def _unchanged(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """The first and the last passage of every stretch without a change."""
    start: int | None = None
    for at, passage in enumerate(passages):
        is_changed = passage.ending != "kept" or any(c.kind != "kept" for c in passage.changes)
        if is_changed and start is not None:
            yield start, at - 1
            start = None
        elif not is_changed and start is None:
            start = at
    if start is not None:
        yield start, len(passages) - 1


def _heading(paper: DraftPaper) -> str:
    told = {
        "title": own(paper.title),
        "version": own(paper.version),
        "other": own(paper.compared_with),
    }
    if paper.compared_with:
        return _("%(title)s, version %(version)s against version %(other)s") % told
    return _("%(title)s, version %(version)s") % told


def _circulations(paper: DraftPaper) -> Table:
    columns = [
        Column(_("Circulated to"), share=3), Column(_("Circulated by"), share=3),
        Column(_("When"), share=2),
    ]  # fmt: skip
    rows = [
        [name(paper.head, each.to), name(paper.head, each.by) or NOTHING, when(each.on)]
        for each in paper.circulations
    ]
    return Table("circulations", _("Circulation"), columns, rows)
