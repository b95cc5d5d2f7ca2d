"""Every kind of fact under one name: for pages, programs and exports that treat them alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from trucewatch.accounts.access import Reader
from trucewatch.agreements import models as agreements
from trucewatch.agreements import recording
from trucewatch.agreements.actions import record_demand
from trucewatch.sources.facts import Fact
from trucewatch.statements import actions as saying
from trucewatch.statements import models as statements
from trucewatch.talks.actions import record_expectation
from trucewatch.talks.models import Expectation
from trucewatch.vocabulary.refusal import NotFound


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact: its model, the action that enters one, what one and many are called."""

    slug: str
    model: type[Fact]
    record: Callable[..., Any]
    one: str
    many: str
    group: str
    """The page that shows such facts beside each other."""


def _kinds(*kinds: FactKind) -> Mapping[str, FactKind]:
    return {kind.slug: kind for kind in kinds}


KINDS: Final = _kinds(
    FactKind(
        "date", agreements.InstrumentDate, recording.date_instrument,
        "Date of an instrument", "Dates of instruments", "agreements",
    ),
    FactKind("term", agreements.Term, recording.record_term, "Term", "Terms", "agreements"),
    FactKind(
        "view", agreements.RoleView, recording.record_view,
        "View of a role", "Views of roles", "agreements",
    ),
    FactKind(
        "version", agreements.Version, recording.add_version, "Version", "Versions", "agreements"
    ),
    FactKind(
        "provision", agreements.Provision, recording.add_provision,
        "Provision", "Provisions", "agreements",
    ),
    FactKind(
        "scope-area", agreements.ScopeArea, recording.draw_scope,
        "Area of scope", "Areas of scope", "agreements",
    ),
    FactKind(
        "control-area", agreements.ControlArea, recording.draw_control,
        "Area of control", "Areas of control", "control",
    ),
    FactKind("siege", agreements.Siege, recording.record_siege, "Siege", "Sieges", "control"),
    FactKind(
        "obligation", agreements.Obligation, recording.record_obligation,
        "Obligation", "Obligations", "obligations",
    ),
    FactKind(
        "obligation-step", agreements.ObligationStep, recording.move_obligation,
        "Step of an obligation", "Steps of obligations", "obligations",
    ),
    FactKind(
        "demand", agreements.Demand, record_demand,
        "Demand or commitment", "Demands and commitments", "demands",
    ),
    FactKind(
        "demand-step", agreements.DemandStep, recording.move_demand,
        "Step of a demand", "Steps of demands", "demands",
    ),
    FactKind(
        "delivery", agreements.Delivery, recording.record_delivery,
        "Delivery", "Deliveries", "deliveries",
    ),
    FactKind(
        "query", agreements.Query, recording.ask_guarantor,
        "Question to a guarantor", "Questions to guarantors", "deliveries",
    ),
    FactKind(
        "statement", statements.Statement, saying.record_statement,
        "Statement", "Statements", "statements",
    ),
    FactKind(
        "figure", statements.FigureClaim, saying.record_figure,
        "Figure claim", "Figures", "figures",
    ),
    FactKind(
        "assessment", statements.Assessment, saying.record_assessment,
        "Assessment of the ceasefire", "Assessments of the ceasefire", "questions",
    ),
    FactKind(
        "question", statements.Question, saying.raise_question,
        "Question", "Questions", "questions",
    ),
    FactKind(
        "answer", statements.Answer, saying.record_answer, "Answer", "Answers", "questions"
    ),
    FactKind(
        "position", statements.Position, saying.record_position,
        "Position", "Positions", "positions",
    ),
    FactKind(
        "expectation", Expectation, record_expectation,
        "Expectation", "Expectations", "positions",
    ),
    FactKind("note", statements.Note, saying.write_note, "Note", "Notes", "positions"),
    FactKind(
        "milestone", statements.Milestone, saying.record_milestone,
        "Background event", "Background", "questions",
    ),
)  # fmt: skip


NAMES: Final = {name: name for kind in KINDS.values() for name in (kind.one, kind.many)}
"""What kinds are called, for the catalogues."""


def kind_named(slug: str) -> FactKind:
    """The kind of that name."""
    if slug not in KINDS:
        raise NotFound("There is nothing here that you may see.")
    return KINDS[slug]


def kind_of(fact: Fact) -> FactKind:
    """The kind that a fact is of."""
    return next(kind for kind in KINDS.values() if kind.model is type(fact))


def facts_of(kind: FactKind, reader: Reader) -> "QuerySet[Any]":
    """The facts of a kind that count and that the reader may see."""
    return kind.model.objects.visible_to(reader).filter(withdrawn=False)
