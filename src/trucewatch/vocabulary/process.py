"""The talks around a ceasefire: instruments, rounds, meetings, and who takes part as what."""

from trucewatch.vocabulary.labels import LabelledStr


class InstrumentType(LabelledStr):
    """What kind of text binds the parties."""

    CEASEFIRE = "ceasefire", "Ceasefire"
    CESSATION_OF_HOSTILITIES = "cessation_of_hostilities", "Cessation of hostilities"
    HUMANITARIAN_PAUSE = "humanitarian_pause", "Humanitarian pause"
    MEMORANDUM = "memorandum", "Memorandum"
    LOCAL_TRUCE = "local_truce", "Local truce"
    JOINT_STATEMENT = "joint_statement", "Joint statement"
    UNILATERAL_STATEMENT = "unilateral_statement", "Unilateral statement"
    HOST_STATEMENT = "host_statement", "Host's statement"
    PROCEDURE = "procedure", "Procedure or standard"
    WORKING_DOCUMENT = "working_document", "Working document"
    PEACE_AGREEMENT = "peace_agreement", "Peace agreement"
    OTHER = "other", "Other instrument"


class AdherenceRole(LabelledStr):
    """In what capacity an actor stands towards an instrument."""

    SIGNATORY = "signatory", "Signatory"
    GUARANTOR = "guarantor", "Guarantor"
    SPONSOR = "sponsor", "Sponsor"
    MEDIATOR = "mediator", "Mediator"
    HOST = "host", "Host"
    WITNESS = "witness", "Witness"
    OBSERVER = "observer", "Observer"
    EXCLUDED = "excluded", "Excluded from protection"
    ISSUER = "issuer", "Issuer"
    ENDORSER = "endorser", "Endorses it"
    DISCUSSANT = "discussant", "Discussed it"
    DEPOSITARY = "depositary", "Depositary"


class PartyKind(LabelledStr):
    """What sort of actor a party is."""

    STATE = "state", "State"
    ARMED_GROUP = "armed_group", "Armed group"
    COALITION = "coalition", "Coalition or delegation"
    CIVILIANS = "civilians", "Civilians"
    ORGANISATION = "organisation", "Organisation"
    UNKNOWN = "unknown", "Unknown actor"


class RelationKind(LabelledStr):
    """How one actor is claimed to stand towards another; read "the first … the second"."""

    SUPPORTS = "supports", "Supports"
    MEMBER_OF = "member_of", "Is a member of"
    COMMANDS = "commands", "Commands"
    SUCCESSOR_OF = "successor_of", "Is the successor of"
    ALLIED_WITH = "allied_with", "Is allied with"
    REPRESENTS = "represents", "Represents"
    SPLIT_FROM = "split_from", "Split from"
    OPPOSES = "opposes", "Opposes"


class Stance(LabelledStr):
    """Whether a claimant says that something is so, or that it is not."""

    ASSERTS = "asserts", "Asserts it"
    DENIES = "denies", "Denies it"


class MeetingFormat(LabelledStr):
    """In what arrangement people met."""

    PLENARY = "plenary", "Plenary"
    DIRECT = "direct", "Direct talks"
    PROXIMITY = "proximity", "Proximity talks through intermediaries"
    SHUTTLE = "shuttle", "Shuttle diplomacy"
    TRILATERAL = "trilateral", "Trilateral meeting"
    GUARANTOR_TRILATERAL = "guarantor_trilateral", "Guarantors' trilateral"
    TECHNICAL = "technical", "Technical talks"
    PREPARATORY = "preparatory", "Preparatory talks"
    SIDE = "side", "Side meeting"
    REMOTE = "remote", "Remote meeting"
    PRESS = "press", "Press event"


class MeetingRole(LabelledStr):
    """As what somebody sits at one meeting; it says nothing of the next."""

    PARTICIPANT = "participant", "Participant"
    FACILITATOR = "facilitator", "Facilitator"
    INTERMEDIARY = "intermediary", "Intermediary"
    MEDIATOR = "mediator", "Mediator"
    HOST = "host", "Host"
    OBSERVER = "observer", "Observer"
    EXPERT = "expert", "Expert"
    NOTE_TAKER = "note_taker", "Note-taker"
    INTERPRETER = "interpreter", "Interpreter"
    PRESS = "press", "Press"


class RoundState(LabelledStr):
    """How far a round of talks has come."""

    PROPOSED = "proposed", "Proposed"
    ANNOUNCED = "announced", "Announced"
    DATED = "dated", "Dated"
    PREPARATORY = "preparatory", "In preparation"
    OPEN = "open", "Open"
    SUSPENDED = "suspended", "Suspended"
    EXTENDED = "extended", "Extended"
    CLOSED = "closed", "Closed"
    FOLLOW_UP = "follow_up", "In follow-up"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"


class ParticipationStatus(LabelledStr):
    """Where a delegation stands: before a round by its answer, during it by the day."""

    INVITED = "invited", "Invited"
    CONFIRMED = "confirmed", "Confirmed"
    CONDITIONAL = "conditional", "Confirmed on conditions"
    DECLINED = "declined", "Declined"
    PRESENT = "present", "Present"
    LATE = "late", "Arrived late"
    ABSENT = "absent", "Absent"
    BOYCOTT = "boycott", "Boycotting"
    WALKED_OUT = "walked_out", "Walked out"
    RETURNED = "returned", "Came back"
