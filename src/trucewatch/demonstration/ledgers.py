"""The demonstration's two ledgers: published totals, counts by area, what one says of the other."""

from importlib.resources import as_file, files
from typing import Any, Final

from trucewatch.cases.actions.book_remarks import TallyRemarkGiven, remark_tally
from trucewatch.cases.models import TallyRemark
from trucewatch.demonstration.actors import party
from trucewatch.demonstration.cast import member
from trucewatch.demonstration.script import script
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.tallies import import_tallies, tallies_source
from trucewatch.reports.models import Tally
from trucewatch.sources.models import Document
from trucewatch.sources.originals import hash_of_file
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

_TABLES: Final = ("totals.csv", "by_area.csv")


def enter_ledgers() -> None:
    """Import each table once: what a member changed since is not set back."""
    source = tallies_source().key
    for name in _TABLES:
        with as_file(files("trucewatch.demonstration") / name) as path:
            documents = Document.objects.filter(sha256=hash_of_file(path), source__key=source)
            if documents.exists():
                continue
            summary = import_tallies(
                path, name=f"astana-{name}", by=member("monitor"), options=ImportOptions()
            )
        if summary.refused:
            first = min(summary.refused)
            raise Refused(f"{name}, line {first.line}, {first.field}: {first.reason}")


def enter_remarks() -> None:
    """What a monitor said of the other's count; one that was replaced since is not set back."""
    for entry in script("ledger_remarks")["remark"]:
        tally = Tally.objects.filter(
            monitor__name=entry["of"], reported_on=entry["day"], window_hours=24
        ).first()
        said = {"tally": tally, "by_monitor__name": entry["by"], "verdict": entry["verdict"]}
        if tally is not None and not TallyRemark.objects.filter(**said).exists():
            remark_tally(tally.pk, _remark(entry, tally), by=member("monitor"))


def _remark(entry: dict[str, Any], tally: Tally) -> TallyRemarkGiven:
    """As published, where the tally itself was published."""
    return TallyRemarkGiven(
        by_monitor=party(entry["by"]),
        verdict=BookVerdict(entry["verdict"]),
        count=entry["count"],
        reason=entry.get("reason", ""),
        source=tally.source,
        handling=Handling.CLEAR,
    )
