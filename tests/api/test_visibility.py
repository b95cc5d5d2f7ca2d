"""Every address of the API shows each reader what the screens show them."""

import csv
import io
import json
import uuid
from typing import Any

import pyarrow.parquet as pq
import pytest
from cast import Cast
from django.test import Client

from trucewatch.parties.models import Party
from trucewatch.sources.models import Source

SEES = {
    "rival": {"clear", "green"},
    "observer": {"clear", "green"},
    "liaison": {"clear", "green", "party", "red"},
    "delegate": {"clear", "green", "amber"},
    "monitor": {"clear", "green", "amber", "strict", "party"},
}
parts = pytest.mark.parametrize("part", list(SEES))


def body(answer: Any) -> bytes:
    """The whole of a streamed answer."""
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@parts
def test_lists_show_what_the_member_sees(part, record, cast: Cast, with_token):
    """Reports, incidents, tallies and coverage, with counts that tell of nothing else."""
    client = with_token(cast.everyone()[part])
    expected = {str(record[word].pk) for word in SEES[part]}
    reports = client.get("/api/v1/reports").json()
    assert {row["id"] for row in reports["reports"]} == expected
    assert reports["count"] == len(expected)
    incidents = client.get("/api/v1/incidents").json()
    assert {key for row in incidents["incidents"] for key in row["report_ids"]} == expected
    tallies = client.get("/api/v1/tallies").json()
    told = {row["monitor_as_published"].split()[0] for row in tallies["tallies"]}
    assert told == SEES[part]
    assert tallies["count"] == len(told)
    assert tallies["tallies"][0]["shares"] == [
        {"area_as_published": "Idleb", "area": "sy-idlib", "count": 4}
    ]
    coverage = client.get("/api/v1/coverage").json()["coverage"]
    assert {row["remarks"] for row in coverage} == SEES[part]


@parts
def test_single_records_hide_as_if_they_were_not(part, record, cast: Cast, with_token):
    """Hidden and absent are the same to the letter."""
    client = with_token(cast.everyone()[part])
    absent = client.get(f"/api/v1/reports/{uuid.uuid4()}")
    assert absent.status_code == 404
    operator = {row.report_id: row.incident_id for row in _links()}
    for word, report in record.items():
        for address in (f"reports/{report.pk}", f"incidents/{operator[report.pk]}"):
            answer = client.get(f"/api/v1/{address}")
            if word in SEES[part]:
                assert answer.status_code == 200
            else:
                assert (answer.status_code, answer.content) == (404, absent.content)


@parts
@pytest.mark.parametrize("what", ["reports", "incidents"])
@pytest.mark.parametrize("query", ["", "?q=word&until=2017-01-12", "?cell=842da01ffffffff"])
def test_bulk_files_hold_the_rows_of_the_pages(part, what, query, record, cast, with_token):
    """In every format, under every filter."""
    client = with_token(cast.everyone()[part])
    page = client.get(f"/api/v1/{what}{query}").json()[what]
    ids = [row["id"] for row in page]
    assert set(ids) <= {row["id"] for row in client.get(f"/api/v1/{what}").json()[what]}

    def bulk(form: str) -> bytes:
        return body(client.get(f"/api/v1/bulk/{what}.{form}{query}"))

    assert json.loads(bulk("json")) == page
    features = json.loads(bulk("geojson"))["features"]
    assert [feature["id"] for feature in features] == ids
    rows = list(csv.DictReader(io.StringIO(bulk("csv").decode())))
    assert [row["id"] for row in rows] == ids
    header, tags, *tagged = csv.reader(io.StringIO(bulk("hxl").decode()))
    assert [row[0] for row in tagged] == ids
    assert all(tag.startswith("#") for tag in tags)
    assert len(header) == len(tags)
    assert pq.read_table(io.BytesIO(bulk("parquet"))).column("id").to_pylist() == ids


