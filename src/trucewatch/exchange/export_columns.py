"""What an exported report or incident consists of: one column each, in one order everywhere."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, NamedTuple


class Kind(Enum):
    """What the values of a column are."""

    TEXT = auto()
    CODE = auto()
    """One of a few words of the vocabulary."""
    NUMBER = auto()
    DEGREES = auto()
    DAY = auto()
    LIST = auto()
    """Several short texts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and the hashtag of the Humanitarian Exchange Language that says what it holds."""

    name: str
    kind: Kind
    tag: str


class ReportRow(NamedTuple):
    """One source's account as every export has it."""

    id: str
    incident: str
    source: str
    source_key: str
    version: int
    standing: str
    handling: str
    event_type: str
    ucdp_type: int | None
    type_as_published: str
    side_a: str | None
    side_b: str | None
    date_start: dt.date
    date_end: dt.date
    date_precision: int
    latitude: float | None
    longitude: float | None
    location_precision: int
    place: str
    admin1: str
    admin2: str
    country: str
    area: str | None
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None
    deaths_a: int | None
    deaths_b: int | None
    deaths_civilians: int | None
    deaths_unknown: int | None
    verification: str
    credibility: int
    flags: list[str]
    summary: str


class IncidentRow(NamedTuple):
    """What several accounts of one event span together; widest dates, no average."""

    id: str
    reports: int
    report_ids: list[str]
    sources: list[str]
    date_start: dt.date
    date_end: dt.date
    date_precision: int
    event_types: list[str]
    latitude: float | None
    longitude: float | None
    location_precision: int
    place: str
    area: str | None
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None
    flags: list[str]


class StatementRow(NamedTuple):
    """One speaker's words; ``start`` and ``end`` count code points of the document's text."""

    id: str
    document: str
    document_sha256: str
    source: str
    source_key: str
    start: int
    end: int
    words: str
    handling: str
    recorded_on: dt.date
    speaker: str
    speaker_names: list[str]
    speaker_party: str | None
    protected: int
    speech: str
    act: str
    relayed_by: list[str]
    said_from: dt.date | None
    said_until: dt.date | None


class FigureRow(NamedTuple):
    """A number that somebody claims; an open bound is empty."""

    id: str
    document: str
    document_sha256: str
    source: str
    source_key: str
    start: int
    end: int
    words: str
    handling: str
    recorded_on: dt.date
    speaker: str
    speaker_names: list[str]
    speaker_party: str | None
    protected: int
    concept: str
    low: int | None
    high: int | None
    estimated: int
    scope: str
    as_of: dt.date | None


class DemandRow(NamedTuple):
    """What one actor asks of others, or undertakes."""

    id: str
    document: str
    document_sha256: str
    source: str
    source_key: str
    start: int
    end: int
    words: str
    handling: str
    recorded_on: dt.date
    speaker: str
    speaker_names: list[str]
    speaker_party: str | None
    protected: int
    demand_kind: str
    asked_of: list[str]
    quantity: str
    condition: str


class MeetingRow(NamedTuple):
    """What one document tells of a meeting."""

    id: str
    document: str
    document_sha256: str
    source: str
    source_key: str
    start: int
    end: int
    words: str
    handling: str
    recorded_on: dt.date
    track: str
    ordinal: int | None
    date_start: dt.date | None
    date_end: dt.date | None
    venue: str
    meeting_format: str
    participants: list[str]
    outcome: str


class CaseRow(NamedTuple):
    """A case of a mechanism in neutral words; never who alleged it, nor why it took a step.

    Ids of other rows are left out where the reader does not see those. Moments are in UTC.
    """

    id: str
    case: str
    mechanism: str
    case_class: str
    state: str
    violation_type: str
    matter: str
    date_start: dt.date
    date_end: dt.date
    continuing: int
    place: str
    area: str | None
    latitude: float | None
    longitude: float | None
    accused: str
    received_at: str
    on_site_at: str
    decided_at: str
    closed_at: str
    due_at: str
    due: str
    incident: str
    duplicate_of: str
    arose_from: str
    handling: str


