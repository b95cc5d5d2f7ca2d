"""Bulletins: drafting, publishing, reading and downloading them."""

import datetime as dt
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed, reader_of, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.bulletins import render as paper
from trucewatch.bulletins.actions import draft_two_ledger, publish_bulletin, withdraw_bulletin
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.queries import bulletins_for, find_bulletin
from trucewatch.ledger.events import Event
from trucewatch.ledger.queries import acts_upon
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.page_form import DayField, PageForm

_LATEST = 60
_STATE_WORDS: Final = {
    BulletinState.DRAFT.value: "a draft",
    BulletinState.WITHDRAWN.value: "withdrawn",
}


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
    if request.method == "POST":
        require(request.user, Act.DRAFT_BULLETIN)
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drafted = draft_two_ledger(
                form.cleaned_data["date"],
                by=request.user,
                handling=Handling(form.cleaned_data["handling"]),
            )
        except (NotAllowed, NotFound):
            raise
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
        "withdrawn_at": _withdrawn_at(found),
        "fragment": paper.as_html_fragment(found.words),
        "may_publish": found.state == BulletinState.DRAFT and _may_publish(request, found),
        "may_withdraw": found.state == BulletinState.PUBLISHED
        and isinstance(request.user, Member)
        and is_allowed(request.user, Act.PUBLISH_BULLETIN),
    }
    return render(request, "bulletins/page.html", context)


@require_safe
def bulletin_json(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as data, with how far it has come: a draft is never taken for published."""
    found = find_bulletin(bulletin_id, reader_of(request.user))
    words = {**found.words, "state": found.state}
    return _download(paper.as_json(words), "application/json", f"{_name(found)}.json")


@require_safe
def bulletin_pdf(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A published bulletin as paper, which cannot yet bear the mark of a draft or a withdrawal."""
    found = find_bulletin(bulletin_id, reader_of(request.user))
    if found.state != BulletinState.PUBLISHED:
        state = _STATE_WORDS[found.state]
        raise Refused(f"There is paper of published bulletins only, and this one is {state}.")
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


def _withdrawn_at(bulletin: Bulletin) -> dt.datetime | None:
    """When the bulletin was withdrawn, as the ledger has it."""
    if bulletin.state != BulletinState.WITHDRAWN:
        return None
    moments = [
        act.entry.at
        for act in acts_upon([bulletin.pk])
        if act.entry.event == Event.BULLETIN_WITHDRAWN
    ]
    return moments[-1] if moments else None


def _may_publish(request: HttpRequest, found: Bulletin) -> bool:
    """Whether to offer it: whoever drafted a bulletin does not publish it."""
    member = request.user
    return (
        isinstance(member, Member)
        and found.drafted_by_id != member.pk
        and is_allowed(member, Act.PUBLISH_BULLETIN)
    )


def _name(bulletin: Bulletin) -> str:
    name = f"{bulletin.bulletin_kind}-{bulletin.window_end.isoformat()}"
    return name if bulletin.state == BulletinState.PUBLISHED else f"{name}-{bulletin.state}"


def _download(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
