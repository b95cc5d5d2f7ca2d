"""What every fact of the record carries: whose account it is and where its words stand."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet

from trucewatch.accounts.models import Handled, HandledQuerySet, Member, handling_constraints
from trucewatch.ledger.models import Recorded
from trucewatch.sources.models import Source


class Cited(models.Model):
    """Characters ``[start, end)`` of a document's stored text, the document named by its hash.

    The document itself need not be in the record: a hash can be compared with a file anywhere.
    """

    document_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_cited(self) -> bool:
        """Whether it names characters of a document."""
        return bool(self.document_sha256) and self.start is not None and self.end is not None

    @property
    def anchor(self) -> str:
        """The place of the words in the page of their document."""
        return f"c{self.start}-{self.end}"


CITED: frozenset[str] = frozenset({"document_sha256", "start", "end"})
"""The columns of ``Cited``, for models that got them after rows were committed to."""


class Fact(Recorded, Handled, Cited):
    """One account of something: from a source, under a mark, withdrawn or not."""

    searched: ClassVar[tuple[str, ...]] = ()

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remarks = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    objects = HandledQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_second_among(self, others: QuerySet[Any]) -> bool:
        """Whether one of the others counts already for what there is only one of; mostly never."""
        return False


def cited_constraint(table: str) -> models.BaseConstraint:
    """A document is named with characters of it, in order, or none is named."""
    nothing = Q(document_sha256="", start__isnull=True, end__isnull=True)
    return models.CheckConstraint(
        condition=nothing | (~Q(document_sha256="") & Q(end__gt=F("start"))),
        name=f"{table}_is_cited_or_not",
    )


def fact_constraints(table: str) -> list[models.BaseConstraint]:
    """Marks are consistent, and so is the citation."""
    return [*handling_constraints(table), cited_constraint(table)]
