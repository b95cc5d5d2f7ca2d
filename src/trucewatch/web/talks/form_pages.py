"""What stands around the forms of the talks: of a round, of a meeting, of a version of a draft."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from trucewatch.agreements.models import Version
from trucewatch.exchange.fact_kinds import kind_of
from trucewatch.sources.facts import Fact
from trucewatch.talks.models import Meeting, Round
from trucewatch.web.facts import page_around
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest
from trucewatch.web.page_form import PageForm
from trucewatch.web.undo import Offer, offer_undo


def talks_page(title: str, button: str, back: str, **more: Any) -> FormPage:
    """A form of the talks that leads back to an address; ``at`` names the page of the menu."""
    return FormPage(
        template="talks/form.html", title=title, button=button, back=back,
        done=_("It is recorded."), more={"at": "talks", "round": None, **more},
    )  # fmt: skip


def page_of_round(found: Round, title: str, button: str, part: str = "") -> FormPage:
    """A form about a round that leads back to a part of its page."""
    back = reverse("round", args=[found.pk]) + (f"#{part}" if part else "")
    return talks_page(title, button, back, round=found)


def page_of_meeting(row: Meeting) -> FormPage:
    """A form about a meeting that is in the record."""
    back = reverse("meeting", args=[row.pk])
    return talks_page(row.name, _("Keep"), back, at="contacts", round=row.round)


def page_of_version(version: Version, title: str) -> FormPage:
    """A form about a version, with the text at hand."""
    number = _("Version %(number)s") % {"number": version.number}
    back = reverse("draft", args=[version.instrument_id])
    lead = f"{version.instrument}{_(', ')}{number}"
    return talks_page(title, _("Enter in the record"), back, lead=lead, version=version)


def answer_with_undo(
    request: MemberRequest, form: PageForm, record: Callable[[], Fact], page: FormPage
) -> HttpResponse:
    """As ``answer_form`` for a form that enters one fact, which the next page offers to undo."""

    def act() -> str:
        row = record()
        address = reverse("withdraw_fact", args=[kind_of(row).slug, row.pk])
        sent = {"because": [_("Undo of the entry")], "undo": ["1"]}
        shown = page_around(row) if isinstance(row, Meeting) else page.back
        offer_undo(request, Offer(page.done, address, urlsplit(shown).path, sent))
        return shown

    return answer_form(request, form, act, replace(page, done=""))
