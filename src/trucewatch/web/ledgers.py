"""Both guarantors' tallies side by side, by date and never as a sum."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, Reader, is_allowed
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.bulletins import sentences
from trucewatch.bulletins.aliases import party_aliases
from trucewatch.bulletins.tally_remarks import remark_sentence, remark_words
from trucewatch.cases.queries.books import kept_by, remarks_on_tallies
from trucewatch.reports.models import Coverage, Tally, TallyShare
from trucewatch.reports.queries import coverage_between
from trucewatch.reports.tally_queries import conflicts_of_all, dated_tallies, undated_tallies
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.roles import OrganisationKind
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.language import party_names, place_names
from trucewatch.web.page_form import DayField, PageForm

DAYS_ON_A_PAGE: Final = 31


class WindowForm(PageForm):
    """The days that are looked at."""

    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """A window ends no earlier than it starts."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the start."))
        return given


@dataclass(frozen=True, slots=True)
class TallyShown:
    """One tally with what is odd about it and what others confirmed, in words."""

    tally: Tally
    conflicts: list[str]
    split: list[tuple[str, str, int]]
    remarks: list[str]
    """What other monitors hold of the count, of how much of it, and why."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One monitor's column, always under the same letter and shape."""

    monitor: str
    called: str
    """What the monitor is called in the reader's language."""
    letter: str
    style: int


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """What stands in one ledger's column."""

    ledger: Ledger
    tallies: list[TallyShown]


@dataclass(frozen=True, slots=True)
class Watch:
    """How long somebody looked; its hours are those of all its days."""

    coverage: Coverage

    @property
    def several_days(self) -> Interval | None:
        """The days that the hours belong to, where they are more than the one."""
        if self.coverage.date_start == self.coverage.date_end:
            return None
        return Interval.between(self.coverage.date_start, self.coverage.date_end)


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One day: the tallies in each ledger's column, and how long somebody looked."""

    date: dt.date
    cells: list[LedgerCell]
    coverage: list[Watch]


@require_safe
@members_only
def ledgers(request: MemberRequest) -> HttpResponse:
    """The tallies that the member may see, a row a day, a column a monitor."""
    reader = MemberReader(request.user)
    form = WindowForm(request.GET or None)
    usable = not form.is_bound or form.is_valid()
    window = form.cleaned_data if form.is_bound and usable else {}
    dated = (
        dated_tallies(reader, since=window.get("since"), until=window.get("until"))
        if usable
        else []
    )
    undated = undated_tallies(reader)
    columns = _columns([*dated, *undated], first=request.GET.get("first", ""))
    shown = _shown([*dated, *undated], reader)
    days = _days(dated, columns, shown, reader)
    context = {
        "form": form,
        "columns": columns,
        "days": days[:DAYS_ON_A_PAGE],
        "older": days[DAYS_ON_A_PAGE].date if len(days) > DAYS_ON_A_PAGE else None,
        "undated": [
            LedgerCell(column, [shown[t.pk] for t in undated if t.monitor.name == column.monitor])
            for column in columns
        ],
        "usable": usable,
        "has_undated": bool(undated),
        "swap": columns[-1] if len(columns) > 1 else None,
        "query": _query(request),
        "may_remark": _may_remark(request.user),
        "may_record_coverage": is_allowed(request.user, Act.RECORD_COVERAGE),
    }
    return render(request, "ledgers/page.html", context, status=200 if usable else 400)


def _columns(tallies: Sequence[Tally], *, first: str) -> list[Ledger]:
    """The monitors in the order of the alphabet, or with the one that the reader put first."""
    monitors = {tally.monitor.name: tally.monitor for tally in tallies}
    called = party_names(monitors.values())
    ledgers = [
        Ledger(name, called[monitor.pk], name[:1].upper(), i % 4 + 1)
        for i, (name, monitor) in enumerate(sorted(monitors.items()))
    ]
    return sorted(ledgers, key=lambda ledger: (ledger.monitor != first, ledger.monitor))


def _shown(tallies: Sequence[Tally], reader: Reader) -> dict[Any, TallyShown]:
    conflicts = conflicts_of_all(tallies, reader)
    remarks = remarks_on_tallies([tally.pk for tally in tallies], reader)
    called = party_aliases(
        {remark.by_monitor.name for each in remarks.values() for remark in each},
        timezone.localdate(),
    )
    shares = [share for tally in tallies for share in tally.shares.all()]
    names = place_names({s.area.pk: s.area for s in shares if s.area}.values())
    return {
        tally.pk: TallyShown(
            tally,
            [sentences.conflict(conflict.as_json()) for conflict in conflicts[tally.pk]],
            [
                (share.area_as_published, _place_if_other(share, names), share.count)
                for share in tally.shares.all()
            ],
            [
                remark_sentence(remark_words(remark), tally.stated_total, called)
                for remark in remarks.get(tally.pk, [])
            ],
        )
        for tally in tallies
    }


def _may_remark(member: Member) -> bool:
    """Whether the member writes down what a monitor says of another's count."""
    is_mission = member.organisation.organisation_kind == OrganisationKind.MISSION
    return is_allowed(member, Act.KEEP_BOOK) and (is_mission or bool(kept_by(member)))


def _place_if_other(share: TallyShare, names: Mapping[UUID, str]) -> str:
    """The place that a published name stands for, where it goes by another name here."""
    if share.area is None or names[share.area.pk] == share.area_as_published:
        return ""
    return names[share.area.pk]


def _days(
    tallies: Sequence[Tally],
    columns: Sequence[Ledger],
    shown: dict[Any, TallyShown],
    reader: Reader,
) -> list[LedgerDay]:
    """The days with at least one tally, the newest first."""
    dates = sorted({t.reported_on for t in tallies if t.reported_on}, reverse=True)
    coverage = coverage_between(reader, dates[-1], dates[0]) if dates else []
    return [
        LedgerDay(
            date,
            [
                LedgerCell(
                    column,
                    [
                        shown[t.pk]
                        for t in tallies
                        if t.reported_on == date and t.monitor.name == column.monitor
                    ],
                )
                for column in columns
            ],
            [Watch(row) for row in coverage if row.date_start <= date <= row.date_end],
        )
        for date in dates
    ]


def _query(request: HttpRequest) -> str:
    """The window and order of this page, for the address of the next."""
    kept = request.GET.copy()
    kept.pop("until", None)
    kept.pop("first", None)
    return kept.urlencode()
