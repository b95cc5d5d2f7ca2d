"""Delegations to a round: who is in them, what they came to do, on which days they were there."""

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from trucewatch.agreements.models.dated import (
    Counted,
    Dated,
    Lasting,
    counted_constraint,
    dated_constraint,
    lasting_constraint,
)
from trucewatch.names.folding import fold
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.talks.models.rounds import Round
from trucewatch.talks.models.who import BySomebody, OfParty
from trucewatch.vocabulary.talks import (
    Authority,
    CredentialState,
    Expected,
    Function,
    InvitationAnswer,
    MandateKind,
    Rank,
    presence_choices,
)


class Delegation(Fact, OfParty):
    """Who comes to a round for a party; what is said of it are facts of their own."""

    searched = ("party_label",)

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="delegations")

    class Meta:
        ordering = ["round", "recorded_at"]
        constraints = fact_constraints("talks_delegation")

    def __str__(self) -> str:
        return f"{self.who} ({self.round})"

    def is_second_among(self, others: QuerySet[Any]) -> bool:
        """A party has one delegation to a round; one unknown to the record is told by its name."""
        here = others.filter(round=self.round_id, withdrawn=False)
        if self.party_id is not None:
            return here.filter(party=self.party_id).exists()
        labels = here.filter(party=None).values_list("party_label", flat=True)
        return fold(self.party_label) in {fold(label) for label in labels}


class Delegate(Fact, Lasting):
    """Somebody in a delegation, in a function and under a title, between dates."""

    searched = ("name", "title", "authority_text")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=300)
    """The name, or what an unnamed source is called."""
    anonymous = models.BooleanField(default=False)
    function = models.CharField(max_length=14, choices=Function.choices())
    title = models.CharField(max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(choices=Rank.choices(), null=True, blank=True)
    authority = models.CharField(max_length=14, choices=Authority.choices(), blank=True)
    authority_text = models.CharField(max_length=300, blank=True)
    """On which subjects, where their authority to speak is limited."""

    class Meta:
        ordering = ["delegation", "function", "rank", "name"]
        constraints = [
            *fact_constraints("talks_delegate"),
            lasting_constraint("talks_delegate"),
        ]

    def __str__(self) -> str:
        return self.name


class Headcount(Fact, Counted, BySomebody):
    """How many a delegation has, as announced or as they came."""

    searched = ("unit", "by_label")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="headcounts")
    count_kind = models.CharField(max_length=8, choices=Expected.choices())
    on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["delegation", "count_kind", "on"]
        constraints = [
            *fact_constraints("talks_headcount"),
            counted_constraint("talks_headcount"),
            models.CheckConstraint(
                condition=Q(quantity_low__isnull=False) | Q(quantity_high__isnull=False),
                name="talks_headcount_has_a_number",
            ),
        ]


class DelegationLevel(Fact, BySomebody):
    """How senior a delegation is, as expected or as it came, by one account."""

    searched = ("text", "by_label")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="levels")
    level_kind = models.CharField(max_length=8, choices=Expected.choices())
    rank = models.PositiveSmallIntegerField(choices=Rank.choices(), null=True, blank=True)
    text = models.CharField(max_length=300, blank=True)
    """The level in the account's own words, such as "downgraded"."""

    class Meta:
        ordering = ["delegation", "level_kind"]
        constraints = fact_constraints("talks_level")


class DelegationMandate(Fact, BySomebody):
    """What a delegation came to do, by one account."""

    searched = ("text", "by_label")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="mandates")
    mandate_kind = models.CharField(max_length=12, choices=MandateKind.choices())
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["delegation", "recorded_at"]
        constraints = fact_constraints("talks_mandate")


class Credentials(Fact, BySomebody):
    """How a delegation's credentials stand from a day on."""

    searched = ("text", "by_label")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="credentials")
    credential_state = models.CharField(max_length=10, choices=CredentialState.choices())
    on = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["delegation", "on", "recorded_at"]
        verbose_name_plural = "credentials"
        constraints = fact_constraints("talks_credentials")


class RoundInvitation(Fact, Dated, OfParty, BySomebody):
    """Somebody is asked to come to a round; the dates say when they were asked."""

    searched = ("party_label", "level", "condition", "reason", "by_label")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="invitations")
    level = models.CharField(max_length=300, blank=True)
    """At which level, or in which capacity, they are asked to come."""
    is_late = models.BooleanField(default=False)
    """Whether an account calls it late."""
    invitation_answer = models.CharField(
        max_length=12,
        choices=InvitationAnswer.choices(),
        default=InvitationAnswer.NONE_KNOWN.value,
    )
    answered_on = models.DateField(null=True, blank=True)
    condition = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why they declined or set a condition, as they state it."""

    class Meta:
        ordering = ["round", "date_start", "recorded_at"]
        constraints = [
            *fact_constraints("talks_invitation"),
            dated_constraint("talks_invitation"),
        ]


class Presence(Fact, Dated, BySomebody):
    """Where a delegation stood on some days of a round, by one account, and why as that has it."""

    searched = ("reason", "by_label")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="presence")
    status = models.CharField(max_length=12, choices=presence_choices())
    at = models.TimeField(null=True, blank=True)
    """When it came or left, on the clocks of the venue."""
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["date_start", "at", "recorded_at"]
        verbose_name_plural = "presence"
        constraints = [
            *fact_constraints("talks_presence"),
            dated_constraint("talks_presence"),
            models.CheckConstraint(
                condition=Q(date_start__isnull=False), name="talks_presence_has_a_day"
            ),
        ]
