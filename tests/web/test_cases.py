"""Pages of the mechanism: filing, steps, papers, findings, seats; each as one's part sees it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from cast import Cast, file
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from mechanism import (
    Bench,
    alleged,
    decided,
    filed,
    investigating,
    notified,
    reported,
    screened,
    terms,
    under_review,
)

from trucewatch.accounts.models import Member
from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, Provision, Version
from trucewatch.agreements.recording import add_provision, add_version
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving
from trucewatch.cases.actions.receiving import file_complaint
from trucewatch.cases.models import Case, Complaint, Exhibit, Finding, Mechanism, Paper, Submission
from trucewatch.incidents.models import Link
from trucewatch.intake.actions.public import PublicWords, receive_from_public
from trucewatch.reports.models import Report
from trucewatch.vocabulary.cases import PaperKind, Stance
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.web.public_rate import BUCKETS

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def tab(settings: Any) -> Callable[[Member], Client]:
    """A client of any member."""
    settings.TRUCEWATCH_SECOND_FACTOR = False

    def signed_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return signed_in


Tab = Callable[[Member], Client]


def words(client: Client, address: str, status: int = 200) -> str:
    """A page as it is sent."""
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_a_party_files_an_allegation_and_has_a_receipt(bench: Bench, tab: Tab) -> None:
    """Back on the page of the case, with its own words and no step to take."""
    client = tab(bench.cast.liaison)
    given = {
        "mechanism": str(bench.mechanism.pk), "case_class": "violation",
        "violation_type": "shelling", "text": "They shelled us.", "date_start": "2017-01-03",
        "place_label": "Talbisa",
    }  # fmt: skip
    answer = client.post("/cases/new/", given)
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}/"
    page = words(client, f"/cases/{case.pk}/")
    assert "They shelled us." in page
    assert case.complaints.get().receipt in page
    assert "What you can do" not in page
    assert "They shelled us." in words(tab(bench.cast.monitor), f"/cases/{case.pk}/")
    words(tab(bench.cast.rival), f"/cases/{case.pk}/", status=404)


def test_what_was_typed_stays_where_a_filing_is_refused(bench: Bench, tab: Tab) -> None:
    """A slip in the day is told at its field."""
    given = {
        "mechanism": str(bench.mechanism.pk), "case_class": "violation", "text": "Kept words",
        "violation_type": "shelling", "date_start": "2017-01-03", "date_end": "2017-01-01",
    }  # fmt: skip
    answer = tab(bench.cast.liaison).post("/cases/new/", given)
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert not Case.objects.exists()


def test_the_duty_officer_goes_through_the_queue(bench: Bench, tab: Tab) -> None:
    """Acknowledge, screen with neutral words, notify; each leaves the queue for the next."""
    case = filed(bench)
    client = tab(bench.cast.monitor)
    assert "To acknowledge" in words(client, "/cases/waiting/")
    assert client.post(f"/cases/{case.pk}/steps/acknowledge/").status_code == 302
    assert "To screen" in words(client, "/cases/waiting/")
    given = {
        "matter": "Shelling of a market", "case_class": "violation", "violation_type": "shelling",
        "addressee": str(bench.cast.rival.organisation.pk), "text": "One for us.",
    }  # fmt: skip
    assert client.post(f"/cases/{case.pk}/steps/screen/", given).status_code == 302
    notice = {"text": "What do you say to this?"}
    assert client.post(f"/cases/{case.pk}/steps/notify/", notice).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.matter) == ("notified", "Shelling of a market")
    assert "To answer" in words(tab(bench.cast.rival), "/cases/waiting/")
    assert "To answer" not in words(tab(bench.cast.liaison), "/cases/waiting/")


def test_a_step_that_is_not_possible_says_what_is(bench: Bench, tab: Tab) -> None:
    """With the reason on the page; a step that is not one's own is refused with 403."""
    case = filed(bench)
    answer = tab(bench.cast.monitor).get(f"/cases/{case.pk}/steps/report/")
    assert answer.status_code >= 400
    assert "Possible: Acknowledge" in answer.content.decode()
    assert tab(bench.cast.liaison).get(f"/cases/{case.pk}/steps/acknowledge/").status_code == 403
    assert tab(bench.cast.monitor).get(f"/cases/{case.pk}/steps/dance/").status_code == 404


