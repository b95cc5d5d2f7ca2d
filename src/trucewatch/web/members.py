"""Members and organisations: inviting, changing, ending access, resetting what was lost."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trucewatch.accounts import actions, queries
from trucewatch.accounts.models import Organisation
from trucewatch.accounts.rules import Act
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.roles import OrganisationKind, Role
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.language import translated_choices
from trucewatch.web.page_form import PageForm, ReasonForm


class PlaceForm(PageForm):
    """A role in an organisation."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=translated_choices(Role.choices()))
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.order_by("name"),
        empty_label=None,
    )


class InvitationForm(PlaceForm):
    """Who is to join as what."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Only kept with the invitation; no mail is sent."),
    )


class ChangeForm(PlaceForm):
    """What a member is to be from now on, and why."""

    because = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2})
    )


class OrganisationForm(PageForm):
    """A new organisation."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    key = forms.CharField(
        label=gettext_lazy("Short key"),
        max_length=60,
        help_text=gettext_lazy("Small Latin letters, digits and hyphens."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=translated_choices(OrganisationKind.choices())
    )


class PasswordForm(PageForm):
    """A new password, twice."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least twelve characters; a few words in a row are good."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ."))
        return again


class JoiningForm(PasswordForm):
    """The name under which somebody joins."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        help_text=gettext_lazy("Small Latin letters and digits. You sign in with it."),
    )
    display_name = forms.CharField(
        label=gettext_lazy("Name that others see"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("username", "display_name")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_those_who_may(Act.MANAGE_MEMBERS)
def members(request: MemberRequest) -> HttpResponse:
    """Everybody who uses the record, open invitations, and a form for a new one."""
    form = InvitationForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            _invitation, token = actions.invite_member(
                role=Role(form.cleaned_data["role"]),
                organisation=form.cleaned_data["organisation"],
                email=form.cleaned_data["email"],
                by=request.user,
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            link = request.build_absolute_uri(reverse("invitation", args=[token]))
            form = InvitationForm()
    context = {
        "form": form,
        "link": link,
        "link_for": _("This link is for the invitation."),
        "link_days": actions.INVITATION_DAYS,
        "members": queries.all_members(),
        "invitations": queries.open_invitations(),
        "organisations": queries.all_organisations(),
    }
    return render(request, "members/list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_MEMBERS)
def member(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """One member, with everything that an administrator can do for them."""
    shown = queries.member_with_id(member_id)
    initial = {"role": shown.role, "organisation": shown.organisation_id}
    form = ChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(
                shown,
                role=Role(form.cleaned_data["role"]),
                organisation=form.cleaned_data["organisation"],
                by=request.user,
                because=form.cleaned_data["because"],
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("%(member)s is changed.") % {"member": shown})
            return redirect("member", member_id)
    return _member_page(request, member_id, form=form)


@require_POST
@for_those_who_may(Act.MANAGE_MEMBERS)
def deactivate(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """End a member's access."""
    return _with_reason(
        request, member_id, actions.deactivate_member, _("%(member)s has no access any more.")
    )


@require_POST
@for_those_who_may(Act.MANAGE_MEMBERS)
def reactivate(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Give a member access again."""
    return _with_reason(
        request, member_id, actions.reactivate_member, _("%(member)s has access again.")
    )


@require_POST
@never_cache
@for_those_who_may(Act.MANAGE_MEMBERS)
def reset_password(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Make a link with which a member chooses a new password; shown once."""
    shown = queries.member_with_id(member_id)
    token = actions.reset_password(shown, by=request.user)
    link = request.build_absolute_uri(reverse("choose_password", args=[token]))
    return _member_page(request, member_id, link=link)


@require_POST
@for_those_who_may(Act.MANAGE_MEMBERS)
def reset_second_factor(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Take away a second factor that its member has lost."""
    shown = queries.member_with_id(member_id)
    actions.record_second_factor_reset(shown, by=request.user)
    messages.success(
        request,
        _("%(member)s sets up a new second factor at the next sign-in.") % {"member": shown},
    )
    return redirect("member", member_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_MEMBERS)
def new_organisation(request: MemberRequest) -> HttpResponse:
    """Enter an organisation that members act for."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_organisation(
                key=given["key"],
                name=given["name"],
                kind=OrganisationKind(given["kind"]),
                by=request.user,
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("%(name)s is entered.") % {"name": given["name"]})
            return redirect("members")
    status = 422 if form.errors else 200
    return render(request, "members/organisation.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join with an invitation."""
    invited = queries.find_invitation(token)
    form = JoiningForm(request.POST or None)
    if invited and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            joined = actions.accept_invitation(
                token,
                username=given["username"],
                display_name=given["display_name"],
                password=given["password"],
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(
                request,
                _("Welcome, %(member)s. Sign in with your new password.") % {"member": joined},
            )
            return redirect("account_login")
    status = 404 if invited is None else 422 if form.errors else 200
    context = {"form": form, "invitation": invited}
    return render(request, "members/invitation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password with a link from an administrator."""
    is_open = queries.password_link_is_open(token)
    form = PasswordForm(request.POST or None)
    if is_open and request.method == "POST" and form.is_valid():
        try:
            actions.choose_password(token, password=form.cleaned_data["password"])
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The new password is set. Sign in with it."))
            return redirect("account_login")
    status = 404 if not is_open else 422 if form.errors else 200
    context = {"form": form, "is_open": is_open}
    return render(request, "members/password.html", context, status=status)


def _with_reason(request: MemberRequest, member_id: UUID, act: Any, what: str) -> HttpResponse:
    shown = queries.member_with_id(member_id)
    reason = ReasonForm(request.POST, auto_id="access_%s")
    if reason.is_valid():
        try:
            act(shown, by=request.user, because=reason.cleaned_data["because"])
        except NotAllowed:
            raise
        except Refused as refused:
            reason.show_refusal(refused)
        else:
            messages.success(request, what % {"member": shown})
            return redirect("member", member_id)
    return _member_page(request, member_id, reason=reason)


def _member_page(
    request: MemberRequest,
    member_id: UUID,
    *,
    form: ChangeForm | None = None,
    reason: ReasonForm | None = None,
    link: str = "",
) -> HttpResponse:
    shown = queries.member_with_id(member_id)
    initial = {"role": shown.role, "organisation": shown.organisation_id}
    context = {
        "shown": shown,
        "form": form or ChangeForm(initial=initial),
        "reason": reason or ReasonForm(auto_id="access_%s"),
        "link": link,
        "link_for": _("This link is for %(member)s to choose a new password.") % {"member": shown},
        "link_days": actions.RESET_DAYS,
    }
    wrong = bool((form and form.errors) or (reason and reason.errors))
    return render(request, "members/member.html", context, status=422 if wrong else 200)
