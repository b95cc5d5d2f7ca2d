"""Cases and findings as rows, for tables and for programs: what the reader sees and no more."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from trucewatch.accounts.access import Reader
from trucewatch.cases.models import Case, Finding, FindingPosition
from trucewatch.cases.queries.deciding import decision_of
from trucewatch.cases.queries.finding import told_in_words
from trucewatch.exchange.export_columns import CaseRow, FindingRow
from trucewatch.incidents.models import Incident


def visible_cases(reader: Reader) -> "QuerySet[Case]":
    """The cases that the reader may see, with what a row tells of each."""
    rows: QuerySet[Case] = Case.objects.visible_to(reader)
    # Mechanisms are few, and looked up apart: SQLite would go through all cases of one in a join.
    return rows.select_related("area", "accused").prefetch_related("mechanism")


def visible_findings(reader: Reader) -> "QuerySet[Finding]":
    """The findings that the reader may see, with the positions on them."""
    rows: QuerySet[Finding] = Finding.objects.visible_to(reader)
    positions = FindingPosition.objects.select_related("organisation")
    found = rows.select_related("case", "attributed_to", "attribution_signed_by__organisation")
    return found.prefetch_related(
        "case__mechanism", "case__version", Prefetch("positions", queryset=positions)
    )


def case_rows(reader: Reader, cases: Iterable[Case]) -> list[CaseRow]:
    """The rows of cases that passed the gate; what they refer to passes it here, all at once."""
    found = list(cases)
    others = {key for case in found for key in (case.duplicate_of_id, case.arose_from_id) if key}
    known: set[UUID] = set()
    if others:
        seen = Case.objects.visible_to(reader).filter(pk__in=others)
        known |= set(seen.values_list("pk", flat=True))
    incidents = {case.incident_id for case in found if case.incident_id}
    if incidents:
        told = Incident.objects.visible_to(reader).filter(pk__in=incidents)
        known |= set(told.values_list("pk", flat=True))
    in_words = {case.pk for case in found if case.accused is None and case.accused_label}
    known |= told_in_words(reader, in_words) if in_words else set()
    return [_case(case, known) for case in found]


def _case(case: Case, known: set[UUID]) -> CaseRow:
    def shown(key: Any) -> str:
        return str(key) if key in known else ""

    in_words = case.accused_label if case.pk in known else ""
    return CaseRow(
        id=str(case.pk), case=str(case), mechanism=case.mechanism.key, case_class=case.case_class,
        state=case.state, violation_type=case.violation_type, matter=case.matter,
        date_start=case.date_start, date_end=case.date_end, continuing=int(case.is_continuing),
        place=case.place_label, area=case.area.key if case.area else None,
        latitude=case.latitude, longitude=case.longitude,
        accused=case.accused.name if case.accused else in_words,
        received_at=_moment(case.received_at), on_site_at=_moment(case.on_site_at),
        decided_at=_moment(case.decided_at), closed_at=_moment(case.closed_at),
        due_at=_moment(case.due_at), due=case.due_name, incident=shown(case.incident_id),
        duplicate_of=shown(case.duplicate_of_id), arose_from=shown(case.arose_from_id),
        handling=case.handling,
    )  # fmt: skip


def finding_row(finding: Finding) -> FindingRow:
    """The row of a finding of ``visible_findings``; positions stand under organisations alone."""
    positions = list(finding.positions.all())
    counted = [each for each in positions if not each.is_void]
    decision = decision_of(finding, positions)
    return FindingRow(
        id=str(finding.pk), case_id=str(finding.case_id), case=str(finding.case),
        mechanism=finding.case.mechanism.key, version=finding.number,
        established=finding.established, standard=finding.standard,
        violation_type=finding.violation_type, severity=finding.severity,
        scope_verdict=finding.scope_verdict, scope_reason=finding.scope_reason,
        attribution=finding.attribution, attributed_to=attributed_to(finding),
        attribution_signed=int(finding.attribution_signed_at is not None), text=finding.text,
        made_at=_moment(finding.made_at), vote_closed_at=_moment(finding.vote_closed_at),
        published_at=_moment(finding.published_at),
        replaced=int(finding.replaced_at is not None), decision=decision.outcome.value,
        decision_reason=str(decision.reason),
        positions=[f"{each.organisation.key}: {each.stance}" for each in counted],
        reasons=[f"{each.organisation.key}: {each.reasons}" for each in counted if each.reasons],
        digest=finding.digest, handling=finding.handling,
    )  # fmt: skip


def attributed_to(finding: Finding) -> str:
    """Whom the finding names, by the party's neutral name where it is one of the record."""
    return finding.attributed_to.name if finding.attributed_to else finding.attributed_label


def _moment(value: dt.datetime | None) -> str:
    return value.astimezone(dt.UTC).isoformat(timespec="seconds") if value else ""