def test_the_accused_reads_the_notice_and_answers(bench: Bench, tab: Tab) -> None:
    """The filer reads neither; the mission reads both."""
    case, notice = notified(bench)
    rival, liaison = tab(bench.cast.rival), tab(bench.cast.liaison)
    page = words(rival, f"/cases/{case.pk}/")
    assert "They shelled the market" not in page
    assert "Answer" in words(rival, f"/cases/papers/{notice.pk}/")
    words(liaison, f"/cases/papers/{notice.pk}/", status=404)
    answer = rival.post(f"/cases/papers/{notice.pk}/answer/", {"text": "It was not us."})
    assert answer.status_code == 302
    response = Paper.objects.get(kind_of_paper=PaperKind.RESPONSE)
    assert "It was not us." in words(tab(bench.cast.monitor), f"/cases/papers/{response.pk}/")
    words(liaison, f"/cases/papers/{response.pk}/", status=404)
    assert "It was not us." not in words(liaison, f"/cases/{case.pk}/")


def test_the_chair_tasks_a_team_that_records_and_reports(bench: Bench, tab: Tab) -> None:
    """Observations in their own units; a refused access opens a case of its own."""
    case, _ = notified(bench)
    given = {"leader": str(bench.leader.pk), "team": [str(bench.verifier.pk)], "text": "Go."}
    assert tab(bench.chair).post(f"/cases/{case.pk}/steps/task/", given).status_code == 302
    leader = tab(bench.leader)
    assert "To visit and report" in words(leader, "/cases/waiting/")
    assert leader.post(f"/cases/{case.pk}/steps/begin/").status_code == 302
    seen = {"kind": "site_record", "text": "Craters.", "unit": "explosion", "low": "3", "high": "5"}
    assert leader.post(f"/cases/{case.pk}/records/new/", seen).status_code == 302
    assert "3-5" in words(leader, f"/cases/{case.pk}/")
    denied = {"kind": "access_record", "text": "Turned back."}
    refused = leader.post(f"/cases/{case.pk}/records/new/", denied)
    assert refused.status_code == 422
    named = {**denied, "denied_label": "A checkpoint"}
    assert leader.post(f"/cases/{case.pk}/records/new/", named).status_code == 302
    assert Case.objects.filter(arose_from=case).count() == 1
    report = leader.post(f"/cases/{case.pk}/steps/report/", {"text": "What we found."})
    assert report.status_code == 302


def test_a_witness_has_a_pseudonym_and_a_name_only_with_consent(
    bench: Bench,
    tab: Tab,
) -> None:
    """The name opens for a reason alone, and stands on no other page."""
    case = investigating(bench)
    leader = tab(bench.leader)
    given = {"text": "They came at dawn.", "caller_name": "Umm Khalid"}
    refused = leader.post(f"/cases/{case.pk}/interviews/new/", given)
    assert refused.status_code == 422
    agreed = {**given, "caller_consents": ["call_back"]}
    assert leader.post(f"/cases/{case.pk}/interviews/new/", agreed).status_code == 302
    paper = Paper.objects.get(kind_of_paper=PaperKind.INTERVIEW)
    address = f"/cases/papers/{paper.pk}/"
    assert "Umm Khalid" not in words(leader, address)
    assert leader.post(f"{address}witness/", {"because": ""}).status_code == 422
    opened = leader.post(f"{address}witness/", {"because": "To call back"})
    assert "Umm Khalid" in opened.content.decode()
    assert tab(bench.verifier).post(f"{address}witness/", {"because": "x"}).status_code == 403


