"""Who was invited, who came as what, and who did not, read from the demonstration."""

from collections.abc import Callable
from typing import Any

import pytest
from demonstration_parts import one, where
from django.urls import reverse

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]
Page = Callable[[str], str]
Rounds = dict[int, dict[str, Any]]
GOVERNMENT, OPPOSITION = "Syrian government", "Armed opposition delegation"


def delegation(rounds: Rounds, ordinal: int, who: str) -> dict[str, Any]:
    """The delegation of somebody to a round."""
    return one(where(rounds[ordinal]["delegations"], who=who))


def by_day(rounds: Rounds, ordinal: int, who: str) -> dict[str, list[str]]:
    """What a delegation is said to have been on each day of which somebody tells."""
    cells = delegation(rounds, ordinal, who)["presence"]
    return {cell["day"]: cell["statuses"] for cell in cells if cell["accounts"]}


def test_delegations_have_heads_and_titles(rounds: Rounds, page: Page) -> None:
    """An ambassador, a special envoy beside a deputy minister, a deputy undersecretary."""
    heads = {
        (each["who"], member["who"], member["text"])
        for each in rounds[1]["delegations"]
        for member in where(each["members"], says="head")
    }
    assert heads >= {
        (GOVERNMENT, "Bashar al-Jaafari", "Ambassador to the United Nations"),
        (OPPOSITION, "Muhammad Alloush", ""),
        ("Russia", "Alexander Lavrentiev", "Special envoy"),
        ("Russia", "Mikhail Bogdanov", "Deputy foreign minister"),
        ("Turkey", "Sedat Onal", "Deputy undersecretary of the foreign ministry"),
    }
    text = page(reverse("round", args=[rounds[1]["id"]]))
    assert "Deputy undersecretary of the foreign ministry" in text


def test_spokespeople_and_advisers_have_an_authority_to_speak(facts: Ask) -> None:
    """For the delegation, for a part of it, or not to be named at all."""
    people = {row["name"]: row for row in facts("delegate") if row["authority"]}
    assert {name: row["authority"] for name, row in people.items()} == {
        "Yahya al-Aridi": "delegation", "Osama Abu Zeid": "part",
        "a Turkish diplomatic source": "unattributed",
    }  # fmt: skip
    assert people["Osama Abu Zeid"]["function"] == "adviser"
    assert people["a Turkish diplomatic source"]["anonymous"]


def test_the_level_expected_stands_beside_the_one_that_came(rounds: Rounds, page: Page) -> None:
    """Downgraded against what a guarantor is to send: one side's account, and its words."""
    levels = {row["says"]: row for row in delegation(rounds, 2, "Turkey")["levels"]}
    assert levels["expected"]["text"] == "That of a guarantor"
    assert levels["actual"]["text"] == "Downgraded, of low representation"
    assert {row["by"] for row in levels.values()} == {"Head of the government delegation"}
    senior = one(delegation(rounds, 1, GOVERNMENT)["levels"])
    assert senior["text"].startswith("No senior government figures")
    assert "Downgraded, of low representation" in page(reverse("round", args=[rounds[2]["id"]]))


def test_how_many_were_announced_and_how_many_came(rounds: Rounds, page: Page) -> None:
    """Fourteen representatives came; five officers were announced."""
    came = one(delegation(rounds, 1, OPPOSITION)["headcounts"])
    assert (came["says"], came["text"], came["on"]) == (
        "actual",
        "14 representatives",
        "2017-01-23",
    )
    announced = one(delegation(rounds, 3, OPPOSITION)["headcounts"])
    assert (announced["says"], announced["text"]) == ("declared", "5 officers")
    text = page(reverse("round", args=[rounds[3]["id"]]))
    assert "<bdi>officers</bdi>" in text


def test_a_mandate_may_be_technical_and_not_to_negotiate(rounds: Rounds, page: Page) -> None:
    """By two accounts of one official; a fighter's voice calls it consultations."""
    mandates = delegation(rounds, 3, OPPOSITION)["mandates"]
    assert [(row["by"], row["says"]) for row in mandates] == [
        ("An opposition official", "technical"), ("An opposition official", "technical"),
        ("Representative of the Free Syrian Army", "consulting"),
    ]  # fmt: skip
    assert "Technical, not to negotiate" in page(reverse("round", args=[rounds[3]["id"]]))


