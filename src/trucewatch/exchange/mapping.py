"""Any table of reports, read by a mapping file that says which column means what."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, Final

from trucewatch.exchange.parsed import ParsedReport
from trucewatch.exchange.records import Header, Record
from trucewatch.exchange.report_import import Format
from trucewatch.exchange.summary import Refusal
from trucewatch.exchange.values import (
    FieldReader,
    missing_columns,
    read_code,
    read_date,
    read_deaths,
    read_latitude,
    read_longitude,
)
from trucewatch.reports.account import Account
from trucewatch.reports.rules import (
    COORDINATES_MISSING,
    NEWLINE_IN_VALUE,
    UNKNOWN_TYPE,
    flags_of,
)
from trucewatch.sources.models import Source
from trucewatch.sources.rules import is_reserved
from trucewatch.vocabulary.acled import read_acled
from trucewatch.vocabulary.grading import SourceReliability
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import precision_for, precision_from_acled
from trucewatch.vocabulary.precision import LocationPrecision, location_precision_from_acled
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.violations import ViolationType

FIELDS: Final = (
    "key", "date_start", "date_end", "date_precision", "latitude", "longitude",
    "location_precision", "place", "admin1", "admin2", "country", "side_a", "side_b", "type",
    "summary", "deaths_low", "deaths_best", "deaths_high", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown",
)  # fmt: skip
_DEATHS: Final = tuple(name for name in FIELDS if name.startswith("deaths_"))
_SOURCE_KEY: Final = re.compile(r"[a-z0-9_-]{1,60}")
_LENGTHS: Final = {
    "place": 300, "admin1": 200, "admin2": 200, "country": 100, "side_a": 600, "side_b": 600,
    "type": 200, "summary": 20_000,
}  # fmt: skip
_SECTIONS: Final = {
    "source": {"key", "name", "reliability", "limits", "attribution"},
    "defaults": {"handling", "party_kind"},
    "columns": set(FIELDS),
    "read": {"types", "location_precision", "date_precision", "date_formats"},
    "types": None,
}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column holds which field, and how its codes are read."""

    columns: dict[str, str]
    date_formats: tuple[str, ...] = ()
    types: dict[str, str] = field(default_factory=dict)
    scheme: Mapping[str, str] = field(default_factory=dict)


def mapped_format(name: str) -> Format:
    """The format that a shipped mapping, or a mapping file of one's own, describes.

    Raises ``Refused`` that names the file and the entry at fault.
    """
    if not name:
        raise Refused("Reports of a layout of their own need a mapping file.", field="mapping")
    return format_of(name, mapping_entries(name))[0]


def mapping_entries(name: str) -> dict[str, Any]:
    """What a mapping says, not checked yet. Raises ``Refused`` where it is no TOML."""
    try:
        return tomllib.loads(_mapping_text(name))
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{name}: {error}", field="mapping") from error


