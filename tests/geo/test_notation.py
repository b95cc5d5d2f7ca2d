"""Coordinates as people write them are read, and never guessed at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.geo.notation import read_coordinates


@pytest.mark.parametrize(
    "text",
    [
        "35.93, 36.63",
        "35.93 36.63",
        "35,93 36,63",
        "35,93; 36,63",
        "35,93, 36,63",
        "٣٥٫٩٣، ٣٦٫٦٣",
        "۳۵٫۹۳ ۳۶٫۶۳",
        "35.93 N, 36.63 E",
        "N 35.93 E 36.63",
        "36.63E 35.93N",
        "(35.93, 36.63)",
        "35°55'48\"N 36°37'48\"E",
        "35° 55′ 48″ N, 36° 37′ 48″ E",
        "35 55 48 36 37 48",
        "35°55.8' 36°37.8'",
        "35°55'48\" с.ш. 36°37'48\" в.д.",
        "35.93 شمال 36.63 شرق",
    ],
)
def test_one_point_is_read_from_all_its_notations(text: str):
    """Digits of three scripts, decimal commas, minutes and seconds, letters before and after."""
    point = read_coordinates(text)
    assert point.lat == pytest.approx(35.93, abs=1e-9)
    assert point.lon == pytest.approx(36.63, abs=1e-9)


def test_south_and_west_are_negative():
    """With letters or with a minus of any kind."""
    assert read_coordinates("33.5S 70.6W") == read_coordinates("−33.5, –70.6")


@pytest.mark.parametrize(
    "text",
    [
        "", "35.93", "35,93", "one, two", "35.93, 36.63, 4", "35 N 36 N", "-35 S 36 E", "95, 36",
        "35 70 00 36 00 00", "35.5 10 36.5 10", "35.93 <b>", "N E", "1" * 200, "35.93 36.63 Q",
    ],
)  # fmt: skip
def test_what_is_no_pair_is_refused_with_a_sentence(text: str):
    """A wrong point is worse than none."""
    with pytest.raises(ValueError, match=r"\w"):
        read_coordinates(text)


@given(st.text(max_size=140))
def test_any_text_is_a_point_on_earth_or_refused(text: str):
    """Never anything else."""
    try:
        point = read_coordinates(text)
    except ValueError:
        return
    assert -90 <= point.lat <= 90
    assert -180 <= point.lon <= 180


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_decimal_degrees_come_back_as_they_were_written(lat: float, lon: float):
    """To the last digit written."""
    point = read_coordinates(f"{lat:.6f}, {lon:.6f}")
    assert (point.lat, point.lon) == (float(f"{lat:.6f}"), float(f"{lon:.6f}"))
