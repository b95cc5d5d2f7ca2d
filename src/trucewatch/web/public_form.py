"""The public form: anybody tells what they saw, without signing in and without being followed."""

import hashlib
import hmac
import uuid
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.access import operator
from trucewatch.cases.queries.seeing import state_for_receipt
from trucewatch.intake.actions.public import PublicWords, receipt_for, receive_from_public
from trucewatch.intake.actions.receiving import add_message, reception_of
from trucewatch.intake.queries import state_of_reception
from trucewatch.intake.rules import LONGEST_MESSAGE, State
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.frame import local_zone
from trucewatch.web.page_form import PageForm
from trucewatch.web.public_rate import is_too_much
from trucewatch.web.second_factor import is_demonstration

_STATES: Final = {
    State.RECEIVED: gettext_lazy("Received. Nobody has taken it up yet."),
    State.TAKEN_UP: gettext_lazy("A member of the mission is looking at it."),
    State.LINKED: gettext_lazy("It stands in the record beside other accounts."),
    State.WITHDRAWN: gettext_lazy("It was looked at and does not count in the record."),
}
_SINCE: Final[list[tuple[Any, Any]]] = [
    ("0", gettext_lazy("Today")),
    ("1", gettext_lazy("Yesterday")),
    ("7", gettext_lazy("In the past seven days")),
    ("31", gettext_lazy("In the past month")),
    ("366", gettext_lazy("Longer ago")),
]
_WHAT: Final[list[tuple[Any, Any]]] = [
    ("unspecified", gettext_lazy("Something else, or I do not know")),
    ("shelling", gettext_lazy("Shelling")),
    ("air_strike", gettext_lazy("Air strike")),
    ("small_arms", gettext_lazy("Shooting")),
    ("mine_ied", gettext_lazy("Mine or explosion")),
    ("chemical", gettext_lazy("Gas or chemical weapon")),
    ("abduction", gettext_lazy("Somebody was taken away")),
    ("siege", gettext_lazy("Siege, or aid that was stopped")),
    ("movement", gettext_lazy("Troops or weapons moved")),
]


class PublicForm(PageForm):
    """Five questions, of which one must be answered."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("What happened?"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "What you saw or heard yourself. Do not write your name unless you want the mission to "
            "have it."
        ),
    )
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("Town or village, and what is near it."),
    )
    since = forms.ChoiceField(label=gettext_lazy("When?"), choices=_SINCE, initial="0")
    told_when = forms.CharField(
        label=gettext_lazy("At what time?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("“Two hours ago” or “at 21:30”, if you know."),
    )
    what = forms.ChoiceField(label=gettext_lazy("What was it?"), choices=_WHAT, required=False)
    website = forms.CharField(label="Website", required=False, max_length=200)
    """A trap for programs that fill in every field; people do not see it."""

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave the last field empty."))
        return ""


class ReceiptForm(PageForm):
    """A receipt, and perhaps something to add."""

    receipt = forms.CharField(
        label=gettext_lazy("Receipt code"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Add a message (optional)"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Take in what somebody tells, and give them a receipt."""
    _require_open()
    with translation.override(_language(request)):
        form = PublicForm(request.POST or None, initial={"key": uuid.uuid4()})
        if request.method == "POST" and form.is_valid():
            if is_too_much(request, "tell"):
                return _page(request, "intake/public.html", {"form": form, "wait": True}, 429)
            try:
                receipt = _received(form)
            except Refused as refused:
                form.show_refusal(refused)
            else:
                return _page(request, "intake/receipt.html", {"receipt": receipt})
        status = 422 if form.errors else 200
        return _page(request, "intake/public.html", {"form": form}, status)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Tell the holder of a receipt how far things are, and take what they add."""
    _require_open()
    with translation.override(_language(request)):
        form = ReceiptForm(request.POST or None)
        context: dict[str, Any] = {"form": form}
        if request.method == "POST" and form.is_valid():
            if is_too_much(request, "follow"):
                return _page(request, "intake/follow.html", {"form": form, "wait": True}, 429)
            given = form.cleaned_data
            try:
                reception = reception_of(given["receipt"])
                if given["text"].strip():
                    add_message(given["receipt"], given["text"])
                    context["added"] = True
            except Refused as refused:
                form.show_refusal(
                    Refused(_("There is no report with this receipt code."), field="receipt")
                    if refused.field != "text"
                    else refused
                )
            else:
                context |= {
                    "state": _STATES[state_of_reception(reception)],
                    "case_state": state_for_receipt(reception.report_id),
                    "received_at": reception.received_at,
                    "messages_sent": [] if not given["text"] else list(reception.messages.all()),
                }
        return _page(request, "intake/follow.html", context, 422 if form.errors else 200)


def _received(form: PublicForm) -> str:
    given = form.cleaned_data
    secret = hmac.new(
        settings.SECRET_KEY.encode("utf-8"), f"receipt:{given['key']}".encode(), hashlib.sha256
    ).digest()
    receipt = receipt_for(secret)
    words = PublicWords(
        key=given["key"],
        words=given["words"],
        place=given["place"],
        told_when=given["told_when"],
        days_ago=int(given["since"]),
        what=given["what"] or "unspecified",
        language=(translation.get_language() or "en")[:2],
    )
    receive_from_public(words, receipt, now=timezone.now(), zone=local_zone(), by=operator())
    return receipt


def public_form_is_open() -> bool:
    """Whether this record takes reports from anybody: as set, else in demonstrations alone."""
    asked: bool | None = settings.TRUCEWATCH_PUBLIC_FORM
    return is_demonstration() if asked is None else asked


def _require_open() -> None:
    if not public_form_is_open():
        raise Http404


def _language(request: HttpRequest) -> str:
    """The language chosen on the page, else the one that the browser asks for; nothing is kept."""
    chosen = request.POST.get("lang") or request.GET.get("lang") or ""
    known = dict(settings.LANGUAGES)
    return chosen if chosen in known else translation.get_language_from_request(request)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {"languages": settings.LANGUAGES, "chosen": translation.get_language()}
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = translation.get_language() or "en"
    return response
