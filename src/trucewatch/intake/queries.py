"""What came in and waits, who is on duty, and which notices a member may be shown."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, Reader
from trucewatch.accounts.models import Member
from trucewatch.incidents.models import Link
from trucewatch.incidents.queries import IncidentSeen, Neighbour, incidents_near
from trucewatch.intake.models import Channel, Draft, Duty, Notice, Reception
from trucewatch.intake.rules import DRAFTS_LAST, State, state_of
from trucewatch.reports.account import Account, columns_of
from trucewatch.reports.models import Report
from trucewatch.vocabulary.identity import new_id

_MOST_SHOWN: Final = 200
_MOST_SUGGESTED: Final = 5


def receptions(reader: Reader) -> "QuerySet[Reception]":
    """How the reports that the reader may see came in, with what is shown beside each."""
    found = Reception.objects.filter(reader.sees("report__"))
    return found.select_related("report__source", "taken_by", "caller", "place")


def duty_queue(reader: Reader) -> list[Reception]:
    """What came in from outside and nobody has taken up, the urgent first, then the oldest."""
    waiting = receptions(reader).filter(taken_by__isnull=True).exclude(channel=Channel.FORM)
    waiting = waiting.annotate(message_count=Count("messages"))
    return list(waiting.order_by("-is_spot", "received_at")[:_MOST_SHOWN])


def taken_by(member: Member) -> list[Reception]:
    """What the member has taken up, the newest first."""
    theirs = receptions(MemberReader(member)).filter(taken_by=member)
    theirs = theirs.annotate(message_count=Count("messages"))
    return list(theirs.order_by("-taken_at")[:50])


def incidents_of(found: Iterable[Reception]) -> dict[UUID, UUID]:
    """The incident of each of these receptions' reports."""
    reports = [reception.report_id for reception in found]
    links = Link.objects.filter(report__in=reports, until_entry__isnull=True)
    return dict(links.values_list("report", "incident"))


def state_of_reception(reception: Reception) -> State:
    """What whoever sent it is told: nothing about others, not even how many they are."""
    link = Link.objects.filter(report=reception.report_id, until_entry__isnull=True).first()
    beside = (
        Link.objects.filter(incident=link.incident_id, until_entry__isnull=True)
        .exclude(pk=link.pk)
        .exists()
        if link
        else False
    )
    return state_of(
        withdrawn=reception.report.is_withdrawn,
        linked=beside,
        taken=reception.taken_by_id is not None,
    )


def current_duty(member: Member) -> Duty | None:
    """The duty that the member is on at this moment."""
    now = timezone.now()
    return Duty.objects.filter(member=member, since__lte=now, until__gt=now).first()


def members_on_duty_beside(member: Member) -> list[Member]:
    """Others of the member's organisation who are on duty: who watches elsewhere is not told."""
    now = timezone.now()
    lasting = Duty.objects.filter(since__lte=now, until__gt=now).values("member")
    house = Member.objects.filter(organisation=member.organisation_id, is_active=True)
    return list(house.filter(pk__in=lasting).exclude(pk=member.pk).order_by("username"))


def drafts_of(member: Member, form: str) -> list[Draft]:
    """The forms that the member began and did not send, the newest first."""
    since = timezone.now() - DRAFTS_LAST
    return list(Draft.objects.filter(member=member, form=form, saved_at__gte=since))


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """A notice with the incident to which it leads."""

    notice: Notice
    report: Report
    incident: UUID


Sight = Callable[[Reader, list[UUID]], set[UUID]]


def _visible_reports(reader: Reader, ids: list[UUID]) -> set[UUID]:
    return set(Report.objects.visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))


SIGHT: Final[dict[str, Sight]] = {"report": _visible_reports}
"""For each kind of row that a notice may be about: which of these the reader may see now."""


def visible_notices(member: Member, found: "QuerySet[Notice]") -> list[Notice]:
    """The notices about what the member may see at this moment; others stay unsaid."""
    notices = list(found[:_MOST_SHOWN])
    by_kind: defaultdict[str, list[UUID]] = defaultdict(list)
    for notice in notices:
        kind, _, key = notice.about.partition(":")
        by_kind[kind].append(UUID(key))
    reader = MemberReader(member)
    seen = {
        f"{kind}:{key}"
        for kind, ids in by_kind.items()
        if kind in SIGHT
        for key in SIGHT[kind](reader, ids)
    }
    return [notice for notice in notices if notice.about in seen]


def notices_of(member: Member) -> list[Notice]:
    """The member's notices, the newest first."""
    return visible_notices(member, Notice.objects.filter(member=member))


def unread_count(member: Member) -> int:
    """How many notices wait for the member; one index tells when there is none."""
    unread = Notice.objects.filter(member=member, read_at__isnull=True)
    return len(visible_notices(member, unread))


def report_notices(member: Member, notices: list[Notice]) -> list[NoticeSeen]:
    """Notices about reports, each with the report and the incident to open."""
    ids = {UUID(n.about.partition(":")[2]): n for n in notices if n.about.startswith("report:")}
    reports = Report.objects.visible_to(MemberReader(member)).filter(pk__in=ids)
    by_id = {report.pk: report for report in reports.select_related("source")}
    links = Link.objects.filter(report__in=by_id, until_entry__isnull=True)
    incidents = dict(links.values_list("report", "incident"))
    return [
        NoticeSeen(notice, by_id[key], incidents[key])
        for notice in notices
        if (key := UUID(notice.about.partition(":")[2])) in incidents
    ]


def accounts_near(reader: Reader, account: Account) -> list[Neighbour]:
    """Incidents that may be what the account tells of: within days and kilometres of it."""
    probe = Report(**columns_of(account))
    return incidents_near(reader, IncidentSeen(new_id(), [probe]))[:_MOST_SUGGESTED]
