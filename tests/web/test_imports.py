"""Importing a file on the screen tells the same as the command line."""

from pathlib import Path

import pytest
from cast import Cast
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile

from trucewatch.reports.models import Tally

pytestmark = pytest.mark.django_db

HEADER = (
    b"report_date,window_hours,monitor,stated_total,sum_of_provinces,check,"
    b"confirmed_by_russia,url,lang,note\n"
)
GOOD = b"2017-01-09,24,Russia,14,14,,,https://example.org/1,en,\n"
BAD = b"2017-01-99,24,Turkey,17,17,,,https://example.org/1,en,\n"


def upload(text: bytes, **changes: object) -> dict[str, object]:
    """The form with a file of tallies."""
    return {"kind": "tallies", "file": SimpleUploadedFile("totals.csv", text), **changes}


def test_an_import_tells_its_counts_and_leaves_no_upload_behind(as_, cast: Cast):
    """The original is on the shelf; the way it came is cleaned up."""
    response = as_("monitor").post("/import/", upload(HEADER + GOOD))
    assert response.context["summary"].made == 1
    assert Tally.objects.count() == 1
    incoming = Path(project.TRUCEWATCH_HOME) / "incoming"
    assert list(incoming.iterdir()) == []


def test_a_refused_row_is_named_with_line_field_and_reason(as_, cast: Cast):
    """And keeps the whole file out unless refused rows are to be skipped."""
    client = as_("monitor")
    response = client.post("/import/", upload(HEADER + GOOD + BAD))
    assert [refusal.line for refusal in response.context["refused"]] == [3]
    assert "report_date" in response.content.decode()
    assert Tally.objects.count() == 0
    client.post("/import/", upload(HEADER + GOOD + BAD, skip_refused="on"))
    assert Tally.objects.count() == 1


def test_only_telling_writes_nothing(as_, cast: Cast):
    """The counts are those that an import would have."""
    response = as_("monitor").post("/import/", upload(HEADER + GOOD, dry_run="on"))
    assert response.context["summary"].read == 1
    assert "only told, nothing was written" in response.content.decode()
    assert Tally.objects.count() == 0


def test_a_file_beyond_the_limit_is_refused_at_its_field(as_, cast: Cast, settings):
    """Before it is read."""
    settings.TRUCEWATCH_MAX_UPLOAD_BYTES = 10
    response = as_("monitor").post("/import/", upload(HEADER + GOOD))
    assert response.status_code == 422
    assert 'id="id_file_error"' in response.content.decode()


def test_a_fault_in_an_uploaded_mapping_stands_at_its_file_under_its_name(as_, cast: Cast):
    """Where the server kept it for a moment is nobody's business."""
    mapping = SimpleUploadedFile("ours.toml", b"not a table")
    response = as_("monitor").post("/import/", upload(HEADER, kind="reports", mapping_file=mapping))
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == ["mapping_file"]
    assert errors["mapping_file"][0].startswith("ours.toml: ")
    assert "incoming" not in response.content.decode()
