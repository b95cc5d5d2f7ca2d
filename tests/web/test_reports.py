"""Filing, correcting and withdrawing reports through their forms."""

import uuid

import pytest
from cast import Cast, file, patrol

from trucewatch.incidents.models import Link
from trucewatch.places.models import Place, PlaceKind
from trucewatch.reports.models import Report, Standing
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db


def filled(**changes: object) -> dict[str, object]:
    """A form as a browser sends it."""
    return {
        "key": str(uuid.uuid4()),
        "source": "",
        "date_start": "2017-01-05",
        "date_end": "",
        "date_precision": "1",
        "place_as_published": "Ain al-Fijah",
        "area": "",
        "location_precision": "1",
        "latitude": "",
        "longitude": "",
        "event_type": "shelling",
        "side_a": "",
        "side_b": "",
        "deaths_low": "2",
        "deaths_best": "",
        "deaths_high": "5",
        "summary": "“Shells fell for an hour.”",
        "handling": "AMBER",
        "compartment": "",
        **changes,
    }


def corrected(report: Report, **changes: object) -> dict[str, object]:
    """The form of a correction as a browser sends it."""
    form = filled(**{"read_version": str(report.version), "because": "Misread", **changes})
    return {name: form[name] for name in form if name not in ("key", "source", "handling")}


def test_a_filed_report_says_what_was_entered(as_, cast: Cast):
    """And it is an incident of its own, on whose page its author lands."""
    response = as_("monitor").post("/reports/new/", filled())
    report = Report.objects.get()
    assert report.place_as_published == "Ain al-Fijah"
    assert (report.deaths_low, report.deaths_best, report.deaths_high) == (2, None, 5)
    assert report.date_end == report.date_start
    assert report.source.name == "Monitoring mission"
    incident = Link.objects.get(report=report).incident_id
    assert response["Location"] == f"/incidents/{incident}/#report-{report.pk}"


def test_a_form_sent_twice_makes_one_report(as_, cast: Cast):
    """The form carries the key of its filing."""
    client, form = as_("monitor"), filled()
    assert client.post("/reports/new/", form).status_code == 302
    assert client.post("/reports/new/", form).status_code == 302
    assert Report.objects.count() == 1


