"""Bulletins: drafting, publishing, reading and downloading them."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed, reader_of
from trucewatch.accounts.rules import Act
from trucewatch.bulletins import render as paper
from trucewatch.bulletins.actions import draft_two_ledger, publish_bulletin
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.page_form import PageForm, date_input

_LATEST = 60


class DraftForm(PageForm):
    """The day that a bulletin is to be about."""

    date = forms.DateField(label="Day", widget=date_input())


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def bulletins(request: MemberRequest) -> HttpResponse:
    """Drafts and published bulletins that the member may see, and a form for a new draft."""
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drafted = draft_two_ledger(form.cleaned_data["date"], by=request.user)
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, "The bulletin is drafted. Read it before it is published.")
            return redirect("bulletin", drafted.pk)
    seen = Bulletin.objects.visible_to(MemberReader(request.user))
    context = {
        "form": form,
        "bulletins": seen.order_by("-window_end", "-pk")[:_LATEST],
        "may_draft": is_allowed(request.user, Act.DRAFT_BULLETIN),
    }
    return render(request, "bulletins/list.html", context, status=422 if form.errors else 200)


@require_safe
def bulletin(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as a page."""
    found = _find(request, bulletin_id)
    context = {
        "bulletin": found,
        "fragment": paper.as_html_fragment(found.words),
        "may_publish": found.state == BulletinState.DRAFT and _may_publish(request),
    }
    return render(request, "bulletins/page.html", context)


@require_safe
def bulletin_json(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as data."""
    found = _find(request, bulletin_id)
    return _download(paper.as_json(found.words), "application/json", f"{_name(found)}.json")


@require_safe
def bulletin_pdf(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as paper."""
    found = _find(request, bulletin_id)
    return _download(paper.as_pdf(found.words), "application/pdf", f"{_name(found)}.pdf")


@require_POST
@members_only
def publish(request: MemberRequest, bulletin_id: UUID) -> HttpResponse:
    """Freeze a draft and show it to those it is for."""
    publish_bulletin(bulletin_id, by=request.user)
    messages.success(request, "The bulletin is published.")
    return redirect("bulletin", bulletin_id)


def _find(request: HttpRequest, bulletin_id: UUID) -> Bulletin:
    """The bulletin, if the reader may see it; drafts are for members."""
    seen = Bulletin.objects.visible_to(reader_of(request.user)).filter(pk=bulletin_id)
    if not request.user.is_authenticated:
        seen = seen.filter(state=BulletinState.PUBLISHED)
    found: Bulletin | None = seen.select_related("drafted_by", "published_by").first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def _may_publish(request: HttpRequest) -> bool:
    return request.user.is_authenticated and is_allowed(request.user, Act.PUBLISH_BULLETIN)


def _name(bulletin: Bulletin) -> str:
    return f"{bulletin.bulletin_kind}-{bulletin.window_end.isoformat()}"


def _download(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
