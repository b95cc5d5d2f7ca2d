"""What follows a round: statements, obligations, follow-up, and the next round as announced."""

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Table
from trucewatch.bulletins.language import listed, own
from trucewatch.papers.blocks.columns import without_empty
from trucewatch.papers.content import Head, IssuedStatement, OutcomeSheet
from trucewatch.papers.wording import NOTHING, by_whom, lines, name, names, when, word


def following_blocks(paper: OutcomeSheet) -> list[Block]:
    """Each as far as something of it is recorded."""
    return [*_issued(paper), *_owed(paper), *_follow_ups(paper), *_next_round(paper)]


def _issued(paper: OutcomeSheet) -> list[Block]:
    if not paper.issued:
        return []
    columns = [
        Column(_("Issued text"), share=3), Column(_("Type"), share=2),
        Column(_("Issued by"), share=2.4), Column(_("When"), share=1.6),
        Column(_("Endorsement"), share=2.4),
    ]  # fmt: skip
    rows = [_statement(paper.head, each) for each in paper.issued]
    return [without_empty(Table("issued", _("Statements issued"), columns, rows))]


def _statement(head: Head, told: IssuedStatement) -> list[str]:
    standing = ""
    if told.endorsed_by:
        standing = _("Endorsed by: %(names)s") % {
            "names": listed(name(head, n) for n in told.endorsed_by)
        }
    elif told.is_unilateral:
        standing = _("Unilateral: nobody is recorded as having endorsed it")
    return [
        own(told.title),
        word(told.kind),
        names(head, told.issuers),
        when(told.on),
        standing or NOTHING,
    ]


def _owed(paper: OutcomeSheet) -> list[Block]:
    if not paper.undertakings:
        return []
    head = paper.head
    columns = [
        Column(_("What is owed"), share=4), Column(_("By whom"), share=2),
        Column(_("To whom"), share=2), Column(_("Due on"), share=1.8),
    ]  # fmt: skip
    rows = [
        [
            lines([own(each.text), own(each.under)]),
            name(head, each.bearer),
            name(head, each.owed_to) or NOTHING,
            when(each.due) if each.due else _("no date known"),
        ]
        for each in paper.undertakings
    ]
    return [without_empty(Table("undertakings", _("Obligations that follow"), columns, rows))]


def _follow_ups(paper: OutcomeSheet) -> list[Block]:
    if not paper.follow_ups:
        return []
    head = paper.head
    columns = [
        Column(_("What is to follow"), share=4), Column(_("Whom it concerns"), share=2),
        Column(_("When"), share=1.8), Column(_("State"), share=2),
    ]  # fmt: skip
    rows = [
        [
            lines([by_whom(head, own(each.text), each.by), own(each.where)]),
            name(head, each.whom) or NOTHING,
            when(each.on) if each.on else _("no date known"),
            word(each.state) or NOTHING,
        ]
        for each in paper.follow_ups
    ]
    return [without_empty(Table("follow_ups", _("Follow-up"), columns, rows))]


def _next_round(paper: OutcomeSheet) -> list[Block]:
    if not paper.next_round:
        return []
    columns = [
        Column(_("Dates"), share=2),
        Column(_("Announced by"), share=2),
        Column(_("Announced on"), share=2),
        Column(_("Remarks"), share=3),
    ]
    rows = [
        [
            when(each.dates) if each.dates else _("no date known"),
            name(paper.head, each.by) or NOTHING,
            when(each.said_on),
            own(each.remarks) or NOTHING,
        ]
        for each in paper.next_round
    ]
    note = _("In the order in which they were announced.")
    return [without_empty(Table("next_round", _("Next round"), columns, rows, note))]
