"""Meetings with those who sat there, what may be known of them, and who met whom by them."""

import datetime as dt

import pytest
from talks_parts import FIRST, SECOND, Laid, Table, fact, lay, put

from trucewatch.accounts.models import Member
from trucewatch.ledger.models import Entry
from trucewatch.sources.recording import withdraw_fact
from trucewatch.talks.actions.meetings import (
    change_meeting,
    enter_meeting,
    enter_meeting_with,
    settle_meeting_action,
)
from trucewatch.talks.models import Attendance, Meeting, MeetingAction
from trucewatch.talks.queries.meetings import (
    MeetingFilter,
    agenda_of,
    find_meeting,
    meetings_for_contacts,
    meetings_told,
)
from trucewatch.talks.rules.contacts import ContactKind, ContactMatrix, count_contacts
from trucewatch.vocabulary.derived import DerivedLabel
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import MeetingFormat
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.talks import ActionState, SeatState

pytestmark = pytest.mark.django_db
FACE = ContactKind.FACE_TO_FACE


def matrix(table: Table, part: str = "delegate", **wanted: object) -> ContactMatrix:
    """Who met whom as a member of the cast sees it."""
    return count_contacts(meetings_for_contacts(table.reader(part), MeetingFilter(**wanted)))


def seated(laid: Laid, *labels: str, **columns: object) -> list[Attendance]:
    """Seats that are not recorded yet."""
    return [fact(laid, "attendance", party=None, party_label=label, **columns) for label in labels]


def test_a_meeting_is_entered_with_those_who_sat_there(laid: Laid) -> None:
    """Three entries; the contact matrix counts them at once."""
    before = Entry.objects.count()
    made = enter_meeting_with(
        fact(laid, "meeting"), seated(laid, "North", "South"), by=laid.table.secretary
    )
    assert Entry.objects.count() == before + 3
    assert {seat.who for seat in find_meeting(laid.table.reader("delegate"), made.pk).seats} == {
        "North", "South",
    }  # fmt: skip
    assert matrix(laid.table).between("North", "South").of_kind(FACE) == 1


