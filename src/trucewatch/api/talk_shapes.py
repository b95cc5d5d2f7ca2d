"""The shapes in which rounds, tracks, contacts and drafts are answered."""

import datetime as dt
from uuid import UUID

from ninja import Schema

from trucewatch.api.facts import CitationOut


class DaysOut(Schema):
    """Days with how exactly they are known: 1 to the day, 5 longer than a month."""

    start: dt.date
    end: dt.date
    precision: int


class VerdictOut(Schema):
    """What accounts say together, and why."""

    label: str
    reason: str


class ToldOut(Schema):
    """One account: what it says, who says it, on which characters."""

    id: UUID
    who: str
    says: str
    text: str = ""
    reason: str = ""
    days: DaysOut | None = None
    on: dt.date | None = None
    by: str = ""
    handling: str
    citation: CitationOut | None


class GroupOut(Schema):
    """Accounts of one thing with what they say together."""

    of: str
    verdict: VerdictOut
    accounts: list[ToldOut]


class TimeOut(Schema):
    """A time on the venue's clocks and in UTC."""

    what: str
    on: dt.date
    local_from: dt.time | None
    local_until: dt.time | None
    zone: str
    utc_from: dt.datetime | None
    utc_until: dt.datetime | None
    is_about: bool
    voice: str


class TimesOut(Schema):
    """Times that accounts give for one thing, side by side."""

    of: str
    what: str
    verdict: VerdictOut
    times: list[TimeOut]


class CellOut(Schema):
    """One delegation on one day; without accounts nobody tells of the day."""

    day: dt.date
    is_vague: bool
    statuses: list[str]
    verdict: VerdictOut | None
    accounts: list[ToldOut]


class DelegationOut(Schema):
    """A delegation with what is said of it."""

    id: UUID
    who: str
    members: list[ToldOut]
    headcounts: list[ToldOut]
    mandates: list[ToldOut]
    levels: list[ToldOut]
    is_lower_than_expected: bool
    presence: list[CellOut]
    reasons: GroupOut | None


class SeatOut(Schema):
    """Somebody at a meeting, in a role of that meeting alone."""

    who: str
    role: str
    state: str
    persons: str


class MeetingOut(Schema):
    """One meeting."""

    id: UUID
    name: str
    state: str
    intended_format: str
    actual_format: str
    days: DaysOut | None
    time: TimeOut | None
    facilitator: str
    seats: list[SeatOut]
    handling: str
    citation: CitationOut | None


class VersionOut(Schema):
    """One version of a draft; positions are bound to its text by the hash."""

    id: UUID
    number: int
    language: str
    sha256: str
    has_text: bool
    circulated_to: list[str]
    positions: list[ToldOut]
    settlements: list[ToldOut]
    acts: list[ToldOut]


class DraftOut(Schema):
    """A text that was put before a round."""

    id: UUID
    name: str
    instrument_type: str
    issuers: list[str]
    outcome: VerdictOut | None
    versions: list[VersionOut]


class PieceOut(Schema):
    """Some characters in a row: kept, removed or added."""

    kind: str
    text: str


class RedlineOut(Schema):
    """A version against an earlier one, word by word."""

    before: int
    after: int
    words_kept: int
    words_removed: int
    words_added: int
    pieces: list[PieceOut]


class FollowUpOut(Schema):
    """Something that is to follow, and how it stands today."""

    id: UUID
    what: str
    where: str
    who: str
    state: str
    days: DaysOut | None
    open_days: int | None
    last_asked: dt.date | None


class AgendaOut(Schema):
    """An item of the agenda with where each stands on it."""

    id: UUID
    number: int | None
    title: str
    put_there_by: str
    verdict: VerdictOut | None
    stands: list[ToldOut]


class WholeRoundOut(Schema):
    """Everything that the page of a round shows."""

    id: UUID
    track: str
    ordinal: int
    days: DaysOut
    state: str | None
    venue: str
    host: str
    zone: str
    purpose: str
    outcome_in_short: str
    steps: list[ToldOut]
    dates: list[GroupOut]
    schedule: list[TimesOut]
    agenda: list[AgendaOut]
    invitations: list[ToldOut]
    delegations: list[DelegationOut]
    meetings: list[MeetingOut]
    drafts: list[DraftOut]
    expectations: list[ToldOut]
    outcomes: list[ToldOut]
    follow_ups: list[FollowUpOut]


class RoleOut(Schema):
    """A role in a track, between dates, with how others regard it."""

    role: str
    who: str
    since: dt.date | None
    until: dt.date | None
    views: list[ToldOut]
    citation: CitationOut | None


class LinkOut(Schema):
    """How one track depends on another, by somebody's account."""

    track: str
    kind: str
    other: str
    by: str
    citation: CitationOut | None


class TrackOut(Schema):
    """A track of talks with how it stood over time."""

    name: str
    purpose: str
    roles: list[RoleOut]
    states: list[ToldOut]
    links: list[LinkOut]
    rounds: list[UUID]


class TrackList(Schema):
    """Every track, by the day of its first round."""

    tracks: list[TrackOut]


class PairOut(Schema):
    """Two actors with what they had to do with each other."""

    first: str
    second: str
    face_to_face: int
    through_intermediaries: int
    same_room: int
    formats: dict[str, int]
    first_day: dt.date | None
    last_day: dt.date | None
    meetings: list[UUID]


class ContactsOut(Schema):
    """The contact matrix as its pairs. ``met_both`` answers for the two that were asked for."""

    actors: dict[str, int]
    """At how many meetings each was."""
    pairs: list[PairOut]
    met_both: list[str] | None
    meetings_without_a_day: int
