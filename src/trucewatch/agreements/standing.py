"""How far things agreed and demanded have come: read through the gate, reckoned by the rules."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import (
    Delivery,
    Demand,
    DemandStep,
    Instrument,
    Obligation,
    ObligationStep,
    Provision,
)
from trucewatch.agreements.rules import Due, DueState, due_state, is_settled
from trucewatch.statements.rules import figure_of
from trucewatch.vocabulary.accords import (
    DemandState,
    ImplementationScore,
    Nature,
    ObligationState,
)
from trucewatch.vocabulary.bound import Figure


@dataclass(frozen=True, slots=True)
class Quantities:
    """What was demanded, what was agreed and what was verified: three numbers, never one."""

    demanded: Figure | None
    agreed: Figure | None
    verified: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class ObligationSeen:
    """An obligation as a reader sees it on a day."""

    obligation: Obligation
    steps: list[ObligationStep]
    due: DueState
    quantities: Quantities
    deliveries: list[Delivery]

    @property
    def state(self) -> ObligationState | None:
        """How far it has come, by the last step; None where nobody has said."""
        return ObligationState(self.steps[-1].obligation_state) if self.steps else None

    @property
    def score(self) -> ImplementationScore | None:
        """The last score that was given."""
        given = [step.score for step in self.steps if step.score is not None]
        return ImplementationScore(given[-1]) if given else None


@dataclass(frozen=True, slots=True)
class DemandSeen:
    """A demand as a reader sees it."""

    demand: Demand
    steps: list[DemandStep]
    quantities: Quantities
    obligations: list[Obligation]
    deliveries: list[Delivery]

    @property
    def state(self) -> DemandState:
        """How far it has come; what is recorded was raised."""
        return DemandState(self.steps[-1].demand_state) if self.steps else DemandState.RAISED


@dataclass(frozen=True, slots=True)
class ProvisionSeen:
    """A provision with what follows from it; ``None`` gathers what no provision names."""

    provision: Provision | None
    obligations: list[ObligationSeen]

    @property
    def score(self) -> ImplementationScore | None:
        """The lowest score of its obligations: a provision is no further than its last part."""
        given = [seen.score for seen in self.obligations if seen.score is not None]
        return min(given) if given else None


def quantity(row: Any) -> Figure | None:
    """The figure between the bounds of a row, where it has any."""
    if row is None or (row.quantity_low is None and row.quantity_high is None):
        return None
    return figure_of(row.quantity_low, row.quantity_high)


def obligations_seen(
    reader: Reader, today: dt.date, instrument: UUID | None = None
) -> list[ObligationSeen]:
    """Obligations that count, with the steps and deliveries that were dated by that day."""
    rows = _counting(Obligation, reader).select_related(
        "instrument", "provision__version", "bearer", "demand", "depends_on", "place", "area"
    )
    if instrument is not None:
        rows = rows.filter(instrument=instrument)
    found = list(rows)
    steps = _by(_by_day(_counting(ObligationStep, reader), today, found), "obligation_id")
    arrived = Q(arrived_on__isnull=True) | Q(arrived_on__lte=today)
    moved = _by(_counting(Delivery, reader).filter(arrived, obligation__in=found), "obligation_id")
    settled = _settled(reader, today, found)
    seen = []
    for row in found:
        mine: list[ObligationStep] = steps[row.pk]
        last = ObligationState(mine[-1].obligation_state) if mine else None
        waits = row.depends_on_id is not None and row.depends_on_id not in settled
        omission = row.nature == Nature.OMISSION
        due = Due(is_settled(last), row.date_start, row.date_end, waits, omission)
        established = [step for step in mine if step.quantity_low is not None]
        verified = established[-1].quantity_low if established else _verified(moved[row.pk])
        numbers = Quantities(quantity(row.demand), quantity(row), verified, row.unit)
        seen.append(ObligationSeen(row, mine, due_state(due, today), numbers, list(moved[row.pk])))
    return seen


def compliance(reader: Reader, today: dt.date, instrument: Instrument) -> list[ProvisionSeen]:
    """An instrument provision by provision, and what it asks for beside its provisions."""
    seen = obligations_seen(reader, today, instrument.pk)
    provisions = _counting(Provision, reader).filter(
        version__instrument=instrument, version__withdrawn=False
    )
    rows = [
        ProvisionSeen(row, [s for s in seen if s.obligation.provision_id == row.pk])
        for row in provisions.select_related("version").order_by("version__number", "position")
    ]
    placed = {s.obligation.pk for row in rows for s in row.obligations}
    rest = [s for s in seen if s.obligation.pk not in placed]
    return [*rows, ProvisionSeen(None, rest)] if rest else rows


def demands_seen(reader: Reader, kinds: Sequence[str] = ()) -> list[DemandSeen]:
    """Demands and undertakings that count, in the order in which they were recorded."""
    rows = _counting(Demand, reader).select_related(
        "speaker_party", "asked_party", "document__source", "source", "statement"
    )
    if kinds:
        rows = rows.filter(demand_kind__in=kinds)
    found = list(rows.order_by("recorded_at", "pk"))
    steps = _by(_counting(DemandStep, reader).filter(demand__in=found), "demand_id")
    owed = _by(_counting(Obligation, reader).filter(demand__in=found), "demand_id")
    moved = _by(_counting(Delivery, reader).filter(demand__in=found), "demand_id")
    return [
        DemandSeen(
            row,
            list(steps[row.pk]),
            Quantities(quantity(row), _agreed(steps[row.pk]), _verified(moved[row.pk]), row.unit),
            list(owed[row.pk]),
            list(moved[row.pk]),
        )
        for row in found
    ]


def _by_day(steps: "QuerySet[Any]", day: dt.date, found: Iterable[Any]) -> "QuerySet[Any]":
    """Steps of these obligations that had come by the day; an undated one counts."""
    by_then = Q(date_start__isnull=True) | Q(date_start__lte=day)
    return steps.filter(by_then, obligation__in=found)


def _agreed(steps: Sequence[DemandStep]) -> Figure | None:
    given = [quantity(step) for step in steps if quantity(step) is not None]
    return given[-1] if given else None


def _verified(deliveries: Iterable[Delivery]) -> int | None:
    given = [each.verified for each in deliveries if each.verified is not None]
    return sum(given) if given else None


def _settled(reader: Reader, day: dt.date, obligations: Sequence[Obligation]) -> set[UUID]:
    """Which of the obligations that these wait for needed nothing more by the day."""
    keys = {row.depends_on_id for row in obligations} - {None}
    steps = _by(_by_day(_counting(ObligationStep, reader), day, keys), "obligation_id")
    return {
        key for key, rows in steps.items() if is_settled(ObligationState(rows[-1].obligation_state))
    }


def _counting(model: Any, reader: Reader) -> "QuerySet[Any]":
    rows: QuerySet[Any] = model.objects.visible_to(reader).filter(withdrawn=False)
    return rows


def _by(rows: "QuerySet[Any]", column: str) -> "defaultdict[Any, list[Any]]":
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows.order_by("recorded_at", "pk"):
        found[getattr(row, column)].append(row)
    return found
