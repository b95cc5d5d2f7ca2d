"""Reports and what they said before; import runs; tallies; coverage."""

import datetime as dt

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import Handled, HandledQuerySet, Member, handling_constraints
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.sources.models import Document, ImportRun, PublishedManager, Source, Staged
from trucewatch.vocabulary.grading import InformationCredibility
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import UcdpType, Verification, ViolationType


class Standing(models.TextChoices):
    """Whether a report still counts."""

    RECORDED = "recorded", "Recorded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Report(Recorded, Handled, Staged):
    """What one source says happened, as it says it now; earlier accounts are revisions."""

    not_committed = frozenset({"folded", "run"})

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reports")
    source_key = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.RECORDED)

    event_type = models.CharField(
        max_length=30,
        choices=ViolationType.choices(),
        default=ViolationType.UNSPECIFIED.value,
    )
    ucdp_type = models.PositiveSmallIntegerField(choices=UcdpType.choices(), null=True, blank=True)
    type_as_published = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    side_a = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    side_b = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    date_start = models.DateField()
    date_end = models.DateField()
    date_precision = models.PositiveSmallIntegerField(
        choices=DatePrecision.choices(), default=DatePrecision.DAY
    )

    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    location_precision = models.PositiveSmallIntegerField(
        choices=LocationPrecision.choices(), default=LocationPrecision.EXACT
    )
    place_as_published = models.CharField(max_length=300, blank=True)
    admin1_as_published = models.CharField(max_length=200, blank=True)
    admin2_as_published = models.CharField(max_length=200, blank=True)
    country_as_published = models.CharField(max_length=100, blank=True)
    area = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )

    deaths_low = models.BigIntegerField(null=True, blank=True)
    deaths_best = models.BigIntegerField(null=True, blank=True)
    deaths_high = models.BigIntegerField(null=True, blank=True)
    deaths_a = models.BigIntegerField(null=True, blank=True)
    deaths_b = models.BigIntegerField(null=True, blank=True)
    deaths_civilians = models.BigIntegerField(null=True, blank=True)
    deaths_unknown = models.BigIntegerField(null=True, blank=True)

    credibility = models.PositiveSmallIntegerField(
        choices=InformationCredibility.choices(),
        default=InformationCredibility.CANNOT_BE_JUDGED,
    )
    verification = models.CharField(
        max_length=20, choices=Verification.choices(), default=Verification.UNVERIFIED.value
    )

    original = models.TextField(blank=True)
    original_line = models.PositiveIntegerField(null=True, blank=True)
    original_digest = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True)
    flags = models.JSONField(default=list)

    filed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    folded = models.TextField(blank=True)

    objects = PublishedManager.from_queryset(HandledQuerySet)()
    staged = HandledQuerySet.as_manager()

    class Meta(Staged.Meta):
        constraints = [
            *handling_constraints("reports_report"),
            models.UniqueConstraint(fields=["source", "source_key"], name="reports_source_key"),
            models.CheckConstraint(
                condition=Q(date_end__gte=models.F("date_start")), name="reports_dates_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["date_start", "id"], name="reports_by_date"),
            models.Index(fields=["area", "date_start"], name="reports_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.source_key} ({self.interval.text()})"

    @property
    def interval(self) -> Interval:
        """When it happened, as precisely as the source says."""
        return Interval(self.date_start, self.date_end, DatePrecision(self.date_precision))

    @property
    def is_withdrawn(self) -> bool:
        return self.standing == Standing.WITHDRAWN


class Revision(Recorded):
    """What a report said before it was changed: the whole account, readable as it was."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    account = models.JSONField()
    """The report's committed content at that version, column by column."""
    changed = models.JSONField()
    """What the next version changed: a list of {"field", "old", "new"}."""
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="reports_revision_once"),
        ]


class Evidence(Recorded):
    """A file that supports a report, kept byte for byte; who sees the report sees the file."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=300)
    creator = models.CharField(max_length=300, blank=True)
    rights = models.CharField(max_length=300, blank=True)
    withdrawn = models.BooleanField(default=False)
    attached_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"


class StagedChange(models.Model):
    """A new account of a known report that an unpublished import holds ready."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    account = models.JSONField()
    changed = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "report"], name="reports_one_change_a_run"),
        ]


