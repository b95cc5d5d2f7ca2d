"""Drafting a finding, positions on it, attribution, the end of the vote, publication."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.circles import ensure_circle
from trucewatch.accounts.models import Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.moving import (
    Taking,
    Written,
    begin_step,
    carry_out,
    require_verified,
)
from trucewatch.cases.models import Case, Finding, FindingPosition, Seat, SigningKey
from trucewatch.cases.queries.deciding import decision_on, terms_of
from trucewatch.cases.queries.finding import find_case, find_finding, functions_in
from trucewatch.cases.rules.duties import require_other_than_author
from trucewatch.cases.signing import make_key, sign_with
from trucewatch.cases.wording import VOID
from trucewatch.ledger import actions as ledger
from trucewatch.ledger import signing as ledger_signing
from trucewatch.ledger.canonical import canonical
from trucewatch.ledger.events import Event
from trucewatch.parties.models import Party
from trucewatch.reports.rules import require_text
from trucewatch.vocabulary.cases import (
    ADOPTED,
    CaseState,
    CaseStep,
    Established,
    PaperKind,
    ScopeVerdict,
    SeatFunction,
    Stance,
)
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.violations import (
    AttributionStandard,
    Severity,
    Verification,
    ViolationType,
)

_MAY_DRAFT: Final = frozenset({SeatFunction.CHAIR, SeatFunction.TEAM_LEADER})


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGiven:
    """A finding as it is drafted."""

    established: Established
    standard: Verification
    violation_type: ViolationType
    severity: Severity | None = None
    scope_verdict: ScopeVerdict
    scope_reason: str = ""
    attribution: AttributionStandard = AttributionStandard.NONE
    attributed_to: Party | None = None
    attributed_label: str = ""
    attribution_reason: str = ""
    text: str


@transaction.atomic
def draft_finding(case_id: UUID, given: FindingGiven, *, by: Member) -> Finding:
    """Write what the mechanism is asked to hold. A second draft replaces the first.

    Positions on the draft before are void from then on, and say so; those on which a vote was
    closed stay. Members read at once what replaces a draft that is before them, and no other.
    """
    require(by, Act.MOVE_CASE)
    case = find_case(case_id, by, lock=True)
    if case.state not in {CaseState.REPORTED, CaseState.UNDER_REVIEW}:
        raise Refused("A finding is drafted once the investigation is reported.")
    if case.is_paused:
        raise Refused("The case is paused. Resume it first.")
    if not functions_in(case.mechanism, by) & _MAY_DRAFT:
        raise NotAllowed("Only the chair or the team leader drafts a finding.")
    require_verified(case)
    _require_sound(given)
    before = case.findings.filter(replaced_at__isnull=True).first()
    now = timezone.now()
    rows: list[Any] = []
    if before is not None:
        before.replaced_at = now
        before.save(update_fields=["replaced_at"])
        rows.append(before)
        given_on_draft = before.positions.filter(
            voided_at__isnull=True, finding__vote_closed_at__isnull=True
        )
        for position in given_on_draft:
            position.voided_at, position.voided_because = now, VOID
            position.save(update_fields=["voided_at", "voided_because"])
            rows.append(position)
    is_before_members = before is not None and case.state == CaseState.UNDER_REVIEW
    last = case.findings.order_by("-number").first()
    finding = Finding(
        case=case, number=last.number + 1 if last else 1, established=given.established,
        standard=given.standard, violation_type=given.violation_type,
        severity=given.severity.value if given.severity else "",
        scope_verdict=given.scope_verdict, scope_reason=given.scope_reason.strip(),
        attribution=given.attribution, attributed_to=given.attributed_to,
        attributed_label=given.attributed_label.strip(),
        attribution_reason=given.attribution_reason.strip(), text=given.text.strip(),
        author=by, made_at=now, handling=Handling.AMBER_STRICT,
        compartment=before.compartment if before and is_before_members else None,
    )  # fmt: skip
    finding.digest = finding.digest_of_what_is_read()
    finding.save()
    event = Event.FINDING_REVISED if before else Event.FINDING_DRAFTED
    ledger.record(event, by=by, subject=finding, rows=rows)
    return finding


@transaction.atomic
def circulate(case_id: UUID, *, by: Member, text: str) -> Case:
    """Put the violation report and the finding before the members; from then on they see both."""
    case, move = begin_step(case_id, CaseStep.REVIEW, by=by)
    finding = case.findings.filter(replaced_at__isnull=True, vote_closed_at__isnull=True).first()
    if finding is None:
        raise Refused("There is no finding to circulate: draft one first.")
    members = members_of(case)
    finding.compartment = ensure_circle(members, by=by)
    finding.save(update_fields=["compartment"])
    paper = Written(text=text, compartment=finding.compartment)
    taking = Taking(step=CaseStep.REVIEW, by=by, paper=paper, share_with=members, rows=[finding])
    return carry_out(case, move, taking)


@transaction.atomic
def sign_attribution(finding_id: UUID, *, by: Member) -> Finding:
    """Stand for the naming of the responsible: a gate of its own, with a signatory of its own."""
    require(by, Act.MOVE_CASE)
    finding = _open(finding_id, by)
    if SeatFunction.ATTRIBUTION not in functions_in(finding.case.mechanism, by):
        raise NotAllowed("Only a signatory of attributions signs one.")
    if finding.attribution == AttributionStandard.NONE:
        raise Refused("The finding attributes nothing.")
    if finding.author_id == by.pk and not by.is_operator:
        raise Refused("Whoever wrote the finding does not sign its attribution.")
    if finding.attribution_signed_by_id is not None:
        raise Refused("The attribution is signed already.")
    finding.attribution_signed_by = by
    finding.attribution_signed_at = timezone.now()
    finding.save(update_fields=["attribution_signed_by", "attribution_signed_at"])
    ledger.record(
        Event.ATTRIBUTION_SIGNED, by=by, subject=finding, facts={"digest": finding.digest}
    )
    return finding


@transaction.atomic
def give_position(
    finding_id: UUID, stance: Stance, *, by: Member, reasons: str, read: str, secret: str = ""
) -> FindingPosition:
    """Say how one's organisation stands to the finding that was read, named by its hash.

    After the hash and a colon ``read`` may name the level at which one was asked: a form that is
    sent twice then gives no position at the level above as well.
    Signed with the member's own key where they have one and give its secret; else attested by
    the server, and called so.
    """
    require(by, Act.GIVE_POSITION)
    finding = _open(finding_id, by)
    case = finding.case
    if case.state != CaseState.UNDER_REVIEW:
        raise Refused("Positions are given while the finding is under review.")
    if case.is_paused:
        raise Refused("The case is paused. Resume it first.")
    digest, _, asked_at = read.partition(":")
    if digest != finding.digest:
        raise Refused("The finding was changed since you read it. Read it again.", field="read")
    require_text(reasons, most=20_000, field="reasons")
    if stance not in {Stance.CONCURS, Stance.ABSENT} and not reasons.strip():
        raise Refused("Give the reasons.", field="reasons")
    _require_represents(case, by)
    decision = decision_on(finding)
    level = decision.level or terms_of(case).levels[-1]
    mine = finding.positions.filter(organisation=by.organisation_id, voided_at__isnull=True)
    if mine.filter(level=level).exists():
        raise Refused("Your organisation has given its position already.")
    if by.organisation.key not in decision.awaited or asked_at not in {"", level.value}:
        raise Refused("No position of your organisation is awaited at this level.")
    position = FindingPosition(
        finding=finding, organisation=by.organisation, level=level, stance=stance,
        reasons=reasons.strip(), given_by=by, given_at=timezone.now(), digest=finding.digest,
    )  # fmt: skip
    _sign(position, secret, by)
    position.save()
    facts = {
        "stance": stance.value, "level": level.value, "organisation": by.organisation.key,
        "digest": finding.digest, "attested": position.is_attested,
    }  # fmt: skip
    ledger.record(Event.POSITION_GIVEN, by=by, subject=position, facts=facts)
    return position


@transaction.atomic
def close_vote(case_id: UUID, *, by: Member) -> Case:
    """End the vote: whoever gave no position counts as absent, the rule says what follows.

    What is adopted is seen by every member of the record; what is not stays with those who had it.
    """
    case, move = begin_step(case_id, CaseStep.DECIDE, by=by)
    finding = case.findings.filter(replaced_at__isnull=True).select_for_update().first()
    if finding is None:
        raise Refused("There is no finding to decide on.")
    decision = decision_on(finding)
    if decision.awaited and _has_time_left(case):
        raise Refused(
            "{number} positions are awaited and there is time left.",
            values={"number": len(decision.awaited)},
        )
    if finding.attribution != AttributionStandard.NONE and not finding.attribution_signed_by_id:
        raise Refused("The attribution is not signed. It is a gate of its own.")
    finding.vote_closed_at = timezone.now()
    outcome = decision_on(finding).outcome
    shared = list(members_of(case))
    if outcome in ADOPTED:
        finding.handling, finding.compartment = Handling.GREEN, None
        if case.handling > Handling.GREEN:
            case.handling, case.compartment = Handling.GREEN, None
    finding.save()
    taking = Taking(
        step=CaseStep.DECIDE, by=by, rows=[finding], share_with=shared,
        columns={"decided_at": finding.vote_closed_at},
    )  # fmt: skip
    return carry_out(case, move, taking)


@transaction.atomic
def publish_finding(finding_id: UUID, *, by: Member) -> Finding:
    """Let everybody read the finding with each member's position; published by another hand."""
    require(by, Act.PUBLISH_FINDING)
    case = find_case(find_finding(finding_id, by).case_id, by, lock=True)
    finding = find_finding(finding_id, by, lock=True)
    if SeatFunction.PUBLISHER not in functions_in(case.mechanism, by):
        raise NotAllowed("Only a publisher of the mechanism publishes.")
    is_decided = finding.vote_closed_at is not None and case.decided_at is not None
    if not is_decided or finding.replaced_at is not None:
        raise Refused("Only a finding on which the vote is closed is published.")
    if finding.published_at is not None:
        raise Refused("It is published already.")
    authors = {finding.author_id}
    authors |= set(case.findings.values_list("author", flat=True))
    require_other_than_author(by.pk, authors)
    finding.published_at, finding.published_by = timezone.now(), by
    finding.handling, finding.compartment = Handling.CLEAR, None
    finding.save()
    case.handling, case.compartment = Handling.CLEAR, None
    case.save()
    ledger.record(Event.FINDING_PUBLISHED, by=by, subject=finding, rows=[case])
    return finding