class FindingRow(NamedTuple):
    """What a mechanism was asked to hold, the positions of its members, and what follows."""

    id: str
    case_id: str
    case: str
    mechanism: str
    version: int
    established: str
    standard: str
    violation_type: str
    severity: str
    scope_verdict: str
    scope_reason: str
    attribution: str
    attributed_to: str
    attribution_signed: int
    text: str
    made_at: str
    vote_closed_at: str
    published_at: str
    replaced: int
    decision: str
    decision_reason: str
    positions: list[str]
    reasons: list[str]
    digest: str
    handling: str


Row = (
    ReportRow | IncidentRow | StatementRow | FigureRow | DemandRow | MeetingRow | CaseRow
    | FindingRow
)  # fmt: skip

_TAGS: Final[dict[str, tuple[Kind, str]]] = {
    "id": (Kind.TEXT, "#meta+id"),
    "incident": (Kind.TEXT, "#event+id"),
    "reports": (Kind.NUMBER, "#meta+reports+num"),
    "report_ids": (Kind.LIST, "#meta+reports+id+list"),
    "source": (Kind.CODE, "#meta+source"),
    "sources": (Kind.LIST, "#meta+source+list"),
    "source_key": (Kind.TEXT, "#meta+source+id"),
    "version": (Kind.NUMBER, "#meta+version"),
    "standing": (Kind.CODE, "#status+standing"),
    "handling": (Kind.CODE, "#access+tlp"),
    "event_type": (Kind.CODE, "#event+type"),
    "event_types": (Kind.LIST, "#event+type+list"),
    "ucdp_type": (Kind.NUMBER, "#event+type+code+v_ucdp"),
    "type_as_published": (Kind.TEXT, "#event+type+published"),
    "side_a": (Kind.TEXT, "#actor+name+a"),
    "side_b": (Kind.TEXT, "#actor+name+b"),
    "date_start": (Kind.DAY, "#date+start"),
    "date_end": (Kind.DAY, "#date+end"),
    "date_precision": (Kind.NUMBER, "#date+precision+v_ucdp"),
    "latitude": (Kind.DEGREES, "#geo+lat"),
    "longitude": (Kind.DEGREES, "#geo+lon"),
    "location_precision": (Kind.NUMBER, "#geo+precision+v_ucdp"),
    "place": (Kind.TEXT, "#loc+name"),
    "admin1": (Kind.TEXT, "#adm1+name+published"),
    "admin2": (Kind.TEXT, "#adm2+name+published"),
    "country": (Kind.TEXT, "#country+name"),
    "area": (Kind.CODE, "#adm1+name"),
    "deaths_low": (Kind.NUMBER, "#affected+killed+min+num"),
    "deaths_best": (Kind.NUMBER, "#affected+killed+num"),
    "deaths_high": (Kind.NUMBER, "#affected+killed+max+num"),
    "deaths_a": (Kind.NUMBER, "#affected+killed+a+num"),
    "deaths_b": (Kind.NUMBER, "#affected+killed+b+num"),
    "deaths_civilians": (Kind.NUMBER, "#affected+killed+civilians+num"),
    "deaths_unknown": (Kind.NUMBER, "#affected+killed+unknown+num"),
    "verification": (Kind.CODE, "#status+verification"),
    "credibility": (Kind.NUMBER, "#indicator+credibility+code"),
    "flags": (Kind.LIST, "#meta+flags+list"),
    "summary": (Kind.TEXT, "#description"),
    "document": (Kind.TEXT, "#meta+document+name"),
    "document_sha256": (Kind.TEXT, "#meta+document+id+v_sha256"),
    "start": (Kind.NUMBER, "#meta+document+start+num"),
    "end": (Kind.NUMBER, "#meta+document+end+num"),
    "words": (Kind.TEXT, "#description+quote"),
    "recorded_on": (Kind.DAY, "#date+recorded"),
    "speaker": (Kind.TEXT, "#actor+name+speaker"),
    "speaker_names": (Kind.LIST, "#actor+name+speaker+list"),
    "speaker_party": (Kind.TEXT, "#actor+party+speaker"),
    "protected": (Kind.NUMBER, "#access+protected"),
    "speech": (Kind.CODE, "#meta+speech+type"),
    "act": (Kind.CODE, "#meta+speech+act"),
    "relayed_by": (Kind.LIST, "#actor+name+relayed+list"),
    "said_from": (Kind.DAY, "#date+said+start"),
    "said_until": (Kind.DAY, "#date+said+end"),
    "concept": (Kind.CODE, "#indicator+name"),
    "low": (Kind.NUMBER, "#indicator+min+num"),
    "high": (Kind.NUMBER, "#indicator+max+num"),
    "estimated": (Kind.NUMBER, "#indicator+estimated"),
    "scope": (Kind.TEXT, "#indicator+scope"),
    "as_of": (Kind.DAY, "#date+asof"),
    "demand_kind": (Kind.CODE, "#meta+demand+type"),
    "asked_of": (Kind.LIST, "#actor+name+asked+list"),
    "quantity": (Kind.TEXT, "#meta+quantity"),
    "condition": (Kind.TEXT, "#meta+condition"),
    "track": (Kind.TEXT, "#event+track"),
    "ordinal": (Kind.NUMBER, "#event+round+num"),
    "venue": (Kind.TEXT, "#loc+venue"),
    "meeting_format": (Kind.CODE, "#event+format"),
    "participants": (Kind.LIST, "#actor+name+participant+list"),
    "outcome": (Kind.TEXT, "#description+outcome"),
    "case": (Kind.TEXT, "#meta+case+name"),
    "case_id": (Kind.TEXT, "#meta+case+id"),
    "mechanism": (Kind.CODE, "#meta+mechanism"),
    "case_class": (Kind.CODE, "#meta+case+type"),
    "state": (Kind.CODE, "#status+case"),
    "violation_type": (Kind.CODE, "#event+type"),
    "matter": (Kind.TEXT, "#description+matter"),
    "continuing": (Kind.NUMBER, "#event+continuing"),
    "accused": (Kind.TEXT, "#actor+name+accused"),
    "received_at": (Kind.TEXT, "#date+received"),
    "on_site_at": (Kind.TEXT, "#date+onsite"),
    "decided_at": (Kind.TEXT, "#date+decided"),
    "closed_at": (Kind.TEXT, "#date+closed"),
    "due_at": (Kind.TEXT, "#date+due"),
    "due": (Kind.CODE, "#status+due"),
    "duplicate_of": (Kind.TEXT, "#meta+case+id+duplicated"),
    "arose_from": (Kind.TEXT, "#meta+case+id+origin"),
    "established": (Kind.CODE, "#status+established"),
    "standard": (Kind.CODE, "#status+verification"),
    "severity": (Kind.CODE, "#severity"),
    "scope_verdict": (Kind.CODE, "#status+scope"),
    "scope_reason": (Kind.TEXT, "#description+scope"),
    "attribution": (Kind.CODE, "#status+attribution"),
    "attributed_to": (Kind.TEXT, "#actor+name+attributed"),
    "attribution_signed": (Kind.NUMBER, "#status+attribution+signed"),
    "text": (Kind.TEXT, "#description+finding"),
    "made_at": (Kind.TEXT, "#date+made"),
    "vote_closed_at": (Kind.TEXT, "#date+vote"),
    "published_at": (Kind.TEXT, "#date+published"),
    "replaced": (Kind.NUMBER, "#status+replaced"),
    "decision": (Kind.CODE, "#status+decision"),
    "decision_reason": (Kind.TEXT, "#description+decision"),
    "positions": (Kind.LIST, "#actor+position+list"),
    "reasons": (Kind.LIST, "#actor+reasons+list"),
    "digest": (Kind.TEXT, "#meta+id+v_sha256"),
}


def columns_of(row: type[Any]) -> tuple[Column, ...]:
    """The columns of a kind of row."""
    return tuple(Column(name, *_TAGS[name]) for name in row._fields)


REPORT_COLUMNS: Final = columns_of(ReportRow)
INCIDENT_COLUMNS: Final = columns_of(IncidentRow)
