"""What stands on the line of time: texts of the talks, one track alone, the days it begins with."""

import datetime as dt
from uuid import UUID

import pytest
from cast import Cast
from said import statement
from talks_parts import FIRST, SECOND, Laid, Table, lay, put

from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, Obligation, Version
from trucewatch.agreements.recording import record_obligation
from trucewatch.sources.recording import withdraw_fact
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.models import Round
from trucewatch.talks.queries.chasing import to_ask
from trucewatch.talks.queries.timeline import (
    Lane,
    TimelineFilter,
    rounds_outside,
    timeline_of,
    whole_span,
)
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType

pytestmark = pytest.mark.django_db
MONTH = dt.timedelta(days=30)


def told(
    table: Table, lane: Lane, *, track: str = "", part: str = "monitor"
) -> list[tuple[str, str]]:
    """The titles of a lane with how each stands, as a part of the cast sees them."""
    wanted = TimelineFilter(FIRST - MONTH, SECOND + MONTH, track)
    found = timeline_of(table.reader(part), wanted).in_lane(lane)
    return [(each.title, each.note) for each in found]


def of_rounds(cast: Cast, *days: dt.date, track: str = "Far talks") -> list[Round]:
    """Rounds of one day each."""
    return [
        add_round(
            Round(track=track, ordinal=number, date_start=day, date_end=day), by=cast.operator
        )
        for number, day in enumerate(days, start=1)
    ]


@pytest.mark.parametrize(
    ("state", "note"), [("planned", "Planned"), ("not_held", "Did not take place")]
)
def test_a_meeting_that_was_not_held_says_so(laid: Laid, state: str, note: str) -> None:
    """One that was held says in which format."""
    put(
        laid,
        "meeting",
        name="Evening talk",
        date_start=FIRST,
        meeting_state=state,
        actual_format="",
    )
    assert told(laid.table, Lane.MEETINGS) == [
        ("Evening talk", note), ("Meeting 1", "Direct talks"),
    ]  # fmt: skip


def test_a_text_stands_on_the_day_it_was_adopted(laid: Laid) -> None:
    """Two accounts of it are one entry; what was not issued is none."""
    for outcome, voice in (
        ("adopted", "A"), ("adopted", "B"), ("not_issued", "C"), ("host_summary", "D"),
    ):  # fmt: skip
        put(laid, "settlement", draft_outcome=outcome, date_start=SECOND, by_label=voice)
    put(laid, "text-act", date_start=SECOND)
    put(laid, "text-act", text_act="dissociated", date_start=SECOND)
    assert told(laid.table, Lane.TEXTS) == [
        ("A joint statement", "Adopted"), ("A joint statement: North", "Signed it"),
    ]  # fmt: skip


def test_a_text_that_the_record_reckons_from_that_day_stands_there_once(laid: Laid) -> None:
    """As a text of its kind, not once more as an adopted draft."""
    Instrument.objects.update(signed_on=SECOND)
    put(laid, "settlement", date_start=SECOND)
    assert told(laid.table, Lane.TEXTS) == [("A joint statement", "Joint statement")]


def test_an_adopted_text_is_told_to_those_who_see_account_and_version(table: Table) -> None:
    """Not where one of the two is out of sight, or was withdrawn."""
    laid = lay(table, Handling.GREEN)
    settled = put(laid, "settlement", date_start=FIRST, handling=Handling.AMBER.value)
    signed = put(laid, "text-act", date_start=FIRST)
    adopted, named = ("A joint statement", "Adopted"), ("A joint statement: North", "Signed it")
    assert told(table, Lane.TEXTS) == [adopted, named]
    assert told(table, Lane.TEXTS, part="liaison") == [named]
    Version.objects.update(handling=Handling.AMBER.value)  # as if seen by fewer afterwards
    assert told(table, Lane.TEXTS, part="liaison") == []
    assert told(table, Lane.TEXTS) == [adopted, named]
    withdraw_fact(settled, by=table.cast.monitor, because="a slip")
    assert told(table, Lane.TEXTS) == [named]
    withdraw_fact(laid.version, by=table.cast.operator, because="a slip")
    assert told(table, Lane.TEXTS) == []
    assert not type(signed).objects.get().withdrawn


