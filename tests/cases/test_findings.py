"""Positions, their hashes and signatures, attribution as a gate, and the outcome."""

import pytest
from mechanism import Bench, attributing, decided, drafted, reported, under_review, voted

from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions.finding import words_of
from trucewatch.cases.queries.deciding import decision_on
from trucewatch.cases.signing import is_signed
from trucewatch.ledger.record_verification import verify_record
from trucewatch.vocabulary.cases import Established, Outcome, Stance
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.violations import AttributionStandard, Verification

pytestmark = pytest.mark.django_db
SECRET = "a secret of my own that nobody keeps"


def test_one_dissent_under_a_majority_is_kept(bench: Bench) -> None:
    """The finding is adopted with dissent, the dissent with its reasons."""
    finding = decided(bench, Stance.CONCURS, Stance.CONCURS, Stance.DISSENTS)
    assert decision_on(finding).outcome is Outcome.WITH_DISSENT
    dissent = finding.positions.get(stance=Stance.DISSENTS)
    assert dissent.reasons == "As we see it."
    assert dissent.organisation == bench.third.organisation


def test_a_changed_finding_voids_the_positions_on_it(bench: Bench) -> None:
    """They say so, and whoever read the old one is asked to read again."""
    finding = voted(bench, Stance.CONCURS)
    later = findings.draft_finding(finding.case_id, drafted(text="Otherwise."), by=bench.leader)
    position = finding.positions.get()
    assert position.is_void
    assert "changed" in position.voided_because
    assert decision_on(later).outcome is Outcome.PENDING
    with pytest.raises(Refused, match="changed since"):
        findings.give_position(
            later.pk, Stance.CONCURS, by=bench.second, reasons="", read=finding.digest
        )
    assert verify_record().is_intact


def test_a_position_is_signed_by_the_members_own_key_or_called_attested(bench: Bench) -> None:
    """A wrong secret signs nothing; the signature can be checked by anyone."""
    finding = under_review(bench)
    key = findings.make_signing_key(SECRET, by=bench.cast.delegate)
    with pytest.raises(Refused, match="does not open"):
        findings.give_position(
            finding.pk, Stance.CONCURS, by=bench.cast.delegate, reasons="",
            read=finding.digest, secret="another secret that is wrong",
        )  # fmt: skip
    own = findings.give_position(
        finding.pk, Stance.CONCURS, by=bench.cast.delegate, reasons="",
        read=finding.digest, secret=SECRET,
    )  # fmt: skip
    assert not own.is_attested
    assert is_signed(key.public_key, own.signature, words_of(own, "guarantor"))
    assert not is_signed(key.public_key, own.signature, words_of(own, "guarantor-two"))
    attested = findings.give_position(
        finding.pk, Stance.CONCURS, by=bench.second, reasons="", read=finding.digest
    )
    assert attested.is_attested


def test_a_secret_is_long_enough_and_a_new_key_ends_the_old_one(bench: Bench) -> None:
    """One key at a time."""
    with pytest.raises(Refused):
        findings.make_signing_key("short", by=bench.second)
    first = findings.make_signing_key(SECRET, by=bench.second)
    findings.make_signing_key(SECRET, by=bench.second)
    first.refresh_from_db()
    assert first.ended_at is not None


def test_only_members_of_the_mechanism_give_positions_once_each(bench: Bench) -> None:
    """Not a party, not twice, and not without reasons for a dissent."""
    finding = under_review(bench)
    for stranger in (bench.cast.liaison, bench.cast.monitor):
        with pytest.raises((NotAllowed, NotFound)):
            findings.give_position(
                finding.pk, Stance.CONCURS, by=stranger, reasons="", read=finding.digest
            )
    with pytest.raises(Refused, match="reasons"):
        findings.give_position(
            finding.pk, Stance.DISSENTS, by=bench.second, reasons=" ", read=finding.digest
        )
    findings.give_position(
        finding.pk, Stance.CONCURS, by=bench.second, reasons="", read=finding.digest
    )
    with pytest.raises(Refused, match="already"):
        findings.give_position(
            finding.pk, Stance.DISSENTS, by=bench.second, reasons="No", read=finding.digest
        )


def test_attribution_is_a_gate_with_a_signatory_of_its_own(bench: Bench) -> None:
    """The vote does not close on an unsigned one, and its writer does not sign it."""
    finding = voted(bench, *(Stance.CONCURS,) * 3, given=attributing())
    with pytest.raises(Refused, match="not signed"):
        findings.close_vote(finding.case_id, by=bench.chair)
    with pytest.raises(NotAllowed):
        findings.sign_attribution(finding.pk, by=bench.chair)
    findings.sign_attribution(finding.pk, by=bench.signatory)
    assert findings.close_vote(finding.case_id, by=bench.chair).state == "decided"


@pytest.mark.parametrize(
    "columns",
    [
        {"attribution": AttributionStandard.REASONABLE_GROUNDS},
        {"attributed_label": "Somebody"},
        {"established": Established.NOT_ESTABLISHED, "attributed_label": "Somebody",
         "attribution": AttributionStandard.ALLEGED, "attribution_reason": "x"},
        {"standard": Verification.UNVERIFIED},
        {"text": " "},
    ],
)  # fmt: skip
def test_a_finding_that_contradicts_itself_is_refused(bench: Bench, columns: dict) -> None:
    """An attribution without a name, a name without a standard, nothing established but blamed."""
    case = reported(bench)
    with pytest.raises(Refused):
        findings.draft_finding(case.pk, drafted(**columns), by=bench.leader)
    assert not case.findings.exists()


def test_a_vote_is_not_closed_while_positions_are_awaited_in_time(bench: Bench) -> None:
    """Once the deadline is over the silent count as absent."""
    finding = voted(bench, Stance.CONCURS, Stance.CONCURS)
    with pytest.raises(Refused, match="awaited"):
        findings.close_vote(finding.case_id, by=bench.chair)
    case = finding.case
    case.deadlines.filter(name="decide").update(due_at=case.received_at)
    findings.close_vote(case.pk, by=bench.chair)
    finding.refresh_from_db()
    assert decision_on(finding).outcome is Outcome.ADOPTED


def test_the_publisher_is_not_the_author(bench: Bench) -> None:
    """Nor somebody who wrote an earlier version; and nothing is published before the vote ends."""
    finding = under_review(bench)
    with pytest.raises(Refused, match="closed"):
        findings.publish_finding(finding.pk, by=bench.cast.monitor)
    finding = decided(bench)
    with pytest.raises(Refused, match="wrote"):
        findings.publish_finding(finding.pk, by=bench.leader)
    assert findings.publish_finding(finding.pk, by=bench.cast.monitor).published_at
    with pytest.raises(Refused, match="already"):
        findings.publish_finding(finding.pk, by=bench.cast.monitor)
