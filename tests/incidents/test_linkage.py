"""Links of the record: the engine proposes, people decide, and everything can be taken back."""

import datetime as dt
from itertools import combinations, count
from uuid import UUID

import numpy as np
import pytest
from cast import Cast, account
from django.utils import timezone

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.incidents.actions import Filing, file_report
from trucewatch.incidents.linkage.actions import (
    Wish,
    adopt_calibration,
    judge_pair,
    propose_links,
    withdraw_judgement,
)
from trucewatch.incidents.linkage.models import Judgement, Linkage, Proposal, Verdict
from trucewatch.incidents.linkage.queries import (
    are_together,
    calibration_bins,
    disputed_pairs,
    explain_pair,
    find_proposal,
    foresee,
    latest_linkage,
    reviewed_pairs,
    waiting_for,
)
from trucewatch.incidents.linkage.rules import (
    Band,
    band_of,
    conflict_of,
    is_disputed,
    settled,
    value_of,
)
from trucewatch.incidents.models import Link
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.linkage.calibrating import ENOUGH
from trucewatch.reports.models import Report
from trucewatch.sources.actions import add_source, ensure_organisation_source
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
SEVEN = dt.date(2017, 2, 7)
_numbers = count(1)


def report(cast: Cast, source: Source, day: dt.date, **facts: object) -> Report:
    """A report of a source on a day, near Saraqib where nothing else is said."""
    given = {"latitude": 35.864, "longitude": 36.806, "event_type": "shelling", "deaths_best": 3}
    given |= {"deaths_low": 3, "deaths_high": 3, "date_start": day, "date_end": day} | facts
    filing = Filing(source=source, key=f"report {next(_numbers)}", account=account(**given))
    return file_report(filing, by=cast.operator)


@pytest.fixture
def sources(cast: Cast) -> list[Source]:
    """Three sources, the last of them a dataset with one record for each incident."""
    keys = ("patrols", "press", "dataset")
    return [add_source(Source(key=key, name=key.title()), by=cast.operator) for key in keys]


@pytest.fixture
def season(cast: Cast, sources: list[Source]) -> list[Report]:
    """Sixteen days, each with one incident in another town that all three sources tell of."""
    made = []
    for number in range(16):
        place = {"latitude": 33.0 + number * 0.1, "longitude": 36.0 + number % 7 * 0.6}
        day = SEVEN + dt.timedelta(days=number * 2)
        made += [report(cast, source, day, **place) for source in sources]
    return made


def incident_of(one: Report) -> UUID:
    """The incident that a report is in now."""
    key: UUID = Link.objects.get(report=one, until_entry__isnull=True).incident_id
    return key


def test_reports_of_one_incident_are_merged_from_the_threshold_on(cast, season):
    """Each merger is an act of its own, with the model in its reason, and the ledger verifies."""
    done = propose_links(Wish(threshold=0.95), by=cast.monitor)
    groups = {incident_of(one) for one in season}
    assert len(groups) == 16
    assert len(done.mergers) == 16
    assert Entry.objects.filter(event="incident.merged").count() == 16
    assert Entry.objects.filter(event="links.proposed").count() == 1
    assert verify_record().is_intact


def test_without_a_threshold_nothing_is_merged_and_everything_is_proposed(cast, season):
    """The machine proposes, a person decides."""
    propose_links(Wish(), by=cast.monitor)
    assert len({incident_of(one) for one in season}) == len(season)
    assert waiting_for(cast.monitor).count() >= 32


def test_a_dry_run_writes_nothing(cast, season):
    """It tells what would be merged."""
    before = Entry.objects.count()
    done = propose_links(Wish(threshold=0.95, dry_run=True), by=cast.monitor)
    assert len(done.mergers) == 16
    assert (Entry.objects.count(), Linkage.objects.count(), Proposal.objects.count()) == (
        before, 0, 0,
    )  # fmt: skip


def test_a_second_run_changes_nothing(cast, season):
    """What is merged is merged."""
    propose_links(Wish(threshold=0.95), by=cast.monitor)
    again = propose_links(Wish(threshold=0.95), by=cast.monitor)
    assert again.mergers == []


def test_since_leaves_older_pairs_alone(cast, season):
    """Only pairs with a report recorded since then."""
    tomorrow = timezone.now().date() + dt.timedelta(days=2)
    done = propose_links(Wish(threshold=0.95, since=tomorrow), by=cast.monitor)
    assert (done.mergers, done.counts["proposals"]) == ([], 0)


def test_a_mere_observer_may_not_link(cast, season):
    """The right to merge is asked for."""
    with pytest.raises(NotAllowed):
        propose_links(Wish(threshold=0.95), by=cast.observer)


