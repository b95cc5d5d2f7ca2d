"""Rows as a JSON list, and as GeoJSON (RFC 7946)."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from trucewatch.exchange.export_columns import Row

_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def json_chunks(portions: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """A list with an object for each row, one to a line."""
    yield b"["
    yield from _joined(portions, lambda row: row._asdict())
    yield b"\n]\n"


def geojson_chunks(
    portions: Iterable[Sequence[Row]], attributions: Callable[[], list[str]]
) -> Iterator[bytes]:
    """A collection of features; the words of the sources' licences stand at its end."""
    yield b'{"type":"FeatureCollection","features":['
    yield from _joined(portions, _feature)
    yield f'\n],"attributions":{_encode(attributions())}}}\n'.encode()


def _joined(portions: Iterable[Sequence[Row]], words: Callable[[Any], Any]) -> Iterator[bytes]:
    before = "\n"
    for portion in portions:
        if portion:
            yield (before + ",\n".join([_encode(words(row)) for row in portion])).encode("utf-8")
            before = ",\n"


def _feature(row: Row) -> dict[str, Any]:
    """A GeoJSON feature; without coordinates its geometry is null, as the standard has it."""
    properties = row._asdict()
    latitude, longitude = properties.pop("latitude"), properties.pop("longitude")
    point = None
    if latitude is not None and longitude is not None:
        point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "id": row.id, "geometry": point, "properties": properties}
