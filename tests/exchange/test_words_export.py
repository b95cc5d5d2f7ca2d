"""What was said, as files: the same rows as on the screens, in each format."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cast import Cast
from press import FIRST, case, hand_in, make_case, proposal, span  # noqa: F401 - fixtures

from trucewatch.cli.main import main
from trucewatch.desk.actions.settling import accept_kind
from trucewatch.desk.models import CaseFile, DeskProposal
from trucewatch.exchange.words_export import WORDS, WordsExport, open_words_export
from trucewatch.vocabulary.refusal import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(cast: Cast, case: CaseFile) -> CaseFile:  # noqa: F811
    """Everything of the case that waits, accepted."""
    keys = DeskProposal.objects.filter(state="waiting").values_list("pk", flat=True)
    accept_kind(list(keys), by=cast.monitor)
    return case


def whole(export: WordsExport) -> bytes:
    """The file."""
    return b"".join(export.chunks())


def test_each_format_holds_the_same_statements(cast: Cast, accepted: CaseFile) -> None:
    """With their characters, their speaker and the hash of the file they stand in."""
    made = open_words_export("statements", "csv", by=cast.delegate)
    rows = list(csv.DictReader(io.StringIO(whole(made).decode())))
    listed = json.loads(whole(open_words_export("statements", "json", by=cast.delegate)))
    table = pq.read_table(
        io.BytesIO(whole(open_words_export("statements", "parquet", by=cast.delegate)))
    ).to_pylist()
    assert made.count == len(rows) == len(listed) == len(table) == 3
    assert [row["id"] for row in rows] == [row["id"] for row in listed]
    assert [row["words"] for row in table] == [row["words"] for row in rows]
    start, end = span(FIRST, "The ceasefire holds")
    row = next(row for row in listed if row["start"] == start and row["end"] == end)
    assert row["speaker_names"] == ["Sergei Lavrov"]
    assert row["document_sha256"] == accepted.documents.first().document.sha256


def test_a_protected_source_is_marked_and_has_no_name(cast: Cast, accepted: CaseFile) -> None:
    """Only what the text calls it."""
    listed = json.loads(whole(open_words_export("statements", "json", by=cast.monitor)))
    row = next(row for row in listed if row["words"] == "shaky")
    assert (row["protected"], row["speaker_names"]) == (1, [])


def test_hxl_has_a_row_of_hashtags(cast: Cast, accepted: CaseFile) -> None:
    """One for each column."""
    head, tags, *rows = whole(open_words_export("figures", "hxl", by=cast.monitor)).splitlines()
    assert len(head.split(b",")) == len(tags.split(b","))
    assert tags.startswith(b"#meta+id")
    assert len(rows) == 2


@pytest.mark.parametrize("what", WORDS)
def test_whoever_may_not_see_the_documents_gets_an_empty_file(
    cast: Cast, accepted: CaseFile, what: str
) -> None:
    """With nothing but its head."""
    made = open_words_export(what, "csv", by=cast.liaison)
    assert len(whole(made).splitlines()) == 1
    assert made.count == 0


def test_there_is_no_map_of_words(cast: Cast, accepted: CaseFile) -> None:
    """They have no place."""
    with pytest.raises(NotFound, match="csv, hxl, json, parquet"):
        whole(open_words_export("statements", "geojson", by=cast.monitor))


def test_the_command_writes_them_and_takes_no_filter_of_reports(
    accepted: CaseFile, tmp_path: Path
) -> None:
    """An ignored limit would show more than was asked for."""
    file = tmp_path / "demands.csv"
    asked = ["export", "demands", "--format", "csv", "-o", str(file)]
    with pytest.raises(SystemExit) as done:
        main(asked)
    assert not done.value.code
    assert "prisoners be released" in file.read_text("utf-8")
    with pytest.raises(SystemExit) as refused:
        main([*asked, "--since", "2017-01-01"])
    assert refused.value.code == 2
