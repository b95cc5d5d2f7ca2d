"""Accepting, editing and refusing proposals, and taking that back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.desk.actions.opening import locked_case
from trucewatch.desk.models import DeskProposal, State
from trucewatch.desk.naming import Named, names_of
from trucewatch.desk.queries import find_proposal, recorded_before
from trucewatch.desk.recording import Settling, record, withdraw
from trucewatch.desk.rules import SETTLED_BY_PEOPLE, locate
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.ledger.models import Recorded
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

_ACCEPTED = frozenset({State.ACCEPTED.value, State.EDITED.value})


@dataclass(frozen=True, slots=True)
class Edit:
    """What a member puts in place of what was proposed: facts, and other words where given."""

    facts: Mapping[str, Any]
    words: str = ""
    once_more: bool = False
    """Whether to record it although the same words are in the record already."""


@dataclass(frozen=True, slots=True)
class SettledTogether:
    """What came of accepting many: those accepted, and those left with the reason."""

    accepted: list[DeskProposal] = field(default_factory=list)
    left: list[tuple[DeskProposal, str]] = field(default_factory=list)


class RecordedBefore(Refused):
    """The same words are in the record already; a member may say that they count once more."""


@transaction.atomic
def accept_proposal(proposal_id: int, *, by: Member) -> DeskProposal:
    """Enter into the record what was proposed, as it stands. Undo with ``undo_settlement``.

    Words that were recorded from a copy or from the original are not recorded again.
    """
    proposal = _waiting(proposal_id, by)
    _require_once(proposal)
    return _accept(proposal, names_of(proposal.case_document.case), State.ACCEPTED, by=by)


@transaction.atomic
def accept_once_more(proposal_id: int, *, by: Member) -> DeskProposal:
    """The same, for somebody who knows that the words are in the record already."""
    proposal = _waiting(proposal_id, by)
    return _accept(proposal, names_of(proposal.case_document.case), State.ACCEPTED, by=by)


@transaction.atomic
def edit_and_accept(proposal_id: int, edit: Edit, *, by: Member) -> DeskProposal:
    """Put right what was proposed and enter that; what had been proposed is kept beside it."""
    proposal = _waiting(proposal_id, by)
    proposal.proposed_facts = {
        **proposal.facts,
        "span": [proposal.start, proposal.end],
        "nth": proposal.nth,
    }
    if edit.words and edit.words.strip() != proposal.words.strip():
        text = proposal.case_document.text
        proposal.start, proposal.end = locate(edit.words, text, proposal.start)
        proposal.nth = _free_place(proposal)
    proposal.facts = {**proposal.facts, **edit.facts}
    if not edit.once_more:
        _require_once(proposal)
    return _accept(proposal, names_of(proposal.case_document.case), State.EDITED, by=by)


@transaction.atomic
def refuse_proposal(proposal_id: int, *, by: Member) -> DeskProposal:
    """Say that a proposal is wrong or of no use; a later reading does not bring it back."""
    proposal = _waiting(proposal_id, by)
    _settle(proposal, State.REFUSED, by)
    ledger.record(Event.PROPOSAL_REFUSED, by=by, facts=_facts(proposal))
    return proposal


@transaction.atomic
def accept_kind(proposal_ids: Sequence[int], *, by: Member) -> SettledTogether:
    """Accept the proposals that a member had before their eyes, each as an act of its own.

    One that cannot be recorded as it stands is left waiting, with the reason.
    """
    require(by, Act.WORK_PRESS_DESK)
    done = SettledTogether()
    names: dict[Any, dict[str, Named]] = {}
    for proposal_id in dict.fromkeys(proposal_ids):
        proposal = _waiting(proposal_id, by, strict=False)
        if proposal.state != State.WAITING:
            continue
        case = proposal.case_document.case
        if case.pk not in names:
            names[case.pk] = names_of(case)
        try:
            with transaction.atomic():
                _require_once(proposal)
                done.accepted.append(_accept(proposal, names[case.pk], State.ACCEPTED, by=by))
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            proposal.refresh_from_db(fields=["state", "attempts"])
            done.left.append((proposal, refused.reason))
    return done


@transaction.atomic
def undo_settlement(proposal_ids: Sequence[int], *, by: Member) -> list[DeskProposal]:
    """Let proposals wait again, as they were proposed; what was recorded of them is withdrawn."""
    require(by, Act.WORK_PRESS_DESK)
    undone = []
    for proposal_id in dict.fromkeys(proposal_ids):
        proposal = _locked(proposal_id, by)
        if not proposal.is_settled:
            raise Refused("Nobody has settled this proposal; there is nothing to take back.")
        rows: list[Recorded] = []
        if proposal.state in _ACCEPTED:
            rows = withdraw(proposal, by=by, because="Taken back at the press desk")
        facts = _facts(proposal)
        if proposal.proposed_facts is not None:
            before = dict(proposal.proposed_facts)
            proposal.start, proposal.end = before.pop("span")
            proposal.nth = before.pop("nth")
            proposal.facts, proposal.proposed_facts = before, None
        proposal.state, proposal.settled_by, proposal.settled_at = State.WAITING.value, None, None
        proposal.record_kind = proposal.record_key = ""
        proposal.save()
        ledger.record(Event.SETTLEMENT_UNDONE, by=by, rows=rows, facts=facts)
        undone.append(proposal)
    if not undone:
        raise Refused("There is nothing to take back.")
    return undone


def _accept(
    proposal: DeskProposal, names: Mapping[str, Named], state: State, *, by: Member
) -> DeskProposal:
    proposal.attempts += 1
    row = record(Settling(proposal, names, by))
    proposal.record_kind, proposal.record_key = row.kind(), str(row.pk)
    _settle(proposal, state, by)
    facts = {
        **_facts(proposal),
        "record": row.ledger_name,
        "rule": proposal.rule,
        "edited": state is State.EDITED,
    }
    rows = [row] if row.kind() == "allegation" else []
    ledger.record(Event.PROPOSAL_ACCEPTED, by=by, rows=rows, facts=facts)
    return proposal


def _require_once(proposal: DeskProposal) -> None:
    """Refuse words that a copy or the original of this passage has brought into the record."""
    earlier = recorded_before(proposal)
    if earlier is not None:
        raise RecordedBefore(
            "These words are in the record already, from “{name}”.",
            values={"name": earlier.case_document.document.name},
        )


def _settle(proposal: DeskProposal, state: State, by: Member) -> None:
    proposal.state, proposal.settled_by, proposal.settled_at = state.value, by, timezone.now()
    proposal.save()


def _waiting(proposal_id: int, by: Member, *, strict: bool = True) -> DeskProposal:
    proposal = _locked(proposal_id, by)
    if proposal.kind not in SETTLED_BY_PEOPLE:
        raise Refused("This is shown beside the proposals; nobody accepts or refuses it.")
    if strict and proposal.state != State.WAITING:
        raise Refused("Somebody has settled this proposal already.")
    return proposal


def _locked(proposal_id: int, by: Member) -> DeskProposal:
    """The proposal with its case locked, if the member may work on it."""
    require(by, Act.WORK_PRESS_DESK)
    seen = find_proposal(MemberReader(by), proposal_id)
    locked_case(seen.case_document.case_id, by)
    return find_proposal(MemberReader(by), proposal_id)


def _free_place(proposal: DeskProposal) -> int:
    """The first number under which no other proposal of its kind has these characters."""
    taken = set(
        proposal.case_document.proposals.filter(
            kind=proposal.kind, start=proposal.start, end=proposal.end
        )
        .exclude(pk=proposal.pk)
        .values_list("nth", flat=True)
    )
    return next(number for number in range(len(taken) + 1) if number not in taken)


def _facts(proposal: DeskProposal) -> dict[str, Any]:
    """What an entry of the ledger says of a proposal: places and kinds, never names."""
    document = proposal.case_document
    return {
        "case": str(document.case_id),
        "document": str(document.document_id),
        "characters": [proposal.start, proposal.end],
        "proposal": proposal.kind,
    }
