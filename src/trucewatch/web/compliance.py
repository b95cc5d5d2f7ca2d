"""What is owed, asked and delivered: provision by provision, demand by demand."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Delivery, Instrument, Obligation, Query
from trucewatch.agreements.queries import find_instrument
from trucewatch.agreements.rules import DueState
from trucewatch.agreements.standing import compliance, demands_seen, obligations_seen
from trucewatch.cases.queries.seeing import cases_by_provision
from trucewatch.exchange.compliance import compliance_rows
from trucewatch.exchange.plain_csv import csv_of
from trucewatch.extraction.found import Undertaking
from trucewatch.sources.models import Document
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.web.citations import citations
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only

_ASKED: Final = (Undertaking.DEMAND, Undertaking.PRECONDITION)
_ON_THE_TABLE: Final = (
    Undertaking.PROPOSAL, Undertaking.PLAN, Undertaking.OFFER, Undertaking.AGREEMENT,
    Undertaking.COMMITMENT, Undertaking.REFUSAL,
)  # fmt: skip


@require_safe
@members_only
def obligations(request: MemberRequest) -> HttpResponse:
    """Every instrument's obligations: the state now and over time, what is due, what is overdue."""
    reader, today = MemberReader(request.user), _day(request)
    chosen = _chosen(request)
    known = list(Instrument.objects.visible_to(reader))
    instruments = [chosen] if chosen else known
    sections = [
        (instrument, rows)
        for instrument in instruments
        if (rows := compliance(reader, today, instrument))
    ]
    seen = [each for _, rows in sections for row in rows for each in row.obligations]
    if chosen is None:
        loose = [s for s in obligations_seen(reader, today) if s.obligation.instrument_id is None]
        seen += loose
    else:
        loose = []
    numbers = {state: sum(1 for s in seen if s.due is state) for state in DueState}
    facts = [fact for s in seen for fact in (s.obligation, *s.steps)]
    facts += [row.provision for _, rows in sections for row in rows if row.provision]
    context = {
        "sections": sections,
        "loose": loose,
        "numbers": [(state, number) for state, number in numbers.items() if number],
        "building": [s for s in seen if s.obligation.builds_confidence],
        "chosen": chosen,
        "instruments": known,
        "cites": citations(reader, facts),
        "today": today,
        "cases_of": cases_by_provision(reader),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "agreements/obligations.html", context)


@require_safe
@for_those_who_may(Act.EXPORT)
def export(request: MemberRequest, form: str) -> HttpResponse:
    """The same rows as a table or as JSON."""
    rows = compliance_rows(MemberReader(request.user), _day(request), _chosen(request))
    if form == "json":
        return JsonResponse({"obligations": rows}, json_dumps_params={"ensure_ascii": False})
    answer = HttpResponse(csv_of(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="compliance.csv"'
    return answer


@require_safe
@members_only
def demands(request: MemberRequest) -> HttpResponse:
    """What is asked of whom, how far it has come, and what is proposed."""
    reader = MemberReader(request.user)
    asked, table = demands_seen(reader, _ASKED), demands_seen(reader, _ON_THE_TABLE)
    facts = [fact for seen in (*asked, *table) for fact in (seen.demand, *seen.steps)]
    context = {
        "asked": asked,
        "table": table,
        "cites": citations(reader, facts),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "agreements/demands.html", context)


@require_safe
@members_only
def deliveries(request: MemberRequest) -> HttpResponse:
    """Releases, convoys, access requests, withdrawals; what guarantors were asked."""
    reader = MemberReader(request.user)
    moved = _counting(Delivery, reader).select_related("demand", "obligation", "source")
    queries = _counting(Query, reader).select_related("addressee", "source")
    building = _counting(Obligation, reader).filter(builds_confidence=True)
    rows, asked = list(moved), list(queries)
    context = {
        "deliveries": rows,
        "queries": asked,
        "building": list(building),
        "cites": citations(reader, [*rows, *asked, *building]),
        "today": timezone.localdate(),
        "lists": _lists(reader, rows),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "agreements/deliveries.html", context)


def _day(request: MemberRequest) -> dt.date:
    """The day that is asked for, else today, which the page then names."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def _chosen(request: MemberRequest) -> Instrument | None:
    asked = request.GET.get("instrument", "")
    if not asked:
        return None
    try:
        return find_instrument(MemberReader(request.user), UUID(asked))
    except ValueError as error:
        raise NotFound("There is nothing here that you may see.") from error


def _counting(model: Any, reader: MemberReader) -> Any:
    return model.objects.visible_to(reader).filter(withdrawn=False)


def _lists(reader: MemberReader, rows: list[Delivery]) -> set[UUID]:
    """Which lists of names the reader may open; of others nothing is shown, not even that."""
    from_rows = {row.list_document_id for row in rows if row.list_document_id}
    if not from_rows:
        return set()
    seen = Document.objects.visible_to(reader).filter(pk__in=from_rows)
    return set(seen.values_list("pk", flat=True))
