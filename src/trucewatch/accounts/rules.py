"""What each role may do, and which marks each kind of organisation may see."""

from enum import StrEnum
from typing import Final

from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.roles import OrganisationKind, Role


class Act(StrEnum):
    """Every kind of act that needs a right."""

    MANAGE_MEMBERS = "manage members"
    MANAGE_RECORD = "manage the record's sources, parties and places"
    RECORD_FACT = "record what was agreed, demanded, delivered or claimed"
    RUN_TALKS = "open rounds of talks and keep their papers"
    FILE_REPORT = "file a report"
    CORRECT_REPORT = "correct a report"
    WITHDRAW_REPORT = "withdraw a report"
    ASSESS_REPORT = "assess a report"
    ATTACH_EVIDENCE = "attach evidence to a report"
    DESTROY_WORDS = "destroy the words of a report"
    TAKE_CALL = "take a call"
    OPEN_CALLER = "open the name of a caller"
    TAKE_UP_RECEPTION = "take up what came in"
    GO_ON_DUTY = "go on duty"
    IMPORT = "import data"
    EXPORT = "export data"
    MERGE = "merge and separate reports"
    WORK_PRESS_DESK = "work at the press desk"
    RECORD_COVERAGE = "record coverage"
    DRAFT_BULLETIN = "draft a bulletin"
    APPROVE_BULLETIN = "approve a bulletin"
    PUBLISH_BULLETIN = "publish a bulletin"
    KEEP_TEMPLATES = "replace the templates of papers"
    VERIFY_LEDGER = "verify the ledger"
    MAKE_TOKEN = "make a token for a program"  # noqa: S105 - the name of an act
    MANAGE_HOOKS = "manage the addresses that are told of events"
    MANAGE_MECHANISM = "set up a mechanism and give its seats"
    FILE_COMPLAINT = "file an allegation"
    MOVE_CASE = "take a step in a case"
    ANSWER_NOTICE = "answer a request for a response"
    GIVE_POSITION = "give a member's position on a finding"
    PUBLISH_FINDING = "publish a finding"
    KEEP_BOOK = "keep a book of breaches"


_EVERYONE: Final = frozenset({Act.EXPORT, Act.VERIFY_LEDGER, Act.GO_ON_DUTY, Act.MAKE_TOKEN})
_NOT_ADMINISTRATION: Final = frozenset(
    {
        Act.FILE_REPORT,
        Act.CORRECT_REPORT,
        Act.MERGE,
        Act.TAKE_CALL,
        Act.OPEN_CALLER,
        Act.WORK_PRESS_DESK,
        Act.RECORD_FACT,
        Act.RUN_TALKS,
        Act.FILE_COMPLAINT,
        Act.MOVE_CASE,
        Act.ANSWER_NOTICE,
        Act.GIVE_POSITION,
        Act.PUBLISH_FINDING,
        Act.KEEP_BOOK,
    }
)
"""Whoever hands out the rights neither writes the record nor learns who called."""
_MAY: Final[dict[Role, frozenset[Act]]] = {
    Role.ADMINISTRATOR: frozenset(Act) - _NOT_ADMINISTRATION,
    Role.MONITOR: _EVERYONE
    | {
        Act.MANAGE_RECORD,
        Act.RECORD_FACT,
        Act.RUN_TALKS,
        Act.TAKE_CALL,
        Act.OPEN_CALLER,
        Act.TAKE_UP_RECEPTION,
        Act.FILE_REPORT,
        Act.CORRECT_REPORT,
        Act.WITHDRAW_REPORT,
        Act.ASSESS_REPORT,
        Act.ATTACH_EVIDENCE,
        Act.IMPORT,
        Act.MERGE,
        Act.WORK_PRESS_DESK,
        Act.RECORD_COVERAGE,
        Act.DRAFT_BULLETIN,
        Act.APPROVE_BULLETIN,
        Act.PUBLISH_BULLETIN,
        Act.KEEP_TEMPLATES,
        Act.FILE_COMPLAINT,
        Act.MOVE_CASE,
        Act.GIVE_POSITION,
        Act.PUBLISH_FINDING,
        Act.KEEP_BOOK,
    },
    Role.ANALYST: _EVERYONE
    | {
        Act.RECORD_FACT,
        Act.FILE_REPORT,
        Act.CORRECT_REPORT,
        Act.ASSESS_REPORT,
        Act.ATTACH_EVIDENCE,
        Act.IMPORT,
        Act.MERGE,
        Act.WORK_PRESS_DESK,
        Act.DRAFT_BULLETIN,
        Act.FILE_COMPLAINT,
        Act.MOVE_CASE,
    },
    Role.SECRETARY: _EVERYONE
    | {
        Act.MANAGE_RECORD,
        Act.RECORD_FACT,
        Act.RUN_TALKS,
        Act.KEEP_TEMPLATES,
        Act.WORK_PRESS_DESK,
        Act.FILE_REPORT,
        Act.ATTACH_EVIDENCE,
    },
    Role.DELEGATE: _EVERYONE
    | {Act.FILE_REPORT, Act.ATTACH_EVIDENCE, Act.CORRECT_REPORT, Act.WITHDRAW_REPORT}
    | {Act.FILE_COMPLAINT, Act.MOVE_CASE, Act.ANSWER_NOTICE, Act.GIVE_POSITION, Act.KEEP_BOOK},
    Role.LIAISON: _EVERYONE
    | {Act.FILE_REPORT, Act.ATTACH_EVIDENCE, Act.CORRECT_REPORT, Act.WITHDRAW_REPORT}
    | {Act.FILE_COMPLAINT, Act.ANSWER_NOTICE, Act.GIVE_POSITION},
}

