"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest

from trucewatch.ledger.queries import genesis_facts


def frame(request: HttpRequest) -> dict[str, Any]:
    """The record's name, and whether it is a demonstration."""
    facts = genesis_facts() or {}
    return {"record_name": facts.get("name", ""), "demonstration": facts.get("demonstration", "")}
