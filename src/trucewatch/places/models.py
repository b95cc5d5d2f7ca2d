"""Places and their names; zones as polygons between dates, each with its source."""

from django.db import models

from trucewatch.accounts.models import Handled, HandledQuerySet, handling_constraints
from trucewatch.ledger.models import Recorded
from trucewatch.sources.models import Source


class PlaceKind(models.TextChoices):
    """The level of a place."""

    COUNTRY = "country", "Country"
    ADMIN1 = "admin1", "Governorate"
    ADMIN2 = "admin2", "District"
    SETTLEMENT = "settlement", "Settlement"
    SITE = "site", "Site"


class Place(Recorded):
    """A named place with a point that stands for it; areas have one too, for their label."""

    key = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    place_kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    pcode = models.CharField(max_length=20, blank=True, db_index=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlaceName(Recorded):
    """A name of a place as some language or source writes it."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    """ISO 639-1 code of a name in use; empty for a spelling that some source uses."""
    folded = models.CharField(max_length=200, db_index=True)
    skeleton = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "text", "language"], name="places_name_once"),
        ]


class Zone(Recorded, Handled):
    """An area on the ground between two dates, as one source draws it: never simply true."""

    name = models.CharField(max_length=200)
    zone_kind = models.CharField(max_length=60)
    geometry = models.JSONField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)

    objects = HandledQuerySet.as_manager()

    class Meta:
        constraints = [*handling_constraints("places_zone")]
