"""What was said and claimed, read from the demonstration through its interfaces."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from demonstration_parts import one, signed_in, where

from trucewatch.accounts.access import MemberReader
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.period import period_words
from trucewatch.demonstration.cast import member

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def groups(ask: Ask) -> list[dict[str, Any]]:
    """Figures in groups that can be compared."""
    found: list[dict[str, Any]] = ask("figures/groups")["groups"]
    return found


def answers(ask: Ask, beginning: str) -> dict[str, Any]:
    """The question that begins so, with its answers."""
    return one([q for q in ask("questions")["questions"] if q["text"].startswith(beginning)])


def test_assessments_stand_with_whoever_gives_them_beside_the_counts(
    facts: Ask, page: Callable[[str], str]
) -> None:
    """“Holding”, “largely in force”, “shaky”, “delicate”, each beside what was reported."""
    said = {row["says"]: row["leaning"] for row in facts("assessment")}
    assert said == {"still holding": 1, "largely in force": 1, "shaky": -1, "delicate": -1}
    text = page("/questions/")
    assert "still holding" in text
    assert "Akylbek Kamaldinov" in text


def test_an_upper_bound_stays_one(groups: list[dict[str, Any]]) -> None:
    """As many as 13,000 women: no lower bound, one claimant, unverified."""
    group = one(where(groups, concept="detained"))
    claim = one(group["figures"])
    assert (claim["low"], claim["high"], group["whom"]) == (None, 13000, "women")
    assert group["label"] in ("unverified", "one_sided")


def test_two_figures_ascribed_to_one_claimant_are_disputed(
    groups: list[dict[str, Any]],
) -> None:
    """450,000 and 400,000 killed, both ascribed to the United Nations, over the conflict."""
    group = one([g for g in groups if g["concept"] == "killed" and not g["place"]])
    assert group["label"] == "disputed"
    counted = [figure for figure in group["figures"] if not figure["is_copy"]]
    assert {figure["claimant"] for figure in counted} == {"United Nations"}
    assert {figure["low"] for figure in counted} == {450000, 400000}
    assert sum(figure["is_copy"] for figure in group["figures"]) == 1


def test_lost_homes_and_displacement_are_never_one_row(
    groups: list[dict[str, Any]], page: Callable[[str], str]
) -> None:
    """12 million and 11 million stand on one page, and are not comparable."""
    assert one(where(groups, concept="lost_home"))["label"] != "disputed"
    assert one(where(groups, concept="displaced"))["label"] != "disputed"
    text = page("/figures/")
    assert "12,000,000" in text
    assert "11,000,000" in text
    assert "not comparable" in text.casefold()


def test_a_question_keeps_every_answer_and_is_not_resolved(ask: Ask) -> None:
    """Was a constitutional commission discussed: yes, no, and no again."""
    question = answers(ask, "Was a commission")
    said = {answer["speaker"]: answer["answer_kind"] for answer in question["answers"]}
    assert said["Russia"] == "yes"
    assert said["Syrian government"] == "no"
    assert question["label"] == "disputed"


def test_competing_causes_stand_side_by_side(ask: Ask) -> None:
    """Why there was no final statement: a refusal, or an objection."""
    question = answers(ask, "Why was there no final statement")
    assert question["question_kind"] == "cause"
    assert {answer["answer"] for answer in question["answers"]} == {
        "The opposition refused to sign", "Turkey objected to a draft",
    }  # fmt: skip


def test_competing_schedules_stand_side_by_side(ask: Ask) -> None:
    """When the first round was to end: midday, or the evening."""
    question = answers(ask, "When was the first round to end")
    assert question["question_kind"] == "schedule"
    assert len(question["answers"]) == 2


def test_guarantors_differ_on_a_topic(ask: Ask) -> None:
    """On whether Assad stays: Russia for, the opposition against, Turkey at odds with Russia."""
    rows = [row for row in ask("positions")["positions"] if "al-Assad" in row["topic"]]
    stances = {row["party"]: row["newest"]["stance"] for row in rows}
    assert stances == {
        "Russia": "for", "Armed opposition delegation": "against", "Turkey": "open",
    }  # fmt: skip


def test_unnamed_speakers_have_no_name_and_a_grade(facts: Ask) -> None:
    """Four diplomats and officials, each by what an account calls them."""
    unnamed = where(facts("statement"), anonymous=True)
    assert len(unnamed) == 4
    assert all(row["speaker_names"] == "" for row in unnamed)
    assert {row["credibility"] for row in unnamed} == {3, 6}


def test_what_media_relay_keeps_the_chain(facts: Ask) -> None:
    """The head of a delegation, relayed by its media, relayed by an agency."""
    row = one([s for s in facts("statement") if s["relayed_by"]])
    assert row["relayed_by"].split("\n") == ["Anadolu", "Syrian government media"]
    assert row["capacity"] == "Head of the government delegation"


def test_the_record_speaks_neutrally_of_loaded_words(facts: Ask) -> None:
    """No gist takes over a word for a side; the words themselves are in the document."""
    loaded = ("regime", "terrorist", "dictator", "rebel", "jihadist")
    for kind in ("statement", "demand", "figure", "assessment"):
        for row in facts(kind):
            assert not any(word in row["gist"].casefold() for word in loaded), row["gist"]


def test_background_is_dated_as_precisely_as_it_is_known(facts: Ask) -> None:
    """March 2011 is a month; the suspension in Geneva is vaguer."""
    rows = {row["name"]: row for row in facts("milestone")}
    began = rows["Beginning of the conflict"]
    assert (began["date_start"], began["date_precision"]) == ("2011-03-01", 4)
    assert rows["Talks in Geneva suspended"]["date_precision"] == 5


def test_expectations_stand_beside_what_came_of_them(
    facts: Ask, page: Callable[[str], str]
) -> None:
    """Organisers expected no breakthrough of the first round."""
    assert len(facts("expectation")) == 4
    text = page("/positions/")
    assert "No breakthrough is to be expected." in text
    assert "The two sides held no direct talks." in text


def test_a_note_on_spoilers_is_for_the_mission_alone(shown: None) -> None:
    """Its mark keeps it from delegates, in lists and for programs alike."""
    path = "/api/v1/facts?kind=note"
    assert signed_in("monitor").get(path).json()["count"] == 1
    assert signed_in("delegate-russia").get(path).json()["count"] == 0
    assert "Who gains if the ceasefire fails" not in (
        signed_in("delegate-russia").get("/positions/").content.decode()
    )


def test_every_fact_leads_to_characters_of_a_document(facts: Ask) -> None:
    """By hash and offsets; where the document is not at hand the answer has no path to it."""
    for kind in ("statement", "demand", "figure", "assessment", "answer", "position", "siege"):
        for row in facts(kind):
            assert len(row["citation"]["sha256"]) == 64
            assert row["citation"]["path"] == ""


def test_a_page_says_that_a_document_is_not_at_hand(facts: Ask, page: Callable[[str], str]) -> None:
    """With the characters that it would show."""
    row = facts("answer")[0]
    text = page(row["path"])
    start, end = row["citation"]["start"], row["citation"]["end"]
    assert f"Characters {start}-{end} of a document that is not at hand here." in text


def test_a_bulletin_tells_what_was_agreed_and_said(shown: None) -> None:
    """The week of the second round: the disputed cause, the guarantee, the figures."""
    asked = Asked(BulletinKind.WEEKLY, dt.date(2017, 2, 17), None)
    told = period_words(asked, MemberReader(member("monitor")))["accords"]
    assert any("no final statement" in row["text"] for row in told["questions"])
    assert any(row["bearer"] == "Russia" for row in told["obligations"])
    assert {row["concept"] for row in told["figures"]} >= {"killed", "displaced", "lost_home"}
    assert any(row["unit"] == "women" and row["verified"] == 0 for row in told["demands"])
