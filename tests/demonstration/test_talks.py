"""Tracks, rounds, meetings and what follows, read from the demonstration through its interfaces."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from demonstration_parts import one, signed_in, where
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]
Page = Callable[[str], str]
GOVERNMENT = "Syrian government"


def roles(track: dict[str, Any], role: str) -> list[str]:
    """Who has a role in a track."""
    return [row["who"] for row in where(track["roles"], role=role)]


def address(facts: Ask, name: str) -> str:
    """The page of a track."""
    role = next(row for row in facts("track-state") if row["track"]["name"] == name)
    return reverse("track", args=[role["track"]["id"]])


def test_tracks_stand_with_sponsors_mediator_and_host(
    tracks: dict[str, dict[str, Any]], page: Page
) -> None:
    """Three states sponsor one, the United Nations mediate the other; each with its purpose."""
    assert roles(tracks["Astana process"], "sponsor") == ["Russia", "Turkey", "Iran"]
    assert "Kazakhstan" in roles(tracks["Astana process"], "host")
    assert roles(tracks["Geneva"], "mediator") == ["UN special envoy"]
    text = page(reverse("talks"))
    assert all(name in text for name in tracks)
    assert "Talks on a political settlement under a mediator of the United Nations." in text


def test_one_actor_has_several_dated_roles(tracks: dict[str, dict[str, Any]]) -> None:
    """The envoy attends one process without a role that is stated, and mediates another."""
    astana = one(where(tracks["Astana process"]["roles"], who="UN special envoy"))
    geneva = one(where(tracks["Geneva"]["roles"], who="UN special envoy"))
    assert (astana["role"], geneva["role"]) == ("attendee", "mediator")
    assert astana["since"] < geneva["since"]
    assert roles(tracks["Geneva"], "sponsor") == ["United Nations"]


def test_a_track_is_suspended_about_to_resume_and_runs_beside_another(
    tracks: dict[str, dict[str, Any]], facts: Ask, page: Page
) -> None:
    """By accounts of 2016, January and March 2017; the last two agree."""
    told = [row["says"] for row in tracks["Geneva"]["states"]]
    assert told == ["suspended", "suspended", "resuming", "parallel", "parallel"]
    vague = tracks["Geneva"]["states"][0]["days"]
    assert (vague["start"], vague["precision"]) == ("2016-01-01", 5)
    text = page(address(facts, "Geneva"))
    assert "Under way beside another track" in text
    assert "2 voices say the same." in text


def test_tracks_depend_on_each_other_as_somebody_says(
    tracks: dict[str, dict[str, Any]], facts: Ask, page: Page
) -> None:
    """One is to feed another, runs beside it, or works out details for it."""
    links = {
        (link["track"], link["kind"], link["other"], link["by"])
        for track in tracks.values()
        for link in track["links"]
    }
    assert ("Astana process", "feeds", "Geneva", "President of Kazakhstan") in links
    assert ("Astana process", "feeds", "Geneva", "Some observers") in links
    assert {link[:3] for link in links} == {
        ("Astana process", "feeds", "Geneva"), ("Geneva", "parallel_to", "Astana process"),
        ("Ankara technical talks", "serves", "Astana process"),
    }  # fmt: skip
    assert "is meant to feed" in page(address(facts, "Astana process"))


def test_recognition_of_a_role_in_talks_is_contested(
    tracks: dict[str, dict[str, Any]], facts: Ask, page: Page
) -> None:
    """The government holds that the talks are between Syrians only; the record takes no view."""
    role = one(where(tracks["Astana process"]["roles"], who="Turkey", role="participant"))
    assert [(view["who"], view["says"]) for view in role["views"]] == [(GOVERNMENT, "contests")]
    assert "The talks are between Syrians only" in page(address(facts, "Astana process"))


def test_the_host_stands_with_what_is_said_of_its_seat(
    tracks: dict[str, dict[str, Any]], rounds: dict[int, dict[str, Any]]
) -> None:
    """Host of every round, and a member of the Security Council, said by the envoy."""
    assert {held["host"] for held in rounds.values()} == {"Kazakhstan"}
    seat = "Kazakhstan, with a seat on the UN Security Council"
    cited = one(where(tracks["Astana process"]["roles"], who=seat))["citation"]
    assert cited["end"] > cited["start"]


def test_rounds_stand_with_days_state_and_outcome(
    rounds: dict[int, dict[str, Any]], page: Page
) -> None:
    """The third is known to the week alone, the fourth is announced."""
    days = {n: (held["days"]["start"], held["days"]["end"]) for n, held in rounds.items()}
    assert days == {
        1: ("2017-01-23", "2017-01-24"), 2: ("2017-02-15", "2017-02-16"),
        3: ("2017-03-13", "2017-03-19"), 4: ("2017-05-03", "2017-05-04"),
    }  # fmt: skip
    assert rounds[3]["days"]["precision"] == 3
    states = [rounds[n]["state"] for n in (1, 2, 3, 4)]
    assert states == ["closed", "closed", "follow_up", "dated"]
    text = page(reverse("talks"))
    assert "No final statement was signed." in text
    assert "No substantive negotiations took place." in text


def test_a_round_tells_times_on_the_venues_clocks_and_in_utc(
    rounds: dict[int, dict[str, Any]], page: Page
) -> None:
    """One in the afternoon in Astana is seven in the morning in UTC, as the account says itself."""
    opening = one(where(rounds[1]["schedule"], of="opening"))["times"][0]
    assert (opening["local_from"], opening["zone"]) == ("13:00:00", "Asia/Almaty")
    assert opening["utc_from"] == "2017-01-23T07:00:00Z"
    assert opening["is_about"]
    text = page(reverse("round", args=[rounds[1]["id"]]))
    assert "13:00" in text
    assert "07:00</bdi> UTC" in text


def test_competing_ends_of_a_round_stand_side_by_side(rounds: dict[int, dict[str, Any]]) -> None:
    """Midday by one agency, the evening by another, both of the host's ministry."""
    closing = one(where(rounds[1]["schedule"], of="closing"))
    assert closing["verdict"]["label"] == "disputed"
    assert {(time["voice"], time["local_from"]) for time in closing["times"]} == {
        ("Kazakh foreign ministry, by Reuters", "12:00:00"),
        ("Kazakh foreign ministry, by Anadolu", "18:00:00"),
    }