@pytest.mark.parametrize("threshold", [0.2, 1.5])
def test_a_threshold_that_is_none_is_refused(cast, season, threshold):
    """Nobody merges unseen what is not even likely."""
    with pytest.raises(Refused, match=r"0\.5 to 1"):
        propose_links(Wish(threshold=threshold), by=cast.monitor)


def test_two_records_of_a_dataset_that_repeats_nothing_stay_apart(cast, sources, season):
    """Whatever they have in common."""
    twins = [report(cast, sources[2], SEVEN), report(cast, sources[2], SEVEN)]
    propose_links(Wish(threshold=0.5, unique_sources=("dataset",)), by=cast.monitor)
    assert incident_of(twins[0]) != incident_of(twins[1])
    said = explain_pair(MemberReader(cast.monitor), twins[0].pk, twins[1].pk)
    assert "at most one record" in said.obstacle["template"]


def test_a_report_that_nobody_may_see_is_in_no_proposal(cast, sources, season):
    """Pairs are seen by those who see both reports."""
    home = cast.home_of(cast.delegate)
    day, place = SEVEN, {"latitude": 33.0, "longitude": 36.0}
    hidden = file_report(
        Filing(
            source=ensure_organisation_source(by=cast.delegate),
            key="hidden",
            account=account(date_start=day, date_end=day, event_type="shelling", **place),
            handling=Handling.AMBER_STRICT,
            compartment=home,
        ),
        by=cast.delegate,
    )
    propose_links(Wish(), by=cast.operator)
    touched = Proposal.objects.filter(one=hidden) | Proposal.objects.filter(other=hidden)
    assert touched.exists()
    for outsider in (MemberReader(cast.rival), MemberReader(cast.observer), PUBLIC):
        seen = Proposal.objects.visible_to(outsider)
        assert not seen.filter(pk__in=touched.values("pk")).exists()
    pair = touched.first()
    with pytest.raises(NotFound):
        find_proposal(MemberReader(cast.rival), pair.one_id, pair.other_id)
    with pytest.raises(NotFound):
        explain_pair(MemberReader(cast.rival), pair.one_id, pair.other_id)


def test_the_same_merges_and_taking_it_back_separates(cast, season):
    """The grouping is the one from before."""
    propose_links(Wish(), by=cast.monitor)
    pair = waiting_for(cast.monitor).first()
    before = {incident_of(one) for one in season}
    verdict = judge_pair(pair.one_id, pair.other_id, Verdict.SAME, by=cast.monitor)
    assert are_together(pair.one_id, pair.other_id)
    withdraw_judgement(verdict.pk, by=cast.monitor)
    assert {incident_of(one) for one in season} == before
    assert verify_record().is_intact


def test_never_the_same_beats_any_score(cast, season):
    """A later run leaves the two apart, and so does one with a lower threshold."""
    one, other = season[0], season[1]
    judge_pair(one.pk, other.pk, Verdict.NEVER, by=cast.monitor, because="Another street")
    propose_links(Wish(threshold=0.5), by=cast.monitor)
    assert not are_together(one.pk, other.pk)


def test_never_takes_apart_what_was_merged(cast, season):
    """And taking the verdict back merges it again."""
    propose_links(Wish(threshold=0.95), by=cast.monitor)
    one, other = season[0], season[1]
    verdict = judge_pair(one.pk, other.pk, Verdict.NEVER, by=cast.analyst)
    assert not are_together(one.pk, other.pk)
    withdraw_judgement(verdict.pk, by=cast.analyst)
    assert are_together(one.pk, other.pk)


def test_two_reviewers_who_contradict_each_other_are_shown(cast, season):
    """One "not the same" holds; both see that they disagree, and it teaches the engine nothing."""
    propose_links(Wish(), by=cast.monitor)
    pair = waiting_for(cast.monitor).first()
    judge_pair(pair.one_id, pair.other_id, Verdict.SAME, by=cast.monitor)
    judge_pair(pair.one_id, pair.other_id, Verdict.NEVER, by=cast.analyst)
    assert not are_together(pair.one_id, pair.other_id)
    (verdicts,) = disputed_pairs(MemberReader(cast.monitor))
    assert {verdict.by for verdict in verdicts} == {cast.monitor, cast.analyst}
    assert disputed_pairs(PUBLIC) == []
    assert len(reviewed_pairs()[0]) == 0


def test_a_second_verdict_of_one_member_replaces_the_first(cast, season):
    """Nobody disagrees with themselves."""
    propose_links(Wish(), by=cast.monitor)
    pair = waiting_for(cast.monitor).first()
    judge_pair(pair.one_id, pair.other_id, Verdict.SAME, by=cast.monitor)
    judge_pair(pair.one_id, pair.other_id, Verdict.NEVER, by=cast.monitor)
    assert not are_together(pair.one_id, pair.other_id)
    assert disputed_pairs(MemberReader(cast.monitor)) == []
    assert Judgement.objects.filter(withdrawn=False).count() == 1


