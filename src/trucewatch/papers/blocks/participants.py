"""The delegations of a round, on which days they were there by whose account, and their members."""

import datetime as dt
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Heading, Paragraph, Table
from trucewatch.bulletins.language import day, listed, own
from trucewatch.papers.blocks.columns import alike, filled
from trucewatch.papers.content import (
    Capacity,
    DayOfPresence,
    Delegation,
    Head,
    ParticipantsList,
    Person,
)
from trucewatch.papers.wording import NOTHING, accounts, lines, name, word, worded

_MOST_COLUMNS: Final = 4
_FEW_COLUMNS: Final = 2
_LONG: Final = 300
"""So many days stand beside each other, fewer where a cell is this long; more stand below."""


def participant_blocks(paper: ParticipantsList) -> list[Block]:
    """An overview, presence by the day, and a table of persons for each delegation."""
    head, delegations = paper.head, paper.delegations
    if not delegations:
        return [Paragraph(_("No delegation is recorded."))]
    blocks: list[Block] = [_overview(head, delegations)]
    if days := sorted({each.day for one in delegations for each in one.presence}):
        blocks.append(_presence(head, delegations, days))
    if any(one.members for one in delegations):
        blocks.append(Heading(_("Members of delegations")))
    blocks += alike(
        [
            _members(head, number, one)
            for number, one in enumerate(delegations, start=1)
            if one.members
        ]
    )
    if unnamed := [name(head, one.name) for one in delegations if not one.members]:
        said = _("%(delegation)s: no members are recorded.") % {"delegation": listed(unnamed)}
        blocks.append(Paragraph(said))
    return blocks


def _overview(head: Head, delegations: tuple[Delegation, ...]) -> Table:
    columns = [
        Column(_("Delegation"), share=2.2), Column(_("Head of delegation"), share=2),
        Column(_("Mandate"), share=2), Column(_("Number of delegates"), share=2.2),
        Column(_("Level"), share=2.2), Column(_("Credentials"), share=1.8),
    ]  # fmt: skip
    rows = [
        [
            lines([name(head, one.name), *(_capacity(head, each) for each in one.capacities)]),
            lines(own(each) for each in one.heads),
            accounts(head, one.mandates),
            accounts(head, one.counts),
            accounts(head, one.levels),
            accounts(head, one.credentials),
        ]
        for one in delegations
    ]
    note = _("In brackets stands whose account it is. A dash means that nothing is recorded.")
    return filled(Table("delegations", _("Delegations"), columns, rows, note))


def _capacity(head: Head, told: Capacity) -> str:
    """A role, and in brackets who regards it how."""
    views = "; ".join(
        _("%(kind)s: %(said)s") % {"kind": name(head, each.by), "said": word(each.says)}
        for each in told.views
    )
    role = word(told.role)
    return _("%(said)s (%(source)s)") % {"said": role, "source": views} if views else role


def _presence(head: Head, delegations: tuple[Delegation, ...], days: list[dt.date]) -> Table:
    rough = {each for each in days if _is_rough(delegations, each)}
    told = {
        (number, each.day): _day_of_presence(head, each, each.day in rough)
        for number, one in enumerate(delegations)
        for each in one.presence
    }
    labels = {each: _day_label(each, each in rough) for each in days}
    title = _("Presence by the day")
    note = _("A dash means that nothing is recorded for that day. It does not mean absence.")
    longest = max(len(cell) for cell in told.values())
    if len(days) <= (_MOST_COLUMNS if longest <= _LONG else _FEW_COLUMNS):
        columns = [Column(_("Delegation"), share=1.2), *(Column(labels[each]) for each in days)]
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
        [labels[each], name(head, one.name), told[number, each]]
        for each in days
        for number, one in enumerate(delegations)
        if (number, each) in told
    ]
    return Table("presence", title, columns, rows, note)


def _is_rough(delegations: tuple[Delegation, ...], on: dt.date) -> bool:
    """Whether every account of a day knows it only roughly."""
    told = [a for one in delegations for each in one.presence if each.day == on
            for a in each.accounts]  # fmt: skip
    return bool(told) and all(each.on is not None for each in told)


def _day_label(on: dt.date, is_rough: bool) -> str:
    return _("about %(dates)s") % {"dates": day(on)} if is_rough else day(on)


def _day_of_presence(head: Head, told: DayOfPresence, is_rough: bool) -> str:
    """Every account of the day; where the day itself says "about", none repeats it."""
    given = [replace(each, on=None) if is_rough else each for each in told.accounts]
    return accounts(head, given, told.is_disputed)


def _members(head: Head, number: int, one: Delegation) -> Table:
    columns = [
        Column(_("Name"), share=2.2), Column(_("Title or office"), share=3),
        Column(_("Function"), share=2), Column(_("Authority to speak"), share=2.2),
    ]  # fmt: skip
    rows = [_member(each) for each in one.members]
    return Table(f"members_{number}", name(head, one.name), columns, rows, level=3)


def _member(told: Person) -> list[str]:
    return [
        own(told.name),
        own(told.title) or word(told.rank) or NOTHING,
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
