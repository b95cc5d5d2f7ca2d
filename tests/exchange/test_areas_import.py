"""Areas in GeoJSON: in, out, and in again with nothing lost; odd outlines mended or refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from cast import Cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.accounts.access import MemberReader
from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import ControlArea, Instrument, ScopeArea
from trucewatch.exchange.areas import areas_as_geojson, import_areas
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.summary import Summary
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.vocabulary.refusal import NotAllowed, Refused

pytestmark = pytest.mark.django_db
NAME = "A ceasefire"


@pytest.fixture
def by(cast: Cast) -> Cast:
    """A record with an instrument."""
    row = Instrument(name=NAME, instrument_type=InstrumentType.CEASEFIRE)
    add_instrument(row, by=cast.operator)
    return cast


def square(west: float, south: float, size: float = 0.5) -> dict[str, Any]:
    """A polygon with four corners."""
    east, north = round(west + size, 6), round(south + size, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A feature of a file."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def bring(folder: Path, features: list[Any], cast: Cast, **options: Any) -> Summary:
    """Import a file with these features for the instrument."""
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    how = ImportOptions(instrument=NAME, **options)
    return import_areas(path, name=path.name, by=cast.monitor, options=how)


def test_what_comes_in_goes_out_and_in_again(tmp_path: Path, by: Cast) -> None:
    """Outlines to the last digit, holes, unknown properties, feature ids; then all is unchanged."""
    hole = square(36.1, 35.1, 0.1)["coordinates"][0]
    outer = square(36.0, 35.0, 0.7071067811865476)["coordinates"][0]
    features = [
        {**feature({"type": "Polygon", "coordinates": [outer, hole]}, name="North", colour=[1, 2.5],
                   since="2016-12-30", effect="covered"), "id": 7},
        feature({"type": "MultiPolygon", "coordinates": [square(37, 35)["coordinates"],
                 square(38, 36)["coordinates"]]}, name="East", effect="excepted"),
        feature(square(36.5, 33.5), name="Held", holder="Nobody known", confidence="high"),
    ]  # fmt: skip
    assert bring(tmp_path, features, by).made == 3
    told = areas_as_geojson(MemberReader(by.monitor))["features"]
    by_name = {each["properties"]["name"]: each for each in told}
    for given_ in features:
        out = by_name[given_["properties"]["name"]]
        assert out["geometry"] == given_["geometry"]
        assert given_["properties"].items() <= out["properties"].items()
        assert out.get("id") == given_.get("id")
    again = bring(tmp_path, told, by)
    assert (again.made, again.unchanged) == (0, 3)


def test_ten_thousand_positions_are_taken_and_one_more_is_refused(tmp_path: Path, by: Cast) -> None:
    """The limit is exact, and the reason names it."""

    def comb(corners: int) -> dict[str, Any]:
        upper = [[36 + i / corners, 35 + (0.1 if i % 2 else 0.2)] for i in range(corners - 2)]
        ring = [[36.0, 34.0], *upper, [37.0, 34.0]]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}

    assert bring(tmp_path, [feature(comb(9_999), name="Large")], by).made == 1
    refused = bring(tmp_path, [feature(comb(10_000), name="Too large")], by).refused
    assert refused[0].field == "geometry"
    assert "10,000" in refused[0].reason


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "Polygon", "coordinates": [[[36, 35], [37, 36], [37, 35], [36, 36], [36, 35]]]},
         "crosses itself"),
        ({"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [36, 35], [36, 35]]]}, ""),
        ({"type": "Point", "coordinates": [36, 35]}, "Polygon"),
        (None, "geometry"),
        ({"type": "Polygon", "coordinates": [[[36, 95], [37, 95], [37, 96], [36, 95]]]}, ""),
    ],
)  # fmt: skip
def test_an_outline_that_is_no_area_is_refused_by_its_feature(
    tmp_path: Path, by: Cast, geometry: Any, reason: str
) -> None:
    """Nothing is written, the sound one beside it neither; the reason says why and where."""
    summary = bring(tmp_path, [feature(square(36, 35)), feature(geometry)], by)
    assert [(each.line, each.field) for each in summary.refused] == [(2, "geometry")]
    assert reason in summary.refused[0].reason
    assert ScopeArea.objects.count() == 0


def test_an_outline_across_the_antimeridian_is_cut_there(tmp_path: Path, by: Cast) -> None:
    """Two polygons, one on each side, and a remark that says so."""
    ring = [[179.0, -17.0], [-179.0, -17.0], [-179.0, -16.0], [179.0, -16.0], [179.0, -17.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    assert bring(tmp_path, [feature(geometry, name="Both sides")], by).flagged == 1
    area = ScopeArea.objects.get()
    assert area.geometry["type"] == "MultiPolygon"
    assert "antimeridian" in area.remarks


def test_overlapping_parts_are_united_and_it_is_said(tmp_path: Path, by: Cast) -> None:
    """One outline around both."""
    parts = [square(36, 35)["coordinates"], square(36.2, 35.2)["coordinates"]]
    geometry = {"type": "MultiPolygon", "coordinates": parts}
    bring(tmp_path, [feature(geometry, name="Overlapping")], by)
    area = ScopeArea.objects.get()
    assert area.geometry["type"] == "Polygon"
    assert "united" in area.remarks


@pytest.mark.parametrize(
    ("properties", "field"),
    [
        ({"since": "2017-02-30"}, "since"),
        ({"since": "2017-02-16", "until": "2017-02-15"}, "until"),
        ({"effect": "perhaps"}, "effect"),
        ({"kind": "circle"}, "kind"),
        ({"instrument": "Another one"}, "instrument"),
        ({"handling": "SECRET"}, "handling"),
        ({"holder": "X", "confidence": "very"}, "confidence"),
        ({"name": 7}, "name"),
        ({"place": "nowhere"}, "place"),
    ],
)
def test_a_property_that_cannot_be_taken_is_named(
    tmp_path: Path, by: Cast, properties: dict[str, Any], field: str
) -> None:
    """By feature and field."""
    summary = bring(tmp_path, [feature(square(36, 35), **properties)], by)
    assert [(each.line, each.field) for each in summary.refused] == [(1, field)]


def test_the_others_are_taken_if_that_is_asked_for(tmp_path: Path, by: Cast) -> None:
    """And a dry run takes none."""
    features = [feature(square(36, 35), name="Sound"), feature(None, name="Empty")]
    assert bring(tmp_path, features, by, dry_run=True, skip_refused=True).made == 1
    assert ScopeArea.objects.count() == 0
    assert bring(tmp_path, features, by, skip_refused=True).made == 1
    assert ScopeArea.objects.get().name == "Sound"


def test_a_file_that_is_no_collection_is_refused_by_name(tmp_path: Path, by: Cast) -> None:
    """With its own name in the reason."""
    path = tmp_path / "notes.geojson"
    path.write_text("[1, 2")
    with pytest.raises(Refused, match=r"notes\.geojson"):
        import_areas(path, name=path.name, by=by.monitor, options=ImportOptions())


def test_a_delegate_imports_no_areas(tmp_path: Path, by: Cast) -> None:
    """The right is that of those who keep the record."""
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    with pytest.raises(NotAllowed):
        import_areas(path, name=path.name, by=by.delegate, options=ImportOptions())


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(features=st.lists(_json, max_size=4))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_file_holds_is_taken_or_refused(
    tmp_path: Path, by: Cast, features: list[Any]
) -> None:
    """Nothing else: each feature is counted once."""
    before = ScopeArea.objects.count() + ControlArea.objects.count()
    summary = bring(tmp_path, features, by)
    assert summary.read == len(features)
    assert len({each.line for each in summary.refused}) + summary.made == len(features) or (
        summary.refused and summary.made == 0
    )
    after = ScopeArea.objects.count() + ControlArea.objects.count()
    assert after - before == (0 if summary.refused else summary.made)
