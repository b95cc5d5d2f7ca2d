"""Addresses that are told of events, and what was or is to be sent to each."""

from django.db import models
from django.utils import timezone

from trucewatch.accounts.models import Member
from trucewatch.ledger.models import Recorded
from trucewatch.vocabulary.identity import new_id


class Hook(Recorded):
    """An address outside that is told of some kinds of events, as far as one member sees them."""

    not_committed = frozenset({"cursor"})

    address = models.CharField(max_length=500)
    events = models.JSONField()
    """Words of ``Event``."""
    acting_as = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    cursor = models.BigIntegerField(default=0)
    """The last entry of the ledger that was looked at for it."""

    class Meta:
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return self.address


class DeliveryState(models.TextChoices):
    """How far a delivery has come."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    DEAD = "dead", "Given up"
    WITHHELD = "withheld", "Withheld"


class Delivery(models.Model):
    """One message to one address about one entry of the ledger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.BigIntegerField()
    event = models.CharField(max_length=60)
    body = models.TextField()
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=200, blank=True)
    """What the last try came to."""
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-entry"]
        constraints = [
            models.UniqueConstraint(fields=["hook", "entry"], name="hooks_one_delivery_an_entry")
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="hooks_due")]
