"""A mechanism, the versions of its terms, and who does what for it."""

import datetime as dt

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import Member
from trucewatch.agreements.models import Instrument
from trucewatch.cases.rules.terms import Terms, read_terms
from trucewatch.ledger.models import Recorded
from trucewatch.vocabulary.cases import SeatFunction


class Mechanism(Recorded):
    """A body that monitors an instrument and rules on breaches of it."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="mechanisms"
    )
    remarks = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MechanismVersion(Recorded):
    """The terms of a mechanism from a day on; what came before stays readable."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.DateField()
    terms = models.JSONField()
    because = models.TextField(blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["mechanism", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["mechanism", "number"], name="cases_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mechanism} {self.number}"

    def read(self) -> Terms:
        """The terms as the rules take them."""
        return read_terms(self.terms)


class Seat(Recorded):
    """A member does something for a mechanism between two days."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats")
    function = models.CharField(max_length=20, choices=SeatFunction.choices())
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["function", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "member", "function"],
                condition=Q(until__isnull=True),
                name="cases_seat_once",
            ),
        ]

    @staticmethod
    def held_on(day: dt.date) -> Q:
        """Seats in force on a day."""
        return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
