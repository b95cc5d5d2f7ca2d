"""What the engine proposed, and what people said of pairs of reports."""

from typing import Any

from django.db import models
from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.accounts.models import Member
from trucewatch.ledger.models import Recorded
from trucewatch.reports.models import Report
from trucewatch.vocabulary.labels import LabelledStr


class Verdict(LabelledStr):
    """What a reviewer says of two reports."""

    SAME = "same", "The same incident"
    NEVER = "never", "Not the same incident"
    LATER = "later", "Decide later"


class PairQuerySet(models.QuerySet[Any]):
    """Pairs are seen by those who see both reports."""

    def visible_to(self, reader: Reader) -> "PairQuerySet":
        """The pairs of which the reader sees both reports."""
        return self.filter(reader.sees("one__"), reader.sees("other__"))


class Linkage(Recorded):
    """One run of the engine over the record: with which weights, and what came of it.

    A calibration that people adopt is a run as well: the same weights, other probabilities.
    """

    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    model = models.JSONField()
    """The weights as a document, the same that the command reads and writes."""
    version = models.CharField(max_length=20)
    unique_sources = models.JSONField(default=list)
    threshold = models.CharField(max_length=10)
    """The probability from which links were made at once; empty where none were."""
    since = models.DateField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at", "-id"]


class Proposal(models.Model):
    """Two reports that the engine holds to be one incident, with how likely and why.

    Not an act and not in the ledger: the next run replaces what nobody has judged.
    """

    linkage = models.ForeignKey(Linkage, on_delete=models.CASCADE, related_name="proposals")
    one = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    bits = models.FloatField()
    raw_bits = models.FloatField()
    """The log2 odds before any calibration by reviews."""
    probability = models.FloatField()
    value = models.FloatField(db_index=True)
    """How much a verdict would tell: small margins and conflicts first."""
    conflict = models.CharField(max_length=20, blank=True)
    reasons = models.JSONField(default=list)
    obstacle = models.JSONField(default=dict)
    km = models.FloatField(null=True, blank=True)
    runner_up = models.ForeignKey(
        Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    runner_up_bits = models.FloatField(null=True, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="incidents_proposal_once"),
            models.CheckConstraint(
                condition=Q(one__lt=models.F("other")), name="incidents_proposal_ordered"
            ),
        ]
        indexes = [models.Index(fields=["-value", "id"], name="incidents_by_value")]


class Judgement(Recorded):
    """What one member says of two reports; the latest of theirs that is not withdrawn counts."""

    one = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices())
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)
    bits = models.FloatField(null=True, blank=True)
    """The uncalibrated log2 odds that the engine gave the pair; null where it gave none."""
    effect = models.JSONField(default=dict)
    """What followed at once, for undoing it: {"merged": [report ids]} or {"separated": …}."""

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["one", "other"], name="incidents_judged_pair")]
        constraints = [
            models.CheckConstraint(
                condition=Q(one__lt=models.F("other")), name="incidents_judgement_ordered"
            ),
            models.UniqueConstraint(
                fields=["one", "other", "by"],
                condition=Q(withdrawn=False),
                name="incidents_one_verdict_a_member",
            ),
        ]
