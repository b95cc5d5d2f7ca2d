"""What a daily and a weekly bulletin count, and what they leave out."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from cast import Cast, account, file

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.period import period_words
from trucewatch.incidents.actions import merge_reports
from trucewatch.incidents.models import Link
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.actions.changing import correct_report, withdraw_report
from trucewatch.reports.actions.coverage import record_coverage
from trucewatch.reports.models import Coverage, Report
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]

DAY = dt.date(2017, 3, 25)
WEEK = dt.timedelta(days=7)


def clear(cast: Cast, **columns: Any) -> Report:
    return file(cast.monitor, handling=Handling.CLEAR, **{"day": DAY, **columns})


def daily(reader: Any = PUBLIC, cut_off: dt.datetime | None = None) -> dict[str, Any]:
    return period_words(Asked(BulletinKind.DAILY, DAY, cut_off), reader)


def weekly(reader: Any = PUBLIC) -> dict[str, Any]:
    return period_words(Asked(BulletinKind.WEEKLY, DAY), reader)


def incident_of(report: Report) -> Any:
    return Link.objects.get(report=report, until_entry__isnull=True).incident_id


def place(key: str) -> Place:
    return Place.objects.get(key=key)


def party(name: str) -> Party:
    found: Party = Party.objects.create(name=name)
    return found


def row(rows: list[dict[str, Any]], **where: Any) -> dict[str, Any]:
    return next(r for r in rows if all(r[name] == value for name, value in where.items()))


def test_the_day_stands_beside_the_day_before(cast: Cast) -> None:
    """Each with its own number; nothing is a share of anything."""
    clear(cast)
    clear(cast)
    clear(cast, day=DAY - dt.timedelta(days=1))
    totals = daily()["totals"]
    assert (totals["now"]["incidents"], totals["before"]["incidents"]) == (2, 1)
    assert "%" not in str(daily())


def test_a_date_vaguer_than_the_window_is_counted_apart(cast: Cast) -> None:
    """It is in no other figure, and it is listed as what may lie there."""
    clear(cast, date_precision=DatePrecision.WEEK)
    clear(cast, date_start=DAY, date_end=DAY + dt.timedelta(days=2))
    words = daily()
    assert (words["totals"]["now"]["incidents"], words["totals"]["now"]["possible"]) == (0, 2)
    assert words["events"] == []
    assert len(words["possible_events"]) == 2


def test_an_incident_with_two_accounts_counts_once_with_the_span_of_deaths(cast: Cast) -> None:
    """Its label is derived, and its deaths are no sum."""
    one = clear(cast, deaths_low=31)
    other = file(cast.liaison, handling=Handling.CLEAR, day=DAY, deaths_low=9, deaths_high=14)
    merge_reports(into=incident_of(one), reports=[other.pk], by=cast.monitor, because="Same.")
    words = daily()
    (event,) = words["events"]
    assert (event["reports"], event["label"]) == (2, "disputed")
    assert event["deaths"] == {"low": 9, "high": None}
    assert words["totals"]["now"]["deaths"] == {"low": 9, "high": None, "known": 1, "unknown": 0}
    assert row(words["labels"], label="disputed")["now"] == 1


def test_an_incident_is_counted_under_both_sides_it_names(cast: Cast) -> None:
    """So the parties do not add up to the total."""
    a, b = party("A party named"), party("Another party named")
    clear(cast, side_a_id=a.pk, side_b_id=b.pk)
    words = daily()
    assert [(r["party"], r["now"]) for r in words["parties"]] == [(a.name, 1), (b.name, 1)]
    assert words["totals"]["now"]["incidents"] == 1
    assert row(weekly()["matrix"], party=a.name)["types"] == {"unspecified": 1}


def test_heavy_weapons_are_counted_among_those_whose_type_is_stated(cast: Cast) -> None:
    """An incident without a type is in neither."""
    for kind in ("shelling", "small_arms", "unspecified"):
        clear(cast, event_type=kind)
    now = daily()["totals"]["now"]
    assert (now["heavy"], now["typed"], now["incidents"]) == (1, 2, 3)


def test_a_withdrawn_report_counts_nowhere_and_is_told_of(cast: Cast) -> None:
    """Its incident is gone with it where nobody else tells of it."""
    withdraw_report(clear(cast).pk, by=cast.monitor, because="Another day was meant.")
    words = daily()
    assert (words["totals"]["now"]["incidents"], words["withdrawn"]) == (0, 1)


def test_a_clear_bulletin_holds_nothing_that_the_public_may_not_see(cast: Cast) -> None:
    """Neither the incident, nor its party, nor how many there are."""
    hidden = party("A name that is not public")
    file(cast.monitor, handling=Handling.AMBER, day=DAY, side_a_id=hidden.pk, deaths_low=3)
    file(cast.liaison, handling=Handling.RED, compartment=cast.home_of(cast.liaison), day=DAY)
    withdrawn = file(cast.monitor, handling=Handling.AMBER, day=DAY)
    withdraw_report(withdrawn.pk, by=cast.monitor, because="Twice.")
    words = weekly()
    assert words["totals"]["now"]["incidents"] == words["withdrawn"] == 0
    assert hidden.name not in str(words)
    assert sum(slot["incidents"] + slot["possible"] for slot in words["trend"]) == 0
    mission = weekly(MemberReader(cast.monitor))
    assert mission["totals"]["now"]["incidents"] == 1
    assert mission["handling"] == "AMBER"


def test_of_a_mixed_incident_only_the_visible_account_is_told(cast: Cast) -> None:
    """The hidden one changes neither its deaths nor its label."""
    seen = clear(cast, deaths_low=2, deaths_high=2)
    hidden = file(cast.liaison, handling=Handling.AMBER, compartment=cast.home_of(cast.liaison),
                  day=DAY, deaths_low=50)  # fmt: skip
    merge_reports(into=incident_of(seen), reports=[hidden.pk], by=cast.monitor, because="Same.")
    (event,) = daily()["events"]
    assert (event["reports"], event["label"]) == (1, "one_sided")
    assert event["deaths"] == {"low": 2, "high": 2}


def test_after_the_cut_off_nothing_leaks_in(cast: Cast) -> None:
    """Not a later report, a correction, a withdrawal or a merger."""
    first = clear(cast, deaths_low=1, deaths_high=1)
    second = clear(cast)
    cut_off = dt.datetime.now(dt.UTC)
    before = daily(cut_off=cut_off)
    late = clear(cast)
    correct_report(
        first.pk,
        account(day=DAY - 3 * WEEK, deaths_low=9, deaths_high=9),
        read_version=1,
        by=cast.monitor,
        because="Misread.",
    )
    merge_reports(into=incident_of(late), reports=[second.pk], by=cast.monitor, because="Same.")
    withdraw_report(second.pk, by=cast.monitor, because="Wrong.")
    assert daily(cut_off=cut_off) == before
    assert before["totals"]["now"]["incidents"] == 2
    now = daily()
    assert (now["totals"]["now"]["incidents"], now["withdrawn"]) == (1, 1)


def test_before_anything_was_recorded_there_is_nothing(cast: Cast) -> None:
    """And the bulletin says at which moment it was cut off, on both clocks."""
    clear(cast)
    words = daily(cut_off=dt.datetime(2017, 3, 25, 18, tzinfo=dt.UTC))
    assert words["totals"]["now"]["incidents"] == 0
    assert words["cut_off"]["utc"] == "2017-03-25T18:00:00+00:00"
    assert words["cut_off"]["local"].startswith("2017-03-25T20:00")


def test_hours_of_observation_stand_beside_counts(cast: Cast) -> None:
    """An entry that reaches beyond the window gives a range; no entry gives nothing."""
    damascus = place("sy-damascus")
    monitor = party("A monitor")
    for start, hours in ((DAY, "5"), (DAY - WEEK, "40")):
        record_coverage(
            Coverage(monitor=monitor, area=damascus, date_start=start, date_end=DAY,
                     patrol_hours=Decimal(hours), handling=Handling.CLEAR),
            by=cast.monitor,
        )  # fmt: skip
    areas = daily()["areas"]
    hours = row(areas, area="Damascus")["hours"]
    assert hours is not None
    assert [Decimal(hours["patrol"][end]) for end in ("low", "high")] == [5, 45]
    assert row(areas, area="Idlib")["hours"] is None


def test_a_governorate_level_report_is_an_area_on_the_map_and_never_a_point(cast: Cast) -> None:
    """Even where its source gives coordinates."""
    idlib = place("sy-idlib")
    clear(cast, latitude=35.9, longitude=36.6, location_precision=4, area_id=idlib.pk)
    clear(cast, latitude=35.9, longitude=36.6, location_precision=1, area_id=idlib.pk)
    counts = weekly()["map"]
    assert counts["areas"] == {"Idlib": 1}
    assert list(counts["cells"].values()) == [1]


def test_hotspots_are_the_districts_with_most_incidents(cast: Cast) -> None:
    """With how many there were before, and spellings folded together."""
    for name in ("Afrin district", "AFRIN DISTRICT", "Azaz district"):
        clear(cast, admin2_as_published=name, location_precision=3)
    clear(cast, day=DAY - dt.timedelta(days=1), admin2_as_published="Afrin district")
    spots = daily()["hotspots"]
    assert [(spot["now"], spot["before"]) for spot in spots] == [(2, 1), (1, 0)]


def test_a_trend_tells_what_is_certain_from_what_may_be(cast: Cast) -> None:
    """A date across two weeks may lie in either, and certainly lies in none."""
    clear(cast)
    sunday = DAY - dt.timedelta(days=7)
    clear(cast, date_start=sunday, date_end=sunday + dt.timedelta(days=1))
    trend = weekly()["trend"]
    assert [(slot["incidents"], slot["possible"]) for slot in trend[-2:]] == [(0, 1), (1, 1)]


def test_an_empty_day_is_said_to_be_empty_and_not_zero_breaches(cast: Cast) -> None:
    """The bulletin is made all the same."""
    words = daily()
    assert words["events"] == words["parties"] == []
    assert words["totals"]["now"]["deaths"]["known"] == 0
