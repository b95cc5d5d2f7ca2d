"""Searches that members keep under a name."""

from django.db import models

from trucewatch.accounts.models import Member
from trucewatch.reports.queries import ReportFilter, parse_filter


class SavedSearch(models.Model):
    """A filter of the situation under a name of its member's own, and how much it found last.

    A bookmark, not a fact of the record: nobody but its member ever reads it.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    parameters = models.JSONField(default=dict)
    reports_seen = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="search_saved_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def wanted(self) -> ReportFilter:
        """The filter; a part that means nothing any more, such as a gone type, is left out."""
        return parse_filter(self.parameters)[0]
