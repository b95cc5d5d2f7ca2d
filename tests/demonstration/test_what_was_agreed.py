"""What was agreed, owed, asked and held, read from the demonstration through its interfaces."""

from collections.abc import Callable
from typing import Any

import pytest
from demonstration_parts import one, where
from django.test import Client

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]
NATIONWIDE = "Nationwide ceasefire in Syria of 30 December 2016"


@pytest.fixture(scope="module")
def instruments(ask: Ask) -> dict[str, dict[str, Any]]:
    """Every instrument by its name, as one answer each."""
    rows = ask("instruments", limit=500)["instruments"]
    return {row["name"]: ask(f"instruments/{row['id']}") for row in rows}


@pytest.fixture(scope="module")
def ceasefire(instruments: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The nationwide ceasefire."""
    return instruments[NATIONWIDE]


def roles(instrument: dict[str, Any], role: str) -> dict[str, dict[str, Any]]:
    """Who has a role, by party."""
    return {row["party"]: row for row in instrument["roles"] if row["role"] == role}


def test_signature_and_effect_are_dated_apart(ceasefire: dict[str, Any]) -> None:
    """Three accounts of the day of signature dispute; the day of effect is one account's."""
    dates = {each["kind"]: each for each in ceasefire["dates"]}
    assert dates["effective"]["accounts"][0]["start"] == "2016-12-30"
    signed = {(each["start"], each["end"]) for each in dates["signed"]["accounts"]}
    assert {("2016-12-29", "2016-12-29"), ("2016-12-30", "2016-12-30")} < signed
    assert dates["signed"]["label"] == "disputed"
    assert "29 Dec 2016" in dates["signed"]["reason"]


def test_a_version_stands_with_its_provisions(ceasefire: dict[str, Any], facts: Ask) -> None:
    """The text is told by accounts, provision by provision."""
    versions = where(facts("version"), instrument=ceasefire["id"])
    assert one(versions)["version_state"] == "as_told"
    provisions = where(facts("provision"), version=one(versions)["id"])
    assert [row["number"] for row in sorted(provisions, key=lambda p: p["position"])] == [
        "1", "2", "3",
    ]  # fmt: skip


def test_guarantors_are_dated_and_accounts_differ_on_who_they_are(
    ceasefire: dict[str, Any],
) -> None:
    """Iran's role begins later; one account leaves it out and another names it."""
    guarantors = roles(ceasefire, "guarantor")
    assert set(guarantors) == {"Russia", "Turkey", "Iran"}
    assert guarantors["Iran"]["since"] > guarantors["Russia"]["since"]
    views = {view["view"] for view in guarantors["Iran"]["views"]}
    assert views == {"leaves_out", "recognises"}


def test_the_term_is_told_with_proposals_to_extend_it(ceasefire: dict[str, Any]) -> None:
    """A period that nobody specifies, an extension, and a proposal to make it permanent."""
    terms = {(term["kind"], term["state"]) for term in ceasefire["terms"]}
    assert terms == {
        ("unspecified", "expected"), ("permanent", "proposed"), ("extension", "proposed"),
    }  # fmt: skip


def test_a_place_in_the_country_was_covered_and_by_which_text(
    ceasefire: dict[str, Any], ask: Ask, facts: Ask
) -> None:
    """Covered from the day of effect on, not before, and not abroad."""
    where_is = {"instrument": ceasefire["id"], "latitude": 35.93, "longitude": 36.63}
    covered = ask("scope", **where_is, on="2017-02-01")
    assert covered["verdict"] == "covered"
    area = one([row for row in facts("scope-area") if row["id"] in covered["areas"]])
    assert area["provision"]["name"].startswith("2 ")
    assert ask("scope", **where_is, on="2016-12-01")["verdict"] == "outside"
    abroad = {**where_is, "latitude": 51.1, "longitude": 71.4}
    assert ask("scope", **abroad, on="2017-02-01")["verdict"] == "outside"


def test_signatories_have_the_day_on_which_they_accepted(ceasefire: dict[str, Any]) -> None:
    """Groups that signed are one entry: the accounts do not list them."""
    groups = roles(ceasefire, "signatory")["Armed groups that signed the ceasefire"]
    assert groups["accepted_on"] == "2016-12-30"


def test_fronts_of_the_opposition_are_a_claimed_part_of_it(ask: Ask) -> None:
    """Who says that they belong to it stands beside the claim."""
    claim = one(where(ask("relations"), subject="Southern and northern fronts"))
    assert (claim["kind"], claim["object"]) == ("member_of", "Armed opposition delegation")
    assert one(claim["claims"])["claimant"] == "Kazakhstan"


def test_excluded_groups_stand_with_former_names(ceasefire: dict[str, Any]) -> None:
    """Daesh, and a group under the name that it had from July 2016 on."""
    excluded = roles(ceasefire, "excluded")
    assert set(excluded) == {"Daesh", "Jabhat Fateh al-Sham"}
    assert "al-Nusra Front" in excluded["Jabhat Fateh al-Sham"]["former_names"]
    assert excluded["Daesh"]["since"] == "2016-12-30"


def test_affiliations_are_claims_with_a_label(ask: Ask) -> None:
    """Three voices say that Turkey supports the opposition; one claims what Iran does."""
    claims = {(row["subject"], row["object"]): row for row in ask("relations")}
    assert claims["Turkey", "Armed opposition delegation"]["label"] == "agreed"
    hezbollah = claims["Iran", "Hezbollah"]
    assert hezbollah["label"] == "one_sided"
    assert one(hezbollah["claims"])["claimant"] == "Armed opposition delegation"


def test_telling_signatories_from_excluded_groups_is_asked_for(facts: Ask) -> None:
    """The government's expectation is a demand within the mandate; no list is made up."""
    row = one([d for d in facts("demand") if "told apart" in d["gist"]])
    assert row["mandate"] == "within"
    assert row["speaker_party"]["name"] == "Syrian government"


def test_ground_is_held_by_somebodys_account(facts: Ask) -> None:
    """Each with a holder, a confidence and a source; unnamed places are not drawn."""
    held = where(facts("control-area"), name="Parts of the country")
    assert len(held) == 3
    assert all(row["confidence"] == "low" and row["geometry"] is None for row in held)
    assert all(row["source"] == "press-monitor-2017-03" for row in held)


def test_land_taken_is_measured_against_the_day_of_effect(
    facts: Ask, page: Callable[[str], str]
) -> None:
    """The claim begins with the ceasefire, which is the baseline of the page."""
    taken = one([a for a in facts("control-area") if a["since"] == "2016-12-30"])
    assert taken["holder"]["name"] == "Hezbollah"
    assert "What changed hands since 30 Dec 2016" in page("/agreements/control/")


def test_mechanisms_being_developed_are_a_procedure_with_a_draft(
    instruments: dict[str, dict[str, Any]], facts: Ask, page: Callable[[str], str]
) -> None:
    """No text is at hand; the catalogue of violations stands beside it."""
    procedure = instruments["Mechanisms and standards for observing the ceasefire"]
    assert procedure["type"] == "procedure"
    versions = where(facts("version"), instrument=procedure["id"])
    assert one(versions)["version_state"] == "draft"
    assert "Shelling/artillery/missile attack" in page("/agreements/catalogue/")


def test_nothing_is_verified_without_a_record_of_who_looked(facts: Ask, reader: Client) -> None:
    """A step to “verified done” without evidence is refused with the reason at the field."""
    owed = one([o for o in facts("obligation") if o["text"].startswith("Form a committee")])
    step = {"obligation": owed["id"], "obligation_state": "verified_done", "handling": "GREEN"}
    answer = reader.post("/facts/obligation-step/new/", step)
    assert answer.status_code == 422
    assert "needs a record of who looked" in answer.content.decode()


def test_sieges_are_a_timeline_of_accounts(facts: Ask, page: Callable[[str], str]) -> None:
    """Two accounts of besieged areas, one of which names who besieges them."""
    rows = facts("siege")
    assert {row["siege_state"] for row in rows} == {"besieged"}
    assert {row["besieger"]["name"] for row in rows if row["besieger"]} == {"Syrian government"}
    assert "Besieged places" in page("/agreements/control/")


def test_a_guarantee_is_an_obligation_of_the_guarantor(ask: Ask) -> None:
    """Russia's, for the opposition, to refrain from bombardment of areas it holds."""
    owed = one([o for o in obligations(ask) if "Bombardment" in o["obligation"]])
    assert (owed["bearer"], owed["nature"], owed["state"]) == ("Russia", "omission", "agreed")
    assert owed["beneficiary"] == "Armed opposition"


def obligations(ask: Ask) -> list[dict[str, Any]]:
    """Every obligation with how far it has come."""
    found: list[dict[str, Any]] = ask("obligations")["obligations"]
    return found


def test_a_guarantor_is_asked_about_groups_that_stayed_away(
    facts: Ask, page: Callable[[str], str]
) -> None:
    """The question is kept, and that no answer is recorded."""
    asked = one(facts("query"))
    assert asked["addressee"]["name"] == "Turkey"
    assert asked["response"] == ""
    assert "No answer is recorded." in page("/agreements/deliveries/")


def test_demanded_agreed_and_verified_stand_apart(facts: Ask, page: Callable[[str], str]) -> None:
    """Up to 13,000 women demanded, nothing agreed, none verified."""
    demand = one(where(facts("demand"), unit="women"))
    assert (demand["quantity_low"], demand["quantity_high"]) == (None, 13000)
    release = one(where(facts("delivery"), delivery_kind="release"))
    assert (release["asked"], release["verified"]) == (13000, 0)
    text = page("/agreements/demands/")
    assert "up to 13,000 <bdi>women</bdi>" in text
    assert "0 <bdi>women</bdi>" in text


@pytest.mark.parametrize(
    ("words", "asked_of"),
    [
        ("Hezbollah leaves the land", "Hezbollah"),
        ("Iranian forces and foreign groups", "Iran"),
        ("Turkey withdraws its troops", "Turkey"),
        ("Turkey closes its border", "Turkey"),
    ],
)
def test_withdrawals_are_demanded_of_those_whom_they_bind(
    facts: Ask, words: str, asked_of: str
) -> None:
    """Bound to an area, to actors, or to a guarantor; within the mandate."""
    demand = one([d for d in facts("demand") if d["gist"].startswith(words)])
    assert demand["asked_party"]["name"] == asked_of
    assert demand["mandate"] == "within"


def test_a_political_demand_is_kept_and_marked(facts: Ask, page: Callable[[str], str]) -> None:
    """It is outside what the monitors have to do with."""
    demand = one(where(facts("demand"), mandate="political"))
    assert demand["speaker_label"] == "Muhammad Alloush"
    assert "Political: outside the mandate" in page("/agreements/demands/")


def test_access_for_aid_is_asked_for_and_logged(facts: Ask) -> None:
    """The demand, and the request with what is known of an answer: nothing."""
    request = one(where(facts("delivery"), delivery_kind="access"))
    assert request["answer"] == "none_known"
    assert request["demand"]["name"].startswith("Aid reaches the areas")


def test_lifting_the_siege_is_demanded(facts: Ask) -> None:
    """The demand leads to its words, the sieges stand on the page of control."""
    demand = one([d for d in facts("demand") if d["gist"] == "The siege is lifted."])
    assert demand["citation"]["end"] > demand["citation"]["start"]


def test_a_sign_of_good_will_builds_confidence_and_feeds_another_track(ask: Ask) -> None:
    """Releases of hostages are proposed; measures are to help the talks in Geneva."""
    building = [row for row in obligations(ask) if row["builds_confidence"]]
    assert {row["feeds_track"] for row in building} == {"Geneva"}
    release = one([row for row in building if "hostages" in row["obligation"]])
    assert release["state"] == "proposed"


def test_the_second_step_waits_for_the_first(ask: Ask) -> None:
    """It is due only after what it depends on, which is named."""
    second = one([row for row in obligations(ask) if "second step" in row["obligation"]])
    first = one([row for row in obligations(ask) if row["id"] == second["depends_on"]])
    assert second["due_state"] == "waits"
    assert first["obligation"].startswith("Refrain from attacks")


def test_a_follow_up_without_a_date_is_to_be_asked_for(ask: Ask) -> None:
    """Talks in Ankara have no day: the page of compliance says so."""
    ankara = one([row for row in obligations(ask) if "Ankara" in row["obligation"]])
    assert (ankara["due"], ankara["due_state"]) == ("", "unknown")


def test_a_document_stands_with_those_who_discussed_it(
    instruments: dict[str, dict[str, Any]],
) -> None:
    """On clearing mines from heritage sites."""
    document = instruments["Document on clearing mines from heritage sites"]
    assert set(roles(document, "discussant")) == {"Syrian government", "Russia"}


def test_proposals_and_plans_are_registered(
    instruments: dict[str, dict[str, Any]], facts: Ask
) -> None:
    """A plan that Russia announces, a document proposed at the first round."""
    plan = one(where(facts("demand"), demand_kind="plan"))
    assert plan["speaker_party"]["name"] == "Russia"
    assert instruments["Document proposed at the first Astana round"]["type"] == "working_document"


def test_who_supports_whom_is_dated_where_an_account_dates_it(ask: Ask) -> None:
    """A consultant's group belongs to the delegation since the round at which he spoke."""
    claims = {(row["subject"], row["kind"]): row for row in ask("relations")}
    assert one(claims["Free Syrian Army", "member_of"]["claims"])["since"] == "2017-02-16"


def test_a_contested_role_keeps_the_view_of_each_party(ceasefire: dict[str, Any]) -> None:
    """The government contests what Turkey is; the record takes no view."""
    views = roles(ceasefire, "guarantor")["Turkey"]["views"]
    assert {(view["viewer"], view["view"]) for view in views} == {("Syrian government", "contests")}


def test_a_ministrys_list_is_unilateral_until_somebody_endorses_it(
    instruments: dict[str, dict[str, Any]], page: Callable[[str], str]
) -> None:
    """A joint statement is not."""
    alone = instruments["Issues that the Russian ministry called agreed after the second round"]
    joint = instruments["Joint statement of Russia, Turkey and Iran after the first Astana round"]
    assert alone["is_unilateral"]
    assert not joint["is_unilateral"]
    assert "unilateral: nobody else has endorsed it" in page(f"/agreements/{alone['id']}/")
