"""Bulletins as they were drafted and published: the words are frozen with their hash."""

from django.db import models

from trucewatch.accounts.models import Handled, HandledQuerySet, Member, handling_constraints
from trucewatch.ledger.models import Recorded


class BulletinState(models.TextChoices):
    """How far a bulletin has come."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    CORRECTED = "corrected", "Corrected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Bulletin(Recorded, Handled):
    """One bulletin. What it says is kept as data; pages and papers are made from that."""

    bulletin_kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    window_start = models.DateField()
    window_end = models.DateField()
    words = models.JSONField()
    language = models.CharField(max_length=10, default="en")
    """The language in which it is shown unless a reader asks for another."""
    cut_off = models.DateTimeField(null=True, blank=True)
    """Only what was recorded by then counts, as it stood then; null where none was set."""
    state = models.CharField(
        max_length=10, choices=BulletinState.choices, default=BulletinState.DRAFT
    )
    drafted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrigenda"
    )
    """The published bulletin whose place this one takes."""
    correction_reason = models.TextField(blank=True)

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["-window_end", "-id"]
        constraints = [*handling_constraints("bulletins_bulletin")]

    def __str__(self) -> str:
        return self.title
