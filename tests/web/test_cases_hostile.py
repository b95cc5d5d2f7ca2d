"""The mechanism against people who want to know more than they may, and against odd input."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from mechanism import SINCE, Bench, investigating, notified, terms, under_review

from trucewatch.accounts.models import Member
from trucewatch.cases.actions import moving
from trucewatch.cases.actions.mechanisms import revise_mechanism
from trucewatch.cases.actions.sharing import share_case
from trucewatch.cases.models import Case, Exhibit, MechanismVersion, Observation
from trucewatch.vocabulary.cases import CaseClass, ObservationUnit
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db
Tab = Callable[[Member], Client]


@pytest.fixture
def tab(settings: Any) -> Tab:
    """A client of any member."""
    settings.TRUCEWATCH_SECOND_FACTOR = False

    def signed_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return signed_in


def test_who_looks_after_a_case_is_told_to_nobody_without_a_seat(bench: Bench, tab: Tab) -> None:
    """A guarantor, who may take steps in general, opens the form by its address."""
    case = under_review(bench).case
    moving.assign_case(case.pk, bench.verifier, by=bench.cast.monitor)
    answer = tab(bench.second).get(f"/cases/{case.pk}/assign/")
    assert answer.status_code == 403
    assert "Verifier" not in answer.content.decode()


@pytest.mark.parametrize("part", ["rival", "delegate"])
def test_an_incomplete_step_tells_nobody_who_works_for_the_mission(
    bench: Bench, tab: Tab, part: str
) -> None:
    """The form comes back with its choices to those alone who may take the step."""
    case, _ = notified(bench)
    member = getattr(bench.cast, part)
    if part == "delegate":
        share_case(case.pk, member.organisation, by=bench.cast.monitor, because="To advise.")
    answer = tab(member).post(f"/cases/{case.pk}/steps/task/", {"text": ""})
    assert answer.status_code == 403
    assert "Verifier" not in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"unit": ObservationUnit.EXPLOSION.value, "low": "1000000000000"}, "low"),
        ({"unit": ObservationUnit.EXPLOSION.value, "low": "1", "high": "1" + "0" * 30}, "high"),
        ({"happened_at": "0001-01-01 00:00"}, "happened_at"),
        ({"happened_at": "1800-05-05 10:00"}, "happened_at"),
        ({"happened_at": "9999-12-31 23:59"}, "happened_at"),
    ],
)
def test_a_record_with_what_cannot_be_meant_is_refused_at_its_field(
    bench: Bench, tab: Tab, given: dict[str, str], field: str
) -> None:
    """No database has to hold it, and what was typed stays."""
    case = investigating(bench)
    answer = tab(bench.leader).post(
        f"/cases/{case.pk}/records/new/", {"kind": "site_record", "text": "Two craters.", **given}
    )
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Observation.objects.exists()


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "2200-01-01 00:00"])
def test_an_interview_and_an_exhibit_are_of_a_moment_that_was(
    bench: Bench, tab: Tab, moment: str
) -> None:
    """Neither lies ahead, nor before anybody could have been asked."""
    case = investigating(bench)
    client = tab(bench.leader)
    interview = client.post(
        f"/cases/{case.pk}/interviews/new/", {"text": "I saw it.", "happened_at": moment}
    )
    assert interview.status_code == 422
    assert "happened_at" in interview.context["form"].errors
    exhibit = client.post(
        f"/cases/{case.pk}/exhibits/new/",
        {"file": SimpleUploadedFile("a.txt", b"a"), "caption": "A crater", "taken_at": moment},
    )
    assert exhibit.status_code == 422
    assert "taken_at" in exhibit.context["form"].errors


@pytest.mark.parametrize("day", ["0001-01-01", "1800-01-01", "9999-12-31"])
def test_a_process_complaint_is_of_a_day_that_can_be_meant(
    bench: Bench, tab: Tab, day: str
) -> None:
    """It makes no report, and is held to the same days as one."""
    answer = tab(bench.cast.liaison).post(
        "/cases/new/",
        {
            "mechanism": str(bench.mechanism.pk), "case_class": CaseClass.PROCESS.value,
            "violation_type": "unspecified", "text": "They left the room.", "date_start": day,
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert "date_start" in answer.context["form"].errors
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("deadlines", "screen, 99999999999, hours"),
        ("deadlines", "screen, 999999999, hours"),
        ("deadlines", "screen, 4000, working_days"),
        ("deadlines", "screen, " + "9" * 5000 + ", days"),
        ("members", "guarantor, guarantor, " + "9" * 5000),
        ("members", "guarantor"),
        ("members", ",,,"),
        ("levels", "guarantors"),
    ],
)
def test_terms_that_no_case_could_go_by_are_refused(
    bench: Bench, tab: Tab, name: str, line: str
) -> None:
    """A deadline beyond ten years, votes beyond counting, a level at which nobody sits."""
    form = {
        "since": "2017-01-01", "because": "So.", "members": "guarantor, guarantor, 1",
        "rule": "consensus", "threshold": "0", "levels": ["joint_committee"], "timezone": "UTC",
        "working_days": ["0"], "deadlines": "screen, 24, hours", "types": ["shelling"],
    }  # fmt: skip
    form[name] = ["joint_committee", line] if name == "levels" else line
    answer = tab(bench.cast.administrator).post("/mechanisms/committee/revise/", form)
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert MechanismVersion.objects.count() == 1


def test_a_withdrawn_exhibit_is_handed_out_no_longer(bench: Bench, tab: Tab) -> None:
    """Neither the original nor the copy; a second click withdraws nothing again."""
    case = investigating(bench)
    client = tab(bench.leader)
    client.post(
        f"/cases/{case.pk}/exhibits/new/",
        {"file": SimpleUploadedFile("a.txt", b"a"), "caption": "A"},
    )
    exhibit = Exhibit.objects.get()
    client.post(f"/cases/exhibits/{exhibit.pk}/copy/", {"file": SimpleUploadedFile("b.txt", b"b")})
    for which, content in (("original", b"a"), ("working-copy", b"b")):
        shown = client.get(f"/cases/exhibits/{exhibit.pk}/{which}/")
        assert b"".join(shown.streaming_content) == content  # type: ignore[attr-defined]
    for _ in range(2):
        client.post(f"/cases/exhibits/{exhibit.pk}/withdraw/", {"because": "Not of this case."})
    for which in ("original", "working-copy"):
        assert client.get(f"/cases/exhibits/{exhibit.pk}/{which}/").status_code == 404
    page = client.get(f"/cases/exhibits/{exhibit.pk}/").content.decode()
    assert f'href="/cases/exhibits/{exhibit.pk}/' not in page
    assert exhibit.custody.count() == 3


def test_a_member_of_two_levels_is_asked_again_at_the_next(bench: Bench, tab: Tab) -> None:
    """The queue tells of the level above; a form sent twice gives no position there."""
    given = terms("lowest_level", levels=["team", "joint_committee"])
    for member in given["members"]:
        member["levels"] = ["team", "joint_committee"]
    revise_mechanism(bench.mechanism, given, SINCE, by=bench.cast.operator, because="Two levels.")
    finding = under_review(bench)
    address = f"/cases/findings/{finding.pk}/position/"
    for stance in ("dissents", "concurs"):
        for member in bench.delegates:
            client = tab(member)
            assert f"/findings/{finding.pk}/" in client.get("/cases/waiting/").content.decode()
            form = client.get(f"/findings/{finding.pk}/").context["position_form"]
            sent = {"stance": stance, "reasons": "As we see it.", **form.initial}
            assert client.post(address, sent).status_code == 302
            assert client.post(address, sent).status_code == 422
    assert finding.positions.count() == 6
    tab(bench.chair).post(f"/cases/{finding.case_id}/steps/decide/")
    finding.refresh_from_db()
    assert finding.handling == Handling.GREEN
