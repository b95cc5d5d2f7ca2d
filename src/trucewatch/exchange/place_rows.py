"""The two layouts in which places come: tables of P-codes and tables of coordinates."""

from dataclasses import dataclass
from typing import Final

from trucewatch.exchange.records import Header, Record
from trucewatch.exchange.summary import Refusal
from trucewatch.exchange.values import (
    FieldReader,
    missing_columns,
    read_code,
    read_latitude,
    read_longitude,
)
from trucewatch.places.models import PlaceKind

PCODE_COLUMNS: Final = ("Location", "Admin Level", "P-Code", "Name", "Parent P-Code")
POINT_COLUMNS: Final = ("where_coordinates", "adm_1", "latitude", "longitude")

_KIND_OF_LEVEL: Final = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2)


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One administrative unit under its P-code."""

    line: int
    location: str
    kind: PlaceKind
    pcode: str
    name: str
    parent: str

    @property
    def content(self) -> tuple[str, ...]:
        return (self.location, self.kind.value, self.name, self.parent)


@dataclass(frozen=True, slots=True)
class PointRow:
    """One named point in degrees, and the governorate in which the source puts it."""

    line: int
    name: str
    area: str
    latitude: float
    longitude: float

    @property
    def content(self) -> tuple[str, ...]:
        return (self.name, self.area)


def is_coded(header: Header) -> bool:
    """Whether the file is a table of P-codes rather than of coordinates."""
    return sum(name in header.columns for name in PCODE_COLUMNS) > sum(
        name in header.columns for name in POINT_COLUMNS
    )


def header_refusals(header: Header) -> list[Refusal]:
    """The columns that the layout asks for and the file lacks."""
    wanted = PCODE_COLUMNS if is_coded(header) else POINT_COLUMNS
    return missing_columns(wanted, header.columns, header.line)


def read_coded(record: Record) -> CodedRow | list[Refusal]:
    """A row of a table of P-codes, or all that is wrong with it."""
    row = FieldReader(record.line, record.values)
    level = row.required("Admin Level", _level)
    pcode = row.required("P-Code", str.strip)
    name = row.required("Name", str.strip)
    parent = row.text("Parent P-Code", 20)
    location = row.text("Location", 20)
    if pcode and len(pcode) > 20:
        row.refuse("P-Code", "a P-code has at most 20 characters")
    if name and len(name) > 200:
        row.refuse("Name", "a name has at most 200 characters")
    if level and not parent:
        row.refuse("Parent P-Code", "the value is missing")
    if row.refusals or level is None or pcode is None or name is None:
        return row.refusals
    return CodedRow(record.line, location, _KIND_OF_LEVEL[level], pcode, name, parent)


def read_point(record: Record) -> PointRow | list[Refusal]:
    """A row of a table of coordinates, or all that is wrong with it."""
    row = FieldReader(record.line, record.values)
    name = row.required("where_coordinates", str.strip)
    area = row.text("adm_1", 200)
    latitude = row.required("latitude", read_latitude)
    longitude = row.required("longitude", read_longitude)
    if name and len(name) > 200:
        row.refuse("where_coordinates", "a name has at most 200 characters")
    if row.refusals or name is None or latitude is None or longitude is None:
        return row.refusals
    return PointRow(record.line, " ".join(name.split()), area, latitude, longitude)


def _level(text: str) -> int:
    return read_code(text, least=0, most=2)
