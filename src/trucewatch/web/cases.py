"""Cases: the list, what awaits me, filing an allegation, one case with all that one sees of it."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.agreements.queries import instrument_seen
from trucewatch.cases.actions.moving import acknowledge
from trucewatch.cases.actions.receiving import file_complaint
from trucewatch.cases.models import Case, Mechanism
from trucewatch.cases.queries.finding import find_case, functions_in
from trucewatch.cases.queries.queue import Awaits, awaiting, by_kind
from trucewatch.cases.queries.seeing import (
    ON_A_PAGE,
    case_seen,
    is_of_mission,
    list_cases,
)
from trucewatch.cases.rules.terms import DEADLINE_LABELS
from trucewatch.drawing.scope import ask_scope
from trucewatch.reports.queries import find_report
from trucewatch.vocabulary.cases import CaseClass, CaseState, SeatFunction
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.case_forms import ComplaintForm, told_by
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.language import in_words, translated_choices
from trucewatch.web.page_form import PageForm, with_none

_STANDINGS: Final = [
    ("", gettext_lazy("All")),
    ("open", gettext_lazy("Open")),
    ("overdue", gettext_lazy("Overdue")),
    ("ended", gettext_lazy("Ended")),
]
_SHARERS: Final = frozenset({SeatFunction.CHAIR, SeatFunction.DUTY_OFFICER})


class CaseFilter(PageForm):
    """Which cases the list shows."""

    q = forms.CharField(label=gettext_lazy("Number or words"), required=False, max_length=200)
    mechanism = forms.ChoiceField(label=gettext_lazy("Mechanism"), required=False)
    standing = forms.ChoiceField(label=gettext_lazy("Standing"), required=False, choices=_STANDINGS)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    case_class = forms.ChoiceField(label=gettext_lazy("Sort of matter"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(Mechanism.objects.values_list("key", "name"))
        for name, choices in (
            ("mechanism", known),
            ("state", translated_choices(CaseState.choices())),
            ("case_class", translated_choices(CaseClass.choices())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = with_none(choices, _("All"))


@require_safe
@members_only
def cases(request: MemberRequest) -> HttpResponse:
    """The cases that the member sees, the newest first."""
    form = CaseFilter(request.GET or None)
    limits = form.cleaned_data if form.is_bound and form.is_valid() else {}
    before = as_uuid(request.GET.get("before", ""))
    found = list_cases(MemberReader(request.user), limits, before=before)
    kept = {name: value for name, value in limits.items() if value}
    older = found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None
    context = {
        "form": form,
        "cases": found[:ON_A_PAGE],
        "older": urlencode({**kept, "before": str(older)}) if older else "",
        "is_limited": bool(kept) or before is not None,
        "now": timezone.now(),
        "deadlines": DEADLINE_LABELS,
        "may_file": is_allowed(request.user, Act.FILE_COMPLAINT),
        "has_mechanism": Mechanism.objects.exists(),
        "is_of_mission": is_of_mission(request.user),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "cases/list.html", context, status=status)


@require_safe
@members_only
def waiting(request: MemberRequest) -> HttpResponse:
    """What awaits the member, the earliest due first."""
    found = awaiting(request.user)
    context = {
        "waiting": found,
        "kinds": by_kind(found),
        "now": timezone.now(),
        "may_acknowledge": any(each.kind is Awaits.ACKNOWLEDGE for each in found),
    }
    return render(request, "cases/waiting.html", context)


@require_POST
@for_those_who_may(Act.MOVE_CASE)
def acknowledge_cases(request: MemberRequest) -> HttpResponse:
    """Acknowledge every case that was chosen; what cannot be is told, the others are done."""
    done, refused = 0, []
    for text in request.POST.getlist("case"):
        key = as_uuid(text)
        try:
            if key is not None:
                acknowledge(key, by=request.user)
                done += 1
        except Refused as reason:
            refused.append(in_words(reason.reason))
    for said in sorted(set(refused)):
        messages.error(request, said)
    if done:
        text = ngettext("%(n)s case is acknowledged.", "%(n)s cases are acknowledged.", done)
        messages.success(request, text % {"n": done})
    elif not refused:
        messages.error(request, _("Choose at least one case."))
    return redirect("waiting")


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.FILE_COMPLAINT)
def new_case(request: MemberRequest) -> HttpResponse:
    """File an allegation."""
    asked = as_uuid(request.GET.get("report", ""))
    initial = told_by(find_report(MemberReader(request.user), asked)) if asked else {}
    form = ComplaintForm(request.user, request.POST or None, initial=initial)

    def act() -> str:
        mechanism: Mechanism = form.cleaned_data["mechanism"]
        complaint = file_complaint(mechanism, form.alleged(), by=request.user)
        return reverse("case", args=[complaint.case_id])

    page = FormPage(
        template="cases/form.html", title=_("File an allegation"), button=_("File it"),
        back=reverse("cases"), done=_("It is filed. The receipt stands below."),
        more={
            "lead": _(
                "Your words are seen by you and the mission. The case says in neutral words what "
                "it is about."
            )
        },
    )  # fmt: skip
    return answer_form(request, form, act, page)


@require_safe
@members_only
def case(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """One case: where it stands, what is due, papers, findings, what can be done."""
    found = find_case(case_id, request.user)
    seen = case_seen(found, request.user)
    functions = functions_in(found.mechanism, request.user)
    context = {
        "seen": seen,
        "case": found,
        "terms": found.version.read(),
        "deadline_names": DEADLINE_LABELS,
        "now": timezone.now(),
        "functions": sorted(functions),
        "on_team": any(row.member_id == request.user.pk for row in seen.team),
        "may_share": bool(functions & _SHARERS) and is_allowed(request.user, Act.MOVE_CASE),
        "may_draft": bool(functions & {SeatFunction.CHAIR, SeatFunction.TEAM_LEADER})
        and found.state in {CaseState.REPORTED, CaseState.UNDER_REVIEW},
        "may_attach": is_allowed(request.user, Act.ATTACH_EVIDENCE) and is_of_mission(request.user),
        "scope": scope_of_case(request.user, found),
    }
    return render(request, "cases/case.html", context)


def scope_of_case(member: Any, found: Case) -> Any:
    """Whether the instrument covered the place on the first day; None where nobody can tell."""
    instrument = found.mechanism.instrument
    if instrument is None or found.latitude is None or found.longitude is None:
        return None
    areas = instrument_seen(MemberReader(member), instrument).areas
    if not areas:
        return None
    return ask_scope(areas, found.latitude, found.longitude, found.date_start)


def as_uuid(text: str) -> UUID | None:
    """The key that an address or a form gives; None where it gives none."""
    try:
        return UUID(text)
    except ValueError:
        return None
