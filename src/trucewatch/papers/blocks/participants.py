"""The delegations of a round, on which days they were there by whose account, and their members."""

import datetime as dt
from typing import Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Paragraph, Table
from trucewatch.bulletins.language import day, own
from trucewatch.papers.content import Delegation, Head, ParticipantsList, Person
from trucewatch.papers.wording import NOTHING, accounts, lines, name, word, worded

_MOST_COLUMNS: Final = 4
"""Days that stand beside each other; more stand below each other."""


def participant_blocks(paper: ParticipantsList) -> list[Block]:
    """An overview, presence by the day, and a table of persons for each delegation."""
    head, delegations = paper.head, paper.delegations
    if not delegations:
        return [Paragraph(_("No delegation is recorded."))]
    blocks: list[Block] = [_overview(head, delegations)]
    if days := sorted({each.day for one in delegations for each in one.presence}):
        blocks.append(_presence(head, delegations, days))
    blocks += [_members(head, number, one) for number, one in enumerate(delegations, start=1)]
    return blocks


def _overview(head: Head, delegations: tuple[Delegation, ...]) -> Table:
    columns = [
        Column(_("Delegation"), share=2.2), Column(_("Head of delegation"), share=2),
        Column(_("Mandate"), share=2), Column(_("Number of delegates"), share=2.2),
        Column(_("Level"), share=2.2), Column(_("Credentials"), share=1.8),
    ]  # fmt: skip
    rows = [
        [
            lines([name(head, one.name), word(one.capacity)]),
            lines(own(each) for each in one.heads),
            accounts(head, one.mandates),
            accounts(head, one.counts),
            accounts(head, one.levels),
            accounts(head, one.credentials),
        ]
        for one in delegations
    ]
    note = _("In brackets stands whose account it is. A dash means that nothing is recorded.")
    return Table("delegations", _("Delegations"), columns, rows, note)


def _presence(head: Head, delegations: tuple[Delegation, ...], days: list[dt.date]) -> Table:
    told = {
        (number, each.day): accounts(head, each.accounts)
        for number, one in enumerate(delegations)
        for each in one.presence
    }
    title = _("Presence by the day")
    note = _("A dash means that nothing is recorded for that day. It does not mean absence.")
    if len(days) <= _MOST_COLUMNS:
        columns = [Column(_("Delegation"), share=1.2), *(Column(day(each)) for each in days)]
        rows = [
            [name(head, one.name), *(told.get((number, each), NOTHING) for each in days)]
            for number, one in enumerate(delegations)
        ]
        return Table("presence", title, columns, rows, note)
    columns = [
        Column(_("Day"), share=1.5),
        Column(_("Delegation"), share=2),
        Column(_("Presence"), share=4),
    ]
    rows = [
        [day(each), name(head, one.name), told[number, each]]
        for each in days
        for number, one in enumerate(delegations)
        if (number, each) in told
    ]
    return Table("presence", title, columns, rows, note)


def _members(head: Head, number: int, one: Delegation) -> Block:
    title = name(head, one.name)
    if not one.members:
        said = _("%(delegation)s: no members are recorded.") % {"delegation": title}
        return Paragraph(said)
    columns = [
        Column(_("Name"), share=2.2), Column(_("Title or office"), share=3),
        Column(_("Function"), share=2), Column(_("Authority to speak"), share=2.2),
    ]  # fmt: skip
    rows = [_member(each) for each in one.members]
    return Table(f"members_{number}", title, columns, rows)


def _member(told: Person) -> list[str]:
    title = lines([own(told.title), word(told.rank)])
    return [
        own(told.name),
        title,
        lines([word(told.function), _term(told)]),
        worded(word(told.authority), told.authority_words) or NOTHING,
    ]


def _term(told: Person) -> str:
    """From when to when, where a person did not serve throughout."""
    if told.since and told.until:
        return _("%(since)s to %(until)s") % {"since": day(told.since), "until": day(told.until)}
    if told.since:
        return _("since %(day)s") % {"day": day(told.since)}
    return _("until %(day)s") % {"day": day(told.until)} if told.until else ""
