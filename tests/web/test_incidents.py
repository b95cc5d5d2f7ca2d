"""An incident: accounts side by side, merging, separating and undoing it."""

import datetime as dt
import re

import pytest
from cast import Cast, account, file, patrol
from django.test import Client

from trucewatch.accounts import access
from trucewatch.incidents.actions import Filing, file_report, merge_reports
from trucewatch.incidents.models import Link
from trucewatch.incidents.rules import DerivedLabel, Said, deaths_figure, derive_label
from trucewatch.reports.account import Account
from trucewatch.reports.models import Report
from trucewatch.sources.actions import add_source
from trucewatch.sources.models import Source
from trucewatch.vocabulary.interval import Interval
from trucewatch.web.undo import LASTS_SECONDS

pytestmark = pytest.mark.django_db
NEAR = {"latitude": 35.93, "longitude": 36.63, "place_as_published": "Idlib"}


def incident_of(report: Report) -> str:
    return str(Link.objects.get(report=report, until_entry__isnull=True).incident_id)


def told_by(name: str, cast: Cast, **columns: object) -> Report:
    """The same event as another source tells it."""
    source = Source.objects.filter(key=name).first() or add_source(
        Source(key=name, name=name.capitalize()), by=access.operator()
    )
    day = dt.date(2016, 12, 30)
    account = Account(date_start=day, date_end=day, **{**NEAR, **columns})
    return file_report(Filing(source=source, key="1", account=account), by=cast.monitor)


def press_undo(client: Client, page: str) -> None:
    """Send the form of one button that a page offers."""
    form = re.search(r'<form class="note undo.*?</form>', page, re.S)
    assert form, "the page offers no undo"
    address = re.search(r'action="([^"]+)"', form[0])[1]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[0]):
        fields.setdefault(name, []).append(value)
    fields.pop("csrfmiddlewaretoken", None)
    assert client.post(address, fields).status_code == 302


def test_accounts_stand_side_by_side_with_what_differs_in_words(as_, cast: Cast):
    """Two sources that count differently are both shown, and the difference is named."""
    first = file(cast.monitor, deaths_low=9, deaths_best=10, deaths_high=14, **NEAR)
    second = told_by("hotline", cast, deaths_low=31)
    merge_reports(
        into=Link.objects.get(report=first).incident_id,
        reports=[second.pk],
        by=cast.monitor,
        because="Same bombing",
    )
    page = as_("monitor").get(f"/incidents/{incident_of(first)}/").content.decode()
    assert "9-14" in page
    assert "at least 31" in page
    assert "accounts differ" in page
    assert "Disputed" in page
    assert "Hotline counts at least 31 deaths, Patrol 9-14." in page


def test_merging_and_undoing_it_restores_the_start(as_, cast: Cast):
    """The undo that the next page offers separates the reports again."""
    first, second = file(cast.monitor, **NEAR), told_by("hotline", cast)
    before = incident_of(first), incident_of(second)
    client = as_("monitor")
    response = client.post(
        f"/incidents/{before[0]}/merge/",
        {"incident": before[1], "because": "One event"},
        follow=True,
    )
    assert incident_of(second) == before[0]
    press_undo(client, response.content.decode())
    assert (incident_of(first), incident_of(second)) == before


def test_an_undo_is_offered_once(as_, cast: Cast):
    """A later page does not offer what somebody may have built upon."""
    first, second = file(cast.monitor, **NEAR), told_by("hotline", cast)
    client = as_("monitor")
    address = f"/incidents/{incident_of(first)}/"
    client.post(f"{address}merge/", {"incident": incident_of(second), "because": "One event"})
    assert "Undo" in client.get(address).content.decode()
    assert "note undo" not in client.get(address).content.decode()


def test_merging_without_a_reason_is_refused_and_the_choice_stays(as_, cast: Cast):
    """What was ticked is still ticked beside the reason that is missing."""
    first, second = file(cast.monitor, **NEAR), told_by("hotline", cast)
    other = incident_of(second)
    response = as_("monitor").post(
        f"/incidents/{incident_of(first)}/merge/", {"incident": other, "because": " "}
    )
    assert response.status_code == 409
    assert "Give the reason." in response.content.decode()
    assert f'value="{other}" checked' in response.content.decode()


def test_the_form_to_merge_is_only_for_those_who_may(as_, cast: Cast):
    """A delegate reads the incident without it, and its address refuses them too."""
    report = file(cast.monitor, **NEAR)
    incident = incident_of(report)
    client = as_("delegate")
    assert "Merge into" not in client.get(f"/incidents/{incident}/").content.decode()
    other = incident_of(told_by("hotline", cast))
    response = client.post(
        f"/incidents/{incident}/merge/", {"incident": other, "because": "One event"}
    )
    assert response.status_code == 403


