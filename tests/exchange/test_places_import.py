"""Tables of P-codes and of coordinates become places: all or nothing, and nothing twice."""

from pathlib import Path

import pytest

from trucewatch.accounts.access import operator
from trucewatch.accounts.actions import open_record
from trucewatch.accounts.models import Member
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.places import import_places
from trucewatch.exchange.summary import Summary
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.places.actions import load_gazetteer
from trucewatch.places.models import Place, PlaceKind, PlaceName
from trucewatch.places.queries import AreaResolver, search_places

pytestmark = pytest.mark.django_db

CODES = """Location,Admin Level,P-Code,Name,Parent P-Code
SYR,1,SY05,Hamah,SYR
SYR,2,SY0503,As-Salamiyeh,SY05
SYR,2,SY0504,Masyaf,SY05
"""
POINTS = """where_coordinates,adm_1,latitude,longitude,n_events
Hama city,Hamah Governorate,35.1318,36.7578,9
Hamra village,Hamah Governorate,35.2,37.1,1
Hamra village,Hamah Governorate,35.9,36.2,1
Syria,,34.8,38.99,3
"""


@pytest.fixture
def by() -> Member:
    open_record(name="Test record")
    load_gazetteer(operator())
    return operator()


def bring(
    folder: Path, text: str | bytes, by: Member, options: ImportOptions | None = None
) -> Summary:
    path = folder / "places.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return import_places(path, name=path.name, by=by, options=options or ImportOptions())


def test_units_with_p_codes_are_entered_under_their_parents(tmp_path: Path, by: Member) -> None:
    """A known governorate gains a spelling; its districts are new."""
    summary = bring(tmp_path, "\ufeff" + CODES.replace("Hamah", "Hamaah"), by)
    assert (summary.read, summary.made, summary.changed) == (3, 2, 1)
    district = Place.objects.get(pcode="SY0504")
    assert district.place_kind == PlaceKind.ADMIN2
    assert district.parent is not None
    assert district.parent.key == "sy-hama"
    assert district.parent.name == "Hama"
    assert AreaResolver().find("Hamaah") == district.parent


def test_p_codes_need_no_gazetteer_and_no_order(tmp_path: Path) -> None:
    """A district may stand before its governorate, in a record that knows neither."""
    open_record(name="Test record")
    lines = CODES.splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    assert bring(tmp_path, turned, operator()).made == 3
    assert Place.objects.get(pcode="SY0503").parent == Place.objects.get(pcode="SY05")


def test_points_of_one_name_far_apart_are_two_places(tmp_path: Path, by: Member) -> None:
    """What the record knows is not entered again: a city under another spelling, the country."""
    summary = bring(tmp_path, POINTS, by)
    assert (summary.read, summary.made, summary.unchanged) == (4, 2, 2)
    hits = [hit.place for hit in search_places("hamra village")]
    assert {(place.latitude, place.longitude) for place in hits} == {(35.2, 37.1), (35.9, 36.2)}
    assert {place.parent.key for place in hits if place.parent} == {"sy-hama"}


@pytest.mark.parametrize("text", [CODES, POINTS])
def test_a_second_run_makes_nothing(tmp_path: Path, by: Member, text: str) -> None:
    """Neither a place nor a name nor an entry in the ledger."""
    bring(tmp_path, text, by)
    before = (Place.objects.count(), PlaceName.objects.count(), Entry.objects.count())
    again = bring(tmp_path, text, by)
    assert (again.made, again.changed, again.unchanged) == (0, 0, again.read)
    assert (Place.objects.count(), PlaceName.objects.count(), Entry.objects.count()) == before
    assert verify_record().is_intact


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("SYR,4,SY9,Somewhere,SY05", "Admin Level", "not one of 0 to 2"),
        ("SYR,2,,Somewhere,SY05", "P-Code", "missing"),
        ("SYR,2,SY0599,,SY05", "Name", "missing"),
        ("SYR,2,SY9901,Somewhere,SY99", "Parent P-Code", "SY99"),
        ("SYR,2,SY0504,Another,SY05", "P-Code", "lines 4, 5"),
        ("SYR,2,SY0505", "", "3 values"),
    ],
)
def test_a_row_that_cannot_be_taken_stops_the_whole_file(
    tmp_path: Path, by: Member, row: str, field: str, words: str
) -> None:
    """Nothing is written; the refusal names line, field and reason."""
    before = Place.objects.count()
    summary = bring(tmp_path, CODES + row + "\n", by)
    assert Place.objects.count() == before
    assert summary.made == 0
    last = max(summary.refused)
    assert (last.line, last.field) == (5, field)
    assert words in last.reason


def test_the_other_rows_are_taken_when_refused_ones_are_skipped(tmp_path: Path, by: Member) -> None:
    """The refusals are told all the same."""
    summary = bring(tmp_path, POINTS + "Nowhere,,91,10,1\n", by, ImportOptions(skip_refused=True))
    assert (summary.made, [refusal.field for refusal in summary.refused]) == (2, ["latitude"])
    assert Place.objects.filter(name="Hamra village").count() == 2


def test_a_dry_run_only_tells(tmp_path: Path, by: Member) -> None:
    """The counts are those of the real run, and nothing is written."""
    before = Place.objects.count()
    assert bring(tmp_path, POINTS, by, ImportOptions(dry_run=True)).made == 2
    assert Place.objects.count() == before


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("a,b\n1,2\n", "where_coordinates"),
        (CODES.replace("P-Code,Name", "Code,Name"), "P-Code"),
        ("", ""),
    ],
)
def test_a_file_of_another_layout_is_refused(
    tmp_path: Path, by: Member, text: str, field: str
) -> None:
    """The missing columns are named."""
    assert bring(tmp_path, text, by).refused[0].field == field


def test_a_governorate_nobody_knows_is_flagged(tmp_path: Path, by: Member) -> None:
    """The place is kept without a parent rather than under a guessed one."""
    text = POINTS.splitlines()[0] + "\nFarwell village,Atlantis Governorate,35.1,36.1,1\n"
    summary = bring(tmp_path, text, by)
    assert dict(summary.flags) == {"governorate_not_known": 1}
    assert Place.objects.get(name="Farwell village").parent is None


def test_the_sample_tables_are_taken_whole(samples: Path, by: Member) -> None:
    """Every row of both real tables, and nothing on a second run."""
    for path in ("pcodes/syria_pcodes.csv", "ucdp_ged_syria/places.csv"):
        file = samples / "data" / path
        first = import_places(file, name=path, by=by, options=ImportOptions())
        assert not first.refused
        assert first.made + first.changed + first.unchanged == first.read > 70
        again = import_places(file, name=path, by=by, options=ImportOptions())
        assert (again.made, again.changed, again.unchanged) == (0, 0, again.read)
