"""Drafts: who sent which version to whom, who stands where on it, and what became of it."""

from django.core.validators import RegexValidator
from django.db import models

from trucewatch.agreements.models import Instrument, Version
from trucewatch.agreements.models.dated import Dated, dated_constraint
from trucewatch.parties.models import Party
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.talks.models.meetings import Meeting
from trucewatch.talks.models.rounds import Round
from trucewatch.talks.models.who import BySomebody, OfParty
from trucewatch.vocabulary.talks import DraftOutcome, DraftStance, TextActKind


class Tabling(Fact, BySomebody):
    """A text is put before a round: from whom, on which day."""

    searched = ("by_label",)

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tablings")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="tablings")
    on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["round", "on", "recorded_at"]
        constraints = fact_constraints("talks_tabling")


class Circulation(Fact, BySomebody):
    """A version is handed to somebody."""

    searched = ("to_label", "by_label")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="circulations")
    to_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_label = models.CharField(max_length=300, blank=True)
    on = models.DateField(null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The meeting at which it was handed over."""

    class Meta:
        ordering = ["version", "on", "recorded_at"]
        constraints = fact_constraints("talks_circulation")

    @property
    def to_whom(self) -> str:
        """Who got it, in the record's own words."""
        return self.to_label or (self.to_party.name if self.to_party else "")


class DraftPosition(Fact, OfParty, BySomebody):
    """Where a party stands on one version, bound to the exact text of it by its hash."""

    searched = ("text", "party_label", "by_label")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="stances")
    draft_stance = models.CharField(max_length=14, choices=DraftStance.choices())
    text = models.CharField(max_length=1000, blank=True)
    """The reservation, or the reason, in the party's words."""
    on = models.DateField(null=True, blank=True)
    version_hash = models.CharField(
        max_length=64, blank=True, validators=[RegexValidator(r"^[0-9a-f]{64}\Z")]
    )

    class Meta:
        ordering = ["version", "on", "recorded_at"]
        constraints = fact_constraints("talks_draft_position")


class Settlement(Fact, Dated, BySomebody):
    """What became of a version of a draft, by one account."""

    searched = ("without", "reason", "by_label")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="settlements")
    draft_outcome = models.CharField(max_length=14, choices=DraftOutcome.choices())
    without = models.TextField(blank=True)
    """The names of those without whom it was issued, one a line."""
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["version", "date_start", "recorded_at"]
        constraints = [
            *fact_constraints("talks_settlement"),
            dated_constraint("talks_settlement"),
        ]


class TextAct(Fact, Dated, OfParty):
    """Somebody signed, published or dissociated itself from a version: each a fact of its own."""

    searched = ("text", "party_label")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acts")
    text_act = models.CharField(max_length=16, choices=TextActKind.choices())
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["version", "date_start", "recorded_at"]
        constraints = [
            *fact_constraints("talks_text_act"),
            dated_constraint("talks_text_act"),
        ]
