"""Any table is imported by saying what its columns mean, after a look at what would be read."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cast import Cast
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.exchange.mapping_draft import draft_mapping, written
from trucewatch.reports.models import Report

TABLE = (
    "No;Datum;Village;Lat;Lon;Incident type;Killed;Story\n"
    "1;16.02.2017;Saraqib;35.86;36.80;shelling;2;A long night\n"
    "2;17.02.2017;Idlib;35.93;36.63;robbery;;\n"
    "3;31.02.2017;Binnish;35.95;196.71;shelling;x;\n"
)


def uploaded(client: Client, text: str = TABLE) -> str:
    """The address of the columns of an uploaded table."""
    given = {"file": SimpleUploadedFile("Field reports.csv", text.encode())}
    response = client.post("/import/table/", given)
    assert response.status_code == 302, response.context["form"].errors
    return str(response["Location"])


def chosen(client: Client, address: str, **changes: str) -> dict[str, str]:
    """The form as the page fills it in, with what the member chose."""
    form = client.get(address).context["form"]
    fields = {bound.name: str(bound.value() or "") for bound in form if bound.value()}
    return {**fields, "column_1": "date_start", "column_7": "summary", **changes}


@pytest.mark.django_db
def test_columns_are_shown_with_examples_and_guesses(as_, cast: Cast):
    """Names that tell are understood; the way days are written as well, once it is known which."""
    client = as_("monitor")
    form = client.get(uploaded(client)).context["form"]
    guesses = {column.name: column.guess for column, _ in form.rows()}
    assert guesses == {
        "No": "key", "Datum": "", "Village": "place", "Lat": "latitude", "Lon": "longitude",
        "Incident type": "type", "Killed": "deaths_best", "Story": "",
    }  # fmt: skip
    assert form.table.columns[0].examples == ["1", "2", "3"]
    assert form["source_key"].value() == "field-reports"


@pytest.mark.django_db
def test_the_first_rows_are_shown_as_they_would_be_read_and_nothing_is_written(as_, cast: Cast):
    """With refusals by line and field, and the totals of the whole file."""
    client = as_("monitor")
    address = uploaded(client)
    form = chosen(client, address, date_format="%d.%m.%Y", preview="1")
    response = client.post(address, form)
    rows = response.context["rows"]
    assert [bool(row.report) for row in rows] == [True, True, False]
    assert {refusal.field for refusal in rows[2].refusals} == {"Datum", "Lon", "Killed"}
    assert (response.context["summary"].read, response.context["refused_count"]) == (3, 3)
    assert "A long night" in response.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.django_db
def test_an_import_takes_all_or_what_can_be_taken_and_leaves_no_upload_behind(as_, cast: Cast):
    """As on the command line."""
    client = as_("monitor")
    address = uploaded(client)
    form = chosen(client, address, date_format="%d.%m.%Y")
    refused = client.post(address, {**form, "import": "1"}).content.decode()
    assert "nothing was written" in refused
    assert Report.objects.count() == 0
    client.post(address, {**form, "import": "1", "skip_refused": "on"})
    reports = {report.source_key: report for report in Report.objects.all()}
    assert set(reports) == {"1", "2"}
    assert (reports["1"].deaths_best, reports["1"].summary) == (2, "A long night")
    assert reports["2"].type_as_published == "robbery"
    assert client.get(address).status_code == 404
    assert not list((Path(project.TRUCEWATCH_HOME) / "tables").glob(f"*{address[-33:-1]}"))


@pytest.mark.django_db
def test_the_mapping_can_be_kept_and_used_again(as_, cast: Cast):
    """The file that is downloaded is taken by the page for imports."""
    client = as_("monitor")
    address = uploaded(client)
    form = chosen(client, address, date_format="%d.%m.%Y", download="1")
    response = client.post(address, form)
    assert 'filename="field-reports.toml"' in response["Content-Disposition"]
    assert tomllib.loads(response.content.decode())["columns"]["date_start"] == "Datum"
    again = {
        "kind": "reports",
        "file": SimpleUploadedFile("t.csv", TABLE.encode()),
        "mapping_file": SimpleUploadedFile("m.toml", response.content),
        "dry_run": "on",
    }
    assert client.post("/import/", again).context["summary"].made in (0, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"column_1": ""}, "First day"),
        ({"column_0": ""}, "What names the row"),
        ({"column_2": "key"}, "Another column means the same"),
        ({"source_key": "ucdp"}, "speaks for itself"),
    ],
)
def test_a_mapping_that_is_none_is_told_at_its_place(as_, cast: Cast, changes: Any, words: str):
    """Before anything is read by it."""
    client = as_("monitor")
    address = uploaded(client)
    response = client.post(address, chosen(client, address, preview="1", **changes))
    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.django_db
def test_an_upload_is_its_uploaders_alone(as_, cast: Cast):
    """Another member's address leads nowhere, nor does one made up."""
    address = uploaded(as_("monitor"))
    assert as_("analyst").get(address).status_code == 404
    assert as_("liaison").get(address).status_code == 403
    assert as_("monitor").get("/import/table/etc/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"\xff\xfea", b"PK\x03\x04 no workbook", b"a,a\n1,2\n"])
def test_what_is_no_table_is_refused_at_its_field(as_, cast: Cast, content: bytes):
    """And leaves nothing behind."""
    given = {"file": SimpleUploadedFile("t.csv", content)}
    response = as_("monitor").post("/import/table/", given)
    assert response.status_code == 422
    assert "file" in response.context["form"].errors


@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
                           min_size=1), min_size=2, max_size=2, unique=True),
    source=st.text(st.characters(exclude_categories=["Cs"])),
)  # fmt: skip
def test_a_written_mapping_says_the_same_when_it_is_read(names: list[str], source: str):
    """Whatever the columns of a table are called."""
    entries = draft_mapping(
        {"key": names[0], "date_start": names[1]}, {"key": "k", "name": source}, "AMBER", "%d.%m.%Y"
    )
    assert tomllib.loads(written(entries)) == entries
