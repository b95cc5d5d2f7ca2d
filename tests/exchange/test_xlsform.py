"""Submissions of forms for ODK and KoboToolbox become reports, by the form itself."""

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cast import Cast, make_cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.cli.main import main
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.json_table import JsonTable
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.records import Record, Unreadable
from trucewatch.exchange.summary import Summary
from trucewatch.exchange.xlsform import read_xlsform
from trucewatch.exchange.xlsform_names import recognised
from trucewatch.reports.models import Report, Revision
from trucewatch.sources.models import Source
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db

SURVEY = [
    ["type", "name", "label::English (en)", "label::Arabic (ar)"],
    ["start", "start", "", ""],
    ["today", "today", "", ""],
    ["date", "incident_date", "Day of the incident", "يوم الحادث"],
    ["begin group", "where", "Where", ""],
    ["select_one gov", "governorate", "Governorate", "المحافظة"],
    ["text", "village", "Village", "القرية"],
    ["geopoint", "loc", "Point", ""],
    ["end group", "", "", ""],
    ["select_one kind", "incident_type", "What happened", "ماذا حدث"],
    ["integer", "killed", "Killed", "قتلى"],
    ["text", "description", "Description", ""],
    ["begin repeat", "victim", "Victim", ""],
    ["integer", "age", "Age", ""],
    ["end repeat", "", "", ""],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Arabic (ar)"],
    ["gov", "idlib", "Idlib", "إدلب"],
    ["gov", "hama", "Hama", "حماة"],
    ["kind", "shelling", "Shelling", "قصف"],
    ["kind", "air", "Air strike", "غارة جوية"],
    ["kind", "robbery", "Robbery", "سرقة"],
]
SETTINGS = [["form_id", "form_title", "default_language"], ["incident_v2", "Incidents", "English"]]
CENTRAL = (
    "SubmissionDate,incident_date,where-governorate,where-village,where-loc-Latitude,"
    "where-loc-Longitude,where-loc-Altitude,where-loc-Accuracy,incident_type,killed,description,"
    "SET-OF-victim,KEY"
)
ONE = (
    "2017-01-05T10:00:00Z,2017-01-04,idlib,خان شيخون,35.44,36.65,0,5,shelling,3,Shells fell,,"
    "uuid:aaa"
)