def test_one_seat_that_is_refused_leaves_no_meeting(laid: Laid) -> None:
    """Neither the meeting nor the seats before it."""
    before = (Entry.objects.count(), Meeting.objects.count())
    with pytest.raises(Refused) as refused:
        enter_meeting_with(
            fact(laid, "meeting"), seated(laid, "North", " "), by=laid.table.secretary
        )
    assert refused.value.field == "party_label"
    wider = seated(laid, "North", handling=Handling.GREEN.value)
    with pytest.raises(Refused) as refused:
        enter_meeting_with(fact(laid, "meeting"), wider, by=laid.table.secretary)
    assert refused.value.field == "handling"
    assert (Entry.objects.count(), Meeting.objects.count()) == before
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("mark", [Handling.CLEAR, Handling.GREEN])
def test_a_meeting_that_is_not_to_be_disclosed_has_a_mark(laid: Laid, mark: Handling) -> None:
    """At least TLP:AMBER, refused at its field."""
    hidden = {"confidentiality": "undisclosed"}
    with pytest.raises(Refused, match="at least TLP:AMBER") as refused:
        put(laid, "meeting", handling=mark.value, **hidden)
    assert refused.value.field == "handling"
    made = put(laid, "meeting", **hidden)
    assert made.pk not in {
        told.row.pk for told in meetings_told(laid.table.reader("liaison"), MeetingFilter())
    }


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"time_from": dt.time(13), "time_until": dt.time(12)}, "time_until"),
        ({"date_start": SECOND, "date_end": FIRST}, "date_end"),
        ({"meeting_state": "not_held", "actual_format": "side"}, "actual_format"),
        ({"meeting_state": "dreamt"}, "meeting_state"),
        ({"actual_format": "banquet"}, "actual_format"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_of_a_meeting_is_refused_at_its_field(
    laid: Laid, columns: dict[str, object], field: str
) -> None:
    """Times and days in order; a meeting that was not held had no format."""
    with pytest.raises(Refused) as refused:
        put(laid, "meeting", **columns)
    assert refused.value.field == field


def test_a_meeting_may_end_after_midnight(laid: Laid) -> None:
    """From ten in the evening until half past midnight, on the clocks of the venue."""
    made = put(
        laid, "meeting", date_start=FIRST, date_end=SECOND, time_from=dt.time(22),
        time_until=dt.time(0, 30),
    )  # fmt: skip
    time = find_meeting(laid.table.reader("delegate"), made.pk).time
    assert time is not None
    assert time.utc == (
        dt.datetime(2017, 1, 23, 16, tzinfo=dt.UTC), dt.datetime(2017, 1, 23, 18, 30, tzinfo=dt.UTC)
    )  # fmt: skip


def test_how_a_meeting_came_to_be_is_filled_in(laid: Laid) -> None:
    """The format meant stays beside the one that it had; one entry with the reason."""
    planned = put(
        laid, "meeting", meeting_state="planned", intended_format="direct", actual_format="",
        date_start=FIRST,
    )  # fmt: skip
    before = Entry.objects.count()
    columns = {"meeting_state": "held", "actual_format": MeetingFormat.PROXIMITY.value}
    change_meeting(planned, columns, by=laid.table.secretary, because="They sat in two rooms.")
    told = find_meeting(laid.table.reader("delegate"), planned.pk)
    assert (told.row.intended_format, told.row.actual_format) == ("direct", "proximity")
    assert told.is_other_format
    assert Entry.objects.count() == before + 1
    with pytest.raises(ValueError, match="handling"):
        change_meeting(planned, {"handling": "CLEAR"}, by=laid.table.secretary)


def test_what_is_filled_in_is_refused_like_what_is_entered(laid: Laid) -> None:
    """At its field, and the row stays as it was."""
    for columns, field in (
        ({"date_start": SECOND, "date_end": FIRST}, "date_end"),
        ({"time_from": dt.time(13), "time_until": dt.time(12)}, "time_until"),
        ({"meeting_state": "not_held"}, "actual_format"),
    ):
        with pytest.raises(Refused) as refused:
            change_meeting(laid.meeting, columns, by=laid.table.secretary)
        assert refused.value.field == field
    assert Meeting.objects.get(pk=laid.meeting.pk).date_start == FIRST


def test_a_meeting_is_filled_in_by_whoever_may_and_sees_it(laid: Laid) -> None:
    """A delegate may not; what is hidden or withdrawn is not there."""
    with pytest.raises(NotAllowed):
        change_meeting(laid.meeting, {"venue_label": "A hotel"}, by=laid.table.cast.delegate)
    hidden = put(laid, "meeting", handling=Handling.AMBER_STRICT.value)
    withdrawn = put(laid, "meeting")
    withdraw_fact(withdrawn, by=laid.table.secretary, because="typed twice")
    for row in (hidden, withdrawn):
        with pytest.raises(NotFound):
            change_meeting(row, {"venue_label": "A hotel"}, by=laid.table.secretary)


def test_whoever_sits_for_a_delegation_sits_for_its_party(laid: Laid) -> None:
    """The party of the delegation is filled in; another party's delegation is refused."""
    north = put(laid, "delegation")
    seat = put(laid, "attendance", party=None, delegation=north)
    assert seat.party == laid.table.north
    guest = put(laid, "attendance", party=None, delegation=laid.delegation)
    assert guest.who == "Guests 1"
    with pytest.raises(Refused) as refused:
        put(laid, "attendance", party=laid.table.south, delegation=north)
    assert refused.value.field == "delegation"


def test_a_delegation_that_one_may_not_see_seats_nobody(laid: Laid) -> None:
    """The refusal does not say whose it is."""
    hidden = put(laid, "delegation", handling=Handling.AMBER_STRICT.value)
    for party in (None, laid.table.south):
        with pytest.raises(NotFound):
            put(laid, "attendance", by=laid.table.secretary, delegation=hidden, party=party)


def test_only_meetings_that_were_held_and_those_who_came_are_counted(laid: Laid) -> None:
    """Whoever was expected or stayed away met nobody; whoever left early did."""
    for state in SeatState:
        seat = {"party": None, "party_label": state.value, "seat_state": state.value}
        put(laid, "attendance", **seat)
    planned = put(laid, "meeting", meeting_state="planned", actual_format="", date_start=FIRST)
    for party in (laid.table.north, laid.table.south):
        put(laid, "attendance", meeting=planned, party=party)
    assert matrix(laid.table).actors == ("came", "left")


def test_a_withdrawn_meeting_or_seat_is_counted_nowhere(laid: Laid) -> None:
    """Neither in the matrix nor in the list; what hung on it hangs on nothing that counts."""
    by, reader = laid.table.secretary, laid.table.reader("delegate")
    north, south = (
        put(laid, "attendance", party=party) for party in (laid.table.north, laid.table.south)
    )
    assert matrix(laid.table).between("North", "South").of_kind(FACE) == 1
    withdraw_fact(south, by=by, because="did not sit there")
    assert matrix(laid.table).actors == ("North",)
    assert [seat.pk for seat in find_meeting(reader, laid.meeting.pk).seats] == [north.pk]
    item = put(laid, "agenda-item", meeting=laid.meeting, title="Of the meeting")
    assert item.title in {each.row.title for each in agenda_of(reader, laid.table.round)}
    withdraw_fact(laid.meeting, by=by, because="was not held")
    assert matrix(laid.table).actors == ()
    assert meetings_told(reader, MeetingFilter()) == []
    assert item.title not in {each.row.title for each in agenda_of(reader, laid.table.round)}


def test_a_seat_counts_whether_or_not_its_delegation_does(laid: Laid) -> None:
    """Who sat at a meeting is told of the meeting: a delegation entered twice takes nothing."""
    twice = put(laid, "delegation", party=laid.table.south)
    put(laid, "attendance", party=None, delegation=twice)
    put(laid, "attendance")
    withdraw_fact(twice, by=laid.table.secretary, because="typed twice")
    assert matrix(laid.table).between("North", "South").of_kind(FACE) == 1


def test_withdrawn_items_and_stands_are_on_no_agenda(laid: Laid) -> None:
    """The verdict is that of the stands that count."""
    reader = laid.table.reader("delegate")
    put(laid, "agenda-stand", agenda_stance="discussed")
    denied = put(laid, "agenda-stand", party=laid.table.north, agenda_stance="denies")
    put(laid, "agenda-stand", party=laid.table.host)
    seen = agenda_of(reader, laid.table.round)[0]
    assert seen.verdict is not None
    assert seen.verdict.label is DerivedLabel.DISPUTED
    assert [stand.who for stand in seen.refused_by] == ["Host"]
    withdraw_fact(denied, by=laid.table.secretary, because="of another item")
    seen = agenda_of(reader, laid.table.round)[0]
    assert seen.verdict is not None
    assert seen.verdict.label is DerivedLabel.ONE_SIDED
    withdraw_fact(laid.item, by=laid.table.secretary, because="typed twice")
    assert agenda_of(reader, laid.table.round) == []


def test_a_facilitator_met_both_sides_without_a_seat(laid: Laid) -> None:
    """In talks through intermediaries the sides met each other only through others."""
    made = put(
        laid, "meeting", actual_format="proximity", facilitator=laid.table.host,
        facilitator_label="Diplomats of the host", date_start=SECOND,
    )  # fmt: skip
    for party in (laid.table.north, laid.table.south):
        put(laid, "attendance", meeting=made, party=party)
    counted = matrix(laid.table, since=SECOND)
    assert counted.met_both("North", "South") == ("Host",)
    assert counted.between("North", "South").of_kind(FACE) == 0
    assert counted.between("North", "South").of_kind(ContactKind.THROUGH_INTERMEDIARIES) == 1


def test_meetings_are_filtered_by_round_track_and_days(laid: Laid) -> None:
    """One beside the rounds belongs to its track; one without a day lies in no period."""
    table = laid.table
    beside = put(laid, "meeting", round=None, track=table.track, date_start=dt.date(2017, 2, 3))
    elsewhere = put(laid, "meeting", round=None, track=table.other_track)
    reader = table.reader("delegate")

    def keys(**wanted: object) -> list[object]:
        return [told.row.pk for told in meetings_told(reader, MeetingFilter(**wanted))]

    assert keys() == [laid.meeting.pk, beside.pk, elsewhere.pk]
    assert keys(round=table.round) == [laid.meeting.pk]
    assert keys(track=table.track.name) == [laid.meeting.pk, beside.pk]
    assert keys(since=SECOND) == [beside.pk]
    assert keys(until=SECOND) == [laid.meeting.pk]


@pytest.mark.parametrize("part", ["monitor", "analyst", "secretary", "operator"])
def test_a_task_is_settled_by_whoever_keeps_the_record(laid: Laid, part: str) -> None:
    """And opened again; each an entry."""
    by: Member = getattr(laid.table.cast, part)
    task = put(laid, "meeting-action")
    before = Entry.objects.count()
    assert settle_meeting_action(task, ActionState.DONE, SECOND, by=by).settled_on == SECOND
    assert settle_meeting_action(task, ActionState.OPEN, SECOND, by=by).settled_on is None
    assert Entry.objects.count() == before + 2


@pytest.mark.parametrize("part", ["administrator", "delegate", "liaison"])
def test_a_task_is_settled_by_nobody_else(laid: Laid, part: str) -> None:
    """Whatever their house; the task stays open."""
    task = put(laid, "meeting-action")
    with pytest.raises(NotAllowed):
        settle_meeting_action(task, ActionState.DONE, SECOND, by=laid.table.cast.everyone()[part])
    assert MeetingAction.objects.get().action_state == "open"


def test_a_hidden_meeting_is_answered_like_one_that_is_not_there(table: Table) -> None:
    """For whoever reads it by its id, and for whoever would change it."""
    hidden = lay(table, Handling.AMBER_STRICT).meeting
    nothing = Meeting(pk="00000000-0000-0000-0000-000000000001")
    said = set()
    for row in (hidden, nothing):
        with pytest.raises(NotFound) as refused:
            find_meeting(table.reader("secretary"), row.pk)
        said.add(str(refused.value))
    assert len(said) == 1
    assert find_meeting(table.reader("monitor"), hidden.pk).row == hidden
    with pytest.raises(NotAllowed):
        enter_meeting(Meeting(round=table.round, name="Mine"), by=table.cast.liaison)
