"""Reading rounds of talks for those who count around them."""

from trucewatch.cases.rules.round_days import RoundDays
from trucewatch.talks.models import Round
from trucewatch.vocabulary.interval import DatePrecision


def rounds_as_days() -> list[RoundDays]:
    """Every round by its name and days, the earliest first."""
    return [
        RoundDays(
            str(held), held.date_start, held.date_end, held.date_precision > DatePrecision.FEW_DAYS
        )
        for held in Round.objects.order_by("date_start", "track", "ordinal")
    ]
