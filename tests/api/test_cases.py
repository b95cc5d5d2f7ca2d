"""Cases, findings and figures by the API: what each reader sees, and what nobody is told."""

import json
import uuid
from typing import Any

import pytest
from cast import Cast
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client
from mechanism import Bench, decided, filed, make_bench, notified, voted

from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving
from trucewatch.vocabulary.cases import CaseClass, Stance
from trucewatch.vocabulary.scopes import Scope

pytestmark = pytest.mark.django_db
API = "/api/v1"
FILED = "They shelled the market"


@pytest.fixture
def bench(cast: Cast) -> Bench:
    """The committee of three."""
    return make_bench(cast)


def told(client: Client, address: str) -> Any:
    """The answer as JSON, which there is one."""
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_case_is_told_to_those_who_see_it(bench: Bench, with_token: Any) -> None:
    """Filer and mission at first; the accused once notified; hidden and absent are the same."""
    case = filed(bench)
    cast = bench.cast
    for member, number in (
        (cast.monitor, 1),
        (cast.liaison, 1),
        (cast.rival, 0),
        (cast.delegate, 0),
    ):
        client = with_token(member)
        page = told(client, "cases")
        assert (page["count"], len(page["cases"])) == (number, number)
        one, absent = (client.get(f"{API}/cases/{key}") for key in (case.pk, uuid.uuid4()))
        if number:
            assert one.status_code == 200
        else:
            assert (one.status_code, one.content) == (404, absent.content)
    notified_case, notice = notified(bench)
    rival = with_token(cast.rival)
    seen = told(rival, f"cases/{notified_case.pk}")
    assert [paper["id"] for paper in seen["papers"]] == [str(notice.pk)]
    assert (
        told(with_token(cast.liaison), f"cases/{notified_case.pk}")["papers"][0]["kind"]
        == "receipt"
    )
    assert {deadline["name"] for deadline in seen["deadlines"]} >= {"response"}
    assert Client().get(f"{API}/cases").status_code == 401


def test_nobody_is_told_who_alleged_it_or_why_a_step_was_taken(
    bench: Bench, with_token: Any
) -> None:
    """Not the mission either, by this way; and of persons no name."""
    case = filed(bench)
    moving.acknowledge(case.pk, by=bench.cast.monitor)
    moving.dismiss(case.pk, by=bench.cast.monitor, because="A secret reason.")
    finding = decided(bench)
    for member in (bench.cast.monitor, bench.cast.liaison, bench.cast.rival):
        client = with_token(member)
        words = json.dumps(
            [
                told(client, "cases"),
                told(client, "findings"),
                told(client, f"findings/{finding.pk}"),
            ]
        )
        assert FILED not in words
        assert "secret reason" not in words
        for name in ("Delegate", "Liaison", "Leader", "Chair", "delegate", "leader"):
            assert f'"{name}"' not in words


def test_ids_of_hidden_rows_are_left_out(bench: Bench, with_token: Any) -> None:
    """A case that was joined to one that the reader does not see."""
    cast = bench.cast
    mine, theirs = filed(bench), filed(bench)
    other = findings.Case.objects.get(pk=theirs.pk)
    other.compartment = cast.home_of(cast.observer)
    other.save()
    moving.acknowledge(mine.pk, by=cast.monitor)
    moving.join_case(mine.pk, theirs.pk, by=cast.monitor, because="The same event.")
    row = told(with_token(cast.liaison), f"cases/{mine.pk}")
    assert (row["state"], row["duplicate_of"]) == ("duplicate", None)
    assert row["incident"] is not None
    assert told(with_token(cast.monitor), f"cases/{mine.pk}")["duplicate_of"] == str(theirs.pk)


def test_positions_stand_under_organisations_and_can_be_checked(
    bench: Bench, with_token: Any
) -> None:
    """Signed by the member's own key, or plainly attested by the server; the outcome follows."""
    findings.make_signing_key("a secret of the delegate", by=bench.cast.delegate)
    finding = voted(bench)
    findings.give_position(
        finding.pk, Stance.CONCURS, by=bench.cast.delegate, reasons="", read=finding.digest,
        secret="a secret of the delegate",
    )  # fmt: skip
    findings.give_position(
        finding.pk, Stance.DISSENTS, by=bench.second, reasons="Not shown.", read=finding.digest
    )
    client = with_token(bench.cast.delegate)
    seen = told(client, f"findings/{finding.pk}")
    assert (seen["outcome"], seen["awaited"]) == ("pending", ["guarantor-three"])
    own, other = seen["positions"]
    assert (own["organisation"], own["attested_by_server"]) == ("guarantor", False)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(own["public_key"]))
    key.verify(bytes.fromhex(own["signature"]), own["signed_words"].encode())
    assert (other["stance"], other["reasons"], other["public_key"]) == (
        "dissents", "Not shown.", None,
    )  # fmt: skip
    assert other["attested_by_server"]
    assert own["digest"] == seen["digest"]


