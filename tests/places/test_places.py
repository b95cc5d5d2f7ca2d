"""The shipped gazetteer, areas by their names, and a search that forgives spelling."""

import pytest

from trucewatch.accounts.access import operator
from trucewatch.accounts.actions import Newcomer, add_member, open_record
from trucewatch.accounts.models import Member
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.places.actions import PlaceBatch, add_zone, load_gazetteer, record_places
from trucewatch.places.models import Place, PlaceKind, PlaceName, Zone
from trucewatch.places.queries import AreaResolver, MatchReason, search_places
from trucewatch.places.spelling import new_name
from trucewatch.sources.models import Source
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Member:
    open_record(name="Test record")
    return operator()


@pytest.fixture
def gazetteer(by: Member) -> None:
    load_gazetteer(by)


def test_the_gazetteer_holds_every_governorate_with_its_p_code(gazetteer: None) -> None:
    """Fourteen governorates, each under the country, each with a code."""
    governorates = Place.objects.filter(place_kind=PlaceKind.ADMIN1)
    assert governorates.count() == 14
    assert {place.parent.key for place in governorates if place.parent} == {"sy"}
    assert all(place.pcode.startswith("SY") for place in governorates)


def test_loading_the_gazetteer_again_makes_nothing(by: Member) -> None:
    """The second run finds every place and every name, and leaves no entry in the ledger."""
    assert load_gazetteer(by) == Place.objects.count() > 0
    entries, names = Entry.objects.count(), PlaceName.objects.count()
    assert load_gazetteer(by) == 0
    assert (Entry.objects.count(), PlaceName.objects.count()) == (entries, names)


def test_the_ledger_commits_to_every_place_of_the_gazetteer(gazetteer: None) -> None:
    """One entry holds them all, and a verification finds nothing amiss."""
    assert Entry.objects.filter(event="place.added").count() == 1
    assert verify_record().is_intact


def test_only_those_who_manage_the_record_enter_places(by: Member) -> None:
    """A delegate may not, and nothing is written."""
    delegate = add_member(
        Newcomer("delegate", Role.DELEGATE, by.organisation), password="quiet-harbour-17", by=by
    )
    with pytest.raises(NotAllowed):
        load_gazetteer(delegate)
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hama", "sy-hama"),
        ("HAMAH GOVERNORATE", "sy-hama"),
        ("Şam", "sy-damascus"),
        ("محافظة حلب", "sy-aleppo"),
        ("провинция Латакия", "sy-latakia"),
        ("Province of Daraa", "sy-daraa"),
        ("Rif Dimashq Governorate", "sy-rural-damascus"),
        ("Rural Damascus", "sy-rural-damascus"),
        ("Syrian Arab Republic", "sy"),
    ],
)
def test_an_area_is_found_by_any_of_its_names(gazetteer: None, text: str, key: str) -> None:
    """Scripts, cases and words such as governorate do not matter."""
    found = AreaResolver().find(text)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("text", ["unspecified", "", "Governorate", "Khan Shaykhun", "Hamaa x"])
def test_what_is_no_area_finds_nothing(gazetteer: None, text: str) -> None:
    """A settlement, a word for a kind of place and words unknown name no area."""
    assert AreaResolver().find(text) is None


def test_a_name_that_two_areas_share_finds_neither(by: Member, gazetteer: None) -> None:
    """Which one is meant is for a person to say, with or without the generic word."""
    twin = Place(key="other-homs", name="Homs", place_kind=PlaceKind.ADMIN1)
    record_places(PlaceBatch(places=[twin], names=[new_name(twin, "Homs")]), by=by)
    areas = AreaResolver()
    assert areas.find("Homs") is None
    assert areas.find("Homs district") is None


def test_a_search_says_why_it_shows_a_place(gazetteer: None) -> None:
    """The same name stands before a longer one, which stands before one that sounds alike."""
    assert search_places("Damascus")[0].reason == MatchReason.SAME_NAME
    assert search_places("Saraqe")[0].reason == MatchReason.BEGINS_SO
    alike = search_places("Khan Cheikhoun")
    assert [hit.place.key for hit in alike] == ["sy-khan-shaykhun"]
    assert alike[0].reason == MatchReason.SOUNDS_ALIKE


@pytest.mark.parametrize("text", ["Халеб", "ḤALAB", "Halep", "حلب"])
def test_a_search_forgives_scripts_and_marks(gazetteer: None, text: str) -> None:
    """One place has one answer in every script."""
    assert "sy-aleppo" in [hit.place.key for hit in search_places(text)]


def test_a_search_shows_each_place_once_and_the_larger_first(gazetteer: None) -> None:
    """The governorate of Damascus stands before the city of that name."""
    keys = [hit.place.key for hit in search_places("damascus")]
    assert keys[:2] == ["sy-damascus", "sy-damascus-city"]
    assert len(keys) == len(set(keys))


def test_a_search_keeps_to_its_limit(gazetteer: None) -> None:
    """Neither more than was asked for, nor anything for an empty text."""
    assert len(search_places("a", limit=3)) == 3
    assert search_places("  ") == []
    assert search_places("a", limit=0) == []


def test_a_zone_must_be_an_area(by: Member) -> None:
    """A point is refused with the field at fault."""
    source = Source.objects.create(key="map", name="A map")
    zone = Zone(
        name="North",
        zone_kind="control",
        geometry={"type": "Point", "coordinates": [36, 35]},
        since="2017-01-01",
        source=source,
    )
    with pytest.raises(Refused) as refused:
        add_zone(zone, by=by)
    assert refused.value.field == "geometry"
    assert not Zone.objects.exists()


def test_a_zone_is_recorded_with_its_source(by: Member) -> None:
    """Whoever draws an area stands behind it."""
    source = Source.objects.create(key="map", name="A map")
    ring = [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 35.0]]
    zone = add_zone(
        Zone(
            name="North",
            zone_kind="control",
            geometry={"type": "Polygon", "coordinates": [ring]},
            since="2017-01-01",
            source=source,
        ),
        by=by,
    )
    assert Entry.objects.filter(event="zone.added", subject=zone.ledger_name).exists()
