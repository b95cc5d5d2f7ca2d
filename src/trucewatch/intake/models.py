"""How reports came in, callers whose names lie apart, drafts, duty, and notices to members."""

from typing import Final

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import Member
from trucewatch.ledger.models import Recorded
from trucewatch.places.models import Place
from trucewatch.reports.models import Report
from trucewatch.vocabulary.labels import LabelledStr


class Channel(LabelledStr):
    """By which way a report came in."""

    FORM = "form", "Written by a member"
    HOTLINE = "hotline", "Told on the telephone"
    PUBLIC = "public", "Sent by the public"


class Consent(LabelledStr):
    """What a caller agreed to when giving their name."""

    CALL_BACK = "call_back", "To be called back with questions"
    PASS_ON = "pass_on", "That the mission passes the name to investigators"
    HELP = "help", "That the name is passed to whoever can help"


class Caller(Recorded):
    """Somebody who told something under a pseudonym; the name, if given, is sealed.

    ``sealed`` is readable with the key of the record's folder alone. It is empty for a caller who
    gave no name, and once the name was forgotten.
    """

    pseudonym = models.CharField(max_length=20, unique=True)
    sealed = models.BinaryField(blank=True, default=b"")
    consents = models.JSONField(default=list)
    consent_given_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def has_name(self) -> bool:
        """Whether a name lies in the vault."""
        return bool(self.sealed)


class Reception(Recorded):
    """How one report came in: when, by which way, told in which words, taken up by whom."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="reception")
    channel = models.CharField(max_length=10, choices=Channel.choices())
    received_at = models.DateTimeField(db_index=True)
    told_when = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    """The moment at which ``told_when`` was said, and from which it is reckoned."""
    happened_from = models.DateTimeField(null=True, blank=True)
    happened_until = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    """The language of the report's original words, as an ISO 639-1 code."""
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The place of the gazetteer that was read back and confirmed."""
    is_spot = models.BooleanField(default=False)
    """Whether it was to be told at once to those on duty."""
    caller = models.ForeignKey(
        Caller, on_delete=models.PROTECT, null=True, blank=True, related_name="receptions"
    )
    receipt_hash = models.CharField(max_length=64, blank=True, db_index=True)
    taken_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt_hash"],
                condition=~Q(receipt_hash=""),
                name="intake_receipt_once",
            ),
        ]


class Message(Recorded):
    """What somebody from the public added to what they sent, with their receipt."""

    reception = models.ForeignKey(Reception, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["received_at"]


class Draft(models.Model):
    """A form that a member has begun and not sent: their own, and gone once it is."""

    key = models.UUIDField()
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=20)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="intake_draft_once"),
        ]


class Duty(Recorded):
    """A member is on duty until a time: spot reports are told to them at once."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="duties")
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-since"]
        verbose_name_plural = "duties"


SPOT_REPORT: Final = "spot_report"
PUBLIC_MESSAGE: Final = "public_message"


class Notice(models.Model):
    """Something that one member shall look at. It says of what kind and about what, never more.

    ``about`` is a row as the ledger names it, `report:…`; whether the member may see that row is
    asked again each time the notice is shown.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "about"], name="intake_notice_once"),
        ]
        indexes = [models.Index(fields=["member", "read_at"], name="intake_unread")]
