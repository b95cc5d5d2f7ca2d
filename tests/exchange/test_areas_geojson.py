"""Areas in GeoJSON files, as hands and programs write them."""

import json
from pathlib import Path
from typing import Any

import pytest

from trucewatch.exchange.areas_geojson import read_areas
from trucewatch.geo.dated import Effect
from trucewatch.vocabulary.refusal import Refused

RING = [[36, 33], [38, 33], [38, 35], [36, 35], [36, 33]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
BOWTIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


def feature(geometry: Any = SQUARE, *, own_id: Any = None, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    made = {"type": "Feature", "geometry": geometry, "properties": properties}
    return made if own_id is None else {**made, "id": own_id}


def written(folder: Path, given: Any) -> Path:
    """A file of areas."""
    path = folder / "areas.geojson"
    path.write_text(given if isinstance(given, str) else json.dumps(given), "utf-8")
    return path


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    """A FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features), **more}


def test_an_area_has_key_effect_days_and_text(tmp_path: Path) -> None:
    """Days are counted from 1970; what is missing is open, covered, or without a text."""
    given = collection(
        feature(key="a", effect="Excepted", since="1970-01-02", until="1970-01-04", text="art. 1"),
        feature(key="b", since=None, until=""),
    )
    first, second = read_areas(written(tmp_path, given)).areas
    assert (first.key, first.effect, first.since, first.until, first.text) == (
        "a", Effect.EXCEPTED, 1, 3, "art. 1",
    )  # fmt: skip
    assert (second.effect, second.since, second.until, second.text) == (
        Effect.COVERED, None, None, "",
    )  # fmt: skip


def test_the_key_may_have_other_names(tmp_path: Path) -> None:
    """Key, name, id, or the id of the feature, the first that is there."""
    given = collection(
        feature(key="k", name="n", id="i"), feature(name="n", id="i"), feature(id=7),
        feature(own_id="own"),
    )  # fmt: skip
    found = read_areas(written(tmp_path, given))
    assert [area.key for area in found.areas] == ["k", "n", "7", "own"]


def test_what_was_changed_in_an_outline_is_told(tmp_path: Path) -> None:
    """With the key of its area."""
    twice = {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}
    found = read_areas(written(tmp_path, collection(feature(twice, key="a"))))
    assert found.remarks == ("area a: polygons that overlap or share an edge were united",)


def test_every_fault_is_told_with_feature_and_field(tmp_path: Path) -> None:
    """All at once, so that a file is put right in one go."""
    given = collection(
        feature(key="good"),
        feature(BOWTIE, key="bow"),
        feature(key="late", since="2017-05-06", until="2017-05-05"),
        feature(key="day", since="6 May"),
        feature(key="day2", since="2017-02-30"),
        feature(key="odd", effect="perhaps"),
        feature(key="good"),
        feature(),
        feature(key="a;b"),
        feature(key="words", text=3),
        3,
    )
    with pytest.raises(Refused) as refused:
        read_areas(written(tmp_path, given))
    assert str(refused.value).split("; ") == [
        "areas.geojson, feature 2, field “geometry”: the outline crosses itself near "
        "0.50° N, 0.50° E",
        "feature 3, field “until”: it is before “since”",
        "feature 4, field “since”: “6 May” is no date such as 2017-05-06",
        "feature 5, field “since”: “2017-02-30” is no date such as 2017-05-06",
        "feature 6, field “effect”: “perhaps” is neither “covered” nor “excepted”",
        "feature 7, field “key”: “good” is the key of feature 1 as well",
        "feature 8, field “key”: it is missing, and so are “name” and “id”",
        "feature 9, field “key”: it holds a semicolon or a character that is not printed",
        "feature 10, field “text”: it is no text",
        "feature 11, field “type”: it is no Feature.",
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("{", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        (SQUARE, "it is no FeatureCollection"),
        ({"type": "FeatureCollection", "features": 3}, "its features are no list"),
        (
            collection(crs={"type": "name", "properties": {"name": "EPSG:32637"}}),
            "its coordinates are not in degrees of WGS 84",
        ),
        (collection({"type": "Feature", "properties": 3}), "feature 1, field “properties”"),
        (collection(feature(None, key="a")), "feature 1, field “geometry”"),
    ],
)
def test_a_file_of_something_else_is_refused(given: Any, reason: str, tmp_path: Path) -> None:
    """By its name and what is wrong with it."""
    with pytest.raises(Refused) as refused:
        read_areas(written(tmp_path, given))
    assert "areas.geojson" in str(refused.value)
    assert reason in str(refused.value)
