"""Instruments with their dates, dated adherence to them, and what is demanded or undertaken."""

from django.db import models

from trucewatch.agreements.wording import UNDERTAKINGS
from trucewatch.extraction.found import Undertaking
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.statements.models import Attributed, Statement, attributed_constraints
from trucewatch.statements.wording import choices_of
from trucewatch.vocabulary.process import AdherenceRole, InstrumentType


class Instrument(Recorded):
    """A text that binds: when it was signed and when it took effect are separate facts."""

    name = models.CharField(max_length=300, unique=True)
    instrument_type = models.CharField(max_length=30, choices=InstrumentType.choices())
    signed_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    remarks = models.TextField(blank=True)

    class Meta:
        ordering = ["effective_on", "name"]

    def __str__(self) -> str:
        return self.name


class Adherence(Recorded):
    """A party's role towards an instrument between dates; excluded groups have one too."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="adherence")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="adherence")
    role = models.CharField(max_length=20, choices=AdherenceRole.choices())
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    remarks = models.TextField(blank=True)

    class Meta:
        ordering = ["role", "party__name"]
        verbose_name_plural = "adherence"


class Demand(Attributed):
    """What one actor asks of another, or undertakes, in the words of one document."""

    demand_kind = models.CharField(
        max_length=20, choices=choices_of(UNDERTAKINGS), default=Undertaking.DEMAND.value
    )
    asked_of = models.TextField(blank=True)
    """The names of those of whom it is asked, one a line."""
    asked_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quantity = models.CharField(max_length=300, blank=True)
    condition = models.TextField(blank=True)
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="demands"
    )
    """The statement that it was raised in, where that is recorded."""

    class Meta(Attributed.Meta):
        ordering = ["document", "start"]
        constraints = attributed_constraints("agreements_demand")
