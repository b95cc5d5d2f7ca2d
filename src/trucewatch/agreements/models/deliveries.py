"""Releases, convoys, withdrawals and demining, and what guarantors are asked and answer."""

from django.db import models

from trucewatch.agreements.models.demands import Demand
from trucewatch.agreements.models.obligations import Obligation
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.sources.models import Document
from trucewatch.vocabulary.accords import AccessAnswer, DeliveryKind


class Delivery(Fact):
    """Something handed over or let through: asked, answered, arrived, each with its number."""

    delivery_kind = models.CharField(max_length=12, choices=DeliveryKind.choices())
    what = models.CharField(max_length=300)
    giver_label = models.CharField(max_length=300, blank=True)
    receiver_label = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_label = models.CharField(max_length=300, blank=True)
    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    asked_on = models.DateField(null=True, blank=True)
    answer = models.CharField(
        max_length=12, choices=AccessAnswer.choices(), default=AccessAnswer.NONE_KNOWN.value
    )
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=300, blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    asked = models.PositiveBigIntegerField(null=True, blank=True)
    allowed = models.PositiveBigIntegerField(null=True, blank=True)
    arrived = models.PositiveBigIntegerField(null=True, blank=True)
    verified = models.PositiveBigIntegerField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    list_document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """A list of names: a document under a mark of its own, never copied into the record."""

    class Meta:
        ordering = ["asked_on", "pk"]
        verbose_name_plural = "deliveries"
        constraints = fact_constraints("agreements_delivery")

    def __str__(self) -> str:
        return self.what


class Query(Fact):
    """What a guarantor was asked about those it answers for, and what it said."""

    addressee = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=300)
    about = models.TextField()
    answers_for = models.CharField(max_length=300, blank=True)
    """The groups that the guarantor is asked to answer for."""
    asked_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    response = models.TextField(blank=True)
    responded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        verbose_name_plural = "queries"
        constraints = fact_constraints("agreements_query")

    def __str__(self) -> str:
        return self.about
