"""What analysts note under a mark, and what happened before that accounts refer to."""

from django.db import models
from django.db.models import F, Q

from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.vocabulary.interval import DatePrecision, Interval


class Note(Fact):
    """An analyst's thought on the record: not an account, and never published."""

    title = models.CharField(max_length=300)
    text = models.TextField()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = fact_constraints("statements_note")

    def __str__(self) -> str:
        return self.title


class Milestone(Fact):
    """Something that accounts refer to as known, with its date as precise as it is."""

    name = models.CharField(max_length=300)
    date_start = models.DateField()
    date_end = models.DateField()
    date_precision = models.PositiveSmallIntegerField(choices=DatePrecision.choices())

    class Meta:
        ordering = ["date_start"]
        constraints = [
            *fact_constraints("statements_milestone"),
            models.CheckConstraint(
                condition=Q(date_end__gte=F("date_start")), name="statements_milestone_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def interval(self) -> Interval:
        """When it was, as precisely as that is known."""
        return Interval(self.date_start, self.date_end, DatePrecision(self.date_precision))
