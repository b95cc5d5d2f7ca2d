"""What was accepted at the press desk, over HTTP: the words, who said them, the way back."""

from typing import Any

import pytest
from cast import Cast
from press import FIRST, case, hand_in, make_case, proposal, span  # noqa: F401 - fixtures

from trucewatch.desk.actions.settling import accept_kind, undo_settlement
from trucewatch.desk.models import CaseFile, DeskProposal
from trucewatch.talks.models import MeetingAccount
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.scopes import Scope

pytestmark = pytest.mark.django_db
LISTS = ("statements", "figures", "demands", "meetings")


@pytest.fixture
def accepted(cast: Cast, case: CaseFile) -> CaseFile:  # noqa: F811
    """Everything of the case that waits, accepted, and an account of a meeting."""
    keys = DeskProposal.objects.filter(state="waiting").values_list("pk", flat=True)
    accept_kind(list(keys), by=cast.monitor)
    first = case.documents.first().document
    MeetingAccount.objects.create(
        document=first, start=0, end=5, words=FIRST[:5], handling=Handling.AMBER,
        recorded_by=cast.monitor, recorded_at=first.received_at, track="Astana", ordinal=2,
        participants=[{"name": "Kazakhstan", "role": "host", "presence": "present"}],
    )  # fmt: skip
    return case


def test_a_statement_comes_with_its_words_its_speaker_and_the_way_back(
    cast: Cast, accepted: CaseFile, with_token: Any
) -> None:
    """The characters count in the text of the file with that hash."""
    rows = with_token(cast.delegate).get("/api/v1/statements").json()["statements"]
    start, end = span(FIRST, "The ceasefire holds")
    row = next(row for row in rows if row["start"] == start)
    document = accepted.documents.first().document
    assert row["words"] == "The ceasefire holds"
    assert row["speaker_names"] == ["Sergei Lavrov"]
    assert row["document_sha256"] == document.sha256
    assert row["path"] == f"/desk/documents/{document.pk}/?c={start}-{end}#c{start}-{end}"


def test_a_protected_source_has_no_name_here_either(
    cast: Cast, accepted: CaseFile, with_token: Any
) -> None:
    """Only what the text calls it."""
    rows = with_token(cast.delegate).get("/api/v1/statements").json()["statements"]
    row = next(row for row in rows if row["words"] == "shaky")
    assert row["anonymous"]
    assert row["speaker"] == "a Turkish diplomatic source"
    assert row["speaker_names"] == []


def test_figures_demands_and_meetings_come_with_their_own_facts(
    cast: Cast, accepted: CaseFile, with_token: Any
) -> None:
    """An open bound is null."""
    client = with_token(cast.monitor)
    figures = client.get("/api/v1/figures").json()["figures"]
    assert {(row["low"], row["high"]) for row in figures} == {(31, None), (40, 40)}
    demand = client.get("/api/v1/demands").json()["demands"][0]
    assert (demand["speaker"], demand["asked_of"]) == ("the opposition", ["the government"])
    meeting = client.get("/api/v1/meetings").json()["meetings"][0]
    assert meeting["participants"][0] == {
        "name": "Kazakhstan", "role": "host", "presence": "present",
    }  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("part", ["rival", "observer", "liaison"])
def test_whoever_may_not_see_the_document_gets_none_of_its_words(
    cast: Cast, accepted: CaseFile, with_token: Any, name: str, part: str
) -> None:
    """Neither a row nor a count."""
    answer = with_token(cast.everyone()[part]).get(f"/api/v1/{name}").json()
    assert answer == {"count": 0, name: [], "next": None}


@pytest.mark.parametrize("name", LISTS)
def test_a_token_needs_the_scope_of_what_was_said(
    cast: Cast, accepted: CaseFile, with_token: Any, name: str
) -> None:
    """That of the talks opens rounds and instruments alone."""
    assert with_token(cast.monitor, Scope.TALKS).get(f"/api/v1/{name}").status_code == 403
    assert with_token(cast.monitor, Scope.STATEMENTS).get(f"/api/v1/{name}").status_code == 200


def test_lists_come_by_pages_and_by_document(
    cast: Cast, accepted: CaseFile, with_token: Any
) -> None:
    """Each row once; those of one document where it is named."""
    client = with_token(cast.monitor)
    page = client.get("/api/v1/statements?limit=1").json()
    seen = [row["id"] for row in page["statements"]]
    while page["next"]:
        page = client.get(f"/api/v1/statements?limit=1&after={page['next']}").json()
        seen += [row["id"] for row in page["statements"]]
    assert len(seen) == len(set(seen)) == page["count"] == 3
    second = accepted.documents.last().document_id
    some = client.get(f"/api/v1/statements?document={second}").json()
    assert [row["document_id"] for row in some["statements"]] == [str(second)]


def test_what_was_taken_back_is_in_no_list(cast: Cast, accepted: CaseFile, with_token: Any) -> None:
    """It stays readable on its page, and counts nowhere."""
    figure = DeskProposal.objects.get(kind="figure", case_document__position=0)
    undo_settlement([figure.pk], by=cast.monitor)
    answer = with_token(cast.monitor).get("/api/v1/figures").json()
    assert [row["low"] for row in answer["figures"]] == [40]
    assert answer["count"] == 1
