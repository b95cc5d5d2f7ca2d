"""Findings, each member's position on them, and the keys with which positions are signed."""

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import (
    Handled,
    HandledQuerySet,
    Member,
    Organisation,
    handling_constraints,
)
from trucewatch.cases.models.cases import Case
from trucewatch.ledger.canonical import canonical, sha256_hex
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.vocabulary.cases import Established, MechanismLevel, ScopeVerdict, Stance
from trucewatch.vocabulary.violations import (
    AttributionStandard,
    Severity,
    Verification,
    ViolationType,
)


class Finding(Recorded, Handled):
    """What the mechanism is asked to hold of a case: one version, bound to by its hash.

    An edit is a new version; the positions on the one before are void and say so.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    established = models.CharField(max_length=20, choices=Established.choices())
    standard = models.CharField(
        max_length=20, choices=Verification.choices(), default=Verification.UNVERIFIED.value
    )
    violation_type = models.CharField(max_length=30, choices=ViolationType.choices())
    severity = models.CharField(max_length=24, choices=Severity.choices(), blank=True)
    scope_verdict = models.CharField(max_length=20, choices=ScopeVerdict.choices())
    scope_reason = models.TextField(blank=True)
    attribution = models.CharField(
        max_length=24,
        choices=AttributionStandard.choices(),
        default=AttributionStandard.NONE.value,
    )
    attributed_to = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attributed_label = models.CharField(max_length=300, blank=True)
    attribution_reason = models.TextField(blank=True)
    text = models.TextField()
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """SHA-256 of all that was there to be read; a position is bound to it."""
    attribution_signed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attribution_signed_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    vote_closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["case", "-number"]
        constraints = [
            *handling_constraints("cases_finding"),
            models.UniqueConstraint(fields=["case", "number"], name="cases_finding_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(replaced_at__isnull=True),
                name="cases_one_current_finding",
            ),
        ]
        indexes = [
            models.Index(
                fields=["vote_closed_at", "id"],
                condition=Q(replaced_at__isnull=True),
                name="cases_finding_by_vote",
            ),
            models.Index(
                fields=["published_at", "vote_closed_at"],
                condition=Q(replaced_at__isnull=True),
                name="cases_finding_to_publish",
            ),
        ]

    READ = (
        "number", "established", "standard", "violation_type", "severity", "scope_verdict",
        "scope_reason", "attribution", "attributed_to_id", "attributed_label",
        "attribution_reason", "text",
    )  # fmt: skip
    """The columns that whoever gives a position has read."""

    def digest_of_what_is_read(self) -> str:
        """SHA-256 of the columns of ``READ`` with the case, in canonical JSON."""
        read = {name: getattr(self, name) for name in self.READ}
        read["attributed_to_id"] = str(self.attributed_to_id or "")
        return sha256_hex(canonical({"case": str(self.case_id), **read}))


class FindingPosition(Recorded):
    """How one member of the mechanism stands to a finding; who spoke for it is not published."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="positions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=MechanismLevel.choices())
    stance = models.CharField(max_length=12, choices=Stance.choices())
    reasons = models.TextField(blank=True)
    given_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """The hash of the finding that was read."""
    public_key = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=128)
    """By the member's own key where ``public_key`` names one, else attested by the server."""
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "organisation", "level"],
                condition=Q(voided_at__isnull=True),
                name="cases_one_position_each",
            ),
        ]

    @property
    def is_attested(self) -> bool:
        """Whether the server vouches for it, for want of a key of the member's own."""
        return not self.public_key

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None


class SigningKey(Recorded):
    """A member's own key; its private half opens with a secret that the record never keeps."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="signing_keys")
    public_key = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ended_at__isnull=True),
                name="cases_one_signing_key",
            ),
        ]
