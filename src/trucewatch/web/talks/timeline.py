"""The line of time of a process: zoomed and moved by links, so that the address is the state."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.agreements.models import Instrument, Obligation
from trucewatch.cases.models import Case
from trucewatch.sources.facts import Fact
from trucewatch.statements.models import Statement
from trucewatch.talks.models import (
    FollowUp,
    Meeting,
    Round,
    Settlement,
    TextAct,
    Track,
    TrackState,
)
from trucewatch.talks.queries.timeline import (
    Entry,
    Lane,
    TimelineFilter,
    rounds_outside,
    timeline_of,
    whole_span,
)
from trucewatch.vocabulary.interval import EARLIEST, LATEST
from trucewatch.web.citations import citations
from trucewatch.web.drawing.timeline import draw_timeline, title_in_words
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.page_form import DayField, PageForm, with_none

AROUND: Final = dt.timedelta(days=14)
LONGEST: Final = dt.timedelta(days=3660)
SHORTEST: Final = 4


class TimelineForm(PageForm):
    """Which days, and of which track if of one alone."""

    track = forms.ChoiceField(label=gettext_lazy("Track"), required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = Round.objects.order_by().values_list("track", flat=True)
        names = sorted({*named, *Track.objects.values_list("name", flat=True)})
        field = self.fields["track"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = with_none([(name, name) for name in names], _("All"))

    def clean(self) -> dict[str, Any]:
        """The first day is no later than the last, and no more than ten years lie between."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("since"), given.get("until")
        if first and last and last < first:
            self.add_error("until", _("The end lies before the start."))
        elif first and last and last - first > LONGEST:
            self.add_error("until", _("At most ten years are drawn at once."))
        return given

    def tell_outside(self, number: int) -> None:
        """Say at the days how many rounds lie outside of those that nobody chose."""
        self["until"].help_text = _("Rounds outside of these days: %(n)s") % {"n": number}


@dataclass(frozen=True, slots=True)
class Moves:
    """The addresses that zoom and move; empty where that is not possible."""

    closer: str
    wider: str
    earlier: str
    later: str
    whole: str


@require_safe
@members_only
def timeline(request: MemberRequest) -> HttpResponse:
    """Rounds, texts, meetings, cases decided, words, what is due, incidents of each day."""
    form = TimelineForm(request.GET)
    if not form.is_valid():
        return render(request, "talks/timeline.html", {"form": form, "line": None}, status=400)
    reader = MemberReader(request.user)
    wanted = _wanted(reader, form.cleaned_data)
    line = timeline_of(reader, wanted)
    left = 0 if form.cleaned_data["since"] or form.cleaned_data["until"] else rounds_outside(wanted)
    if left:
        form.tell_outside(left)
    context = {
        "form": form,
        "line": line,
        "drawn": draw_timeline(line, address_of),
        "lanes": [
            (
                lane,
                [(each, title_in_words(each), address_of(each)) for each in line.in_lane(lane)],
            )
            for lane in Lane
            if line.in_lane(lane)
        ],
        "cites": citations(
            reader, [e.row for e in line.entries if isinstance(e.row, Fact | Instrument)]
        ),
        "moves": _moves(wanted),
        "wanted": wanted,
    }
    return render(request, "talks/timeline.html", context)


def address_of(entry: Entry) -> str:
    """The page of what stands on the line."""
    match entry.row:
        case Round():
            return reverse("round", args=[entry.row.pk])
        case Meeting():
            return reverse("meeting", args=[entry.row.pk])
        case TrackState():
            return reverse("track", args=[entry.row.track_id])
        case Instrument():
            return reverse("agreement", args=[entry.row.pk])
        case Settlement() | TextAct():
            return reverse("draft", args=[entry.row.version.instrument_id])
        case Case():
            return reverse("case", args=[entry.row.pk])
        case Statement():
            return reverse("words", args=["statement", entry.row.pk])
        case FollowUp():
            return reverse("fact", args=["follow-up", entry.row.pk])
        case Obligation():
            return reverse("fact", args=["obligation", entry.row.pk])
    return reverse("fact", args=["milestone", entry.row.pk])


def _wanted(reader: MemberReader, given: dict[str, Any]) -> TimelineFilter:
    """The days that are asked for; an end that is left open is that of the rounds."""
    track, today = given["track"], timezone.localdate()
    whole = whole_span(reader, today, track) or (today, today)
    first = given["since"] or min(whole[0] - AROUND, given["until"] or LATEST)
    last = given["until"] or max(whole[1] + AROUND, first)
    if last - first > LONGEST and given["since"]:  # the day that was asked for stays
        last = first + LONGEST
    return TimelineFilter(_inside(max(first, last - LONGEST)), _inside(last), track)


def _inside(day: dt.date) -> dt.date:
    """The day, or the nearest one that a line is drawn for."""
    return min(max(day, EARLIEST), LATEST)


def _moves(wanted: TimelineFilter) -> Moves:
    days = (wanted.last - wanted.first).days + 1
    quarter = dt.timedelta(days=max(1, days // 4))
    closer = wider = ""
    if days > SHORTEST:
        closer = _address(wanted.first + quarter, wanted.last - quarter, wanted.track)
    if days * 2 <= LONGEST.days:
        half = dt.timedelta(days=max(1, days // 2))
        wider = _address(wanted.first - half, wanted.last + half, wanted.track)
    return Moves(
        closer, wider, _address(wanted.first - quarter, wanted.last - quarter, wanted.track),
        _address(wanted.first + quarter, wanted.last + quarter, wanted.track),
        _address(None, None, wanted.track),
    )  # fmt: skip


def _address(first: dt.date | None, last: dt.date | None, track: str) -> str:
    given = {
        "track": track,
        "since": _inside(first).isoformat() if first else "",
        "until": _inside(last).isoformat() if last else "",
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('timeline')}?{query}" if query else reverse("timeline")
