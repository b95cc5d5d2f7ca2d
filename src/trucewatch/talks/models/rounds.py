"""Rounds of talks: how far they have come, when they are said to be, what came of them."""

from django.db import models

from trucewatch.agreements.models import Instrument
from trucewatch.agreements.models.dated import Dated, dated_constraint
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.talks.models.who import BySomebody, OfParty
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.talks import (
    FollowUpState,
    OutcomeKind,
    RoundDateKind,
    ScheduleKind,
)


class Round(Recorded):
    """One round of a track, announced or held."""

    added_later = frozenset({"purpose", "venue_label", "host_id", "time_zone"})

    track = models.CharField(max_length=100)
    ordinal = models.PositiveSmallIntegerField()
    date_start = models.DateField()
    date_end = models.DateField()
    """The days from which this record reckons; rival ones stand in ``RoundDate``."""
    date_precision = models.PositiveSmallIntegerField(
        choices=DatePrecision.choices(), default=DatePrecision.DAY
    )
    venue = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    venue_label = models.CharField(max_length=300, blank=True)
    """The house in which it is held: a hotel, a palace."""
    host = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    time_zone = models.CharField(max_length=60, blank=True)
    """The zone of the venue's clocks, such as Asia/Almaty; empty for that of the record."""
    purpose = models.TextField(blank=True)
    """What it is for, in the record's neutral words."""
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


class RoundStep(Fact, Dated, BySomebody):
    """A round comes to a state on some days, by one account."""

    searched = ("by_label",)

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="steps")
    round_state = models.CharField(max_length=12, choices=RoundState.choices())

    class Meta:
        ordering = ["date_start", "recorded_at"]
        constraints = [
            *fact_constraints("talks_round_step"),
            dated_constraint("talks_round_step"),
        ]


class RoundDate(Fact, Dated, BySomebody):
    """When a round is to be, or was, by one account; the announcements in a row are its history."""

    searched = ("as_announced", "by_label")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="dates")
    date_kind = models.CharField(
        max_length=8, choices=RoundDateKind.choices(), default=RoundDateKind.HELD.value
    )
    announced_on = models.DateField(null=True, blank=True)
    as_announced = models.CharField(max_length=200, blank=True)
    """The days in the words of the announcement: "early May"."""

    added_later = frozenset({"as_announced"})

    class Meta:
        ordering = ["announced_on", "recorded_at"]
        constraints = [
            *fact_constraints("talks_round_date"),
            dated_constraint("talks_round_date"),
        ]


class ScheduleEntry(Fact, BySomebody):
    """A time in a round's schedule, on the clocks of the venue, by one account."""

    searched = ("what", "by_label")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="schedule")
    schedule_kind = models.CharField(max_length=8, choices=ScheduleKind.choices())
    what = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    time_from = models.TimeField(null=True, blank=True)
    time_until = models.TimeField(null=True, blank=True)
    is_about = models.BooleanField(default=False)
    """Whether the times are given roughly: "around one", "in the evening"."""

    class Meta:
        ordering = ["on", "time_from", "recorded_at"]
        constraints = fact_constraints("talks_schedule")


class RoundOutcome(Fact, BySomebody):
    """What came of a round as somebody has it, with the reason they state."""

    searched = ("text", "reason", "by_label")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="outcomes")
    outcome_kind = models.CharField(max_length=12, choices=OutcomeKind.choices())
    text = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The text that came of it."""

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = fact_constraints("talks_round_outcome")


class Expectation(Fact):
    """What somebody expected of a round before it; its outcome stands beside it afterwards."""

    searched = ("speaker_label", "text")

    added_later = frozenset({"outcome_kind"})

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="expectations")
    speaker_label = models.CharField(max_length=300)
    text = models.CharField(max_length=500)
    outcome_kind = models.CharField(max_length=12, choices=OutcomeKind.choices(), blank=True)
    said_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["round", "said_on"]
        constraints = fact_constraints("talks_expectation")


class FollowUp(Fact, Dated, OfParty):
    """Something that is to follow a round; the dates say when, if anybody said."""

    searched = ("what", "place_label", "party_label")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="follow_ups")
    what = models.CharField(max_length=300)
    place_label = models.CharField(max_length=300, blank=True)
    said_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["date_start", "recorded_at"]
        constraints = [
            *fact_constraints("talks_follow_up"),
            dated_constraint("talks_follow_up"),
        ]

    def __str__(self) -> str:
        return self.what


class FollowUpStep(Fact, Dated, BySomebody):
    """A follow-up was asked about, dated, held or dropped; the dates are those then known."""

    searched = ("text", "by_label")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="steps")
    follow_up_state = models.CharField(max_length=10, choices=FollowUpState.choices())
    on = models.DateField()
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["on", "recorded_at"]
        constraints = [
            *fact_constraints("talks_follow_up_step"),
            dated_constraint("talks_follow_up_step"),
        ]
