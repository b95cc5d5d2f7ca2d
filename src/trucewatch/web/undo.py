"""Undo, offered once on the page that follows an act."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

_KEY = "undo"
LASTS_SECONDS: Final = 600


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of one button: the page it stands on, where it posts to and what it sends."""

    done: str
    address: str
    page: str
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


def offer_undo(request: HttpRequest, offer: Offer) -> None:
    """Show the offer when this member next sees its page, within ten minutes."""
    request.session[_KEY] = {**asdict(offer), "made_at": timezone.now().timestamp()}


def taken_offer(request: HttpRequest) -> dict[str, Any] | None:
    """The offer that waits for this page, if any; it is shown once.

    Another tab or an error in between leaves it where it is.
    """
    offer: dict[str, Any] | None = request.session.get(_KEY)
    if offer is None:
        return None
    is_over = timezone.now().timestamp() - offer.get("made_at", 0.0) > LASTS_SECONDS
    if is_over:
        del request.session[_KEY]
        return None
    if request.method != "GET" or request.path != offer.get("page"):
        return None
    del request.session[_KEY]
    return offer
