"""Forms of the talks against slips of the hand: they record nothing, or it can be undone."""

from typing import Any

import pytest
from cast import Cast
from django.test import Client
from django.urls import reverse
from talks_parts import FIRST, Laid, Table, lay, make_table, put

from trucewatch.agreements.models import Obligation, Version
from trucewatch.names.folding import fold
from trucewatch.parties.models import PartyName
from trucewatch.sources.recording import withdraw_fact
from trucewatch.talks.actions.rounds import reckon_from
from trucewatch.talks.models import (
    DraftPosition,
    FollowUpStep,
    Meeting,
    Round,
    RoundInvitation,
    RoundOutcome,
    Track,
)
from trucewatch.vocabulary.accords import Nature
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast: Cast) -> Table:
    """Two sides and a host at a round."""
    return make_table(cast)


@pytest.fixture
def laid(table: Table) -> Laid:
    """One row of each kind that others are about."""
    return lay(table)


@pytest.fixture
def desk(cast: Cast, settings: Any) -> Client:
    """The secretary, signed in."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(cast.secretary)
    return client


def refused(answer: Any, field: str) -> str:
    """What the page says at a field that it refuses; nothing went through."""
    assert answer.status_code == 422, answer.status_code
    return " ".join(answer.context["form"].errors[field])


def opening(**changed: str) -> dict[str, str]:
    """A second round of the table's track, as the form sends it."""
    return {
        "track": "lakeside  TALKS", "ordinal": "2", "state": "announced",
        "date_start": "2017-03-01", "handling": "AMBER", **changed,
    }  # fmt: skip


def test_a_mistyped_track_is_asked_about(table: Table, desk: Client) -> None:
    """A tick opens one; any spelling finds one that is there, with the clocks of its rounds."""
    address = reverse("new_round")
    told = refused(desk.post(address, opening(track="Lakeside talk")), "track")
    assert "Is Lakeside talks meant?" in told
    assert "tick that it is a new one to open it" in refused(
        desk.post(address, opening(track="Shore")), "track"
    )
    assert Round.objects.count() == 1
    assert desk.post(address, opening()).status_code == 302
    made = Round.objects.get(ordinal=2)
    assert (made.track, made.time_zone) == (table.track.name, table.round.time_zone)
    assert desk.post(address, opening(track="Shore", new_track="on")).status_code == 302
    assert Track.objects.filter(name="Shore").exists()


@pytest.mark.parametrize(
    ("name", "field"), [("round_outcome", "outcome_kind"), ("new_meeting", "name")]
)
def test_an_untouched_form_records_nothing(
    table: Table, desk: Client, name: str, field: str
) -> None:
    """Nothing is answered beforehand."""
    answer = desk.post(reverse(name, args=[table.round.pk]), {"handling": "AMBER"})
    assert refused(answer, field)
    assert not RoundOutcome.objects.exists()
    assert not Meeting.objects.exists()


def test_an_untouched_step_of_a_follow_up_records_nothing(laid: Laid, desk: Client) -> None:
    """That somebody was asked is an account as well."""
    answer = desk.post(
        reverse("move_follow_up", args=[laid.follow_up.pk]),
        {"on": "2017-02-01", "handling": "AMBER"},
    )
    assert refused(answer, "follow_up_state")
    assert not FollowUpStep.objects.exists()


def test_several_on_one_line_are_several(table: Table, desk: Client) -> None:
    """Where the record knows each; a comma in a name stays one."""
    address = reverse("invite", args=[table.round.pk])
    lines = "North, South\nHost؛ North\nGuests, friends of the south"
    given = {"invitees": lines, "on": "2017-01-10", "handling": "AMBER"}
    assert desk.post(address, given).status_code == 302
    found = [row.who for row in RoundInvitation.objects.order_by("recorded_at", "pk")]
    assert sorted(found) == ["Guests, friends of the south", "Host", "North", "South"]


def test_what_one_enters_does_not_vanish_from_ones_own_sight(table: Table, desk: Client) -> None:
    """A mediator's secretary does not read what is for the mission alone."""
    answer = desk.post(
        reverse("invite", args=[table.round.pk]),
        {"invitees": "North", "on": "2017-01-10", "handling": "AMBER+STRICT"},
    )
    assert "would not see it yourself" in refused(answer, "handling")
    assert not RoundInvitation.objects.exists()


