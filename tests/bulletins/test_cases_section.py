"""Cases in a daily and weekly bulletin: what its readers may see, with each dissent by name."""

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest
from cast import Cast
from django.utils import timezone
from mechanism import Bench, decided, filed, make_bench, voted
from pypdf import PdfReader

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.bulletins import render
from trucewatch.bulletins.audience import audience_of
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.period import period_words
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving
from trucewatch.cases.models import Case, Finding
from trucewatch.parties.actions import add_party
from trucewatch.vocabulary.cases import Stance
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def bench(cast: Cast) -> Bench:
    """The committee of three."""
    return make_bench(cast)


def today() -> dt.date:
    """The day on the clocks of the place."""
    return timezone.now().astimezone(ZoneInfo("Asia/Damascus")).date()


def drawn(reader: Any, cut_off: dt.datetime | None = None, **asked: Any) -> dict[str, Any]:
    """A bulletin of today."""
    kind, day = asked.get("kind", BulletinKind.DAILY), asked.get("day", today())
    return period_words(Asked(kind, day, cut_off), reader)


def green(bench: Bench) -> Any:
    """Readers of a bulletin marked green."""
    return audience_of(Handling.GREEN, bench.cast.monitor)


def pages(words: dict[str, Any], form: str) -> str:
    """The bulletin in a form, as text."""
    made = render.in_form(words, form)
    if form == "pdf":
        found = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    elif form == "docx":
        document = docx.Document(io.BytesIO(made))
        cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
        found = " ".join([*(p.text for p in document.paragraphs), *cells])
    elif form == "csv":
        archive = zipfile.ZipFile(io.BytesIO(made))
        found = " ".join(archive.read(name).decode() for name in archive.namelist())
    else:
        found = made.decode()
    return " ".join(found.split())


def test_a_confidential_case_is_in_no_bulletin(bench: Bench) -> None:
    """Not as a count either: the gate is that of the readers, whoever drafts."""
    filed(bench)
    assert drawn(green(bench))["rulings"] == {}
    assert drawn(PUBLIC)["rulings"] == {}
    assert drawn(MemberReader(bench.cast.monitor))["rulings"]["filed"]["cases"] == 1


def test_an_adopted_finding_stands_with_every_position(bench: Bench) -> None:
    """The dissent under the name of its organisation, in its own words; nobody's person."""
    finding = voted(bench, Stance.CONCURS, Stance.CONCURS)
    findings.give_position(
        finding.pk, Stance.DISSENTS, by=bench.third, reasons="Nobody showed us the fragments.",
        read=finding.digest,
    )  # fmt: skip
    findings.close_vote(finding.case_id, by=bench.chair)
    words = drawn(green(bench))
    [told] = words["rulings"]["findings"]
    assert (told["outcome"], told["established"]) == ("with_dissent", "established")
    stances = [(each["member"], each["stance"]) for each in told["positions"]]
    assert stances == [
        ("A guarantor", "concurs"), ("Guarantor-Three", "dissents"), ("Guarantor-Two", "concurs"),
    ]  # fmt: skip
    assert words["handling"] == "GREEN"
    counts = words["rulings"]["decided"]
    assert (counts["cases"], counts["verified"], counts["disputed"]) == (1, 1, 1)
    assert drawn(PUBLIC)["rulings"] == {}
    for form in ("html", "pdf", "docx", "csv", "json"):
        text = pages(words, form)
        assert "Nobody showed us the fragments." in text, form
        assert "Guarantor-Three" in text, form
        assert "Delegate" not in text, form
        assert "They shelled" not in text, form


def test_whoever_gave_no_position_was_absent(bench: Bench) -> None:
    """That is told as plainly as a dissent."""
    finding = voted(bench, Stance.CONCURS, Stance.CONCURS)
    Case.objects.get(pk=finding.case_id).deadlines.filter(name="decide").update(
        due_at=timezone.now()
    )
    findings.close_vote(finding.case_id, by=bench.chair)
    [told] = drawn(green(bench))["rulings"]["findings"]
    assert told["positions"][-1] == {
        "member": "Guarantor-Three", "level": "joint_committee", "stance": "absent", "reasons": "",
        "attested": False,
    }  # fmt: skip


def test_a_published_finding_is_in_the_public_bulletin(bench: Bench) -> None:
    """A bulletin for everybody has what is clear."""
    finding = decided(bench)
    findings.publish_finding(finding.pk, by=bench.cast.monitor)
    words = drawn(PUBLIC)
    assert len(words["rulings"]["findings"]) == 1
    assert words["handling"] == "CLEAR"