def form(folder: Path, **sheets: list[list[str]]) -> Path:
    """An XLSForm with the sheets of the tests, or with others in their place."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {
        "survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, **sheets,
    }.items():  # fmt: skip
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "form.xlsx"
    book.save(path)
    return path


def take(cast: Cast, folder: Path, text: str, **how: Any) -> Summary:
    """The summary of importing the text with the form of the tests."""
    data = folder / "data"
    data.write_text(text, "utf-8")
    xlsform = how.pop("form", None) or form(folder)
    options = ImportOptions(form=xlsform, **how)
    return run_import("xlsform", data, name="data.csv", by=cast.monitor, options=options)


def reasons(summary: Summary) -> list[tuple[int, str, str]]:
    """The refusals as they are told."""
    return [(found.line, found.field, found.reason) for found in sorted(summary.refused)]


def test_an_export_of_central_becomes_reports_without_any_mapping(
    cast: Cast, gazetteer: None, tmp_path: Path
):
    """Groups, a split point, choices by their labels, the key without its prefix."""
    summary = take(cast, tmp_path, f"{CENTRAL}\n{ONE}\n")
    assert reasons(summary) == []
    report = Report.objects.get()
    assert (report.source_key, report.event_type, report.type_as_published) == (
        "aaa", "shelling", "Shelling",
    )  # fmt: skip
    assert (report.latitude, report.longitude, report.deaths_best) == (35.44, 36.65, 3)
    assert (report.admin1_as_published, report.place_as_published) == ("Idlib", "خان شيخون")
    assert report.area is not None
    assert report.area.name == "Idlib"
    assert report.summary == "Shells fell"
    assert report.original == ONE
    assert (report.source.key, report.source.name) == ("form-incident-v2", "Incidents")


def test_a_second_import_changes_nothing_and_an_edited_submission_is_a_revision(
    cast: Cast, tmp_path: Path
):
    """The key of the submission outlasts an edit."""
    take(cast, tmp_path, f"{CENTRAL}\n{ONE}\n")
    again = take(cast, tmp_path, f"{CENTRAL}\n{ONE}\n")
    assert (again.made, again.changed, again.unchanged) == (0, 0, 1)
    edited = take(cast, tmp_path, f"{CENTRAL}\n{ONE.replace(',3,', ',4,')}\n")
    assert (edited.made, edited.changed) == (0, 1)
    assert Report.objects.get().deaths_best == 4
    assert Revision.objects.get().account["deaths_best"] == 3


KOBO = (
    "incident_date;where/governorate;where/village;where/loc;_where/loc_latitude;incident_type;"
    "_uuid"
)


def test_an_export_of_kobotoolbox_with_semicolons_and_labels_is_read(cast: Cast, tmp_path: Path):
    """A point in one column, labels in another language, digits of Arabic."""
    text = f"{KOBO};killed\n2017-01-04;إدلب;سراقب;35.86 36.80 0 0;35.86;غارة جوية;b-1;٢\n"
    assert reasons(take(cast, tmp_path, text)) == []
    report = Report.objects.get()
    assert (report.event_type, report.admin1_as_published) == ("air_strike", "Idlib")
    assert (report.latitude, report.longitude, report.deaths_best) == (35.86, 36.8, 2)


def test_headers_that_are_labels_are_understood(cast: Cast, tmp_path: Path):
    """KoboToolbox can export labels in the place of names."""
    text = "Day of the incident,Village,What happened,_uuid\n2017-01-04,Saraqib,Shelling,c-1\n"
    bare = [[*row] for row in SURVEY if row[0] not in ("geopoint", "integer", "select_one gov")]
    bare = [row for row in bare if row[1] != "description"]
    xlsform = form(tmp_path, survey=bare)
    assert reasons(take(cast, tmp_path, text, form=xlsform)) == []
    assert Report.objects.get().place_as_published == "Saraqib"


def test_json_of_either_program_is_read_with_its_physical_lines(cast: Cast, tmp_path: Path):
    """Nested groups and points of Central; a list in an answer; a bad value is found by line."""
    good = {
        "__id": "uuid:d-1",
        "incident_date": "2017-01-04",
        "where": {
            "governorate": "hama",
            "village": "Halfaya",
            "loc": {"type": "Point", "coordinates": [36.6, 35.2, None]},
        },
        "incident_type": "robbery",
        "killed": 0,
        "description": "",
        "victim": [{"age": 4}],
    }
    bad = {**good, "__id": "uuid:d-2", "incident_type": "earthquake"}
    text = '{"value": [\n' + json.dumps(good) + ",\n" + json.dumps(bad) + "\n]}"
    summary = take(cast, tmp_path, text, skip_refused=True)
    assert [found[:2] for found in reasons(summary)] == [(3, "incident_type")]
    assert "is no choice of the form; it offers shelling, air, robbery" in reasons(summary)[0][2]
    report = Report.objects.get()
    assert (report.latitude, report.longitude, report.source_key) == (35.2, 36.6, "d-1")
    assert (report.event_type, report.type_as_published) == ("unspecified", "Robbery")
    assert report.flags == ["type_not_in_vocabulary", "repeats_left_out"]
    assert json.loads(report.original) == good
    again = take(cast, tmp_path, json.dumps({**good, "later": "1"}))
    assert (again.changed, again.unchanged) == (0, 1)


def test_a_mapping_says_what_names_do_not(cast: Cast, tmp_path: Path):
    """Its columns are questions; its types are names of choices; a source of one's own."""
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[source]\nname = "Field teams"\nreliability = "B"\n[columns]\nsummary = "village"\n'
        '[types]\nrobbery = "looting_destruction"\n[defaults]\nhandling = "AMBER+STRICT"\n'
    )
    text = f"{CENTRAL}\n{ONE.replace('shelling', 'robbery')}\n"
    take(cast, tmp_path, text, mapping=str(mapping), source="field-teams")
    report = Report.objects.get()
    assert (report.event_type, report.summary) == ("looting_destruction", "خان شيخون")
    assert report.handling == "AMBER+STRICT"
    assert Source.objects.get(key="field-teams").reliability == "B"


@pytest.mark.parametrize(
    ("column", "reason"),
    [("victim/age", "the question is repeated"), ("nothing", "neither the form nor the file")],
)
def test_a_mapping_to_no_answer_is_refused_with_the_reason(
    cast: Cast, tmp_path: Path, column: str, reason: str
):
    """A repeated question has many answers, an unknown one none."""
    mapping = tmp_path / "m.toml"
    mapping.write_text(f'[columns]\ndeaths_low = "{column}"\n')
    summary = take(cast, tmp_path, f"{CENTRAL}\n{ONE}\n", mapping=str(mapping))
    assert [(line, field) for line, field, _ in reasons(summary)] == [(1, column)]
    assert reason in reasons(summary)[0][2]
    assert Report.objects.count() == 0