def test_days_for_the_mission_alone_do_not_become_those_of_the_round(
    table: Table, laid: Laid, desk: Client
) -> None:
    """Every member would see them; an open account's may, and keeps its words."""
    given = {"date_kind": "held", "date_start": "2017-02-20", "date_end": "2017-02-28",
             "reckon": "on", "as_announced": "late February"}  # fmt: skip
    address = reverse("date_round", args=[table.round.pk])
    assert desk.post(address, {**given, "handling": "AMBER"}).status_code == 302
    row = table.round.dates.get()
    assert (row.as_announced, row.interval.end.day) == ("late February", 28)
    strict = put(laid, "round-date", round=table.round, handling="AMBER+STRICT")
    with pytest.raises(Refused, match="not open enough"):
        reckon_from(strict, by=table.cast.operator)


def test_a_version_written_from_an_older_one_is_not_circulated(laid: Laid, desk: Client) -> None:
    """Two tabs, one text: the second hears of the first."""
    put(laid, "tabling", instrument=laid.version.instrument)
    address = reverse("circulate", args=[laid.version.instrument_id])
    seen = desk.get(address).context["form"]
    given = {"text": "Another text.", "after": str(seen["after"].value()), "handling": "AMBER",
             "language": "ar", "others": "A guest", "on": "2017-01-24"}  # fmt: skip
    assert desk.post(address, given).status_code == 302
    answer = desk.post(address, {**given, "text": "A third text."})
    assert "Version 2 came meanwhile" in answer.content.decode()
    assert Version.objects.filter(instrument=laid.version.instrument).count() == 2


@pytest.mark.parametrize("language", ["english", "Arabic (Syria)", "x"])
def test_a_paper_of_a_text_in_any_language_is_printed(
    laid: Laid, desk: Client, language: str
) -> None:
    """Whatever words an account has for its language."""
    put(laid, "tabling", instrument=laid.version.instrument)
    Version.objects.filter(pk=laid.version.pk).update(language=language[:10])
    answer = desk.get(f"/talks/versions/{laid.version.pk}/paper.pdf")
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF")


def test_a_night_session_is_recorded(table: Table, desk: Client) -> None:
    """Until a quarter to one of the next day; one that runs backwards is refused."""
    given = {"name": "Night", "meeting_state": "held", "on": "2017-01-23", "time_from": "23:30",
             "time_until": "00:45", "actual_format": "trilateral", "confidentiality": "closed",
             "others_role": "observer", "handling": "AMBER"}  # fmt: skip
    address = reverse("new_meeting", args=[table.round.pk])
    assert desk.post(address, given).status_code == 302
    slip = desk.post(
        address, {**given, "name": "Slip", "time_from": "11:00", "time_until": "10:00"}
    )
    assert refused(slip, "time_until")


def test_whoever_refused_is_not_bound_in_company(laid: Laid, desk: Client) -> None:
    """Nor under a name that the record knows them by."""
    table = laid.table
    put(laid, "draft-position", party=table.south, draft_stance="refuses")
    put(laid, "settlement", draft_outcome="adopted", without="")
    put(laid, "attendance", party=table.south, party_label="The capital")
    address = reverse("draw_obligations", args=[laid.version.pk])
    PartyName.objects.create(party=table.south, text="الجنوب", folded=fold("الجنوب"))
    for bearer in ("North and South", "SOUTH", "the capital", "North, the capital", "هنا والجنوب"):
        given = {"take_0": "on", "text_0": "Stop firing.", "bearer_0": bearer,
                 "nature_0": Nature.ACT.value, "handling": "AMBER"}  # fmt: skip
        answer = desk.post(address, given)
        assert answer.status_code == 422, bearer
        assert "did not accept" in answer.content.decode()
    assert not Obligation.objects.exists()


