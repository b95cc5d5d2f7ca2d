"""Bulletins: drafting, approving, publishing, correcting, reading and downloading them."""

import datetime as dt
from typing import Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader, Reader, is_allowed, reader_of, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.bulletins import render as paper
from trucewatch.bulletins.actions import (
    approve_bulletin,
    draft_bulletin,
    draft_corrigendum,
    publish_bulletin,
    withdraw_bulletin,
)
from trucewatch.bulletins.frame import read_cut_off
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.language import offered_languages
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.queries import bulletin_list, correction_of, find_bulletin, stamp_of
from trucewatch.bulletins.rules import may_approve, may_publish
from trucewatch.ledger.events import Event
from trucewatch.ledger.queries import acts_upon
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.page_form import DayField, PageForm

_LATEST = 60
_NAMES: Final = {"csv": "zip"}
"""How the name of a file ends where it is not called after its form."""


class MomentField(forms.CharField):
    """A moment such as 2017-03-25T20:00, on the clocks of the place unless it says otherwise."""

    def clean(self, value: str) -> dt.datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_cut_off(text)
        except ValueError:
            raise forms.ValidationError(_("Write the moment as 2017-03-25T20:00.")) from None


class DraftForm(PageForm):
    """Which bulletin is to be drafted, for whom, and in which language it is shown first."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    date = DayField(label=gettext_lazy("Last day"))
    handling = forms.ChoiceField(
        label=gettext_lazy("To go out as"),
        choices=[(mark.value, mark.label) for mark in Handling if mark is not Handling.RED],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=offered_languages, required=False
    )
    cut_off = MomentField(
        label=gettext_lazy("Cut-off"),
        required=False,
        help_text=gettext_lazy(
            "Counts only what was recorded by then. Empty: everything recorded of these days."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(kind.value, _(kind.label)) for kind in BulletinKind]

    def asked(self) -> Asked:
        """The bulletin that the form asks for; a two-ledger one where no kind is named."""
        told = self.cleaned_data
        kind = BulletinKind(told["kind"] or BulletinKind.TWO_LEDGER.value)
        return Asked(kind, told["date"], told["cut_off"])


class CorrigendumForm(PageForm):
    """Why a published bulletin is corrected."""

    because = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2})
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
            drafted = draft_bulletin(
                form.asked(),
                by=request.user,
                handling=Handling(form.cleaned_data["handling"]),
                language=form.cleaned_data["language"] or settings.LANGUAGE_CODE,
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The bulletin is drafted. Read it before it goes out."))
            return redirect("bulletin", drafted.pk)
    context = {
        "form": form,
        "bulletins": bulletin_list(MemberReader(request.user), most=_LATEST),
        "may_draft": is_allowed(request.user, Act.DRAFT_BULLETIN),
    }
    return render(request, "bulletins/list.html", context, status=422 if form.errors else 200)


@require_safe
def bulletin(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as a page, in the language that is asked for."""
    reader = reader_of(request.user)
    found = find_bulletin(bulletin_id, reader)
    language = _language(request, found)
    stamp = stamp_of(found, reader, language)
    address = reverse("bulletin_csv", args=[found.pk])
    context = {
        "bulletin": found,
        "title": paper.title_in(found.words, language),
        "language": language,
        "languages": offered_languages(),
        "forms": list(paper.FORMS),
        "withdrawn_at": _withdrawn_at(found),
        "correction": correction_of(found, reader),
        "corrected": _corrected(found, reader),
        "fragment": paper.as_html_fragment(found.words, language, stamp, table_address=address),
        **_offers(request, found),
    }
    return render(request, "bulletins/page.html", context)


def bulletin_file(request: HttpRequest, bulletin_id: UUID, form: str) -> HttpResponse:
    """A bulletin in one form, with how far it has come: a draft is never taken for published."""
    reader = reader_of(request.user)
    found = find_bulletin(bulletin_id, reader)
    language, table = _language(request, found), request.GET.get("table", "")
    stamp = stamp_of(found, reader, language)
    content = paper.in_form(found.words, form, language=language, stamp=stamp, table=table)
    name, media_type = _name(found, language if form not in ("json", "csv") else ""), form
    if form == "csv" and table:
        return _download(content, "text/csv; charset=utf-8", f"{name}-{table}.csv")
    return _download(content, paper.FORMS[form], f"{name}.{_NAMES.get(media_type, form)}")


