"""The press desk on screen, without its script: forms alone settle everything."""

from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast, patrol
from django.core.files.uploadedfile import SimpleUploadedFile
from press import FIRST, span

from trucewatch.accounts.actions import give_grant, open_compartment
from trucewatch.desk.models import CaseDocument, CaseFile, DeskProposal, State
from trucewatch.incidents.models import Link
from trucewatch.reports.models import Report
from trucewatch.sources.models import Document
from trucewatch.statements.models import Statement
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db


def _page(case: CaseFile, position: int = 0) -> str:
    row = case.documents.get(position=position)
    return f"/desk/documents/{row.document_id}/"


def test_the_queue_says_what_waits_by_kind(as_, case):
    """Cases with the number of each kind; nothing is empty silently."""
    body = as_("monitor").get("/desk/").content.decode()
    assert "7 proposals wait for you" in body
    assert "Papers of the lake" in body
    assert "Demand or commitment" in body


def test_an_empty_queue_says_what_fills_it(as_, cast):
    """And the form that does stands open."""
    body = as_("analyst").get("/desk/").content.decode()
    assert "No case has been opened yet." in body
    assert '<details class="card fold no-print" id="open" open>' in body


def test_a_document_stands_beside_its_proposals_with_the_words_marked(as_, case):
    """Each highlight is an anchor; what documents say is never markup."""
    body = as_("monitor").get(_page(case)).content.decode()
    start, end = span(FIRST, "The ceasefire holds")
    assert f'id="c{start}-{end}"' in body
    assert 'class="panel card"' in body
    assert body.count("data-row=") == 5
    assert "Both count people killed in Damascus." in body


