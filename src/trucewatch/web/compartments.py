"""Compartments: who may see what lies in each, and since when."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from trucewatch.accounts import actions, queries
from trucewatch.accounts.rules import Act
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.page_form import PageForm, ReasonForm


class CompartmentForm(PageForm):
    """A new circle of need-to-know."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    key = forms.CharField(
        label=gettext_lazy("Short key"),
        max_length=60,
        help_text=gettext_lazy("Small Latin letters, digits and hyphens."),
    )


class GrantForm(PageForm):
    """Who is to see what a compartment holds, and why."""

    to = forms.ChoiceField(label=gettext_lazy("Organisation or member"))
    because = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = {str(holder.pk): holder for holder in queries.possible_holders()}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(key, str(holder)) for key, holder in self.holders.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_MEMBERS)
def compartments(request: MemberRequest) -> HttpResponse:
    """Every compartment with its grants in force, and a form for a new one."""
    form = CompartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_compartment(
                key=form.cleaned_data["key"], name=form.cleaned_data["name"], by=request.user
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The compartment is open. Nobody is in it yet."))
            return redirect("compartment", made.pk)
    context = {"form": form, "compartments": queries.all_compartments()}
    status = 422 if form.errors else 200
    return render(request, "members/compartments.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_MEMBERS)
def compartment(request: MemberRequest, compartment_id: UUID) -> HttpResponse:
    """One compartment: who is in it, and a form to let somebody in."""
    found = queries.compartment_with_id(compartment_id)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_grant(
                found,
                to=form.holders[form.cleaned_data["to"]],
                by=request.user,
                because=form.cleaned_data["because"],
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The grant is given."))
            return redirect("compartment", found.pk)
    context = {"form": form, "compartment": found}
    status = 422 if form.errors else 200
    return render(request, "members/compartment.html", context, status=status)


@require_POST
@for_those_who_may(Act.MANAGE_MEMBERS)
def end_grant(request: MemberRequest, grant_id: UUID) -> HttpResponse:
    """Take a grant back from this moment on."""
    grant = queries.current_grant(grant_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.end_grant(grant, by=request.user, because=form.cleaned_data["because"])
        messages.success(request, _("The grant has ended."))
    else:
        messages.error(request, _("Nothing was changed: give the reason why the grant ends."))
    return redirect("compartment", grant.compartment_id)