@require_safe
def bulletin_json(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as data."""
    return bulletin_file(request, bulletin_id, "json")


@require_safe
def bulletin_pdf(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as paper; every page of what is not in force says so."""
    return bulletin_file(request, bulletin_id, "pdf")


@require_safe
def bulletin_docx(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin for a word processor."""
    return bulletin_file(request, bulletin_id, "docx")


@require_safe
def bulletin_html(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """A bulletin as a file for a browser, which needs nothing beside it."""
    return bulletin_file(request, bulletin_id, "html")


@require_safe
def bulletin_csv(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """One table of a bulletin, or all of them in a zip."""
    return bulletin_file(request, bulletin_id, "csv")


@require_POST
@members_only
def approve(request: MemberRequest, bulletin_id: UUID) -> HttpResponse:
    """Say that a draft may go out."""
    approve_bulletin(bulletin_id, by=request.user)
    messages.success(request, _("The bulletin is approved. It is not published yet."))
    return redirect("bulletin", bulletin_id)


@require_POST
@members_only
def publish(request: MemberRequest, bulletin_id: UUID) -> HttpResponse:
    """Show a bulletin to those it is for."""
    publish_bulletin(bulletin_id, by=request.user)
    messages.success(request, _("The bulletin is published."))
    return redirect("bulletin", bulletin_id)


@require_POST
@members_only
def correct(request: MemberRequest, bulletin_id: UUID) -> HttpResponse:
    """Draft a corrigendum, with the reason."""
    because = request.POST.get("because", "")
    drafted = draft_corrigendum(bulletin_id, by=request.user, because=because)
    messages.success(request, _("The corrigendum is drafted. Another member approves it."))
    return redirect("bulletin", drafted.pk)


@require_POST
@members_only
def withdraw(request: MemberRequest, bulletin_id: UUID) -> HttpResponse:
    """Say that a published bulletin no longer holds, with the reason."""
    withdraw_bulletin(bulletin_id, by=request.user, because=request.POST.get("because", ""))
    messages.success(request, _("The bulletin is withdrawn; it stays readable as such."))
    return redirect("bulletin", bulletin_id)


def _language(request: HttpRequest, bulletin: Bulletin) -> str:
    """The language asked for in the address, else the one it was drafted in."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(offered_languages()) else bulletin.language


def _offers(request: HttpRequest, found: Bulletin) -> dict[str, bool]:
    """What the reader may do with the bulletin; the actions check again."""
    member = request.user
    if not isinstance(member, Member):
        return {}
    drafter, state = found.drafted_by_id, BulletinState(found.state)
    is_draft, is_approved = state == BulletinState.DRAFT, state == BulletinState.APPROVED
    is_published = state == BulletinState.PUBLISHED
    publishes = is_allowed(member, Act.PUBLISH_BULLETIN)
    return {
        "may_approve": is_draft
        and is_allowed(member, Act.APPROVE_BULLETIN)
        and may_approve(drafter=drafter, approver=member.pk),
        "may_publish": (is_draft or is_approved)
        and publishes
        and may_publish(drafter=drafter, publisher=member.pk, is_approved=is_approved),
        "may_withdraw": is_published and publishes,
        "may_correct": is_published and is_allowed(member, Act.DRAFT_BULLETIN),
    }


def _corrected(bulletin: Bulletin, reader: Reader) -> Bulletin | None:
    """The bulletin that this one corrects, if the reader may see it."""
    if bulletin.corrects_id is None:
        return None
    try:
        return find_bulletin(bulletin.corrects_id, reader)
    except NotFound:
        return None


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


def _name(bulletin: Bulletin, language: str) -> str:
    parts = [bulletin.bulletin_kind, bulletin.window_end.isoformat(), language]
    if bulletin.state != BulletinState.PUBLISHED:
        parts.append(bulletin.state)
    return "-".join(part for part in parts if part and part != settings.LANGUAGE_CODE)


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
