"""The forms and pages with which a secretary runs a round."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from django.urls import reverse

from trucewatch.agreements.models import Instrument, Obligation, Version
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party
from trucewatch.sources.recording import withdraw_fact
from trucewatch.talks.actions.meetings import record_meeting
from trucewatch.talks.models import (
    Delegation,
    DraftPosition,
    FollowUp,
    Meeting,
    MeetingAccount,
    Presence,
    Round,
    RoundDate,
    RoundInvitation,
    RoundStep,
    Settlement,
)
from trucewatch.vocabulary.process import PartyKind, RoundState

pytestmark = pytest.mark.django_db

TEXT = "Preamble.\n\n1. Fire ceases.\n\n2. Maps are handed over.\n"
SignIn = Callable[[Any], Client]


@pytest.fixture
def sides(cast: Cast) -> dict[str, Party]:
    """Two sides, one of them with a name in another script."""
    return {
        name: add_party(name, kind=PartyKind.COALITION, names=names, by=cast.operator)
        for name, names in (("North", [("الشمال", "ar")]), ("South", []))
    }


@pytest.fixture
def desk(cast: Cast, sides: dict[str, Party], settings: Any) -> Client:
    """The secretary, signed in."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(cast.secretary)
    return client


@pytest.fixture
def round_(desk: Client) -> Round:
    """A round that was opened on the page."""
    answer = desk.post(reverse("new_round"), opening())
    assert answer.status_code == 302, answer.content.decode()
    return Round.objects.get()


def opening(**changed: str) -> dict[str, str]:
    """A round as the form sends it."""
    return {
        "track": "Lake talks", "new_track": "on", "ordinal": "1", "state": "announced",
        "date_start": "2017-02-15", "date_end": "2017-02-16", "venue_label": "Lake Hotel",
        "host": "Somebody", "time_zone": "Asia/Almaty", "purpose": "The ceasefire.",
        "handling": "AMBER", **changed,
    }  # fmt: skip


def with_delegations(desk: Client, held: Round) -> dict[str, Delegation]:
    """Both sides come."""
    for name in ("North", "South"):
        address = reverse("new_delegation", args=[held.pk])
        desk.post(address, {"who": name, "head": f"{name} Head", "handling": "AMBER"})
    return {row.who: row for row in Delegation.objects.all()}


def with_draft(desk: Client, held: Round, **more: Any) -> Version:
    """A text is circulated to both."""
    rows = with_delegations(desk, held)
    given = {
        "name": "Statement", "instrument_type": "joint_statement", "text": TEXT,
        "on": "2017-02-15", "recipients": [str(row.pk) for row in rows.values()],
        "handling": "AMBER", **more,
    }  # fmt: skip
    answer = desk.post(reverse("new_draft", args=[held.pk]), given)
    assert answer.status_code == 302, answer.content.decode()
    return Version.objects.get()


def signed_in(member: Any) -> Client:
    """Somebody else's browser."""
    client = Client()
    client.force_login(member)
    return client


def test_opening_a_round_enters_track_and_state(round_: Round, desk: Client) -> None:
    """A host who is no party of the record is kept in words; the page tells all of it."""
    assert RoundStep.objects.get().round_state == "announced"
    page = desk.get(reverse("round", args=[round_.pk])).content.decode()
    for words in ("Lake talks", "Lake Hotel", "Asia/Almaty", "Host: Somebody", "Announced"):
        assert words in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"time_zone": "Moon/Sea"}, "time_zone"),
        ({"date_end": "2017-02-01"}, "date_end"),
        ({"ordinal": "0"}, "ordinal"),
        ({"date_start": "02/03/17"}, "date_start"),
        ({"track": ""}, "track"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    desk: Client, changed: dict[str, str], field: str
) -> None:
    """Nothing is kept, and what was typed stands there again."""
    answer = desk.post(reverse("new_round"), opening(**changed))
    assert answer.status_code == 422
    assert f"id_{field}_error" in answer.content.decode()
    assert "Lake Hotel" in answer.content.decode()
    assert not Round.objects.exists()


def test_a_round_of_that_number_is_there_already(round_: Round, desk: Client) -> None:
    """The second one is refused with a reason."""
    answer = desk.post(reverse("new_round"), opening())
    assert answer.status_code == 422
    assert Round.objects.count() == 1