def test_an_exhibit_is_kept_with_its_hash_and_custody(bench: Bench, tab: Tab) -> None:
    """A working copy stands apart; the original is not handed to those who may not see it."""
    case = investigating(bench)
    leader = tab(bench.leader)
    file = SimpleUploadedFile("film.txt", b"original bytes")
    given = {"file": file, "caption": "The market", "taken_at": "2017-01-03 09:30"}
    answer = leader.post(f"/cases/{case.pk}/exhibits/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    exhibit = Exhibit.objects.get()
    address = f"/cases/exhibits/{exhibit.pk}/"
    assert exhibit.document.sha256 in words(leader, address)
    copied = {"file": SimpleUploadedFile("small.txt", b"smaller")}
    assert leader.post(f"{address}copy/", copied).status_code == 302
    assert leader.post(f"{address}hand-on/", {"what": "Shown to the board"}).status_code == 302
    page = words(leader, address)
    assert "Shown to the board" in page
    got = leader.get(f"{address}original/")
    assert b"".join(got.streaming_content) == b"original bytes"  # type: ignore[attr-defined]
    words(tab(bench.cast.rival), address, status=404)
    assert tab(bench.cast.rival).get(f"{address}original/").status_code == 404


def test_a_finding_goes_from_draft_to_publication(bench: Bench, tab: Tab) -> None:
    """Positions by the delegates, the dissent on the public page, by organisation alone."""
    case = reported(bench)
    given = {
        "established": "established", "standard": "verified_on_site",
        "violation_type": "shelling", "severity": "grave", "scope_verdict": "within",
        "attribution": "none", "text": "The market was shelled.",
    }  # fmt: skip
    assert tab(bench.leader).post(f"/cases/{case.pk}/finding/", given).status_code == 302
    circulated = tab(bench.chair).post(f"/cases/{case.pk}/steps/review/", {"text": "For you."})
    assert circulated.status_code == 302
    finding = Finding.objects.get()
    for member, stance in zip(bench.delegates, ("concurs", "concurs", "dissents"), strict=True):
        assert "To give a position" in words(tab(member), "/cases/waiting/")
        position = {"stance": stance, "reasons": "As we see it.", "read": finding.digest}
        answer = tab(member).post(f"/cases/findings/{finding.pk}/position/", position)
        assert answer.status_code == 302, answer.content.decode()
    assert tab(bench.chair).post(f"/cases/{case.pk}/steps/decide/").status_code == 302
    public = Client()
    assert public.get(f"/findings/{finding.pk}/").status_code == 404
    publisher = tab(bench.cast.monitor)
    assert "To publish" in words(publisher, "/cases/waiting/")
    assert publisher.post(f"/cases/findings/{finding.pk}/publish/").status_code == 302
    page = words(public, f"/findings/{finding.pk}/")
    assert "Dissents" in page
    assert "As we see it." in page
    assert "Attested by the server" in page
    for person in bench.delegates:
        assert str(person) not in page
    assert "The market was shelled." in words(public, "/findings/")
    assert 'href="/findings/"' in words(public, "/")


def test_a_stale_position_is_refused_with_what_was_typed(bench: Bench, tab: Tab) -> None:
    """Whoever read another version is told so."""
    finding = under_review(bench)
    given = {"stance": "dissents", "reasons": "Long reasons", "read": "0" * 64}
    answer = tab(bench.second).post(f"/cases/findings/{finding.pk}/position/", given)
    assert answer.status_code == 422
    assert "Long reasons" in answer.content.decode()
    assert not finding.positions.exists()


def test_a_list_of_breaches_is_taken_in_as_one_document(bench: Bench, tab: Tab) -> None:
    """A receipt with the hash, an allegation for each entry, the original as it came."""
    text = (
        "Breaches of the truce\n\n"
        "1. On 3 January 2017 mortar shells fell on Talbisa.\n\n"
        "2. On 4 January 2017 an air strike hit Rastan.\n\n"
        "4. Snipers fired at farmers.\n"
    )
    client = tab(bench.cast.liaison)
    given = {
        "mechanism": str(bench.mechanism.pk), "first_day": "2017-01-01", "last_day": "2017-01-07",
        "accused_label": "The other side", "file": SimpleUploadedFile("list.txt", text.encode()),
    }  # fmt: skip
    answer = client.post("/cases/submit/", given)
    assert answer.status_code == 302, answer.content.decode()
    submission = Submission.objects.get()
    page = words(client, answer["Location"])
    assert submission.document.sha256 in page
    assert submission.missing == [3]
    rows = list(Complaint.objects.order_by("start"))
    assert [row.entry for row in rows] == ["1", "2", "4"]
    cases = [row.case for row in rows]
    assert [case.violation_type for case in cases] == ["shelling", "air_strike", "small_arms"]
    assert [case.date_start.day for case in cases] == [3, 4, 1]
    assert all(text[row.start : row.end].strip() == row.text for row in rows)
    got = client.get(f"/cases/submissions/{submission.pk}/file/")
    assert b"".join(got.streaming_content) == text.encode()  # type: ignore[attr-defined]
    words(tab(bench.cast.rival), answer["Location"], status=404)


def test_a_file_without_a_list_is_refused(bench: Bench, tab: Tab) -> None:
    """Nothing of it is kept."""
    given = {
        "mechanism": str(bench.mechanism.pk), "first_day": "2017-01-01", "last_day": "2017-01-07",
        "file": SimpleUploadedFile("letter.txt", b"We protest."),
    }  # fmt: skip
    answer = tab(bench.cast.liaison).post("/cases/submit/", given)
    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_an_administrator_sets_up_a_mechanism_and_changes_its_terms(
    bench: Bench,
    tab: Tab,
) -> None:
    """Both versions stay readable; a line that cannot be read is told at its field."""
    client = tab(bench.cast.administrator)
    given = {
        "key": "board", "name": "A board", "since": "2017-01-01", "rule": "majority",
        "members": "guarantor, guarantor, 1, joint_committee\nmission, mission",
        "threshold": "0", "levels": ["joint_committee"], "timezone": "Asia/Damascus",
        "working_days": ["0", "1", "2", "3", "6"], "deadlines": "acknowledge, 3, hours",
        "types": ["shelling", "air_strike"],
    }  # fmt: skip
    wrong = client.post("/mechanisms/new/", {**given, "members": "nobody, guarantor"})
    assert wrong.status_code == 422
    assert "no organisation" in wrong.content.decode()
    assert client.post("/mechanisms/new/", given).status_code == 302
    row = Mechanism.objects.get(key="board")
    assert row.versions.get().terms["deadlines"]["acknowledge"] == {"amount": 3, "unit": "hours"}
    later = {**given, "since": "2017-03-01", "rule": "consensus", "because": "By agreement"}
    assert client.post("/mechanisms/board/revise/", later).status_code == 302
    page = words(client, "/mechanisms/board/")
    assert "By agreement" in page
    assert row.versions.count() == 2
    seat = {"member": str(bench.chair.pk), "function": "chair", "since": "2017-01-01"}
    assert client.post("/mechanisms/board/seats/", seat).status_code == 302
    assert "Chair" in words(tab(bench.cast.liaison), "/mechanisms/board/")
    assert tab(bench.cast.monitor).post("/mechanisms/new/", given).status_code == 403


def test_every_shipped_example_can_be_set_up(bench: Bench, tab: Tab) -> None:
    """Its terms fill the form."""
    for key in ("trilateral", "board", "two-ledgers"):
        page = words(tab(bench.cast.administrator), f"/mechanisms/new/?example={key}")
        assert "guarantor-russia, guarantor" in page


def test_the_list_is_limited_and_says_so_when_nothing_fits(bench: Bench, tab: Tab) -> None:
    """By number, by words, by standing."""
    case = screened(bench)
    client = tab(bench.cast.monitor)
    assert str(case) in words(client, "/cases/?standing=open")
    assert str(case) in words(client, f"/cases/?q={case}")
    assert "No case fits" in words(client, "/cases/?q=nothing+like+it")
    assert "No case is here" in words(tab(bench.cast.observer), "/cases/")


def test_a_case_is_paused_resumed_assigned_and_shared(bench: Bench, tab: Tab) -> None:
    """Each from its page, each by those who may."""
    case = screened(bench)
    client = tab(bench.cast.monitor)
    assert client.post(f"/cases/{case.pk}/pause/", {"because": "Snow"}).status_code == 302
    assert "Paused" in words(client, f"/cases/{case.pk}/")
    assert client.post(f"/cases/{case.pk}/resume/").status_code == 302
    assert client.post(f"/cases/{case.pk}/assign/", {"to": str(bench.leader.pk)}).status_code == 302
    assert "Leader" in words(client, "/cases/")
    to = {"to": str(bench.cast.delegate.organisation.pk), "because": "They asked"}
    assert client.post(f"/cases/{case.pk}/share/", to).status_code == 302
    words(tab(bench.cast.delegate), f"/cases/{case.pk}/")


def test_a_key_of_ones_own_is_made_and_used(bench: Bench, tab: Tab) -> None:
    """The secret appears on no page."""
    client = tab(bench.second)
    secret = "a secret that nobody keeps"
    wrong = client.post("/cases/key/", {"secret": secret, "again": "another"})
    assert wrong.status_code == 422
    assert secret not in wrong.content.decode()
    assert client.post("/cases/key/", {"secret": secret, "again": secret}).status_code == 302
    finding = under_review(bench)
    given = {"stance": "concurs", "reasons": "", "read": finding.digest, "secret": secret}
    answer = client.post(f"/cases/findings/{finding.pk}/position/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert "own key" in words(client, f"/findings/{finding.pk}/")


def test_an_empty_record_says_what_is_missing(cast: Cast, tab: Tab) -> None:
    """Without a mechanism, without a case, without a finding."""
    client = tab(cast.monitor)
    assert "No mechanism is set up yet" in words(client, "/cases/")
    assert "No mechanism is set up yet" in words(client, "/mechanisms/")
    assert "Nothing awaits you" in words(client, "/cases/waiting/")
    assert "No finding is decided" in words(Client(), "/findings/")


def test_findings_stand_fifty_on_a_page(bench: Bench, tab: Tab) -> None:
    """The latest first; each once, also where many votes were closed at one moment."""
    finding = decided(bench)
    at = finding.vote_closed_at
    assert at is not None
    for number in range(2, 122):
        case = Case.objects.get(pk=finding.case_id)
        case.pk, case.number, case._state.adding = new_id(), number, True
        case.save()
        more = Finding.objects.get(pk=finding.pk)
        more.pk, more.case, more._state.adding = new_id(), case, True
        more.vote_closed_at = at - timedelta(days=number // 60)
        more.save()
    hidden = Finding.objects.order_by("pk").last()
    assert hidden is not None
    hidden.handling = Handling.AMBER_STRICT
    hidden.save()
    rows = Finding.objects.order_by("-vote_closed_at", "-pk").values_list("pk", flat=True)

    def shown_on(page: str) -> list[UUID]:
        return [UUID(key) for key in re.findall(r'aria-labelledby="f-([-0-9a-f]+)"', page)]

    for member, wanted in (
        (bench.cast.monitor, list(rows)),
        (bench.cast.observer, [key for key in rows if key != hidden.pk]),
    ):
        client, address, found = tab(member), "/findings/", []
        sizes = []
        while address:
            page = words(client, address)
            sizes.append(len(shown_on(page)))
            found += shown_on(page)
            onward = re.search(r'rel="next" href="([^"]+)">Older findings', page)
            address = f"/findings/{onward[1]}" if onward else ""
        assert found == wanted
        assert sizes == [50, 50, len(wanted) - 100]
    for unusable in ("nonsense", str(new_id()), str(hidden.pk)):
        page = words(tab(bench.cast.observer), f"/findings/?before={unusable}")
        assert shown_on(page) == [key for key in rows if key != hidden.pk][:50]


def test_a_decision_shows_its_reason(bench: Bench, tab: Tab) -> None:
    """On the case and on the finding."""
    finding = decided(bench, Stance.CONCURS, Stance.CONCURS, Stance.DISSENTS)
    page = words(tab(bench.cast.rival), f"/cases/{finding.case_id}/")
    assert "Adopted with dissent" in page
    assert "2 of 3 votes are in favour" in page
    with pytest.raises(Exception, match="closed"):
        findings.sign_attribution(finding.pk, by=bench.signatory)
    assert terms()["rule"] == "majority"


def test_an_allegation_rests_on_a_report_that_the_record_has(bench: Bench, tab: Tab) -> None:
    """The form is filled in, no second report is filed, and the incident leads to the case."""
    report = file(bench.cast.monitor, summary="Shells on the market", event_type="shelling")
    incident = Link.objects.get(report=report).incident_id
    client = tab(bench.cast.monitor)
    assert f"/cases/new/?report={report.pk}" in words(client, f"/incidents/{incident}/")
    page = words(client, f"/cases/new/?report={report.pk}")
    assert "Shells on the market" in page
    given = {
        "mechanism": str(bench.mechanism.pk), "case_class": "violation",
        "violation_type": "shelling", "text": "Shells on the market", "report": str(report.pk),
        "date_start": "2016-12-30", "place_label": "Talbisa",
    }  # fmt: skip
    assert client.post("/cases/new/", given).status_code == 302
    assert Report.objects.count() == 1
    case = Case.objects.get()
    assert case.incident_id == incident
    assert str(case) in words(client, f"/incidents/{incident}/")


def test_several_cases_are_acknowledged_at_once(bench: Bench, tab: Tab) -> None:
    """Those that can be; for the others the reason is told."""
    first, second, done = filed(bench), filed(bench), screened(bench)
    given = {"case": [str(first.pk), str(second.pk), str(done.pk)]}
    answer = tab(bench.cast.monitor).post("/cases/waiting/acknowledge/", given, follow=True)
    page = answer.content.decode()
    assert "2 cases are acknowledged." in page
    assert "is not possible" in page
    assert {case.state for case in Case.objects.all()} == {"acknowledged", "screened"}


def test_a_sender_from_the_public_follows_the_case_with_the_receipt(
    bench: Bench, tab: Tab, settings: Any
) -> None:
    """Without an account; how far it has come, and nothing of others."""
    settings.TRUCEWATCH_PUBLIC_FORM = True
    BUCKETS.forget()
    told = PublicWords(key=new_id(), words="They shelled us", place="Talbisa")
    receipt = "AAAA-BBBB"
    report = receive_from_public(
        told, receipt, now=timezone.now(), zone=ZoneInfo("UTC"), by=bench.cast.operator
    )
    given = {
        "mechanism": str(bench.mechanism.pk), "case_class": "violation",
        "violation_type": "shelling", "text": "They shelled us", "report": str(report.pk),
        "date_start": "2017-01-03", "place_label": "Talbisa",
    }  # fmt: skip
    assert tab(bench.cast.monitor).post("/cases/new/", given).status_code == 302
    assert Case.objects.get().complaints.get().organisation is None
    answer = Client().post("/tell/receipt/", {"receipt": receipt})
    assert "A mechanism looks into it" in answer.content.decode()
    assert "Received" in answer.content.decode()


def test_a_case_stands_beside_the_provision_that_it_is_about(bench: Bench, tab: Tab) -> None:
    """On the compliance page, once the duty officer has named it."""
    instrument = add_instrument(
        Instrument(name="A truce", instrument_type=InstrumentType.LOCAL_TRUCE),
        by=bench.cast.operator,
    )
    Mechanism.objects.filter(pk=bench.mechanism.pk).update(instrument=instrument)
    version = add_version(
        Version(instrument=instrument, number=1, version_state="adopted", handling="GREEN"),
        by=bench.cast.monitor,
    )
    provision = add_provision(
        Provision(version=version, number="1", position=1, heading="Silence", handling="GREEN"),
        by=bench.cast.monitor,
    )
    case = filed(bench)
    client = tab(bench.cast.monitor)
    client.post(f"/cases/{case.pk}/steps/acknowledge/")
    given = {
        "matter": "Shelling", "case_class": "violation", "violation_type": "shelling",
        "provision": str(provision.pk), "text": "Ours.",
    }  # fmt: skip
    assert client.post(f"/cases/{case.pk}/steps/screen/", given).status_code == 302
    assert str(case) in words(client, "/agreements/compliance/")
    assert str(case) not in words(tab(bench.cast.observer), "/agreements/compliance/")


def test_a_party_is_not_told_of_cases_provisions_and_people_that_it_does_not_see(
    bench: Bench, tab: Tab
) -> None:
    """Which case another filer had made before, and which monitor looks after it."""
    theirs = file_complaint(bench.mechanism, alleged(), by=bench.cast.rival).case
    case = screened(bench)
    moving.assign_case(case.pk, bench.leader, by=bench.cast.monitor)
    moving.join_case(case.pk, theirs.pk, by=bench.cast.monitor, because="The same")
    page = words(tab(bench.cast.liaison), f"/cases/{case.pk}/")
    assert "Duplicate" in page
    assert str(theirs) not in page
    assert str(theirs) in words(tab(bench.cast.monitor), f"/cases/{case.pk}/")
    assert "Leader" not in words(tab(bench.cast.liaison), "/cases/")
