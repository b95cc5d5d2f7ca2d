"""Who was asked to come, at which level and when, and every answer that is told."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trucewatch.bulletins.document import Block, Column, Paragraph, Table
from trucewatch.bulletins.language import number, own
from trucewatch.papers.blocks.columns import filled
from trucewatch.papers.content import Head, Invitation, InvitationList
from trucewatch.papers.wording import NOTHING, accounts, lines, name, when, word


def invitation_blocks(paper: InvitationList) -> list[Block]:
    """One table; an invitation that nobody is known to have answered has a dash."""
    if not paper.invitations:
        return [Paragraph(_("No invitation is recorded."))]
    count = len(paper.invitations)
    said = ngettext("%(n)s invitation is recorded.", "%(n)s invitations are recorded.", count) % {
        "n": number(count)
    }
    columns = [
        Column(_("Invited party"), share=2.2), Column(_("Level"), share=1.8),
        Column(_("Invited on, by"), share=2), Column(_("Answer"), share=3),
        Column(_("Remarks"), share=2.2),
    ]  # fmt: skip
    rows = [_row(paper.head, each) for each in paper.invitations]
    note = _("In brackets stands whose account it is. A dash means that nothing is recorded.")
    return [Paragraph(said), filled(Table("invitations", _("Invitations"), columns, rows, note))]


def _row(head: Head, told: Invitation) -> list[str]:
    day = when(told.invited_on) if told.invited_on else ""
    late = _("Late") if told.is_late else ""
    return [
        name(head, told.invitee),
        word(told.level) or NOTHING,
        lines([day, name(head, told.invited_by), late]),
        accounts(head, told.answers),
        own(told.remarks) or NOTHING,
    ]
