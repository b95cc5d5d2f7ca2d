"""What is written down in a case: papers, teams, observations, exhibits and their custody."""

from django.db import models

from trucewatch.accounts.models import (
    Handled,
    HandledQuerySet,
    Member,
    Organisation,
    handling_constraints,
)
from trucewatch.cases.models.cases import Case
from trucewatch.intake.models import Caller
from trucewatch.ledger.models import Recorded
from trucewatch.sources.models import Document
from trucewatch.vocabulary.cases import ObservationUnit, PaperKind


class Paper(Recorded, Handled):
    """A paper of a case. It is never changed: another one follows it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind_of_paper = models.CharField(max_length=24, choices=PaperKind.choices())
    text = models.TextField()
    method = models.CharField(max_length=300, blank=True)
    """How somebody looked: on site, by telephone, by satellite."""
    happened_at = models.DateTimeField(null=True, blank=True)
    """When they looked, asked or were refused."""
    addressee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    witness = models.ForeignKey(
        Caller, on_delete=models.PROTECT, null=True, blank=True, related_name="interviews"
    )
    """Who was interviewed, under a pseudonym; the name lies in the vault."""
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = handling_constraints("cases_paper")
        indexes = [
            models.Index(
                fields=["addressee", "case"],
                condition=models.Q(kind_of_paper=PaperKind.NOTICE.value),
                name="cases_notices",
            )
        ]

    def __str__(self) -> str:
        return PaperKind(self.kind_of_paper).label


class TeamMember(Recorded):
    """Somebody is on the team that looks into a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="team")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    is_leader = models.BooleanField(default=False)
    until = models.DateTimeField(null=True, blank=True)
    """When another team was tasked."""

    class Meta:
        ordering = ["-is_leader", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"],
                condition=models.Q(until__isnull=True),
                name="cases_team_once",
            ),
        ]


class Observation(Recorded):
    """What was counted on site, in its own unit: explosions are no incidents."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="observations")
    unit = models.CharField(max_length=12, choices=ObservationUnit.choices())
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    remarks = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(high__gte=models.F("low")), name="cases_counts_in_order"
            ),
        ]


class Exhibit(Recorded, Handled):
    """A photograph, film or document of a case: the original, apart from copies to work on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exhibits")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    working_copy = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    caption = models.CharField(max_length=300)
    creator = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    rights = models.CharField(max_length=300, blank=True)
    withdrawn = models.BooleanField(default=False)
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = handling_constraints("cases_exhibit")


class CustodyEntry(Recorded):
    """Who had an exhibit in their hands, when, and what they did with it."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="custody")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=300)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "custody entries"
