"""Where an instrument holds, who is said to hold which ground, and which places are besieged."""

from django.db import models

from trucewatch.agreements.models.dated import (
    Counted,
    Dated,
    Lasting,
    counted_constraint,
    dated_constraint,
    lasting_constraint,
)
from trucewatch.agreements.models.instruments import Instrument, Provision
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.vocabulary.accords import Confidence, ScopeEffect, SiegeState


class Drawn(Fact, Lasting):
    """An area between dates: a drawn polygon, or a place as a whole, as one source has it."""

    name = models.CharField(max_length=300)
    geometry = models.JSONField(null=True, blank=True)
    """A GeoJSON Polygon or MultiPolygon; empty where the area is a place as a whole."""
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    properties = models.JSONField(default=dict, blank=True)
    """What else a file said of the area, handed back when it is exported."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ScopeArea(Drawn):
    """An area that an instrument covers or excepts, by which text and between which days."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="areas")
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="areas"
    )
    effect = models.CharField(max_length=10, choices=ScopeEffect.choices())

    class Meta:
        ordering = ["effect", "name", "since"]
        constraints = [
            *fact_constraints("agreements_scope"),
            lasting_constraint("agreements_scope"),
        ]


class ControlArea(Drawn):
    """Ground that one source says somebody holds; rival claims stand side by side."""

    holder = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    holder_label = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(
        max_length=8, choices=Confidence.choices(), default=Confidence.LOW.value
    )

    class Meta:
        ordering = ["name", "since"]
        constraints = [
            *fact_constraints("agreements_control"),
            lasting_constraint("agreements_control"),
        ]


class Siege(Fact, Dated, Counted):
    """How closed off a place is from some days on, by one account."""

    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_label = models.CharField(max_length=300)
    besieger = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    besieger_label = models.CharField(max_length=300, blank=True)
    siege_state = models.CharField(max_length=10, choices=SiegeState.choices())

    class Meta:
        ordering = ["place_label", "date_start"]
        constraints = [
            *fact_constraints("agreements_siege"),
            dated_constraint("agreements_siege"),
            counted_constraint("agreements_siege"),
        ]

    def __str__(self) -> str:
        return self.place_label
