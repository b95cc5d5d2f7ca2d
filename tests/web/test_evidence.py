"""Files beside a report: kept byte for byte, seen by whoever sees the report, run by nobody."""

import hashlib

import pytest
from cast import Cast, file
from django.core.files.uploadedfile import SimpleUploadedFile

from trucewatch.incidents.models import Link
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.models import Evidence
from trucewatch.sources.originals import original_path

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture, for all that a first look tells"


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    """A shelf of originals of its own, with the record's keys."""
    (tmp_path / "keys").symlink_to(settings.TRUCEWATCH_HOME / "keys")
    settings.TRUCEWATCH_HOME = tmp_path


def attach(client, report, content=PNG, name="crater.png", **fields):
    """A file as the form sends it."""
    upload = SimpleUploadedFile(name, content)
    given = {"file": upload, "caption": "Crater by the bakery", "creator": "Witness 4"} | fields
    return client.post(f"/reports/{report.pk}/evidence/", given)


def test_a_picture_stands_beside_its_account_with_its_hash(as_, cast: Cast):
    """Byte for byte on the shelf, and the ledger vouches for it."""
    report = file(cast.monitor)
    client = as_("monitor")
    answer = attach(client, report)
    assert answer.status_code == 302
    page = client.get(answer.url.partition("#")[0]).content.decode()
    digest = hashlib.sha256(PNG).hexdigest()
    assert digest in page
    assert "Crater by the bakery" in page
    assert "<img" in page
    assert original_path(digest).read_bytes() == PNG
    shown = client.get(f"/evidence/{Evidence.objects.get().pk}/")
    assert b"".join(shown.streaming_content) == PNG
    assert shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert verify_record().is_intact


@pytest.mark.parametrize(
    "content",
    [b"<html><script>alert(1)</script>", b"<svg xmlns='x' onload='alert(1)'/>", b"%PDF-1.7 x"],
)
def test_what_is_no_picture_is_handed_over_and_never_shown(as_, cast: Cast, content):
    """Whatever the file calls itself."""
    report = file(cast.monitor)
    client = as_("monitor")
    attach(client, report, content, name="photo.png")
    item = Evidence.objects.get()
    given = client.get(f"/evidence/{item.pk}/")
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"].startswith("attachment")
    incident = Link.objects.get(report=report).incident_id
    assert "<img" not in client.get(f"/incidents/{incident}/").content.decode()


def test_who_does_not_see_the_report_does_not_see_the_file(as_, cast: Cast):
    """Nor whether there is one."""
    report = file(cast.liaison, compartment=cast.home_of(cast.liaison))
    attach(as_("liaison"), report)
    address = f"/evidence/{Evidence.objects.get().pk}/"
    assert as_("monitor").get(address).status_code == 200
    assert as_("rival").get(address).status_code == 404
    assert as_("public").get(address).status_code == 302


def test_another_organisation_attaches_nothing(as_, cast: Cast):
    """What is not theirs they cannot support or burden with files."""
    report = file(cast.monitor, handling="GREEN")
    assert attach(as_("rival"), report).status_code == 403
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("content", "fields"), [(b"", {}), (PNG, {"caption": ""}), (PNG, {"caption": "x" * 301})]
)
def test_a_useless_file_is_refused_at_its_field(as_, cast: Cast, content, fields):
    """Nothing is kept of it."""
    assert attach(as_("monitor"), file(cast.monitor), content, **fields).status_code == 422
    assert not Evidence.objects.exists()


def test_the_same_file_is_attached_once(as_, cast: Cast):
    """Twice the same picture is no second piece of evidence."""
    report = file(cast.monitor)
    client = as_("monitor")
    attach(client, report)
    assert attach(client, report).status_code == 422
    assert Evidence.objects.count() == 1


def test_a_file_can_be_taken_off_with_a_reason(as_, cast: Cast):
    """It is shown no longer; its bytes and entries stay."""
    report = file(cast.monitor)
    client = as_("monitor")
    attach(client, report)
    item = Evidence.objects.get()
    client.post(f"/evidence/{item.pk}/withdraw/", {"because": "Shows a face"})
    assert client.get(f"/evidence/{item.pk}/").status_code == 404
    assert original_path(item.document.sha256).exists()
    assert verify_record().is_intact
