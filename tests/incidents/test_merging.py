"""Merging says that reports describe one event; separating takes exactly that back."""

from uuid import UUID

import pytest
from cast import Cast, file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.incidents.actions import merge_reports, separate_report
from trucewatch.incidents.models import Incident, Link
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.models import Report
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db


def grouping() -> dict[UUID, UUID]:
    """Which report belongs to which incident now."""
    links = Link.objects.filter(until_entry__isnull=True)
    return dict(links.values_list("report", "incident"))


def incident_of(report: Report) -> UUID:
    """The incident of one report."""
    return grouping()[report.pk]


def test_merged_reports_share_an_incident_and_the_emptied_one_is_gone(cast: Cast) -> None:
    """Nobody sees an incident that no report speaks of."""
    from trucewatch.accounts.access import reader_of

    one, two = file(cast.monitor), file(cast.monitor)
    emptied = incident_of(two)
    merge_reports(into=incident_of(one), reports=[two.pk], by=cast.analyst, because="Same street")
    assert incident_of(one) == incident_of(two)
    assert not Incident.objects.visible_to(reader_of(cast.monitor)).filter(pk=emptied).exists()


def test_separating_brings_the_report_back_to_where_it_came_from(cast: Cast) -> None:
    """The grouping is the one from before, incidents and all."""
    one, two = file(cast.monitor), file(cast.monitor)
    before = grouping()
    merge_reports(into=incident_of(one), reports=[two.pk], by=cast.monitor, because="Same street")
    separate_report(two.pk, by=cast.monitor, because="Another street after all")
    assert grouping() == before


def test_a_group_that_was_merged_whole_comes_back_as_a_group(cast: Cast) -> None:
    """Reports that left an incident together return to it together."""
    a, b, c = (file(cast.monitor) for _ in range(3))
    merge_reports(into=incident_of(b), reports=[c.pk], by=cast.monitor, because="Same")
    before = grouping()
    merge_reports(into=incident_of(a), reports=[b.pk, c.pk], by=cast.monitor, because="Same")
    separate_report(b.pk, by=cast.monitor, because="No")
    separate_report(c.pk, by=cast.monitor, because="No")
    assert grouping() == before


def test_the_first_report_of_an_incident_can_leave_it(cast: Cast) -> None:
    """It gets an incident of its own, and the others stay together."""
    a, b, c = (file(cast.monitor) for _ in range(3))
    merge_reports(into=incident_of(a), reports=[b.pk, c.pk], by=cast.monitor, because="Same")
    separate_report(a.pk, by=cast.monitor, because="An hour earlier")
    assert incident_of(b) == incident_of(c) != incident_of(a)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_merging_then_separating_restores_the_start(cast: Cast, data: st.DataObject) -> None:
    """Whatever was merged before, one more merger is taken back report by report, in any order."""
    reports = [file(cast.monitor) for _ in range(5)]
    for _ in range(data.draw(st.integers(0, 3))):
        moving, host = (data.draw(st.sampled_from(reports)) for _ in range(2))
        group = [r.pk for r in reports if incident_of(r) == incident_of(moving)]
        if incident_of(moving) != incident_of(host):
            merge_reports(
                into=incident_of(host), reports=group, by=cast.monitor, because="Looks the same"
            )
    before = grouping()
    host, moving = (data.draw(st.sampled_from(reports)) for _ in range(2))
    group = [r.pk for r in reports if incident_of(r) == incident_of(moving)]
    if incident_of(host) == incident_of(moving):
        return
    merge_reports(into=incident_of(host), reports=group, by=cast.monitor, because="One event")
    for report in data.draw(st.permutations(group)):
        separate_report(report, by=cast.monitor, because="Two events")
    assert grouping() == before
    assert verify_record().is_intact


def test_a_reason_is_needed(cast: Cast) -> None:
    """Nobody merges or separates without saying why."""
    one, two = file(cast.monitor), file(cast.monitor)
    with pytest.raises(Refused, match="reason"):
        merge_reports(into=incident_of(one), reports=[two.pk], by=cast.monitor, because="  ")


def test_merging_what_is_merged_is_refused(cast: Cast) -> None:
    """A second click says so and writes nothing."""
    one, two = file(cast.monitor), file(cast.monitor)
    into = incident_of(one)
    merge_reports(into=into, reports=[two.pk], by=cast.monitor, because="Same")
    with pytest.raises(Refused, match="already"):
        merge_reports(into=into, reports=[two.pk], by=cast.monitor, because="Same")


def test_a_report_that_stands_alone_cannot_be_separated(cast: Cast) -> None:
    """There is nothing to take it from."""
    with pytest.raises(Refused, match="alone"):
        separate_report(file(cast.monitor).pk, by=cast.monitor, because="Other")


def test_a_hidden_report_is_merged_by_nobody_who_does_not_see_it(cast: Cast) -> None:
    """It is answered as if it did not exist."""
    seen = file(cast.analyst)
    home = cast.home_of(cast.delegate)
    hidden = file(cast.delegate, handling=Handling.RED, compartment=home)
    with pytest.raises(NotFound):
        merge_reports(into=incident_of(seen), reports=[hidden.pk], by=cast.analyst, because="Same")


def test_separating_does_not_tell_of_hidden_reports(cast: Cast) -> None:
    """Whoever sees one report of two is told that it stands alone."""
    open_one = file(cast.monitor, handling=Handling.GREEN)
    hidden = file(cast.monitor)
    into = incident_of(open_one)
    merge_reports(into=into, reports=[hidden.pk], by=cast.monitor, because="Same")
    with pytest.raises((NotAllowed, Refused)) as refusal:
        separate_report(open_one.pk, by=cast.rival, because="Other")
    assert "hidden" not in refusal.value.reason


def test_a_liaison_does_not_merge(cast: Cast) -> None:
    """Grouping accounts is for those who serve all sides."""
    one = file(cast.monitor, handling=Handling.GREEN)
    two = file(cast.monitor, handling=Handling.GREEN)
    with pytest.raises(NotAllowed):
        merge_reports(into=incident_of(one), reports=[two.pk], by=cast.liaison, because="Same")


def test_nobody_files_what_they_could_not_see(cast: Cast) -> None:
    """A party's filing lies in its own compartment, or under a mark that it may read."""
    with pytest.raises(Refused, match="compartment"):
        file(cast.liaison)
    with pytest.raises(Refused, match="compartment"):
        file(cast.liaison, compartment=cast.home_of(cast.rival))
    assert not Report.objects.exists()


def test_the_history_tells_a_merger_only_to_those_who_see_all_of_it(cast: Cast) -> None:
    """The reason given for it may speak of the account that others may not see."""
    from trucewatch.accounts.access import reader_of
    from trucewatch.incidents.queries import find_incident, history_of

    seen = file(cast.monitor, handling=Handling.GREEN)
    hidden = file(cast.monitor, handling=Handling.AMBER_STRICT)
    merge_reports(
        into=incident_of(hidden), reports=[seen.pk], by=cast.monitor, because="As the caller said"
    )
    told = {}
    for member in (cast.monitor, cast.rival):
        reader = reader_of(member)
        happenings = history_of(reader, find_incident(reader, incident_of(seen)))
        told[member] = [happening.act.because for happening in happenings]
    assert "As the caller said" in told[cast.monitor]
    assert told[cast.rival] == [""]
