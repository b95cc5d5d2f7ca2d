"""Writing vector tiles in Mapbox's format, version 2, as the maps of a browser read them.

A tile is a square of the Web Mercator projection; positions in it are whole numbers from 0 to
``EXTENT``, north at the top. Only what the situation draws is written: points and polygons with
text and whole numbers as properties.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

EXTENT: Final = 4096
_POINT: Final = 1
_POLYGON: Final = 3
_HIGHEST_LATITUDE: Final = 85.0511287798

Position = tuple[int, int]
Value = str | int


@dataclass(frozen=True, slots=True)
class Tile:
    """The square at ``x``, ``y`` of the grid that a zoom divides the world into."""

    zoom: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not (0 <= self.zoom <= 22 and 0 <= self.x < 2**self.zoom and 0 <= self.y < 2**self.zoom):
            raise ValueError(f"there is no tile {self.zoom}/{self.x}/{self.y}")

    @property
    def west(self) -> float:
        return self.x / (1 << self.zoom) * 360 - 180

    @property
    def east(self) -> float:
        return (self.x + 1) / (1 << self.zoom) * 360 - 180

    @property
    def north(self) -> float:
        return _latitude(self.y / 2**self.zoom)

    @property
    def south(self) -> float:
        return _latitude((self.y + 1) / 2**self.zoom)

    def position(self, lat: float, lon: float) -> Position:
        """Where a point in degrees lies on the tile; outside of it where it lies outside."""
        lat = max(-_HIGHEST_LATITUDE, min(_HIGHEST_LATITUDE, lat))
        across = (lon + 180) / 360
        down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
        scale = 2**self.zoom
        return (
            round((across * scale - self.x) * EXTENT),
            round((down * scale - self.y) * EXTENT),
        )


@dataclass(frozen=True, slots=True)
class Feature:
    """A point or one closed ring (its first position not repeated) with its properties."""

    shape: Literal["point", "polygon"]
    positions: Sequence[Position]
    properties: Mapping[str, Value]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Layer:
    """Features under one name."""

    name: str
    features: list[Feature] = field(default_factory=list)


def encode_tile(layers: Sequence[Layer]) -> bytes:
    """The tile as bytes; layers without features are left out."""
    return b"".join(_field(3, _layer(layer)) for layer in layers if layer.features)


def _layer(layer: Layer) -> bytes:
    keys: dict[str, int] = {}
    values: dict[Value, int] = {}
    parts = [_field(1, layer.name.encode())]
    for feature in layer.features:
        tags = [
            number
            for key, value in feature.properties.items()
            for number in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
        ]
        shape = _POINT if feature.shape == "point" else _POLYGON
        commands = _point(feature) if feature.shape == "point" else _ring(feature.positions)
        number = _number(1, feature.number) if feature.number else b""
        parts.append(
            _field(2, number + _packed(2, tags) + _number(3, shape) + _packed(4, commands))
        )
    parts += [_field(3, key.encode()) for key in keys]
    parts += [_field(4, _value(value)) for value in values]
    return b"".join([*parts, _number(5, EXTENT), _number(15, 2)])


def _point(feature: Feature) -> list[int]:
    ((x, y),) = feature.positions
    return [_command(1, 1), _zigzag(x), _zigzag(y)]


def _ring(positions: Sequence[Position]) -> list[int]:
    """One outer ring, wound as the format asks: clockwise on a screen, where y grows downwards."""
    pairs = zip(positions, [*positions[1:], positions[0]], strict=True)
    if sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) < 0:
        positions = positions[::-1]
    (x, y), *others = positions
    commands = [_command(1, 1), _zigzag(x), _zigzag(y), _command(2, len(others))]
    for nx, ny in others:
        commands += [_zigzag(nx - x), _zigzag(ny - y)]
        x, y = nx, ny
    return [*commands, _command(7, 1)]


def _command(command: int, count: int) -> int:
    return command | count << 3


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _value(value: Value) -> bytes:
    return _field(1, value.encode()) if isinstance(value, str) else _number(6, _zigzag(value))


def _packed(tag: int, numbers: Sequence[int]) -> bytes:
    return _field(tag, b"".join(map(_varint, numbers)))


def _field(tag: int, content: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(content)) + content


def _number(tag: int, number: int) -> bytes:
    return _varint(tag << 3) + _varint(number)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _latitude(down: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))
