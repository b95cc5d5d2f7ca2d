"""Figures that somebody claims, with their bounds and what they are counted of."""

from django.db import models
from django.db.models import Q

from trucewatch.statements.models.quoted import QUOTED_LATER, Attributed, attributed_constraints
from trucewatch.statements.rules import figure_of
from trucewatch.vocabulary.bound import Figure, FigureBasis, FigureConcept, FigureMeasure


class FigureClaim(Attributed):
    """A number that somebody claims of people or things, with the bound they put on it."""

    added_later = QUOTED_LATER | {
        "whom", "place_label", "counted_since", "basis", "measure", "copy_of_id"
    }  # fmt: skip

    concept = models.CharField(max_length=20, choices=FigureConcept.choices())
    low = models.BigIntegerField(null=True, blank=True)
    high = models.BigIntegerField(null=True, blank=True)
    estimated = models.BooleanField(default=False)
    scope = models.CharField(max_length=500, blank=True)
    """The words that limit it: since when, where."""
    as_of = models.DateField(null=True, blank=True)
    whom = models.CharField(max_length=200, blank=True)
    """Of whom it is counted: women, civilians; empty for everybody."""
    place_label = models.CharField(max_length=200, blank=True)
    counted_since = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=12, choices=FigureBasis.choices(), blank=True)
    """How the claimant came by it, as far as that is stated."""
    measure = models.CharField(max_length=8, choices=FigureMeasure.choices(), blank=True)
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    """The claim that this one repeats from another document: it adds no weight."""

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