def shipped_mappings() -> list[str]:
    """The names of the mappings that come with the software."""
    folder = resources.files("trucewatch.exchange.mappings")
    names = (entry.name for entry in folder.iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


class MappedReader:
    """Reads rows as a mapping says."""

    def __init__(self, mapping: ColumnMapping, header: Header) -> None:
        self._mapping = mapping
        self._name = mapping.columns
        wanted = list(dict.fromkeys(mapping.columns.values()))
        self.refusals = missing_columns(wanted, header.columns, header.line)
        scheme = mapping.scheme
        acled = {name for name, how in scheme.items() if how == "acled"}
        self._read_type = _acled_type if "types" in acled else self._plain_type
        self._read_place_precision: Callable[[str], int] = (
            _by_code(location_precision_from_acled)
            if "location_precision" in acled
            else partial(read_code, least=1, most=7)
        )
        self._read_date_precision: Callable[[str], int] = (
            _by_code(precision_from_acled)
            if "date_precision" in acled
            else partial(read_code, least=1, most=5)
        )

    def parse(self, record: Record) -> ParsedReport | list[Refusal]:
        """The report in a row, or all that is wrong with the row."""
        row = FieldReader(record.line, record.values)
        texts = {name: self._text(row, name) for name in _LENGTHS}
        key = row.required(self._name["key"], str.strip)
        if key and len(key) > 200:
            row.refuse(self._name["key"], "an id has at most 200 characters")
        read_day = partial(read_date, formats=self._mapping.date_formats)
        start = row.required(self._name["date_start"], read_day)
        end = self._optional(row, "date_end", read_day) or start
        deaths = {name: self._optional(row, name, read_deaths) for name in _DEATHS}
        latitude = self._optional(row, "latitude", read_latitude)
        longitude = self._optional(row, "longitude", read_longitude)
        place_precision = self._optional(row, "location_precision", self._read_place_precision)
        date_precision = self._optional(row, "date_precision", self._read_date_precision)
        if start and end and end < start:
            column = self._name["date_end"]
            row.refuse(column, f"the end {end} lies before the start {start}")
        if (latitude is None) != (longitude is None) and not row.refusals:
            missing = "latitude" if latitude is None else "longitude"
            row.refuse(self._name.get(missing, missing), "a point needs both coordinates")
        if row.refusals or key is None or start is None or end is None:
            return row.refusals
        event_type, type_flags = self._read_type(texts["type"])
        if place_precision is None:
            place_precision = LocationPrecision.EXACT if latitude is not None else _vaguest(texts)
        account = Account(
            date_start=start,
            date_end=end,
            date_precision=date_precision or precision_for(start, end),
            event_type=event_type,
            type_as_published=texts["type"],
            summary=texts["summary"],
            latitude=latitude,
            longitude=longitude,
            location_precision=place_precision,
            place_as_published=texts["place"],
            admin1_as_published=texts["admin1"],
            admin2_as_published=texts["admin2"],
            country_as_published=texts["country"],
            **deaths,
        )
        flags = [*flags_of(account), *type_flags]
        if latitude is None:
            flags.append(COORDINATES_MISSING)
        if any("\n" in value for value in record.values.values()):
            flags.append(NEWLINE_IN_VALUE)
        return ParsedReport(
            line=record.line,
            key=key,
            account=account,
            side_a=texts["side_a"],
            side_b=texts["side_b"],
            area=texts["admin1"],
            original=record.original,
            values=record.values,
            flags=flags,
        )

    def _text(self, row: FieldReader, name: str) -> str:
        column = self._name.get(name)
        return row.text(column, _LENGTHS[name]) if column else ""

    def _optional(self, row: FieldReader, name: str, read: Callable[[str], Any]) -> Any:
        column = self._name.get(name)
        return row.optional(column, read) if column else None

    def _plain_type(self, text: str) -> tuple[ViolationType, list[str]]:
        """A type by the mapping's own list, else by our own words; else kept as published."""
        word = self._mapping.types.get(text, text)
        try:
            return ViolationType(word), []
        except ValueError:
            return ViolationType.UNSPECIFIED, [UNKNOWN_TYPE] if text else []


def _acled_type(text: str) -> tuple[ViolationType, list[str]]:
    try:
        return read_acled(text).suggested, []
    except ValueError:
        return ViolationType.UNSPECIFIED, [UNKNOWN_TYPE] if text else []


def _by_code(read: Callable[[int], int]) -> Callable[[str], int]:
    return lambda text: int(read(read_code(text, least=1, most=3)))


def _vaguest(texts: Mapping[str, str]) -> LocationPrecision:
    """Without coordinates, a named governorate is known to that level; else only the country."""
    if texts["admin2"]:
        return LocationPrecision.DISTRICT
    return LocationPrecision.GOVERNORATE if texts["admin1"] else LocationPrecision.COUNTRY


def _mapping_text(name: str) -> str:
    if name in shipped_mappings():
        return (resources.files("trucewatch.exchange.mappings") / f"{name}.toml").read_text("utf-8")
    path = Path(name)
    try:
        with path.open("rb") as file:
            content = file.read(1_000_001)
        if len(content) > 1_000_000:
            raise Refused(f"{name}: a mapping has at most 1 MB.", field="mapping")
        return content.decode("utf-8")
    except FileNotFoundError:
        known = ", ".join(shipped_mappings())
        raise Refused(
            f"There is no mapping file {name}; shipped mappings: {known}.", field="mapping"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{name}: {error}", field="mapping") from error


def format_of(name: str, entries: dict[str, Any]) -> tuple[Format, ColumnMapping]:
    """The checked entries of a mapping: whose reports under which mark, and which column is what.

    Raises ``Refused`` that names the mapping and the entry at fault.
    """
    for section, content in entries.items():
        if section not in _SECTIONS or not isinstance(content, dict):
            raise Refused(f"{name}: there is no section [{section}].", field="mapping")
        allowed = _SECTIONS[section]
        for entry in content:
            if allowed is not None and entry not in allowed:
                raise Refused(f"{name}: [{section}] has no entry “{entry}”.", field="mapping")
    columns = {key: str(value) for key, value in entries.get("columns", {}).items()}
    for needed in ("key", "date_start"):
        if needed not in columns:
            raise Refused(f"{name}: [columns] must say which is “{needed}”.", field="mapping")
    source, defaults = entries.get("source", {}), entries.get("defaults", {})
    if not source.get("key") or not source.get("name"):
        raise Refused(f"{name}: [source] must give a key and a name.", field="mapping")
    if not _SOURCE_KEY.fullmatch(str(source["key"])) or len(str(source["name"])) > 200:
        raise Refused(
            f"{name}: the source's key has small Latin letters, digits, - and _ only, at most 60, "
            "and its name at most 200 characters.",
            field="mapping",
        )
    if is_reserved(str(source["key"])):
        raise Refused(
            f"{name}: “{source['key']}” speaks for itself; give the source another key.",
            field="mapping",
        )
    if "\x00" in "".join(map(str, source.values())):
        raise Refused(f"{name}: [source] holds a NUL character.", field="mapping")
    scheme = dict(entries.get("read", {}))
    formats = scheme.pop("date_formats", [])
    if not isinstance(formats, list) or not all(isinstance(entry, str) for entry in formats):
        raise Refused(f"{name}: date_formats must be a list of patterns.", field="mapping")
    for entry, how in scheme.items():
        if how not in ("acled", "plain"):
            raise Refused(f"{name}: {entry} is read as “acled” or “plain”.", field="mapping")
    mapping = ColumnMapping(
        columns=columns,
        date_formats=tuple(formats),
        types={str(key): str(value) for key, value in entries.get("types", {}).items()},
        scheme=scheme,
    )
    try:
        handling = Handling(defaults.get("handling", "AMBER"))
        kind = PartyKind(defaults.get("party_kind", "unknown"))
        reliability = SourceReliability(source.get("reliability", "F"))
    except ValueError as error:
        raise Refused(f"{name}: {error}.", field="mapping") from error
    if handling is Handling.RED:
        raise Refused(f"{name}: TLP:RED is for named recipients, not for imports.", field="mapping")
    found = Format(
        source=Source(
            key=str(source["key"]),
            name=str(source["name"]),
            reliability=reliability,
            limits=str(source.get("limits", "")),
            attribution=str(source.get("attribution", "")),
        ),
        reader=partial(MappedReader, mapping),
        party_kind=lambda side: kind,
        handling=handling,
    )
    return found, mapping
