"""Monitors' tallies as JSON, one by one: there is no sum across ledgers to ask for."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.bulletins.two_ledger import two_ledger_words

router = Router(tags=["tallies"])


class TwoLedger(Schema):
    """The tallies reported on one day, each ledger by itself."""

    kind: str
    window: dict[str, Any]
    ledgers: list[dict[str, Any]]


@router.get("/{day}", response=TwoLedger, summary="The tallies of one day")
def tallies(request: HttpRequest, day: dt.date) -> dict[str, Any]:
    """What each monitor reported on that day, side by side."""
    return two_ledger_words(day, reader_of(request.user))
