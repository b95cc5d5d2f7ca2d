"""Facts over HTTP: every kind in one shape, and what stands together with label and reason."""

import datetime as dt
from typing import Any

import pytest
from cast import Cast
from press import FIRST, case, hand_in, make_case, proposal, span  # noqa: F401 - fixtures
from said import HASH, answer, figure, position, question

from trucewatch.desk.models import CaseFile
from trucewatch.exchange.fact_kinds import KINDS
from trucewatch.parties.actions import add_party
from trucewatch.sources.recording import withdraw_fact
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.scopes import Scope

pytestmark = pytest.mark.django_db
TOGETHER = ("figures/groups", "questions", "positions")


def test_a_fact_comes_with_its_own_columns_and_what_they_name(cast: Cast, with_token: Any) -> None:
    """Days as text, a party with id and name, the source by its key."""
    side = add_party("A side", kind=PartyKind.STATE, by=cast.monitor)
    row = position(cast.monitor, "Talks", "", "for", party=side, since=dt.date(2017, 2, 16))
    body = with_token(cast.observer).get("/api/v1/facts?kind=position").json()
    (fact,) = body["facts"]
    assert body["count"] == 1
    assert fact["columns"] == {
        "topic": "Talks", "party": {"id": str(side.pk), "name": "A side"}, "party_label": "",
        "stance": "for", "text": " on Talks", "since": "2017-02-16", "remarks": "",
    }  # fmt: skip
    assert (fact["source"], fact["handling"], fact["citation"]) == ("patrol", "GREEN", None)
    assert fact["path"] == f"/facts/position/{row.pk}/"


def test_a_citation_has_a_path_only_where_the_document_is_at_hand(
    cast: Cast,
    case: CaseFile,  # noqa: F811
    with_token: Any,
) -> None:
    """The hash and the characters stand there for everybody who sees the fact."""
    document = case.documents.first().document
    start, end = span(FIRST, "shaky")
    position(cast.monitor, "T", "S", "for", document_sha256=document.sha256, start=start, end=end)

    def cited(member: Any) -> Any:
        (fact,) = with_token(member).get("/api/v1/facts?kind=position").json()["facts"]
        return fact["citation"]

    plain = {"sha256": document.sha256, "start": start, "end": end}
    path = f"/desk/documents/{document.pk}/?c={start}-{end}#c{start}-{end}"
    assert cited(cast.monitor) == {**plain, "path": path}
    assert cited(cast.liaison) == {**plain, "path": ""}


def test_an_unknown_kind_is_refused_with_those_there_are(cast: Cast, with_token: Any) -> None:
    """And so is none."""
    for address in ("/api/v1/facts", "/api/v1/facts?kind=rumour"):
        answered = with_token(cast.monitor).get(address)
        assert answered.status_code == 422
        assert answered.json()["field"] == "kind"
        assert "control-area" in answered.json()["reason"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_for(cast: Cast, with_token: Any, kind: str) -> None:
    """An empty list is an answer."""
    answered = with_token(cast.monitor).get(f"/api/v1/facts?kind={kind}")
    assert answered.json() == {"count": 0, "facts": [], "next": None}


def test_facts_come_by_pages_without_what_was_withdrawn(cast: Cast, with_token: Any) -> None:
    """Each once."""
    rows = [position(cast.monitor, f"T{n}", "S", "for") for n in range(4)]
    withdraw_fact(rows[0], by=cast.monitor, because="Twice")
    client = with_token(cast.monitor)
    page = client.get("/api/v1/facts?kind=position&limit=2").json()
    rest = client.get(f"/api/v1/facts?kind=position&limit=2&after={page['next']}").json()
    seen = [fact["columns"]["topic"] for fact in page["facts"] + rest["facts"]]
    assert (seen, page["count"], rest["next"]) == (["T1", "T2", "T3"], 3, None)


def test_figures_come_in_groups_with_label_and_reason(cast: Cast, with_token: Any) -> None:
    """As the page has them, and never two concepts in one."""
    figure(cast.monitor, 450_000, 450_000, counted_since=dt.date(2012, 2, 16))
    figure(cast.monitor, 400_000, 400_000)
    figure(cast.monitor, 12_000_000, None, concept="lost_home")
    client = with_token(cast.observer)
    body = client.get("/api/v1/figures/groups").json()
    assert [(g["concept"], g["label"], len(g["figures"])) for g in body["groups"]] == [
        ("killed", "disputed", 2), ("lost_home", "one_sided", 1),
    ]  # fmt: skip
    assert "no number satisfies both" in body["groups"][0]["reason"]
    assert body["groups"][0]["figures"][0]["citation"]["sha256"] == HASH
    assert client.get("/api/v1/figures/groups?concept=injured").json()["count"] == 0
    assert client.get("/api/v1/figures/groups?concept=rumours").status_code == 422


@pytest.mark.parametrize("part", ["liaison", "rival", "observer"])
def test_what_may_not_be_seen_is_in_no_answer_and_no_label(
    cast: Cast, with_token: Any, part: str
) -> None:
    """Groups, answers and positions are derived from what the asker may see."""
    secret = {"handling": Handling.AMBER.value}
    figure(cast.monitor, 5, 5)
    figure(cast.monitor, 7, 7, speaker_label="A secret voice", **secret)
    asked = question(cast.monitor)
    answer(cast.monitor, asked, "A minister", "yes")
    answer(cast.monitor, asked, "A secret voice", "no", **secret)
    question(cast.monitor, "A secret question?", **secret)
    position(cast.monitor, "Talks", "One side", "for", since=dt.date(2017, 1, 1))
    position(cast.monitor, "Talks", "One side", "against", text="A secret stance", **secret)

    def labels(member: Any) -> list[str]:
        client = with_token(member)
        groups = client.get("/api/v1/figures/groups").json()["groups"]
        questions = client.get("/api/v1/questions").json()["questions"]
        return [each["label"] for each in groups + questions]

    assert labels(cast.monitor) == ["disputed", "unverified", "disputed"]
    member = cast.everyone()[part]
    assert labels(member) == ["one_sided", "one_sided"]
    for name in (*TOGETHER, "facts?kind=answer", "facts?kind=figure", "facts?kind=position"):
        assert b"secret" not in with_token(member).get(f"/api/v1/{name}").content


@pytest.mark.parametrize("name", [*TOGETHER, "facts?kind=note"])
def test_facts_are_for_members_whose_token_may_read_what_was_said(
    cast: Cast, with_token: Any, name: str, client: Any
) -> None:
    """The public is asked for a token."""
    assert client.get(f"/api/v1/{name}").status_code == 401
    assert with_token(cast.monitor, Scope.TALKS).get(f"/api/v1/{name}").status_code == 403
    assert with_token(cast.monitor, Scope.STATEMENTS).get(f"/api/v1/{name}").status_code == 200
