"""The press desk against slips, races and bad files: nothing is lost, and each is told."""

import os
import shutil
from typing import Any

import pytest
from cast import Cast, patrol
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from press import FIRST, SECOND, span, typeset

from trucewatch.desk.actions import opening
from trucewatch.desk.actions.settling import accept_proposal
from trucewatch.desk.models import CaseDocument, CaseFile, DeskProposal, State
from trucewatch.extraction.reading import read_case
from trucewatch.ledger.models import Entry
from trucewatch.reports.models import Report
from trucewatch.statements.models import FigureClaim, Statement
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db
SCRIPT = {"x-desk": "1"}


def _sent(*files: tuple[str, bytes], **more: str) -> dict[str, Any]:
    patrol()
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return {"name": "New", "handling": "GREEN", "source": "patrol", "documents": uploads, **more}


def test_a_broken_file_among_good_ones_loses_none_of_them(as_) -> None:
    """Three are taken, the broken one is named with the reason."""
    pdf = typeset("Words of a paper.")
    files = [("a.txt", FIRST.encode()), ("b.pdf", pdf[:900]), ("c.pdf", pdf), ("d.txt", b"\xff")]
    client = as_("monitor")
    body = client.get(client.post("/desk/", _sent(*files)).url).content.decode()
    names = CaseDocument.objects.values_list("document__name", flat=True)
    assert sorted(names) == ["a.txt", "c.pdf"]
    assert "2 documents were taken." in body
    assert "b.pdf: The PDF is broken and cannot be read." in body
    assert "d.txt: " in body


def test_what_a_killed_server_left_behind_goes_with_the_next_file(as_, settings) -> None:
    """A day later; what another request is just writing stays."""
    incoming = settings.TRUCEWATCH_HOME / "incoming"
    old, new = incoming / "old", incoming / "new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "data").write_bytes(b"Half a file")
    os.utime(old, (0, 0))
    as_("monitor").post("/desk/", _sent(("a.txt", FIRST.encode())))
    assert [folder.name for folder in incoming.iterdir()] == ["new"]
    shutil.rmtree(new)


def test_a_text_of_five_megabytes_is_refused_with_the_limit(as_) -> None:
    """The other file of the same upload is taken."""
    files = [("long.txt", b"The truce holds. " * 300_000), ("a.txt", FIRST.encode())]
    client = as_("monitor")
    body = client.get(client.post("/desk/", _sent(*files)).url).content.decode()
    assert "long.txt" in body
    assert "1,000,000 characters" in body
    assert CaseDocument.objects.count() == 1


def test_a_case_takes_no_more_than_can_be_read_together(as_, monkeypatch) -> None:
    """However small each file is."""
    monkeypatch.setattr(opening, "MOST_CHARACTERS_OF_A_CASE", len(FIRST) + 10)
    files = [("a.txt", FIRST.encode()), ("b.txt", SECOND.encode())]
    client = as_("monitor")
    body = client.get(client.post("/desk/", _sent(*files)).url).content.decode()
    assert "open another one" in body
    assert CaseDocument.objects.count() == 1


def test_documents_are_in_the_record_before_they_are_read(as_, cast: Cast) -> None:
    """A reading that breaks off loses nothing, and can be repeated."""

    def broken(texts: object) -> Any:
        raise RuntimeError("the reading was killed")

    as_("monitor").post("/desk/", _sent(("a.txt", FIRST.encode())))
    acts = list(Entry.objects.order_by("seq").values_list("event", flat=True))[-4:]
    assert acts == ["case_file.opened", "document.received", "case_file.extended", "case_file.read"]
    case = CaseFile.objects.get()
    before = DeskProposal.objects.count()
    with pytest.raises(RuntimeError):
        opening.read_again(case.pk, by=cast.monitor, read=broken)
    assert case.documents.get().text == FIRST
    assert DeskProposal.objects.count() == before
    assert as_("monitor").post(f"/desk/cases/{case.pk}/read/").status_code == 302


