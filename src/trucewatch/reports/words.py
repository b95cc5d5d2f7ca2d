"""The full-text index on what reports say: one lookup, ``folded__words``, on both databases.

The index is kept by the database itself, by triggers, like any other index; see the migration
``0002_words``. ``reports_words`` gives each report a small number, since neither database can
address a text by a UUID cheaply.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Lookup, TextField
from django.db.models.expressions import Col

from trucewatch.names.searching import Wording

_MATCHES: Final = {
    "sqlite": "SELECT rowid FROM reports_fts WHERE reports_fts MATCH %s",
    "postgresql": "SELECT id FROM reports_words WHERE vector @@ to_tsquery('simple', %s)",
}
_JOINED: Final = {
    "sqlite": "SELECT group_concat(rowid) FROM ({0})",
    "postgresql": "SELECT string_agg(id::text, ',') FROM ({0}) matching",
}


@TextField.register_lookup
class HoldsWords(Lookup):
    """Whether a report's words hold those of a ``Wording``; for ``Report.folded`` alone."""

    lookup_name = "words"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        assert isinstance(self.lhs, Col)  # noqa: S101 - a condition on a column of the table
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        matching = _MATCHES[connection.vendor]
        return (
            f"{alias}.id IN (SELECT report_id FROM reports_words WHERE id IN ({matching}))",  # noqa: S608 - own names
            (_query(self.rhs, connection.vendor),),
        )


def numbers_of_reports_with(wording: Wording) -> npt.NDArray[np.int32]:
    """The numbers in ``reports_words`` of every report with these words, hidden ones among them.

    A condition and never a result: whoever asks meets it with what the reader may see.
    """
    with connection.cursor() as cursor:
        # As one text: half a million rows take three times as long.
        joined = _JOINED[connection.vendor].format(_MATCHES[connection.vendor])
        cursor.execute(joined, [_query(wording, connection.vendor)])
        (numbers,) = cursor.fetchone()
    return np.fromstring(numbers or "", dtype=np.int32, sep=",")


def _query(wording: Wording, vendor: str) -> str:
    return wording.as_fts5() if vendor == "sqlite" else wording.as_tsquery()
