"""The items of a round with who stands how towards each, and its schedule."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Paragraph, Table
from trucewatch.bulletins.language import own
from trucewatch.papers.blocks.columns import filled, without_empty
from trucewatch.papers.content import Agenda, AgendaItem, Appointment, Head, Stand
from trucewatch.papers.wording import NOTHING, lines, name, slots, word, worded, zone
from trucewatch.vocabulary.talks import MeetingState, ScheduleKind


def agenda_blocks(paper: Agenda) -> list[Block]:
    """Items, then the schedule as far as one is recorded."""
    head = paper.head
    own_items = [each for each in paper.items if not each.meeting]
    of_meetings = [each for each in paper.items if each.meeting]
    blocks: list[Block] = []
    if not paper.items:
        blocks.append(Paragraph(_("No item of an agenda is recorded.")))
    if own_items:
        blocks.append(_items(head, "items", _("Items"), own_items))
    if of_meetings:
        title = _("Items of meetings within the round")
        blocks.append(_items(head, "items_of_meetings", title, of_meetings))
    if paper.dates:
        blocks.append(_dates(paper))
    if paper.schedule:
        blocks.append(_schedule(paper))
    if paper.dates or paper.schedule or any(each.times for each in paper.items):
        blocks.append(Paragraph(_note(paper), "quiet"))
    return blocks


def _items(head: Head, key: str, title: str, items: Sequence[AgendaItem]) -> Table:
    columns = [
        Column(_("No."), share=0.6), Column(_("Item"), share=3.4),
        Column(_("Put forward by"), share=1.8), Column(_("When and how"), share=2.4),
        Column(_("Where the parties stand"), share=3.2),
    ]  # fmt: skip
    return filled(Table(key, title, columns, [_item(head, each) for each in items]))


def _item(head: Head, told: AgendaItem) -> list[str]:
    times = slots(head, told.times) if told.times else ""
    return [
        told.number or NOTHING,
        own(told.title),
        name(head, told.owner) or NOTHING,
        lines([own(told.meeting), times, word(told.format)]),
        lines(_stand(head, each) for each in told.stands),
    ]


def _stand(head: Head, told: Stand) -> str:
    said = worded(word(told.stand), told.words)
    return _("%(kind)s: %(said)s") % {"kind": name(head, told.party), "said": said}


def _dates(paper: Agenda) -> Table:
    columns = [Column(_("What"), share=2), Column(_("When"), share=6)]
    rows = [
        [word(each.what), slots(paper.head, each.times, each.is_disputed)] for each in paper.dates
    ]
    return Table("dates", _("Dates as announced and told"), columns, rows)


def _schedule(paper: Agenda) -> Table:
    columns = [
        Column(_("Session"), share=2.6), Column(_("When"), share=3.2),
        Column(_("Format meant"), share=2), Column(_("Format as held"), share=2),
        Column(_("Venue"), share=1.8),
    ]  # fmt: skip
    rows = [_appointment(paper.head, each) for each in paper.schedule]
    return without_empty(Table("schedule", _("Schedule"), columns, rows))


def _appointment(head: Head, told: Appointment) -> list[str]:
    is_named = told.what == ScheduleKind.SESSION and bool(told.title)
    return [
        lines([own(told.title), "" if is_named else word(told.what)]),
        slots(head, told.times, told.is_disputed),
        word(told.intended) or NOTHING,
        _("Took place") if told.held == MeetingState.HELD else word(told.held) or NOTHING,
        name(head, told.venue) or NOTHING,
    ]


def _note(paper: Agenda) -> str:
    return _(
        "Times are on the clocks of %(zone)s, with UTC in brackets. Where accounts give different "
        "times, all of them stand."
    ) % {"zone": zone(paper.head)}