def test_states_that_can_follow_are_offered_first(round_: Round, desk: Client) -> None:
    """Others are there for accounts of other days; what cannot be is refused with the reason."""
    page = desk.get(reverse("move_round", args=[round_.pk])).content.decode()
    listed = page.split('name="state"')[1].split("</select>")[0]
    states = re.findall(r'<option value="(\w+)"', listed)
    assert states[:2] == ["dated", "preparatory"]
    assert set(states) == {state.value for state in RoundState}
    sent = {"state": "proposed", "date_start": "2099-02-16", "handling": "AMBER"}
    refused = desk.post(reverse("move_round", args=[round_.pk]), sent)
    assert refused.status_code == 422
    assert "cannot follow" in refused.content.decode()


def test_a_date_is_kept_and_the_record_may_reckon_from_it(round_: Round, desk: Client) -> None:
    """The announcement stays; without the tick the round keeps its days."""
    given = {
        "date_kind": "held", "date_start": "2017-02-20", "announced_on": "2017-02-10",
        "by": "North", "handling": "AMBER",
    }  # fmt: skip
    desk.post(reverse("date_round", args=[round_.pk]), given)
    round_.refresh_from_db()
    assert round_.date_start.isoformat() == "2017-02-15"
    desk.post(reverse("date_round", args=[round_.pk]), {**given, "reckon": "on"})
    round_.refresh_from_db()
    assert round_.date_start.isoformat() == round_.date_end.isoformat() == "2017-02-20"
    assert RoundDate.objects.count() == 2


def test_invited_are_found_by_any_of_their_names(round_: Round, desk: Client) -> None:
    """One a line, a name in another script too; others stay words; the same twice is one."""
    given = {"invitees": "الشمال\nSomebody new\nSomebody new\n", "handling": "AMBER"}
    assert desk.post(reverse("invite", args=[round_.pk]), given).status_code == 302
    rows = RoundInvitation.objects.order_by("recorded_at")
    assert [(row.party and row.party.name, row.party_label) for row in rows] == [
        ("North", ""), (None, "Somebody new"),
    ]  # fmt: skip
    first = rows[0]
    address = reverse("answer_invitation", args=[first.pk])
    assert desk.post(address, {"invitation_answer": "conditional"}).status_code == 422
    given = {"invitation_answer": "conditional", "condition": "Fire ceases first."}
    assert desk.post(address, given).status_code == 302
    assert "Fire ceases first." in desk.get(reverse("round", args=[round_.pk])).content.decode()


def test_a_late_arrival_stands_in_the_grid_and_can_be_undone(round_: Round, desk: Client) -> None:
    """With its time; the undo that is offered takes it out of the grid."""
    row = with_delegations(desk, round_)["South"]
    given = {
        "delegation": str(row.pk), "status": "late", "on": "2017-02-15", "at": "15:30",
        "reason": "Fog.", "handling": "AMBER",
    }  # fmt: skip
    page = desk.post(reverse("presence", args=[round_.pk]), given, follow=True).content.decode()
    assert "Arrived late" in page
    assert "15:30" in page
    undo = re.search(r'class="note undo success" method="post" action="([^"]+)"', page)
    assert undo
    desk.post(undo.group(1), {"because": "Undo of the entry"})
    page = desk.get(reverse("round", args=[round_.pk])).content.decode()
    assert "15:30" not in page
    assert Presence.objects.get().withdrawn


def test_a_day_far_from_the_round_is_taken_for_a_slip(round_: Round, desk: Client) -> None:
    """Refused at the day, with the days of the round."""
    row = with_delegations(desk, round_)["South"]
    given = {"delegation": str(row.pk), "status": "late", "on": "2018-02-15", "handling": "AMBER"}
    answer = desk.post(reverse("presence", args=[round_.pk]), given)
    assert answer.status_code == 422
    assert not Presence.objects.exists()