def test_the_table_of_a_repeated_group_is_refused(cast: Cast, tmp_path: Path):
    """Its rows are victims or rounds, not submissions."""
    summary = take(cast, tmp_path, f"{CENTRAL},PARENT_KEY\n{ONE},uuid:x\n")
    assert "the table of a repeated group" in " ".join(found[2] for found in reasons(summary))


def test_a_form_that_asks_for_no_day_is_refused_and_the_day_of_filling_in_is_not_taken(
    cast: Cast, tmp_path: Path
):
    """`today` is when somebody wrote, not when it happened."""
    without = [row for row in SURVEY if row[0] != "date"]
    with pytest.raises(Refused, match="day of the event"):
        take(cast, tmp_path, f"{CENTRAL}\n{ONE}\n", form=form(tmp_path, survey=without))


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("2017-01-04", "04/01/2017", "incident_date"),
        ("35.44", "95.44", "where-loc-Latitude"),
        (",3,", ",three,", "killed"),
        ("idlib", "atlantis", "where-governorate"),
        ("uuid:aaa", "", "KEY"),
    ],
)
def test_a_wrong_answer_is_refused_with_line_and_column(
    cast: Cast, tmp_path: Path, old: str, new: str, field: str
):
    """And nothing at all is written."""
    summary = take(cast, tmp_path, f"{CENTRAL}\n{ONE}\n{ONE.replace(old, new)}\n")
    assert (3, field) in [found[:2] for found in reasons(summary)]
    assert Report.objects.count() == 0


def test_half_a_point_in_one_column_is_refused_under_that_column(cast: Cast, tmp_path: Path):
    """Not under a name that the file does not have."""
    text = f"{KOBO};killed\n2017-01-04;idlib;Saraqib;35.86;;air;b-1;\n"
    summary = take(cast, tmp_path, text)
    assert {found[1] for found in reasons(summary)} == {"where/loc"}


@pytest.mark.parametrize(
    "survey",
    [
        [["type", "name"], ["begin group", "g"], ["date", "d"]],
        [["type", "name"], ["end group", ""]],
    ],
)
def test_a_form_whose_groups_do_not_close_is_refused(cast: Cast, tmp_path: Path, survey: Any):
    """Where a question stands is part of its name."""
    with pytest.raises(Refused, match="group"):
        read_xlsform(form(tmp_path, survey=survey))


def test_hostile_forms_are_refused(cast: Cast, tmp_path: Path):
    """No survey; no workbook; entities; an archive that would not end; a million columns."""
    with pytest.raises(Refused, match="no sheet"):
        read_xlsform(_renamed(form(tmp_path)))
    plain = tmp_path / "plain.xlsx"
    plain.write_text("type,name\n")
    with pytest.raises(Refused, match="no workbook"):
        take(cast, tmp_path, "a\n1\n", form=plain)
    wide = b"<c><v>1</v></c>" * 20_000
    for name, sheet in (
        ("entities", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'),
        ("wide", b"<worksheet><sheetData><row>%s</row></sheetData></worksheet>" % wide),
    ):
        path = tmp_path / f"{name}.xlsx"
        with zipfile.ZipFile(form(tmp_path)) as old, zipfile.ZipFile(path, "w") as new:
            for member in old.infolist():
                content = old.read(member)
                new.writestr(member, sheet if member.filename.endswith("sheet1.xml") else content)
        with pytest.raises(Refused):
            take(cast, tmp_path, "a\n1\n", form=path)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 50_000_000)
    with pytest.raises(Refused, match="unpacks"):
        take(cast, tmp_path, "a\n1\n", form=bomb)


def _renamed(path: Path) -> Path:
    book = openpyxl.load_workbook(path)
    book["survey"].title = "questions"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5_000,
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        '[{"a": 1}, 7]',
        '{"a": "\\u0000"}',
        "{}",
        "[]",
    ],
)
def test_hostile_json_is_refused_and_never_an_error(cast: Cast, tmp_path: Path, text: str):
    """Depth, numbers that are none, names given twice, values that no database takes."""
    summary = take(cast, tmp_path, text)
    assert summary.refused
    assert Report.objects.count() == 0


