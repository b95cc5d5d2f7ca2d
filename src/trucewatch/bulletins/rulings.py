"""Cases of mechanisms for a bulletin: what was filed and ruled, as its readers see it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q

from trucewatch.accounts.access import Reader
from trucewatch.accounts.models import Organisation
from trucewatch.bulletins.window import Window
from trucewatch.cases.models import Case, Finding, FindingPosition
from trucewatch.cases.queries.case_facts import case_facts, counted_then, current_then
from trucewatch.cases.queries.deciding import decision_under
from trucewatch.cases.rules.deciding import Decision
from trucewatch.cases.rules.figures import (
    CaseFact,
    age_open,
    count_denials,
    count_rulings,
    count_totals,
    filed_beside_ruled,
    is_open,
)
from trucewatch.cases.rules.figures_seen import ageing_words, denial_words, filed_words
from trucewatch.cases.rules.terms import Terms
from trucewatch.vocabulary.cases import COUNTED, MechanismLevel, Stance

Words = dict[str, Any]

WEEKS_OF_FILINGS: Final = 8
"""Filings of so many weeks stand beside rulings, so that a surge before a bulletin shows."""
MOST_ROWS: Final = 100
"""More findings than these are not printed; the list of findings has all."""


def ruling_words(
    window: Window, reader: Reader, cut_off: dt.datetime | None
) -> tuple[Words, set[str]]:
    """What became of cases in the window, and the marks of what is told; empty without any case.

    As it stood at the cut-off, else at the end of the window's last day on the clocks of the
    place. Cases that are still confidential to the mission or to some are not in it, whoever
    drafts: the gate is that of the bulletin's readers.
    """
    start, end = moments_of(window)
    then = cut_off or end
    weeks = start - dt.timedelta(weeks=WEEKS_OF_FILINGS)
    facts = case_facts(reader, _cases(reader, weeks, start, then), then)
    if not facts:
        return {}, set()
    filed = [fact for fact in facts if start <= fact.received_at < end]
    decided = [f for f in facts if f.decided_at is not None and start <= f.decided_at < end]
    lately = [fact for fact in facts if weeks <= fact.received_at < end]
    ageing = age_open(facts, then)
    findings = _findings(reader, start, min(end, then), then)
    told = _keys(facts, filed, decided, lately, then)
    marks = {finding.handling for finding in findings}
    marks |= set(
        Case.objects.visible_to(reader).filter(pk__in=told).values_list("handling", flat=True)
    )
    totals, rulings = count_totals(filed), count_rulings(decided)
    words = {
        "filed": {
            "cases": totals.cases,
            "out_of_scope": totals.out_of_scope,
            "duplicates": totals.duplicates,
            "guarantor": totals.guarantor,
            "process": totals.process,
        },
        "decided": {
            "cases": rulings.decided,
            "verified": rulings.verified,
            "breaches": rulings.breaches,
            "exercises": sum(fact.is_counted and fact.is_exercise for fact in decided),
            "excluded_group": count_totals(decided).excluded_group,
            "disputed": rulings.disputed,
            "not_adopted": rulings.not_adopted,
        },
        "findings": _finding_words(findings)[:MOST_ROWS],
        "denials": denial_words(count_denials(filed)),
        "ageing": ageing_words(ageing),
        "filed_beside_ruled": filed_words(filed_beside_ruled(lately)),
    }
    return words, marks


def moments_of(window: Window) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a window and the first after it, on the clocks of the place."""
    zone = ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)
    start, after = window.start, window.end + dt.timedelta(days=1)
    return (
        dt.datetime.combine(start, dt.time(), zone).astimezone(dt.UTC),
        dt.datetime.combine(after, dt.time(), zone).astimezone(dt.UTC),
    )


def party_names_in(words: Words) -> set[str]:
    """The names of those who are accused or named; those of parties have other languages."""
    if not words:
        return set()
    found = {row["party"] for row in words["denials"]}
    found |= {row["accused"] for row in words["filed_beside_ruled"]}
    found |= {row["attributed_to"] for row in words["findings"]}
    return {name for name in found if name}


