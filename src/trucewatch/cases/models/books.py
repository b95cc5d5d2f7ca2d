"""Books that guarantors keep by themselves: entries, what others say of them, matches."""

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import (
    Handled,
    HandledQuerySet,
    Member,
    Organisation,
    handling_constraints,
)
from trucewatch.cases.models.mechanisms import Mechanism
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.models import Tally
from trucewatch.sources.models import Source
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.violations import ViolationType


class Book(Recorded):
    """One side's own ledger of breaches, beside which other sides keep theirs."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="books")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="books")
    monitor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="books")
    """The party under whose name its tallies stand."""
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["mechanism", "organisation"], name="cases_book_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BookEntry(Recorded, Handled):
    """A breach as one book has it; never a case of the other book's."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries")
    number = models.CharField(max_length=40)
    date_start = models.DateField(db_index=True)
    date_end = models.DateField()
    violation_type = models.CharField(
        max_length=30, choices=ViolationType.choices(), default=ViolationType.UNSPECIFIED.value
    )
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
    text = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False)
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["-date_start", "number"]
        verbose_name_plural = "book entries"
        constraints = [
            *handling_constraints("cases_bookentry"),
            models.UniqueConstraint(fields=["book", "number"], name="cases_entry_once"),
            models.CheckConstraint(
                condition=Q(date_end__gte=models.F("date_start")), name="cases_entry_dates"
            ),
        ]

    @property
    def interval(self) -> Interval:
        """The days that the book gives."""
        return Interval.between(self.date_start, self.date_end)


class BookRemark(Recorded, Handled):
    """What the keeper of another book says of an entry: its own verdict, with the reason."""

    entry = models.ForeignKey(BookEntry, on_delete=models.PROTECT, related_name="book_remarks")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    """The book whose keeper speaks."""
    verdict = models.CharField(max_length=16, choices=BookVerdict.choices())
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            *handling_constraints("cases_bookremark"),
            models.UniqueConstraint(
                fields=["entry", "book"],
                condition=Q(replaced_at__isnull=True),
                name="cases_one_remark_each",
            ),
        ]


class TallyRemark(Recorded, Handled):
    """What one monitor says of another's count of a day: so many confirmed, so many not, why."""

    tally = models.ForeignKey(Tally, on_delete=models.PROTECT, related_name="tally_remarks")
    by_monitor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=16, choices=BookVerdict.choices())
    count = models.PositiveIntegerField()
    """Of how many of the tally's breaches it is said."""
    reason = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    """When the monitor said otherwise; what stood until then stays readable."""

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            *handling_constraints("cases_tallyremark"),
            models.UniqueConstraint(
                fields=["tally", "by_monitor", "verdict"],
                condition=Q(replaced_at__isnull=True),
                name="cases_tally_remark_once",
            ),
        ]


class MatchState(LabelledStr):
    """Whether somebody has said that two entries tell of one breach."""

    PROPOSED = "proposed", "Proposed as one"
    ACCEPTED = "accepted", "Taken for one breach"
    REFUSED = "refused", "Taken for two breaches"


class BookMatch(Recorded, Handled):
    """Entries of two books that may tell of one breach; both books stay as they are."""

    left = models.ForeignKey(BookEntry, on_delete=models.PROTECT, related_name="matches_left")
    right = models.ForeignKey(BookEntry, on_delete=models.PROTECT, related_name="matches_right")
    weight = models.PositiveSmallIntegerField()
    """How much speaks for it, 0 to 100."""
    reason = models.TextField()
    match_state = models.CharField(max_length=10, choices=MatchState.choices())
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "pk"]
        verbose_name_plural = "book matches"
        constraints = [
            *handling_constraints("cases_bookmatch"),
            models.UniqueConstraint(fields=["left", "right"], name="cases_match_once"),
        ]
