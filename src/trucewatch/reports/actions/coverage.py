"""Recording how long somebody looked."""

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act, require_consistent_mark
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.models import Coverage
from trucewatch.reports.rules import LONGEST_WORDS, require_possible_days, require_text
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

MOST_AT_ONCE = 100
"""More patrols or cameras than this at one time in one area are a slip of the pen."""


@transaction.atomic
def record_coverage(coverage: Coverage, *, by: Member) -> Coverage:
    """Enter the hours that patrols and cameras covered an area."""
    require(by, Act.RECORD_COVERAGE)
    require_consistent_mark(
        Handling(coverage.handling), in_compartment=coverage.compartment_id is not None
    )
    require_possible_days(coverage.date_start, coverage.date_end)
    require_text(coverage.remarks, most=LONGEST_WORDS, field="remarks")
    days = (coverage.date_end - coverage.date_start).days + 1
    for field in ("patrol_hours", "camera_hours"):
        if not 0 <= getattr(coverage, field) <= days * 24 * MOST_AT_ONCE:
            raise Refused(
                "In {days} days, up to {hours} hours can be meant.",
                field=field,
                values={"days": days, "hours": days * 24 * MOST_AT_ONCE},
            )
    if coverage.patrol_hours == coverage.camera_hours == 0:
        raise Refused("Give the hours of patrols or of cameras.", field="patrol_hours")
    coverage.save()
    ledger.record(Event.COVERAGE_RECORDED, by=by, subject=coverage)
    return coverage
