"""Vector tiles: what is written can be read back, and lies where it belongs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.geo.vector_tile import EXTENT, Feature, Layer, Tile, encode_tile


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return number, at


def _fields(data: bytes) -> list[tuple[int, Any]]:
    at, found = 0, []
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 2:
            length, at = _varint(data, at)
            found.append((key >> 3, data[at : at + length]))
            at += length
        else:
            number, at = _varint(data, at)
            found.append((key >> 3, number))
    return found


def _numbers(data: bytes) -> list[int]:
    at, found = 0, []
    while at < len(data):
        number, at = _varint(data, at)
        found.append(number)
    return found


def _signed(number: int) -> int:
    return number >> 1 if not number & 1 else -((number + 1) >> 1)


def _value(data: bytes) -> Any:
    ((tag, content),) = _fields(data)
    return content.decode() if tag == 1 else _signed(content)


def _positions(commands: list[int]) -> list[tuple[int, int]]:
    at, x, y, found = 0, 0, 0, []
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == 7:
            continue
        for _ in range(count):
            x, y = x + _signed(commands[at]), y + _signed(commands[at + 1])
            at += 2
            found.append((x, y))
    return found


def decode(data: bytes) -> dict[str, list[tuple[list[tuple[int, int]], dict[str, Any]]]]:
    """Layers by name: the positions and properties of each feature."""
    layers = {}
    for _, content in _fields(data):
        parts = _fields(content)
        keys = [part.decode() for tag, part in parts if tag == 3]
        values = [_value(part) for tag, part in parts if tag == 4]
        features = []
        for tag, part in parts:
            if tag != 2:
                continue
            inner = dict(_fields(part))
            tags = _numbers(inner[2])
            told = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
            features.append((_positions(_numbers(inner[4])), told))
        layers[next(part for tag, part in parts if tag == 1).decode()] = features
    return layers


POSITIONS = st.tuples(st.integers(-5000, 9000), st.integers(-5000, 9000))
PROPERTIES = st.dictionaries(
    st.text(min_size=1, max_size=5), st.one_of(st.text(max_size=8), st.integers(-(10**9), 10**9))
)


@given(st.lists(st.tuples(POSITIONS, PROPERTIES), min_size=1, max_size=8))
def test_points_are_read_back_as_written(points):
    """Positions, text and whole numbers, whatever they are."""
    features = [Feature("point", [position], told, 1) for position, told in points]
    read = decode(encode_tile([Layer("reports", features)]))["reports"]
    assert read == [([position], told) for position, told in points]


@given(st.lists(POSITIONS, min_size=3, max_size=12, unique=True))
def test_rings_keep_their_corners_and_wind_one_way(corners):
    """A reader takes a ring wound the other way for a hole."""
    ring = decode(encode_tile([Layer("areas", [Feature("polygon", corners, {})])]))["areas"][0][0]
    assert sorted(ring) == sorted(corners)
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    assert sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) >= 0


def test_nothing_is_an_empty_tile():
    """A layer without features is left out."""
    assert encode_tile([Layer("reports")]) == b""


@given(st.integers(0, 15), st.floats(-84, 84), st.floats(-179.9, 179.9))
def test_a_point_lies_on_the_tile_that_holds_it(zoom, lat, lon):
    """And the corners of a tile are its corners."""
    whole = Tile(0, 0, 0).position(lat, lon)
    scale = 2**zoom
    x, y = (min(scale - 1, max(0, int(part / EXTENT * scale))) for part in whole)
    tile = Tile(zoom, x, y)
    assert tile.position(tile.north, tile.west) == (0, 0)
    assert tile.position(tile.south, tile.east) == (EXTENT, EXTENT)
    across, down = tile.position(lat, lon)
    slack = scale + 2  # the whole world's tile rounds to its own units
    assert -slack <= across <= EXTENT + slack
    assert -slack <= down <= EXTENT + slack


@pytest.mark.parametrize("square", [(0, 1, 0), (3, 0, 8), (23, 0, 0), (2, -1, 0)])
def test_there_is_no_tile_beyond_the_grid(square):
    """A made-up address is refused."""
    with pytest.raises(ValueError, match="no tile"):
        Tile(*square)