def test_a_round_has_a_venue(rounds: dict[int, dict[str, Any]], page: Page) -> None:
    """The house and the city; of the second round only the city is told."""
    assert rounds[1]["venue"] == "Rixos Hotel, Astana"
    assert rounds[2]["venue"] == "Astana"
    assert "Rixos Hotel" in page(reverse("round", args=[rounds[1]["id"]]))


def test_items_of_an_agenda_stand_with_whoever_refuses_them(
    rounds: dict[int, dict[str, Any]], page: Page
) -> None:
    """The opposition refuses constitution and elections; the first agenda is the government's."""
    political = one(where(rounds[2]["agenda"], number=1))
    assert political["title"] == "Constitution, elections and other political questions"
    stand = one(political["stands"])
    assert (stand["who"], stand["says"]) == ("Head of the opposition delegation", "refuses")
    first = rounds[1]["agenda"][0]
    assert (first["title"], first["put_there_by"]) == (
        "Strengthening the ceasefire", "Head of the government delegation",
    )  # fmt: skip
    text = page(reverse("round", args=[rounds[2]["id"]]))
    assert "Head of the opposition delegation</bdi>: refuses to discuss it" in " ".join(
        text.split()
    )


def test_whether_an_item_was_discussed_is_told_by_each(
    rounds: dict[int, dict[str, Any]], page: Page
) -> None:
    """A commission: discussed, says one head of delegation; not at all, says the other."""
    item = one(where(rounds[3]["agenda"], title="A commission on a new constitution"))
    said = {(stand["who"], stand["says"]) for stand in item["stands"]}
    assert ("Head of the Russian delegation", "discussed") in said
    assert ("Head of the government delegation", "denies") in said
    assert (GOVERNMENT, "refuses") in said
    assert item["verdict"]["label"] == "disputed"
    text = page(reverse("round", args=[rounds[3]["id"]]))
    assert "says that it was discussed" in text
    assert "denies that it was discussed" in text
    assert "Was a commission on a new constitution discussed at the third round?" in text


