"""Two ledgers side by side, the bulletin made of them, and who may read it."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from cast import Cast
from django.test import Client
from pypdf import PdfReader

from trucewatch.bulletins.actions import draft_bulletin, draft_two_ledger, publish_bulletin
from trucewatch.bulletins.kinds import Asked, BulletinKind
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


def test_every_download_says_how_far_the_bulletin_has_come(as_, cast: Cast, tallies):
    """Whoever holds a paper or a file knows what it is; visitors learn of no draft."""
    bulletin = draft_two_ledger(DAY, by=cast.monitor)
    address, client = f"/bulletins/{bulletin.pk}", as_("monitor")

    def downloads() -> tuple[str, str, str]:
        state: str = client.get(f"{address}.json").json()["state"]
        paper = client.get(f"{address}.pdf")
        title = PdfReader(io.BytesIO(paper.content)).metadata.title
        return state, title.partition(":")[0], paper["Content-Disposition"]

    state, title, name = downloads()
    assert (state, title) == ("draft", "DRAFT")
    assert "two-ledger-2017-01-09-draft.pdf" in name
    for form in ("json", "pdf", "docx", "html", "csv"):
        assert Client().get(f"{address}.{form}").status_code == 404
        assert client.get(f"{address}.{form}").status_code == 200
    publish_bulletin(bulletin.pk, by=cast.administrator)
    state, title, name = downloads()
    assert (state, title) == ("published", "Two-ledger bulletin, 9 Jan 2017")
    assert 'two-ledger-2017-01-09.pdf"' in name
    client.post(f"{address}/withdraw/", {"because": "A misprint"})
    assert downloads()[:2] == ("withdrawn", "WITHDRAWN")


def test_a_bulletin_is_read_in_the_language_asked_for(as_, cast: Cast, tallies):
    """Else in the one it was drafted in; a language without words is not offered."""
    form = {"kind": "daily", "date": "2017-01-09", "handling": "CLEAR", "language": "ar"}
    address = as_("monitor").post("/bulletins/", form)["Location"]
    client = as_("monitor")
    assert 'dir="rtl"' in client.get(address).content.decode()
    page = client.get(f"{address}?lang=en").content.decode()
    assert "Daily bulletin, 9 Jan 2017" in page
    assert '<article class="two-ledger period" lang="en" dir="ltr">' in page
    assert "lang=xx" not in client.get(f"{address}?lang=xx").content.decode()
    table = client.get(f"{address[:-1]}.csv?table=areas")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert table.content.startswith(b"area,key,now,before,possible")
    assert client.get(f"{address[:-1]}.csv?table=none").status_code == 404


def test_the_page_of_a_bulletin_has_no_style_or_script_of_its_own(as_, cast: Cast, tallies):
    """The site forbids both, and the drawings need neither."""
    bulletin = draft_bulletin(Asked(BulletinKind.WEEKLY, DAY), by=cast.monitor)
    part = str(as_("monitor").get(f"/bulletins/{bulletin.pk}/").context["fragment"])
    assert "<svg" in part
    for forbidden in (" style=", "<style", "<script", "onload="):
        assert forbidden not in part


def test_a_draft_is_approved_and_corrected_on_the_screen(as_, cast: Cast, tallies):
    """Whoever drafted it is offered neither; the corrected one leads to its corrigendum."""
    form = {"kind": "two-ledger", "date": "2017-01-09", "handling": "CLEAR"}
    address = as_("monitor").post("/bulletins/", form)["Location"]
    assert "approve/" not in as_("monitor").get(address).content.decode()
    assert "approve/" in as_("administrator").get(address).content.decode()
    as_("administrator").post(f"{address}approve/")
    assert "Approved, not published" in as_("monitor").get(address).content.decode()
    as_("monitor").post(f"{address}publish/")
    new = as_("analyst").post(f"{address}correct/", {"because": "A misprint"})["Location"]
    assert Client().get(new).status_code == 404
    as_("monitor").post(f"{new}publish/")
    old = Client().get(address).content.decode()
    assert "corrected by a later one" in old
    assert f'href="{new}"' in old
    assert "A misprint" in Client().get(new).content.decode()


def test_a_cut_off_that_is_no_moment_is_refused_at_its_field(as_, tallies):
    """And one in local time is taken."""
    form = {"kind": "daily", "date": "2017-01-09", "handling": "CLEAR", "cut_off": "tonight"}
    response = as_("monitor").post("/bulletins/", form)
    assert response.status_code == 422
    assert "2017-03-25T20:00" in response.content.decode()
    made = as_("monitor").post("/bulletins/", form | {"cut_off": "2017-01-09T20:00"})
    assert made.status_code == 302


def test_the_api_lists_published_bulletins_by_kind(as_, cast: Cast, tallies):
    """A kind that there is not is refused by name."""
    for kind in (BulletinKind.DAILY, BulletinKind.TWO_LEDGER):
        draft = draft_bulletin(Asked(kind, DAY), by=cast.monitor)
        publish_bulletin(draft.pk, by=cast.administrator)
    everything = Client().get("/api/v1/bulletins").json()
    daily = Client().get("/api/v1/bulletins?kind=daily").json()
    assert everything["count"] == 2
    assert [one["bulletin_kind"] for one in daily["bulletins"]] == ["daily"]
    assert Client().get("/api/v1/bulletins?kind=hourly").status_code == 422


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