def test_the_line_of_a_track_holds_its_texts_and_what_follows_from_them(laid: Laid) -> None:
    """A text that was put before no round of it, and its obligations, are left out."""
    table = laid.table
    put(laid, "settlement", date_start=SECOND)
    signed = add_instrument(
        Instrument(
            name="Another text", instrument_type=InstrumentType.JOINT_STATEMENT, signed_on=SECOND
        ),
        by=table.cast.operator,
    )
    for text, what in ((table.draft, "Send a map"), (signed, "Send a list")):
        owed = Obligation(
            instrument=text, text=what, bearer_label="South", date_start=SECOND, **laid.marks
        )
        record_obligation(owed, by=table.cast.operator)
    mine = table.track.name
    assert not told(table, Lane.TEXTS, track=mine)
    assert not told(table, Lane.DUE, track=mine)
    put(laid, "tabling")
    assert [title for title, _ in told(table, Lane.TEXTS, track=mine)] == ["A joint statement"]
    assert [title for title, _ in told(table, Lane.DUE, track=mine)] == ["Send a map"]
    assert not told(table, Lane.TEXTS, track=table.other_track.name)
    put(laid, "outcome", instrument=signed)
    assert len(told(table, Lane.TEXTS, track=mine)) == len(told(table, Lane.TEXTS)) == 2


def test_the_line_of_a_track_holds_what_was_said_around_its_rounds(table: Table) -> None:
    """From two days before until a week after, as on the page of the round."""
    for day in (-3, -2, 8, 9):
        on = FIRST + dt.timedelta(days=day)
        statement(table.cast.operator, said_from=on, gist=f"Day {day}.")
    assert len(told(table, Lane.STATEMENTS)) == 4
    mine = [title for title, _ in told(table, Lane.STATEMENTS, track=table.track.name)]
    assert mine == ["A minister: Day -2.", "A minister: Day 8."]
    assert not told(table, Lane.STATEMENTS, track=table.other_track.name)


def test_one_round_far_off_does_not_push_the_talks_away(table: Table, cast: Cast) -> None:
    """The most rounds that lie near each other are shown; the others are counted."""
    today = dt.date(2026, 1, 1)
    reader = table.reader("monitor")
    of_rounds(cast, dt.date(2097, 1, 1))
    assert whole_span(reader, today) == (FIRST, SECOND)
    assert rounds_outside(TimelineFilter(FIRST, SECOND)) == 1
    assert rounds_outside(TimelineFilter(FIRST, SECOND, table.track.name)) == 0
    of_rounds(cast, dt.date(2030, 5, 1), dt.date(2031, 5, 1), track="Later talks")
    assert whole_span(reader, today) == (dt.date(2030, 5, 1), dt.date(2031, 5, 1))


def test_rounds_that_follow_each_other_over_years_are_one_process(table: Table) -> None:
    """A pause of four years parts nothing."""
    of_rounds(table.cast, dt.date(2020, 12, 1), dt.date(2024, 11, 1))
    assert whole_span(table.reader("monitor"), SECOND) == (FIRST, dt.date(2024, 11, 1))


def test_a_track_without_rounds_lasts_as_long_as_what_is_told_of_it(laid: Laid) -> None:
    """As far as the reader sees it; else the line begins with the rounds of others."""
    table, day = laid.table, dt.date(2012, 6, 30)
    span = (table.reader(part) for part in ("monitor", "liaison"))
    put(laid, "track-state", track=table.other_track, date_start=day)
    spans = [whole_span(reader, SECOND, table.other_track.name) for reader in span]
    assert spans == [(day, day), (FIRST, SECOND)]


def keys_asked(table: Table, today: dt.date) -> set[UUID]:
    """The invitations that somebody has to ask after."""
    return {row.pk for row in to_ask(table.reader("secretary"), today).invitations}


@pytest.mark.parametrize(
    ("state", "is_asked"), [("announced", True), ("postponed", True), ("cancelled", False)]
)
def test_nobody_asks_for_answers_to_a_round_that_is_cancelled(
    laid: Laid, state: str, *, is_asked: bool
) -> None:
    """A round that was put off may still come."""
    invited = put(laid, "invitation")
    put(laid, "round-step", round_state="announced", date_start=FIRST - MONTH)
    if state != "announced":
        put(laid, "round-step", round_state=state, date_start=FIRST - dt.timedelta(days=9))
    assert keys_asked(laid.table, FIRST) == ({invited.pk} if is_asked else set())


def test_a_standing_that_two_tell_of_is_one_entry(laid: Laid) -> None:
    """Another standing of the same days is another one: both are shown."""
    everyone = laid.table.cast.everyone()
    for part, standing in (
        ("secretary", "running"), ("monitor", "running"), ("monitor", "suspended"),
    ):  # fmt: skip
        put(laid, "track-state", by=everyone[part], standing=standing)
    track = laid.table.track.name
    assert sorted(told(laid.table, Lane.TRACKS)) == [(track, "Suspended"), (track, "Under way")]