def test_outcomes_have_a_type_and_the_reason_that_somebody_states(
    rounds: dict[int, dict[str, Any]],
) -> None:
    """A mechanism; no statement for two reasons; no substance; another date and nothing else."""
    kinds = {n: [row["says"] for row in held["outcomes"]] for n, held in rounds.items()}
    assert kinds == {
        1: ["mechanism"], 2: ["no_statement", "no_statement", "mechanism"],
        3: ["no_substance", "no_substance", "next_date", "host_summary"], 4: [],
    }  # fmt: skip
    reasons = {row["reason"] for row in where(rounds[3]["outcomes"], says="no_substance")}
    assert any("refused to discuss a commission" in reason for reason in reasons)
    assert "The opposition stayed away." in reasons


def test_dates_are_announced_one_after_the_other(
    rounds: dict[int, dict[str, Any]], page: Page
) -> None:
    """Early May by the guarantors, then 3 and 4 May by the host: the second refines the first."""
    held = one(rounds[4]["dates"])
    told = [
        (row["who"], row["days"]["start"], row["days"]["precision"]) for row in held["accounts"]
    ]
    assert told[:2] == [
        ("Russia, Turkey and Iran", "2017-05-01", 4),
        ("Deputy foreign minister of Kazakhstan", "2017-05-03", 2),
    ]
    assert held["verdict"]["label"] == "agreed"
    assert {row["on"] for row in held["accounts"]} == {"2017-03-15"}
    text = page(reverse("round", args=[rounds[4]["id"]]))
    assert text.index("1-10 May 2017") < text.index("3-4 May 2017", text.index("1-10 May 2017"))


def test_a_round_is_extended_for_those_who_come_late(rounds: dict[int, dict[str, Any]]) -> None:
    """Delegates of the guarantors stay, says the head of one of them; then it closed."""
    states = [row["says"] for row in rounds[3]["steps"]]
    assert states == ["open", "extended", "closed", "closed", "follow_up"]
    extended = one(where(rounds[3]["steps"], says="extended"))
    assert extended["by"] == "Head of the Russian delegation"
    for name in ("Russia", "Turkey", "Iran"):
        cells = one(where(rounds[3]["delegations"], who=name))["presence"]
        last = cells[-1]
        assert (last["day"], last["statuses"], last["is_vague"]) == (
            "2017-03-16", ["present"], True,
        )  # fmt: skip


def test_expectations_stand_beside_the_outcomes_of_their_round(
    rounds: dict[int, dict[str, Any]], page: Page
) -> None:
    """A mechanism was hoped for and came; a direct meeting was the aim, and was not had."""
    expected = {row["who"]: row["text"] for row in rounds[1]["expectations"]}
    assert expected["Organisers"] == "No breakthrough is to be expected."
    assert expected["Foreign minister of Russia"] == "The two sides meet directly."
    hoped = one(where(rounds[1]["expectations"], who="UN envoy"))
    assert hoped["says"] in [row["says"] for row in rounds[1]["outcomes"]]
    text = page(reverse("round", args=[rounds[1]["id"]]))
    assert "No breakthrough is to be expected." in text
    assert "The two sides held no direct talks." in text


def test_a_complaint_about_the_talks_is_no_violation(ask: Ask, facts: Ask, page: Page) -> None:
    """Accusations of disrupting them are words of a speaker, and a case of a class of its own."""
    case = one(where(ask("cases", limit=100)["cases"], case_class="process"))
    assert (case["matter"], case["violation_type"]) == ("Process complaint", "unspecified")
    totals = ask("cases/figures")["totals"]
    assert (totals["cases"], totals["process_complaints"], totals["guarantor_complaints"]) == (
        2, 1, 2,
    )  # fmt: skip
    accused = [s for s in facts("statement") if s["act"] == "accuses" and "process" in s["remarks"]]
    assert {row["speaker_party"]["name"] for row in accused} == {GOVERNMENT}
    assert "Process complaint" in page(reverse("cases"))