def test_candidates_are_other_incidents_close_in_time_and_place(as_, cast: Cast):
    """Three days and 30 km; what lies further is not proposed."""
    first = file(cast.monitor, **NEAR)
    near = told_by("hotline", cast)
    file(cast.monitor, latitude=33.5, longitude=36.3)
    file(cast.monitor, day=dt.date(2017, 1, 20), **NEAR)
    context = as_("monitor").get(f"/incidents/{incident_of(first)}/").context
    assert [str(each.incident.id) for each in context["neighbours"]] == [incident_of(near)]


def test_the_history_tells_what_was_done_by_whom_and_why(as_, cast: Cast):
    """Everything that happened to the reports, with its reason."""
    first, second = file(cast.monitor, **NEAR), told_by("hotline", cast)
    merge_reports(
        into=Link.objects.get(report=first).incident_id,
        reports=[second.pk],
        by=cast.analyst,
        because="Same crater",
    )
    page = as_("monitor").get(f"/incidents/{incident_of(first)}/").content.decode()
    assert "Report filed" in page
    assert "Merged into one incident" in page
    assert "Same crater" in page
    assert "Analyst, Monitoring mission" in page


def test_the_original_row_is_shown_word_for_word(as_, cast: Cast):
    """No tidying between the file and the reader."""
    filing = Filing(
        source=patrol(),
        key="row",
        account=account(place_as_published="Idlib"),
        original='7,"two  spaces, and <tags>"',
    )
    report = file_report(filing, by=cast.monitor)
    page = as_("monitor").get(f"/incidents/{incident_of(report)}/").content.decode()
    assert "7,&quot;two  spaces, and &lt;tags&gt;&quot;" in page


def said(source: str, day: int = 1, *, low: int | None = None, high: int | None = None) -> Said:
    return Said(source, Interval.on(dt.date(2017, 1, day)), deaths_figure(low, None, high))


@pytest.mark.parametrize(
    ("accounts", "label"),
    [
        ([], DerivedLabel.UNVERIFIED),
        ([said("A", low=3, high=3)], DerivedLabel.ONE_SIDED),
        ([said("A", low=3, high=3), said("A", low=9, high=9)], DerivedLabel.ONE_SIDED),
        ([said("A", low=3, high=5), said("B", low=5, high=9)], DerivedLabel.AGREED),
        ([said("A", low=3, high=4), said("B", low=5)], DerivedLabel.DISPUTED),
        ([said("A", day=1), said("B", day=9)], DerivedLabel.DISPUTED),
        ([said("A", low=3), said("B")], DerivedLabel.UNVERIFIED),
    ],
)
def test_the_label_follows_from_what_independent_sources_say(accounts, label):
    """Whatever their order."""
    assert derive_label(accounts).label is label
    assert derive_label(accounts[::-1]) == derive_label(accounts)


def test_a_page_separates_only_its_own_accounts(as_, cast: Cast):
    """A report of another incident stays where it is, and no choice is no separation."""
    first, second = file(cast.monitor, **NEAR), told_by("hotline", cast)
    merge_reports(
        into=Link.objects.get(report=first).incident_id,
        reports=[second.pk],
        by=cast.monitor,
        because="One event",
    )
    elsewhere = f"/incidents/{incident_of(file(cast.monitor))}/"
    client = as_("monitor")
    for sent in ({"report": str(second.pk)}, {}):
        response = client.post(f"{elsewhere}separate/", {**sent, "because": "Another day"})
        assert response.status_code == 409
    assert "Choose the report to separate." in response.content.decode()
    assert incident_of(second) == incident_of(first)
    assert "note undo" not in client.get(elsewhere).content.decode()


def test_an_undo_waits_for_its_own_page_and_not_for_ever(as_, cast: Cast):
    """Another tab or an error in between does not take it; ten minutes do."""
    report = file(cast.monitor)
    client = as_("monitor")
    address = f"/incidents/{incident_of(report)}/"
    client.post(f"/reports/{report.pk}/withdraw/", {"because": "A double"})
    for other in ("/ledgers/", "/nothing/"):
        assert "note undo" not in client.get(other).content.decode()
    session = client.session
    made_at = session["undo"]["made_at"]
    session["undo"] = {**session["undo"], "made_at": made_at - LASTS_SECONDS - 1}
    session.save()
    assert "note undo" not in client.get(address).content.decode()
    session["undo"] = {**session["undo"], "made_at": made_at}
    session.save()
    assert "note undo" in client.get(address).content.decode()


def test_a_merger_of_nothing_is_refused_and_the_reason_stays(as_, cast: Cast):
    """Ticking a box is quicker than writing the reason once more."""
    first = file(cast.monitor, **NEAR)
    told_by("hotline", cast)
    address = f"/incidents/{incident_of(first)}/merge/"
    response = as_("monitor").post(address, {"because": "Same hour and street"})
    assert response.status_code == 409
    page = response.content.decode()
    assert '<a href="#merge">Choose at least one incident to merge.</a>' in page
    assert "Same hour and street</textarea>" in page
