"""Going on duty and off, and telling those on duty what cannot wait."""

import datetime as dt
from collections.abc import Iterable

from django.core.mail import send_mass_mail
from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.intake.models import Duty, Notice
from trucewatch.intake.rules import require_duty_until
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.models import Report

_SUBJECT = "A spot report was filed"
_WORDS = (
    "Something came in that cannot wait. Sign in to the record and open your notices:\n"
    "/duty/notices/\n"
)


@transaction.atomic
def go_on_duty(until: dt.datetime, *, by: Member) -> Duty:
    """Say that one is on duty until a time; a duty that still lasts ends where this one begins."""
    require(by, Act.GO_ON_DUTY)
    now = timezone.now()
    require_duty_until(until, now)
    ended = _end_current(by, now)
    duty = Duty(member=by, since=now, until=until)
    duty.save()
    ledger.record(Event.DUTY_STARTED, by=by, subject=duty, rows=ended)
    return duty


@transaction.atomic
def go_off_duty(*, by: Member) -> None:
    """Say that one is no longer on duty."""
    require(by, Act.GO_ON_DUTY)
    ended = _end_current(by, timezone.now())
    if ended:
        ledger.record(Event.DUTY_ENDED, by=by, subject=ended[0], rows=ended[1:])


def members_on_duty() -> list[Member]:
    """Active members whose duty lasts at this moment, each once."""
    now = timezone.now()
    lasting = Duty.objects.filter(since__lte=now, until__gt=now).values("member")
    found = Member.objects.filter(pk__in=lasting, is_active=True)
    return list(found.select_related("organisation").order_by("username"))


def tell_those_on_duty(kind: str, report: Report, *, but: Member) -> list[Notice]:
    """A notice for each member on duty who may see the report, and a word by e-mail.

    The e-mail says that there is something, and nothing of what. Call it inside the transaction of
    the act: what is rolled back alerts nobody.
    """
    told = [
        member
        for member in members_on_duty()
        if member.pk != but.pk
        and Report.objects.visible_to(MemberReader(member)).filter(pk=report.pk).exists()
    ]
    notices = notify(told, kind, report.ledger_name)
    addresses = [notice.member.email for notice in notices if notice.member.email]
    transaction.on_commit(lambda: _send(addresses), robust=True)
    return notices


def notify(members: Iterable[Member], kind: str, about: str) -> list[Notice]:
    """A notice of that kind about that row for each member who has none yet; returns the new ones.

    ``about`` is a row as the ledger names it. For a kind of row that ``SIGHT`` in the queries does
    not know, the notice is never shown.
    """
    now = timezone.now()
    notices = [
        Notice.objects.get_or_create(
            member=member, kind=kind, about=about, defaults={"made_at": now}
        )
        for member in members
    ]
    return [notice for notice, is_new in notices if is_new]


def acknowledge(notices: list[int], *, by: Member) -> int:
    """Say that one has read these notices; returns how many were new."""
    unread = Notice.objects.filter(member=by, pk__in=notices, read_at__isnull=True)
    return unread.update(read_at=timezone.now())


def _send(addresses: list[str]) -> None:
    """One message for each: nobody learns who else is on duty."""
    send_mass_mail([(_SUBJECT, _WORDS, None, [address]) for address in addresses])


def _end_current(member: Member, now: dt.datetime) -> list[Duty]:
    lasting = list(Duty.objects.select_for_update().filter(member=member, until__gt=now))
    for duty in lasting:
        duty.until = now
        duty.save(update_fields=["until"])
    return lasting