def test_a_document_that_comes_in_while_the_case_is_read_is_read_too(cast: Cast, case, hand_in):
    """The reading is made anew of what the case holds by then."""
    calls = []

    def slow(texts: Any) -> Any:
        calls.append(len(texts))
        if len(calls) == 1:
            hand_in(case, "“It holds,” Sergei Lavrov said.", cast.analyst, "third.txt")
        return read_case(texts)

    opening.read_again(case.pk, by=cast.monitor, read=slow)
    assert calls == [2, 3]
    assert case.documents.get(position=2).proposals.exists()


def test_a_case_that_never_rests_is_read_another_time(cast: Cast, case, hand_in):
    """Nothing is written of a reading that was out of date."""
    number = iter(range(100))

    def slow(texts: Any) -> Any:
        hand_in(case, f"Words {next(number)}", cast.analyst, "more.txt")
        return read_case(texts)

    with pytest.raises(Refused, match="in a moment"):
        opening.read_again(case.pk, by=cast.monitor, read=slow)
    assert not Entry.objects.filter(event="case_file.read").exists()


def test_whoever_comes_second_is_told_who_was_first(as_, cast: Cast, case, proposal) -> None:
    """With the line as it stands now, and no button that would do nothing."""
    row = proposal("figure")
    accept_proposal(row.pk, by=cast.monitor)
    for act in ("accept", "refuse", "edit"):
        answer = as_("analyst").post(f"/desk/proposals/{row.pk}/{act}/", headers=SCRIPT)
        body = answer.content.decode()
        assert answer.status_code == 422
        assert "Somebody has settled this proposal already." in body
        assert f'id="r{row.pk}" class="s-accepted"' in body
        assert "by <bdi>Monitor" in body
        assert f"/desk/proposals/{row.pk}/accept/" not in body
    assert FigureClaim.objects.count() == 1


def test_a_form_sent_twice_records_once(as_, case, proposal) -> None:
    """As by a double click or the back button; the page says what happened."""
    client, key = as_("monitor"), proposal("statement", "holds").pk
    first = client.post(f"/desk/proposals/{key}/accept/")
    second = client.post(f"/desk/proposals/{key}/accept/")
    assert (first.status_code, second.status_code) == (302, 422)
    assert "already" in second.content.decode()
    assert Statement.objects.count() == 1
    client.post("/desk/undo/", {"ids": str(key)})
    assert client.post("/desk/undo/", {"ids": str(key)}).status_code == 409


def test_a_session_that_ended_changes_nothing_and_leads_to_the_door(case, proposal) -> None:
    """The script sees that the answer is another page, and loads it."""
    key = proposal("figure").pk
    answer = Client().post(f"/desk/proposals/{key}/accept/", headers=SCRIPT)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")
    assert proposal("figure").state == State.WAITING