def test_an_error_keeps_what_was_entered_and_is_linked_to_its_field(as_, cast: Cast):
    """In the summary above and at the field."""
    form = filled(date_end="2017-01-01", latitude="35", longitude="36", summary="Kept words")
    response = as_("monitor").post("/reports/new/", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_date_end">Last day</a>: The end lies before the start.' in page
    assert 'id="id_date_end_error"' in page
    assert "Kept words" in page
    assert form["key"] in page
    assert Report.objects.count() == 0


def test_a_date_that_could_be_two_days_is_not_taken(as_, cast: Cast):
    """02/03/17 is the second of March or the third of February."""
    response = as_("monitor").post("/reports/new/", filled(date_start="02/03/2017"))
    assert "Write the date as 2017-02-16 or 16 Feb 2017." in response.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize("part", ["liaison", "delegate"])
def test_liaisons_and_delegates_file_into_their_own_circle_unless_they_say_otherwise(
    as_, cast: Cast, part
):
    """The form starts with their home compartment and AMBER."""
    form = as_(part).get("/reports/new/").context["form"]
    own = cast.home_of(cast.everyone()[part])
    assert form["compartment"].value() == str(own.pk)
    assert form["handling"].value() == Handling.AMBER


def test_nobody_files_into_a_compartment_that_they_do_not_hold(as_, cast: Cast):
    """The other party's circle is no choice, even when it is sent by hand."""
    theirs = cast.home_of(cast.rival)
    client = as_("liaison")
    assert str(theirs.pk) not in client.get("/reports/new/").content.decode()
    response = client.post("/reports/new/", filled(compartment=str(theirs.pk)))
    assert response.status_code == 422
    assert Report.objects.count() == 0


def test_a_correction_keeps_the_earlier_account_readable(as_, cast: Cast):
    """The change is told field by field, and version 1 still opens."""
    report = file(cast.monitor, deaths_low=2, deaths_high=5)
    client = as_("monitor")
    form = corrected(report, deaths_low="4", because="A second list")
    assert client.post(f"/reports/{report.pk}/correct/", form).status_code == 302
    report.refresh_from_db()
    assert (report.version, report.deaths_low) == (2, 4)
    earlier = client.get(f"/reports/{report.pk}/versions/1/").content.decode()
    assert "<dt>Deaths at least</dt><dd><bdi>2</bdi></dd>" in earlier
    incident = Link.objects.get(report=report).incident_id
    page = client.get(f"/incidents/{incident}/").content.decode()
    assert "A second list" in page
    assert "Deaths at least" in page


def test_a_correction_of_an_older_version_is_refused_with_its_words_kept(as_, cast: Cast):
    """Somebody else was quicker; nothing of theirs is overwritten."""
    report = file(cast.monitor)
    client = as_("monitor")
    stale = corrected(report, summary="My slower words")
    client.post(f"/reports/{report.pk}/correct/", corrected(report, summary="Quicker words"))
    response = client.post(f"/reports/{report.pk}/correct/", stale)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Somebody changed this report while you were writing" in page
    assert "My slower words" in page
    report.refresh_from_db()
    assert report.summary == "Quicker words"


def test_a_correction_keeps_what_the_form_does_not_show(as_, cast: Cast):
    """Columns of an import stay as the source published them."""
    report = file(cast.monitor, deaths_civilians=3, type_as_published="Attack")
    as_("monitor").post(f"/reports/{report.pk}/correct/", corrected(report))
    report.refresh_from_db()
    assert (report.deaths_civilians, report.type_as_published) == (3, "Attack")


def test_a_withdrawal_needs_a_reason_and_can_be_undone(as_, cast: Cast):
    """The page that follows offers the way back."""
    report = file(cast.monitor)
    client = as_("monitor")
    assert client.post(f"/reports/{report.pk}/withdraw/", {"because": ""}).status_code == 422
    response = client.post(f"/reports/{report.pk}/withdraw/", {"because": "A double"}, follow=True)
    report.refresh_from_db()
    assert report.standing == Standing.WITHDRAWN
    assert f'action="/reports/{report.pk}/reinstate/"' in response.content.decode()
    client.post(f"/reports/{report.pk}/reinstate/", {"because": "Undo of the withdrawal"})
    report.refresh_from_db()
    assert report.standing == Standing.RECORDED


def test_another_organisation_cannot_change_a_report(as_, cast: Cast):
    """The party corrects its own filings; the mission's are not theirs."""
    report = file(cast.monitor, handling=Handling.GREEN)
    client = as_("liaison")
    incident = Link.objects.get(report=report).incident_id
    assert "/correct/" not in client.get(f"/incidents/{incident}/").content.decode()
    response = client.post(f"/reports/{report.pk}/correct/", corrected(report))
    assert response.status_code == 403


@pytest.mark.parametrize("page", ["correct/", "withdraw/", "reinstate/", "versions/1/"])
def test_no_page_of_a_hidden_report_opens(as_, cast: Cast, page):
    """They answer as if it had never been there."""
    report = file(cast.liaison, compartment=cast.home_of(cast.liaison))
    assert as_("rival").get(f"/reports/{report.pk}/{page}").status_code == 404


def test_a_correction_keeps_an_area_that_is_no_governorate(as_, cast: Cast, gazetteer):
    """What the form shows is what the report says, whatever kind of place it is."""
    idlib = Place.objects.get(key="sy-idlib")
    town = Place.objects.create(
        key="a-town", name="A town", place_kind=PlaceKind.SETTLEMENT, parent=idlib
    )
    report = file(cast.monitor, area_id=town.pk)
    client, address = as_("monitor"), f"/reports/{report.pk}/correct/"
    assert client.get(address).context["form"]["area"].value() == str(town.pk)
    client.post(address, corrected(report, area=str(town.pk), deaths_low="4"))
    report.refresh_from_db()
    assert (report.area, report.deaths_low) == (town, 4)


def test_a_slower_correction_shows_what_the_report_says_now_and_can_be_sent_again(as_, cast: Cast):
    """Knowing the quicker words, the slower writer may replace them."""
    report = file(cast.monitor)
    client, address = as_("monitor"), f"/reports/{report.pk}/correct/"
    stale = corrected(report, summary="My slower words")
    client.post(address, corrected(report, summary="Quicker words"))
    refused = client.post(address, stale)
    assert "Quicker words" in [change.new for change in refused.context["news"]]
    again = {**stale, "read_version": refused.context["form"]["read_version"].value()}
    assert client.post(address, again).status_code == 302
    report.refresh_from_db()
    assert (report.version, report.summary) == (3, "My slower words")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"location_precision": ""}, "location_precision"),
        ({"place_as_published": ""}, "place_as_published"),
    ],
)
def test_a_report_says_where_and_how_exactly_that_is_known(as_, cast: Cast, changes, field):
    """Nothing is taken for an exact place because nobody chose."""
    client = as_("monitor")
    assert not client.get("/reports/new/").context["form"]["location_precision"].value()
    response = client.post("/reports/new/", filled(**changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Report.objects.count() == 0


@pytest.mark.parametrize("part", ["liaison", "delegate"])
def test_liaisons_and_delegates_file_for_their_own_organisation_only(as_, cast: Cast, part):
    """No other source is offered to them or taken from them."""
    patrol()
    client = as_(part)
    field = client.get("/reports/new/").context["form"].fields["source"]
    assert [key for key, _ in field.choices] == [""]
    assert client.post("/reports/new/", filled(source="patrol")).status_code == 422
    offered = as_("monitor").get("/reports/new/").context["form"].fields["source"]
    assert "patrol" in [key for key, _ in offered.choices]
