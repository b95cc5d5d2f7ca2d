"""What was agreed, as files: instruments, the register they came from, areas, obligations."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, Reader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Instrument
from trucewatch.exchange.areas import areas_as_geojson
from trucewatch.exchange.compliance import compliance_rows
from trucewatch.exchange.pax import register_rows
from trucewatch.exchange.plain_csv import csv_of
from trucewatch.vocabulary.refusal import NotFound

ACCORDS: Final = {
    "agreements": ("csv", "json"),
    "obligations": ("csv", "json"),
    "areas": ("geojson",),
    "pax": ("csv",),
}
"""What can be written, and in which formats."""


@dataclass
class AccordsExport:
    """One kind of rows as one file; ``count`` is known once it is written."""

    what: str
    form: str
    reader: Reader
    count: int = 0

    def chunks(self) -> Iterator[bytes]:
        """The file."""
        yield _MAKERS[self.what](self).encode("utf-8")

    def rows_as_text(self, rows: list[dict[str, Any]]) -> str:
        """Rows as a table or as JSON."""
        self.count = len(rows)
        if self.form == "json":
            return json.dumps({self.what: rows}, ensure_ascii=False, indent=1) + "\n"
        return csv_of(rows)


def open_accords_export(what: str, form: str, *, by: Member) -> AccordsExport:
    """An export as far as the member may see it; refused to those without the right."""
    require(by, Act.EXPORT)
    if form not in ACCORDS[what]:
        raise NotFound(f"Of {what} there is: {', '.join(ACCORDS[what])}.")
    return AccordsExport(what, form, MemberReader(by))


def _agreements(export: AccordsExport) -> str:
    return export.rows_as_text([_instrument(row) for row in _known(export)])


def _known(export: AccordsExport) -> QuerySet[Instrument]:
    return Instrument.objects.visible_to(export.reader).order_by("pk")


def _instrument(row: Instrument) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "type": row.instrument_type,
        "signed_on": str(row.signed_on or ""),
        "effective_on": str(row.effective_on or ""),
        "expires_on": str(row.expires_on or ""),
        "depositary": row.depositary,
        "remarks": row.remarks,
        "document_sha256": row.document_sha256,
        "start": row.start,
        "end": row.end,
    }


def _obligations(export: AccordsExport) -> str:
    return export.rows_as_text(compliance_rows(export.reader, timezone.localdate()))


def _areas(export: AccordsExport) -> str:
    collection = areas_as_geojson(export.reader)
    export.count = len(collection["features"])
    return json.dumps(collection, ensure_ascii=False) + "\n"


def _pax(export: AccordsExport) -> str:
    columns, lines = register_rows(_known(export))
    export.count = len(lines)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([columns, *lines])
    return out.getvalue()


_MAKERS: Final = {
    "agreements": _agreements, "obligations": _obligations, "areas": _areas, "pax": _pax,
}  # fmt: skip
