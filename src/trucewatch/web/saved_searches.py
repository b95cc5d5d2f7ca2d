"""Keeping a search of the situation under a name, opening and dropping it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from trucewatch.reports.queries import parse_filter
from trucewatch.search.actions import drop_search, look_at_search, save_search
from trucewatch.search.saved import growths
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.page_form import PageForm
from trucewatch.web.situation import address_of


class SaveForm(PageForm):
    """A name for the filter that is looked at."""

    name = forms.CharField(label=gettext_lazy("Name of the search"), max_length=80)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def saved_searches(request: MemberRequest) -> HttpResponse:
    """The member's searches, and what each finds more than when it was last opened."""
    wanted, errors = parse_filter({name: str(value) for name, value in request.GET.items()})
    if errors:
        field, reason = next(iter(errors.items()))
        raise Refused(reason, field=field)
    form = SaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_search(form.cleaned_data["name"], wanted, by=request.user)
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The search is kept. You are told here when it grows."))
            return redirect(address_of(wanted))
    context = {
        "form": form,
        "wanted": wanted.parameters(),
        "growths": growths(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "search/saved.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def open_search(request: MemberRequest, search_id: int) -> HttpResponse:
    """Go to what the search finds; it counts as seen from now on."""
    return redirect(address_of(look_at_search(search_id, by=request.user).wanted))


@require_POST
@members_only
def remove_search(request: MemberRequest, search_id: int) -> HttpResponse:
    """Drop a search."""
    drop_search(search_id, by=request.user)
    messages.success(request, _("The search is dropped."))
    return redirect("saved_searches")