def test_what_was_not_adopted_stays_with_those_who_had_it(bench: Bench) -> None:
    """No reader of a green bulletin learns that there was a vote."""
    decided(bench, Stance.DISSENTS, Stance.DISSENTS, Stance.CONCURS)
    assert drawn(green(bench))["rulings"] == {}


def test_a_bulletin_tells_how_it_stood_at_the_cut_off(bench: Bench) -> None:
    """A vote that was closed later was open then; one that was reopened later was closed then."""
    finding = decided(bench)
    at = {step.step: step.at for step in finding.case.steps.all()}
    before = drawn(green(bench), at["review"])["rulings"]
    assert (before["findings"], before["decided"]["cases"]) == ([], 0)
    assert before["ageing"]["buckets"][0] == {
        "since": 0, "until": 7, "open": 1, "undecided": 1,
    }  # fmt: skip
    moving.reopen_case(finding.case_id, by=bench.chair, because="A new witness.")
    after = drawn(green(bench), at["decide"])["rulings"]
    assert len(after["findings"]) == 1
    assert after["decided"]["cases"] == 1
    assert after["ageing"]["buckets"][0]["undecided"] == 0


def test_a_voided_position_counts_before_it_was_voided(bench: Bench) -> None:
    """A later draft replaces the finding; the bulletin of before keeps its words."""
    finding = decided(bench)
    closed = Finding.objects.get(pk=finding.pk).vote_closed_at
    assert closed is not None
    before = drawn(green(bench), closed)["rulings"]["findings"]
    later = closed + dt.timedelta(seconds=1)
    finding.positions.update(voided_at=later)
    Finding.objects.filter(pk=finding.pk).update(replaced_at=later)
    assert drawn(green(bench), closed)["rulings"]["findings"] == before
    assert drawn(green(bench), later)["rulings"]["findings"] == []


def test_filings_of_eight_weeks_stand_beside_rulings(bench: Bench) -> None:
    """By accused and week; a surge shows and proves nothing."""
    finding = decided(bench)
    other = add_party("The other side", kind=PartyKind.STATE, by=bench.cast.operator)
    Case.objects.filter(pk=finding.case_id).update(
        received_at=timezone.now() - 35 * DAY, accused=other
    )
    told = drawn(green(bench), kind=BulletinKind.WEEKLY)["rulings"]
    [row] = told["filed_beside_ruled"]
    assert (row["accused"], row["filed"], row["decided"]) == ("The other side", 1, 1)
    assert told["filed"]["cases"] == 0
    assert [bucket["open"] for bucket in told["ageing"]["buckets"]] == [0, 0, 1, 0]
    assert told["ageing"]["over_30_days"][0]["days"] == 35
    Case.objects.filter(pk=finding.case_id).update(received_at=timezone.now() - 80 * DAY)
    assert drawn(green(bench))["rulings"]["filed_beside_ruled"] == []


def test_the_same_record_gives_the_same_bytes(bench: Bench) -> None:
    """In every form, in one order."""
    decided(bench)
    decided(bench)
    one, two = drawn(green(bench)), drawn(green(bench))
    assert json.dumps(one) == json.dumps(two)
    assert [row["case"] for row in one["rulings"]["findings"]] == [
        "committee-0001", "committee-0002",
    ]  # fmt: skip
    for form in ("html", "pdf", "docx", "csv", "json"):
        assert render.in_form(one, form) == render.in_form(two, form)


def test_the_tables_of_the_section_come_as_csv(bench: Bench) -> None:
    """One row a position; nothing that a spreadsheet would run."""
    finding = voted(bench, Stance.CONCURS, Stance.CONCURS)
    findings.give_position(
        finding.pk, Stance.DISSENTS, by=bench.third, reasons="=1+1", read=finding.digest
    )
    findings.close_vote(finding.case_id, by=bench.chair)
    words = drawn(green(bench))
    rows = list(csv.DictReader(io.StringIO(render.as_csv(words, "positions"))))
    assert [row["stance"] for row in rows] == ["concurs", "dissents", "concurs"]
    assert rows[1]["reasons"] == "'=1+1"
    counts = dict(csv.reader(io.StringIO(render.as_csv(words, "case_counts"))))
    assert (counts["filed_cases"], counts["decided_verified"]) == ("1", "1")


def test_a_bulletin_of_another_day_tells_of_its_own_days(bench: Bench) -> None:
    """Nothing was filed yet on the day before."""
    decided(bench)
    assert drawn(green(bench), day=today() - DAY)["rulings"] == {}
    later = drawn(green(bench), day=today() + DAY)["rulings"]
    assert (later["filed"]["cases"], later["findings"]) == (0, [])
