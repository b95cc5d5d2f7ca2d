"""A real PDF of forty alleged breaches: split, accepted, receipted, traced to its characters."""

import hashlib
from typing import Any

import pytest
from cast import patrol
from django.core.files.uploadedfile import SimpleUploadedFile
from press import typeset

from trucewatch.desk.models import Allegation, CaseDocument, DeskProposal
from trucewatch.desk.queries import page_of
from trucewatch.reports.models import Report

pytestmark = pytest.mark.django_db

TOWNS = ("Talbisa", "Daraa", "Harasta", "Rastan", "Atarib", "Saraqib", "Douma", "Arbin")
DONE = (
    "mortar shells struck a row of houses",
    "a sniper shot a farmer on his way home",
    "two air strikes hit the road to the market, and a third one hit the bakery behind it",
    "an artillery battery fired eleven rounds at the school",
)
EVENTS = [
    f"{n % 28 + 1} January 2017, {TOWNS[n % 8]}: {DONE[n % 4]}, at the {n}th house."
    for n in range(1, 41)
]
NUMBER = 40


@pytest.fixture
def pdf() -> bytes:
    """Three pages with numbers at their feet and a running head, as a committee would send them."""
    head = '#set page(paper: "a5", header: [Committee for the truce])\n#set par(spacing: 1.4em)\n'
    listed = "\n\n".join(f"{n}\\. {words}" for n, words in enumerate(EVENTS, start=1))
    return typeset(
        f"= Breaches since 30 December 2016\n\n{listed}\n\n= Annex\n\nA map of places.\n", head
    )


@pytest.fixture
def row(as_: Any, pdf: bytes) -> CaseDocument:
    """The list, handed in with a map."""
    patrol()
    picture = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
    files = [SimpleUploadedFile("list.pdf", pdf), SimpleUploadedFile("map.png", picture)]
    sent = {"name": "List", "handling": "GREEN", "source": "patrol", "is_submission": "on"}
    assert as_("monitor").post("/desk/", {**sent, "documents": files}).status_code == 302
    return CaseDocument.objects.get(document__name="list.pdf")


def _breaches(row: CaseDocument) -> list[DeskProposal]:
    return list(row.proposals.filter(kind="allegation").order_by("start"))


def test_the_pages_of_the_file_are_found(row: CaseDocument) -> None:
    """Without running heads and page numbers in the text."""
    assert len(row.pages) >= 3
    assert "Committee for the truce" not in row.text
    assert len(_breaches(row)) == NUMBER


def test_accepted_together_each_is_a_report_of_its_own(as_: Any, row: CaseDocument) -> None:
    """Its own words, day and characters; forty reports and none twice."""
    client, page = as_("monitor"), f"/desk/documents/{row.document_id}/"
    ids = client.get(page, {"kind": "allegation"}).context["waiting_ids"]
    assert client.post(f"{page}accept/", {"ids": ids}).status_code == 302
    _assert_traced(row)


def test_accepted_one_by_one_it_is_the_same(as_: Any, row: CaseDocument) -> None:
    """Key by key, each going on to the next."""
    client = as_("monitor")
    for each in _breaches(row):
        address = f"/desk/proposals/{each.pk}/accept/?kind=allegation"
        assert client.post(address, headers={"x-desk": "1"}).status_code == 200
    _assert_traced(row)


def _assert_traced(row: CaseDocument) -> None:
    allegations = list(Allegation.objects.order_by("start").select_related("report"))
    assert Report.objects.count() == len(allegations) == NUMBER
    assert {each.document_id for each in allegations} == {row.document_id}
    for number, each in enumerate(allegations):
        words = " ".join(row.text[each.start : each.end].split())
        assert words == EVENTS[number]
        assert " ".join(each.report.original.split()) == words
        assert each.report.date_start.day == (number + 1) % 28 + 1
        assert each.report.document_id == row.document_id
        page = page_of(row, each.start)
        assert page is not None
        assert row.pages[page - 1] <= each.start


def test_the_receipt_says_what_was_taken_and_where_each_event_stands(
    as_: Any, row: CaseDocument, pdf: bytes
) -> None:
    """The hash of the very file, its pages, a count for each, every event with its page."""
    client = as_("monitor")
    answer = client.get(f"/desk/documents/{row.document_id}/receipt/")
    body = answer.content.decode()
    assert hashlib.sha256(pdf).hexdigest() in body
    assert f"{len(row.pages)} pages" in body
    counts = dict(answer.context["pages"])
    assert sum(counts.values()) == NUMBER
    assert set(counts) == set(range(1, len(row.pages) + 1))
    assert body.count("<tr>") == 1 + len(counts) + 1 + NUMBER
    assert "map.png" in body
    for page, proposal, _line in answer.context["found"]:
        assert page == page_of(row, proposal.start)
        assert f"#{proposal.anchor}" in body


def test_the_reports_lead_back_to_their_characters(as_: Any, row: CaseDocument) -> None:
    """From the page of the event to the highlighted words."""
    client = as_("monitor")
    last = _breaches(row)[-1]
    client.post(f"/desk/proposals/{last.pk}/accept/")
    allegation = Allegation.objects.get()
    page = client.get(f"/statements/allegation/{allegation.pk}/").content.decode()
    way = f"/desk/documents/{row.document_id}/?c={last.start}-{last.end}#{last.anchor}"
    assert way in page
    assert f'id="{last.anchor}"' in client.get(way.split("#")[0]).content.decode()
