"""Bulletins: drafting, publishing, reading and downloading them."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed, reader_of
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.bulletins import render as paper
from trucewatch.bulletins.actions import draft_two_ledger, publish_bulletin, withdraw_bulletin
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.queries import bulletins_for, find_bulletin
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.page_form import DayField, PageForm

_LATEST = 60


class DraftForm(PageForm):
    """The day that a bulletin is to be about."""

    date = DayField(label="Day")
    handling = forms.ChoiceField(
        label="To go out as",
        choices=[(mark.value, mark.label) for mark in Handling if mark is not Handling.RED],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def bulletins(request: MemberRequest) -> HttpResponse:
    """Drafts and published bulletins that the member may see, and a form for a new draft."""
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drafted = draft_two_ledger(
                form.cleaned_data["date"],
                by=request.user,
                handling=Handling(form.cleaned_data["handling"]),
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, "The bulletin is drafted. Read it before it is published.")
            return redirect("bulletin", drafted.pk)
    context = {
        "form": form,
        "bulletins": bulletins_for(MemberReader(request.user))[:_LATEST],
        "may_draft": is_allowed(request.user, Act.DRAFT_BULLETIN),
    }
    return render(request, "bulletins/list.html", context, status=422 if form.errors else 200)


@require_safe
def bulletin(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as a page."""
    found = find_bulletin(bulletin_id, reader_of(request.user))
    context = {
        "bulletin": found,
        "fragment": paper.as_html_fragment(found.words),
        "may_publish": found.state == BulletinState.DRAFT and _may_publish(request, found),
        "may_withdraw": found.state == BulletinState.PUBLISHED
        and isinstance(request.user, Member)
        and is_allowed(request.user, Act.PUBLISH_BULLETIN),
    }
    return render(request, "bulletins/page.html", context)


@require_safe
def bulletin_json(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as data."""
    found = find_bulletin(bulletin_id, reader_of(request.user))
    return _download(paper.as_json(found.words), "application/json", f"{_name(found)}.json")


@require_safe
def bulletin_pdf(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as paper."""
    found = find_bulletin(bulletin_id, reader_of(request.user))
    return _download(paper.as_pdf(found.words), "application/pdf", f"{_name(found)}.pdf")


@require_POST
@members_only
def publish(request: MemberRequest, bulletin_id: UUID) -> HttpResponse:
    """Freeze a draft and show it to those it is for."""
    publish_bulletin(bulletin_id, by=request.user)
    messages.success(request, "The bulletin is published.")
    return redirect("bulletin", bulletin_id)


@require_POST
@members_only
def withdraw(request: MemberRequest, bulletin_id: UUID) -> HttpResponse:
    """Say that a published bulletin no longer holds, with the reason."""
    withdraw_bulletin(bulletin_id, by=request.user, because=request.POST.get("because", ""))
    messages.success(request, "The bulletin is withdrawn; it stays readable as such.")
    return redirect("bulletin", bulletin_id)


def _may_publish(request: HttpRequest, found: Bulletin) -> bool:
    """Whether to offer it: whoever drafted a bulletin does not publish it."""
    member = request.user
    return (
        isinstance(member, Member)
        and found.drafted_by_id != member.pk
        and is_allowed(member, Act.PUBLISH_BULLETIN)
    )


def _name(bulletin: Bulletin) -> str:
    return f"{bulletin.bulletin_kind}-{bulletin.window_end.isoformat()}"


def _download(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
