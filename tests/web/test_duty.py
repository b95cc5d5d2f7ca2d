"""Going on duty, the queue of what came in, and notices in the header."""

import uuid

import pytest
from cast import Cast
from django.utils import timezone

from trucewatch.intake.actions.public import PublicWords, receive_from_public
from trucewatch.intake.models import Notice, Reception
from trucewatch.reports.models import Report
from trucewatch.web.frame import local_zone

pytestmark = pytest.mark.django_db


def from_the_public(cast: Cast, words: str = "Gas in the cellar") -> Reception:
    """Something grave that somebody sent."""
    given = PublicWords(key=uuid.uuid4(), words=words, what="chemical")
    report = receive_from_public(
        given, str(uuid.uuid4()), now=timezone.now(), zone=local_zone(), by=cast.operator
    )
    found: Reception = report.reception
    return found


def test_a_member_on_duty_sees_a_count_in_the_header_and_reads_the_notice(as_, cast: Cast):
    """It leads to the incident; read, the count is gone."""
    client = as_("monitor")
    assert client.post("/duty/", {"hours": "8"}).status_code == 302
    assert "You are on duty" in client.get("/duty/").content.decode()
    from_the_public(cast)
    assert "1 new notice" in client.get("/ledgers/").content.decode()
    page = client.get("/duty/notices/").content.decode()
    notice = Notice.objects.get()
    assert f'name="notice" value="{notice.pk}"' in page
    assert f"#report-{Report.objects.get().pk}" in page
    client.post("/duty/notices/read/", {"notice": [str(notice.pk), "x", "-1"]})
    assert "new notice" not in client.get("/ledgers/").content.decode()
    client.post("/duty/", {"off": "1"})
    assert "You are off duty" in client.get("/duty/").content.decode()


def test_what_came_in_is_taken_up_once(as_, cast: Cast):
    """A second member is told that somebody was quicker."""
    reception = from_the_public(cast)
    client = as_("monitor")
    assert "Gas in the cellar" in client.get("/duty/").content.decode()
    assert client.post(f"/duty/receptions/{reception.pk}/take/").status_code == 302
    assert client.post(f"/duty/receptions/{reception.pk}/take/").status_code == 409
    reception.refresh_from_db()
    assert reception.taken_by == cast.monitor
    assert "Taken up by you" in client.get("/duty/").content.decode()


@pytest.mark.parametrize("part", ["delegate", "liaison", "analyst"])
def test_others_see_no_queue_and_take_nothing_up(as_, cast: Cast, part: str):
    """They may still be on duty and be told what they may see."""
    reception = from_the_public(cast)
    client = as_(part)
    page = client.get("/duty/").content.decode()
    assert "Gas in the cellar" not in page
    assert client.post(f"/duty/receptions/{reception.pk}/take/").status_code == 403
    assert client.get(f"/duty/receptions/{reception.pk}/").status_code == 403


def test_a_reception_that_is_hidden_is_not_there(as_, cast: Cast):
    """In the words for what never was."""
    assert as_("monitor").get(f"/duty/receptions/{uuid.uuid4()}/").status_code == 404
    assert as_("public").get("/duty/").status_code == 302
