"""One round whole, tracks, who met whom, and drafts: as the pages show them, for programs."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import WithJsonSchema

from trucewatch.accounts.access import reader_of
from trucewatch.api.asking import Day
from trucewatch.api.facts import cited_by
from trucewatch.api.refusals import REFUSED
from trucewatch.api.talk_shapes import ContactsOut, DraftOut, RedlineOut, TrackList, WholeRoundOut
from trucewatch.sources.facts import Fact
from trucewatch.talks.queries.actors import met_both
from trucewatch.talks.queries.chasing import follow_ups_seen
from trucewatch.talks.queries.delegations import (
    DelegationSeen,
    delegations_of,
    invitations_of,
)
from trucewatch.talks.queries.drafts import DraftSeen, VersionSeen, draft_seen, drafts_of
from trucewatch.talks.queries.ground import ground_of
from trucewatch.talks.queries.meetings import (
    MeetingFilter,
    MeetingTold,
    agenda_of,
    meetings_for_contacts,
    meetings_told,
)
from trucewatch.talks.queries.rounds import (
    dates_of,
    find_round,
    find_round_by_name,
    foreseen_of,
    rounds_standing,
    schedule_of,
    zone_of,
)
from trucewatch.talks.queries.tracks import known_track, tracks_seen
from trucewatch.talks.queries.voices import voice_of
from trucewatch.talks.rules.contacts import count_contacts
from trucewatch.talks.rules.redline import redline
from trucewatch.talks.rules.schedule import Timed
from trucewatch.vocabulary.derived import Verdict
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import MeetingFormat
from trucewatch.vocabulary.refusal import NotFound, Refused

rounds_router = Router(tags=["talks"])
tracks_router = Router(tags=["talks"])
contacts_router = Router(tags=["talks"])
drafts_router = Router(tags=["talks"])

_Format = Annotated[
    str,
    Query(description="Only meetings that had this format."),
    WithJsonSchema({"type": "string", "enum": ["", *(f.value for f in MeetingFormat)]}),
]


@rounds_router.get("/{round_id}", response={200: WholeRoundOut, **REFUSED}, summary="One round")
def whole_round(request: HttpRequest, round_id: UUID) -> dict[str, Any]:
    """Who came, who met whom, what was tabled, what came out, as each account has it."""
    reader = reader_of(request.user)
    found = find_round(round_id)
    standing = rounds_standing(reader, [found])[0]
    told = _Told(reader)
    presences = delegations_of(reader, found)
    foreseen = foreseen_of(reader, found)
    venue = [found.venue_label, found.venue.name if found.venue else ""]
    return {
        "id": found.pk, "track": found.track, "ordinal": found.ordinal,
        "days": _days(found.interval), "state": standing.state.value if standing.state else None,
        "venue": ", ".join(name for name in venue if name),
        "host": found.host.name if found.host else "", "zone": zone_of(found),
        "purpose": found.purpose, "outcome_in_short": found.outcome,
        "steps": told.rows(standing.steps, "round_state"),
        "dates": [
            {"of": each.kind.value, "verdict": _verdict(each.verdict),
             "accounts": told.rows(each.rows, "date_kind", on="announced_on")}
            for each in dates_of(reader, found)
        ],
        "schedule": [
            {"of": each.kind.value, "what": each.what, "verdict": _verdict(each.verdict),
             "times": [_time(time) for time in each.times]}
            for each in schedule_of(reader, found)
        ],
        "agenda": [
            {"id": item.row.pk, "number": item.row.number, "title": item.row.title,
             "put_there_by": item.row.who, "verdict": _verdict(item.verdict),
             "stands": told.rows(item.stands, "agenda_stance")}
            for item in agenda_of(reader, found)
        ],
        "invitations": [
            {**told.row(row, "invitation_answer"), "text": row.condition,
             "days": _days(row.interval), "on": row.answered_on}
            for row in invitations_of(reader, found)
        ],
        "delegations": [_delegation(each, told) for each in presences.rows],
        "meetings": [_meeting(m, told) for m in meetings_told(reader, MeetingFilter(round=found))],
        "drafts": [_draft(each, told) for each in drafts_of(reader, found)],
        "expectations": [
            {**told.row(row, "outcome_kind"), "who": row.speaker_label, "text": row.text,
             "on": row.said_on}
            for row in foreseen.expectations
        ],
        "outcomes": told.rows(foreseen.outcomes, "outcome_kind"),
        "follow_ups": [
            {"id": each.row.pk, "what": each.row.what, "where": each.row.place_label,
             "who": each.row.who, "state": each.chased.state.value,
             "days": _days(each.interval), "open_days": each.chased.open_days,
             "last_asked": each.chased.last_asked}
            for each in follow_ups_seen(reader, dt.datetime.now(dt.UTC).date(), found)
        ],
    }  # fmt: skip


@rounds_router.get("/{round_id}/ground", response={200: dict, **REFUSED}, summary="The ground")
def ground(request: HttpRequest, round_id: UUID) -> dict[str, Any]:
    """What was reported seven days before, during and seven days after; nothing is added up."""
    return ground_of(reader_of(request.user), find_round(round_id)).as_json()


@tracks_router.get("", response={200: TrackList, **REFUSED}, summary="Tracks of talks")
def tracks(request: HttpRequest) -> dict[str, Any]:
    """Tracks with roles, how they stood over time, and how they depend on each other."""
    reader = reader_of(request.user)
    told = _Told(reader)
    found = []
    for seen in tracks_seen(reader):
        links = told.cited(seen.links)
        found.append(
            {
                "name": seen.name,
                "purpose": seen.row.purpose if seen.row else "",
                "roles": [
                    {"role": kind.value, "who": role.row.who, "since": role.row.since,
                     "until": role.row.until,
                     "views": [{**told.row(v, "view"), "who": v.voice} for v in role.views],
                     "citation": told.cited([role.row])[role.row.pk]}
                    for kind, roles in seen.roles
                    for role in roles
                ],
                "states": told.rows(seen.states, "standing"),
                "links": [
                    {"track": seen.name, "kind": link.link_kind, "other": link.other_track.name,
                     "by": voice_of(link), "citation": links[link.pk]}
                    for link in seen.links
                ],
                "rounds": [standing.round.pk for standing in seen.rounds],
            }
        )  # fmt: skip
    return {"tracks": found}


@contacts_router.get("", response={200: ContactsOut, **REFUSED}, summary="Who met whom")
def contacts(
    request: HttpRequest,
    track: Annotated[str, Query(max_length=100, description="Of one track.")] = "",
    ordinal: Annotated[int | None, Query(ge=1, le=32767, description="Of one round of it.")] = None,
    since: Day | None = None,
    until: Day | None = None,
    format: _Format = "",  # noqa: A002 - the name in the address
    one: Annotated[str, Query(max_length=600, description="Whose partners are asked for.")] = "",
    other: Annotated[str, Query(max_length=600, description="And whose as well.")] = "",
) -> dict[str, Any]:
    """Counted from who sat at meetings that were held, as far as the reader sees them."""
    if format and format not in {each.value for each in MeetingFormat}:
        raise Refused("There is no such format.", field="format")
    if since and until and until < since:
        raise Refused("The end lies before the start.", field="until")
    reader = reader_of(request.user)
    track = known_track(track)
    round_ = find_round_by_name(track, ordinal) if track and ordinal else None
    wanted = MeetingFilter(round=round_, track=track, since=since, until=until)
    formats = [MeetingFormat(format)] if format else []
    matrix = count_contacts(meetings_for_contacts(reader, wanted, formats))
    if bool(one) != bool(other):
        raise Refused("Choose somebody.", field="other" if one else "one")
    both = met_both(reader, matrix, one, other) if one and other else None
    return {
        "actors": dict(zip(matrix.actors, matrix.attended, strict=True)),
        "pairs": [pair.as_record() for pair in matrix.rows()],
        "met_both": list(both) if both is not None else None,
        "meetings_without_a_day": matrix.undated,
    }


@drafts_router.get("/{instrument_id}", response={200: DraftOut, **REFUSED}, summary="A draft")
def draft(request: HttpRequest, instrument_id: UUID) -> dict[str, Any]:
    """A text version by version, with every position on each."""
    reader = reader_of(request.user)
    return _draft(draft_seen(reader, instrument_id), _Told(reader))


@drafts_router.get(
    "/{instrument_id}/redline", response={200: RedlineOut, **REFUSED}, summary="Two versions"
)
def draft_redline(
    request: HttpRequest,
    instrument_id: UUID,
    before: Annotated[int, Query(ge=1, le=32767)] = 1,
    after: Annotated[int, Query(ge=1, le=32767)] = 2,
) -> dict[str, Any]:
    """What became of one version in another.

    Joined, the pieces are both texts exactly, with line feeds as ends of lines.
    """
    versions = draft_seen(reader_of(request.user), instrument_id).versions
    texts = {v.row.number: v.row.text for v in versions if v.row.text}
    if before not in texts or after not in texts:
        raise NotFound("There is nothing here that you may see.")
    lined = redline(texts[before], texts[after])
    return {
        "before": before, "after": after, "words_kept": lined.words_kept,
        "words_removed": lined.words_removed, "words_added": lined.words_added,
        "pieces": [{"kind": p.kind.value, "text": p.text} for p in lined.pieces],
    }  # fmt: skip


class _Told:
    """Facts in the shape of an account, each with its citation."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def cited(self, rows: Any) -> dict[UUID, dict[str, Any] | None]:
        """The citation of each row by its id."""
        return cited_by(self._reader, rows)

    def rows(self, rows: Any, says: str, on: str = "on") -> list[dict[str, Any]]:
        """Rows as accounts; ``says`` names the column with what each says."""
        found = list(rows)
        cited = self.cited(found)
        return [{**self._plain(row, says, on), "citation": cited[row.pk]} for row in found]

    def row(self, row: Fact, says: str) -> dict[str, Any]:
        """One row as an account."""
        return self.rows([row], says)[0]

    def _plain(self, row: Any, says: str, on: str) -> dict[str, Any]:
        value = getattr(row, says)
        return {
            "id": row.pk,
            "who": getattr(row, "who", "") or voice_of(row),
            "says": "" if value is None else str(value),
            "text": str(getattr(row, "text", "") or ""),
            "reason": str(getattr(row, "reason", "") or ""),
            "days": _days(getattr(row, "interval", None)),
            "on": getattr(row, on, None),
            "by": voice_of(row),
            "handling": row.handling,
        }


