"""Cases as figures need them: few columns, few queries, however many there are."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.cases.models import Finding, FindingPosition, MechanismVersion, Step
from trucewatch.cases.queries.finding import told_in_words
from trucewatch.cases.rules.deciding import Vote, decide
from trucewatch.cases.rules.figures import CaseFact, Ruling
from trucewatch.cases.rules.terms import Terms
from trucewatch.vocabulary.cases import (
    ENDED,
    CaseClass,
    CaseState,
    CaseStep,
    Established,
    MechanismLevel,
    Outcome,
    ScopeVerdict,
    Stance,
)
from trucewatch.vocabulary.violations import ViolationType

_COLUMNS: Final = (
    "pk", "mechanism__key", "number", "case_class", "state", "violation_type",
    "accused__name", "accused_label", "area__name", "received_at", "on_site_at", "decided_at",
    "closed_at", "date_end",
)  # fmt: skip
_CHUNK: Final = 2_000


@dataclass(slots=True)
class _Stood:
    """How far a case had come at a moment."""

    state: CaseState
    decided_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None


def case_facts(reader: Reader, cases: Any, cut_off: dt.datetime | None = None) -> list[CaseFact]:
    """What figures need of these cases, which have passed the gate already, in order of names.

    Findings pass the gate here. With a cut-off each case is as it stood then; those received
    later are left out.
    """
    if cut_off is not None:
        cases = cases.filter(received_at__lte=cut_off)
    rulings = _rulings(reader, cases, cut_off)
    stood = _stood(cases, cut_off) if cut_off is not None else {}
    in_words = cases.filter(accused__isnull=True).exclude(accused_label="")
    told = told_in_words(reader, in_words.order_by().values("pk"))
    zone = ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)
    rows = cases.order_by("mechanism__key", "number").values_list(*_COLUMNS)
    found = []
    for (
        key, mechanism, number, kind, state, violation, accused, label, area, received,
        on_site, decided, closed, last_day,
    ) in rows.iterator(_CHUNK):  # fmt: skip
        then = stood.get(key, _Stood(CaseState(state), decided, closed))
        if cut_off is not None and on_site is not None and on_site > cut_off:
            on_site = None
        found.append(
            CaseFact(
                key=key, name=f"{mechanism}-{number:04d}", case_class=CaseClass(kind),
                state=then.state, violation_type=ViolationType(violation),
                accused=accused or (label if key in told else ""), area=area or "",
                received_at=received, received_on=received.astimezone(zone).date(),
                on_site_at=on_site, decided_at=then.decided_at, closed_at=then.closed_at,
                last_day=last_day, ruling=rulings.get(key) if then.decided_at else None,
            )
        )  # fmt: skip
    return found


def current_then(cut_off: dt.datetime | None, prefix: str = "") -> Q:
    """Findings that were current, with the vote on them closed, at the cut-off or are now."""
    if cut_off is None:
        return Q(**{f"{prefix}replaced_at__isnull": True, f"{prefix}vote_closed_at__isnull": False})
    kept = Q(**{f"{prefix}replaced_at__isnull": True}) | Q(**{f"{prefix}replaced_at__gt": cut_off})
    return kept & Q(**{f"{prefix}vote_closed_at__lte": cut_off})


def counted_then(cut_off: dt.datetime | None, prefix: str = "") -> Q:
    """Positions that counted at the cut-off, or count now; a later draft voids them."""
    if cut_off is None:
        return Q(**{f"{prefix}voided_at__isnull": True})
    kept = Q(**{f"{prefix}voided_at__isnull": True}) | Q(**{f"{prefix}voided_at__gt": cut_off})
    return kept & Q(**{f"{prefix}given_at__lte": cut_off})


def _rulings(reader: Reader, cases: Any, cut_off: dt.datetime | None) -> dict[UUID, Ruling]:
    """What the current finding of each case holds, where the reader sees it and the vote ended."""
    findings = Finding.objects.visible_to(reader).filter(
        current_then(cut_off), case__in=cases.order_by().values("pk")
    )
    votes: dict[UUID, list[Vote]] = defaultdict(list)
    positions = FindingPosition.objects.filter(
        counted_then(cut_off), finding__in=findings.order_by().values("pk")
    )
    columns = ("finding_id", "organisation__key", "level", "stance")
    for finding, member, level, stance in positions.order_by().values_list(*columns):
        votes[finding].append(Vote(member, MechanismLevel(level), Stance(stance)))
    terms: dict[UUID, Terms] = {}
    outcomes: dict[tuple[UUID, frozenset[Vote]], Outcome] = {}
    found = {}
    rows = findings.order_by("case", "number").values_list(
        "pk", "case_id", "case__version_id", "established", "scope_verdict"
    )
    for key, case, version, established, scope in rows.iterator(_CHUNK):
        if version not in terms:
            terms[version] = MechanismVersion.objects.get(pk=version).read()
        given = frozenset(votes[key])
        if (version, given) not in outcomes:  # the same votes lead to the same end
            outcomes[version, given] = decide(votes[key], terms[version], closed=True).outcome
        dissents = sum(vote.stance is Stance.DISSENTS for vote in given)
        outcome = outcomes[version, given]
        found[case] = Ruling(outcome, Established(established), ScopeVerdict(scope), dissents)
    return found


def _stood(cases: Any, cut_off: dt.datetime) -> dict[UUID, _Stood]:
    """How far each case had come by a moment, from the steps that it took until then."""
    found: dict[UUID, _Stood] = {}
    steps = Step.objects.filter(case__in=cases.order_by().values("pk"), at__lte=cut_off)
    columns = ("case_id", "step", "led_to", "at")
    for case, step, led_to, at in steps.order_by("at", "pk").values_list(*columns):
        stood = found.setdefault(case, _Stood(CaseState(led_to)))
        stood.state = CaseState(led_to)
        if step == CaseStep.DECIDE:
            stood.decided_at = at
        elif step == CaseStep.REOPEN:
            stood.decided_at = stood.closed_at = None
        if stood.state in ENDED:
            stood.closed_at = at
    return found
