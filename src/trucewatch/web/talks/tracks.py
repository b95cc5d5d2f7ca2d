"""The front page of the talks, and one track."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.talks.models import Track, TrackState
from trucewatch.talks.queries.chasing import to_ask
from trucewatch.talks.queries.rounds import RoundStanding
from trucewatch.talks.queries.tracks import TrackSeen, track_seen, tracks_seen
from trucewatch.vocabulary.derived import Verdict
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.web.citations import citations
from trucewatch.web.gate import MemberRequest, members_only


@dataclass(frozen=True, slots=True)
class Shown:
    """A track with how it stands today."""

    seen: TrackSeen
    standing: list[TrackState]
    verdict: Verdict | None

    @property
    def newest_first(self) -> list[RoundStanding]:
        """Its rounds, the latest first."""
        return list(self.seen.rounds)[::-1]


@require_safe
@members_only
def talks(request: MemberRequest) -> HttpResponse:
    """Every track with its rounds, and what somebody has to ask after."""
    reader, today = MemberReader(request.user), timezone.localdate()
    shown = [_shown(track) for track in tracks_seen(reader)]
    asked = to_ask(reader, today)
    context = {
        "tracks": shown,
        "urgent": len(asked.urgent),
        "cites": citations(reader, [row for each in shown for row in _rows(each.seen)]),
        "today": today,
        "may_run": is_allowed(request.user, Act.RUN_TALKS),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "talks/list.html", context)


@require_safe
@members_only
def track(request: MemberRequest, key: UUID) -> HttpResponse:
    """One track: who stands how to it, how it stood over time, what it depends on, its rounds."""
    reader = MemberReader(request.user)
    row = Track.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("There is nothing here that you may see.")
    shown = _shown(track_seen(reader, row.name))
    context = {
        "shown": shown,
        "seen": shown.seen,
        "track": row,
        "cites": citations(reader, _rows(shown.seen)),
        "may_run": is_allowed(request.user, Act.RUN_TALKS),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "talks/track.html", context)


def _shown(seen: TrackSeen) -> Shown:
    today = timezone.localdate()
    return Shown(seen, seen.standing_on(today), seen.verdict_on(today))


def _rows(seen: TrackSeen) -> list[Any]:
    """Every row of a track that can lead to its words."""
    rows: list[Any] = [seen.row] if seen.row else []
    for _kind, roles in seen.roles:
        for role in roles:
            rows += [role.row, *role.views]
    return [*rows, *seen.states, *seen.links, *seen.links_to]
