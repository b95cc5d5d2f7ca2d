"""What is agreed, demanded and delivered: the words for how far it has come."""

from typing import Final

from trucewatch.vocabulary.labels import LabelledInt, LabelledStr


class DateKind(LabelledStr):
    """What happened to an instrument on a day that somebody gives."""

    SIGNED = "signed", "Signed"
    EFFECTIVE = "effective", "In effect"
    EXPIRES = "expires", "Expires"
    EXTENDED = "extended", "Extended"
    SUSPENDED = "suspended", "Suspended"
    PUBLISHED = "published", "Published"


class TermKind(LabelledStr):
    """For how long an instrument is meant to hold."""

    FIXED = "fixed", "For a fixed period"
    UNSPECIFIED = "unspecified", "For a period that is not specified"
    PERMANENT = "permanent", "Permanent"
    EXTENSION = "extension", "Extension of the term"


class TermState(LabelledStr):
    """Whether a term holds or is asked for."""

    IN_FORCE = "in_force", "In force"
    EXPECTED = "expected", "Expected"
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed on"
    REFUSED = "refused", "Refused"


class View(LabelledStr):
    """How somebody regards a role that another actor has or claims."""

    RECOGNISES = "recognises", "Recognises it"
    CONTESTS = "contests", "Contests it"
    LEAVES_OUT = "leaves_out", "Does not name it"


class VersionState(LabelledStr):
    """How far a version of a text has come."""

    DRAFT = "draft", "A draft"
    TABLED = "tabled", "Tabled"
    ADOPTED = "adopted", "Adopted"
    SUPERSEDED = "superseded", "Superseded"
    NOT_SIGNED = "not_signed", "Not signed"
    AS_TOLD = "as_told", "As accounts tell it"


class ScopeEffect(LabelledStr):
    """Whether an instrument protects an area or leaves it out."""

    COVERED = "covered", "Covered"
    EXCEPTED = "excepted", "Excepted"


class Confidence(LabelledStr):
    """How sure whoever draws an area of control is of it."""

    HIGH = "high", "High confidence"
    MEDIUM = "medium", "Medium confidence"
    LOW = "low", "Low confidence"


class SiegeState(LabelledStr):
    """How closed off a place is."""

    BESIEGED = "besieged", "Under siege"
    PARTLY = "partly", "Partly besieged"
    EASED = "eased", "Eased"
    LIFTED = "lifted", "Lifted"


class Nature(LabelledStr):
    """Whether an obligation asks for something to be done or to be left undone."""

    ACT = "act", "To do"
    OMISSION = "omission", "To refrain from"


class ObligationState(LabelledStr):
    """How far an obligation has come."""

    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed on"
    IN_FORCE = "in_force", "In force"
    DUE = "due", "Due"
    CLAIMED_DONE = "claimed_done", "Claimed done"
    VERIFIED_DONE = "verified_done", "Verified done"
    PARTIAL = "partial", "Partly done"
    DELAYED = "delayed", "Delayed"
    ALLEGED_BREACH = "alleged_breach", "Breach alleged"
    CONFIRMED_BREACH = "confirmed_breach", "Breach confirmed"
    SUSPENDED = "suspended", "Suspended"
    EXPIRED = "expired", "Expired"
    SUPERSEDED = "superseded", "Superseded"


class ImplementationScore(LabelledInt):
    """How far a provision was carried out, on the Kroc Peace Accords Matrix scale."""

    NOT_INITIATED = 0, "Not initiated"
    MINIMAL = 1, "Minimal"
    INTERMEDIATE = 2, "Intermediate"
    FULL = 3, "Full"


class DemandState(LabelledStr):
    """How far a demand has come."""

    RAISED = "raised", "Raised"
    TRANSMITTED = "transmitted", "Transmitted"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    NEGOTIATED = "negotiated", "Negotiated"
    ACCEPTED = "accepted", "Accepted"
    PARTLY_ACCEPTED = "partly_accepted", "Partly accepted"
    REJECTED = "rejected", "Rejected"
    DEFERRED = "deferred", "Deferred"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Mandate(LabelledStr):
    """Whether a ceasefire's monitors have to do with what is demanded."""

    WITHIN = "within", "Within the mandate"
    POLITICAL = "political", "Political: outside the mandate"
    OUTSIDE = "outside", "Outside the mandate"


class DeliveryKind(LabelledStr):
    """What is delivered, or asked to be let through."""

    RELEASE = "release", "Release of persons"
    CONVOY = "convoy", "Aid convoy"
    ACCESS = "access", "Access request"
    WITHDRAWAL = "withdrawal", "Withdrawal"
    DEMINING = "demining", "Demining"


class AccessAnswer(LabelledStr):
    """How a request for a delivery was answered."""

    NONE_KNOWN = "none_known", "No answer known"
    ALLOWED = "allowed", "Allowed"
    PARTLY = "partly", "Partly allowed"
    DENIED = "denied", "Denied"


ENDED: Final = frozenset({ObligationState.EXPIRED, ObligationState.SUPERSEDED})
"""States of an obligation behind which nothing follows."""
SETTLED: Final = frozenset({ObligationState.VERIFIED_DONE, *ENDED})
"""States in which nothing is due any more."""
