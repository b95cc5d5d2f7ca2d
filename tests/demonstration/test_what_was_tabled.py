"""Texts that were put before rounds, who stands where on them, and what was reported meanwhile."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from demonstration_parts import one, where
from django.urls import reverse

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]
Page = Callable[[str], str]
Rounds = dict[int, dict[str, Any]]
FINAL = "Final statement of the second Astana round"


def draft(rounds: Rounds, ordinal: int, name: str) -> dict[str, Any]:
    """A text that was put before a round."""
    return one(row for row in rounds[ordinal]["drafts"] if row["name"].startswith(name))


def test_issuers_of_a_joint_statement_are_not_its_parties(rounds: Rounds, page: Page) -> None:
    """Three guarantors issued it; the two sides of the ceasefire are not among them."""
    joint = draft(rounds, 1, "Joint statement")
    assert (joint["instrument_type"], joint["issuers"]) == (
        "joint_statement", ["Iran", "Russia", "Turkey"],
    )  # fmt: skip
    assert [row["says"] for row in joint["versions"][0]["settlements"]] == ["adopted"]
    text = page(reverse("draft", args=[joint["id"]]))
    assert "Whoever issues a text is not thereby its party." in text


def test_a_final_statement_that_was_not_signed_keeps_both_explanations(
    rounds: Rounds, page: Page
) -> None:
    """The opposition refused to sign it; Turkey opposed a draft: nothing chooses between them."""
    final = draft(rounds, 2, FINAL)
    version = one(final["versions"])
    ends = {(row["by"], row["says"], row["reason"]) for row in version["settlements"]}
    assert ends == {
        ("Regional news site, account of February 2017", "not_issued",
         "The opposition refused to sign it."),
        ("Head of the government delegation", "not_issued", "Turkey opposed a draft."),
    }  # fmt: skip
    act = one(version["acts"])
    assert (act["who"], act["says"]) == ("Armed opposition delegation", "declined_to_sign")
    text = page(reverse("draft", args=[final["id"]]))
    assert "Why was there no final statement at the second round?" in text
    assert "declined to sign it" in text


def test_positions_are_bound_to_the_version_by_its_hash(rounds: Rounds, facts: Ask) -> None:
    """Two parties refuse, one of them by the other side's account; no text of it is at hand."""
    version = one(draft(rounds, 2, FINAL)["versions"])
    assert not version["has_text"]
    told = where(facts("draft-position"), version=version["id"])
    assert {row["version_hash"] for row in told} == {version["sha256"]}
    assert {(row["who"], row["says"]) for row in version["positions"]} == {
        ("Armed opposition delegation", "refuses"), ("Turkey", "refuses"),
    }  # fmt: skip
    turkey = one(where(version["positions"], who="Turkey"))
    assert turkey["by"] == "Head of the government delegation"


def test_a_hosts_closing_statement_is_a_kind_of_its_own(rounds: Rounds, page: Page) -> None:
    """Issued by the host alone, and told by its deputy minister as what came of the round."""
    host = draft(rounds, 3, "Closing statement of the host")
    assert (host["instrument_type"], host["issuers"]) == ("host_statement", ["Kazakhstan"])
    summary = one(where(rounds[3]["outcomes"], says="host_summary"))
    assert summary["by"] == "Deputy foreign minister of Kazakhstan"
    text = unescape(page(reverse("draft", args=[host["id"]])))
    assert "Host's statement" in text


def test_one_ministrys_list_put_before_a_round_stays_unilateral(
    rounds: Rounds, ask: Ask, page: Page
) -> None:
    """Nobody says what became of it: nobody is recorded to have endorsed it."""
    issues = draft(rounds, 2, "Issues that the Russian ministry called agreed")
    assert (issues["instrument_type"], issues["issuers"]) == ("unilateral_statement", ["Russia"])
    assert issues["outcome"] is None
    assert ask(f"instruments/{issues['id']}")["is_unilateral"]
    assert "Unilateral statement" in page(reverse("draft", args=[issues["id"]]))


def test_what_follows_from_a_text_leads_to_its_provision(
    rounds: Rounds, facts: Ask, page: Page
) -> None:
    """The committee that a list of issues names is owed by three states, by its first point."""
    issues = draft(rounds, 2, "Issues that the Russian ministry called agreed")
    owed = one(o for o in facts("obligation") if o["text"].startswith("Form a committee"))
    provision = one(where(facts("provision"), id=owed["provision"]["id"]))
    assert provision["version"]["id"] == one(issues["versions"])["id"]
    assert (provision["number"], owed["bearer_label"]) == ("1", "Russia, Turkey and Iran")
    text = page(reverse("draft", args=[issues["id"]]))
    assert "What follows from it" in text
    assert "Form a committee of Russia, Turkey and Iran" in text


def test_documents_of_a_round_stand_with_whoever_put_them_there(rounds: Rounds, facts: Ask) -> None:
    """A proposed document whose content is not told, and one on clearing mines."""
    names = {n: [row["name"] for row in held["drafts"]] for n, held in rounds.items()}
    assert "Document proposed at the first Astana round" in names[1]
    assert "Document on clearing mines from heritage sites" in names[3]
    tabled = {row["instrument"]["name"]: row for row in facts("tabling")}
    joint = tabled["Joint statement of Russia, Turkey and Iran after the third Astana round"]
    assert joint["by_label"] == "Russia, Turkey and Iran"


def test_what_was_reported_around_a_round_is_never_added_up(
    rounds: Rounds, ask: Ask, page: Page
) -> None:
    """Seven days before, the round, seven days after: each monitor's own counts by themselves."""
    grounds = {n: ask(f"rounds/{rounds[n]['id']}/ground") for n in (1, 2, 3)}
    for ground in grounds.values():
        assert [phase["phase"] for phase in ground["phases"]] == ["before", "during", "after"]
        assert [phase["days"] for phase in ground["phases"]][::2] == [7, 7]
    monitors = {
        each["monitor"]
        for ground in grounds.values()
        for phase in ground["phases"]
        for each in phase["ledgers"]
    }
    assert len(monitors) == 2
    text = page(reverse("round", args=[rounds[3]["id"]]))
    assert "On the ground before, during and after" in text
    assert "The days of this round are known only roughly" in text
