"""The mechanism that rules on breaches: states, steps, papers, positions, and who does what."""

from typing import Final

from trucewatch.vocabulary.labels import LabelledStr


class CaseState(LabelledStr):
    """How far a violation case has come."""

    RECEIVED = "received", "Received"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    SCREENED = "screened", "Screened"
    NOTIFIED = "notified", "Notified"
    TASKED = "tasked", "Tasked"
    INVESTIGATING = "investigating", "Under investigation"
    REPORTED = "reported", "Investigation reported"
    UNDER_REVIEW = "under_review", "Under review"
    DECIDED = "decided", "Decided"
    REMEDY_REQUESTED = "remedy_requested", "Remedy requested"
    REMEDY_REPORTED = "remedy_reported", "Remedy reported"
    CLOSED = "closed", "Case closed"
    OUT_OF_SCOPE = "out_of_scope", "Out of scope"
    DUPLICATE = "duplicate", "Duplicate of another case"


ENDED: Final = frozenset({CaseState.CLOSED, CaseState.OUT_OF_SCOPE, CaseState.DUPLICATE})
"""States in which nobody owes anything."""


class CaseStep(LabelledStr):
    """What can be done to a case; the word is that of the act."""

    RECEIVE = "receive", "Receive the allegation"
    ACKNOWLEDGE = "acknowledge", "Acknowledge"
    SCREEN = "screen", "Screen"
    DISMISS = "dismiss", "Put out of scope"
    JOIN = "join", "Join to another case as a duplicate"
    NOTIFY = "notify", "Notify the accused"
    TASK = "task", "Task a team"
    BEGIN = "begin", "Begin the investigation"
    REPORT = "report", "Hand in the investigation report"
    REVIEW = "review", "Circulate the violation report"
    DECIDE = "decide", "Close the vote"
    REQUEST_REMEDY = "request_remedy", "Request a remedy"
    REPORT_REMEDY = "report_remedy", "Report the remedy"
    CLOSE = "close", "Close the case"
    REOPEN = "reopen", "Reopen on new evidence"


class CaseClass(LabelledStr):
    """What sort of matter a case is: only the first is ever counted as a breach."""

    VIOLATION = "violation", "Alleged violation"
    OBSTRUCTION = "obstruction", "Obstruction of monitors"
    GUARANTOR = "guarantor", "Complaint about a guarantor"
    PROCESS = "process", "Process complaint"


COUNTED: Final = frozenset({CaseClass.VIOLATION, CaseClass.OBSTRUCTION})
"""Classes that figures of violations may count. What disrupts talks breaches no ceasefire."""


class SeatFunction(LabelledStr):
    """What somebody does for a mechanism."""

    INTAKE = "intake", "Intake desk"
    DUTY_OFFICER = "duty_officer", "Duty officer"
    CHAIR = "chair", "Chair"
    TEAM_LEADER = "team_leader", "Team leader"
    VERIFIER = "verifier", "Verifier"
    ATTRIBUTION = "attribution", "Signatory of attributions"
    REPRESENTATIVE = "representative", "Representative of a member"
    PUBLISHER = "publisher", "Publisher"


class MechanismLevel(LabelledStr):
    """The levels of a mechanism, the lowest first."""

    TEAM = "team", "Team"
    AREA = "area", "Area committee"
    JOINT_COMMITTEE = "joint_committee", "Joint committee"
    GUARANTORS = "guarantors", "Guarantors"


class DecisionRule(LabelledStr):
    """How positions become a decision."""

    CONSENSUS = "consensus", "Consensus"
    MAJORITY = "majority", "Majority of the members"
    WEIGHTED = "weighted", "Weighted votes"
    LOWEST_LEVEL = "lowest_level", "Consensus at the lowest level that reaches it"


class MemberKind(LabelledStr):
    """What a member of a mechanism is to the ceasefire."""

    GUARANTOR = "guarantor", "Guarantor"
    MISSION = "mission", "Mission"
    PARTY = "party", "Party"


class Stance(LabelledStr):
    """How a member of the mechanism stands to a finding."""

    CONCURS = "concurs", "Concurs"
    RESERVES = "reserves", "Concurs with a reservation"
    DISSENTS = "dissents", "Dissents"
    ABSTAINS = "abstains", "Abstains"
    ABSENT = "absent", "Absent"


class Outcome(LabelledStr):
    """What follows from the positions by the mechanism's rule; derived, never typed."""

    PENDING = "pending", "Positions are awaited"
    ADOPTED = "adopted", "Adopted by all"
    WITH_RESERVATIONS = "with_reservations", "Adopted with reservations"
    WITH_DISSENT = "with_dissent", "Adopted with dissent"
    NOT_ADOPTED = "not_adopted", "Not adopted"


ADOPTED: Final = frozenset({Outcome.ADOPTED, Outcome.WITH_RESERVATIONS, Outcome.WITH_DISSENT})


class Established(LabelledStr):
    """What a verification found of what was alleged."""

    ESTABLISHED = "established", "Established"
    NOT_ESTABLISHED = "not_established", "Not established"
    REFUTED = "refuted", "Refuted"
    ACCESS_DENIED = "access_denied", "None: access was denied"


class ScopeVerdict(LabelledStr):
    """Whether a text protected what was attacked, and whether it was an attack at all."""

    WITHIN = "within", "Within the scope of the instrument"
    PLACE_NOT_COVERED = "place_not_covered", "The place was not covered on that day"
    EXCLUDED_GROUP = "excluded_group", "The target is an excluded group"
    EXERCISE = "exercise", "An exercise"
    UNCERTAIN = "uncertain", "Uncertain"


class PaperKind(LabelledStr):
    """What is written down at a step of a case."""

    RECEIPT = "receipt", "Receipt"
    SCREENING = "screening", "Screening note"
    NOTICE = "notice", "Request for a response"
    REMINDER = "reminder", "Reminder"
    RESPONSE = "response", "Response"
    SILENCE = "silence", "Record of silence"
    TASKING = "tasking", "Tasking order"
    SITE_RECORD = "site_record", "Site record"
    REMOTE_RECORD = "remote_record", "Record of a remote verification"
    ACCESS_RECORD = "access_record", "Record of a refused access"
    INTERVIEW = "interview", "Interview record"
    INVESTIGATION_REPORT = "investigation_report", "Investigation report"
    VIOLATION_REPORT = "violation_report", "Violation report"
    REMEDY_REQUEST = "remedy_request", "Request for a remedy"
    REMEDY_REPORT = "remedy_report", "Report on the remedy"
    CLOSING_NOTE = "closing_note", "Closing note"


VERIFICATION_RECORDS: Final = frozenset(
    {PaperKind.SITE_RECORD, PaperKind.REMOTE_RECORD, PaperKind.ACCESS_RECORD}
)
"""Without one of these there is no finding."""


class ObservationUnit(LabelledStr):
    """What somebody saw or heard, in the unit in which they counted; never added to another."""

    EXPLOSION = "explosion", "Explosions"
    BURST = "burst", "Bursts"
    SHOT = "shot", "Shots"
    OVERFLIGHT = "overflight", "Overflights"
    WEAPON = "weapon", "Weapons seen"
    CRATER = "crater", "Craters"
    CASUALTY = "casualty", "Persons killed or injured"


class BookVerdict(LabelledStr):
    """What the keeper of one book says of an entry, or of a day's count, in another's."""

    CONFIRMED = "confirmed", "Confirms it"
    NOT_CONFIRMED = "not_confirmed", "Does not confirm it"
    EXCLUDED_GROUP = "excluded_group", "Fire at an excluded group"
    PENDING = "pending", "Still examined"
