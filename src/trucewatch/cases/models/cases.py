"""A case, what was alleged in it, the steps that it took and what is due."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import (
    Handled,
    HandledQuerySet,
    Member,
    Organisation,
    handling_constraints,
)
from trucewatch.agreements.models import Provision
from trucewatch.cases.models.mechanisms import Mechanism, MechanismVersion
from trucewatch.incidents.models import Incident
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.models import Report
from trucewatch.sources.models import Document
from trucewatch.vocabulary.cases import CaseClass, CaseState, CaseStep
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.violations import ViolationType


class Case(Recorded, Handled):
    """What a mechanism looks into: in neutral words, without saying who alleged it.

    Its mark and compartment say who sees it: the mission at first, then whoever it was shared
    with. What was alleged, and every paper, has a mark of its own.
    """

    not_committed = frozenset({"due_at", "due_name"})

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="cases")
    version = models.ForeignKey(MechanismVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    case_class = models.CharField(max_length=12, choices=CaseClass.choices())
    state = models.CharField(max_length=20, choices=CaseState.choices())
    violation_type = models.CharField(
        max_length=30, choices=ViolationType.choices(), default=ViolationType.UNSPECIFIED.value
    )
    matter = models.CharField(max_length=500)
    date_start = models.DateField()
    date_end = models.DateField()
    is_continuing = models.BooleanField(default=False)
    area = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_label = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accused = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accused_label = models.CharField(max_length=300, blank=True)
    addressee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The organisation that answers for the accused: its own, or that of its guarantor."""
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    arose_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="arisen"
    )
    """The case in which access was refused, for a case of obstruction."""
    assigned_to = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()
    state_since = models.DateTimeField()
    on_site_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    """The earliest open deadline, kept beside the case so that queues are quick."""
    due_name = models.CharField(max_length=20, blank=True)

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            *handling_constraints("cases_case"),
            models.UniqueConstraint(fields=["mechanism", "number"], name="cases_number_once"),
            models.CheckConstraint(
                condition=Q(date_end__gte=models.F("date_start")), name="cases_dates_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="cases_by_state"),
            models.Index(fields=["received_at", "id"], name="cases_by_reception"),
        ]

    def __str__(self) -> str:
        return f"{self.mechanism.key}-{self.number:04d}"

    @property
    def interval(self) -> Interval:
        """The days on which it is said to have happened."""
        return Interval.between(self.date_start, self.date_end)

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


class Submission(Recorded, Handled):
    """A document that tells of several breaches, taken in as one and split into allegations."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=40, unique=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    missing = models.JSONField(default=list)
    """Numbers of the list that were not found in the text."""

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        constraints = handling_constraints("cases_submission")

    def __str__(self) -> str:
        return self.receipt


class Complaint(Recorded, Handled):
    """What somebody alleges, in their words: seen by them and the mission."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="complaints")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whose allegation it is; none for what the public sent."""
    filed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    entry = models.CharField(max_length=20, blank=True)
    """The number that the entry bears in the submission."""
    page = models.PositiveIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    receipt = models.CharField(max_length=40, unique=True)
    received_at = models.DateTimeField()

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = handling_constraints("cases_complaint")


class Step(Recorded):
    """A case went from one state to another. Why stands in the ledger, for the mission."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=CaseStep.choices())
    came_from = models.CharField(max_length=20, choices=CaseState.choices(), blank=True)
    led_to = models.CharField(max_length=20, choices=CaseState.choices())
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Deadline(Recorded):
    """Something is due by a moment; met, lapsed with the case, or still open."""

    added_later: ClassVar[frozenset[str]] = frozenset()

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    name = models.CharField(max_length=20)
    set_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"],
                condition=Q(met_at__isnull=True, lapsed_at__isnull=True),
                name="cases_one_open_deadline",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.lapsed_at is None

    @property
    def was_late(self) -> bool:
        """Whether it was met after its time."""
        return self.met_at is not None and self.met_at > self.due_at
