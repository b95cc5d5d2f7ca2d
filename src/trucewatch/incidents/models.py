"""Incidents, and which report belongs to which since when."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trucewatch.accounts.access import Reader
from trucewatch.incidents.linkage.models import Judgement as Judgement
from trucewatch.incidents.linkage.models import Linkage as Linkage
from trucewatch.incidents.linkage.models import Proposal as Proposal
from trucewatch.ledger.models import Recorded
from trucewatch.reports.models import Report
from trucewatch.sources.models import PublishedManager, Staged


class IncidentQuerySet(models.QuerySet["Incident"]):
    """An incident is nothing but its reports: who sees none of them does not see it."""

    def visible_to(self, reader: Reader) -> Self:
        """The incidents of which the reader may see at least one report."""
        theirs = Link.objects.filter(
            reader.sees("report__"), incident=OuterRef("pk"), until_entry__isnull=True
        )
        return self.filter(Exists(theirs))


class Incident(Recorded, Staged):
    """An occurrence that one or more reports are taken to describe."""

    not_committed = frozenset({"run"})
    objects = PublishedManager.from_queryset(IncidentQuerySet)()
    staged = models.Manager()

    class Meta(Staged.Meta):
        pass


class Link(Recorded, Staged):
    """A report belongs to an incident from one entry of the ledger to another, or still does."""

    not_committed = frozenset({"run"})

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="links")
    since_entry = models.UUIDField()
    until_entry = models.UUIDField(null=True, blank=True)

    objects = PublishedManager()
    staged = models.Manager()

    class Meta(Staged.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(until_entry__isnull=True),
                name="incidents_one_current_link",
            ),
        ]
