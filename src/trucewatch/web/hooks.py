"""Addresses outside that are told of events, and what was sent to them."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trucewatch.accounts.models import OPERATOR, Member
from trucewatch.accounts.rules import Act
from trucewatch.hooks.actions import add_hook, end_hook, send_again
from trucewatch.hooks.queries import all_hooks, latest_deliveries
from trucewatch.hooks.rules import HOOK_EVENTS, MOST_TRIES
from trucewatch.ledger.events import Event
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.page_form import PageForm

_LATEST = 50
_EVENTS = {
    Event.REPORT_FILED: gettext_lazy("A report was filed"),
    Event.REPORT_CORRECTED: gettext_lazy("A report was corrected"),
    Event.REPORT_WITHDRAWN: gettext_lazy("A report was withdrawn"),
    Event.REPORT_REINSTATED: gettext_lazy("A withdrawn report counts again"),
    Event.REPORT_ASSESSED: gettext_lazy("A report was assessed"),
    Event.REPORTS_IMPORTED: gettext_lazy("Reports were imported"),
    Event.BULLETIN_PUBLISHED: gettext_lazy("A bulletin was published"),
    Event.BULLETIN_CORRECTED: gettext_lazy("A bulletin was corrected"),
    Event.BULLETIN_WITHDRAWN: gettext_lazy("A bulletin was withdrawn"),
}
_STATES = {
    "waiting": gettext_lazy("Waiting"),
    "delivered": gettext_lazy("Delivered"),
    "dead": gettext_lazy("Given up"),
    "withheld": gettext_lazy("Withheld: the member no longer sees it"),
}


class HookForm(PageForm):
    """Where messages go, about what, and with whose sight."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "https://", "type": "url"}),
    )
    acting_as = forms.ModelChoiceField(
        label=gettext_lazy("Sees as"),
        queryset=Member.objects.filter(is_active=True).exclude(username=OPERATOR),
        empty_label=None,
        help_text=gettext_lazy(
            "It is told only of what this member sees. What is TLP:RED is told to no address."
        ),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=[(event.value, _EVENTS[event]) for event in HOOK_EVENTS],
        widget=forms.CheckboxSelectMultiple,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_those_who_may(Act.MANAGE_HOOKS)
def hooks(request: MemberRequest) -> HttpResponse:
    """The addresses, the latest messages, and a form for a new address."""
    form = HookForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _added, secret = add_hook(
                given["address"],
                events=[Event(event) for event in given["events"]],
                acting_as=given["acting_as"],
                by=request.user,
            )
        except NotAllowed:
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            form = HookForm()
    deliveries = latest_deliveries(request.user, most=_LATEST)
    context = {
        "form": form,
        "secret": secret,
        "hooks": [(hook, _told_of(hook.events)) for hook in all_hooks(request.user)],
        "deliveries": [(sent, _STATES[sent.state]) for sent in deliveries],
        "most_tries": MOST_TRIES,
    }
    return render(request, "hooks/page.html", context, status=422 if form.errors else 200)


@require_POST
@for_those_who_may(Act.MANAGE_HOOKS)
def end(request: MemberRequest, hook_id: UUID) -> HttpResponse:
    """Tell an address nothing more."""
    end_hook(hook_id, by=request.user)
    messages.success(request, _("The address is told nothing any more."))
    return redirect("hooks")


@require_POST
@for_those_who_may(Act.MANAGE_HOOKS)
def again(request: MemberRequest, delivery_id: UUID) -> HttpResponse:
    """Try a message again."""
    send_again(delivery_id, by=request.user)
    messages.success(request, _("The message is sent again within seconds."))
    return redirect("hooks")


def _told_of(events: list[str]) -> list[str]:
    return [str(_EVENTS[Event(event)]) for event in events]