def test_a_meeting_is_entered_with_seats_and_counts_once_it_was_held(
    round_: Round, desk: Client
) -> None:
    """Planned it makes no contact; held in a direct format it does."""
    rows = with_delegations(desk, round_)
    given = {
        "name": "Morning session", "meeting_state": "planned", "on": "2017-02-15",
        "time_from": "10:00", "intended_format": "proximity",
        "delegations": [str(row.pk) for row in rows.values()], "others": "An observer",
        "others_role": "observer", "confidentiality": "closed", "handling": "AMBER",
    }  # fmt: skip
    assert desk.post(reverse("new_meeting", args=[round_.pk]), given).status_code == 302
    meeting = Meeting.objects.get()
    asked = {"one": "North", "other": "South", "format": ""}
    empty = desk.get(reverse("contacts_data", args=["json"]), asked).json()
    assert empty["pairs"] == []
    held = {"meeting_state": "held", "on": "2017-02-15", "actual_format": "direct"}
    assert desk.post(reverse("held_meeting", args=[meeting.pk]), held).status_code == 302
    meeting.attendance.update(seat_state="came")
    pairs = desk.get(reverse("contacts_data", args=["json"]), asked).json()["pairs"]
    met = {(p["first"], p["second"]): p["face_to_face"] for p in pairs}
    assert met["North", "South"] == 1
    page = desk.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "not the one that was meant" in page


def test_a_draft_goes_its_way_to_obligations(round_: Round, desk: Client) -> None:
    """Refused, circulated anew, adopted with a reservation; whoever refuses is not bound."""
    first = with_draft(desk, round_)
    hashed = _hidden(desk, first)
    given = {"who": "South", "draft_stance": "refuses", "version_hash": hashed, "handling": "AMBER"}
    desk.post(reverse("draft_position", args=[first.pk]), given)
    again = {"text": TEXT, "others": "North", "handling": "AMBER"}
    address = reverse("circulate", args=[first.instrument_id])
    assert desk.post(address, again).status_code == 422, "the same text is no new version"
    again["text"] = TEXT.replace("Maps", "All maps")
    assert desk.post(address, again).status_code == 302
    second = Version.objects.get(number=2)
    page = desk.get(reverse("draft", args=[first.instrument_id])).content.decode()
    assert "<ins>All maps</ins>" in page or "<ins>All" in page

    wrong = {**given, "draft_stance": "agrees"}
    answer = desk.post(reverse("draft_position", args=[second.pk]), wrong)
    assert answer.status_code == 422, "a position on another text"
    reserved = {
        "who": "South", "draft_stance": "reserves", "version_hash": _hidden(desk, second),
        "handling": "AMBER",
    }  # fmt: skip
    answer = desk.post(reverse("draft_position", args=[second.pk]), reserved)
    assert answer.status_code == 422, "a reservation without words"
    desk.post(reverse("draft_position", args=[second.pk]), {**reserved, "text": "But slowly."})
    assert DraftPosition.objects.filter(version=second).count() == 1

    oblige = reverse("draw_obligations", args=[second.pk])
    drawn = {
        "take_0": "on", "text_0": "Fire ceases.", "bearer_0": "South", "nature_0": "omission",
        "handling": "AMBER",
    }  # fmt: skip
    assert desk.post(oblige, drawn).status_code == 422, "nothing was adopted yet"
    settle = {"draft_outcome": "adopted", "on": "2017-02-16", "handling": "AMBER"}
    desk.post(reverse("settle_draft", args=[second.pk]), settle)
    assert desk.post(oblige, drawn).status_code == 302
    owed = Obligation.objects.get()
    assert (owed.bearer and owed.bearer.name, owed.provision and owed.provision.number) == (
        "South", "1",
    )  # fmt: skip

    settle = {"draft_outcome": "adopted", "on": "2017-02-16", "handling": "AMBER"}
    desk.post(reverse("settle_draft", args=[first.pk]), settle)
    answer = desk.post(reverse("draw_obligations", args=[first.pk]), drawn)
    assert answer.status_code == 422, "South refused the first version"
    page = desk.get(reverse("draft", args=[first.instrument_id])).content.decode()
    assert "South refused this version, and it is said to be adopted." in page


def _hidden(desk: Client, version: Version) -> str:
    page = desk.get(reverse("draft_position", args=[version.pk])).content.decode()
    found = re.search(r'name="version_hash" value="([0-9a-f]{64})"', page)
    assert found
    return found.group(1)


def test_issued_without_needs_names(round_: Round, desk: Client) -> None:
    """And then they stand on the page of the draft."""
    version = with_draft(desk, round_)
    address = reverse("settle_draft", args=[version.pk])
    given = {"draft_outcome": "issued_without", "handling": "AMBER"}
    assert desk.post(address, given).status_code == 422
    assert desk.post(address, {**given, "without": "South\nNobody known"}).status_code == 302
    assert Settlement.objects.get().without == "South\nNobody known"
    page = desk.get(reverse("draft", args=[version.instrument_id])).content.decode()
    assert "Issued without some" in page