def test_later_takes_a_pair_out_of_ones_own_queue_alone(cast, season):
    """Another reviewer still finds it."""
    propose_links(Wish(), by=cast.monitor)
    pair = waiting_for(cast.monitor).first()
    judge_pair(pair.one_id, pair.other_id, Verdict.LATER, by=cast.monitor)
    assert not waiting_for(cast.monitor).filter(pk=pair.pk).exists()
    assert waiting_for(cast.analyst).filter(pk=pair.pk).exists()
    assert not are_together(pair.one_id, pair.other_id)


def test_nobody_takes_back_the_verdict_of_another(cast, season):
    """It is theirs."""
    verdict = judge_pair(season[0].pk, season[1].pk, Verdict.SAME, by=cast.monitor)
    with pytest.raises(NotFound):
        withdraw_judgement(verdict.pk, by=cast.analyst)


def test_a_report_is_not_compared_with_itself(cast, season):
    """There is nothing to say."""
    with pytest.raises(Refused, match="itself"):
        judge_pair(season[0].pk, season[0].pk, Verdict.SAME, by=cast.monitor)


def test_an_explanation_adds_up(cast, season):
    """The reasons of any pair, proposed or not, come to its log2 odds."""
    propose_links(Wish(), by=cast.monitor)
    said = explain_pair(MemberReader(cast.monitor), season[0].pk, season[2].pk)
    assert sum(bits for _, _, bits, _ in said.reasons) == pytest.approx(said.bits, abs=0.02)
    assert {"prior", "place", "date", "type", "deaths"} <= {name for name, *_ in said.reasons}


def test_two_hundred_reviews_set_the_probabilities_right_once_somebody_adopts_them(cast, season):
    """What would change is told before it changes, and the next run goes by it."""
    propose_links(Wish(), by=cast.monitor)
    version = latest_linkage().version
    with pytest.raises(Refused, match="reviewed pairs are needed"):
        adopt_calibration(read_version=version, by=cast.monitor)
    chance = np.random.default_rng(3)
    pairs = list(combinations(sorted(one.pk for one in season), 2))[: ENOUGH + 50]
    for one, other in pairs:
        # The engine was too sure by two bits: at odds of 2 bits it is a toss-up.
        bits = float(chance.uniform(-4, 8))
        said = "same" if chance.random() < 1 / (1 + 2 ** (2 - bits)) else "never"
        Judgement.objects.create(
            one_id=one, other_id=other, by=cast.monitor, verdict=said, bits=bits,
            at=season[0].recorded_at,
        )  # fmt: skip
    foreseen = foresee(MemberReader(cast.monitor))
    assert foreseen.calibration.shift == pytest.approx(-2, abs=1)
    assert sum(foreseen.before.values()) == sum(foreseen.after.values())
    assert sum(each.pairs for each in calibration_bins()) == len(reviewed_pairs()[0])
    with pytest.raises(Refused, match="Another model"):
        adopt_calibration(read_version="something else", by=cast.monitor)
    adopted = adopt_calibration(read_version=version, by=cast.monitor)
    assert adopted.model["calibration"]["reviewed"] >= ENOUGH
    later = propose_links(Wish(), by=cast.monitor)
    assert later.linkage.model["calibration"] == adopted.model["calibration"]


@pytest.mark.parametrize(
    ("verdicts", "outcome", "disputed"),
    [
        ([], None, False),
        (["later"], None, False),
        (["same", "later"], Verdict.SAME, False),
        (["same", "same", "never"], Verdict.NEVER, True),
        (["never"], Verdict.NEVER, False),
    ],
)
def test_one_never_outweighs_any_number_of_others(verdicts, outcome, disputed):
    """And "later" settles nothing."""
    assert settled(verdicts) is outcome
    assert is_disputed(verdicts) is disputed


def test_small_margins_and_conflicts_are_worth_most():
    """A toss-up before the sure, a conflict before a toss-up."""
    assert value_of(0.5, "") > value_of(0.7, "") > value_of(0.99, "")
    assert value_of(0.5, "kept_apart") > value_of(0.5, "")
    assert conflict_of(0.97, one_incident=False) == "kept_apart"
    assert conflict_of(0.2, one_incident=True) == "drawn_in"
    assert conflict_of(0.97, one_incident=True) == ""


def test_bands_begin_where_they_are_said_to():
    """Link from .95, review from .5, suggest from .1."""
    assert [band_of(p) for p in (0.95, 0.9499, 0.5, 0.4999, 0.1, 0.09)] == [
        Band.LINK, Band.REVIEW, Band.REVIEW, Band.SUGGEST, Band.SUGGEST, Band.UNLIKELY,
    ]  # fmt: skip
