"""Who was asked to come, and every answer that is told."""

from collections import defaultdict
from typing import Any

from trucewatch.papers.content import Account, Invitation, InvitationList
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.voices import on_day
from trucewatch.talks.models import RoundInvitation
from trucewatch.talks.queries.delegations import invitations_of
from trucewatch.vocabulary.talks import InvitationAnswer


def invitation_list(gathering: Gathering) -> InvitationList:
    """Accounts of one invitation are one entry, with an answer by each of them."""
    rows: list[Any] = invitations_of(gathering.reader, gathering.round)
    gathering.use(*rows)
    alike: defaultdict[int, list[RoundInvitation]] = defaultdict(list)
    for row in rows:
        alike[row.answer_place.invitation].append(row)
    invitations = tuple(_invitation(mine) for mine in alike.values())
    return InvitationList(head=gathering.head(invitations), invitations=invitations)


def _invitation(rows: list[RoundInvitation]) -> Invitation:
    first = rows[0]
    return Invitation(
        invitee=first.who,
        level=first.level,
        invited_on=first.interval,
        invited_by=first.voice,
        answers=tuple(_answer(row) for row in rows if _is_answered(row)),
        is_late=any(row.is_late for row in rows),
        remarks="\n".join(dict.fromkeys(row.remarks for row in rows if row.remarks)),
    )


def _is_answered(row: RoundInvitation) -> bool:
    return row.invitation_answer != InvitationAnswer.NONE_KNOWN


def _answer(row: RoundInvitation) -> Account:
    """Whoever is named in the row invites, so the answer is told by its source."""
    return Account(
        InvitationAnswer(row.invitation_answer),
        by=row.source.name if row.source else "",
        words="; ".join(each for each in (row.condition, row.reason) if each),
        on=on_day(row.answered_on),
    )
