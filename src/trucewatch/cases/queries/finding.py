"""Finding mechanisms, cases and papers for somebody who may see them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, Reader
from trucewatch.accounts.models import Member
from trucewatch.cases.models import (
    Case,
    Complaint,
    Finding,
    Mechanism,
    MechanismVersion,
    Paper,
    Seat,
)
from trucewatch.cases.rules.duties import functions_of
from trucewatch.vocabulary.cases import SeatFunction
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind, Role

NOTHING = "There is nothing here that you may see."


def find_mechanism(key: str) -> Mechanism:
    """The mechanism of that key; refused with those there are."""
    found = Mechanism.objects.select_related("instrument").filter(key=key).first()
    if found is None:
        known = ", ".join(Mechanism.objects.values_list("key", flat=True))
        raise NotFound(
            "There is no mechanism “{key}”. Known: {known}.", values={"key": key, "known": known}
        )
    return found


def version_on(mechanism: Mechanism, day: dt.date) -> MechanismVersion:
    """The terms in force on a day: the latest version that had begun."""
    found = mechanism.versions.filter(since__lte=day).order_by("-since", "-number").first()
    if found is None:
        raise Refused("The mechanism had no terms on that day yet.", field="mechanism")
    return found


def current_version(mechanism: Mechanism) -> MechanismVersion:
    """The terms in force today, by the mechanism's own calendar where one begins today."""
    return version_on(mechanism, timezone.localdate())


def functions_in(mechanism: Mechanism, member: Member) -> frozenset[SeatFunction]:
    """What the member may do for the mechanism at this moment."""
    if member.is_operator:
        return frozenset(SeatFunction)
    seats = Seat.objects.filter(Seat.held_on(timezone.localdate()), mechanism=mechanism)
    held = seats.filter(member=member).values_list("function", flat=True)
    return functions_of(
        Role(member.role),
        OrganisationKind(member.organisation.organisation_kind),
        [SeatFunction(function) for function in held],
    )


def find_case(case_id: UUID, member: Member, *, lock: bool = False) -> Case:
    """The case, if the member may see it."""
    rows: Any = Case.objects.visible_to(MemberReader(member))
    rows = rows.select_related("mechanism", "version", "addressee", "accused", "area", "incident")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: Case | None = rows.filter(pk=case_id).first()
    if found is None:
        raise NotFound(NOTHING)
    return found


def submitters_of(case: Case) -> set[UUID]:
    """Whoever filed what is alleged in the case, or in one that was joined to it."""
    filed = Complaint.objects.filter(Q(case=case) | Q(case__duplicate_of=case))
    return set(filed.values_list("filed_by", flat=True))


def told_in_words(reader: Reader, cases: "QuerySet[Case] | Iterable[UUID]") -> set[UUID]:
    """Those of the cases of which the reader may see an allegation, and so its words.

    Whom somebody accuses in words of their own is told to nobody else.
    """
    told = Complaint.objects.visible_to(reader).filter(case__in=cases)
    return set(told.order_by().values_list("case", flat=True))


def find_paper(paper_id: UUID, member: Member, *, lock: bool = False) -> Paper:
    """The paper, if the member may see it."""
    rows: Any = Paper.objects.visible_to(MemberReader(member)).select_related("case", "addressee")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: Paper | None = rows.filter(pk=paper_id).first()
    if found is None:
        raise NotFound(NOTHING)
    return found


def find_finding(finding_id: UUID, member: Member, *, lock: bool = False) -> Finding:
    """The finding, if the member may see it."""
    rows: Any = Finding.objects.visible_to(MemberReader(member))
    rows = rows.select_related("case__mechanism", "case__version", "author__organisation")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: Finding | None = rows.filter(pk=finding_id).first()
    if found is None:
        raise NotFound(NOTHING)
    return found


def current_finding(case: Case) -> "QuerySet[Finding]":
    """The version of the finding that is not replaced, as rows to pass the gate with."""
    rows: QuerySet[Finding] = Finding.objects.filter(case=case, replaced_at__isnull=True)
    return rows
