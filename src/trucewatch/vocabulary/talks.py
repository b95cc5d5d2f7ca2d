"""Tracks, rounds, delegations, meetings and drafts: the words for what they are and come to."""

from typing import Final

from trucewatch.vocabulary.labels import LabelledInt, LabelledStr
from trucewatch.vocabulary.process import ParticipationStatus


class TrackRoleKind(LabelledStr):
    """In what capacity an actor stands towards a track of talks."""

    SPONSOR = "sponsor", "Sponsor"
    MEDIATOR = "mediator", "Mediator"
    HOST = "host", "Host"
    GUARANTOR = "guarantor", "Guarantor"
    PARTICIPANT = "participant", "Participant"
    OBSERVER = "observer", "Observer"
    ATTENDEE = "attendee", "Attends, no role stated"


class TrackStanding(LabelledStr):
    """How a track of talks stands."""

    PLANNED = "planned", "Planned"
    RUNNING = "running", "Under way"
    PARALLEL = "parallel", "Under way beside another track"
    SUSPENDED = "suspended", "Suspended"
    RESUMING = "resuming", "About to resume"
    ENDED = "ended", "Ended"


class TrackLinkKind(LabelledStr):
    """How one track depends on another; read "the first … the second"."""

    WAITS_FOR = "waits_for", "Waits for"
    FEEDS = "feeds", "Is meant to feed"
    PARALLEL_TO = "parallel_to", "Runs beside"
    CARRIES_ON = "carries_on", "Carries on"
    SERVES = "serves", "Works out details for"


class RoundDateKind(LabelledStr):
    """What of a round a date is given for."""

    HELD = "held", "The round"
    BEGINS = "begins", "Its beginning"
    ENDS = "ends", "Its end"


class ScheduleKind(LabelledStr):
    """What a time in a round's schedule is given for."""

    OPENING = "opening", "Opening"
    SESSION = "session", "Session"
    CLOSING = "closing", "End of the round"
    PRESS = "press", "Press event"
    ARRIVAL = "arrival", "Arrival"
    OTHER = "other", "Other"


class OutcomeKind(LabelledStr):
    """What came of a round, or was expected of it."""

    STATEMENT = "statement", "A statement issued"
    MECHANISM = "mechanism", "A mechanism agreed"
    AGREEMENT = "agreement", "An agreement reached"
    NEXT_DATE = "next_date", "Another meeting agreed, nothing else"
    HOST_SUMMARY = "host_summary", "A summary by the host"
    NO_STATEMENT = "no_statement", "No final statement"
    NO_SUBSTANCE = "no_substance", "No substantive talks"
    NONE = "none", "Nothing"
    BREAKTHROUGH = "breakthrough", "A breakthrough"
    OTHER = "other", "Something else"


class FollowUpState(LabelledStr):
    """How far something that is to follow a round has come."""

    OPEN = "open", "Open"
    ASKED = "asked", "Asked about"
    ANSWERED = "answered", "Answered"
    DATED = "dated", "Dated"
    DONE = "done", "Took place"
    DROPPED = "dropped", "Will not take place"


class Function(LabelledStr):
    """What somebody does in a delegation."""

    HEAD = "head", "Head of delegation"
    DEPUTY = "deputy", "Deputy head"
    MEMBER = "member", "Member"
    ADVISER = "adviser", "Adviser or consultant"
    EXPERT = "expert", "Expert"
    OFFICER = "officer", "Officer"
    SPOKESPERSON = "spokesperson", "Spokesperson"
    INTERPRETER = "interpreter", "Interpreter"
    SUPPORT = "support", "Support"


class Rank(LabelledInt):
    """How senior somebody is, the highest first; ranks of different services compare roughly."""

    HEAD_OF_STATE = 1, "Head of state or government"
    MINISTER = 2, "Minister"
    DEPUTY_MINISTER = 3, "Deputy minister"
    ENVOY = 4, "Special envoy"
    AMBASSADOR = 5, "Ambassador"
    SENIOR_OFFICIAL = 6, "Senior official or general"
    OFFICIAL = 7, "Official or officer"
    EXPERT = 8, "Expert"


