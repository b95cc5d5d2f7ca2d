"""Instruments with their dates, and dated adherence to them."""

from django.db import models

from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
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
