"""Undo, offered once on the page that follows an act."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest

_KEY = "undo"


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of one button: where it posts to and what it sends."""

    done: str
    address: str
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


def offer_undo(request: HttpRequest, offer: Offer) -> None:
    """Show the offer on the next page that this member sees."""
    request.session[_KEY] = asdict(offer)


def taken_offer(request: HttpRequest) -> dict[str, Any] | None:
    """The offer that waits, if any; it is shown once."""
    offer: dict[str, Any] | None = request.session.pop(_KEY, None)
    return offer
