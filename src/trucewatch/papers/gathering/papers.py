"""Each paper of a round from what a reader may see of it."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.papers.content import Paper, PaperKind
from trucewatch.papers.gathering.agenda import agenda
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.invitations import invitation_list
from trucewatch.papers.gathering.outcomes import outcome_sheet
from trucewatch.papers.gathering.participants import participants_list
from trucewatch.papers.gathering.positions import positions_sheet
from trucewatch.papers.gathering.texts import texts_of
from trucewatch.talks.models import Round
from trucewatch.vocabulary.refusal import NotFound, Refused

_OF_A_ROUND: Final[dict[PaperKind, Callable[[Gathering], Paper]]] = {
    PaperKind.INVITATION_LIST: invitation_list,
    PaperKind.PARTICIPANTS_LIST: participants_list,
    PaperKind.AGENDA: agenda,
    PaperKind.OUTCOME_SHEET: outcome_sheet,
}
KINDS: Final = (*_OF_A_ROUND, PaperKind.POSITIONS_SHEET)
"""The papers of a round as a whole; a draft is one of its versions, see ``draft_paper``."""


def paper_of(reader: Reader, round_: Round, kind: PaperKind, *, text: UUID | None = None) -> Paper:
    """The paper of a round as the record stands today: what counts and the reader may see.

    The sheet of positions is of all texts before the round, or of the one that is named; of the
    others none can be. Its mark is the most restrictive one of the rows in it.
    """
    gathering = Gathering.begin(reader, round_)
    if kind is PaperKind.POSITIONS_SHEET:
        return positions_sheet(gathering, texts_of(gathering, text))
    if text is not None:
        raise Refused("Only the positions are those on one text.", field="text")
    if kind not in _OF_A_ROUND:
        raise NotFound("A draft is a paper of one of its versions.")
    return _OF_A_ROUND[kind](gathering)