def test_a_form_of_another_site_is_refused(as_, cast: Cast, case, proposal) -> None:
    """No act without the token of the page."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.monitor)
    key = proposal("figure").pk
    for address in (f"/desk/proposals/{key}/accept/", "/desk/undo/", "/desk/"):
        assert client.post(address, {"ids": str(key)}).status_code == 403
    assert proposal("figure").state == State.WAITING


@pytest.mark.parametrize("ids", ["²", "9" * 40, "", "x,y", "-1"])
def test_numbers_that_are_none_are_refused_and_break_nothing(as_, case, ids: str) -> None:
    """Whatever a form is made to send."""
    assert as_("monitor").post("/desk/undo/", {"ids": ids}).status_code in (404, 409)
    row = case.documents.get(position=0)
    answer = as_("monitor").post(f"/desk/documents/{row.document_id}/accept/", {"ids": ids})
    assert answer.status_code == 409
    actor = case.entities.first()
    answer = as_("monitor").post(f"/desk/actors/{actor.pk}/", {"is": f"same:{ids}"})
    assert answer.status_code in (404, 409)


@pytest.mark.parametrize("query", ["p=²", "p=" + "9" * 40, "c=²-³", "part=²", "part=999", "kind=x"])
def test_an_address_that_names_nothing_shows_the_document(as_, case, query: str) -> None:
    """From its first proposal that waits."""
    row = case.documents.get(position=0)
    answer = as_("monitor").get(f"/desk/documents/{row.document_id}/?{query}")
    assert answer.status_code == 200
    assert answer.context["rows"]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_no_document_is_of_such_a_day(as_, case, day: str) -> None:
    """Said of one that is there, or of one that comes in."""
    row = case.documents.get(position=0)
    assert as_("monitor").post(f"/desk/dates/{row.pk}/", {"day": day}).status_code == 409
    sent = _sent(("z.txt", b"Other words."), stated_day=day)
    as_("monitor").post(f"/desk/cases/{case.pk}/documents/", sent)
    assert case.documents.count() == 2


@pytest.fixture
def copied(case: CaseFile, proposal: Any) -> DeskProposal:
    """The figure of the first document, proposed again of the passage that the second repeats."""
    start, end = span(SECOND, "At least 31 people")
    return DeskProposal.objects.create(
        case_document=case.documents.get(position=1), kind="figure", start=start, end=end,
        cue_start=start, cue_end=end, rule="figure.killed", confidence=0.9,
        facts=proposal("figure").facts,
    )  # fmt: skip


@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["plain", "script"])
def test_words_that_a_copy_repeats_are_recorded_again_only_when_asked_twice(
    as_, cast: Cast, proposal, copied, headers
) -> None:
    """The earlier record stands beside the proposal; the second click is another button."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    client, address = as_("analyst"), f"/desk/proposals/{copied.pk}/accept/"
    record = FigureClaim.objects.get()
    page = client.get(f"/desk/proposals/{copied.pk}/", headers=headers, follow=True)
    told = page.content.decode()
    assert "These words are in the record already" in told
    assert f"/statements/figureclaim/{record.pk}/" in told
    assert 'name="again"' not in told.split("<details")[0]
    refused = client.post(address, headers=headers)
    assert refused.status_code == 422
    assert 'name="again" value="1"' in refused.content.decode()
    assert FigureClaim.objects.count() == 1
    assert client.post(address, {"again": "1"}, headers=headers).status_code in (200, 302)
    assert FigureClaim.objects.count() == 2


def test_an_edit_of_repeated_words_asks_in_its_form(as_, cast: Cast, proposal, copied) -> None:
    """What was written stays, with a box to say that it counts once more."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    client, address = as_("analyst"), f"/desk/proposals/{copied.pk}/edit/"
    sent = {"words": "At least 31 people", "low": "31", "concept": "injured", "again": "False"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert 'type="checkbox" name="again"' in refused.content.decode()
    assert client.post(address, sent | {"again": "on"}).status_code == 302
    assert FigureClaim.objects.filter(concept="injured").count() == 1


def test_a_file_with_destroyed_words_is_handed_out_no_more(as_, cast: Cast, case, proposal):
    """And the page that destroys them says so before."""
    accept_proposal(proposal("allegation").pk, by=cast.monitor)
    report = Report.objects.get()
    row = case.documents.get(position=0)
    client = as_("administrator")
    page = client.get(f"/reports/{report.pk}/destroy/").content.decode()
    assert "is handed out no more" in page
    client.post(f"/reports/{report.pk}/destroy/", {"because": "Retention period over"})
    answer = as_("monitor").get(f"/desk/documents/{row.document_id}/original/")
    assert answer.status_code == 409
    body = as_("monitor").get(f"/desk/documents/{row.document_id}/").content.decode()
    assert "shelling Talbisa" not in body


def test_reasons_of_the_engine_are_marked_as_english_on_other_pages(as_, case) -> None:
    """So a screen reader speaks them right, and they run from left to right."""
    client = as_("monitor")
    client.cookies["language"] = "ar"
    body = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert '<bdi lang="en" dir="ltr">Only the surname is the same.</bdi>' in body
    assert '<bdi lang="en" dir="ltr">A date stands at its head.</bdi>' in body
    client.cookies["language"] = "en"
    assert "<bdi>Only the surname is the same.</bdi>" in (
        client.get(f"/desk/cases/{case.pk}/").content.decode()
    )
