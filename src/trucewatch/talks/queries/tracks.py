"""Reading tracks: who stands how to them, how they stand now and stood, what depends on what."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.statements.queries import counted
from trucewatch.talks.models import Round, Track, TrackLink, TrackRole, TrackRoleView, TrackState
from trucewatch.talks.queries.rounds import RoundStanding, rounds_standing
from trucewatch.talks.queries.voices import voice_of
from trucewatch.vocabulary.derived import Verdict, Voiced, compare_voices
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.talks import TrackRoleKind, TrackStanding


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role with how somebody regards it."""

    row: TrackRole
    views: tuple[TrackRoleView, ...]

    @property
    def verdict(self) -> Verdict | None:
        """What the views say together; None where nobody is recorded to have one."""
        if not self.views:
            return None
        return compare_voices([Voiced(v.voice, v.get_view_display()) for v in self.views])


@dataclass(frozen=True, slots=True)
class TrackSeen:
    """A track as a reader sees it. ``row`` is None where only rounds name it so far."""

    name: str
    row: Track | None
    roles: tuple[tuple[TrackRoleKind, tuple[RoleSeen, ...]], ...]
    states: tuple[TrackState, ...]
    links: tuple[TrackLink, ...]
    links_to: tuple[TrackLink, ...]
    rounds: tuple[RoundStanding, ...]

    def standing_on(self, day: dt.date) -> list[TrackState]:
        """The newest accounts of how it stands that begin no later than the day."""
        begun = [row for row in self.states if row.date_start is None or row.date_start <= day]
        if not begun:
            return []
        last = max((row.date_start or dt.date.min) for row in begun)
        return [row for row in begun if (row.date_start or dt.date.min) == last]

    def verdict_on(self, day: dt.date) -> Verdict | None:
        """What these say together; None where nobody says how it stands."""
        rows = self.standing_on(day)
        if not rows:
            return None
        return compare_voices(
            [Voiced(voice_of(row), TrackStanding(row.standing).label) for row in rows]
        )


def tracks_seen(reader: Reader) -> list[TrackSeen]:
    """Every track, those that only rounds name among them, by the day of their first round."""
    tracks = {track.name: track for track in Track.objects.all()}
    rounds: defaultdict[str, list[Round]] = defaultdict(list)
    for round_ in Round.objects.select_related("venue", "host").order_by("ordinal"):
        rounds[round_.track].append(round_)
    names = sorted({*tracks, *rounds}, key=lambda name: (_first_day(rounds[name]), name))
    return _gathered(reader, names, tracks, rounds)


def known_track(name: str) -> str:
    """The track of that name as the record writes it, nothing for nothing; else ``Refused``."""
    words = " ".join(name.split())
    if not words:
        return ""
    for rows, column in ((Track.objects, "name"), (Round.objects, "track")):
        found = rows.filter(**{f"{column}__iexact": words}).values_list(column, flat=True).first()
        if found is not None:
            return str(found)
    raise Refused("There is no track called “{name}”.", field="track", values={"name": words})


def zone_of_track(name: str) -> str:
    """The clocks of the last round of a track that says whose they are; nothing where none does."""
    rows = Round.objects.filter(track=name).exclude(time_zone="").order_by("-ordinal")
    return rows.values_list("time_zone", flat=True).first() or ""


def track_seen(reader: Reader, name: str) -> TrackSeen:
    """The track of that name."""
    row = Track.objects.filter(name=name).first()
    held = list(
        Round.objects.select_related("venue", "host").filter(track=name).order_by("ordinal")
    )
    if row is None and not held:
        raise NotFound("There is nothing here that you may see.")
    return _gathered(reader, [name], {name: row} if row else {}, {name: held})[0]


def _first_day(rounds: Iterable[Round]) -> dt.date:
    return min((each.date_start for each in rounds), default=dt.date.max)


def _gathered(
    reader: Reader, names: Iterable[str], tracks: dict[str, Track], rounds: dict[str, list[Round]]
) -> list[TrackSeen]:
    wanted = list(names)
    rows = [tracks[name] for name in wanted if name in tracks]
    roles = _by(counted(TrackRole, reader, "party").filter(track__in=rows), "track_id")
    views = _by(
        counted(TrackRoleView, reader, "viewer").filter(
            track_role__in=[r.pk for each in roles.values() for r in each]
        ),
        "track_role_id",
    )
    states = _by(counted(TrackState, reader, "by_party").filter(track__in=rows), "track_id")
    near = ("track", "other_track", "by_party")
    links = _by(counted(TrackLink, reader, *near).filter(track__in=rows), "track_id")
    links_to = _by(counted(TrackLink, reader, *near).filter(other_track__in=rows), "other_track_id")
    held = [round_ for name in wanted for round_ in rounds.get(name, [])]
    standing = {each.round.pk: each for each in rounds_standing(reader, held)}
    found = []
    for name in wanted:
        row = tracks.get(name)
        key = row.pk if row else None
        mine = states.get(key, [])
        found.append(
            TrackSeen(
                name=name, row=row, roles=_by_role(roles.get(key, []), views),
                states=tuple(sorted(mine, key=lambda s: s.date_start or dt.date.min)),
                links=tuple(links.get(key, [])), links_to=tuple(links_to.get(key, [])),
                rounds=tuple(standing[round_.pk] for round_ in rounds.get(name, [])),
            )
        )  # fmt: skip
    return found


def _by_role(
    roles: Iterable[TrackRole], views: dict[Any, list[Any]]
) -> tuple[tuple[TrackRoleKind, tuple[RoleSeen, ...]], ...]:
    kinds: defaultdict[str, list[RoleSeen]] = defaultdict(list)
    for role in roles:
        kinds[role.role_kind].append(RoleSeen(role, tuple(views.get(role.pk, []))))
    return tuple((kind, tuple(kinds[kind.value])) for kind in TrackRoleKind if kinds[kind.value])


def _by(rows: Any, column: str) -> dict[UUID | None, list[Any]]:
    found: defaultdict[UUID | None, list[Any]] = defaultdict(list)
    for row in rows.order_by("recorded_at", "pk"):
        found[getattr(row, column)].append(row)
    return found
