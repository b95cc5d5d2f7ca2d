"""What follows from the positions on a finding, worked out from them each time."""

from collections.abc import Iterable

from trucewatch.cases.models import Case, Finding, FindingPosition
from trucewatch.cases.rules.deciding import Decision, Vote, decide
from trucewatch.cases.rules.terms import Terms
from trucewatch.vocabulary.cases import MechanismLevel, Stance


def terms_of(case: Case) -> Terms:
    """The terms under which the case began."""
    return case.version.read()


def decision_on(finding: Finding) -> Decision:
    """The outcome by the mechanism's rule; positions that are void do not count."""
    positions = finding.positions.filter(voided_at__isnull=True).select_related("organisation")
    return decision_of(finding, positions)


def decision_of(finding: Finding, positions: Iterable[FindingPosition]) -> Decision:
    """The same, of positions that were fetched already with their organisations."""
    return decision_under(terms_of(finding.case), finding, positions)


def decision_under(
    terms: Terms, finding: Finding, positions: Iterable[FindingPosition]
) -> Decision:
    """The same, where the terms of the case were read already: they are the same for many."""
    votes = [
        Vote(each.organisation.key, MechanismLevel(each.level), Stance(each.stance))
        for each in positions
        if each.voided_at is None
    ]
    return decide(votes, terms, closed=finding.vote_closed_at is not None)
