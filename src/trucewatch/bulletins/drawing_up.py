"""Drawing up any kind of bulletin, as plain data from what its reader may see."""

from typing import Any

from trucewatch.accounts.access import Reader
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.period import period_words
from trucewatch.bulletins.two_ledger import two_ledger_words


def words_for(asked: Asked, reader: Reader) -> dict[str, Any]:
    """What the bulletin says. Raises ``Refused`` where nothing can be said of that day."""
    if asked.kind is BulletinKind.TWO_LEDGER:
        return two_ledger_words(asked.day, reader, asked.cut_off)
    return period_words(asked, reader)
