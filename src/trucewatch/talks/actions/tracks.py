"""Entering tracks of talks, who stands how to them, and how they depend on each other."""

from django.core.exceptions import ValidationError
from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.names.folding import fold
from trucewatch.sources.recording import record_fact
from trucewatch.talks.models import Track, TrackLink, TrackRole, TrackRoleView, TrackState
from trucewatch.vocabulary.refusal import Refused


@transaction.atomic
def add_track(track: Track, *, by: Member) -> Track:
    """Enter a track of talks under its name."""
    require(by, Act.RUN_TALKS)
    try:
        track.full_clean()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Refused(reasons[0], field="" if field == "__all__" else field) from error
    track.save()
    ledger.record(Event.TRACK_ADDED, by=by, subject=track)
    return track


def ensure_track(name: str, *, by: Member) -> Track:
    """The track of that name in whatever spelling, entered where it is not there yet."""
    folded = fold(name)
    known = (track for track in Track.objects.order_by("pk") if fold(track.name) == folded)
    return next(known, None) or add_track(Track(name=" ".join(name.split())), by=by)


def record_track_role(role: TrackRole, *, by: Member) -> TrackRole:
    """Enter in what capacity somebody stands to a track."""
    if not role.who.strip():
        raise Refused("Say whose role it is.", field="party_label")
    return record_fact(role, Event.TRACK_ROLE_RECORDED, by=by)


def record_track_role_view(view: TrackRoleView, *, by: Member) -> TrackRoleView:
    """Enter how somebody regards a role in a track."""
    if not view.voice.strip():
        raise Refused("Say whose view it is.", field="viewer_label")
    return record_fact(view, Event.TRACK_ROLE_VIEWED, by=by)


def move_track(state: TrackState, *, by: Member) -> TrackState:
    """Enter how a track stands from some days on."""
    return record_fact(state, Event.TRACK_MOVED, by=by)


def link_tracks(link: TrackLink, *, by: Member) -> TrackLink:
    """Enter how one track depends on another."""
    if link.track_id == link.other_track_id:
        raise Refused("A track does not depend on itself.", field="other_track")
    return record_fact(link, Event.TRACKS_LINKED, by=by)
