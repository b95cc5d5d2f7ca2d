"""Meetings and who met whom at them, read from the demonstration through its interfaces."""

from collections.abc import Callable
from typing import Any

import pytest
from demonstration_parts import one, where
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]
Page = Callable[[str], str]
GOVERNMENT, OPPOSITION = "Syrian government", "Armed opposition delegation"


def seats(meeting: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Who sat at a meeting, as what, and whether they came."""
    return {seat["who"]: (seat["role"], seat["state"]) for seat in meeting["seats"]}


def test_guarantors_meet_before_the_round(meetings: dict[str, dict[str, Any]], page: Page) -> None:
    """On the eve, by themselves, and hard going, as one side's adviser has it."""
    eve = meetings["Preparatory talks of the guarantors"]
    assert (eve["days"]["start"], eve["actual_format"]) == ("2017-01-22", "preparatory")
    assert set(seats(eve)) == {"Russia", "Turkey", "Iran"}
    text = page(reverse("meeting", args=[eve["id"]]))
    assert "They were hard going, and the negotiators need time." in text
    assert "Adviser to Russia’s ambassador" in text


def test_the_format_that_is_meant_stands_beside_the_one_that_came_to_be(
    meetings: dict[str, dict[str, Any]], page: Page
) -> None:
    """Direct talks were the aim; the two sides sat apart, and nobody says who went between them."""
    talks = meetings["Talks between the two sides"]
    assert (talks["intended_format"], talks["actual_format"]) == ("direct", "proximity")
    assert seats(talks) == {
        GOVERNMENT: ("participant", "came"), OPPOSITION: ("participant", "came"),
    }  # fmt: skip
    assert "not the one that was meant" in page(reverse("meeting", args=[talks["id"]]))


def test_technical_meetings_are_no_negotiation(meetings: dict[str, dict[str, Any]]) -> None:
    """Jordan among those who sat there, the opposition not."""
    technical = meetings["Technical meetings of 15 February"]
    assert technical["actual_format"] == "technical"
    assert set(seats(technical)) == {"Russia", "Iran", "Jordan", GOVERNMENT}


def test_side_meetings_have_a_facilitator(meetings: dict[str, dict[str, Any]], page: Page) -> None:
    """The envoy through Turkish diplomats, planned; the host's president with him, held."""
    through = meetings["UN envoy with the armed opposition"]
    assert (through["state"], through["intended_format"]) == ("planned", "side")
    assert through["facilitator"] == "Turkish diplomats"
    assert set(seats(through).values()) == {("participant", "expected")}
    assert "Known, what was said is not" in page(reverse("meeting", args=[through["id"]]))
    hosted = meetings["President of Kazakhstan with the UN envoy"]
    assert (hosted["state"], hosted["actual_format"]) == ("held", "side")
    after = meetings["Opposition with Russia and Turkey after the opening session"]
    assert after["facilitator"] == "UN special envoy"


def test_a_party_meets_its_allies_alone(ask: Ask, meetings: dict[str, dict[str, Any]]) -> None:
    """At the third round the government met Russia and Iran, and nobody met the opposition."""
    allies = meetings["Government delegation with Russia and Iran"]
    assert set(seats(allies)) == {GOVERNMENT, "Russia", "Iran"}
    assert set(ask("contacts", track="Astana process", ordinal=3)["actors"]) == set(seats(allies))


def test_roles_at_a_meeting_hold_for_it_alone(
    meetings: dict[str, dict[str, Any]], rounds: dict[int, dict[str, Any]]
) -> None:
    """The envoy observes, facilitates and takes part; others are at a round and at no meeting."""
    envoy = "UN special envoy"
    assert seats(meetings["First session"])[envoy] == ("observer", "came")
    after = meetings["Opposition with Russia and Turkey after the opening session"]
    assert seats(after)[envoy] == ("facilitator", "came")
    assert seats(meetings["President of Kazakhstan with the UN envoy"])[envoy][0] == "participant"
    came = {each["who"] for each in rounds[1]["delegations"]}
    assert {"United States", "United Nations"} <= came
    assert not any("United States" in seats(meeting) for meeting in meetings.values())


def test_a_press_event_is_a_format_of_its_own(
    ask: Ask, meetings: dict[str, dict[str, Any]], facts: Ask
) -> None:
    """It puts people into one room and tells no more; how many journalists came is a figure."""
    event = meetings["Joint press conference"]
    assert event["actual_format"] == "press"
    assert set(seats(event)) == {OPPOSITION, "Turkey", "Russia", "United Nations"}
    pairs = ask("contacts", format="press")["pairs"]
    assert {(pair["face_to_face"], pair["same_room"]) for pair in pairs} == {(0, 1)}
    assert one(where(facts("figure"), concept="journalists"))["low"] == 400


def test_a_meeting_has_an_agenda_and_tasks(meetings: dict[str, dict[str, Any]], page: Page) -> None:
    """Experts are to consult on observing the cessation; what an account leaves open is a task."""
    experts = meetings["Expert consultations"]
    assert (experts["state"], experts["intended_format"]) == ("planned", "technical")
    assert {role for role, _state in seats(experts).values()} == {"expert"}
    assert "Observing the cessation of hostilities" in page(
        reverse("meeting", args=[experts["id"]])
    )
    technical = meetings["Technical meetings of 15 February"]
    task = "Ask for the date of the talks in Ankara"
    assert task in page(reverse("meeting", args=[technical["id"]]))
    assert task in page(reverse("chasing"))


def test_only_one_actor_met_both_sides(ask: Ask, page: Page) -> None:
    """Counted from meetings: Russia alone, as a diplomat of the host says."""
    found = ask("contacts", one=GOVERNMENT, other=OPPOSITION)
    assert found["met_both"] == ["Russia"]
    sides = one(where(found["pairs"], first=OPPOSITION, second=GOVERNMENT))
    assert (sides["face_to_face"], sides["through_intermediaries"]) == (0, 1)
    query = f"?one={GOVERNMENT.replace(' ', '+')}&other={OPPOSITION.replace(' ', '+')}"
    text = page(reverse("contacts") + query)
    both = text[text.index('role="status"') :]
    assert both.index("Face to face with both") < both.index("<strong><bdi>Russia</bdi></strong>")


def test_who_met_whom_is_given_as_data_under_the_same_filter(reader: Client) -> None:
    """When, how often and in which format: as JSON and as a table."""
    address_of = reverse("contacts_data", args=["json"])
    told = reader.get(address_of, {"since": "2017-02-01", "until": "2017-02-28"}).json()
    assert {row["actor"] for row in told["actors"]} == {"Russia", "Iran", "Jordan", GOVERNMENT}
    assert {pair["formats"]["technical"] for pair in told["pairs"]} == {1}
    assert {pair["first_day"] for pair in told["pairs"]} == {"2017-02-15"}
    rows = (
        reader.get(reverse("contacts_data", args=["csv"])).content.decode("utf-8-sig").splitlines()
    )
    assert rows[0].split(",")[:3] == ["first", "second", "face_to_face"]
