"""Instruments with rival dates, terms, versions and provisions, and who stands how to them."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models.dated import Dated, dated_constraint
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.sources.facts import CITED, Cited, Fact, cited_constraint, fact_constraints
from trucewatch.vocabulary.accords import DateKind, TermKind, TermState, VersionState, View
from trucewatch.vocabulary.process import AdherenceRole, InstrumentType


class InstrumentQuerySet(models.QuerySet[Any]):
    """Instruments, of which drafts are not for everybody."""

    def visible_to(self, reader: Reader) -> Self:
        """Those that the reader may know of.

        What is signed, in force or adhered to is known to every member. Of a draft not even the
        name is, but to those who see one of its versions, or anything else that is told of it;
        until it has a version it has no secret.
        """
        is_told: Any = Q()
        for field in self.model._meta.get_fields(include_hidden=True):
            model: Any = field.related_model
            if field.one_to_many and issubclass(model, Fact):
                rows = model.objects.visible_to(reader)
                is_told |= Exists(rows.filter(**{field.field.name: OuterRef("pk")}))
        return self.filter(_known_to_all() | is_told)

    def known_to_all(self) -> Self:
        """Those that every member knows of."""
        return self.filter(_known_to_all())


def _known_to_all() -> Q:
    versions = Version.objects.filter(instrument=OuterRef("pk"))
    adherence = Adherence.objects.filter(instrument=OuterRef("pk"))
    is_known = Q(signed_on__isnull=False) | Q(effective_on__isnull=False) | Exists(adherence)
    return is_known | ~Exists(versions)


class Instrument(Recorded, Cited):
    """A text that binds or is meant to: when it was signed and took effect are separate facts."""

    added_later = CITED | {"depositary", "original"}

    name = models.CharField(max_length=300, unique=True)
    instrument_type = models.CharField(max_length=30, choices=InstrumentType.choices())
    signed_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    """The day from which this record reckons; rival days stand in ``InstrumentDate``."""
    expires_on = models.DateField(null=True, blank=True)
    depositary = models.CharField(max_length=300, blank=True)
    original = models.JSONField(default=dict, blank=True)
    """The row of a register that it came from, every column as it stood there."""
    remarks = models.TextField(blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on", "name"]
        constraints = [cited_constraint("agreements_instrument")]

    def kept_by(self) -> list[Fact]:
        """The versions by whose marks its name is kept from others; none where all know of it."""
        if type(self).objects.known_to_all().filter(pk=self.pk).exists():
            return []
        return list(Version.objects.filter(instrument=self, withdrawn=False))

    @property
    def original_row(self) -> dict[str, str]:
        """The columns of the register with their values; empty where it came from none."""
        if not self.original:
            return {}
        return dict(zip(self.original["columns"], self.original["values"], strict=True))

    def __str__(self) -> str:
        return self.name


class Adherence(Recorded, Cited):
    """A party's role towards an instrument between dates; excluded groups have one too."""

    added_later = CITED | {"accepted_on"}

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="adherence")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="adherence")
    role = models.CharField(max_length=20, choices=AdherenceRole.choices())
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    """When a signatory accepted; the role may hold from another day."""
    remarks = models.TextField(blank=True)

    class Meta:
        ordering = ["role", "party__name"]
        verbose_name_plural = "adherence"
        constraints = [cited_constraint("agreements_adherence")]

    def __str__(self) -> str:
        return f"{self.party}: {AdherenceRole(self.role).label}"


class RoleView(Fact):
    """How somebody regards a role: a mission records the view and takes none."""

    adherence = models.ForeignKey(Adherence, on_delete=models.PROTECT, related_name="views")
    viewer = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    viewer_label = models.CharField(max_length=300, blank=True)
    view = models.CharField(max_length=12, choices=View.choices())

    class Meta:
        ordering = ["pk"]
        constraints = fact_constraints("agreements_view")


class InstrumentDate(Fact, Dated):
    """A day that one account gives for an instrument; rival days stand side by side."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="dates")
    date_kind = models.CharField(max_length=12, choices=DateKind.choices())

    class Meta:
        ordering = ["date_kind", "date_start"]
        constraints = [*fact_constraints("agreements_date"), dated_constraint("agreements_date")]


class Term(Fact, Dated):
    """For how long an instrument holds, or should by somebody's wish; the dates are its end."""

    searched = ("by_label",)

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="terms")
    term_kind = models.CharField(max_length=12, choices=TermKind.choices())
    term_state = models.CharField(max_length=10, choices=TermState.choices())
    by_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [*fact_constraints("agreements_term"), dated_constraint("agreements_term")]


class Version(Fact, Dated):
    """One version of an instrument's text; the dates say when it was made."""

    searched = ("text",)

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    version_state = models.CharField(max_length=12, choices=VersionState.choices())
    language = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    """The whole text where it is at hand, verbatim."""

    class Meta:
        ordering = ["instrument", "number"]
        constraints = [
            *fact_constraints("agreements_version"),
            dated_constraint("agreements_version"),
            models.UniqueConstraint(
                fields=["instrument", "number", "language"], name="agreements_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.number}"


class Provision(Fact):
    """A numbered provision of a version."""

    searched = ("number", "heading", "text")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="provisions")
    number = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    """Its words, verbatim; empty where only accounts of it are at hand."""

    class Meta:
        ordering = ["version", "position", "number"]
        constraints = [
            *fact_constraints("agreements_provision"),
            models.UniqueConstraint(fields=["version", "number"], name="agreements_provision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"
