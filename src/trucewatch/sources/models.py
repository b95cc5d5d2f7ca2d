"""Import runs, sources, and the immutable documents that came from them."""

from typing import Any

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import Handled, HandledQuerySet, Member, handling_constraints
from trucewatch.ledger.models import Recorded
from trucewatch.vocabulary.grading import SourceReliability


class ImportRun(models.Model):
    """One run of an importer. Its rows stay unseen until it is published, in one short step.

    The ledger commits to what a run published, in the entry that has the run's id as its key.
    """

    id = models.UUIDField(primary_key=True)
    label = models.CharField(max_length=300)
    started_by = models.ForeignKey(Member, on_delete=models.PROTECT)
    started_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-started_at"]


def published(prefix: str = "") -> Q:
    """The condition that leaves out rows which an import has staged and not yet published."""
    unseen = ImportRun.objects.filter(published_at__isnull=True).values("id")
    return Q(**{f"{prefix}run__isnull": True}) | ~Q(**{f"{prefix}run__in": unseen})


class PublishedManager(models.Manager[Any]):
    """Sees published rows only: what is staged is in no list, count, map or export."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(published())


class Staged(models.Model):
    """A row that an import may write before anybody sees it."""

    run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
        base_manager_name = "staged"


class Source(Recorded, Staged):
    """Whoever gives accounts: a dataset, a patrol, a hotline, a party, a newspaper."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    reliability = models.CharField(
        max_length=1, choices=SourceReliability.choices(), default=SourceReliability.F.value
    )
    limits = models.TextField(blank=True)
    """What the source cannot see or does not count; shown beside its figures."""
    attribution = models.TextField(blank=True)
    """The words under which the source's licence lets its material be shown."""

    not_committed = frozenset({"run"})
    objects = PublishedManager()
    staged = models.Manager()

    class Meta(Staged.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Document(Recorded, Handled, Staged):
    """A file as received: its bytes lie in the record's folder under their own hash."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    header = models.TextField(blank=True)
    """The header row of a table, word for word: it names the values of each original row."""
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    received_at = models.DateTimeField()

    not_committed = frozenset({"run"})
    objects = PublishedManager.from_queryset(HandledQuerySet)()
    staged = HandledQuerySet.as_manager()

    class Meta(Staged.Meta):
        ordering = ["-id"]
        constraints = handling_constraints("sources_document")

    def __str__(self) -> str:
        return self.name
