"""Triage: the latest report first, assessed and left behind, with a way back."""

import pytest
from cast import Cast, file

from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.actions.assessing import Assessment, assess_report
from trucewatch.reports.models import Report, Revision
from trucewatch.vocabulary.grading import InformationCredibility
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.violations import Verification

pytestmark = pytest.mark.django_db

CORROBORATED = Assessment(Verification.CORROBORATED, InformationCredibility.PROBABLE)


def send(client, report, **given):
    """An assessment as the page sends it."""
    fields = {"read_version": report.version, "verification": "corroborated", "credibility": "2"}
    return client.post(f"/triage/{report.pk}/", fields | given)


def test_the_latest_to_arrive_comes_first_and_leaves_the_queue(as_, cast: Cast):
    """Whatever day it tells of."""
    file(cast.monitor, summary="came first")
    last = file(cast.monitor, summary="came last")
    client = as_("monitor")
    page = client.get("/triage/")
    assert page.context["report"] == last
    assert page.context["queue"].waiting == 2
    following = client.get(send(client, last).url)
    assert following.context["report"].summary == "came first"
    last.refresh_from_db()
    assert (last.verification, last.credibility, last.version) == ("corroborated", 2, 2)


def test_an_assessment_can_be_undone_from_the_next_page(as_, cast: Cast):
    """As long as it is offered."""
    report = file(cast.monitor)
    client = as_("monitor")
    page = client.get(send(client, report).url)
    offer = page.context["undo"]
    client.post(offer["address"], {k: v[0] for k, v in offer["fields"].items()})
    report.refresh_from_db()
    assert (report.verification, report.credibility) == ("unverified", 6)


def test_a_report_can_be_left_for_later(as_, cast: Cast):
    """The next page goes on behind it."""
    file(cast.monitor, summary="came first")
    file(cast.monitor, summary="came last")
    client = as_("monitor")
    skip = client.get("/triage/").context["skip"]
    assert client.get(skip).context["report"].summary == "came first"
    assert client.get(client.get(skip).context["skip"]).context.get("report") is None


def test_what_somebody_changed_meanwhile_is_read_again(as_, cast: Cast):
    """Nobody vouches for words that they did not read."""
    report = file(cast.monitor)
    assess_report(report.pk, CORROBORATED, read_version=1, by=cast.analyst)
    answer = send(as_("monitor"), report, verification="refuted")
    assert answer.status_code == 409
    assert "while you were reading" in answer.content.decode()


def test_what_is_said_stays_and_the_ledger_holds(cast: Cast):
    """An assessment is a revision with its entry, and no word of the source changes."""
    report = file(cast.monitor, summary="two shells")
    assess_report(report.pk, CORROBORATED, read_version=1, by=cast.monitor, because="Two calls")
    revision = Revision.objects.get(report=report)
    assert {change["field"] for change in revision.changed} == {"verification", "credibility"}
    assert Entry.objects.filter(event="report.assessed").count() == 1
    assert verify_record().is_intact


def test_only_the_mission_assesses_and_only_what_it_sees(cast: Cast):
    """A party's liaison alleges; a hidden report is as absent as one that never was."""
    report = file(cast.liaison, compartment=cast.home_of(cast.liaison), handling=Handling.RED)
    with pytest.raises(NotAllowed):
        assess_report(report.pk, CORROBORATED, read_version=1, by=cast.liaison)
    with pytest.raises(NotFound):
        assess_report(report.pk, CORROBORATED, read_version=1, by=cast.monitor)
    assert Report.objects.get(pk=report.pk).version == 1


def test_assessing_nothing_anew_is_refused(cast: Cast):
    """An entry in the ledger says that something was done."""
    report = file(cast.monitor)
    same = Assessment(Verification.UNVERIFIED, InformationCredibility.CANNOT_BE_JUDGED)
    with pytest.raises(Refused, match="Nothing was changed"):
        assess_report(report.pk, same, read_version=1, by=cast.monitor)


def test_the_queue_is_for_those_who_assess(as_, cast: Cast):
    """Others have no such page."""
    assert as_("rival").get("/triage/").status_code == 403
    assert as_("monitor").get("/triage/").status_code == 200
    assert as_("monitor").get("/triage/?since=zzz").status_code in (400, 409)