def test_what_is_entered_can_be_undone_at_once(laid: Laid, desk: Client) -> None:
    """The page that follows a position offers it, and the position no longer counts."""
    given = {"who": "North", "draft_stance": "agrees", "handling": "AMBER",
             "version_hash": "", "on": "2017-01-24"}  # fmt: skip
    answer = desk.post(reverse("draft_position", args=[laid.version.pk]), given, follow=True)
    row = DraftPosition.objects.get()
    undo = answer.context["undo"]
    assert undo["address"] == reverse("withdraw_fact", args=["draft-position", row.pk])
    desk.post(undo["address"], {name: values[0] for name, values in undo["fields"].items()})
    row.refresh_from_db()
    assert row.withdrawn


def test_a_text_that_no_longer_counts_as_adopted_says_so(laid: Laid, desk: Client) -> None:
    """Its obligations stay in the record; the page and the outcome sheet do not rest on them."""
    table = laid.table
    put(laid, "tabling", instrument=laid.version.instrument)
    settled = put(laid, "settlement", draft_outcome="adopted", without="")
    given = {"take_0": "on", "text_0": "Stop firing.", "bearer_0": "North",
             "nature_0": Nature.ACT.value, "handling": "AMBER"}  # fmt: skip
    assert desk.post(reverse("draw_obligations", args=[laid.version.pk]), given).status_code == 302
    sheet = f"/talks/rounds/{table.round.pk}/papers/outcome_sheet.json"
    assert "Stop firing." in desk.get(sheet).content.decode()
    withdraw_fact(settled, by=table.secretary, because="A slip")
    assert (
        "nobody owes this"
        in desk.get(reverse("draft", args=[laid.version.instrument_id])).content.decode()
    )
    assert "Stop firing." not in desk.get(sheet).content.decode()


def test_an_answer_is_not_taken_back_by_another_one(laid: Laid, desk: Client) -> None:
    """It is withdrawn instead."""
    row = put(laid, "invitation", invitation_answer="confirmed", answered_on=FIRST, condition="")
    answer = desk.post(
        reverse("answer_invitation", args=[row.pk]),
        {"invitation_answer": "none_known", "handling": "AMBER"},
    )
    assert "answered already" in refused(answer, "invitation_answer")


@pytest.mark.parametrize("mark", ["RED", "AMBER+STRICT"])
def test_a_round_is_not_opened_by_an_account_for_a_few(
    cast: Cast, table: Table, settings: Any, mark: str
) -> None:
    """Every member sees its days."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(cast.secretary)
    circle = str(cast.home_of(cast.secretary).pk)
    answer = client.post(reverse("new_round"), opening(handling=mark, compartment=circle))
    assert "Every member sees the days" in refused(answer, "handling")
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("new_follow_up", {"what": "Lists of detainees"}),
        ("move_round", {"state": "open", "date_start": "2017-01-23"}),
    ],
)
def test_a_form_sent_twice_enters_its_account_once(
    table: Table, desk: Client, name: str, given: dict[str, str]
) -> None:
    """Impatient fingers."""
    address = reverse(name, args=[table.round.pk])
    assert desk.post(address, {**given, "handling": "AMBER"}).status_code == 302
    answer = desk.post(address, {**given, "handling": "AMBER"})
    assert "recorded already" in answer.content.decode()


def test_undo_leads_back_to_where_one_was(laid: Laid, desk: Client) -> None:
    """From a round to the round, from a meeting to its round once it is gone."""
    table = laid.table
    given = {"name": "Tea", "meeting_state": "held", "on": "2017-01-23", "handling": "AMBER",
             "confidentiality": "closed"}  # fmt: skip
    answer = desk.post(reverse("new_meeting", args=[table.round.pk]), given, follow=True)
    undo = answer.context["undo"]
    made = Meeting.objects.get(name="Tea")
    assert answer.request["PATH_INFO"] == reverse("meeting", args=[made.pk])
    sent = {name: values[0] for name, values in undo["fields"].items()}
    back = desk.post(undo["address"], sent, follow=True)
    assert back.request["PATH_INFO"] == reverse("round", args=[table.round.pk])
    again = back.context["undo"]
    sent = {name: values[0] for name, values in again["fields"].items()}
    assert desk.post(again["address"], sent, follow=True).request["PATH_INFO"] == reverse(
        "meeting", args=[made.pk]
    )
