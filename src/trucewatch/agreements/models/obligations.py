"""Who owes what to whom under a provision or a promise, and how far it has come."""

from django.db import models
from django.db.models import F, Q

from trucewatch.agreements.models.dated import Counted, Dated, counted_constraint, dated_constraint
from trucewatch.agreements.models.demands import Demand
from trucewatch.agreements.models.instruments import Instrument, Provision
from trucewatch.agreements.models.scope import ScopeArea
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.vocabulary.accords import ImplementationScore, Nature, ObligationState


class Obligation(Fact, Dated, Counted):
    """Something to do or to leave undone; the dates say when it is due, if anybody said."""

    searched = ("text", "bearer_label", "beneficiary", "where", "condition")

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    """The demand whose acceptance made it."""
    text = models.TextField()
    """What is owed, in the record's neutral words."""
    nature = models.CharField(max_length=10, choices=Nature.choices(), default=Nature.ACT.value)
    bearer = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    bearer_label = models.CharField(max_length=300, blank=True)
    beneficiary = models.CharField(max_length=300, blank=True)
    area = models.ForeignKey(
        ScopeArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    where = models.CharField(max_length=300, blank=True)
    condition = models.TextField(blank=True)
    depends_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="dependants"
    )
    """What has to be done first."""
    builds_confidence = models.BooleanField(default=False)
    feeds_track = models.CharField(max_length=100, blank=True)
    """The track of talks that it is meant to help."""

    class Meta:
        ordering = ["date_start", "pk"]
        constraints = [
            *fact_constraints("agreements_obligation"),
            dated_constraint("agreements_obligation"),
            counted_constraint("agreements_obligation"),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True) | ~Q(depends_on=F("id")),
                name="agreements_obligation_not_on_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ObligationStep(Fact, Dated, Counted):
    """An obligation comes to a state by one account; the quantity is what was established."""

    searched = ("evidence", "by_label")

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="steps")
    obligation_state = models.CharField(max_length=20, choices=ObligationState.choices())
    score = models.PositiveSmallIntegerField(
        choices=ImplementationScore.choices(), null=True, blank=True
    )
    by_label = models.CharField(max_length=300, blank=True)
    """Who says so."""
    evidence = models.TextField(blank=True)
    """What it rests on: who looked, when, by which means."""

    class Meta:
        ordering = ["date_start", "recorded_at"]
        constraints = [
            *fact_constraints("agreements_step"),
            dated_constraint("agreements_step"),
            counted_constraint("agreements_step"),
        ]
