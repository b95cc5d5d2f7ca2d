"""Two ledgers side by side, the bulletin made of them, and who may read it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from cast import Cast
from django.test import Client

from trucewatch.bulletins.actions import draft_two_ledger, publish_bulletin
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions

pytestmark = pytest.mark.django_db

TOTALS = """\
report_date,window_hours,monitor,stated_total,sum_of_provinces,check,confirmed_by_russia,url,lang,note
2017-01-09,24,Russia,14,14,,,https://example.org/1,en,
2017-01-09,24,Turkey,17,17,,3,https://example.org/1,en,
,24,Turkey,5,,,,https://example.org/2,en,
"""
SPLIT = """\
report_date,window_hours,monitor,province,count,url,lang
2017-01-09,24,Russia,Hama,8,https://example.org/1,en
2017-01-09,24,Russia,Latakia,5,https://example.org/1,en
"""
DAY = dt.date(2017, 1, 9)


@pytest.fixture
def tallies(cast: Cast, gazetteer: None, tmp_path: Path) -> None:
    """One day of both ledgers, whose Russian split does not add up, and an undated tally."""
    for name, text in (("totals.csv", TOTALS), ("split.csv", SPLIT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        summary = run_import(
            "tallies", tmp_path / name, name=name, by=cast.operator, options=ImportOptions()
        )
        assert not summary.refused


def test_the_ledgers_stand_side_by_side_and_are_never_added(as_, tallies):
    """14 and 17 are shown; 31 is nowhere."""
    page = as_("monitor").get("/ledgers/").content.decode()
    assert ">14</span>" in page
    assert ">17</span>" in page
    assert ">31<" not in page
    assert "never added together" in page


def test_a_total_that_its_split_contradicts_is_told_in_words(as_, tallies):
    """Both figures stand as published."""
    page = as_("monitor").get("/ledgers/").content.decode()
    assert "The stated total is 14; the areas add up to 13." in page


def test_what_one_confirmed_of_the_other_is_shown(as_, tallies):
    """And a day without recorded coverage says so."""
    page = as_("monitor").get("/ledgers/").content.decode()
    assert 'Russia confirmed <strong class="number">3</strong> of 17' in page
    assert "No coverage recorded: zero reported is not zero." in page


def test_a_tally_without_a_date_stands_beside_no_day(as_, tallies):
    """It has a section of its own."""
    response = as_("monitor").get("/ledgers/")
    assert [day.date for day in response.context["days"]] == [DAY]
    assert "Without a date" in response.content.decode()


def test_the_reader_chooses_which_ledger_comes_first(as_, tallies):
    """Neither side owns the left."""
    client = as_("monitor")
    first = [
        client.get(address).context["columns"][0].monitor
        for address in ("/ledgers/", "/ledgers/?first=Turkey")
    ]
    assert first == ["Russia", "Turkey"]


def test_a_bulletin_is_drafted_on_the_screen_and_published_by_another(as_, cast, tallies):
    """The public reads it only afterwards, as page, paper and data."""
    form = {"date": "2017-01-09", "handling": "CLEAR"}
    address = as_("monitor").post("/bulletins/", form)["Location"]
    public = Client()
    assert public.get(address).status_code == 404
    published = as_("administrator").post(f"{address}publish/")
    assert published["Location"] == address
    assert public.get(address).status_code == 200
    assert address in public.get("/").content.decode()
    paper = public.get(f"{address[:-1]}.pdf")
    assert paper.content.startswith(b"%PDF-")
    assert public.get(f"{address[:-1]}.json").json()["window"]["end"] == "2017-01-09"


def test_a_day_without_tallies_makes_no_bulletin(as_, tallies):
    """The reason is given at the form."""
    response = as_("monitor").post("/bulletins/", {"date": "2017-01-02", "handling": "CLEAR"})
    assert response.status_code == 422
    assert 'class="note error"' in response.content.decode()


def test_a_withdrawn_bulletin_says_so_wherever_it_is_read(as_, cast: Cast, tallies):
    """What was published stays readable, but nobody takes it for valid."""
    bulletin = draft_two_ledger(DAY, by=cast.monitor)
    publish_bulletin(bulletin.pk, by=cast.administrator)
    as_("monitor").post(f"/bulletins/{bulletin.pk}/withdraw/", {"because": "A misprint"})
    page = Client().get(f"/bulletins/{bulletin.pk}/").content.decode()
    assert "This bulletin is withdrawn" in page
    assert str(bulletin.pk) not in Client().get("/").content.decode()
    assert re.search(r"Withdrawn on <time.*?; it was published on <time", page)
    assert ", not published" not in page


def test_only_a_published_bulletin_is_paper_and_data_says_its_state(as_, cast: Cast, tallies):
    """Whoever holds a download knows what it is; visitors learn of no draft."""
    bulletin = draft_two_ledger(DAY, by=cast.monitor)
    address, client = f"/bulletins/{bulletin.pk}", as_("monitor")

    def downloads() -> tuple[str, int]:
        state: str = client.get(f"{address}.json").json()["state"]
        return state, client.get(f"{address}.pdf").status_code

    assert downloads() == ("draft", 409)
    assert "Download PDF" not in client.get(f"{address}/").content.decode()
    for name in (".json", ".pdf"):
        assert Client().get(address + name).status_code == 404
    publish_bulletin(bulletin.pk, by=cast.administrator)
    assert downloads() == ("published", 200)
    client.post(f"{address}/withdraw/", {"because": "A misprint"})
    assert downloads() == ("withdrawn", 409)


def test_a_delegate_who_drafts_a_bulletin_is_told_that_they_may_not(as_, tallies):
    """Whatever the form holds."""
    for form in ({"date": "2017-01-09", "handling": "CLEAR"}, {"date": "soon"}):
        response = as_("delegate").post("/bulletins/", form)
        assert response.status_code == 403
        assert "does not carry that right" in response.content.decode()


def test_a_window_that_ends_before_it_starts_is_refused_with_the_reason(as_, tallies):
    """An empty page would read as days without tallies."""
    response = as_("monitor").get("/ledgers/?since=2018-01-01&until=2017-01-01")
    assert response.status_code == 400
    assert "The end lies before the start." in response.content.decode()


def test_every_count_of_the_ledgers_bears_its_monitor(as_, tallies):
    """On a narrow screen the ledgers stand below each other, without a head of columns."""
    day = as_("monitor").get("/ledgers/").context["days"][0]
    assert [cell.ledger.monitor for cell in day.cells] == ["Russia", "Turkey"]
    assert [cell.tallies[0].tally.stated_total for cell in day.cells] == [14, 17]