@transaction.atomic
def make_signing_key(secret: str, *, by: Member) -> SigningKey:
    """Make a key of one's own; one that was there ends. The secret is kept nowhere."""
    require(by, Act.GIVE_POSITION)
    public, sealed = make_key(secret)
    ledger.take_turn()
    now = timezone.now()
    ended = list(SigningKey.objects.select_for_update().filter(member=by, ended_at__isnull=True))
    for key in ended:
        key.ended_at = now
        key.save(update_fields=["ended_at"])
    made = SigningKey(member=by, public_key=public, sealed=sealed, made_at=now)
    made.save()
    facts = {"public_key": public}
    ledger.record(Event.SIGNING_KEY_MADE, by=by, subject=made, rows=ended, facts=facts)
    return made


def members_of(case: Case) -> list[Organisation]:
    """The organisations that are members of the case's mechanism, by its terms."""
    keys = [member.key for member in terms_of(case).members]
    return list(Organisation.objects.filter(key__in=keys))


def words_of(position: FindingPosition, organisation: str) -> str:
    """What a position's signature is over: canonical, so that anyone can check it."""
    said: Mapping[str, Any] = {
        "finding": str(position.finding_id), "digest": position.digest,
        "organisation": organisation, "level": str(position.level),
        "stance": str(position.stance), "reasons": position.reasons,
    }  # fmt: skip
    return canonical(said)


