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
    REPORTS_IMPORTED = "reports.imported"
    TALLIES_IMPORTED = "tallies.imported"
    COVERAGE_RECORDED = "coverage.recorded"

    INCIDENT_MERGED = "incident.merged"
    REPORT_SEPARATED = "report.separated"

    BULLETIN_DRAFTED = "bulletin.drafted"
    BULLETIN_PUBLISHED = "bulletin.published"
    BULLETIN_WITHDRAWN = "bulletin.withdrawn"
