"""Who stands where on each version of a draft, by whose account."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Heading, Paragraph, Table
from trucewatch.bulletins.language import own
from trucewatch.papers.blocks.columns import without_empty
from trucewatch.papers.content import (
    Head,
    Position,
    PositionsSheet,
    TextPositions,
    VersionPositions,
)
from trucewatch.papers.wording import NOTHING, disputed, lines, name, when, word

_MOST_COLUMNS: Final = 5
"""Versions that stand beside each other; more stand in tables of their own."""


def position_blocks(paper: PositionsSheet) -> list[Block]:
    """Text by text: its versions side by side where there are several, then each with words."""
    if not paper.texts:
        return [Paragraph(_("No text is recorded that was put before the round."))]
    blocks: list[Block] = []
    for number, text in enumerate(paper.texts, start=1):
        blocks += _text(paper.head, number, text)
    return blocks


def _text(head: Head, number: int, told: TextPositions) -> list[Block]:
    blocks: list[Block] = [Heading(own(told.title))]
    if not told.versions:
        return [*blocks, Paragraph(_("No version of this text is recorded."))]
    if len(told.versions) > 1:
        blocks += _matrix(head, number, told)
    blocks += [
        _version(head, f"{number}_{place}", each) for place, each in enumerate(told.versions, 1)
    ]
    return blocks


def _matrix(head: Head, number: int, told: TextPositions) -> Iterator[Block]:
    """Parties by versions, so many versions at a time as fit beside each other."""
    parties = list(dict.fromkeys(each.party for one in told.versions for each in one.positions))
    if not parties:
        return
    note = _("A dash means that no position is recorded. It does not mean consent.")
    for first in range(0, len(told.versions), _MOST_COLUMNS):
        versions = told.versions[first : first + _MOST_COLUMNS]
        columns = [Column(_("Party"), share=1.4)]
        columns += [
            Column(_("Version %(version)s") % {"version": own(one.version)}) for one in versions
        ]
        rows = [
            [name(head, party), *(_stances(one.positions, party) for one in versions)]
            for party in parties
        ]
        key = f"positions_{number}" if not first else f"positions_{number}_from_{first + 1}"
        yield Table(key, _("Positions by version"), columns, rows, note, level=3)


def _stances(positions: Sequence[Position], party: str) -> str:
    """Where a party stands now: whoever agreed and refused later refuses, and nothing differs."""
    told = [word(each.stance) for each in positions if each.party == party and each.stands]
    distinct = list(dict.fromkeys(told))
    return lines([disputed(len(distinct) > 1), *distinct])


def _version(head: Head, key: str, told: VersionPositions) -> Block:
    title = _("Version %(version)s") % {"version": own(told.version)}
    if told.circulated_on:
        title = _("%(version)s, circulated %(day)s") % {
            "version": title,
            "day": when(told.circulated_on),
        }
    if not told.positions:
        return Paragraph(_("%(version)s: no position is recorded.") % {"version": title})
    note = _("SHA-256 of the text: %(hash)s") % {"hash": own(told.sha256)} if told.sha256 else ""
    rows = position_rows(head, told.positions, told.sha256)
    return without_empty(Table(f"version_{key}", title, position_columns(), rows, note, level=3))


def position_columns() -> list[Column]:
    """The columns of every table of positions."""
    return [
        Column(_("Party"), share=2), Column(_("Position"), share=2),
        Column(_("In its words"), share=3.4), Column(_("Given on"), share=1.6),
        Column(_("By whose account"), share=2),
    ]  # fmt: skip


def position_rows(head: Head, positions: Sequence[Position], sha256: str) -> list[list[str]]:
    """One row for each account; one that was given on another text says so."""
    return [
        [
            name(head, each.party),
            lines([word(each.stance), _other_text(each, sha256)]),
            own(each.words) or NOTHING,
            when(each.on),
            name(head, each.by) or NOTHING,
        ]
        for each in positions
    ]


def _other_text(told: Position, sha256: str) -> str:
    is_other = told.sha256 and sha256 and told.sha256 != sha256
    if not is_other:
        return ""
    return _("Given on another text, whose SHA-256 begins with %(hash)s") % {
        "hash": own(told.sha256[:12])
    }
