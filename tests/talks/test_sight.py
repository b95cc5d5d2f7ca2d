"""What a reader may not see, and what no longer counts, is in no answer about the talks."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from uuid import UUID

import pytest
from cast import file
from icalendar import Calendar
from talks_parts import ABOUT, FIRST, SECOND, TALKS, Laid, Table, lay, put

from trucewatch.accounts.access import PUBLIC, MemberReader, Reader
from trucewatch.exchange.calendar_feed import calendar_of
from trucewatch.exchange.fact_kinds import facts_of
from trucewatch.sources.facts import Fact
from trucewatch.sources.recording import withdraw_fact
from trucewatch.talks.models import Round
from trucewatch.talks.queries.chasing import follow_ups_seen, to_ask
from trucewatch.talks.queries.delegations import (
    delegations_of,
    find_delegation,
    invitations_of,
)
from trucewatch.talks.queries.drafts import draft_seen, drafts_of
from trucewatch.talks.queries.ground import ground_of
from trucewatch.talks.queries.meetings import (
    MeetingFilter,
    agenda_of,
    meetings_for_contacts,
    meetings_told,
)
from trucewatch.talks.queries.rounds import dates_of, foreseen_of, rounds_standing, schedule_of
from trucewatch.talks.queries.timeline import TimelineFilter, timeline_of
from trucewatch.talks.queries.tracks import track_seen, tracks_seen
from trucewatch.talks.rules.contacts import count_contacts
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db
Asked = Callable[[Reader, Round], Any]
WINDOW = TimelineFilter(FIRST - dt.timedelta(days=30), SECOND + dt.timedelta(days=30))
EARLIER = dt.date(2017, 1, 2)
QUERIES: dict[str, Asked] = {
    "tracks": lambda reader, held: tracks_seen(reader),
    "track": lambda reader, held: track_seen(reader, held.track),
    "standing": lambda reader, held: rounds_standing(reader, [held]),
    "dates": dates_of,
    "schedule": schedule_of,
    "foreseen": foreseen_of,
    "delegations": delegations_of,
    "invitations": invitations_of,
    "agenda": agenda_of,
    "meetings": lambda reader, held: meetings_told(reader, MeetingFilter(round=held)),
    "contacts": lambda reader, held: meetings_for_contacts(reader, MeetingFilter()),
    "drafts": drafts_of,
    "follow-ups": lambda reader, held: follow_ups_seen(reader, SECOND, held),
    "to ask": lambda reader, held: to_ask(reader, EARLIER),
    "timeline": lambda reader, held: timeline_of(reader, WINDOW),
}
"""Every question about the talks, by what it is about."""


def keys_in(answer: Any) -> Iterator[UUID]:
    """The ids of the facts that an answer holds, however deep."""
    if isinstance(answer, Fact):
        yield answer.pk
    elif isinstance(answer, dict):
        yield from keys_in(list(answer.values()))
    elif isinstance(answer, list | tuple | set | frozenset):
        for each in answer:
            yield from keys_in(each)
    elif is_dataclass(answer) and not isinstance(answer, type):
        key = getattr(answer, "key", None)
        if key is not None:
            yield UUID(str(key))
        for field in fields(answer):
            yield from keys_in(getattr(answer, field.name))


def told(reader: Reader, held: Round) -> dict[str, set[UUID]]:
    """The facts of the talks in the answer to each question."""
    known = {
        key for kind in TALKS.values() for key in kind.model.objects.values_list("pk", flat=True)
    }
    return {name: known & set(keys_in(ask(reader, held))) for name, ask in QUERIES.items()}


def everything(
    table: Table, handling: Handling, number: int, **marks: Any
) -> tuple[Laid, set[Any]]:
    """One fact of each kind under one mark, and what they are about: the ids of all of them."""
    laid = lay(table, handling, number=number, **marks)
    named = {"party": None, "party_label": f"Side {number}"}
    by = table.cast.operator
    rows = [laid.delegation, laid.meeting, laid.item, laid.follow_up, laid.role]
    rows += [
        put(laid, slug, by=by, **(named if slug in ("delegation", "attendance") else {}))
        for slug in TALKS
        if slug != "meeting"
    ]
    rows.append(put(laid, "meeting", by=by, date_start=SECOND, name=f"A side meeting, {number}"))
    return laid, {row.pk for row in rows}


def test_each_reader_finds_what_they_may_see_and_nothing_else(table: Table) -> None:
    """Every fact is in the answer to some question, and in none for whoever may not see it."""
    _laid, green = everything(table, Handling.GREEN, 1)
    _laid, amber = everything(table, Handling.AMBER, 2)
    _laid, strict = everything(table, Handling.AMBER_STRICT, 3)
    for part, seen in (
        ("liaison", green), ("observer", green), ("delegate", green | amber),
        ("secretary", green | amber), ("monitor", green | amber | strict),
    ):  # fmt: skip
        assert set().union(*told(table.reader(part), table.round).values()) == seen
    assert set().union(*told(PUBLIC, table.round).values()) == set()


def test_what_lies_in_a_circle_is_told_to_its_members_alone(table: Table) -> None:
    """TLP:RED in the circle of one side: neither the mission nor the other side reads it."""
    home = table.cast.home_of(table.cast.liaison)
    _laid, red = everything(table, Handling.RED, 1, compartment=home)
    for part in ("monitor", "secretary", "delegate", "rival"):
        assert set().union(*told(table.reader(part), table.round).values()) == set()
    assert set().union(*told(table.reader("liaison"), table.round).values()) == red


def test_nothing_that_hangs_on_what_is_withdrawn_is_in_any_answer(table: Table) -> None:
    """Of a delegation, a meeting, an item, a follow-up, a role and a version."""
    laid, _all = everything(table, Handling.GREEN, 1)
    reader = table.reader("monitor")
    children = {
        key for slug in ABOUT for key in TALKS[slug].model.objects.values_list("pk", flat=True)
    }
    assert children <= set().union(*told(reader, table.round).values())
    parents = {laid.parent_of(slug) for slug in ABOUT}
    for parent in parents:
        assert parent is not None
        withdraw_fact(parent, by=table.cast.monitor, because="typed twice")
    for name, found in told(reader, table.round).items():
        assert not children & found, name
        assert not {parent.pk for parent in parents if parent} & found, name
    assert find_delegation(reader, laid.delegation.pk) is None
    assert draft_seen(reader, table.draft.pk).versions == ()


def test_every_kind_is_withdrawn_out_of_every_answer(table: Table) -> None:
    """One fact after the other, until none is left."""
    everything(table, Handling.GREEN, 1)
    reader = table.reader("monitor")
    for kind in reversed(list(TALKS.values())):
        for row in facts_of(kind, reader):
            withdraw_fact(row, by=table.cast.monitor, because="typed twice")
            for name, found in told(reader, table.round).items():
                assert row.pk not in found, (kind.slug, name)
    assert set().union(*told(reader, table.round).values()) == set()


def test_the_matrix_counts_for_each_reader_what_they_may_see(table: Table) -> None:
    """Names that sit at hidden meetings alone are no actors of it."""
    for number, handling in enumerate((Handling.GREEN, Handling.AMBER), start=1):
        laid = lay(table, handling, number=number)
        for side in ("North", "South"):
            put(laid, "attendance", party=None, party_label=f"{side} {number}")
    for part, actors in (
        ("liaison", {"North 1", "South 1"}),
        ("delegate", {"North 1", "South 1", "North 2", "South 2"}),
    ):
        seen = meetings_for_contacts(table.reader(part), MeetingFilter())
        assert set(count_contacts(seen).actors) == actors


def test_a_hidden_seat_at_an_open_meeting_is_no_contact(table: Table) -> None:
    """The meeting is known, who came for one side is not."""
    laid = lay(table, Handling.GREEN)
    put(laid, "attendance", party=table.north)
    put(laid, "attendance", party=table.south, handling=Handling.AMBER.value)
    for part, actors in (("liaison", {"North"}), ("delegate", {"North", "South"})):
        seen = meetings_for_contacts(table.reader(part), MeetingFilter())
        assert set(count_contacts(seen).actors) == actors


def test_verdicts_rest_on_what_the_reader_sees(table: Table) -> None:
    """A dispute with an account that one may not see is none for them."""
    laid = lay(table, Handling.GREEN)
    put(laid, "presence", by_label="North")
    put(laid, "presence", status="boycott", by_label="South", handling=Handling.AMBER.value)

    def is_disputed(part: str) -> bool:
        row = delegations_of(table.reader(part), table.round).rows[0]
        return row.cells[0].is_disputed

    assert is_disputed("delegate")
    assert not is_disputed("liaison")


def test_the_ground_is_counted_from_reports_that_the_reader_sees(
    table: Table, gazetteer: None
) -> None:
    """By source, by day, and in the incidents that they describe."""
    by = table.cast.monitor
    for handling in (Handling.GREEN, Handling.GREEN, Handling.AMBER):
        file(by, handling=handling, day=FIRST, deaths_low=1, deaths_best=2, deaths_high=3)

    def counted(part: str) -> tuple[Any, ...]:
        ground = ground_of(table.reader(part), table.round)
        source = ground.phases[1].sources[0]
        return (
            source.within, source.deaths_best, ground.incidents.stretches[1].incidents,
            dict(ground.per_day)[FIRST],
        )  # fmt: skip

    assert counted("liaison") == (2, 4, 2, 2)
    assert counted("delegate") == (3, 6, 3, 3)


def test_the_calendar_holds_what_its_reader_sees(table: Table) -> None:
    """Rounds for everybody; meetings, follow-ups with a day and tasks by their marks."""
    marks = (Handling.GREEN, Handling.AMBER, Handling.AMBER_STRICT)
    keys: dict[Handling, set[str]] = {}
    for number, handling in enumerate(marks, start=1):
        laid = lay(table, handling, number=number)
        dated = put(laid, "follow-up", date_start=SECOND, date_end=SECOND)
        task = put(laid, "meeting-action", due_on=SECOND)
        keys[handling] = {f"{row.pk}@trucewatch" for row in (laid.meeting, dated, task)}
    held = {f"{table.round.pk}@trucewatch"}

    def uids(part: str) -> set[str]:
        made = calendar_of(MemberReader(table.cast.everyone()[part]), moment())
        return {str(event["uid"]) for event in Calendar.from_ical(made).walk("VEVENT")}

    assert uids("liaison") == held | keys[Handling.GREEN]
    assert uids("delegate") == held | keys[Handling.GREEN] | keys[Handling.AMBER]
    assert uids("monitor") == held.union(*keys.values())


def moment() -> dt.datetime:
    """Noon of the day before the round."""
    return dt.datetime(2017, 1, 22, 12, tzinfo=dt.UTC)


def test_the_calendar_tells_times_in_utc_and_days_as_days(table: Table) -> None:
    """The hour of the venue's clocks; a task whose meeting is withdrawn is gone with it."""
    laid = lay(table, Handling.GREEN)
    task = put(laid, "meeting-action", due_on=SECOND)
    timed = put(
        laid, "meeting", date_start=FIRST, date_end=FIRST, time_from=dt.time(13),
        time_until=dt.time(14),
    )  # fmt: skip

    def events() -> dict[str, Any]:
        made = calendar_of(table.reader("liaison"), moment())
        found = Calendar.from_ical(made).walk("VEVENT")
        return {str(event["uid"]).partition("@")[0]: event for event in found}

    event = events()[str(timed.pk)]
    assert event["dtstart"].dt == dt.datetime(2017, 1, 23, 7, tzinfo=dt.UTC)
    assert event["dtend"].dt == dt.datetime(2017, 1, 23, 8, tzinfo=dt.UTC)
    held = events()[str(table.round.pk)]
    assert (held["dtstart"].dt, held["dtend"].dt) == (FIRST, SECOND + dt.timedelta(days=1))
    assert str(task.pk) in events()
    withdraw_fact(laid.meeting, by=table.cast.monitor, because="was not held")
    assert not {str(task.pk), str(laid.meeting.pk)} & set(events())


def test_a_timeline_of_one_track_holds_that_track_alone(table: Table) -> None:
    """What is to follow a round of another track stays on that track's line."""
    laid = lay(table, Handling.GREEN)
    mine = put(laid, "follow-up", date_start=SECOND)
    beside = put(laid, "meeting", round=None, track=table.other_track, date_start=FIRST)
    reader = table.reader("monitor")

    def on(track: str) -> set[UUID]:
        wanted = TimelineFilter(WINDOW.first, WINDOW.last, track)
        return set(keys_in(timeline_of(reader, wanted)))

    assert {mine.pk, laid.meeting.pk} <= on(table.track.name)
    assert beside.pk in on(table.other_track.name)
    assert not {mine.pk, laid.meeting.pk} & on(table.other_track.name)
    assert beside.pk not in on(table.track.name)