def _delegation(seen: DelegationSeen, told: _Told) -> dict[str, Any]:
    by_key = {row.pk: row for row in seen.presence}
    reasons = None
    if seen.reasons is not None:
        rows = [by_key[each.key] for each in seen.reasons.told]
        reasons = {"of": "reasons", "verdict": _verdict(seen.reasons.verdict),
                   "accounts": told.rows(rows, "status")}  # fmt: skip
    return {
        "id": seen.row.pk,
        "who": seen.row.who,
        "members": [
            {**told.row(m, "function"), "who": m.name, "text": m.title} for m in seen.members
        ],
        "headcounts": [{**told.row(c, "count_kind"), "text": _bounds(c)} for c in seen.headcounts],
        "mandates": told.rows(seen.mandates, "mandate_kind"),
        "levels": told.rows(seen.levels, "level_kind"),
        "is_lower_than_expected": seen.is_downgraded,
        "presence": [
            {
                "day": cell.day,
                "is_vague": cell.is_vague,
                "statuses": [status.value for status in cell.statuses],
                "verdict": _verdict(cell.verdict),
                "accounts": told.rows([by_key[each.key] for each in cell.told], "status"),
            }
            for cell in seen.cells
        ],
        "reasons": reasons,
    }


def _bounds(row: Any) -> str:
    low, high = row.quantity_low, row.quantity_high
    number = str(low) if low == high else f"{'' if low is None else low}..{high or ''}"
    return f"{number} {row.unit}".strip()


