"""Tokens with which a member's programs read the record."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trucewatch.accounts.rules import Act
from trucewatch.accounts.tokens import (
    LONGEST_DAYS,
    make_token,
    open_tokens_of_others,
    revoke_token,
    tokens_of,
)
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.scopes import Scope
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.page_form import PageForm

_LABELS = {
    Scope.REPORTS: gettext_lazy("Reports and incidents, their sources and parties; exports"),
    Scope.TALLIES: gettext_lazy("Tallies and coverage"),
    Scope.BULLETINS: gettext_lazy("Published bulletins"),
    Scope.TALKS: gettext_lazy("Rounds of talks and instruments"),
    Scope.STATEMENTS: gettext_lazy("What was said: statements, figures, demands, meetings"),
    Scope.CASES: gettext_lazy("Cases, findings and figures of mechanisms"),
    Scope.CALENDAR: gettext_lazy("The calendar of rounds and deadlines, by an address of its own"),
    Scope.EVERYTHING: gettext_lazy("Everything, searching included"),
}


class TokenForm(PageForm):
    """What a token is for, what it may read and for how long."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=80,
        help_text=gettext_lazy("The program or the machine that will hold it."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may read"),
        choices=[(scope.value, label) for scope, label in _LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("No more than it needs, and never more than you see yourself."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days it lasts"), min_value=1, max_value=LONGEST_DAYS, initial=30
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_those_who_may(Act.MAKE_TOKEN)
def tokens(request: MemberRequest) -> HttpResponse:
    """The member's tokens and a form for a new one, which is shown once."""
    form = TokenForm(request.POST or None)
    word = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _made, word = make_token(
                request.user,
                name=given["name"],
                scopes=[Scope(scope) for scope in given["scopes"]],
                days=given["days"],
                by=request.user,
            )
        except NotAllowed:
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            form = TokenForm()
    context = {
        "form": form,
        "word": word,
        "tokens": tokens_of(request.user),
        "others": open_tokens_of_others(request.user),
        "example": request.build_absolute_uri("/api/v1/me"),
    }
    return render(request, "tokens/page.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def revoke(request: MemberRequest, token_id: UUID) -> HttpResponse:
    """Let a token open nothing from now on."""
    revoked = revoke_token(token_id, by=request.user)
    messages.success(request, _("The token “{name}” opens nothing any more.").format(name=revoked))
    return redirect("tokens")