def test_pages_follow_each_other_without_gap(record, cast: Cast, with_token):
    """Each list goes on behind the last row of the page before."""
    client = with_token(cast.monitor)
    for name in ("reports", "incidents", "tallies", "coverage", "bulletins"):
        whole = client.get(f"/api/v1/{name}").json()
        seen, after = [], ""
        while True:
            page = client.get(f"/api/v1/{name}?limit=2{after}").json()
            seen += page[name]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        assert seen == whole[name], name
        assert len(seen) > 2


def test_names_are_those_that_the_reader_could_meet(record, cast: Cast, with_token):
    """A source or party of hidden reports alone is named to nobody else."""
    rival = with_token(cast.rival)
    known = {row["key"] for row in rival.get("/api/v1/sources").json()["sources"]}
    assert known == set(Source.objects.values_list("key", flat=True)) & {"patrol"}
    sides = rival.get("/api/v1/parties").json()["parties"]
    assert [row["names"] for row in sides if row["name"] == "A side"] == [["جانب"]]
    assert Party.objects.count() == len(sides)
    assert rival.get("/api/v1/places?name=Idlib").status_code == 200
    assert rival.get("/api/v1/rounds").json()["count"] == 1
    truce = rival.get("/api/v1/instruments").json()["instruments"][0]
    assert truce["adherence"][0]["party"] == "A side"


def test_the_public_reads_what_is_clear(record, cast: Cast):
    """Bulletins, tallies and coverage; nothing that is for members."""
    client = Client()
    assert client.get("/api/v1/tallies").json()["count"] == 1
    assert client.get("/api/v1/coverage").json()["count"] == 1
    bulletins = client.get("/api/v1/bulletins").json()
    assert {row["handling"] for row in bulletins["bulletins"]} == {"CLEAR"}
    assert bulletins["count"] == 2
    for name in ("reports", "incidents", "bulk/reports.csv", "sources", "parties", "me"):
        answer = client.get(f"/api/v1/{name}")
        assert answer.status_code == 401, name
        assert answer.json().keys() == {"reason", "field"}


def test_a_bulletin_comes_with_its_words_and_as_files(record, cast: Cast):
    """The list is without them."""
    client = Client()
    listed = client.get("/api/v1/bulletins?kind=daily").json()["bulletins"]
    assert "words" not in listed[0]
    address = f"/api/v1/bulletins/{listed[0]['id']}"
    assert client.get(address).json()["words"]["kind"] == "daily"
    begins = {"pdf": b"%PDF", "docx": b"PK", "csv": b"PK", "html": b"<!doctype", "json": b"{"}
    for form, first in begins.items():
        answer = client.get(f"{address}/{form}")
        assert answer.content[: len(first)].lower() == first.lower(), form
    assert client.get(f"{address}/pdf?lang=xx").json()["field"] == "lang"


def test_search_answers_kind_by_kind(record, cast: Cast, with_token):
    """Through the gate of each kind."""
    found = with_token(cast.rival).get("/api/v1/search?q=clearword").json()
    assert found["report_count"] == 1
    assert with_token(cast.rival).get("/api/v1/search?q=strictword").json()["report_count"] == 0
    refused = with_token(cast.rival).get("/api/v1/search?q=after:soon")
    assert refused.status_code == 422
    assert refused.json()["field"]


def test_a_filter_that_cannot_be_used_is_named(record, cast: Cast, with_token):
    """The same for every address that takes one."""
    client = with_token(cast.monitor)
    for address in ("reports", "incidents", "bulk/reports.parquet"):
        for query, field in (("since=soon", "since"), ("colour=red", "colour"), ("q=a%00b", "q")):
            answer = client.get(f"/api/v1/{address}?{query}")
            assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_the_documents_of_the_api_need_nothing_from_outside(record):
    """A page of our own, and unknown addresses in the API's own words."""
    page = Client().get("/api/v1/docs").content.decode()
    assert "/api/v1/bulk/" in page
    assert "https://" not in page
    missing = Client().get("/api/v1/nothing")
    assert (missing.status_code, missing.json().keys()) == (404, {"reason", "field"})


def _links() -> Any:
    from trucewatch.incidents.models import Link

    return Link.objects.all()
