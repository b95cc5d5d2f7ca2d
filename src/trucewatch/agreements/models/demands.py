"""What is asked and undertaken, and how far each demand has come."""

from django.db import models

from trucewatch.agreements.models.dated import Counted, Dated, counted_constraint, dated_constraint
from trucewatch.agreements.wording import UNDERTAKINGS
from trucewatch.extraction.found import Undertaking
from trucewatch.parties.models import Party
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.statements.models import QUOTED_LATER, Attributed, Statement, attributed_constraints
from trucewatch.statements.wording import choices_of
from trucewatch.vocabulary.accords import DemandState, Mandate


class Demand(Attributed, Counted):
    """What one actor asks of another, or undertakes, in the words of one document."""

    added_later = QUOTED_LATER | {"quantity_low", "quantity_high", "unit", "mandate"}

    demand_kind = models.CharField(
        max_length=20, choices=choices_of(UNDERTAKINGS), default=Undertaking.DEMAND.value
    )
    asked_of = models.TextField(blank=True)
    """The names of those of whom it is asked, one a line."""
    asked_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quantity = models.CharField(max_length=300, blank=True)
    """The quantity in the words of the document; the numbers stand beside it."""
    condition = models.TextField(blank=True)
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="demands"
    )
    """The statement that it was raised in, where that is recorded."""
    mandate = models.CharField(max_length=10, choices=Mandate.choices(), blank=True)

    class Meta(Attributed.Meta):
        ordering = ["document", "start"]
        constraints = [
            *attributed_constraints("agreements_demand"),
            counted_constraint("agreements_demand"),
        ]

    def __str__(self) -> str:
        return self.gist or self.words[:200]


class DemandStep(Fact, Dated, Counted):
    """A demand comes to a state; the quantity is what was agreed, never what was asked."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="steps")
    demand_state = models.CharField(max_length=16, choices=DemandState.choices())
    by_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            *fact_constraints("agreements_demand_step"),
            dated_constraint("agreements_demand_step"),
            counted_constraint("agreements_demand_step"),
        ]
