"""Submissions: a document with a list of breaches, its receipt, and the cases it became."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.cases.models import Complaint, Mechanism, Submission
from trucewatch.cases.queries.finding import NOTHING
from trucewatch.desk.actions.submitting import Submitted, receive_submission
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.parties.models import Party
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.handing_over import handed_over, sandboxed
from trucewatch.web.imports import incoming_folder, saved_upload, small_enough
from trucewatch.web.language import party_names
from trucewatch.web.page_form import DayField, PageForm, with_none


class SubmissionForm(PageForm):
    """A file, the days it is about, and against whom."""

    mechanism = forms.ModelChoiceField(
        label=gettext_lazy("Mechanism"), queryset=Mechanism.objects.all(), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Text, PDF, Word or HTML, with the breaches numbered or dated."),
    )
    first_day = DayField(label=gettext_lazy("First day it is about"))
    last_day = DayField(label=gettext_lazy("Last day it is about"))
    accused = forms.ChoiceField(label=gettext_lazy("Against which party"), required=False)
    accused_label = forms.CharField(
        label=gettext_lazy("Against whom, in words"), max_length=300, required=False
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = party_names(parties_to_choose_from(MemberReader(member)))
        field = self.fields["accused"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        named = [(str(key), name) for key, name in parties.items()]
        field.choices = with_none(named, _("Not said"))

    def clean_file(self) -> Any:
        """A file that is not too large."""
        return small_enough(self.cleaned_data["file"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.FILE_COMPLAINT)
def submit(request: MemberRequest) -> HttpResponse:
    """Hand in a document with a list of breaches."""
    form = SubmissionForm(request.user, request.POST or None, request.FILES or None)

    def act() -> str:
        given = form.cleaned_data
        accused = (
            Party.objects.filter(pk=UUID(given["accused"])).first() if given["accused"] else None
        )
        with incoming_folder() as folder:
            submitted = Submitted(
                path=saved_upload(given["file"], Path(folder) / "data"),
                name=Path(given["file"].name or "file").name, first_day=given["first_day"],
                last_day=given["last_day"], accused=accused,
                accused_label=given["accused_label"],
            )  # fmt: skip
            made = receive_submission(given["mechanism"], submitted, by=request.user)
        return reverse("submission", args=[made.pk])

    page = FormPage(
        template="cases/form.html", title=_("Hand in a list of breaches"), button=_("Hand it in"),
        back=reverse("cases"), done=_("It is taken in; the receipt stands below."),
        more={
            "lead": _(
                "The file stays as it is, under its hash. Each entry of its list becomes an "
                "allegation with a case of its own that leads back to its page."
            )
        },
    )  # fmt: skip
    return answer_form(request, form, act, page)


@require_safe
@members_only
def submission(request: MemberRequest, key: UUID) -> HttpResponse:
    """The receipt: hash, entries with their pages, cases."""
    found = _find(key, request.user)
    complaints = Complaint.objects.visible_to(MemberReader(request.user)).filter(submission=found)
    context = {
        "submission": found,
        "complaints": complaints.select_related("case__mechanism").order_by("start"),
    }
    return render(request, "cases/submission.html", context)


@require_safe
@members_only
@cache_control(private=True, no_cache=True)
@sandboxed
def original(request: Any, key: UUID) -> HttpResponseBase:
    """The bytes as they came, handed over and never shown in a page."""
    return handed_over(_find(key, request.user).document, may_show=False)


def _find(key: UUID, member: Member) -> Submission:
    rows = Submission.objects.visible_to(MemberReader(member))
    found: Submission | None = (
        rows.select_related("document", "organisation").filter(pk=key).first()
    )
    if found is None:
        raise NotFound(NOTHING)
    return found
