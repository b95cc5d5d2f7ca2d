"""What every page shows around its content."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from trucewatch.accounts.access import is_allowed, reader_of
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.exchange.fact_kinds import KINDS
from trucewatch.incidents.choices import attributions
from trucewatch.intake.queries import unread_count
from trucewatch.ledger.genesis import genesis_facts
from trucewatch.search.saved import growths
from trucewatch.talks.models import Round
from trucewatch.web.undo import taken_offer

_PAGES: tuple[tuple[str, str, Act | None], ...] = (
    ("situation", gettext_noop("Situation"), None),
    ("triage", gettext_noop("Triage"), Act.ASSESS_REPORT),
    ("review", gettext_noop("Review"), Act.MERGE),
    ("desk", gettext_noop("Press desk"), Act.WORK_PRESS_DESK),
    ("cases", gettext_noop("Cases"), None),
    ("talks", gettext_noop("Talks"), None),
    ("agreements", gettext_noop("Agreements"), None),
    ("statements", gettext_noop("Statements"), None),
    ("duty", gettext_noop("Duty"), Act.GO_ON_DUTY),
    ("ledgers", gettext_noop("Ledgers"), None),
    ("new_report", gettext_noop("File a report"), Act.FILE_REPORT),
    ("import", gettext_noop("Import"), Act.IMPORT),
    ("bulletins", gettext_noop("Bulletins"), None),
    ("members", gettext_noop("Members"), Act.MANAGE_MEMBERS),
)


_KEYS: dict[str, str] = {
    "situation": "s",
    "triage": "t",
    "review": "r",
    "desk": "p",
    "cases": "c",
    "talks": "k",
    "agreements": "a",
    "statements": "w",
    "duty": "d",
    "ledgers": "l",
    "new_report": "f",
    "import": "i",
    "bulletins": "b",
    "members": "m",
}


_LED_TO_BY: dict[str, str] = {"statements": "agreements"}
"""Pages that are left out where another one leads to them, so that the menu keeps to one line."""


_LEADS_TO: dict[str, tuple[str, ...]] = {
    "cases": ("/findings/", "/mechanisms/"),
    "agreements": ("/statements/", "/figures/", "/questions/", "/positions/", "/facts/"),
    "talks": tuple(
        f"/facts/{slug}/"
        for slug, kind in KINDS.items()
        if kind.model._meta.app_label == Round._meta.app_label
    ),
}
"""Addresses of pages that belong to one of the menu and lie elsewhere."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    address: str
    is_here: bool
    key: str
    """The letter that leads here behind g."""
    name: str
    """The name of its address."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The record's name, where one can go, what can be undone, whose words are shown."""
    facts = genesis_facts() or {}
    user = getattr(request, "user", None)
    member = user if isinstance(user, Member) else None
    return {
        "record_name": facts.get("name") or "Trucewatch",
        "demonstration": facts.get("demonstration", ""),
        "member": member,
        "navigation": _navigation(request, member),
        "undo": taken_offer(request) if member else None,
        "grown_searches": sum(1 for g in growths(member) if g.more) if member else 0,
        "attributed_sources": attributions(reader_of(user)),
        "shown_at": timezone.now(),
        "zone": local_zone().key,
        "here": _here(request),
        "tongues": settings.LANGUAGES,
        "unread_notices": unread_count(member) if member else 0,
    }


def _here(request: HttpRequest) -> str:
    """The page that is read, without a language that its address asked for."""
    query = request.GET.copy()
    query.pop("lang", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def local_zone() -> ZoneInfo:
    """The zone of the place that the record is about."""
    return ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)


def local_time(moment: dt.datetime) -> dt.datetime:
    """A moment on the clocks of the place that the record is about."""
    return moment.astimezone(local_zone())


def _navigation(request: HttpRequest, member: Member | None) -> list[NavItem]:
    if member is None:
        return []
    items, here = [], _page_of(request.path)
    offered = {name for name, _label, act in _PAGES if act is None or is_allowed(member, act)}
    for name, label, _act in _PAGES:
        if name in offered and _LED_TO_BY.get(name) not in offered:
            address = reverse(name)
            items.append(
                NavItem(
                    gettext(label),
                    address,
                    name == here,
                    _KEYS.get(name, ""),
                    name,
                )
            )
    return items


def _page_of(path: str) -> str:
    """The page of the menu to which an address belongs: whose own address fits it furthest."""
    starts = {
        start: name
        for name, _label, _act in _PAGES
        for start in (reverse(name), *_LEADS_TO.get(name, ()))
    }
    fitting = [start for start in starts if path.startswith(start)]
    return starts[max(fitting, key=len)] if fitting else ""