def test_a_published_finding_is_open_to_everybody(bench: Bench, with_token: Any) -> None:
    """With its dissent; before it was published it was not there."""
    finding = decided(bench)
    assert told(Client(), "findings") == {"count": 0, "findings": [], "next": None}
    assert Client().get(f"{API}/findings/{finding.pk}").status_code == 404
    assert told(with_token(bench.cast.rival), "findings")["count"] == 1
    findings.publish_finding(finding.pk, by=bench.cast.monitor)
    seen = told(Client(), f"findings/{finding.pk}")
    assert (seen["outcome"], seen["handling"]) == ("with_dissent", "CLEAR")
    assert [p["stance"] for p in seen["positions"]] == ["concurs", "concurs", "dissents"]
    assert told(Client(), "findings?mechanism=committee")["count"] == 1
    assert told(Client(), "findings?mechanism=nobody")["count"] == 0
    assert Client().get(f"{API}/cases/{finding.case_id}").status_code == 401


def test_filters_narrow_and_pages_follow(bench: Bench, with_token: Any) -> None:
    """Mechanism, state and days; what cannot be used is refused by its name."""
    for _ in range(3):
        filed(bench)
    filed(bench, case_class=CaseClass.PROCESS)
    moving.acknowledge(filed(bench).pk, by=bench.cast.monitor)
    client = with_token(bench.cast.monitor)
    assert told(client, "cases?state=received")["count"] == 4
    assert told(client, "cases?mechanism=committee&since=2017-01-03&until=2017-01-03")["count"] == 5
    assert told(client, "cases?until=2017-01-02")["count"] == 0
    seen, after = [], ""
    while True:
        page = told(client, f"cases?limit=2{after}")
        seen += page["cases"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == told(client, "cases")["cases"]
    for query, field in (
        ("state=lost", "state"),
        ("since=soon", "since"),
        ("mechanism=a%00", "mechanism"),
    ):
        answer = client.get(f"{API}/cases?{query}")
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    backwards = client.get(f"{API}/cases?since=2017-02-02&until=2017-02-01")
    assert backwards.json()["field"] == "until"
    assert client.get(f"{API}/cases?mechanism=nobody").status_code == 404


def test_mechanisms_come_with_every_version_of_their_terms(bench: Bench, with_token: Any) -> None:
    """Cases keep those under which they began."""
    [one] = told(with_token(bench.cast.rival), "mechanisms")["mechanisms"]
    assert (one["key"], one["versions"][0]["number"]) == ("committee", 1)
    assert one["versions"][0]["terms"]["rule"] == "majority"


def test_figures_are_those_of_the_reader(bench: Bench, with_token: Any) -> None:
    """The same as on the page."""
    filed(bench)
    assert told(with_token(bench.cast.liaison), "cases/figures")["totals"]["cases"] == 1
    assert told(with_token(bench.cast.rival), "cases/figures")["totals"]["cases"] == 0
    assert (
        told(with_token(bench.cast.monitor), "cases/figures?since=2017-02-01")["totals"]["cases"]
        == 0
    )
    assert Client().get(f"{API}/cases/figures").status_code == 401


def test_a_token_needs_the_scope_of_cases(bench: Bench, with_token: Any) -> None:
    """One for reports does not read them; one for cases reads nothing else."""
    reports = with_token(bench.cast.monitor, Scope.REPORTS)
    own = with_token(bench.cast.monitor, Scope.CASES)
    for address in ("mechanisms", "cases", "cases/figures", "findings"):
        assert reports.get(f"{API}/{address}").status_code == 403, address
        assert own.get(f"{API}/{address}").status_code == 200, address
    assert own.get(f"{API}/reports").status_code == 403


def test_a_page_needs_a_handful_of_queries(
    bench: Bench, with_token: Any, django_assert_max_num_queries: Any
) -> None:
    """However many rows it has."""
    for _ in range(3):
        decided(bench)
    for _ in range(5):
        filed(bench)
    client = with_token(bench.cast.monitor)
    for address in ("cases?limit=500", "findings?limit=500"):
        with django_assert_max_num_queries(10):
            told(client, address)