def test_a_draft_is_read_by_those_whom_it_was_given_to(
    round_: Round, desk: Client, cast: Cast
) -> None:
    """One party's liaison was chosen: the other's finds no version, nor a position on it."""
    house = str(cast.liaison.organisation_id)
    version = with_draft(desk, round_, readers=[house])
    assert version.compartment is not None
    address = reverse("draft", args=[version.instrument_id])
    page = desk.get(reverse("draft_position", args=[version.pk])).content.decode()
    assert f'value="{version.compartment_id}" selected' in page
    given = {
        "who": "North", "draft_stance": "agrees", "version_hash": _hidden(desk, version),
        "handling": "AMBER", "compartment": str(version.compartment_id),
    }  # fmt: skip
    assert desk.post(reverse("draft_position", args=[version.pk]), given).status_code == 302
    for member, sees in ((cast.liaison, True), (cast.rival, False), (cast.delegate, False)):
        page = signed_in(member).get(address).content.decode()
        assert ("Fire ceases" in page) is sees, member
        assert ("Agrees" in page) is sees, member
    assert "Fire ceases" in signed_in(cast.monitor).get(address).content.decode()


def test_a_refused_draft_leaves_neither_text_nor_circle(
    round_: Round, desk: Client, cast: Cast
) -> None:
    """Sent to nobody, it is refused as a whole."""
    house = str(cast.liaison.organisation_id)
    given = {
        "name": "Statement", "instrument_type": "joint_statement", "text": TEXT,
        "readers": [house], "handling": "AMBER",
    }  # fmt: skip
    assert desk.post(reverse("new_draft", args=[round_.pk]), given).status_code == 422
    assert not Instrument.objects.exists()
    assert not Version.objects.exists()


def test_what_is_to_follow_is_asked_after_until_it_is_settled(round_: Round, desk: Client) -> None:
    """Undated first; a day makes it dated; done takes it from the list."""
    given = {"what": "Talks elsewhere", "place_label": "Ankara", "handling": "AMBER"}
    desk.post(reverse("new_follow_up", args=[round_.pk]), given)
    row = FollowUp.objects.get()
    page = desk.get(reverse("chasing")).content.decode()
    assert "Talks elsewhere" in page
    assert "No day known: ask for one" in page
    step = reverse("move_follow_up", args=[row.pk])
    asked = {"follow_up_state": "asked", "on": "2017-03-01", "by": "North", "handling": "AMBER"}
    assert desk.post(step, asked).status_code == 302
    dated = {"follow_up_state": "dated", "on": "2017-03-02", "handling": "AMBER"}
    assert desk.post(step, dated).status_code == 422, "a day is wanted"
    assert desk.post(step, {**dated, "date_start": "2017-04-01"}).status_code == 302
    assert "Its day has passed" in desk.get(reverse("chasing")).content.decode()
    done = {"follow_up_state": "done", "on": "2017-04-01", "handling": "AMBER"}
    assert desk.post(step, done).status_code == 302
    late = {**asked, "on": "2017-05-01"}
    assert desk.post(step, late).status_code == 422, "it is over"


def test_a_calendar_opens_by_its_address_and_shows_what_its_member_sees(
    round_: Round, desk: Client, cast: Cast
) -> None:
    """A meeting under AMBER is in the secretary's feed and not in a liaison's."""
    given = {
        "name": "Quiet meeting", "meeting_state": "planned", "on": "2017-02-15",
        "time_from": "10:00", "confidentiality": "undisclosed", "others_role": "observer",
        "handling": "AMBER",
    }  # fmt: skip
    assert desk.post(reverse("new_meeting", args=[round_.pk]), given).status_code == 302
    feeds = {}
    for member in (cast.secretary, cast.liaison):
        client = signed_in(member)
        page = client.post(reverse("calendar")).content.decode()
        address = re.search(r'value="(http[^"]+\.ics)"', page)
        assert address
        path = address.group(1).split("testserver", 1)[1]
        answer = Client().get(path)
        assert answer["Content-Type"].startswith("text/calendar")
        feeds[member.username] = answer.content.decode()
    assert "Lake talks" in feeds["liaison"]
    assert "Quiet meeting" not in feeds["liaison"]
    assert "Quiet meeting" in feeds["secretary"]
    assert "DTSTART:20170215T040000Z" in feeds["secretary"], "10:00 in Almaty is 04:00 in UTC"
    assert "DTEND;VALUE=DATE:20170217" in feeds["secretary"]


