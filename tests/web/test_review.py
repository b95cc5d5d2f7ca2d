"""Reviewing links on screen: the most telling pair first, a verdict by one press, a way back."""

import datetime as dt

import pytest
from cast import Cast, file

from trucewatch.accounts.access import MemberReader
from trucewatch.incidents.linkage.actions import Wish, judge_pair, propose_links
from trucewatch.incidents.linkage.arriving import propose_arrival
from trucewatch.incidents.linkage.models import Judgement, Proposal, Verdict
from trucewatch.incidents.linkage.queries import are_together, waiting_for
from trucewatch.reports.models import Report
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 2, 7)


@pytest.fixture
def pairs(cast: Cast) -> list[Report]:
    """Six reports, two and two about one place and day."""
    made = [
        file(
            by,
            day=DAY + dt.timedelta(days=4 * number),
            latitude=35.0 + number,
            longitude=36.5,
            event_type="shelling",
            deaths_best=number,
            summary=f"<b>Shells</b> near the bakery {number}",
        )
        for number in range(3)
        for by in (cast.monitor, cast.analyst)
    ]
    propose_links(Wish(), by=cast.monitor)
    return made


def test_a_pair_is_shown_with_reasons_and_a_map(as_, pairs):
    """Two accounts, the bars that add up, the places; what reports say is never markup."""
    page = as_("monitor").get("/review/")
    body = page.content.decode()
    assert page.status_code == 200
    assert "Are these one incident?" in body
    assert body.count('class="account"') == 2
    assert "waterfall" in body
    assert "pair-map" in body
    assert "&lt;b&gt;Shells" in body
    assert "<b>Shells" not in body
    shown = page.context["page"]
    assert sum(step.bits for step in shown.waterfall.steps) == pytest.approx(
        shown.proposal.bits, abs=0.02
    )


def test_a_verdict_goes_on_to_the_next_pair_and_can_be_undone(as_, cast, pairs):
    """The undo takes the merger back."""
    client = as_("monitor")
    first = client.get("/review/").context["page"].proposal
    address = f"/review/{first.one_id}/{first.other_id}/judge/"
    following = client.get(client.post(address, {"verdict": "same"}).url)
    assert are_together(first.one_id, first.other_id)
    assert following.context["page"].proposal.pk != first.pk
    offer = following.context["undo"]
    client.post(offer["address"])
    assert not are_together(first.one_id, first.other_id)
    assert waiting_for(cast.monitor).filter(pk=first.pk).exists()


def test_a_verdict_that_is_none_is_refused_and_nothing_is_lost(as_, pairs):
    """The reason that was written stands in the field again."""
    client = as_("monitor")
    pair = client.get("/review/").context["page"].proposal
    address = f"/review/{pair.one_id}/{pair.other_id}/judge/"
    answer = client.post(address, {"verdict": "perhaps", "because": "Seen by both"})
    assert answer.status_code == 409
    assert b"Seen by both" in answer.content
    assert not Judgement.objects.exists()


def test_reviewers_who_disagree_are_named(as_, cast, pairs):
    """On the queue, and on the page of the pair."""
    pair = waiting_for(cast.monitor).first()
    judge_pair(pair.one_id, pair.other_id, Verdict.SAME, by=cast.monitor)
    judge_pair(pair.one_id, pair.other_id, Verdict.NEVER, by=cast.analyst)
    client = as_("monitor")
    assert "Reviewers disagree on 1 pair" in client.get("/review/").content.decode()
    page = client.get(f"/review/{pair.one_id}/{pair.other_id}/").content.decode()
    assert "Monitor" in page
    assert "Analyst" in page


def test_an_empty_queue_says_what_fills_it(as_, cast):
    """The command that looks for links."""
    page = as_("monitor").get("/review/").content.decode()
    assert "Nothing has been linked yet." in page
    assert "trucewatch link" in page


@pytest.mark.parametrize("part", ["delegate", "liaison", "observer", "administrator"])
def test_only_those_who_may_merge_review(as_, pairs, part):
    """Others are refused, and see no entry in the navigation."""
    client = as_(part)
    assert client.get("/review/").status_code == 403
    pair = Proposal.objects.first()
    address = f"/review/{pair.one_id}/{pair.other_id}/judge/"
    assert client.post(address, {"verdict": "same"}).status_code == 403
    assert 'href="/review/"' not in client.get("/situation/").content.decode()


def test_a_hidden_report_is_as_absent_as_one_that_never_was(as_, cast, pairs):
    """Neither the page nor a verdict tells of it."""
    home = cast.home_of(cast.delegate)
    hidden = file(cast.delegate, handling=Handling.RED, compartment=home)
    assert not Report.objects.visible_to(MemberReader(cast.monitor)).filter(pk=hidden.pk).exists()
    client = as_("monitor")
    one, other = sorted((pairs[0].pk, hidden.pk))
    assert client.get(f"/review/{one}/{other}/").status_code == 404
    answer = client.post(f"/review/{one}/{other}/judge/", {"verdict": "same"})
    assert answer.status_code == 404


def test_the_reviewed_pairs_are_shown_by_probability(as_, cast, pairs):
    """With how many more it takes to set the probabilities right."""
    pair = waiting_for(cast.monitor).first()
    judge_pair(pair.one_id, pair.other_id, Verdict.SAME, by=cast.monitor)
    client = as_("monitor")
    page = client.get("/review/calibration/").content.decode()
    assert "1 pair was reviewed" in page
    assert "From 200 reviewed pairs on" in page
    answer = client.post("/review/calibration/adopt/", {"version": "none"})
    assert answer.status_code == 409


def test_the_incident_page_leads_to_why_its_accounts_are_one(as_, cast, pairs):
    """Any two reports can be explained, proposed or not."""
    pair = waiting_for(cast.monitor).first()
    judge_pair(pair.one_id, pair.other_id, Verdict.SAME, by=cast.monitor)
    client = as_("monitor")
    shown = client.get(f"/review/{pair.one_id}/{pair.other_id}/")
    incident = shown.context["page"].sides[0].incident
    page = client.get(f"/incidents/{incident}/").content.decode()
    assert "Why the same?" in page


def test_a_report_that_is_filed_is_proposed_at_once(as_, cast, pairs):
    """With the weights of the last run, on the incident's page and in triage."""
    fresh = file(
        cast.monitor,
        day=DAY,
        latitude=35.0,
        longitude=36.5,
        event_type="shelling",
        deaths_best=0,
        summary="Shells near the bakery 0",
    )
    assert propose_arrival(fresh.pk) > 0
    page = as_("monitor").get("/triage/")
    assert page.context["report"] == fresh
    assert page.context["proposed"]
    incident = page.context["incident"].id
    body = as_("monitor").get(f"/incidents/{incident}/").content.decode()
    assert "Proposed by the engine" in body


def test_before_the_first_run_nothing_is_proposed_of_a_new_report(cast):
    """There are no weights to go by."""
    assert propose_arrival(file(cast.monitor).pk) == 0
