"""What was agreed and how far it has come: instruments, scope, obligations, deliveries."""

from trucewatch.agreements.models.deliveries import Delivery, Query
from trucewatch.agreements.models.demands import Demand, DemandStep
from trucewatch.agreements.models.instruments import (
    Adherence,
    Instrument,
    InstrumentDate,
    Provision,
    RoleView,
    Term,
    Version,
)
from trucewatch.agreements.models.obligations import Obligation, ObligationStep
from trucewatch.agreements.models.scope import ControlArea, Drawn, ScopeArea, Siege

__all__ = [
    "Adherence",
    "ControlArea",
    "Delivery",
    "Demand",
    "DemandStep",
    "Drawn",
    "Instrument",
    "InstrumentDate",
    "Obligation",
    "ObligationStep",
    "Provision",
    "Query",
    "RoleView",
    "ScopeArea",
    "Siege",
    "Term",
    "Version",
]