def test_a_calendar_that_was_revoked_is_not_there(desk: Client, cast: Cast) -> None:
    """Nor does a token of another scope open it, nor that of the calendar anything else."""
    page = desk.post(reverse("calendar")).content.decode()
    found = re.search(r'value="(http[^"]+/calendar/([^"]+)\.ics)"', page)
    assert found
    path = found.group(1).split("testserver", 1)[1]
    asked = {"headers": {"authorization": f"Bearer {found.group(2)}"}}
    assert Client(**asked).get("/api/v1/rounds").status_code == 403  # type: ignore[arg-type]
    revoke = re.search(r'action="(/tokens/[^"]+/revoke/)"', page)
    assert revoke
    desk.post(revoke.group(1))
    assert Client().get(path).status_code == 404
    assert Client().get("/calendar/tw_nothing.ics").status_code == 404


def test_what_was_withdrawn_is_gone_from_every_page(
    round_: Round, desk: Client, cast: Cast
) -> None:
    """A delegation with everything under it; a version with every position on it."""
    version = with_draft(desk, round_)
    given = {
        "who": "South", "draft_stance": "refuses", "version_hash": _hidden(desk, version),
        "handling": "AMBER",
    }  # fmt: skip
    desk.post(reverse("draft_position", args=[version.pk]), given)
    withdraw_fact(version, by=cast.secretary, because="A slip")
    page = desk.get(reverse("draft", args=[version.instrument_id])).content.decode()
    assert "Refuses" not in page
    assert desk.get(reverse("draft_position", args=[version.pk])).status_code == 404
    delegation = Delegation.objects.first()
    assert delegation
    withdraw_fact(delegation, by=cast.secretary, because="A slip")
    page = desk.get(reverse("round", args=[round_.pk])).content.decode()
    assert "North Head" not in page


def test_the_line_of_time_refuses_what_cannot_be_drawn(round_: Round, desk: Client) -> None:
    """An end before the start, and more than ten years; every zoom keeps inside."""
    address = reverse("timeline")
    assert desk.get(address, {"since": "2017-02-02", "until": "2017-02-01"}).status_code == 400
    assert desk.get(address, {"since": "1917-02-02", "until": "2017-02-01"}).status_code == 400
    page = desk.get(address).content.decode()
    for name in ("Closer", "Wider", "Earlier", "Later"):
        link = re.search(rf'href="([^"]+)"[^>]*>{name}<', page)
        assert link, name
        assert desk.get(link.group(1).replace("&amp;", "&")).status_code == 200


def test_nothing_is_recorded_by_those_who_may_not(round_: Round, cast: Cast) -> None:
    """A liaison, a delegate and an administrator read the round and enter nothing."""
    for member in (cast.liaison, cast.delegate, cast.administrator):
        client = signed_in(member)
        assert client.get(reverse("round", args=[round_.pk])).status_code == 200
        for name in ("move_round", "presence", "new_meeting", "new_draft", "invite"):
            assert client.post(reverse(name, args=[round_.pk]), {}).status_code == 403, name


def test_what_a_document_tells_can_be_tied_to_a_meeting(
    round_: Round, desk: Client, cast: Cast
) -> None:
    """On the page of the meeting, and untied again; another reader's account is not there."""
    account = record_meeting(
        MeetingAccount(
            track="Lake talks", ordinal=1, gist="They met by the lake.", document_sha256="a" * 64,
            start=0, end=9, handling="AMBER",
        ),
        by=cast.secretary,
    )  # fmt: skip
    given = {
        "name": "Morning", "meeting_state": "held", "confidentiality": "closed",
        "others_role": "observer", "handling": "AMBER",
    }  # fmt: skip
    desk.post(reverse("new_meeting", args=[round_.pk]), given)
    meeting = Meeting.objects.get()
    tie = reverse("tie_meeting", args=[meeting.pk])
    page = desk.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "It tells of this meeting" in page
    assert desk.post(tie, {"account": str(account.pk)}).status_code == 302
    account.refresh_from_db()
    assert account.meeting_id == meeting.pk
    desk.post(tie, {"account": str(account.pk), "undo": "1"})
    account.refresh_from_db()
    assert account.meeting_id is None
    assert desk.post(tie, {"account": "7"}).status_code == 422