_OUTSIDE: Final = frozenset({Handling.CLEAR, Handling.GREEN})
_SEEN_WITHOUT_COMPARTMENT: Final[dict[OrganisationKind, frozenset[Handling]]] = {
    OrganisationKind.MISSION: _OUTSIDE | {Handling.AMBER, Handling.AMBER_STRICT},
    OrganisationKind.GUARANTOR: _OUTSIDE | {Handling.AMBER},
    OrganisationKind.MEDIATOR: _OUTSIDE | {Handling.AMBER},
    OrganisationKind.PARTY: _OUTSIDE,
    OrganisationKind.OBSERVER: _OUTSIDE,
    OrganisationKind.PRESS: _OUTSIDE,
}
_SEEN_IN_ANY_COMPARTMENT: Final[dict[OrganisationKind, frozenset[Handling]]] = {
    OrganisationKind.MISSION: frozenset({Handling.AMBER, Handling.AMBER_STRICT}),
}


def may(role: Role, act: Act) -> bool:
    """Whether the role carries the right; whose record it is is decided by what they may see."""
    return act in _MAY[role]


def marks_without_compartment(kind: OrganisationKind) -> frozenset[Handling]:
    """The marks such an organisation sees on records that lie in no compartment."""
    return _SEEN_WITHOUT_COMPARTMENT[kind]


def marks_in_any_compartment(kind: OrganisationKind) -> frozenset[Handling]:
    """The marks such an organisation sees inside compartments that it holds no grant for.

    Only the mission reads what the parties file with it; RED is for named recipients alone.
    """
    return _SEEN_IN_ANY_COMPARTMENT.get(kind, frozenset())


def require_consistent_mark(handling: Handling, *, in_compartment: bool) -> None:
    """An open mark excludes a compartment, and RED needs one to name its recipients."""
    if handling <= Handling.GREEN and in_compartment:
        raise Refused(
            "{mark} may go to the whole community, so it cannot lie in a compartment.",
            field="handling",
            values={"mark": handling.label},
        )
    if handling is Handling.RED and not in_compartment:
        raise Refused(
            "TLP:RED is for named recipients: choose the compartment that names them.",
            field="compartment",
        )
