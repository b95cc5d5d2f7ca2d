"""Who met whom, counted from who sat at each meeting as what."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.talks.rules.contacts import (
    ContactKind,
    ContactMatrix,
    MeetingSeen,
    Seat,
    count_contacts,
    within,
)
from trucewatch.vocabulary.process import MeetingFormat, MeetingRole

FACE, THROUGH, ROOM = ContactKind
DAY = dt.date(2017, 1, 23)


def meeting(key: str, meeting_format: MeetingFormat | None, **seats: str) -> MeetingSeen:
    """A meeting on one day; each role is given with the actors in it."""
    return MeetingSeen(
        key,
        DAY,
        meeting_format,
        tuple(
            Seat(actor, MeetingRole(role)) for role, who in seats.items() for actor in who.split()
        ),
    )


def kinds(matrix: ContactMatrix) -> dict[str, ContactKind]:
    """The kind of contact of each two who had one."""
    return {
        f"{row.first}-{row.second}": kind
        for row in matrix.rows()
        for kind in ContactKind
        if row.of_kind(kind)
    }


_SEATS = st.builds(
    Seat, st.sampled_from(["Army", "Opposition", "Russia", "Turkey", "Iran"]),
    st.sampled_from(MeetingRole),
)  # fmt: skip
_MEETINGS = st.lists(
    st.builds(
        MeetingSeen,
        st.integers(0, 999).map(str),
        st.none() | st.dates(dt.date(2017, 1, 1), dt.date(2017, 1, 9)),
        st.none() | st.sampled_from(MeetingFormat),
        st.lists(_SEATS, max_size=6).map(tuple),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)


@pytest.mark.parametrize(
    "meeting_format",
    ["direct", "guarantor_trilateral", "technical", "preparatory", "side", "remote"],
)
def test_in_a_direct_format_all_who_take_part_met_face_to_face(meeting_format: str) -> None:
    """Experts and those who lead the talks as well."""
    found = count_contacts(
        [meeting("one", MeetingFormat(meeting_format), participant="A B", expert="C", mediator="D")]
    )
    assert set(kinds(found).values()) == {FACE}
    assert len(kinds(found)) == 6


@pytest.mark.parametrize("meeting_format", ["proximity", "shuttle"])
@pytest.mark.parametrize("role", ["facilitator", "intermediary", "mediator"])
def test_through_intermediaries_participants_did_not_meet_each_other(
    meeting_format: str, role: str
) -> None:
    """Whoever went between the rooms met both, and they met nobody else."""
    seats = {"participant": "Army Opposition", role: "Russia"}
    found = count_contacts([meeting("one", MeetingFormat(meeting_format), **seats)])
    assert found.between("Army", "Opposition").counts == {
        (THROUGH, MeetingFormat(meeting_format)): 1
    }
    assert found.between("Russia", "Army").of_kind(FACE) == 1
    assert found.met_both("Army", "Opposition") == ("Russia",)


def test_through_whom_need_not_be_known() -> None:
    """Proximity talks are never counted as a meeting of the parties."""
    found = count_contacts([meeting("one", MeetingFormat.PROXIMITY, participant="Army Opposition")])
    assert kinds(found) == {"Army-Opposition": THROUGH}


@pytest.mark.parametrize("meeting_format", [MeetingFormat.PLENARY, MeetingFormat.PRESS, None])
def test_one_hall_is_told_from_a_meeting(meeting_format: MeetingFormat | None) -> None:
    """Nobody can say who spoke to whom there, or in a meeting of no stated format."""
    found = count_contacts([meeting("one", meeting_format, participant="A B", mediator="C")])
    assert set(kinds(found).values()) == {ROOM}
    assert found.met_both("A", "B") == ()
    assert found.met_both("A", "B", ROOM) == ("C",)


def test_hosts_and_observers_were_in_the_same_room() -> None:
    """With each other, and with whoever took part."""
    found = count_contacts(
        [meeting("one", MeetingFormat.DIRECT, participant="A B", host="H", observer="O")]
    )
    assert kinds(found) == {
        "A-B": FACE, "A-H": ROOM, "A-O": ROOM, "B-H": ROOM, "B-O": ROOM, "H-O": ROOM
    }  # fmt: skip


@pytest.mark.parametrize("role", ["note_taker", "interpreter", "press"])
@pytest.mark.parametrize("meeting_format", list(MeetingFormat))
def test_some_are_in_the_room_and_make_no_contact(role: str, meeting_format: MeetingFormat) -> None:
    """They were at the meeting all the same."""
    found = count_contacts([meeting("one", meeting_format, participant="A B", **{role: "N"})])
    assert list(kinds(found)) == ["A-B"]
    assert dict(zip(found.actors, found.attended, strict=True))["N"] == 1


def test_whoever_sits_in_two_roles_counts_once_in_the_closer_one() -> None:
    """A guarantor that takes part and goes between the rooms has met both sides."""
    found = count_contacts(
        [
            meeting(
                "one", MeetingFormat.PROXIMITY, observer="R", participant="R A B", facilitator="R"
            )
        ]
    )
    assert found.between("R", "A").counts == {(FACE, MeetingFormat.PROXIMITY): 1}


def test_only_one_of_the_guarantors_met_both_sides() -> None:
    """The figure that tells who can carry a message."""
    found = count_contacts([
        meeting("one", MeetingFormat.SIDE, participant="Army", facilitator="Russia"),
        meeting("two", MeetingFormat.SIDE, participant="Opposition", facilitator="Russia Turkey"),
        meeting("three", MeetingFormat.PLENARY, participant="Army Opposition Russia Turkey Iran"),
        meeting("four", MeetingFormat.GUARANTOR_TRILATERAL, participant="Russia Turkey Iran"),
    ])  # fmt: skip
    assert found.met_both("Army", "Opposition") == ("Russia",)
    assert found.met_both("Opposition", "Army", ROOM) == ("Russia", "Turkey", "Iran")
    assert found.met_both("Army", "Nobody") == ()


def test_a_pair_is_told_with_its_days_and_meetings() -> None:
    """The earliest first; meetings without a day come last and have a say in no day."""
    one = meeting("one", MeetingFormat.DIRECT, participant="A B")
    earlier = MeetingSeen("zero", dt.date(2016, 12, 1), MeetingFormat.PLENARY, one.seats)
    undated = MeetingSeen("never", None, MeetingFormat.DIRECT, one.seats)
    found = count_contacts([undated, one, earlier])
    assert [row.as_record() for row in found.rows()] == [
        {
            "first": "A",
            "second": "B",
            "face_to_face": 2,
            "through_intermediaries": 0,
            "same_room": 1,
            "formats": {"plenary": 1, "direct": 2},
            "first_day": "2016-12-01",
            "last_day": "2017-01-23",
            "meetings": ["zero", "one", "never"],
        }
    ]
    assert found.undated == 1
    only = count_contacts([undated]).rows()[0]
    assert (only.first_day, only.last_day) == (None, None)


def test_actors_come_by_the_number_of_meetings_and_then_by_name() -> None:
    """So that the same record always gives the same table."""
    found = count_contacts([
        meeting("one", MeetingFormat.DIRECT, participant="C B"),
        meeting("two", MeetingFormat.PRESS, press="A", host="C"),
    ])  # fmt: skip
    assert (found.actors, found.attended) == (("C", "A", "B"), (2, 1, 1))


def test_no_meetings_give_an_empty_matrix() -> None:
    """And whoever was at none met nobody."""
    found = count_contacts([])
    assert (found.actors, found.rows(), found.of_kind(FACE).shape) == ((), [], (0, 0))
    assert found.between("Army", "Opposition").meetings == ()
    assert count_contacts([meeting("one", None)]).rows() == []


def test_a_meeting_given_twice_is_refused() -> None:
    """It would count as two."""
    one = meeting("one", MeetingFormat.DIRECT, participant="A B")
    with pytest.raises(ValueError, match="twice"):
        count_contacts([one, one])


@given(_MEETINGS)
def test_tables_are_symmetric_and_nobody_met_themselves(meetings: list[MeetingSeen]) -> None:
    """By kind as well as by format, which add up to the same."""
    found = count_contacts(meetings)
    by_kind = [found.of_kind(kind) for kind in ContactKind]
    by_format = [found.of_format(each) for each in (*MeetingFormat, None)]
    for table in (*by_kind, *by_format):
        assert (table == table.T).all()
        assert not table.diagonal().any()
    assert (np.sum(by_kind, axis=0) == np.sum(by_format, axis=0)).all()


@given(_MEETINGS, st.randoms(use_true_random=False))
def test_contacts_do_not_depend_on_the_order_of_meetings_or_seats(
    meetings: list[MeetingSeen], chance: Any
) -> None:
    """Actors, tables and rows are the same."""
    mixed = [
        MeetingSeen(
            each.key, each.day, each.format, tuple(chance.sample(each.seats, len(each.seats)))
        )
        for each in chance.sample(meetings, len(meetings))
    ]
    found, also = count_contacts(meetings), count_contacts(mixed)
    assert (found.actors, found.attended) == (also.actors, also.attended)
    assert found.counts.keys() == also.counts.keys()
    assert all((found.counts[cell] == also.counts[cell]).all() for cell in found.counts)
    assert found.rows() == also.rows()


@given(_MEETINGS)
def test_rows_say_what_tables_and_pairs_say(meetings: list[MeetingSeen]) -> None:
    """Each two once, each of their meetings under one kind."""
    found = count_contacts(meetings)
    rows = {(row.first, row.second): row for row in found.rows()}
    for here, one in enumerate(found.actors):
        for there, other in enumerate(found.actors[here + 1 :], here + 1):
            pair = found.between(one, other)
            turned = found.between(other, one)
            assert pair.counts == turned.counts
            assert rows.get((one, other), pair) == pair
            assert ((one, other) in rows) == bool(pair.meetings)
            assert sum(pair.numbers) == len(pair.meetings) == len(set(pair.meetings))
            for kind in ContactKind:
                assert pair.of_kind(kind) == found.of_kind(kind)[here, there]


@given(_MEETINGS, st.dates(dt.date(2016, 12, 30), dt.date(2017, 1, 11)))
def test_two_periods_and_what_has_no_day_add_up_to_the_whole(
    meetings: list[MeetingSeen], last: dt.date
) -> None:
    """No meeting is lost or counted in both."""
    before, after = within(meetings, None, last), within(meetings, last + dt.timedelta(days=1))
    assert before.undated == after.undated
    parts = [before.meetings, after.meetings, before.undated]
    whole = count_contacts(meetings)
    assert sum(map(len, parts)) == len(meetings)
    counted = [count_contacts(part) for part in parts]
    for row in whole.rows():
        pairs = [part.between(row.first, row.second) for part in counted]
        for kind in ContactKind:
            assert sum(pair.of_kind(kind) for pair in pairs) == row.of_kind(kind)
        assert sorted(key for pair in pairs for key in pair.meetings) == sorted(row.meetings)


@given(_MEETINGS)
def test_who_met_both_met_each(meetings: list[MeetingSeen]) -> None:
    """For every kind of contact."""
    found = count_contacts(meetings)
    for kind in ContactKind:
        both = found.met_both("Army", "Opposition", kind)
        assert set(both).isdisjoint({"Army", "Opposition"})
        expected = [
            actor
            for actor in found.actors
            if found.between(actor, "Army").of_kind(kind)
            and found.between(actor, "Opposition").of_kind(kind)
        ]
        assert list(both) == expected
