"""What a reader may see is the same on every surface, and nothing hints at the rest."""

import csv
import datetime as dt
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, file, patrol
from django.test import Client
from django.utils import timezone

from trucewatch.accounts.access import PUBLIC, Reader, operator, reader_of
from trucewatch.accounts.actions import end_grant, give_grant, open_compartment
from trucewatch.accounts.models import Compartment, Grant, Member
from trucewatch.agreements.models import Demand
from trucewatch.bulletins.two_ledger import two_ledger_words
from trucewatch.desk.models import CaseDocument, CaseFile
from trucewatch.exchange.exporting import write_rows
from trucewatch.incidents.index.counting import (
    Window,
    count_sifted_incidents,
    located_in,
)
from trucewatch.incidents.index.sifting import sift
from trucewatch.incidents.models import Link
from trucewatch.incidents.queries import incident_page
from trucewatch.parties.models import Party
from trucewatch.reports.models import Report, Tally
from trucewatch.reports.queries import ReportFilter, visible_reports
from trucewatch.sources.models import Document
from trucewatch.sources.originals import hash_of_file, keep_original
from trucewatch.statements.models import FigureClaim, Statement
from trucewatch.talks.models import MeetingAccount
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db

OPEN = {"clear", "green"}
MISSION = OPEN | {"amber", "strict", "amberparty", "strictparty"}
SEES = {
    "public": {"clear"},
    "observer": OPEN,
    "rival": OPEN,
    "liaison": OPEN | {"amberparty", "strictparty", "redparty"},
    "delegate": OPEN | {"amber", "redguarantor"},
    "monitor": MISSION,
    "administrator": MISSION,
    "analyst": MISSION | {"rednamed"},
    "operator": MISSION | {"redparty", "redguarantor", "rednamed"},
}
FIRST_DAY = dt.date(2017, 1, 1)


@dataclass(frozen=True)
class Scene:
    """One report and one tally under each mark, by the word that only they hold."""

    cast: Cast
    reports: dict[str, Report]
    days: dict[str, dt.date]

    def reader(self, part: str) -> Reader:
        return PUBLIC if part == "public" else reader_of(self.member(part))

    def member(self, part: str) -> Member:
        return self.cast.everyone()[part]

    def client(self, part: str) -> Client:
        client = Client()
        if part not in ("public", "operator"):
            client.force_login(self.member(part))
        return client


