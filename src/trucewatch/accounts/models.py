"""Members and the organisations they act for, compartments, and the gate on everything marked."""

import datetime as dt
import hashlib
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from trucewatch.accounts.reader import Reader
from trucewatch.ledger.models import Recorded
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.roles import OrganisationKind, Role

OPERATOR = "operator"

_KEY = RegexValidator(
    r"^[a-z0-9][a-z0-9._@+-]*\Z", "Use small Latin letters, digits and . _ @ + - only."
)


class Organisation(Recorded):
    """A mission, guarantor, party, observer or press house that members act for."""

    key = models.CharField(max_length=60, unique=True, validators=[_KEY])
    name = models.CharField(max_length=200)
    organisation_kind = models.CharField(max_length=20, choices=OrganisationKind.choices())

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    """Finds members for the sign-in framework; members are made by actions only."""

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(username=username)


class Member(AbstractBaseUser, Recorded):
    """A person, or the built-in operator, who acts on the record under their own name."""

    not_committed = frozenset({"password", "last_login"})

    username = models.CharField(
        max_length=60,
        unique=True,
        validators=[_KEY],
        error_messages={"unique": "That name is taken."},
    )
    display_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_operator(self) -> bool:
        """Whether this is whoever sits at the machine itself and may read its files anyway."""
        return self.username == OPERATOR


class Invitation(Recorded):
    """A link that lets one person join with a given role, once and for a while."""

    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_by = models.OneToOneField(Member, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    @property
    def is_open(self) -> bool:
        return self.accepted_by_id is None and self.expires_at > timezone.now()


class PasswordReset(models.Model):
    """A link that lets one member choose a new password, once and for a while."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class Token(Recorded):
    """A word with which a program reads as one member, as far as its scopes go and for a while."""

    not_committed = frozenset({"last_used_on"})

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    scopes = models.JSONField()
    """Words of ``Scope``."""
    prefix = models.CharField(max_length=12)
    """How the token begins, by which its member knows it again."""
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it opens anything now; a member without access has no token that does."""
        lasts = self.revoked_at is None and self.expires_at > timezone.now()
        return lasts and self.member.is_active


class Compartment(Recorded):
    """A circle of need-to-know around some records; each organisation has one of its own."""

    key = models.CharField(max_length=60, unique=True, validators=[_KEY])
    name = models.CharField(max_length=200)
    home_of = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="home_compartment",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(Recorded):
    """Leave for one organisation or one member to see what a compartment holds."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) ^ models.Q(member__isnull=True),
                name="accounts_grant_has_one_holder",
            )
        ]

    @property
    def holder(self) -> "Organisation | Member":
        """The organisation or the member that holds the grant."""
        found = self.organisation or self.member
        assert found is not None  # noqa: S101 - a constraint of the table
        return found

    @classmethod
    def current(cls) -> "models.QuerySet[Grant]":
        """Grants in force at this moment of the database's own clock."""
        open_ended = models.Q(until__isnull=True) | models.Q(until__gt=Now())
        return cls.objects.filter(open_ended, since__lte=Now())


class HandledQuerySet(models.QuerySet[Any]):
    """Rows with a handling mark: nothing leaves without passing ``visible_to``."""

    def visible_to(self, reader: Reader) -> Self:
        """The rows that the reader may see; in lists, counts, maps and exports alike."""
        return self.filter(reader.sees())


class Handled(models.Model):
    """A row that carries a TLP mark and may lie in a compartment."""

    handling = models.CharField(
        max_length=12, choices=Handling.choices(), default=Handling.AMBER.value
    )
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        abstract = True


def handling_constraints(table: str) -> list[models.BaseConstraint]:
    """A mark that is open to the community has no compartment; RED has its recipients named."""
    open_marks = [Handling.CLEAR.value, Handling.GREEN.value]
    return [
        models.CheckConstraint(
            condition=~models.Q(handling__in=open_marks) | models.Q(compartment__isnull=True),
            name=f"{table}_open_mark_has_no_compartment",
        ),
        models.CheckConstraint(
            condition=~models.Q(handling=Handling.RED.value) | models.Q(compartment__isnull=False),
            name=f"{table}_red_has_compartment",
        ),
    ]


def open_until(days: int) -> dt.datetime:
    """The moment this many days from now, for links that expire."""
    return timezone.now() + dt.timedelta(days=days)


def hash_token(token: str) -> str:
    """What is kept of a link's token: enough to recognise it, not enough to use it."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