def _sign(position: FindingPosition, secret: str, by: Member) -> None:
    words = words_of(position, by.organisation.key)
    key = SigningKey.objects.filter(member=by, ended_at__isnull=True).first()
    if key is not None and secret:
        position.public_key = key.public_key
        position.signature = sign_with(bytes(key.sealed), key.public_key, secret, words)
        return
    if secret:
        raise Refused("You have no key of your own yet.", field="secret")
    own = ledger_signing.signing_key(settings.TRUCEWATCH_HOME)
    position.signature = ledger_signing.sign(own, words)


def _open(finding_id: UUID, by: Member) -> Finding:
    finding = find_finding(finding_id, by, lock=True)
    if finding.replaced_at is not None:
        raise Refused("The finding was replaced by a later version. Read that.")
    if finding.vote_closed_at is not None:
        raise Refused("The vote on this finding is closed.")
    return finding


def _require_represents(case: Case, by: Member) -> None:
    if terms_of(case).member(by.organisation.key) is None:
        raise NotAllowed("Your organisation is no member of this mechanism.")
    seats = case.mechanism.seats.filter(
        Seat.held_on(timezone.localdate()), function=SeatFunction.REPRESENTATIVE,
        member__organisation=by.organisation_id, member__is_active=True,
    )  # fmt: skip
    if seats.exists() and not seats.filter(member=by).exists():
        raise NotAllowed("Another member speaks for your organisation in this mechanism.")
    report = case.papers.filter(kind_of_paper=PaperKind.INVESTIGATION_REPORT, author=by)
    if report.exists():
        raise NotAllowed("Whoever investigated gives no position on the finding.")


def _require_sound(given: FindingGiven) -> None:
    if not given.text.strip():
        raise Refused("Write the finding.", field="text")
    require_text(given.text, most=60_000, field="text")
    names_somebody = given.attributed_to is not None or bool(given.attributed_label.strip())
    attributes = given.attribution is not AttributionStandard.NONE
    if attributes != names_somebody:
        raise Refused(
            "An attribution names somebody and says by which standard; one without the other is "
            "none.",
            field="attribution",
        )
    if attributes and not given.attribution_reason.strip():
        raise Refused("Say on what the attribution rests.", field="attribution_reason")
    if given.established is not Established.ESTABLISHED and attributes:
        raise Refused("What is not established is attributed to nobody.", field="attribution")
    if given.established is Established.ESTABLISHED and given.standard in {
        Verification.UNVERIFIED, Verification.IN_PROGRESS, Verification.UNVERIFIABLE,
    }:  # fmt: skip
        raise Refused("Say by which standard it is established.", field="standard")


def _has_time_left(case: Case) -> bool:
    running = case.deadlines.filter(name="decide", met_at__isnull=True, lapsed_at__isnull=True)
    return running.filter(due_at__gt=timezone.now()).exists()
