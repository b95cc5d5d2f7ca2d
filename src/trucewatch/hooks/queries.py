"""What an entry of the ledger tells an address, if the member it acts as sees it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.bulletins.models import Bulletin
from trucewatch.hooks.models import Delivery, Hook
from trucewatch.ledger.events import Event
from trucewatch.ledger.models import Entry
from trucewatch.reports.models import Report
from trucewatch.vocabulary.handling import Handling

_API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Told:
    """What was done to what, and where a program may read it; not a word of its content."""

    kind: str
    subject: str
    path: str


def told_of(entry: Entry, member: Member) -> Told | None:
    """What the entry tells, if the member sees it now. What is RED is told to no address:
    it is for named recipients, and an address is none."""
    if not member.is_active:
        return None
    seen = MemberReader(member).sees() & ~Q(handling=Handling.RED.value)
    if entry.event == Event.REPORTS_IMPORTED:
        is_seen = Report.objects.filter(seen, run=entry.key).exists()
        return Told("import", str(entry.key), f"{_API}/reports") if is_seen else None
    kind, _, subject = entry.subject.partition(":")
    key = UUID(subject)
    if kind == Report.kind() and Report.objects.filter(seen, pk=key).exists():
        return Told(kind, subject, f"{_API}/reports/{subject}")
    out = Q(published_at__isnull=False)
    if kind == Bulletin.kind() and Bulletin.objects.filter(seen, out, pk=key).exists():
        return Told(kind, subject, f"{_API}/bulletins/{subject}")
    return None


def all_hooks(by: Member) -> list[Hook]:
    """Every address, the newest first, those that ended last."""
    require(by, Act.MANAGE_HOOKS)
    found = Hook.objects.select_related("acting_as__organisation", "added_by")
    return sorted(found, key=lambda hook: hook.ended_at is not None)


def latest_deliveries(by: Member, *, most: int) -> list[Delivery]:
    """The latest messages, and what each came to."""
    require(by, Act.MANAGE_HOOKS)
    return list(Delivery.objects.select_related("hook").order_by("-entry", "-pk")[:most])
