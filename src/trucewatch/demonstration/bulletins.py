"""The demonstration's published bulletins: drafted by one member, published by another."""

import datetime as dt
from typing import Final

from django.db import transaction

from trucewatch.bulletins.actions import draft_bulletin, publish_bulletin
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.models import Bulletin
from trucewatch.demonstration.cast import member

_DAYS: Final = {
    BulletinKind.TWO_LEDGER: (
        dt.date(2017, 1, 9),
        dt.date(2017, 3, 1),
        dt.date(2017, 3, 25),
        dt.date(2017, 5, 1),
    ),
    BulletinKind.DAILY: (dt.date(2017, 1, 23),),
    BulletinKind.WEEKLY: (dt.date(2017, 1, 29),),
}


def publish_bulletins() -> None:
    """The bulletins of days that have none; one that was withdrawn stays withdrawn."""
    known = set(Bulletin.objects.values_list("bulletin_kind", "window_end"))
    wanted = [
        Asked(kind, day)
        for kind, days in _DAYS.items()
        for day in days
        if (kind.value, day) not in known
    ]
    if not wanted:
        return
    analyst, monitor = member("analyst"), member("monitor")
    for asked in wanted:
        with transaction.atomic():
            publish_bulletin(draft_bulletin(asked, by=analyst).pk, by=monitor)
