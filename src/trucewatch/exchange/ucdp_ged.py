"""The UCDP Georeferenced Event Dataset: layouts 19.1 and 22 onward, with or without HXL tags."""

from functools import partial
from typing import Any, Final

from trucewatch.exchange.parsed import ParsedReport
from trucewatch.exchange.records import Header, Record
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
from trucewatch.reports.rules import NEWLINE_IN_VALUE, NOT_CLEAR, flags_of
from trucewatch.sources.models import Source
from trucewatch.vocabulary.grading import SourceReliability
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.violations import UcdpType, ViolationType

REQUIRED: Final = (
    "id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "adm_1",
    "adm_2", "latitude", "longitude", "country", "date_prec", "date_start", "date_end", "deaths_a",
    "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
)  # fmt: skip

_DEATHS: Final = {
    "deaths_low": "low", "deaths_best": "best", "deaths_high": "high", "deaths_a": "deaths_a",
    "deaths_b": "deaths_b", "deaths_civilians": "deaths_civilians",
    "deaths_unknown": "deaths_unknown",
}  # fmt: skip


def ucdp_source() -> Source:
    """UCDP as a source, with what its dataset cannot show."""
    return Source(
        key="ucdp",
        name="UCDP",
        reliability=SourceReliability.B,
        limits=(
            "Only events in which at least one person died and an organised actor took part. "
            "Coded from news and monitors' reports; places and dates carry their own precision. "
            "No event does not mean that nothing happened."
        ),
        attribution=(
            "UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program, CC BY 4.0 "
            "(Sundberg and Melander 2013; Högbladh 2019)"
        ),
    )


class GedReader:
    """Reads rows of the dataset; ``refusals`` says which columns the file lacks."""

    def __init__(self, header: Header) -> None:
        self.refusals = missing_columns(REQUIRED, header.columns, header.line)

    def parse(self, record: Record) -> ParsedReport | list[Refusal]:
        """The report in a row, or all that is wrong with the row."""
        row = FieldReader(record.line, record.values)
        key = row.required("id", str.strip)
        if key and len(key) > 200:
            row.refuse("id", "an id has at most 200 characters")
        facts: dict[str, Any] = {
            "ucdp_type": row.required("type_of_violence", _TYPE),
            "date_start": row.required("date_start", read_date),
            "date_end": row.required("date_end", read_date),
            "date_precision": row.required("date_prec", _DATE_PRECISION),
            "latitude": row.required("latitude", read_latitude),
            "longitude": row.required("longitude", read_longitude),
            "location_precision": row.required("where_prec", _PLACE_PRECISION),
            "place_as_published": row.text("where_coordinates", 300),
            "admin1_as_published": row.text("adm_1", 200),
            "admin2_as_published": row.text("adm_2", 200),
            "country_as_published": row.text("country", 100),
            "summary": row.text("source_headline", 10_000),
        }
        for fact, column in _DEATHS.items():
            facts[fact] = row.required(column, read_deaths)
        sides = [row.text(column, 600) for column in ("side_a", "side_b")]
        start, end = facts["date_start"], facts["date_end"]
        if start and end and end < start:
            row.refuse("date_end", f"the end {end} lies before the start {start}")
        if row.refusals or key is None:
            return row.refusals
        account = Account(
            event_type=_event_type(facts["ucdp_type"]),
            type_as_published=UcdpType(facts["ucdp_type"]).label,
            **facts,
        )
        return ParsedReport(
            line=record.line,
            key=key,
            account=account,
            side_a=sides[0],
            side_b=sides[1],
            area=account.admin1_as_published,
            original=record.original,
            values=record.values,
            flags=_flags(record, account),
        )


def party_kind(side: str) -> PartyKind:
    """What sort of actor a side is, as UCDP's way of naming them tells."""
    if side.startswith("Government of "):
        return PartyKind.STATE
    if side == "Civilians":
        return PartyKind.CIVILIANS
    return PartyKind.COALITION if ", " in side else PartyKind.ARMED_GROUP


_TYPE = partial(read_code, least=1, most=3)
_DATE_PRECISION = partial(read_code, least=1, most=5)
_PLACE_PRECISION = partial(read_code, least=1, most=7)


def _event_type(ucdp_type: int) -> ViolationType:
    """UCDP codes who fought whom, not with what: only one-sided violence names an act."""
    if ucdp_type == UcdpType.ONE_SIDED:
        return ViolationType.HARM_TO_CIVILIANS
    return ViolationType.UNSPECIFIED


def _flags(record: Record, account: Account) -> list[str]:
    flags = flags_of(account)
    if "\n" in record.original and any("\n" in value for value in record.values.values()):
        flags.append(NEWLINE_IN_VALUE)
    status = record.values.get("code_status", "").strip()
    if status and status.casefold() != "clear":
        flags.append(NOT_CLEAR)
    return flags
