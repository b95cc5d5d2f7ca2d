"""Papers of a case: reading one, answering, reminding; records of the team; witnesses."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.notifying import record_silence, remind, respond
from trucewatch.cases.actions.sharing import share_paper
from trucewatch.cases.actions.verifying import (
    Counted,
    Interviewed,
    Looked,
    open_witness,
    record_interview,
    record_verification,
)
from trucewatch.cases.models import Case, Paper
from trucewatch.cases.queries.finding import find_case, find_paper, functions_in
from trucewatch.cases.queries.seeing import is_of_mission
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.intake.models import Consent
from trucewatch.intake.vault import Identity
from trucewatch.parties.models import Party
from trucewatch.vocabulary.cases import ObservationUnit, PaperKind, SeatFunction
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.case_forms import PaperForm, ShareForm
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.language import party_names, translated_choices
from trucewatch.web.page_form import PageForm, ReasonForm, with_none

_AT_DESK: Final = frozenset({SeatFunction.CHAIR, SeatFunction.DUTY_OFFICER})
_RECORDS: Final = (PaperKind.SITE_RECORD, PaperKind.REMOTE_RECORD, PaperKind.ACCESS_RECORD)


class MomentField(forms.DateTimeField):
    """A moment on the clocks of the place: 2017-02-16 09:30."""

    default_error_messages = {"invalid": gettext_lazy("Write the moment as 2017-02-16 09:30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            {"placeholder": "2017-02-16 09:30", "autocomplete": "off", "size": "16", "dir": "ltr"}
        )
        super().__init__(
            input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"], widget=widget, **kwargs
        )


class RecordForm(PageForm):
    """What a team saw, saw from afar, or that it was turned back."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How it was looked into"),
        choices=translated_choices((kind.value, kind.label) for kind in _RECORDS),
        help_text=gettext_lazy("A refused access opens a case of obstruction of its own."),
    )
    happened_at = MomentField(label=gettext_lazy("When"), required=False)
    method = forms.CharField(label=gettext_lazy("Method"), max_length=300, required=False)
    text = forms.CharField(
        label=gettext_lazy("What was seen"), widget=forms.Textarea({"rows": 6, "dir": "auto"})
    )
    unit = forms.ChoiceField(label=gettext_lazy("What was counted"), required=False)
    low = forms.IntegerField(label=gettext_lazy("At least"), required=False, min_value=0)
    high = forms.IntegerField(label=gettext_lazy("At most"), required=False, min_value=0)
    denied_by = forms.ChoiceField(label=gettext_lazy("Party that refused access"), required=False)
    denied_label = forms.CharField(
        label=gettext_lazy("Who refused access, in words"), max_length=300, required=False
    )

    def __init__(self, member: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = party_names(parties_to_choose_from(MemberReader(member)))
        units = translated_choices(ObservationUnit.choices())
        for name, choices in (
            ("denied_by", [(str(key), name) for key, name in parties.items()]),
            ("unit", units),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = with_none(choices, _("Not said"))

    def looked(self) -> Looked:
        """The record as entered."""
        given = self.cleaned_data
        low, high = given["low"], given["high"]
        counted = []
        if given["unit"]:
            if low is None and high is None:
                raise Refused("Say how many.", field="low")
            first = low if low is not None else 0
            counted = [
                Counted(ObservationUnit(given["unit"]), first, high if high is not None else first)
            ]
        party = (
            Party.objects.filter(pk=UUID(given["denied_by"])).first()
            if given["denied_by"]
            else None
        )
        return Looked(
            kind=PaperKind(given["kind"]), text=given["text"], method=given["method"],
            happened_at=given["happened_at"], observations=counted, denied_by=party,
            denied_label=given["denied_label"],
        )  # fmt: skip


class InterviewForm(PageForm):
    """What a witness said; a name only with consent."""

    happened_at = MomentField(label=gettext_lazy("When"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What was said"), widget=forms.Textarea({"rows": 6, "dir": "auto"})
    )
    pseudonym = forms.CharField(
        label=gettext_lazy("Pseudonym from an earlier talk"), max_length=20, required=False
    )
    caller_name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, required=False,
        help_text=gettext_lazy("Sealed in the vault, and only with consent. Better leave it out."),
    )  # fmt: skip
    caller_contact = forms.CharField(
        label=gettext_lazy("How to reach them"), max_length=300, required=False
    )
    caller_consents = forms.MultipleChoiceField(
        label=gettext_lazy("They agreed"), required=False,
        choices=translated_choices(Consent.choices()), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def interviewed(self) -> Interviewed:
        """The interview as entered."""
        given = self.cleaned_data
        named = given["caller_name"].strip() or given["caller_contact"].strip()
        identity = Identity(given["caller_name"], given["caller_contact"]) if named else None
        return Interviewed(
            text=given["text"], happened_at=given["happened_at"], pseudonym=given["pseudonym"],
            identity=identity, consents=[Consent(each) for each in given["caller_consents"]],
        )  # fmt: skip


@require_safe
@members_only
@cache_control(no_store=True)
def paper(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """One paper, and what can be done with it."""
    return render(
        request, "cases/paper.html", _context(request, find_paper(paper_id, request.user))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.ANSWER_NOTICE)
def answer(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """Whoever was asked answers."""
    notice = find_paper(paper_id, request.user)
    form: Any = PaperForm(notice.case, request.user, request.POST or None)

    def act() -> None:
        respond(notice.pk, by=request.user, text=form.cleaned_data["text"])

    page = _page(notice, _("Answer"), _("Your answer is recorded; you and the mission read it."))
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MOVE_CASE)
def remind_again(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """Ask once more."""
    notice = find_paper(paper_id, request.user)
    form: Any = PaperForm(notice.case, request.user, request.POST or None)

    def act() -> None:
        remind(notice.pk, by=request.user, text=form.cleaned_data["text"])

    return answer_form(request, form, act, _page(notice, _("Remind"), _("They are reminded.")))


@require_POST
@for_those_who_may(Act.MOVE_CASE)
def silence(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """Record that no response came in time."""
    notice = find_paper(paper_id, request.user)
    record_silence(notice.pk, by=request.user)
    messages.success(request, _("The silence is recorded."))
    return redirect("case_paper", notice.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MOVE_CASE)
def share(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """Let an organisation that sees the case read a paper."""
    found = find_paper(paper_id, request.user)
    form: Any = ShareForm(found.case, request.user, request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        share_paper(found.pk, given["to"], by=request.user, because=given["because"])

    return answer_form(request, form, act, _page(found, _("Share the paper"), _("It is shared.")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MOVE_CASE)
def new_record(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Write down how the team looked into it."""
    case = find_case(case_id, request.user)
    form = RecordForm(request.user, request.POST or None)

    def act() -> None:
        record_verification(case.pk, form.looked(), by=request.user)

    page = _case_page(case, _("Record a verification"), _("It is recorded."))
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MOVE_CASE)
def new_interview(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Write down what a witness said."""
    case = find_case(case_id, request.user)
    form = InterviewForm(request.POST or None)

    def act() -> None:
        record_interview(case.pk, form.interviewed(), by=request.user)

    page = _case_page(case, _("Record an interview"), _("It is recorded, under a pseudonym."))
    return answer_form(request, form, act, page)


@require_POST
@for_those_who_may(Act.OPEN_CALLER)
@cache_control(no_store=True)
def witness(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """Read a witness's name, for a reason that stays in the ledger."""
    found = find_paper(paper_id, request.user)
    form = ReasonForm(request.POST)
    context = _context(request, found)
    status = 200
    if form.is_valid():
        try:
            context["identity"] = open_witness(
                found.pk, by=request.user, because=form.cleaned_data["because"]
            )
        except Refused as refused:
            form.show_refusal(refused)
    if form.errors:
        context["witness_form"], status = form, 422
    return render(request, "cases/paper.html", context, status=status)


def _context(request: MemberRequest, found: Paper) -> dict[str, Any]:
    functions = functions_in(found.case.mechanism, request.user)
    replies = Paper.objects.visible_to(MemberReader(request.user)).filter(in_reply_to=found)
    is_notice = found.kind_of_paper == PaperKind.NOTICE
    answered = replies.filter(kind_of_paper__in=[PaperKind.RESPONSE, PaperKind.SILENCE]).exists()
    is_open = is_notice and not answered
    return {
        "paper": found,
        "case": found.case,
        "replies": replies.select_related("author__organisation"),
        "observations": found.observations.all(),
        "is_of_mission": is_of_mission(request.user),
        "may_answer": is_open
        and found.addressee_id == request.user.organisation_id
        and is_allowed(request.user, Act.ANSWER_NOTICE),
        "may_remind": is_open and bool(functions & _AT_DESK),
        "may_share": bool(functions & _AT_DESK) and found.witness_id is None,
        "may_open": found.witness is not None
        and found.witness.has_name
        and is_allowed(request.user, Act.OPEN_CALLER),
        "witness_form": ReasonForm(),
        "now": timezone.now(),
    }


def _page(found: Paper, title: str, done: str) -> FormPage:
    return FormPage(
        template="cases/form.html", title=title, button=title,
        back=reverse("case_paper", args=[found.pk]), done=done,
        more={"case": found.case, "paper": found},
    )  # fmt: skip


def _case_page(case: Case, title: str, done: str) -> FormPage:
    return FormPage(
        template="cases/form.html", title=title, button=title,
        back=reverse("case", args=[case.pk]), done=done, more={"case": case},
    )  # fmt: skip
