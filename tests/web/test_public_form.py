"""The public form keeps nothing about whoever sends it, and gives them a receipt."""

import re
import uuid
from typing import Any

import pytest
from cast import Cast
from django.test import Client

from trucewatch.intake.models import Message, Reception
from trucewatch.reports.models import Report
from trucewatch.web.public_rate import BUCKETS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_form(settings: Any) -> None:
    """The form is open, and nobody has sent anything yet."""
    settings.TRUCEWATCH_PUBLIC_FORM = True
    BUCKETS.forget()


def words(**changes: str) -> dict[str, str]:
    """The form as a visitor sends it."""
    form = {"key": str(uuid.uuid4()), "words": "Shells fell on the mill", "since": "0"}
    return {**form, **changes}


def receipt_on(response: Any) -> str:
    """The receipt that the page shows."""
    found = re.search(r">([A-Z2-7]{4}(?:-[A-Z2-7]{4}){7})<", response.content.decode())
    assert found
    return found[1]


def test_anybody_sends_and_follows_and_adds(cast: Cast):
    """With one answer filled in, without an account."""
    client = Client()
    receipt = receipt_on(client.post("/tell/", words()))
    assert Report.objects.get().summary == "Shells fell on the mill"
    page = client.post("/tell/receipt/", {"receipt": receipt.lower()}).content.decode()
    assert "Nobody has taken it up yet" in page
    assert "Shells fell" not in page
    page = client.post("/tell/receipt/", {"receipt": receipt, "text": "At noon"}).content.decode()
    assert "Your message is received" in page
    assert Message.objects.get().text == "At noon"
    assert client.post("/tell/receipt/", {"receipt": "A" * 32}).status_code == 422


def test_sent_twice_it_is_one_report_with_one_receipt(cast: Cast):
    """Other words under one key are refused, and give nobody's receipt away."""
    client, form = Client(), words()
    assert receipt_on(client.post("/tell/", form)) == receipt_on(client.post("/tell/", form))
    assert Report.objects.count() == Reception.objects.count() == 1
    response = client.post("/tell/", {**form, "words": "Something else"})
    assert response.status_code == 422
    assert "receipt code" not in response.content.decode().partition("<form")[0]


def test_no_cookie_but_the_one_against_forgery_is_set(cast: Cast):
    """And no session is begun."""
    client = Client(enforce_csrf_checks=True)
    page = client.get("/tell/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    client.post("/tell/", {**words(), "csrfmiddlewaretoken": token[1]})
    assert Report.objects.count() == 1
    assert set(client.cookies) == {"csrftoken"}
    assert page["Cache-Control"] == "no-store"


def test_the_page_speaks_the_visitors_language(cast: Cast):
    """That of the browser, or the one chosen; right to left where it is read so."""
    page = Client(headers={"accept-language": "ar"}).get("/tell/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "ماذا حدث؟" in page
    assert '<html lang="ru"' in Client().get("/tell/?lang=ru").content.decode()
    response = Client().post("/tell/", {**words(), "lang": "fa"})
    assert '<html lang="fa" dir="rtl">' in response.content.decode()
    assert Report.objects.get().reception.language == "fa"


def test_a_program_that_fills_in_every_field_is_told_so(cast: Cast):
    """Rather than silently dropped: a browser may fill the field in by itself."""
    response = Client().post("/tell/", words(website="http://example.org"))
    assert response.status_code == 422
    assert Report.objects.count() == 0


def test_one_address_sends_only_so_much_and_is_remembered_nowhere(cast: Cast, caplog):
    """Others are not held up; no row and no log holds an address."""
    one, other = (Client(REMOTE_ADDR=address) for address in ("203.0.113.7", "203.0.113.8"))
    answers = [one.post("/tell/", words()).status_code for _ in range(13)]
    assert answers == [200] * 12 + [429]
    assert other.post("/tell/", words()).status_code == 200
    kept = repr(vars(BUCKETS)) + caplog.text
    assert "203.0.113" not in kept
    guesses = [one.post("/tell/receipt/", {"receipt": "A" * 32}).status_code for _ in range(31)]
    assert guesses[-2:] == [422, 429]


def test_what_was_written_survives_the_refusal(cast: Cast):
    """Nobody writes it twice on a telephone."""
    client = Client()
    for _ in range(12):
        client.post("/tell/", words())
    page = client.post("/tell/", words(words="A long story")).content.decode()
    assert "A long story" in page


@pytest.mark.parametrize(("setting", "status"), [(False, 404), (None, 404), (True, 200)])
def test_a_record_takes_reports_from_the_public_only_when_it_says_so(
    cast: Cast, settings: Any, setting: bool | None, status: int
):
    """Unset, a real record does not."""
    settings.TRUCEWATCH_PUBLIC_FORM = setting
    assert Client().get("/tell/").status_code == status
    assert Client().get("/tell/receipt/").status_code == status
