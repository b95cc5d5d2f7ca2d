"""The joint commission's bulletins, rebuilt from what is stored: both counts, each rejection."""

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from trucewatch.accounts.access import PUBLIC
from trucewatch.bulletins.models import Bulletin
from trucewatch.bulletins.render import as_csv, as_csv_zip, as_docx, as_html, as_pdf
from trucewatch.bulletins.two_ledger import two_ledger_words
from trucewatch.cases.actions.book_remarks import TallyRemarkGiven, remark_tally
from trucewatch.cases.models import TallyRemark
from trucewatch.demonstration.astana import load_demonstration
from trucewatch.demonstration.cast import member
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.models import Tally, TallyShare
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db

FIRST = dt.date(2017, 3, 1)
TWENTY_FIFTH = dt.date(2017, 3, 25)


@pytest.fixture(autouse=True)
def loaded() -> None:
    """The demonstration record."""
    load_demonstration()


def ledgers(day: dt.date, **more: Any) -> dict[str, dict[str, Any]]:
    """Each monitor's ledger of a day, as the public reads it."""
    return {each["monitor"]: each for each in two_ledger_words(day, PUBLIC, **more)["ledgers"]}


def said(ledger: dict[str, Any]) -> list[tuple[str, str, int, str]]:
    """What the other monitor holds of a ledger."""
    return [(r["by"], r["verdict"], r["count"], r["reason"]) for r in ledger["remarks"]]


def test_the_bulletin_of_1_march_is_rebuilt_from_what_is_stored() -> None:
    """10 and 14, each split by governorate; all 14 not confirmed, without a reason."""
    words = ledgers(FIRST)
    assert {name: each["total"] for name, each in words.items()} == {"Russia": 10, "Turkey": 14}
    assert {name: sum(each["by_area"].values()) for name, each in words.items()} == {
        "Russia": 10, "Turkey": 14,
    }  # fmt: skip
    assert said(words["Russia"]) == []
    assert said(words["Turkey"]) == [("Russia", "not_confirmed", 14, "")]


def test_the_bulletin_of_25_march_is_rebuilt_from_what_is_stored() -> None:
    """13 and 19 by governorate; one of the 19 explained as fire at an excluded group."""
    words = ledgers(TWENTY_FIFTH)
    assert words["Russia"]["by_area"] == {"Damascus": 4, "Daraa": 1, "Latakia": 4, "Hama": 4}
    assert words["Turkey"]["by_area"] == {
        "Hama": 8, "Damascus": 6, "Aleppo": 3, "Homs": 1, "Idlib": 1,
    }  # fmt: skip
    assert (words["Russia"]["total"], words["Turkey"]["total"]) == (13, 19)
    reason = "One case is described as fire at an excluded group."
    assert said(words["Turkey"]) == [("Russia", "excluded_group", 1, reason)]


def test_what_of_1_may_was_not_confirmed_is_told_and_of_9_january_nothing_is_made_up() -> None:
    """Where no remark was published, none is recorded."""
    assert said(ledgers(dt.date(2017, 5, 1))["Turkey"]) == [("Russia", "not_confirmed", 9, "")]
    january = ledgers(dt.date(2017, 1, 9))
    assert [said(each) for each in january.values()] == [[], []]


def test_rejections_can_be_asked_for_day_by_day() -> None:
    """They are rows of their own, with the count that they are about and its governorates."""
    rejected = TallyRemark.objects.visible_to(PUBLIC).filter(
        by_monitor__name="Russia", tally__monitor__name="Turkey", replaced_at__isnull=True
    )
    assert list(
        rejected.order_by("tally__reported_on").values_list(
            "tally__reported_on", "verdict", "count", "tally__stated_total"
        )
    ) == [
        (FIRST, "not_confirmed", 14, 14),
        (TWENTY_FIFTH, "excluded_group", 1, 19),
        (dt.date(2017, 5, 1), "not_confirmed", 9, 9),
    ]
    hama = TallyShare.objects.filter(tally__in=rejected.values("tally"), area__key="sy-hama")
    assert sorted(hama.values_list("count", flat=True)) == [3, 8]
    assert verify_record().is_intact


def test_every_form_of_the_bulletin_says_what_was_not_confirmed_and_why() -> None:
    """On the page, on paper, for a word processor, as a table and as data; never as a sum."""
    first, second = (two_ledger_words(day, PUBLIC) for day in (FIRST, TWENTY_FIFTH))
    told = (
        (first, "All 14 not confirmed by Russia. No reason is given."),
        (second, "Explained by Russia as fire at an excluded group: 1 of 19. Reason:"),
    )
    for words, sentence in told:
        assert sentence in plain(as_html(words))
        paper = PdfReader(io.BytesIO(as_pdf(words)))
        assert sentence in plain(" ".join(page.extract_text() for page in paper.pages))
        document = Document(io.BytesIO(as_docx(words)))
        assert sentence in plain(" ".join(part.text for part in document.paragraphs))
    table = as_csv(second, "ledger_remarks").splitlines()
    assert table[0] == "monitor,stated_total,by,verdict,count,reason,source"
    assert table[1].startswith("Turkey,19,Russia,excluded_group,1,One case is described as fire")
    with zipfile.ZipFile(io.BytesIO(as_csv_zip(first))) as archive:
        assert b"Turkey,14,Russia,not_confirmed,14" in archive.read("ledger_remarks.csv")
    assert '"verdict": "not_confirmed"' in json.dumps(first)
    assert "32" not in json.dumps(second["ledgers"])


def test_a_published_bulletin_says_it_and_a_cut_off_brings_back_what_stood_then() -> None:
    """What is said otherwise later changes neither."""
    before = two_ledger_words(FIRST, PUBLIC, cut_off=timezone.now())
    published = Bulletin.objects.get(bulletin_kind="two-ledger", window_end=FIRST)
    assert published.words["ledgers"] == before["ledgers"]
    cut_off = timezone.now()
    tally = Tally.objects.get(monitor__name="Turkey", reported_on=FIRST)
    old = TallyRemark.objects.get(tally=tally)
    given = TallyRemarkGiven(
        by_monitor=old.by_monitor, verdict=BookVerdict.NOT_CONFIRMED, count=12,
        reason="Two were found after all.", source=old.source, handling=Handling.CLEAR,
    )  # fmt: skip
    remark_tally(tally.pk, given, by=member("monitor"))
    assert said(ledgers(FIRST)["Turkey"])[0][2] == 12
    assert ledgers(FIRST, cut_off=cut_off)["Turkey"] == next(
        each for each in before["ledgers"] if each["monitor"] == "Turkey"
    )


def plain(text: str) -> str:
    """Words in one line, without the marks that keep their direction."""
    return " ".join("".join(c for c in text if c not in "\u2066\u2067\u2068\u2069").split())
