"""What a round came to: outcomes, texts and signatures, causes, statements, what follows."""

from dataclasses import replace

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Heading, Paragraph, Table
from trucewatch.bulletins.language import listed, own
from trucewatch.papers.blocks.columns import without_empty
from trucewatch.papers.blocks.following import following_blocks
from trucewatch.papers.blocks.positions import position_columns, position_rows
from trucewatch.papers.content import (
    Cause,
    Head,
    Outcome,
    OutcomeSheet,
    Settlement,
    TabledText,
)
from trucewatch.papers.wording import (
    NOTHING,
    lines,
    name,
    when,
    word,
    worded,
)

SIGNATURES = "signatures"
"""How the names of tables begin whose rows leave room to sign."""


def outcome_blocks(paper: OutcomeSheet) -> list[Block]:
    """Every section of which something is recorded, the outcome first."""
    blocks: list[Block] = [*_outcomes(paper), *_expectations(paper)]
    for number, text in enumerate(paper.tabled, start=1):
        blocks += _tabled(paper.head, number, text)
    return [*blocks, *_causes(paper), *following_blocks(paper)]


def _outcomes(paper: OutcomeSheet) -> list[Block]:
    if not paper.outcomes:
        return [Paragraph(_("No outcome is recorded."))]
    columns = [
        Column(_("Outcome"), share=2.2), Column(_("In words"), share=3.4),
        Column(_("Reason given"), share=2.6), Column(_("By whose account"), share=2.2),
    ]  # fmt: skip
    rows = [_outcome(paper.head, each) for each in paper.outcomes]
    is_disputed = len({each.outcome for each in paper.outcomes}) > 1
    note = _("Accounts differ; the record holds each and takes none.") if is_disputed else ""
    return [without_empty(Table("outcomes", _("Outcome"), columns, rows, note))]


def _outcome(head: Head, told: Outcome) -> list[str]:
    return [
        word(told.outcome),
        own(told.text) or NOTHING,
        own(told.reason) or NOTHING,
        lines([name(head, told.by), when(told.on) if told.on else ""]),
    ]


def _expectations(paper: OutcomeSheet) -> list[Block]:
    if not paper.expectations:
        return []
    columns = [
        Column(_("What was expected"), share=4),
        Column(_("By whom"), share=2),
        Column(_("When"), share=1.6),
    ]
    rows = [
        [worded(word(each.says), each.words), name(paper.head, each.by) or NOTHING, when(each.on)]
        for each in paper.expectations
    ]
    return [without_empty(Table("expectations", _("Expected before the round"), columns, rows))]


def _tabled(head: Head, number: int, told: TabledText) -> list[Block]:
    """One text: what became of it, positions, acts, and lines for signatures."""
    title = own(told.title)
    if told.version:
        title = _("%(title)s, version %(version)s") % {"title": title, "version": own(told.version)}
    blocks: list[Block] = [Heading(_("Text on the table: %(title)s") % {"title": title})]
    if told.sha256:
        said = _("SHA-256 of the text: %(hash)s") % {"hash": own(told.sha256)}
        blocks.append(Paragraph(said, "quiet"))
    columns = [
        Column(_("Result"), share=3),
        Column(_("Reason given"), share=3),
        Column(_("By whose account"), share=2),
    ]
    rows = [_settlement(head, each) for each in told.settlements]
    if rows:
        title = _("What became of it")
        blocks.append(without_empty(Table(f"settlements_{number}", title, columns, rows, level=3)))
    else:
        blocks.append(Paragraph(_("What became of it is not recorded.")))
    if told.positions:
        rows = position_rows(head, told.positions, told.sha256)
        table = Table(f"positions_{number}", _("Positions"), position_columns(), rows, level=3)
        blocks.append(without_empty(table))
    if told.acts:
        blocks.append(_acts(head, number, told))
    if told.to_sign:
        blocks.append(_signatures(head, number, told))
    return blocks


def _settlement(head: Head, told: Settlement) -> list[str]:
    without = ""
    if told.without:
        without = _("without: %(names)s") % {"names": listed(name(head, n) for n in told.without)}
    return [
        lines([word(told.outcome), without]),
        own(told.reason) or NOTHING,
        lines([name(head, told.by), when(told.on) if told.on else ""]),
    ]


def _acts(head: Head, number: int, told: TabledText) -> Table:
    columns = [
        Column(_("Party"), share=2), Column(_("What it did"), share=2.4),
        Column(_("When"), share=1.6), Column(_("In its words"), share=3),
        Column(_("By whose account"), share=2),
    ]  # fmt: skip
    rows = [
        [
            name(head, each.party), word(each.act), when(each.on), own(each.words) or NOTHING,
            name(head, each.by) or NOTHING,
        ]
        for each in told.acts
    ]  # fmt: skip
    title = _("Signatures, publication and dissociation")
    return without_empty(Table(f"acts_{number}", title, columns, rows, level=3))


def _signatures(head: Head, number: int, told: TabledText) -> Table:
    columns = [
        Column(_("On behalf of"), share=2), Column(_("Name and title"), share=2.6),
        Column(_("Signature"), share=3), Column(_("Date"), share=1.4),
    ]  # fmt: skip
    rows = [
        [name(head, each.party), lines([own(each.name), own(each.title)]), "", ""]
        for each in told.to_sign
    ]
    return Table(f"{SIGNATURES}_{number}", _("Signatures"), columns, rows, level=3)


def _causes(paper: OutcomeSheet) -> list[Block]:
    if not paper.causes:
        return []
    tables = [_cause(paper.head, number, each) for number, each in enumerate(paper.causes, start=1)]
    note = _("The record holds every cause that is claimed and takes none.")
    return [Heading(_("Causes as claimed")), *tables[:-1], replace(tables[-1], note=note)]


def _cause(head: Head, number: int, told: Cause) -> Table:
    columns = [Column(_("Cause"), share=5), Column(_("By whose account"), share=2.4)]
    rows = [
        [
            worded(word(each.says), each.words),
            lines([name(head, each.by), when(each.on) if each.on else ""]),
        ]
        for each in told.answers
    ]
    return Table(f"causes_{number}", own(told.question), columns, rows, level=3)
