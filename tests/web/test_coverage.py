"""How long somebody looked is written down and stands beside the counts."""

import datetime as dt

import pytest
from cast import Cast

from trucewatch.ledger.record_verification import verify_record
from trucewatch.parties.actions import add_party
from trucewatch.places.models import Place
from trucewatch.reports.models import Coverage, Tally
from trucewatch.sources.models import Source
from trucewatch.vocabulary.process import PartyKind

pytestmark = pytest.mark.django_db


def entered(cast: Cast, **changed: str) -> dict[str, str]:
    """The form as a monitor fills it in."""
    party = add_party("A monitoring party", kind=PartyKind.ORGANISATION, by=cast.monitor)
    return {
        "monitor": str(party.pk),
        "area": str(Place.objects.get(key="sy-homs").pk),
        "date_start": "2017-01-09",
        "date_end": "",
        "patrol_hours": "6.5",
        "camera_hours": "",
        "remarks": "",
        "handling": "GREEN",
        **changed,
    }


def test_hours_are_recorded_and_stand_beside_the_day(as_, cast, gazetteer):
    """What was entered is in the ledger of acts, and beside the tallies of that day."""
    data = entered(cast)
    answer = as_("monitor").post("/ledgers/coverage/new/", data)
    assert answer.status_code == 302
    kept = Coverage.objects.get()
    assert (kept.date_end, str(kept.patrol_hours)) == (dt.date(2017, 1, 9), "6.5")
    assert verify_record().is_intact
    Tally.objects.create(
        source=Source.objects.create(key="t", name="T"),
        monitor=kept.monitor,
        monitor_as_published="A monitoring party",
        reported_on=dt.date(2017, 1, 9),
        window_hours=24,
        stated_total=0,
        published_at_address="javascript:alert(1)",
        handling="GREEN",
    )
    page = as_("monitor").get("/ledgers/").content.decode()
    assert "6.5 h patrol" in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("patrol_hours", "-1"), ("date_end", "2017-01-01"), ("date_start", "soon"), ("monitor", "")],
)
def test_an_impossible_entry_is_shown_at_its_field(as_, cast, gazetteer, field, value):
    """Nothing is written, and what was typed stays."""
    data = entered(cast, **{field: value, "remarks": "fog all day"})
    answer = as_("monitor").post("/ledgers/coverage/new/", data)
    assert answer.status_code == 422
    assert "fog all day" in answer.content.decode()
    assert not Coverage.objects.exists()


def test_a_liaison_does_not_record_the_missions_hours(as_, cast, gazetteer):
    """The page and its button are for those who may."""
    assert as_("liaison").get("/ledgers/coverage/new/").status_code == 403
    assert "Record coverage" not in as_("liaison").get("/ledgers/").content.decode()


def test_hours_of_several_days_say_their_days(as_, cast, gazetteer):
    """So that nobody reads them as the hours of one."""
    client = as_("monitor")
    client.post("/ledgers/coverage/new/", entered(cast, date_end="2017-01-12"))
    Tally.objects.create(
        source=Source.objects.create(key="t", name="T"),
        monitor=Coverage.objects.get().monitor,
        monitor_as_published="A monitoring party",
        reported_on=dt.date(2017, 1, 10),
        window_hours=24,
        stated_total=0,
        published_at_address="page 1",
        handling="GREEN",
    )
    page = client.get("/ledgers/").content.decode()
    assert "6.5 h patrol, 0.0 h cameras, 9-12 Jan 2017" in page
