"""Who stands where on each version of a draft, by whose account."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Paragraph, Table
from trucewatch.bulletins.language import own
from trucewatch.papers.content import Head, Position, PositionsSheet, VersionPositions
from trucewatch.papers.wording import NOTHING, lines, name, when, word


def position_blocks(paper: PositionsSheet) -> list[Block]:
    """All versions side by side where there are several, then each with words and dates."""
    if not paper.versions:
        return [Paragraph(_("No version of this text is recorded."))]
    blocks: list[Block] = [_matrix(paper)] if len(paper.versions) > 1 else []
    return blocks + [
        _version(paper.head, number, each) for number, each in enumerate(paper.versions, start=1)
    ]


def _matrix(paper: PositionsSheet) -> Table:
    parties = list(dict.fromkeys(each.party for one in paper.versions for each in one.positions))
    columns = [Column(_("Party"), share=1.4)]
    columns += [
        Column(_("Version %(version)s") % {"version": own(one.version)}) for one in paper.versions
    ]
    rows = [
        [name(paper.head, party), *(_stances(one.positions, party) for one in paper.versions)]
        for party in parties
    ]
    note = _("A dash means that no position is recorded. It does not mean consent.")
    return Table("positions", _("Positions by version"), columns, rows, note)


def _stances(positions: Sequence[Position], party: str) -> str:
    told = [word(each.stance) for each in positions if each.party == party]
    distinct = list(dict.fromkeys(told))
    return lines([_("Accounts differ:") if len(distinct) > 1 else "", *distinct])


def _version(head: Head, number: int, told: VersionPositions) -> Block:
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
    return Table(f"positions_{number}", title, position_columns(), rows, note)


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