def test_questions_are_recognised_by_name_and_type(tmp_path: Path):
    """A word for a number is no number of deaths; a repeated question is nothing of a report."""
    rows = [
        ["type", "name"], ["text", "killed"], ["integer", "Number_Killed"], ["date", "day-1"],
        ["text", "Place-Name"], ["geopoint", "gps"], ["integer", "civilians_killed"],
    ]  # fmt: skip
    assert recognised(read_xlsform(form(tmp_path, survey=rows))) == {
        "date_start": "day-1", "place": "Place-Name", "deaths_best": "Number_Killed",
        "deaths_civilians": "civilians_killed", "latitude": "gps", "longitude": "gps",
    }  # fmt: skip


VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=st.lists(st.dictionaries(VALUES.filter(bool), VALUES, min_size=1), min_size=1))
def test_rows_of_json_keep_every_value_and_their_own_words(tmp_path: Path, rows: list[Any]):
    """In one list or one object a line, indented or not: originals are slices of the file."""
    for text in (
        json.dumps(rows, ensure_ascii=False),
        json.dumps(rows, indent=1),
        "\n".join(json.dumps(row) for row in rows),
    ):
        path = tmp_path / "rows.json"
        path.write_text(text, "utf-8")
        with JsonTable(path) as table:
            read = list(table)
        assert all(isinstance(record, Record) for record in read)
        assert [json.loads(record.original) for record in read] == rows
        for record, row in zip(read, rows, strict=True):
            assert {name: record.values[name] for name in row} == row
            lines = text.splitlines() if "\r" not in text else [text]
            assert record.line <= max(1, text.count("\n") + 1, len(lines))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(cells=st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=5))
def test_no_table_of_submissions_makes_the_importer_fail(
    cast: Cast, tmp_path: Path, cells: list[list[str]]
):
    """Whatever stands in the cells, it is taken or refused with a line."""
    out = io.StringIO()
    csv.writer(out).writerows([["incident_date", "village", "KEY"], *cells])
    bare = [SURVEY[0], SURVEY[3], ["text", "village", "", ""]]
    data = tmp_path / "data"
    data.write_text(out.getvalue(), "utf-8", newline="")
    options = ImportOptions(form=form(tmp_path, survey=bare), dry_run=True)
    summary = run_import("xlsform", data, name="d", by=cast.monitor, options=options)
    assert all(found.line > 1 and found.reason for found in summary.refused)


def test_a_file_that_holds_no_object_at_all_is_unreadable(tmp_path: Path):
    """There is no column to read by."""
    path = tmp_path / "rows.json"
    path.write_text("[]")
    with pytest.raises(Unreadable):
        JsonTable(path)


def test_a_workbook_of_submissions_is_read_like_any_other_export(cast: Cast, tmp_path: Path):
    """KoboToolbox exports XLSX by default; days are cells of their own kind there."""
    book = openpyxl.Workbook()
    book.active.append(
        ["incident_date", "village", "where/loc", "incident_type", "killed", "_uuid"]
    )
    book.active.append([dt.date(2017, 1, 4), "سراقب", "35.86 36.8 0 0", "air", 2, "x-1"])
    path = tmp_path / "data.xlsx"
    book.save(path)
    options = ImportOptions(form=form(tmp_path))
    summary = run_import("xlsform", path, name="data.xlsx", by=cast.monitor, options=options)
    assert reasons(summary) == []
    report = Report.objects.get()
    assert (str(report.date_start), report.event_type) == ("2017-01-04", "air_strike")
    assert (report.latitude, report.deaths_best) == (35.86, 2)


def test_the_command_tells_refusals_with_status_2_and_takes_the_others(
    transactional_db: None, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
):
    """As every other import does."""
    settings.TRUCEWATCH_HOME = tmp_path / "home"
    settings.TRUCEWATCH_HOME.mkdir()
    make_cast()
    data = tmp_path / "data.csv"
    data.write_text(f"{CENTRAL}\n{ONE}\n{ONE.replace('aaa', 'bbb').replace('idlib', 'x')}\n")
    arguments = ["import", "xlsform", str(form(tmp_path)), str(data), "--source", "teams"]
    for more, status, count in (([], 2, 0), (["--skip-refused", "--dry-run"], 0, 0),
                                (["--skip-refused"], 0, 1)):  # fmt: skip
        with pytest.raises(SystemExit) as left:
            main([*arguments, *more])
        assert (left.value.code or 0) == status
        assert Report.objects.count() == count
    assert "refused line 3, where-governorate: “x” is no choice" in capsys.readouterr().err
    assert Source.objects.get(key="teams").name == "Incidents"