def test_what_a_document_says_is_never_markup(as_, cast, hand_in, make_case):
    """Tags of a text are shown as they stand in it."""
    made = make_case(cast.monitor)
    row = hand_in(made, "<script>alert(1)</script> & “words”\n", cast.monitor, "evil.txt")
    body = as_("monitor").get(f"/desk/documents/{row.document_id}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “words”" in body
    assert "<script>alert" not in body


def test_accepting_goes_on_to_the_next_and_can_be_undone(as_, case, proposal):
    """Without any script: a form, the next proposal, an undo."""
    client = as_("monitor")
    first = proposal("statement", "holds")
    answer = client.post(f"/desk/proposals/{first.pk}/accept/")
    assert answer.status_code == 302
    following = client.get(answer.url)
    assert following.context["panel"]["proposal"].pk != first.pk
    assert Statement.objects.filter(withdrawn=False).count() == 1
    offer = following.context["undo"]
    client.post(offer["address"], {"ids": offer["fields"]["ids"][0]})
    assert proposal("statement", "holds").state == State.WAITING
    assert not Statement.objects.filter(withdrawn=False).exists()


def test_the_script_gets_the_next_proposal_and_the_line_that_changed(as_, case, proposal):
    """A part of the page, with the undo in it."""
    client = as_("monitor")
    first = proposal("statement", "holds")
    answer = client.post(f"/desk/proposals/{first.pk}/refuse/", headers={"x-desk": "1"})
    body = answer.content.decode()
    assert "data-new-panel" in body
    assert f'id="r{first.pk}" class="s-refused"' in body
    assert f'name="ids" value="{first.pk}"' in body
    assert "<html" not in body
    part = client.get(f"/desk/proposals/{first.pk}/", headers={"x-desk": "1"})
    assert "Let it wait again" in part.content.decode()
    whole = client.get(f"/desk/proposals/{first.pk}/")
    assert whole.status_code == 302


def test_an_edit_that_is_wrong_loses_nothing_of_what_was_written(as_, case, proposal):
    """The words stand in the form again, with the reason beside them."""
    client = as_("analyst")
    figure = proposal("figure")
    sent = {"words": "32 people", "low": "32", "high": "", "concept": "killed", "scope": "Homs"}
    answer = client.post(f"/desk/proposals/{figure.pk}/edit/", sent)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "do not stand in the document" in body
    assert "32 people</textarea>" in body
    assert 'value="Homs"' in body
    assert proposal("figure").state == State.WAITING


def test_an_edit_is_accepted_in_the_members_name(as_, case, proposal):
    """With other words of the document, if so wished."""
    client = as_("analyst")
    figure = proposal("figure")
    sent = {"words": "31 people", "low": "31", "high": "40", "concept": "injured"}
    assert client.post(f"/desk/proposals/{figure.pk}/edit/", sent).status_code == 302
    row = proposal("figure")
    assert row.state == State.EDITED
    assert (row.words, row.facts["concept"]) == ("31 people", "injured")


def test_a_kind_is_accepted_together_after_it_was_read(as_, case):
    """What stood in the list, and nothing of another document."""
    client = as_("monitor")
    page = client.get(_page(case), {"kind": "statement"})
    ids = page.context["waiting_ids"]
    other = DeskProposal.objects.get(kind="statement", case_document__position=1)
    client.post(f"{_page(case)}accept/", {"ids": f"{ids},{other.pk},x"})
    assert Statement.objects.count() == 2
    other.refresh_from_db()
    assert other.state == State.WAITING


def test_an_accepted_record_leads_back_to_its_words(as_, case, proposal):
    """From the list and from its own page, to the very characters."""
    client = as_("monitor")
    client.post(f"/desk/proposals/{proposal('statement', 'holds').pk}/accept/")
    row = Statement.objects.get()
    way = f"/desk/documents/{row.document_id}/?c={row.start}-{row.end}#{row.anchor}"
    assert way in client.get("/statements/").content.decode()
    page = client.get(f"/statements/statement/{row.pk}/").content.decode()
    assert way in page
    assert "Sergei Lavrov" in page
    back = client.get(way.split("#")[0]).content.decode()
    assert f'id="{row.anchor}"' in back


def test_a_report_says_who_alleges_it_and_leads_back_to_the_words(as_, case, proposal):
    """On the page of its incident."""
    client = as_("monitor")
    client.post(f"/desk/proposals/{proposal('allegation').pk}/accept/")
    incident = Link.objects.get(report=Report.objects.get()).incident_id
    body = client.get(f"/incidents/{incident}/").content.decode()
    start, end = span(FIRST, "shelling Talbisa on 14 February")
    assert "Alleged by <bdi>the opposition</bdi>" in body
    assert f"#c{start}-{end}" in body


def test_copies_and_contradictions_stand_on_the_case(as_, case):
    """Two documents, one independent source; two figures side by side."""
    body = as_("monitor").get(f"/desk/cases/{case.pk}/").content.decode()
    assert "1 independent source" in body
    assert "repeats <bdi>first.txt</bdi>, 1 passage" in body
    assert "At least 31 people" in body
    assert "Forty people" in body
    second = as_("monitor").get(_page(case, 1)).content.decode()
    assert "This repeats <bdi>first.txt</bdi>, 1 passage." in second


def test_an_actor_is_resolved_once_for_the_whole_case(as_, case, proposal):
    """What is accepted afterwards carries the name; it can be taken back."""
    client = as_("monitor")
    page = client.get(f"/desk/cases/{case.pk}/")
    open_actor = page.context["unresolved"][0]
    candidate, why = open_actor["candidates"][0]
    assert why == "Only the surname is the same."
    client.post(f"/desk/actors/{open_actor['entity'].pk}/", {"is": f"same:{candidate.pk}"})
    after = client.get(f"/desk/cases/{case.pk}/")
    assert after.context["unresolved"] == []
    client.post(f"/desk/proposals/{proposal('statement', 'holds', 1).pk}/accept/")
    assert Statement.objects.get().speaker_names == "Sergei Lavrov"
    client.post(f"/desk/actors/{open_actor['entity'].pk}/", {"is": "open"})
    assert len(client.get(f"/desk/cases/{case.pk}/").context["unresolved"]) == 1


def _upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def _form(*files: SimpleUploadedFile, **more: Any) -> dict[str, Any]:
    patrol()
    return {"name": "New", "handling": "GREEN", "source": "patrol", "documents": files, **more}


def test_several_files_open_a_case_under_one_mark(as_, cast):
    """Kept byte for byte, named as they came, read together."""
    files = (_upload("a.txt", FIRST), _upload("../../b.txt", "Other words."))
    answer = as_("analyst").post("/desk/", _form(*files))
    made = CaseFile.objects.get()
    assert answer.url == f"/desk/cases/{made.pk}/"
    names = list(made.documents.values_list("document__name", flat=True))
    assert names == ["a.txt", "b.txt"]
    assert set(Document.objects.values_list("handling", flat=True)) == {"GREEN"}
    assert made.documents.first().text == FIRST


def test_the_same_bytes_are_named_and_not_taken_twice(as_, cast):
    """The other files are taken all the same."""
    files = (_upload("a.txt", FIRST), _upload("copy.txt", FIRST))
    client = as_("monitor")
    body = client.get(client.post("/desk/", _form(*files)).url).content.decode()
    assert "“copy.txt” is in this case already, as “a.txt”." in body
    assert CaseDocument.objects.count() == 1


@pytest.mark.parametrize("content", ["", b"\x00\x01\x02\xff" * 200, "Words\x00 and words."])
def test_nothing_that_can_be_read_opens_no_case(as_, cast, content):
    """The reason is told, and no empty case is left behind."""
    answer = as_("monitor").post("/desk/", _form(_upload("x.bin", content)))
    assert answer.status_code == 422
    assert not CaseFile.objects.exists()
    assert not Document.objects.exists()


def test_a_receipt_names_the_file_its_hash_and_each_event(as_, case):
    """What was handed over, when, by whom, and where each event stands."""
    row = case.documents.get(position=0)
    body = as_("monitor").get(f"/desk/documents/{row.document_id}/receipt/").content.decode()
    assert row.document.sha256 in body
    assert "Patrol</bdi> handed over <bdi>first.txt" in body
    assert "shelling Talbisa on 14 February" in body


def test_the_file_as_it_came_is_handed_over_and_not_shown(as_, case):
    """Byte for byte, with its hash."""
    row = case.documents.get(position=0)
    answer = as_("monitor").get(f"/desk/documents/{row.document_id}/original/")
    assert b"".join(answer.streaming_content).decode() == FIRST
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-SHA256"] == row.document.sha256


@pytest.mark.parametrize("part", ["delegate", "liaison", "observer", "administrator"])
def test_only_those_who_work_at_the_desk_have_one(as_, case, proposal, part):
    """Others are refused, and see no entry in the navigation."""
    client = as_(part)
    assert client.get("/desk/").status_code == 403
    assert client.get(f"/desk/cases/{case.pk}/").status_code == 403
    key = proposal("figure").pk
    for act in ("accept", "refuse", "edit"):
        assert client.post(f"/desk/proposals/{key}/{act}/").status_code == 403
    assert 'href="/desk/"' not in client.get("/situation/").content.decode()


def test_whoever_may_see_a_document_reads_the_words_of_a_record(as_, cast, make_case):
    """A guarantor reads AMBER words and finds no proposals beside them; a party finds nothing."""
    made = make_case(cast.monitor, Handling.AMBER)
    client = as_("monitor")
    figure = DeskProposal.objects.get(case_document__case=made, kind="figure", facts__low=31)
    client.post(f"/desk/proposals/{figure.pk}/accept/")
    delegate = as_("delegate")
    assert "At least 31 people" in delegate.get("/statements/").content.decode()
    page = delegate.get(f"{_page(made)}?c={figure.start}-{figure.end}").content.decode()
    assert f'id="{figure.anchor}"' in page
    assert "data-row=" not in page
    assert "Accept" not in page
    for part in ("liaison", "observer", "rival"):
        assert as_(part).get(_page(made)).status_code == 404
        assert "At least 31" not in as_(part).get("/statements/").content.decode()


def test_a_case_of_named_recipients_is_nowhere_for_others(
    as_: Callable[[str], Any], cast: Cast, make_case: Callable[..., CaseFile]
):
    """Neither in the queue, nor at its address, nor among what was accepted."""
    circle = open_compartment(key="named", name="Named", by=cast.administrator)
    give_grant(circle, to=cast.monitor, by=cast.administrator, because="Works on it")
    made = make_case(cast.monitor, Handling.RED, circle)
    key = DeskProposal.objects.filter(case_document__case=made, kind="statement").first().pk
    assert as_("monitor").post(f"/desk/proposals/{key}/accept/").status_code == 302
    analyst = as_("analyst")
    assert "Papers of the lake" not in analyst.get("/desk/").content.decode()
    for address in (f"/desk/cases/{made.pk}/", _page(made), f"/desk/proposals/{key}/"):
        assert analyst.get(address).status_code == 404
    assert "ceasefire holds" not in analyst.get("/statements/").content.decode()
    assert analyst.get(f"/statements/statement/{Statement.objects.get().pk}/").status_code == 404


def test_a_submission_of_forty_events_is_split_receipted_and_traced_to_its_pages(as_, cast):
    """Each event is a report of its own with its own characters; the map is kept beside them."""
    lines = [
        f"{n}. {n % 28 + 1} January 2017, Daraa: mortar shells struck house {n}."
        for n in range(1, 41)
    ]
    text = "Breaches since 30 December 2016\n\n" + "\n".join(lines) + "\n"
    picture = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
    files = (_upload("list.txt", text), _upload("map.png", picture))
    client = as_("monitor")
    client.post("/desk/", _form(*files, is_submission="on"))
    row = CaseDocument.objects.get(document__name="list.txt")
    row.pages = [0, text.index("21. ")]
    row.save(update_fields=["pages"])
    page = f"/desk/documents/{row.document_id}/"
    ids = client.get(page, {"kind": "allegation"}).context["waiting_ids"]
    assert len(ids.split(",")) == 40
    client.post(f"{page}accept/", {"ids": ids})
    reports = Report.objects.filter(document=row.document)
    assert reports.count() == 40
    assert len(set(reports.values_list("original", flat=True))) == 40
    assert set(reports.values_list("event_type", "verification")) == {("shelling", "unverified")}
    receipt = client.get(f"{page}receipt/")
    assert receipt.context["pages"] == [(1, 20), (2, 20)]
    body = receipt.content.decode()
    assert row.document.sha256 in body
    assert "map.png" in body
    kept = CaseDocument.objects.get(document__name="map.png")
    assert kept.text == ""


def test_a_document_is_read_as_it_comes_in(as_, cast):
    """What stands in plain words is proposed at once, with the right speaker."""
    text = "Astana, 24 January 2017\n\n“The ceasefire holds,” Sergei Lavrov said on Tuesday.\n"
    as_("monitor").post("/desk/", _form(_upload("a.txt", text)))
    proposal = DeskProposal.objects.get(kind="statement")
    assert proposal.words.startswith("The ceasefire holds")
    assert proposal.facts["who"]
    assert proposal.state == State.WAITING


def test_the_day_of_a_document_is_said_by_a_member_or_worked_out_again(as_, cast, case):
    """A slip is refused with the reason; an empty field takes the day back."""
    client = as_("monitor")
    row = case.documents.get(position=0)
    assert client.post(f"/desk/dates/{row.pk}/", {"day": "02/03/17"}).status_code == 409
    client.post(f"/desk/dates/{row.pk}/", {"day": "2017-02-18"})
    row.refresh_from_db()
    assert row.stated_day.isoformat() == "2017-02-18"
    client.post(f"/desk/dates/{row.pk}/", {"day": ""})
    row.refresh_from_db()
    assert row.stated_day is None
