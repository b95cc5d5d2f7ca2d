"""The two-ledger bulletin: what each monitor says it counted, side by side and never added up."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from trucewatch.accounts.access import Reader
from trucewatch.accounts.models import Handled
from trucewatch.bulletins import frame
from trucewatch.bulletins.aliases import party_aliases, place_aliases
from trucewatch.bulletins.figures import first_committed_after
from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.tally_remarks import remark_words
from trucewatch.bulletins.window import Window
from trucewatch.cases.models import TallyRemark
from trucewatch.cases.queries.books import remarks_on_tallies
from trucewatch.reports.models import Tally
from trucewatch.reports.tally_queries import conflicts_of_all, nearest_dates, tallies_on
from trucewatch.reports.tally_rules import NOT_SUMMED, Conflict, is_page_contradicted
from trucewatch.vocabulary.handling import Handling, most_restrictive
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.refusal import Refused

KIND: Final = BulletinKind.TWO_LEDGER.value

Words = dict[str, Any]


def two_ledger_words(day: dt.date, reader: Reader, cut_off: dt.datetime | None = None) -> Words:
    """Everything that the bulletin of a day says, as plain data, from what the reader may see.

    The window's days are both counted: one of 24 hours starts and ends on the day of the report.
    A tally that the record did not hold at the cut-off is left out. Raises ``Refused`` with the
    nearest days when no tally was reported on this one.
    """
    tallies = _tallies(day, reader, cut_off)
    if not tallies:
        raise Refused(_nothing_on(day, reader), field="date")
    start = min(tally.first_day or day for tally in tallies)
    coverage = frame.coverage_in(Window(start, day), reader, cut_off)
    conflicts = conflicts_of_all(tallies, reader)
    remarks = remarks_on_tallies([tally.pk for tally in tallies], reader, cut_off=cut_off)
    spoken = [remark for each in remarks.values() for remark in each]
    shown: list[Handled] = [*tallies, *coverage, *spoken]
    return {
        "kind": KIND,
        "title": f"Two-ledger bulletin, {Interval.between(start, day).text()}",
        "record": frame.record_facts(),
        "made_for": frame.made_for(reader),
        "handling": most_restrictive(Handling(row.handling) for row in shown).value,
        "window": _window(start, day),
        "window_hours": sorted({tally.window_hours for tally in tallies}),
        "zone": frame.zone_of(day),
        "ledgers": [
            _ledger(tally, conflicts[tally.pk], remarks.get(tally.pk, [])) for tally in tallies
        ],
        "source_conflicts": [
            {"address": address, "remark": remark}
            for address, remark in sorted(
                {
                    (tally.published_at_address, tally.remark)
                    for tally in tallies
                    if is_page_contradicted(tally.remark)
                }
            )
        ],
        "not_summed": NOT_SUMMED,
        "coverage": [frame.hours_words(row) for row in coverage],
        "rounds": frame.rounds_near(start, day),
        "limits": sorted({tally.source.limits for tally in tallies if tally.source.limits}),
        "cut_off": frame.cut_off_facts(cut_off),
        "names": {
            "parties": party_aliases(
                _monitors(tallies) | {remark.by_monitor.name for remark in spoken}, day
            ),
            "places": place_aliases({row.area.name for row in coverage}),
        },
    }


def _tallies(day: dt.date, reader: Reader, cut_off: dt.datetime | None) -> list[Tally]:
    found = tallies_on(day, reader)
    if cut_off is None:
        return found
    later = set(first_committed_after("tally", cut_off).values_list("subject", flat=True))
    return [tally for tally in found if tally.pk not in later]


def _monitors(tallies: Sequence[Tally]) -> set[str]:
    confirming = {c.by_monitor.name for tally in tallies for c in tally.confirmations.all()}
    return {tally.monitor.name for tally in tallies} | confirming


def _ledger(tally: Tally, conflicts: Sequence[Conflict], remarks: Sequence[TallyRemark]) -> Words:
    """One monitor's tally as one page published it. Areas bear the names of that page."""
    shares = sorted(tally.shares.all(), key=lambda share: share.area_as_published)
    return {
        "monitor": tally.monitor.name,
        "monitor_as_published": tally.monitor_as_published,
        "total": tally.stated_total,
        "by_area": {share.area_as_published: share.count for share in shares},
        "places": {
            share.area_as_published: share.area.key for share in shares if share.area is not None
        },
        "confirmed_by": {
            confirmation.by_monitor.name: confirmation.count
            for confirmation in sorted(
                tally.confirmations.all(), key=lambda confirmation: confirmation.by_monitor.name
            )
        },
        "remarks": sorted(
            map(remark_words, remarks), key=lambda said: (said["by"], said["verdict"])
        ),
        "conflicts": [conflict.as_json() for conflict in conflicts],
        "window": _window(tally.first_day, tally.reported_on),
        "window_hours": tally.window_hours,
        "address": tally.published_at_address,
        "language": tally.language,
        "remark": tally.remark,
        "source": tally.source.name,
        "handling": tally.handling,
    }


def _window(start: dt.date | None, end: dt.date | None) -> dict[str, str | None]:
    return {
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
    }


def _nothing_on(day: dt.date, reader: Reader) -> str:
    near = " and ".join(found.isoformat() for found in nearest_dates(day, reader))
    missing = f"No tally was reported on {day.isoformat()}"
    if not near:
        return f"{missing}, nor on any other day. Import tallies first."
    return f"{missing}. The nearest days with tallies: {near}."