def test_what_each_side_says_stands_side_by_side(
    rounds: dict[int, dict[str, Any]], page: Page
) -> None:
    """In the days of the third round: both delegations, a guarantor and the host."""
    text = page(reverse("round", args=[rounds[3]["id"]]))
    said = text[text.index('id="said"') :]
    for words in (
        "Says that a commission was not discussed at all.", "Says that a commission was discussed.",
        "Accuses Russia of not upholding the ceasefire.", "Accuses Turkey of impeding the process.",
    ):  # fmt: skip
        assert words in said


def test_a_follow_up_without_a_day_is_asked_for_until_it_has_one(
    rounds: dict[int, dict[str, Any]], page: Page
) -> None:
    """Talks in Ankara have none; the meeting of February took place, and is settled."""
    ankara = one(rounds[2]["follow_ups"])
    assert (ankara["where"], ankara["state"], ankara["days"]) == ("Ankara", "undated", None)
    held = one(rounds[1]["follow_ups"])
    assert (held["state"], held["open_days"]) == ("settled", None)
    asked, settled = page(reverse("chasing")).split("<details", 1)
    assert ankara["what"] in asked
    assert "No day known: ask for one" in asked
    assert held["what"] not in asked
    assert held["what"] in settled


def test_a_process_stands_on_one_line_of_time(page: Page) -> None:
    """Rounds, how tracks stood, meetings, texts, words and the background, each in a row."""
    text = page(reverse("timeline") + "?since=2017-01-01&until=2017-05-31")
    lanes = ("Rounds", "How tracks stand", "Meetings", "Texts", "Due and to follow", "Statements")
    for lane in lanes:
        assert f"{lane}</h2>" in text
    assert "13-19 Mar 2017: Astana process, round 3 (In follow-up)" in text
    early = page(reverse("timeline") + "?since=2011-01-01&until=2011-12-31")
    assert "Background</h2>" in early
    assert "Beginning of the conflict" in early


def test_a_calendar_program_reads_rounds_and_meetings(shown: None) -> None:
    """By an address that is made once; times are in UTC, days that are known roughly say so."""
    member = signed_in("monitor")
    made = member.post(reverse("calendar")).content.decode()
    start = made.index("/calendar/", made.index('readonly value="'))
    feed = Client().get(made[start : made.index('"', start)])
    assert feed.status_code == 200
    events = {
        str(event["summary"]): event for event in Calendar.from_ical(feed.content).walk("VEVENT")
    }
    first = events["First session"]
    assert first["dtstart"].dt == dt.datetime(2017, 1, 23, 7, tzinfo=dt.UTC)
    assert str(events["Expert consultations"]["status"]) == "TENTATIVE"


def test_a_committee_stands_with_members_mandate_and_rule(ask: Ask, page: Page) -> None:
    """Three guarantors, by consensus, over the ceasefire and a catalogue of what may breach it."""
    committee = one(where(ask("mechanisms")["mechanisms"], key="trilateral"))
    terms = committee["versions"][0]["terms"]
    assert [member["organisation"] for member in terms["members"]] == [
        "guarantor-russia", "guarantor-turkey", "guarantor-iran",
    ]  # fmt: skip
    assert (terms["rule"], committee["versions"][0]["since"]) == ("consensus", "2017-02-06")
    assert committee["instrument_id"] is not None
    assert "shelling" in terms["types"]
    text = page(reverse("mechanism", args=["trilateral"]))
    assert "Nationwide ceasefire in Syria of 30 December 2016" in text
    for name in ("Russia", "Turkey", "Iran"):
        assert f"Delegation of {name}" in text
    assert "Consensus" in text
