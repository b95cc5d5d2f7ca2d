"""Data flows upward: also where imports cannot tell, in foreign keys written as text."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def heights() -> dict[str, int]:
    """How high each package stands, from the layers that the import linter keeps."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        package.strip(): height
        for height, layer in enumerate(reversed(layers))
        for package in layer.split(":")
    }


def test_foreign_keys_point_down() -> None:
    """No table refers to one of a package above its own, or beside it."""
    height = heights()
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("trucewatch.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        if (target := field.related_model._meta.app_label) in height
        if target != model._meta.app_label and height[target] >= height[model._meta.app_label]
    ]
    assert upward == []


def test_the_ledger_refers_to_nothing() -> None:
    """It outlives what it speaks of."""
    fields = [f for m in apps.get_app_config("ledger").get_models() for f in m._meta.get_fields()]
    assert not any(field.is_relation for field in fields)


def test_every_row_of_the_record_is_committed_to_or_has_a_reason_not_to_be() -> None:
    """A new table is part of what the ledger vouches for unless it is named here."""
    from trucewatch.ledger.models import Recorded

    exempt = {
        "ledger.Entry",  # the chain itself
        "ledger.Head",
        "ledger.Commitment",
        "ledger.Checkpoint",
        "accounts.PasswordReset",  # gone once used; the reset itself is an entry
        "sources.ImportRun",  # what it published is committed to under its id
        "intake.Draft",  # its writer's alone, and gone once the form is sent
        "intake.Notice",  # a pointer for one member's attention; what it is about is committed to
        "hooks.Delivery",  # a message about an entry of the ledger; what was done stands there
        "search.SavedSearch",  # a member's own bookmark; nobody else ever reads it
        "incidents.Proposal",  # the engine's, not an act: the next run replaces what is not judged
        "desk.DeskProposal",  # the reading's, not an act: the next one replaces what waits
        "desk.CaseEntity",  # likewise; who it is said to be stands in the ledger as an act
        "desk.CaseLink",  # likewise
        "reports.StagedChange",  # nobody sees it before it becomes a revision
    }
    ours = {m._meta.label for m in apps.get_models() if m.__module__.startswith("trucewatch.")}
    committed = {m._meta.label for m in apps.get_models() if issubclass(m, Recorded)}
    assert ours - committed == exempt