class Tally(Recorded, Handled):
    """How many breaches one monitor says it counted in a window; nobody's sum."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    monitor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="tallies")
    monitor_as_published = models.CharField(max_length=200)
    reported_on = models.DateField(null=True, blank=True, db_index=True)
    """The day of the bulletin; null where the published page bears no date."""
    window_hours = models.PositiveIntegerField()
    stated_total = models.PositiveIntegerField(null=True, blank=True)
    published_at_address = models.CharField(max_length=1000)
    language = models.CharField(max_length=20, blank=True)
    remark = models.TextField(blank=True)
    checker_note = models.CharField(max_length=200, blank=True)
    original = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True)
    earlier = models.JSONField(default=list)
    """What a later file replaced, oldest first, each as it was committed to."""

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["reported_on", "monitor_as_published"]
        verbose_name_plural = "tallies"
        constraints = [
            *handling_constraints("reports_tally"),
            # Two, since SQLite takes two missing dates for two different ones.
            models.UniqueConstraint(
                fields=["monitor", "reported_on", "window_hours", "published_at_address"],
                condition=Q(reported_on__isnull=False),
                name="reports_dated_tally_once",
            ),
            models.UniqueConstraint(
                fields=["monitor", "window_hours", "published_at_address"],
                condition=Q(reported_on__isnull=True),
                name="reports_undated_tally_once",
            ),
        ]

    @property
    def is_on_the_web(self) -> bool:
        """Whether the address may be made a link: it comes from a file and could say anything."""
        return self.published_at_address.startswith(("https://", "http://"))

    @property
    def first_day(self) -> dt.date | None:
        """The first day of the window, both ends counted: a day's window is one day."""
        if self.reported_on is None:
            return None
        return self.reported_on - dt.timedelta(days=max(0, -(-self.window_hours // 24) - 1))


class TallyShare(Recorded):
    """The part of a tally that the monitor placed in one area, under its published name."""

    tally = models.ForeignKey(Tally, on_delete=models.PROTECT, related_name="shares")
    area_as_published = models.CharField(max_length=200)
    area = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    count = models.PositiveIntegerField()
    original = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True)
    earlier = models.JSONField(default=list)

    class Meta:
        ordering = ["-count", "area_as_published"]
        constraints = [
            models.UniqueConstraint(
                fields=["tally", "area_as_published"], name="reports_share_once"
            ),
        ]


class TallyConfirmation(Recorded):
    """How many of a tally's breaches another monitor said that it confirms."""

    tally = models.ForeignKey(Tally, on_delete=models.PROTECT, related_name="confirmations")
    by_monitor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    by_as_published = models.CharField(max_length=200)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tally", "by_monitor"], name="reports_confirmation_once"
            ),
        ]


class Coverage(Recorded, Handled):
    """How long somebody looked: without it, no report and no violation look the same."""

    monitor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="coverage")
    area = models.ForeignKey(Place, on_delete=models.PROTECT)
    date_start = models.DateField()
    date_end = models.DateField()
    patrol_hours = models.DecimalField(max_digits=9, decimal_places=1, default=0)
    camera_hours = models.DecimalField(max_digits=9, decimal_places=1, default=0)
    remarks = models.TextField(blank=True)

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["-date_start"]
        verbose_name_plural = "coverage"
        constraints = [
            *handling_constraints("reports_coverage"),
            models.CheckConstraint(
                condition=Q(date_end__gte=models.F("date_start")), name="reports_coverage_dates"
            ),
        ]
