"""Parties: states, groups, delegations, civilians; each claimed relation has its source."""

from django.db import models

from trucewatch.ledger.models import Recorded
from trucewatch.sources.facts import CITED, Cited, cited_constraint
from trucewatch.sources.models import PublishedManager, Source, Staged
from trucewatch.vocabulary.process import PartyKind, RelationKind, Stance


class Party(Recorded, Staged):
    """An actor that accounts speak of, under the neutral name that the record uses."""

    name = models.CharField(max_length=600, unique=True)
    party_kind = models.CharField(
        max_length=20, choices=PartyKind.choices(), default=PartyKind.UNKNOWN.value
    )
    remarks = models.TextField(blank=True)

    not_committed = frozenset({"run"})
    objects = PublishedManager()
    staged = models.Manager()

    class Meta(Staged.Meta):
        ordering = ["name"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class PartyName(Recorded):
    """Another name of a party: an alias, a former name, a spelling in another script."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=600)
    folded = models.CharField(max_length=600, db_index=True)
    language = models.CharField(max_length=10, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "text"], name="parties_name_once"),
        ]


class Relation(Recorded, Cited):
    """One actor is claimed to stand towards another in some way, between dates, or not to."""

    added_later = CITED | {"claimant_id", "claimant_label", "denied", "evidence"}

    subject = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="relations")
    relation_kind = models.CharField(max_length=20, choices=RelationKind.choices())
    object = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="relations_to")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    claimant = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who claims it, where that is a party of the record."""
    claimant_label = models.CharField(max_length=300, blank=True)
    denied = models.BooleanField(default=False)
    """Whether the claimant says that it is not so."""
    evidence = models.TextField(blank=True)
    remarks = models.TextField(blank=True)

    class Meta:
        constraints = [cited_constraint("parties_relation")]

    @property
    def stance(self) -> Stance:
        """Whether it is asserted or denied."""
        return Stance.DENIES if self.denied else Stance.ASSERTS
