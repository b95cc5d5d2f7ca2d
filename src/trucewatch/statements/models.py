"""Words of a document with who said them: statements, figure claims, assessments."""

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import Handled, HandledQuerySet, Member, handling_constraints
from trucewatch.extraction.found import Speech, SpeechAct
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.sources.models import Document
from trucewatch.statements.rules import figure_of
from trucewatch.statements.wording import LEANINGS, SPEECH_ACTS, SPEECHES, choices_of
from trucewatch.vocabulary.bound import Figure, FigureConcept

LONGEST_NAME = 600


class Quoted(Recorded, Handled):
    """Words of a document under the document's mark: ``[start, end)`` in its stored text."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    objects = HandledQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def anchor(self) -> str:
        """The place of the words in the page of their document."""
        return f"c{self.start}-{self.end}"


class Attributed(Quoted):
    """Words with whoever said them; nothing ties a protected source to a person."""

    speaker_label = models.CharField(max_length=LONGEST_NAME, blank=True)
    """Who speaks, as a page names them: one name, several, or what an unnamed source is called."""
    speaker_names = models.TextField(blank=True)
    """The names of those who speak, one a line; none of a protected source."""
    speaker_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    anonymous = models.BooleanField(default=False)

    class Meta(Quoted.Meta):
        abstract = True


def quoted_constraints(table: str) -> list[models.BaseConstraint]:
    """Words have a length, and marks are consistent."""
    return [
        *handling_constraints(table),
        models.CheckConstraint(condition=Q(end__gt=models.F("start")), name=f"{table}_has_words"),
    ]


def attributed_constraints(table: str) -> list[models.BaseConstraint]:
    """The same, and a protected source has no name in the record."""
    return [
        *quoted_constraints(table),
        models.CheckConstraint(
            condition=Q(anonymous=False) | Q(speaker_names=""),
            name=f"{table}_protects_sources",
        ),
    ]


class Statement(Attributed):
    """One speaker's words in one document: an account of what was said, not of what is so."""

    speech = models.CharField(
        max_length=10, choices=choices_of(SPEECHES), default=Speech.DIRECT.value
    )
    act = models.CharField(
        max_length=10, choices=choices_of(SPEECH_ACTS), default=SpeechAct.ASSERTS.value
    )
    relayed_by = models.TextField(blank=True)
    """Who passed the words on, one a line, the nearest to the reader first."""
    said_from = models.DateField(null=True, blank=True)
    said_until = models.DateField(null=True, blank=True)
    """The days between which the document speaks."""
    language = models.CharField(max_length=10, blank=True)

    class Meta(Attributed.Meta):
        ordering = ["document", "start"]
        constraints = attributed_constraints("statements_statement")


class FigureClaim(Attributed):
    """A number that somebody claims of people or things, with the bound they put on it."""

    concept = models.CharField(max_length=20, choices=FigureConcept.choices())
    low = models.BigIntegerField(null=True, blank=True)
    high = models.BigIntegerField(null=True, blank=True)
    estimated = models.BooleanField(default=False)
    scope = models.CharField(max_length=500, blank=True)
    """The words that limit it: since when, where."""
    as_of = models.DateField(null=True, blank=True)

    class Meta(Attributed.Meta):
        ordering = ["document", "start"]
        constraints = [
            *attributed_constraints("statements_figure"),
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                name="statements_figure_has_a_number",
            ),
        ]

    @property
    def figure(self) -> Figure:
        """The number with its bound."""
        return figure_of(self.low, self.high, estimated=self.estimated)


class Assessment(Attributed):
    """How somebody judges the ceasefire, in their word for it."""

    says = models.CharField(max_length=200)
    leaning = models.SmallIntegerField(choices=list(LEANINGS.items()), default=0)
    as_of = models.DateField(null=True, blank=True)

    class Meta(Attributed.Meta):
        ordering = ["document", "start"]
        constraints = attributed_constraints("statements_assessment")
