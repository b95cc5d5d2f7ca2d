"""What the API says of mechanisms, cases and findings: organisations, never persons."""

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Schema

from trucewatch.cases.actions.finding import words_of
from trucewatch.cases.queries.deciding import decision_of
from trucewatch.exchange.case_rows import attributed_to


class VersionOut(Schema):
    """The terms of a mechanism from a day on."""

    number: int
    since: dt.date
    terms: dict[str, Any]


class MechanismOut(Schema):
    """A body that monitors an instrument, with every version of its terms, the latest first."""

    id: UUID
    key: str
    name: str
    instrument_id: UUID | None
    remarks: str
    versions: list[VersionOut]

    @staticmethod
    def resolve_versions(mechanism: Any) -> list[Any]:
        """What was fetched with the mechanism."""
        return list(mechanism.versions.all())


class MechanismList(Schema):
    """Mechanisms in the order of their ids."""

    count: int
    mechanisms: list[MechanismOut]
    next: UUID | None


class CaseOut(Schema):
    """A case in neutral words: never who alleged it, nor why it took a step."""

    id: UUID
    case: str
    mechanism: str
    case_class: str
    state: str
    violation_type: str
    matter: str
    date_start: dt.date
    date_end: dt.date
    continuing: bool
    place: str
    area: str | None
    latitude: float | None
    longitude: float | None
    accused: str
    received_at: dt.datetime
    on_site_at: dt.datetime | None
    decided_at: dt.datetime | None
    closed_at: dt.datetime | None
    due_at: dt.datetime | None
    due: str
    incident: UUID | None
    duplicate_of: UUID | None
    arose_from: UUID | None
    handling: str


class CaseList(Schema):
    """Cases in the order of their ids, how many there are, and where the list goes on."""

    count: int
    cases: list[CaseOut]
    next: UUID | None


class ObservationOut(Schema):
    """What was counted on site, in its own unit; never added to another."""

    unit: str
    low: int
    high: int
    remarks: str


class PaperOut(Schema):
    """A paper of a case that the reader may see."""

    id: UUID
    kind: str
    text: str
    method: str
    happened_at: dt.datetime | None
    addressee: str | None
    in_reply_to: UUID | None
    due_at: dt.datetime | None
    made_at: dt.datetime
    handling: str
    observations: list[ObservationOut]

    @staticmethod
    def resolve_kind(paper: Any) -> str:
        """What sort of paper it is."""
        return str(paper.kind_of_paper)

    @staticmethod
    def resolve_addressee(paper: Any) -> str | None:
        """The key of the organisation that it is for."""
        return paper.addressee.key if paper.addressee else None

    @staticmethod
    def resolve_in_reply_to(paper: Any) -> UUID | None:
        """The paper that it answers, which whoever reads the answer may read as well."""
        found: UUID | None = paper.in_reply_to_id
        return found

    @staticmethod
    def resolve_observations(paper: Any) -> list[Any]:
        """What was fetched with the paper."""
        return list(paper.observations.all())


class DeadlineOut(Schema):
    """Something is, or was, due."""

    name: str
    set_at: dt.datetime
    due_at: dt.datetime
    met_at: dt.datetime | None
    lapsed_at: dt.datetime | None
    was_late: bool


class PositionOut(Schema):
    """How one member of the mechanism stands to a finding, for its organisation.

    ``signature`` is over ``signed_words``: by ``public_key``, a key of the member's own, or,
    where ``attested_by_server`` is true, by the key of the record.
    """

    organisation: str
    organisation_name: str
    level: str
    stance: str
    reasons: str
    given_at: dt.datetime
    digest: str
    signature: str
    public_key: str | None
    attested_by_server: bool
    signed_words: str
    voided_at: dt.datetime | None
    voided_because: str

    @staticmethod
    def resolve_organisation(position: Any) -> str:
        """The key of the organisation."""
        return str(position.organisation.key)

    @staticmethod
    def resolve_organisation_name(position: Any) -> str:
        """What it is called."""
        return str(position.organisation.name)

    @staticmethod
    def resolve_public_key(position: Any) -> str | None:
        """The key of the member's own that signed, if one did."""
        return position.public_key or None

    @staticmethod
    def resolve_attested_by_server(position: Any) -> bool:
        """Whether the record vouches for it, for want of a key of the member's own."""
        return bool(position.is_attested)

    @staticmethod
    def resolve_signed_words(position: Any) -> str:
        """What the signature is over, in canonical JSON."""
        return words_of(position, position.organisation.key)


class FindingOut(Schema):
    """What a mechanism was asked to hold, with each member's position and what follows from them.

    The outcome is derived from the positions by the mechanism's rule each time it is asked for.
    """

    id: UUID
    case_id: UUID
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
    attribution_reason: str
    attribution_signed_by: str | None
    attribution_signed_at: dt.datetime | None
    text: str
    made_at: dt.datetime
    digest: str
    replaced_at: dt.datetime | None
    vote_closed_at: dt.datetime | None
    published_at: dt.datetime | None
    handling: str
    outcome: str
    outcome_reason: str
    awaited: list[str]
    positions: list[PositionOut]


def finding_out(finding: Any) -> dict[str, Any]:
    """A finding of ``visible_findings`` in the shape of ``FindingOut``."""
    positions = list(finding.positions.all())
    decision = decision_of(finding, positions)
    signatory = finding.attribution_signed_by
    plain = (
        "case_id", "established", "standard", "violation_type", "severity", "scope_verdict",
        "scope_reason", "attribution", "attribution_reason", "attribution_signed_at", "text",
        "made_at", "digest", "replaced_at", "vote_closed_at", "published_at", "handling",
    )  # fmt: skip
    return {
        **{name: getattr(finding, name) for name in plain},
        "id": finding.pk,
        "case": str(finding.case),
        "mechanism": finding.case.mechanism.key,
        "version": finding.number,
        "attributed_to": attributed_to(finding),
        "attribution_signed_by": signatory.organisation.key if signatory else None,
        "outcome": decision.outcome.value,
        "outcome_reason": str(decision.reason),
        "awaited": list(decision.awaited),
        "positions": positions,
    }


class FindingList(Schema):
    """Findings in the order of their ids, how many there are, and where the list goes on."""

    count: int
    findings: list[FindingOut]
    next: UUID | None


class CaseWhole(CaseOut):
    """A case with the papers, deadlines and findings that the reader sees."""

    papers: list[PaperOut]
    deadlines: list[DeadlineOut]
    findings: list[FindingOut]
