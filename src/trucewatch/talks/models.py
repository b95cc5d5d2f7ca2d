"""Rounds of talks with the precision of their dates."""

from django.db import models

from trucewatch.ledger.models import Recorded
from trucewatch.places.models import Place
from trucewatch.vocabulary.interval import DatePrecision, Interval


class Round(Recorded):
    """One round of a track, announced or held."""

    track = models.CharField(max_length=100)
    ordinal = models.PositiveSmallIntegerField()
    date_start = models.DateField()
    date_end = models.DateField()
    date_precision = models.PositiveSmallIntegerField(
        choices=DatePrecision.choices(), default=DatePrecision.DAY
    )
    venue = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    outcome = models.TextField(blank=True)
    remarks = models.TextField(blank=True)

    class Meta:
        ordering = ["date_start", "track"]
        constraints = [
            models.UniqueConstraint(fields=["track", "ordinal"], name="talks_round_once"),
            models.CheckConstraint(
                condition=models.Q(date_end__gte=models.F("date_start")), name="talks_round_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track}, round {self.ordinal}"

    @property
    def interval(self) -> Interval:
        """When it was held or is announced for, as precisely as that is known."""
        return Interval(self.date_start, self.date_end, DatePrecision(self.date_precision))
