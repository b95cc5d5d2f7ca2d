"""Taking a step in a case; pausing, resuming, assigning and sharing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.moving import assign_case, pause_case, resume_case
from trucewatch.cases.actions.sharing import share_case
from trucewatch.cases.models import Case
from trucewatch.cases.queries.finding import find_case, functions_in
from trucewatch.cases.queries.seeing import possible_steps
from trucewatch.cases.rules.machine import require_move
from trucewatch.vocabulary.cases import CaseState, CaseStep
from trucewatch.vocabulary.refusal import NotAllowed
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.web.case_forms import STEPS, AssignForm, BecauseForm, ShareForm
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.language import in_words


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def step(request: MemberRequest, case_id: UUID, step: str) -> HttpResponse:
    """The form of a step, or the step itself; what is not possible now says what is."""
    try:
        wanted = CaseStep(step)
        page = STEPS[wanted]
    except (ValueError, KeyError) as error:
        raise Http404 from error
    case = find_case(case_id, request.user)
    require_move(wanted, CaseState(case.state), paused=case.is_paused)
    if wanted not in possible_steps(case, request.user):
        raise NotAllowed(
            "“{step}” is not for you in this mechanism.", values={"step": Sentence(wanted.label)}
        )
    given = request.POST if request.method == "POST" else None
    form: Any = page.form(case, request.user, given)

    def act() -> None:
        page.act(form)

    return answer_form(request, form, act, _page(case, in_words(wanted.label), _("It is done.")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MOVE_CASE)
def pause(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Pause a case, for a reason."""
    case = find_case(case_id, request.user)
    form: Any = BecauseForm(case, request.user, request.POST or None)

    def act() -> None:
        pause_case(case.pk, by=request.user, because=form.cleaned_data["because"])

    page = _page(case, _("Pause the case"), _("The case is paused: nothing is due."))
    return answer_form(request, form, act, page)


@require_POST
@for_those_who_may(Act.MOVE_CASE)
def resume(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Let a paused case go on."""
    resume_case(case_id, by=request.user)
    messages.success(
        request, _("The case goes on; its deadlines moved by the length of the pause.")
    )
    return redirect("case", case_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MOVE_CASE)
def assign(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Say who looks after a case."""
    case = find_case(case_id, request.user)
    if not functions_in(case.mechanism, request.user):
        raise NotAllowed("You have no seat in this mechanism.")
    form: Any = AssignForm(case, request.user, request.POST or None)

    def act() -> None:
        assign_case(case.pk, form.cleaned_data["to"], by=request.user)

    return answer_form(request, form, act, _page(case, _("Assign the case"), _("It is assigned.")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MOVE_CASE)
def share(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Let an organisation see the case."""
    case = find_case(case_id, request.user)
    form: Any = ShareForm(case, request.user, request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        share_case(case.pk, given["to"], by=request.user, because=given["because"])

    return answer_form(request, form, act, _page(case, _("Share the case"), _("It is shared.")))


def _page(case: Case, title: str, done: str) -> FormPage:
    return FormPage(
        template="cases/form.html", title=title, button=title,
        back=reverse("case", args=[case.pk]), done=done, more={"case": case},
    )  # fmt: skip
