"""Everything that can be done to a record, one name per kind of act."""

from enum import StrEnum


class Event(StrEnum):
    """What an entry of the ledger says was done. docs/ledger.md explains each."""

    RECORD_OPENED = "record.opened"
    CHECKPOINT_MADE = "checkpoint.made"
    CONTENT_DESTROYED = "content.destroyed"

    ORGANISATION_ADDED = "organisation.added"
    MEMBER_ADDED = "member.added"
    MEMBER_INVITED = "member.invited"
    MEMBER_JOINED = "member.joined"
    MEMBER_CHANGED = "member.changed"
    MEMBER_DEACTIVATED = "member.deactivated"
    MEMBER_REACTIVATED = "member.reactivated"
    PASSWORD_RESET = "password.reset"  # noqa: S105 - the name of an act
    SECOND_FACTOR_RESET = "second_factor.reset"
    TOKEN_MADE = "token.made"  # noqa: S105 - the name of an act
    TOKEN_REVOKED = "token.revoked"  # noqa: S105 - the name of an act
    HOOK_ADDED = "hook.added"
    HOOK_ENDED = "hook.ended"
    COMPARTMENT_OPENED = "compartment.opened"
    GRANT_GIVEN = "grant.given"
    GRANT_ENDED = "grant.ended"

    SOURCE_ADDED = "source.added"
    DOCUMENT_RECEIVED = "document.received"
    PARTY_ADDED = "party.added"
    RELATION_ADDED = "relation.added"
    PLACE_ADDED = "place.added"
    ZONE_ADDED = "zone.added"
    INSTRUMENT_ADDED = "instrument.added"
    ADHERENCE_ADDED = "adherence.added"
    ROUND_ADDED = "round.added"

    REPORT_FILED = "report.filed"
    REPORT_CORRECTED = "report.corrected"
    REPORT_WITHDRAWN = "report.withdrawn"
    REPORT_REINSTATED = "report.reinstated"
    REPORT_ASSESSED = "report.assessed"
    EVIDENCE_ATTACHED = "evidence.attached"
    EVIDENCE_WITHDRAWN = "evidence.withdrawn"
    REPORTS_IMPORTED = "reports.imported"
    TALLIES_IMPORTED = "tallies.imported"
    COVERAGE_RECORDED = "coverage.recorded"

    RECEPTION_NOTED = "reception.noted"
    RECEPTION_TAKEN_UP = "reception.taken_up"
    MESSAGE_RECEIVED = "message.received"
    CALLER_ENTERED = "caller.entered"
    CALLER_OPENED = "caller.opened"
    CALLER_FORGOTTEN = "caller.forgotten"
    DUTY_STARTED = "duty.started"
    DUTY_ENDED = "duty.ended"

    INCIDENT_MERGED = "incident.merged"
    REPORT_SEPARATED = "report.separated"
    LINKS_PROPOSED = "links.proposed"
    PAIR_JUDGED = "pair.judged"
    JUDGEMENT_WITHDRAWN = "judgement.withdrawn"
    CALIBRATION_ADOPTED = "calibration.adopted"

    BULLETIN_DRAFTED = "bulletin.drafted"
    BULLETIN_APPROVED = "bulletin.approved"
    BULLETIN_PUBLISHED = "bulletin.published"
    BULLETIN_CORRECTED = "bulletin.corrected"
    BULLETIN_WITHDRAWN = "bulletin.withdrawn"
