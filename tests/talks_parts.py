"""A round of talks with two sides and a host, and one fact of each kind about it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cast import Cast, patrol

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Compartment, Member
from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, Version
from trucewatch.agreements.recording import add_version
from trucewatch.exchange.fact_kinds import KINDS
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party
from trucewatch.sources.facts import Fact
from trucewatch.talks import models as talks
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.actions.tracks import add_track
from trucewatch.talks.marked import Marked
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType, MeetingFormat, PartyKind

FIRST, SECOND = dt.date(2017, 1, 23), dt.date(2017, 1, 24)
ALMATY = "Asia/Almaty"
TEXT = "1. The parties stop firing.\n2. The parties let aid through."
TALKS = {slug: kind for slug, kind in KINDS.items() if kind.model._meta.app_label == "talks"}
"""Every kind of fact of the talks."""


@dataclass(frozen=True, slots=True)
class Table:
    """Two sides and a host at a round of two days, and whoever keeps the record of it."""

    cast: Cast
    track: talks.Track
    other_track: talks.Track
    round: talks.Round
    north: Party
    south: Party
    host: Party
    draft: Instrument

    @property
    def secretary(self) -> Member:
        """Whoever runs the talks."""
        return self.cast.secretary

    def reader(self, part: str) -> MemberReader:
        """What a member of the cast sees with."""
        return MemberReader(self.cast.everyone()[part])


def marked(handling: Handling = Handling.AMBER) -> Marked:
    """A mark for what is entered together."""
    return Marked(handling=handling, source=patrol())


def make_table(cast: Cast) -> Table:
    """As the fixture; for tests whose database is emptied in other ways."""
    by = cast.operator
    north, south, host = (
        add_party(name, kind=kind, by=by)
        for name, kind in (
            ("North", PartyKind.COALITION), ("South", PartyKind.STATE), ("Host", PartyKind.STATE),
        )
    )  # fmt: skip
    track = add_track(talks.Track(name="Lakeside talks"), by=by)
    round_ = talks.Round(
        track=track.name, ordinal=1, date_start=FIRST, date_end=SECOND, time_zone=ALMATY, host=host
    )
    draft = Instrument(name="A joint statement", instrument_type=InstrumentType.JOINT_STATEMENT)
    return Table(
        cast, track, add_track(talks.Track(name="Hillside talks"), by=by),
        add_round(round_, by=by), north, south, host, add_instrument(draft, by=by),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """A table with one row of each kind that others are about, all under one mark."""

    table: Table
    delegation: talks.Delegation
    meeting: talks.Meeting
    item: talks.AgendaItem
    follow_up: talks.FollowUp
    role: talks.TrackRole
    version: Version
    marks: dict[str, Any]

    def parent_of(self, slug: str) -> Fact | None:
        """The fact that one of this kind is about; None where it is about none."""
        held: dict[type, Fact] = {
            type(row): row
            for row in (self.delegation, self.meeting, self.item, self.follow_up, self.role,
                        self.version)
        }  # fmt: skip
        about = (KINDS[slug].model._meta.get_field(name) for name in ABOUT.get(slug, ()))
        return next((held[field.related_model] for field in about), None)


ABOUT = {
    **dict.fromkeys(
        ("delegate", "headcount", "delegation-level", "delegation-mandate", "credentials",
         "presence"), ("delegation",),
    ),
    **dict.fromkeys(("attendance", "minute", "meeting-action"), ("meeting",)),
    **dict.fromkeys(("circulation", "draft-position", "settlement", "text-act"), ("version",)),
    "agenda-stand": ("item",), "follow-up-step": ("follow_up",),
    "track-role-view": ("track_role",),
}  # fmt: skip
"""Kinds that are about another fact, with the column that names it."""


def lay(
    table: Table,
    handling: Handling = Handling.AMBER,
    compartment: Compartment | None = None,
    *,
    number: int = 1,
) -> Laid:
    """Everything that facts of the talks are about, recorded by the operator."""
    marks = {"handling": handling.value, "compartment": compartment, "source": patrol()}
    by = table.cast.operator

    def put(slug: str, **columns: Any) -> Any:
        return KINDS[slug].record(KINDS[slug].model(**columns, **marks), by=by)

    version = Version(
        instrument=table.draft, number=number, version_state="tabled", text=f"{number}\n{TEXT}",
        **marks,
    )  # fmt: skip
    return Laid(
        table,
        put("delegation", round=table.round, party_label=f"Guests {number}"),
        put("meeting", round=table.round, name=f"Meeting {number}", date_start=FIRST,
            actual_format=MeetingFormat.DIRECT.value),
        put("agenda-item", round=table.round, title=f"Item {number}"),
        put("follow-up", round=table.round, what=f"Follow-up {number}"),
        put("track-role", track=table.track, role_kind="host", party=table.host),
        add_version(version, by=by),
        marks,
    )  # fmt: skip


def fact(laid: Laid, slug: str, **columns: Any) -> Any:
    """A fact of a kind that is sound and not recorded yet, under the mark of what it is about."""
    table = laid.table
    given: dict[str, Any] = {
        "expectation": {"round": table.round, "speaker_label": "Host", "text": "Little."},
        "track-role": {"track": table.track, "role_kind": "mediator", "party_label": "Envoy"},
        "track-role-view": {"track_role": laid.role, "viewer": table.north, "view": "contests"},
        "track-state": {"track": table.track, "standing": "running", "date_start": FIRST},
        "track-link": {"track": table.track, "other_track": table.other_track,
                       "link_kind": "feeds"},
        "round-step": {"round": table.round, "round_state": "open", "date_start": FIRST},
        "round-date": {"round": table.round, "date_kind": "held", "date_start": FIRST,
                       "date_end": SECOND},
        "schedule": {"round": table.round, "schedule_kind": "closing", "on": SECOND,
                     "time_from": dt.time(12)},
        "outcome": {"round": table.round, "outcome_kind": "no_statement"},
        "follow-up": {"round": table.round, "what": "Talks on the mechanism"},
        "follow-up-step": {"follow_up": laid.follow_up, "follow_up_state": "asked", "on": SECOND},
        "invitation": {"round": table.round, "party": table.north},
        "delegation": {"round": table.round, "party": table.north},
        "delegate": {"delegation": laid.delegation, "name": "A head", "function": "head"},
        "headcount": {"delegation": laid.delegation, "count_kind": "actual", "quantity_low": 14,
                      "quantity_high": 14},
        "delegation-level": {"delegation": laid.delegation, "level_kind": "actual", "rank": 6},
        "delegation-mandate": {"delegation": laid.delegation, "mandate_kind": "technical"},
        "credentials": {"delegation": laid.delegation, "credential_state": "accepted"},
        "presence": {"delegation": laid.delegation, "status": "present", "date_start": FIRST},
        "meeting": {"round": table.round, "name": "A side meeting", "actual_format": "side"},
        "attendance": {"meeting": laid.meeting, "party": table.north},
        "agenda-item": {"round": table.round, "title": "The ceasefire"},
        "agenda-stand": {"item": laid.item, "party": table.south, "agenda_stance": "refuses"},
        "minute": {"meeting": laid.meeting, "party": table.south, "text": "Hard going."},
        "meeting-action": {"meeting": laid.meeting, "party": table.host, "what": "Send a map"},
        "tabling": {"round": table.round, "instrument": table.draft, "by_party": table.host},
        "circulation": {"version": laid.version, "to_party": table.north},
        "draft-position": {"version": laid.version, "party": table.north, "draft_stance": "agrees"},
        "settlement": {"version": laid.version, "draft_outcome": "adopted"},
        "text-act": {"version": laid.version, "party": table.north, "text_act": "signed"},
    }[slug]  # fmt: skip
    return KINDS[slug].model(**{**laid.marks, **given, **columns})


def put(laid: Laid, slug: str, *, by: Member | None = None, **columns: Any) -> Any:
    """The same, recorded; by the monitor where nobody is named."""
    return KINDS[slug].record(fact(laid, slug, **columns), by=by or laid.table.cast.monitor)
