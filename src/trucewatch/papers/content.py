"""What each paper of a round holds, as plain data in the record's own words.

Whatever can be disputed is a list of accounts, each with who gives it; none is merged, and nothing
here says which is right. Enumerations stand as their members and are worded when a paper is made.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from trucewatch.talks.rules.redline import Piece
from trucewatch.vocabulary.bound import Figure
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.labels import LabelledStr

Word = Enum | Figure | int | str
"""A member of the vocabulary, a figure with its bound, or words of somebody's own."""


class PaperKind(LabelledStr):
    """The papers that a secretariat keeps of a round."""

    INVITATION_LIST = "invitation_list", "List of invitations"
    PARTICIPANTS_LIST = "participants_list", "List of participants"
    AGENDA = "agenda", "Agenda"
    DRAFT = "draft", "Draft text"
    POSITIONS_SHEET = "positions_sheet", "Positions on the draft"
    OUTCOME_SHEET = "outcome_sheet", "Outcome of the round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above every paper: which round, of which record, for whom, under which mark.

    ``names`` holds names of parties and places in other languages, by the record's own name and
    the code of the language. ``as_of`` is the day whose state the paper tells; it bears no other.
    ``venue`` is the house, ``place`` the town. ``demonstration`` names what kind of invention the
    record is, where it is one.
    """

    track: str
    ordinal: int
    title: str = ""
    dates: Interval | None = None
    venue: str = ""
    place: str = ""
    host: str = ""
    zone: str
    state: Word = ""
    record: str
    handling: Handling
    made_by: str
    made_for: str
    as_of: dt.date
    notice: str = ""
    demonstration: str = ""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """What one voice says of one thing.

    ``kind`` qualifies it (expected, as it came); ``words`` are a reason, a condition, the voice's
    own wording, or with a figure what it counts; ``on`` is the day it is given for, or was said on,
    and ``at`` the hour on the clocks of the venue.
    """

    says: Word
    by: str = ""
    words: str = ""
    on: Interval | None = None
    kind: Word = ""
    at: dt.time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Somebody who was asked to come, at which level, when and by whom, with every answer told."""

    invitee: str
    level: Word = ""
    invited_on: Interval | None = None
    invited_by: str = ""
    answers: tuple[Account, ...] = ()
    is_late: bool = False
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationList:
    """Who was asked to come to a round, and what they answered."""

    head: Head
    invitations: tuple[Invitation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in a delegation, between two days where these are known."""

    name: str
    title: str = ""
    function: Word = ""
    rank: Word = ""
    authority: Word = ""
    authority_words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DayOfPresence:
    """Where a delegation stood on a day, by every account of it.

    It is disputed where one has it there and another has it away; how it came is no dispute.
    """

    day: dt.date
    accounts: tuple[Account, ...]
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Capacity:
    """As what a party takes part in the track, with how others regard that."""

    role: Word
    views: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Who came for a party. Counts are told as declared and as they came, each by its account."""

    name: str
    capacities: tuple[Capacity, ...] = ()
    heads: tuple[str, ...] = ()
    mandates: tuple[Account, ...] = ()
    levels: tuple[Account, ...] = ()
    counts: tuple[Account, ...] = ()
    credentials: tuple[Account, ...] = ()
    members: tuple[Person, ...] = ()
    presence: tuple[DayOfPresence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantsList:
    """The delegations of a round, who was in them, and on which days they were there."""

    head: Head
    delegations: tuple[Delegation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time by one account: days, and moments with their offset where hours are known.

    ``is_about`` says that the hours are given roughly; ``said_on`` when it was announced.
    """

    on: Interval | None = None
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    is_about: bool = False
    by: str = ""
    said_on: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Something in the schedule of a round, with every time that is told for it.

    It is disputed where two accounts leave no time that both allow.
    """

    what: Word
    title: str = ""
    times: tuple[Slot, ...] = ()
    is_disputed: bool = False
    intended: Word = ""
    held: Word = ""
    venue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What a party does about an item, or says was done about it."""

    party: str
    stand: Word
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """An item, whose it is, when and in which format it is to be taken, and who stands how.

    ``meeting`` is the one at which it is taken, where it is on the agenda of one.
    """

    number: str
    title: str
    owner: str = ""
    meeting: str = ""
    times: tuple[Slot, ...] = ()
    format: Word = ""
    stands: tuple[Stand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The items, the dates and the schedule of a round."""

    head: Head
    items: tuple[AgendaItem, ...]
    dates: tuple[Appointment, ...] = ()
    schedule: tuple[Appointment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulation:
    """A version was sent to somebody."""

    to: str
    by: str = ""
    on: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPaper:
    """One version of a text, against an earlier one where ``compared_with`` names it.

    ``pieces`` are the whole text as it was compared, or one kept piece where it was not;
    ``language`` is that of the text, not of the paper. A long text is folded on paper where nothing
    changed, unless ``in_full``.
    """

    head: Head
    title: str
    language: str
    version: str
    sha256: str = ""
    compared_with: str = ""
    compared_sha256: str = ""
    pieces: tuple[Piece, ...] = ()
    circulations: tuple[Circulation, ...] = ()
    in_full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a party stands on a version, by one account; ``sha256`` is the text it was given on.

    It stands no more where the same voice tells of a later day.
    """

    party: str
    stance: Word
    words: str = ""
    on: Interval | None = None
    by: str = ""
    sha256: str = ""
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPositions:
    """A version with every position that is told on it."""

    version: str
    sha256: str = ""
    circulated_on: Interval | None = None
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPositions:
    """A text that was put before a round, with its versions."""

    title: str
    versions: tuple[VersionPositions, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionsSheet:
    """Who stands where on each version of one text, or of all texts of a round."""

    head: Head
    texts: tuple[TextPositions, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a round by one account, with the reason that it gives."""

    outcome: Word
    text: str = ""
    reason: str = ""
    by: str = ""
    on: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of a version by one account; ``without`` names who was left out or stayed out."""

    outcome: Word
    without: tuple[str, ...] = ()
    reason: str = ""
    by: str = ""
    on: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAct:
    """Somebody signed, published or dissociated itself from a version."""

    party: str
    act: Word
    words: str = ""
    on: Interval | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """A line on which somebody signs."""

    party: str
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabledText:
    """A version that lay on the table, what became of it, and who did what with it.

    ``to_sign`` is given for texts that were adopted: each gets a line for a signature.
    """

    title: str
    version: str = ""
    sha256: str = ""
    settlements: tuple[Settlement, ...] = ()
    positions: tuple[Position, ...] = ()
    acts: tuple[TextAct, ...] = ()
    to_sign: tuple[Signatory, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedStatement:
    """A statement that went out: of which type, whose, and whose alone as long as none endorses."""

    kind: Word
    title: str
    issuers: tuple[str, ...] = ()
    on: Interval | None = None
    is_unilateral: bool = False
    endorsed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """What somebody owes after the round; ``under`` names the provision that it comes from."""

    text: str
    under: str = ""
    bearer: str
    owed_to: str = ""
    due: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What is to follow, on days that may not be known."""

    text: str
    where: str = ""
    on: Interval | None = None
    whom: str = ""
    state: Word = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedDates:
    """When the next round is to be, by one announcement."""

    dates: Interval | None
    by: str = ""
    said_on: Interval | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A question why something came about, with every answer that is given to it."""

    question: str
    answers: tuple[Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSheet:
    """What a round came to, by every account: outcomes, texts, causes, and what follows."""

    head: Head
    outcomes: tuple[Outcome, ...] = ()
    expectations: tuple[Account, ...] = ()
    tabled: tuple[TabledText, ...] = ()
    causes: tuple[Cause, ...] = ()
    issued: tuple[IssuedStatement, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    next_round: tuple[AnnouncedDates, ...] = ()


Paper = InvitationList | ParticipantsList | Agenda | DraftPaper | PositionsSheet | OutcomeSheet


def kind_of(paper: Paper) -> PaperKind:
    """Which paper it is."""
    match paper:
        case InvitationList():
            return PaperKind.INVITATION_LIST
        case ParticipantsList():
            return PaperKind.PARTICIPANTS_LIST
        case Agenda():
            return PaperKind.AGENDA
        case DraftPaper():
            return PaperKind.DRAFT
        case PositionsSheet():
            return PaperKind.POSITIONS_SHEET
        case OutcomeSheet():
            return PaperKind.OUTCOME_SHEET
