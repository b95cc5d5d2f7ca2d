"""Rounds of talks with the precision of their dates, and what documents tell of meetings."""

from django.db import models

from trucewatch.ledger.models import Recorded
from trucewatch.places.models import Place
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.statements.models import Quoted, quoted_constraints
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.process import MeetingFormat


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


class MeetingAccount(Quoted):
    """What one document tells of a meeting: when, where, who came. The round is another matter."""

    track = models.CharField(max_length=100, blank=True)
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    date_start = models.DateField(null=True, blank=True)
    date_end = models.DateField(null=True, blank=True)
    venue = models.CharField(max_length=300, blank=True)
    meeting_format = models.CharField(max_length=20, choices=MeetingFormat.choices(), blank=True)
    participants = models.JSONField(default=list)
    """A list of {"name", "role", "presence"}, as far as the document says so."""
    outcome = models.TextField(blank=True)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )

    class Meta(Quoted.Meta):
        ordering = ["document", "start"]
        constraints = [
            *quoted_constraints("talks_meeting"),
            models.CheckConstraint(
                condition=models.Q(date_start__isnull=True)
                | models.Q(date_end__gte=models.F("date_start")),
                name="talks_meeting_dates",
            ),
        ]

    @property
    def interval(self) -> Interval | None:
        """When the document says it was, where it does."""
        if self.date_start is None or self.date_end is None:
            return None
        return Interval.between(self.date_start, self.date_end)


class Expectation(Fact):
    """What somebody expected of a round before it; its outcome stands beside it afterwards."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="expectations")
    speaker_label = models.CharField(max_length=300)
    text = models.CharField(max_length=500)
    said_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["round", "said_on"]
        constraints = fact_constraints("talks_expectation")