def _cases(reader: Reader, weeks: dt.datetime, start: dt.datetime, then: dt.datetime) -> Any:
    """The cases of which anything may be told: not those that ended long before."""
    may_be_told = (
        Q(received_at__gte=weeks) | Q(decided_at__gte=start)
        | Q(closed_at__isnull=True) | Q(closed_at__gt=then)
    )  # fmt: skip
    return Case.objects.visible_to(reader).filter(may_be_told)


def _keys(
    facts: Sequence[CaseFact], filed: Sequence[CaseFact], decided: Sequence[CaseFact],
    lately: Sequence[CaseFact], then: dt.datetime,
) -> set[UUID]:  # fmt: skip
    """The cases that any of the figures rests on."""
    waiting = {fact.key for fact in facts if is_open(fact, then)}
    counted = {fact.key for fact in lately if fact.case_class in COUNTED}
    return waiting | counted | {fact.key for fact in (*filed, *decided)}


def _findings(
    reader: Reader, start: dt.datetime, end: dt.datetime, then: dt.datetime
) -> list[Finding]:
    """Findings on which the vote was closed in the window, by mechanism and number."""
    positions = FindingPosition.objects.filter(counted_then(then)).select_related("organisation")
    rows: Any = Finding.objects.visible_to(reader).filter(
        current_then(then), vote_closed_at__gte=start, vote_closed_at__lte=end
    )
    rows = rows.select_related("case__mechanism", "case__version", "attributed_to")
    rows = rows.prefetch_related(Prefetch("positions", queryset=positions, to_attr="counted"))
    return list(rows.order_by("case__mechanism__key", "case__number", "number"))


def _finding_words(findings: Sequence[Finding]) -> list[Words]:
    terms: dict[UUID, Terms] = {}
    for finding in findings:
        if finding.case.version_id not in terms:
            terms[finding.case.version_id] = finding.case.version.read()
    keys = {member.key for each in terms.values() for member in each.members}
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))
    return [_finding(finding, terms[finding.case.version_id], names) for finding in findings]


def _finding(finding: Any, terms: Terms, names: dict[str, str]) -> Words:
    counted = [_still_counts(each) for each in finding.counted]
    decision = decision_under(terms, finding, counted)
    return {
        "case": str(finding.case),
        "matter": finding.case.matter,
        "start": finding.case.date_start.isoformat(),
        "end": finding.case.date_end.isoformat(),
        "established": finding.established,
        "standard": finding.standard,
        "violation_type": finding.violation_type,
        "severity": finding.severity,
        "scope": finding.scope_verdict,
        "attribution": finding.attribution,
        "attributed_to": finding.attributed_to.name
        if finding.attributed_to
        else finding.attributed_label,
        "text": finding.text,
        "outcome": decision.outcome.value,
        "positions": _positions(counted, decision, terms, names),
        "digest": finding.digest,
    }


def _still_counts(position: FindingPosition) -> FindingPosition:
    """A position as it stood at the cut-off, when no later draft had voided it yet."""
    position.voided_at = None
    return position


def _positions(
    counted: Sequence[FindingPosition], decision: Decision, terms: Terms, names: dict[str, str]
) -> list[Words]:
    """Each position under its organisation; whoever gave none at the deciding level was absent."""
    order = list(MechanismLevel)
    given = sorted(
        counted, key=lambda p: (order.index(MechanismLevel(p.level)), p.organisation.key)
    )
    told = [
        {
            "member": each.organisation.name,
            "level": each.level,
            "stance": each.stance,
            "reasons": each.reasons,
            "attested": each.is_attested,
        }
        for each in given
    ]
    level = decision.level or terms.levels[-1]
    spoke = {each.organisation.key for each in counted if each.level == level}
    silent = sorted(m.key for m in terms.members if level in m.levels and m.key not in spoke)
    told += [
        {
            "member": names.get(key, key),
            "level": level.value,
            "stance": Stance.ABSENT.value,
            "reasons": "",
            "attested": False,
        }
        for key in silent
    ]
    return told