def _meeting(seen: MeetingTold, told: _Told) -> dict[str, Any]:
    row = seen.row
    facilitator = row.facilitator_label or (row.facilitator.name if row.facilitator else "")
    return {
        "id": row.pk, "name": row.name, "state": row.meeting_state,
        "intended_format": row.intended_format, "actual_format": row.actual_format,
        "days": _days(row.interval), "time": _time(seen.time) if seen.time else None,
        "facilitator": facilitator,
        "seats": [
            {"who": s.who, "role": s.meeting_role, "state": s.seat_state, "persons": s.persons}
            for s in seen.seats
        ],
        "handling": row.handling, "citation": told.cited([row])[row.pk],
    }  # fmt: skip


def _draft(seen: DraftSeen, told: _Told) -> dict[str, Any]:
    return {
        "id": seen.instrument.pk,
        "name": seen.instrument.name,
        "instrument_type": seen.instrument.instrument_type,
        "issuers": [role.party.name for role in seen.issuers],
        "outcome": _verdict(seen.outcome),
        "versions": [_version(version, told) for version in seen.versions],
    }


def _version(seen: VersionSeen, told: _Told) -> dict[str, Any]:
    rows = [row for stance in seen.stances for row in stance.rows]
    return {
        "id": seen.row.pk, "number": seen.row.number, "language": seen.row.language,
        "sha256": seen.hash, "has_text": bool(seen.row.text),
        "circulated_to": [each.to_whom for each in seen.circulations],
        "positions": told.rows(rows, "draft_stance"),
        "settlements": told.rows([each.row for each in seen.settlements], "draft_outcome"),
        "acts": told.rows(seen.acts, "text_act"),
    }  # fmt: skip


def _time(time: Timed) -> dict[str, Any]:
    utc = time.utc or (None, None)
    return {
        "what": time.what, "on": time.on, "local_from": time.first, "local_until": time.last,
        "zone": time.zone, "utc_from": utc[0], "utc_until": utc[1], "is_about": time.is_about,
        "voice": time.voice,
    }  # fmt: skip


def _days(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {
        "start": interval.start,
        "end": interval.end,
        "precision": int(interval.precision),
    }


def _verdict(verdict: Verdict | None) -> dict[str, str] | None:
    return {"label": verdict.label.value, "reason": str(verdict.reason)} if verdict else None