def test_presence_is_told_by_the_day(rounds: Rounds, page: Page) -> None:
    """Absent on the first day and late on the second; a day of which nobody tells is no absence."""
    assert by_day(rounds, 2, OPPOSITION) == {"2017-02-15": ["absent"], "2017-02-16": ["late"]}
    assert by_day(rounds, 2, "Turkey") == {"2017-02-16": ["late"]}
    assert by_day(rounds, 2, "Jordan") == {"2017-02-15": ["present"]}
    text = page(reverse("round", args=[rounds[2]["id"]]))
    assert "An empty cell is a day of which nobody tells: it is no absence." in text
    assert "Arrived late" in text


def test_a_boycott_has_a_reason_for_each_voice(rounds: Rounds, page: Page) -> None:
    """Breaches for one, a guarantor for another, the word of others for the other side."""
    boycott = delegation(rounds, 3, OPPOSITION)
    assert by_day(rounds, 3, OPPOSITION) == {
        "2017-03-14": ["boycott"], "2017-03-15": ["boycott"], "2017-03-16": ["late"],
    }  # fmt: skip
    reasons = {row["by"]: row["reason"] for row in boycott["reasons"]["accounts"]}
    assert reasons == {
        "Regional news site, account of March 2017":
            "Crimes against civilians despite the ceasefire.",
        "Armed opposition": "Russia did not uphold the ceasefire.",
        "Head of the government delegation": "Others told them to stay away.",
    }  # fmt: skip
    assert boycott["reasons"]["verdict"]["label"] == "disputed"
    text = page(reverse("round", args=[rounds[3]["id"]]))
    assert "Why they were late or away" in text


def test_why_a_delegation_was_late_is_told_by_its_head(rounds: Rounds) -> None:
    """Guarantees were waited for; that it refused at first is another account's."""
    late = delegation(rounds, 2, OPPOSITION)["reasons"]
    told = {(row["says"], row["by"]): row["reason"] for row in late["accounts"]}
    assert told["late", "Head of the opposition delegation"].startswith(
        "They waited for guarantees"
    )
    assert told["absent", "Regional news site, account of February 2017"].startswith("They refused")


def test_days_worked_out_from_a_weekday_say_so(rounds: Rounds, facts: Ask, page: Page) -> None:
    """No account gives a calendar date for the third round: its cells are vague."""
    cells = delegation(rounds, 3, OPPOSITION)["presence"]
    assert all(cell["is_vague"] for cell in cells if cell["accounts"])
    told = [row for row in facts("presence") if row["date_start"].startswith("2017-03")]
    assert all("weekday" in row["remarks"] for row in told)
    assert not any(cell["is_vague"] for cell in delegation(rounds, 2, OPPOSITION)["presence"])
    assert "The accounts name a Tuesday and a Wednesday" in page(
        reverse("round", args=[rounds[3]["id"]])
    )


def test_invitations_are_logged_with_their_answers(rounds: Rounds, page: Page) -> None:
    """Late to the United States, on a condition, and declined; by whom where somebody says."""
    late = one(rounds[1]["invitations"])
    assert (late["who"], late["by"], late["says"]) == ("United States", "Russia", "none_known")
    assert (late["days"]["start"], late["days"]["precision"]) == ("2017-01-16", 3)
    conditional = one(rounds[2]["invitations"])
    assert conditional["says"] == "conditional"
    assert "bombardment" in conditional["text"]
    declined = one(rounds[3]["invitations"])
    assert (declined["says"], declined["reason"]) == (
        "declined", "Russia did not uphold the ceasefire.",
    )  # fmt: skip
    text = page(reverse("round", args=[rounds[1]["id"]]))
    assert '<span class="tag">late</span>' in text


def test_observers_and_mediators_come_as_delegations_of_their_own(rounds: Rounds) -> None:
    """The United Nations and the United States at the first round, Jordan at the second."""
    came = {n: {each["who"] for each in held["delegations"]} for n, held in rounds.items()}
    assert {"United Nations", "United States"} <= came[1]
    assert "Jordan" in came[2]
    assert not {"United Nations", "United States", "Jordan"} & came[3]
    envoy = one(delegation(rounds, 1, "United Nations")["members"])
    assert (envoy["who"], envoy["text"]) == ("Staffan de Mistura", "UN special envoy for Syria")
