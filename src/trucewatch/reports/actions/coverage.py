"""Recording how long somebody looked."""

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act, require_consistent_mark
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.models import Coverage
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused


@transaction.atomic
def record_coverage(coverage: Coverage, *, by: Member) -> Coverage:
    """Enter the hours that patrols and cameras covered an area."""
    require(by, Act.RECORD_COVERAGE)
    require_consistent_mark(
        Handling(coverage.handling), in_compartment=coverage.compartment_id is not None
    )
    if coverage.date_end < coverage.date_start:
        raise Refused("The end lies before the start.", field="date_end")
    if coverage.patrol_hours < 0 or coverage.camera_hours < 0:
        raise Refused("Hours cannot be negative.", field="patrol_hours")
    coverage.save()
    ledger.record(Event.COVERAGE_RECORDED, by=by, subject=coverage)
    return coverage
