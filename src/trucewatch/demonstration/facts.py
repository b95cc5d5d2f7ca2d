"""What was agreed, demanded, claimed and said around the talks, as facts of the demonstration."""

from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models

from trucewatch.agreements.models import Adherence, Instrument
from trucewatch.demonstration.actors import party
from trucewatch.demonstration.cast import member
from trucewatch.demonstration.papers import cited, source_of
from trucewatch.demonstration.script import date_precision, script
from trucewatch.exchange.fact_kinds import KINDS, FactKind, kind_of
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.sources.facts import Fact
from trucewatch.talks.models import Round, Track
from trucewatch.vocabulary.handling import Handling

_ORDER: Final = (
    "date", "view", "term", "version", "provision", "scope-area", "control-area", "siege",
    "statement", "demand", "demand-step", "obligation", "obligation-step", "delivery", "query",
    "figure", "assessment", "question", "answer", "position", "expectation", "note", "milestone",
    "track-role", "track-role-view", "track-state", "track-link", "round-step", "round-date",
    "schedule", "outcome", "follow-up", "follow-up-step", "invitation", "delegation", "delegate",
    "headcount", "delegation-level", "delegation-mandate", "presence", "meeting", "attendance",
    "agenda-item", "agenda-stand", "minute", "meeting-action", "tabling", "circulation",
    "draft-position",
    "settlement", "text-act",
)  # fmt: skip
"""Kinds in the order in which they name each other."""
_SCRIPTS: Final = ("facts", "talks")
_NOT_COLUMNS: Final = frozenset({"key", "cite", "source", "date_precision"})


def enter_facts() -> None:
    """The facts that are missing; one that a member withdrew stays withdrawn."""
    by = member("monitor")
    for slug in _ORDER:
        kind = KINDS[slug]
        entries = [entry for name in _SCRIPTS for entry in script(name).get(slug, [])]
        keys = {_key(slug, entry["key"]): entry for entry in entries}
        known = set(kind.model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        for key, entry in keys.items():
            if key not in known:
                kind.record(_fact(kind, key, entry), by=by)


def _fact(kind: FactKind, key: UUID, entry: dict[str, Any]) -> Fact:
    columns: dict[str, Any] = {"handling": Handling.GREEN.value, **cited(entry)}
    columns |= {
        name: _value(kind.model, name, value)
        for name, value in entry.items()
        if name not in _NOT_COLUMNS
    }
    if "date_precision" in entry:
        columns["date_precision"] = date_precision(entry["date_precision"])
    return kind.model(id=key, source=source_of(entry), **columns)


def _value(model: type[Fact], name: str, value: Any) -> Any:
    """A column's value; names stand for the rows that they name."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.ForeignKey):
        return value
    target = field.related_model
    if target is Party:
        return party(value)
    if target is Place:
        return Place.objects.get(key=value)
    if target is Instrument:
        return Instrument.objects.get(name=value)
    if target is Adherence:
        return Adherence.objects.get(party=party(value[0]), role=value[1])
    if target is Track:
        return Track.objects.get(name=value)
    if target is Round:
        return Round.objects.get(track=value[0], ordinal=value[1])
    assert issubclass(target, Fact)  # noqa: S101 - every other key leads to a fact
    slug = kind_of(target()).slug
    return target._base_manager.get(pk=_key(slug, value))


def _key(slug: str, key: str) -> UUID:
    """The id of a fact of the demonstration, the same in every record of it."""
    return uuid5(NAMESPACE_URL, f"trucewatch:demonstration:{slug}:{key}")