class Authority(LabelledStr):
    """In whose name somebody speaks."""

    DELEGATION = "delegation", "Speaks for the delegation"
    PARTY = "party", "Speaks for the whole party"
    PART = "part", "Speaks for a part of the delegation"
    LIMITED = "limited", "On some subjects only"
    PERSONAL = "personal", "For themselves"
    UNATTRIBUTED = "unattributed", "Not to be named"
    NONE = "none", "May not speak for anybody"


class MandateKind(LabelledStr):
    """What a delegation came to do."""

    NEGOTIATING = "negotiating", "To negotiate"
    TECHNICAL = "technical", "Technical, not to negotiate"
    CONSULTING = "consulting", "To consult"
    OBSERVING = "observing", "To observe"
    MEDIATING = "mediating", "To mediate"


class Expected(LabelledStr):
    """Whether something about a delegation was announced or came to be."""

    EXPECTED = "expected", "Expected"
    DECLARED = "declared", "Declared"
    ACTUAL = "actual", "As it came"


class CredentialState(LabelledStr):
    """How a delegation's credentials stand."""

    HANDED_IN = "handed_in", "Handed in"
    ACCEPTED = "accepted", "Accepted"
    QUESTIONED = "questioned", "Questioned"
    REFUSED = "refused", "Refused"


class InvitationAnswer(LabelledStr):
    """How an invitation was answered."""

    NONE_KNOWN = "none_known", "No answer known"
    CONFIRMED = "confirmed", "Confirmed"
    CONDITIONAL = "conditional", "Confirmed on conditions"
    DECLINED = "declined", "Declined"


class MeetingState(LabelledStr):
    """Whether a meeting took place."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Took place"
    NOT_HELD = "not_held", "Did not take place"


class Confidentiality(LabelledStr):
    """What may be known of a meeting."""

    OPEN = "open", "Known, with what was said"
    CLOSED = "closed", "Known, what was said is not"
    UNDISCLOSED = "undisclosed", "Not to be disclosed"


class SeatState(LabelledStr):
    """Whether somebody came to a meeting."""

    CAME = "came", "Came"
    EXPECTED = "expected", "Expected"
    STAYED_AWAY = "stayed_away", "Stayed away"
    LEFT = "left", "Left before the end"


class AgendaStance(LabelledStr):
    """What somebody does about an item of an agenda, or says was done about it."""

    PROPOSES = "proposes", "Proposes it"
    ACCEPTS = "accepts", "Accepts it"
    REFUSES = "refuses", "Refuses to discuss it"
    DISCUSSED = "discussed", "Says that it was discussed"
    DENIES = "denies", "Denies that it was discussed"


class ActionState(LabelledStr):
    """How far something that a meeting asked of somebody has come."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class DraftStance(LabelledStr):
    """Where a party stands on one version of a draft."""

    AGREES = "agrees", "Agrees"
    RESERVES = "reserves", "Agrees with a reservation"
    REFUSES = "refuses", "Refuses"
    SILENT = "silent", "Silent"
    NOT_CONSULTED = "not_consulted", "Not consulted"


class DraftOutcome(LabelledStr):
    """What became of a draft."""

    ADOPTED = "adopted", "Adopted"
    ISSUED_WITHOUT = "issued_without", "Issued without some"
    HOST_SUMMARY = "host_summary", "Replaced by a summary of the host"
    NOT_ISSUED = "not_issued", "Not issued"


class TextActKind(LabelledStr):
    """What somebody did with a text, each a fact of its own."""

    SIGNED = "signed", "Signed it"
    INITIALLED = "initialled", "Initialled it"
    DECLINED_TO_SIGN = "declined_to_sign", "Declined to sign it"
    PUBLISHED = "published", "Published it"
    DISSOCIATED = "dissociated", "Dissociated itself from it"


PRESENCES: Final = (
    ParticipationStatus.PRESENT,
    ParticipationStatus.LATE,
    ParticipationStatus.ABSENT,
    ParticipationStatus.BOYCOTT,
    ParticipationStatus.WALKED_OUT,
    ParticipationStatus.RETURNED,
)
"""Where a delegation can stand on a day of a round."""
IN_THE_ROOM: Final = frozenset(
    {ParticipationStatus.PRESENT, ParticipationStatus.LATE, ParticipationStatus.RETURNED}
)
"""After which of them a delegation is there."""


def presence_choices() -> list[tuple[str, str]]:
    """The stored words of presence beside their labels."""
    return [(status.value, status.label) for status in PRESENCES]