@pytest.fixture
def scene(cast: Cast, settings: Any) -> Scene:
    """A record with everything that may and may not be seen."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    named = open_compartment(key="named", name="Named recipients", by=cast.administrator)
    give_grant(named, to=cast.analyst, by=cast.administrator, because="Works on it")
    party, guarantor = cast.home_of(cast.liaison), cast.home_of(cast.delegate)
    marks: dict[str, tuple[Handling, Compartment | None]] = {
        "clear": (Handling.CLEAR, None),
        "green": (Handling.GREEN, None),
        "amber": (Handling.AMBER, None),
        "strict": (Handling.AMBER_STRICT, None),
        "amberparty": (Handling.AMBER, party),
        "strictparty": (Handling.AMBER_STRICT, party),
        "redparty": (Handling.RED, party),
        "redguarantor": (Handling.RED, guarantor),
        "rednamed": (Handling.RED, named),
    }
    monitor = Party.objects.create(name="Monitor of the tests")
    reports, days = {}, {}
    for number, (word, (handling, compartment)) in enumerate(marks.items()):
        days[word] = FIRST_DAY + dt.timedelta(days=number)
        reports[word] = file(
            cast.operator,
            handling=handling,
            compartment=compartment,
            summary=f"about {word}word",
            latitude=34.0 + number / 10,
            longitude=36.0,
            day=days[word],
        )
        Tally.objects.create(
            source=patrol(),
            monitor=monitor,
            monitor_as_published="Monitor of the tests",
            reported_on=days[word],
            window_hours=24,
            stated_total=number,
            published_at_address="https://example.org/",
            handling=handling,
            compartment=compartment,
        )
    return Scene(cast, reports, days)


parts = pytest.mark.parametrize("part", list(SEES))
members = pytest.mark.parametrize("part", [p for p in SEES if p not in ("public", "operator")])


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> dict[str, CaseDocument]:
    """One case with one document under each mark; a statement, a figure, a demand, a meeting."""
    return {word: _paper_about(word, report, tmp_path) for word, report in scene.reports.items()}


def _paper_about(word: str, report: Report, folder: Path) -> CaseDocument:
    mark = {"handling": report.handling, "compartment": report.compartment}
    by = {"recorded_by": operator(), "recorded_at": timezone.now()}
    path = folder / f"{word}paper.txt"
    path.write_text(f"The {word}word truce holds\n", "utf-8")
    sha256 = hash_of_file(path)
    keep_original(path, sha256)
    document = Document.objects.create(
        sha256=sha256, name=path.name, media_type="text/plain", size=1, source=patrol(),
        received_at=timezone.now(), **mark,
    )  # fmt: skip
    case = CaseFile.objects.create(
        name=f"Case of {word}word", made_by=operator(), made_at=timezone.now(), **mark
    )
    text = path.read_text("utf-8")
    quoted = {"document": document, "start": 4, "end": len(text) - 1, "words": text[4:-1]}
    for model in (Statement, Demand, MeetingAccount):
        model.objects.create(**quoted, **mark, **by)
    FigureClaim.objects.create(**quoted, **mark, **by, concept="killed", low=31)
    row: CaseDocument = CaseDocument.objects.create(
        case=case, document=document, position=0, text=text, text_sha256=sha256,
        added_by=operator(), added_at=timezone.now(),
    )  # fmt: skip
    return row


@members
def test_the_press_desk_agrees(scene: Scene, desk: dict[str, CaseDocument], part: str) -> None:
    """The queue, a case, a document, its file, and what was accepted of it, over HTTP too."""
    client = scene.client(part)
    works = part in ("monitor", "analyst")
    queue = client.get("/desk/")
    said = client.get("/statements/").content.decode()
    answers = {
        name: client.get(f"/api/v1/{name}").json()
        for name in ("statements", "figures", "demands", "meetings")
    }
    for name, answer in answers.items():
        assert answer["count"] == len(answer[name]) == len(SEES[part])
    for word, row in desk.items():
        seen = word in SEES[part]
        assert (f"{word}word" in said) == seen, word
        assert (f"{word}paper.txt" in said) == seen, word
        assert all((f"{word}word" in json.dumps(answer)) == seen for answer in answers.values())
        page = f"/desk/documents/{row.document_id}/"
        assert client.get(page).status_code == (200 if seen else 404), word
        assert client.get(f"{page}original/").status_code == (200 if seen else 404), word
        statement = Statement.objects.get(document=row.document_id)
        answer = client.get(f"/statements/statement/{statement.pk}/")
        assert answer.status_code == (200 if seen else 404), word
        if works:
            assert (f"{word}word" in queue.content.decode()) == seen, word
            status = client.get(f"/desk/cases/{row.case_id}/").status_code
            assert status == (200 if seen else 404), word
            status = client.get(f"{page}receipt/").status_code
            assert status == (200 if seen else 404), word
    if not works:
        assert queue.status_code == 403


@parts
def test_list_count_and_map_agree(scene: Scene, part: str) -> None:
    """The queries behind the situation page give what the rules give."""
    reader, expected = scene.reader(part), SEES[part]
    everything = ReportFilter()
    seen = set(visible_reports(reader, everything).values_list("pk", flat=True))
    assert seen == {scene.reports[word].pk for word in expected}
    sifted = sift(reader, everything)
    page = incident_page(reader, sifted, standing="recorded")
    listed = [r.pk for i in page.incidents for r in i.reports]
    assert set(listed) == seen
    assert count_sifted_incidents(sifted) == len(expected)
    world = Window(-180, -90, 180, 90)
    drawn = {round(latitude, 1) for _, latitude, _ in located_in(sifted, world)}
    assert drawn == {scene.reports[word].latitude for word in expected}


@parts
def test_search_agrees(scene: Scene, part: str) -> None:
    """A word that only a hidden report holds finds nothing."""
    for word, report in scene.reports.items():
        found = visible_reports(scene.reader(part), ReportFilter(q=f"{word}word"))
        expected = [report.pk] if word in SEES[part] else []
        assert list(found.values_list("pk", flat=True)) == expected


@parts
@pytest.mark.parametrize("what", ["reports", "incidents"])
def test_exports_agree(scene: Scene, part: str, what: str) -> None:
    """Every format holds the same visible rows, and not a word of the others."""
    expected = {str(scene.reports[word].pk) for word in SEES[part]}
    for form in ("csv", "json", "geojson"):
        out = io.StringIO()
        assert write_rows(what, form, out, scene.reader(part)) == len(expected)
        text = out.getvalue()
        assert {str(r.pk) for r in scene.reports.values() if str(r.pk) in text} == expected
        assert not any(f"{word}word" in text for word in scene.reports if word not in SEES[part])
        if form == "csv":
            assert len(list(csv.DictReader(io.StringIO(text)))) == len(expected)
        else:
            json.loads(text)


@parts
def test_bulletins_agree(scene: Scene, part: str) -> None:
    """A bulletin is made of the tallies that its reader may see."""
    for word, day in scene.days.items():
        if word in SEES[part]:
            words = two_ledger_words(day, scene.reader(part))
            assert [ledger["monitor"] for ledger in words["ledgers"]] == ["Monitor of the tests"]
        else:
            with pytest.raises(Refused) as refusal:
                two_ledger_words(day, scene.reader(part))
            hidden = [d for w, d in scene.days.items() if w not in SEES[part] and w != word]
            assert not any(d.isoformat() in refusal.value.reason for d in hidden)


@members
def test_pages_agree(scene: Scene, part: str) -> None:
    """The situation lists it, the incident page shows it, or neither does."""
    client = scene.client(part)
    for word, report in scene.reports.items():
        page = client.get("/situation/", {"q": f"{word}word"}).content.decode()
        incident = Link.objects.get(report=report).incident_id
        assert (str(incident) in page) == (word in SEES[part]), word
        status = client.get(f"/incidents/{incident}/").status_code
        assert status == (200 if word in SEES[part] else 404), word


@members
def test_the_api_agrees(scene: Scene, part: str) -> None:
    """Lists, counts and single records over HTTP."""
    client = scene.client(part)
    expected = {str(scene.reports[word].pk) for word in SEES[part]}
    answer = client.get("/api/v1/reports").json()
    assert {row["id"] for row in answer["reports"]} == expected
    assert answer["count"] == len(expected)
    incidents = client.get("/api/v1/incidents").json()
    assert {key for row in incidents["incidents"] for key in row["report_ids"]} == expected
    assert incidents["count"] == len(expected)
    for word, report in scene.reports.items():
        status = client.get(f"/api/v1/reports/{report.pk}").status_code
        assert status == (200 if word in SEES[part] else 404)


@pytest.mark.parametrize(
    "address", ["/situation/", "/ledgers/", "/import/", "/members/", "/reports/new/"]
)
def test_visitors_are_asked_to_sign_in(scene: Scene, address: str) -> None:
    """The duty room is for members."""
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_visitors_get_no_reports_over_http(scene: Scene) -> None:
    """Without signing in the API gives published bulletins and open tallies only."""
    assert Client().get("/api/v1/reports").status_code == 401
    assert Client().get("/api/v1/incidents").status_code == 401
    assert Client().get("/api/v1/bulletins").json()["bulletins"] == []


def test_a_hidden_account_in_a_seen_incident_stays_hidden(scene: Scene) -> None:
    """An incident with an open and a hidden account shows the open one alone, uncounted."""
    from trucewatch.incidents.actions import merge_reports

    seen, hidden = scene.reports["green"], scene.reports["strict"]
    into = Link.objects.get(report=seen).incident_id
    merge_reports(into=into, reports=[hidden.pk], by=scene.cast.monitor, because="Same strike")
    page = scene.client("rival").get(f"/incidents/{into}/").content.decode()
    assert "greenword" in page
    assert "strictword" not in page
    assert str(hidden.pk) not in page
    assert "Same strike" not in page


def test_a_grant_opens_and_its_end_closes(scene: Scene) -> None:
    """Leave to see is given and taken back by acts, and holds from that moment."""
    reader = scene.reader("rival")
    wanted = ReportFilter(q="rednamedword")
    assert not visible_reports(reader, wanted).exists()
    grant = give_grant(
        Compartment.objects.get(key="named"),
        to=scene.cast.rival.organisation,
        by=scene.cast.administrator,
        because="Notice of the allegation",
    )
    assert visible_reports(reader, wanted).exists()
    end_grant(Grant.objects.get(pk=grant.pk), by=scene.cast.administrator, because="Answered")
    assert not visible_reports(reader, wanted).exists()


def test_a_member_whose_access_ended_sees_what_the_public_sees(scene: Scene) -> None:
    """Nothing is left to somebody who is no longer a member."""
    from trucewatch.accounts.actions import deactivate_member

    deactivate_member(scene.cast.monitor, by=scene.cast.administrator, because="Left the mission")
    reader = reader_of(Member.objects.get(username="monitor"))
    seen = set(visible_reports(reader, ReportFilter()).values_list("pk", flat=True))
    assert seen == {scene.reports["clear"].pk}
