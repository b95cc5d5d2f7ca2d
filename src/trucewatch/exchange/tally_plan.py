"""What a file of tallies would make and change, worked out before anything is written."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from trucewatch.accounts.access import PUBLIC
from trucewatch.exchange.monitors import Monitors
from trucewatch.exchange.repeats import tell_apart
from trucewatch.exchange.summary import Summary
from trucewatch.exchange.tally_rows import ShareRow, TallyKey, TotalRow
from trucewatch.places.queries import AreaResolver
from trucewatch.reports.actions.tallying import TallyBatch, earlier_content
from trucewatch.reports.models import Tally, TallyConfirmation, TallyShare
from trucewatch.reports.tally_queries import figures_of
from trucewatch.reports.tally_rules import (
    SAID_BY_SOURCE,
    TallyFigures,
    conflicts_between,
    is_page_contradicted,
)
from trucewatch.vocabulary.handling import Handling

Identity = tuple[UUID, dt.date | None, int, str]
R = TypeVar("R", TotalRow, ShareRow)


class TallyPlan:
    """Rows of one file set against the record; fills the batch and counts in the summary.

    A row of totals makes a tally's total, a row of a split makes a share, whichever file comes
    first: a tally that so far had shares alone lacks a total, and the total that arrives is made.
    """

    def __init__(
        self, rows: Sequence[TotalRow | ShareRow], batch: TallyBatch, summary: Summary
    ) -> None:
        self._batch = batch
        self._summary = summary
        totals = [row for row in rows if isinstance(row, TotalRow)]
        shares = [row for row in rows if isinstance(row, ShareRow)]
        self._monitors = Monitors(
            (row.key.monitor for row in rows),
            (name for row in totals for name, _ in row.confirmed),
        )
        self._totals = self._distinct(totals, lambda row: self._identity(row.key), "stated_total")
        self._shares = self._distinct(
            shares, lambda row: (self._identity(row.key), row.area), "count"
        )
        named = [row.key for row in self._totals] + [row.key for row in self._shares]
        spoken_of = {self._identity(key) for key in named}
        self._tallies = _known_tallies(spoken_of)
        self._split = {
            tally.pk: {share.area_as_published: share for share in tally.shares.all()}
            for tally in self._tallies.values()
        }

    def carry_out(self) -> None:
        """Work out every row, then the conflicts of each tally that the file speaks of."""
        for total in self._totals:
            self._take_total(total)
        areas = AreaResolver()
        # In an order of their own, so that the outcome does not depend on the file's.
        for share in sorted(self._shares, key=lambda row: (row.language == "", row.language)):
            self._take_share(share, areas)
        self._enter_new_parties()
        self._flag_conflicts()

    def _take_total(self, row: TotalRow) -> None:
        tally = self._tally(row.key)
        is_first = tally.stated_total is None
        said = _confirmations(tally)
        new = {
            "stated_total": row.stated_total,
            "checker_note": row.checker_note,
            "remark": row.remark,
            "language": row.language,
        }
        confirmations = [
            confirmation
            for small, count in row.confirmed
            if (confirmation := self._confirmation(tally, small, count, said)) is not None
        ]
        same = all(getattr(tally, name) == value for name, value in new.items())
        if same and not confirmations and not is_first:
            self._summary.unchanged += 1
            return
        if is_first:
            self._summary.made += 1
        else:
            self._summary.changed += 1
            counts = {c.by_as_published: before for c, before in said.values()}
            tally.earlier = [*tally.earlier, {**earlier_content(tally), "confirmations": counts}]
        for name, value in new.items():
            setattr(tally, name, value)
        tally.original, tally.document = row.original, self._batch.document
        if tally not in self._batch.tallies:
            self._batch.tallies.append(tally)
        self._batch.confirmations += confirmations

    def _confirmation(
        self,
        tally: Tally,
        small: str,
        count: int,
        said: dict[UUID, tuple[TallyConfirmation, int]],
    ) -> TallyConfirmation | None:
        """What is new in a stated confirmation; None when it was said before.

        An empty value retracts nothing: not stating a confirmation is no statement about it.
        """
        party, name = self._monitors.confirming(small)
        if party.pk not in said:
            return TallyConfirmation(
                tally=tally, by_monitor=party, by_as_published=name, count=count
            )
        known, before = said[party.pk]
        if before == count:
            return None
        known.count = count
        return known

    def _take_share(self, row: ShareRow, areas: AreaResolver) -> None:
        tally = self._tally(row.key, language=row.language)
        split = self._split.setdefault(tally.pk, {})
        share = split.get(row.area)
        if share is None:
            share = split[row.area] = TallyShare(
                tally=tally, area_as_published=row.area, area=areas.find(row.area)
            )
            self._summary.made += 1
        elif share.count == row.count:
            self._summary.unchanged += 1
            return
        else:
            share.earlier = [*share.earlier, earlier_content(share)]
            self._summary.changed += 1
        share.count, share.original, share.document = (
            row.count, row.original, self._batch.document,
        )  # fmt: skip
        self._batch.shares.append(share)

    def _tally(self, key: TallyKey, *, language: str = "") -> Tally:
        """The tally of that key: known, made by another row of the file, or made now."""
        identity = self._identity(key)
        if identity not in self._tallies:
            self._tallies[identity] = Tally(
                source=self._batch.source,
                monitor=self._monitors.counting(key.monitor),
                monitor_as_published=key.monitor,
                reported_on=key.reported_on,
                window_hours=key.window_hours,
                published_at_address=key.address,
                language=language,
                handling=Handling.CLEAR,
            )
            self._batch.tallies.append(self._tallies[identity])
        return self._tallies[identity]

    def _identity(self, key: TallyKey) -> Identity:
        party = self._monitors.counting(key.monitor)
        return (party.pk, key.reported_on, key.window_hours, key.address)

    def _distinct(self, rows: list[R], key: Callable[[R], Hashable], field: str) -> list[R]:
        told = tell_apart(rows, key=key, content=lambda row: row.content, field=field)
        self._summary.refused += told.refused
        self._summary.unchanged += told.repeats
        return told.rows

    def _enter_new_parties(self) -> None:
        """Only monitors that a row of the batch needs are entered."""
        needed = [tally.monitor for tally in self._batch.tallies]
        needed += [confirmation.by_monitor for confirmation in self._batch.confirmations]
        new = {party.pk: party for party in needed if party._state.adding}
        self._batch.parties += sorted(new.values(), key=lambda party: party.name)

    def _flag_conflicts(self) -> None:
        published: dict[tuple[object, ...], dict[UUID, TallyFigures]] = {}
        days = {day for _, day, _, _ in self._tallies if day is not None}
        recorded = Tally.objects.visible_to(PUBLIC).filter(reported_on__in=days)
        for tally in [*recorded, *self._tallies.values()]:
            window = (tally.monitor_id, tally.reported_on, tally.window_hours)
            published.setdefault(window, {})[tally.pk] = figures_of(tally)
        for (monitor, day, hours, _), tally in self._tallies.items():
            elsewhere = published[(monitor, day, hours)] if day is not None else {}
            counts = [share.count for share in self._split.get(tally.pk, {}).values()]
            found = conflicts_between(
                figures_of(tally, counts),
                [figures for pk, figures in elsewhere.items() if pk != tally.pk],
            )
            flags = [conflict.kind.value for conflict in found]
            if is_page_contradicted(tally.remark):
                flags.append(SAID_BY_SOURCE)
            self._summary.flag(flags)


def _known_tallies(identities: Iterable[Identity]) -> dict[Identity, Tally]:
    wanted = set(identities)
    found = Tally.objects.filter(monitor__in={monitor for monitor, _, _, _ in wanted})
    found = found.select_related("monitor").prefetch_related("shares", "confirmations__by_monitor")
    by_identity = {
        (tally.monitor_id, tally.reported_on, tally.window_hours, tally.published_at_address): tally
        for tally in found
    }
    return {identity: by_identity[identity] for identity in wanted if identity in by_identity}


def _confirmations(tally: Tally) -> dict[UUID, tuple[TallyConfirmation, int]]:
    """The recorded confirmations by monitor, each with the count that it states so far."""
    if tally._state.adding:
        return {}
    return {c.by_monitor_id: (c, c.count) for c in tally.confirmations.all()}
