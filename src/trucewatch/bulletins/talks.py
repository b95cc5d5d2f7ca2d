"""Rounds of talks near a window as they stood at its end: plain data for a bulletin."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.bulletins.accords import Used
from trucewatch.bulletins.frame import NEAR_A_ROUND
from trucewatch.bulletins.window import Window
from trucewatch.statements.queries import counted
from trucewatch.talks.models import (
    Delegation,
    DraftPosition,
    FollowUp,
    Presence,
    Round,
    RoundOutcome,
    RoundStep,
    Settlement,
    Tabling,
)
from trucewatch.talks.queries.delegations import presence_told
from trucewatch.talks.queries.voices import voice_of
from trucewatch.talks.rules.machine import Stood, in_order
from trucewatch.talks.rules.presence import cell_of
from trucewatch.talks.standing import names_of
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import RoundState

Words = dict[str, Any]

MOST_ROUNDS: Final = 12


def talk_words(
    window: Window, reader: Reader, cut_off: dt.datetime | None
) -> tuple[list[Words], Used]:
    """Each round near the window: its state, who was there by day, what was tabled and came of it.

    Of each only what is dated no later than the window's end, and what was recorded by the cut-off.
    What came of a round is told once the round has begun.
    """
    near = Interval.between(window.start - NEAR_A_ROUND, window.end + NEAR_A_ROUND)
    rounds = [
        row
        for row in Round.objects.order_by("date_start", "track", "ordinal")
        if row.interval.overlaps(near)
    ][:MOST_ROUNDS]
    used = Used()
    read = _Reading(reader, window.end, cut_off, used)
    return [read.round(row) for row in rounds], used


def party_names_of(told: Iterable[Words]) -> set[str]:
    """The names of delegations and of those with a position; parties have other languages."""
    found = set()
    for row in told:
        found |= {each["who"] for each in row["presence"]}
        found |= {p["party"] for text in row["texts"] for p in text["positions"]}
    return found


class _Reading:
    """Facts of rounds, as far as they were known at the end of the window."""

    def __init__(
        self, reader: Reader, end: dt.date, cut_off: dt.datetime | None, used: Used
    ) -> None:
        self._reader, self._end, self._cut_off, self._used = reader, end, cut_off, used

    def round(self, row: Round) -> Words:
        """One round as plain data."""
        has_begun = row.date_start <= self._end
        return {
            "round": str(row),
            "start": row.date_start.isoformat(),
            "end": row.date_end.isoformat(),
            "precision": int(row.date_precision),
            "state": self._state(row),
            "presence": self._presence(row) if has_begun else [],
            "outcomes": self._outcomes(row) if has_begun else [],
            "texts": self._texts(row) if has_begun else [],
            "follow_ups": self._follow_ups(row) if has_begun else [],
        }

    def _known(self, model: Any, *beside: str, **where: Any) -> list[Any]:
        rows = counted(model, self._reader, *beside).filter(**where)
        if self._cut_off is not None:
            rows = rows.filter(recorded_at__lte=self._cut_off)
        return list(rows.order_by("recorded_at", "pk"))

    def _state(self, row: Round) -> str | None:
        steps = [
            step
            for step in self._known(RoundStep, round=row)
            if step.date_start is None or step.date_start <= self._end
        ]
        self._used.add(*steps)
        ordered = in_order([Stood(RoundState(s.round_state), s.date_start) for s in steps])
        return ordered[-1].state.value if ordered else None

    def _presence(self, row: Round) -> list[Words]:
        delegations = self._known(Delegation, "party", round=row)
        rows = self._known(Presence, "by_party", delegation__in=delegations)
        by_delegation: defaultdict[UUID, list[Presence]] = defaultdict(list)
        for each in rows:
            if each.date_start <= self._end:
                by_delegation[each.delegation_id].append(each)
        found = []
        for delegation in delegations:
            mine = by_delegation[delegation.pk]
            self._used.add(delegation, *mine)
            told = presence_told(mine)
            days = sorted({each.first for each in told} | {each.last for each in told})
            for day in (d for d in days if d <= self._end):
                cell = cell_of(day, (each for each in told if each.first <= day <= each.last))
                found.append(
                    {
                        "who": delegation.actor,
                        "day": day.isoformat(),
                        "is_vague": cell.is_vague,
                        "statuses": [status.value for status in cell.statuses],
                        "label": cell.verdict.label.value if cell.verdict else None,
                        "reasons": [
                            {"who": each.voice, "reason": each.reason}
                            for each in cell.told
                            if each.reason
                        ],
                    }
                )
        return found

    def _outcomes(self, row: Round) -> list[Words]:
        rows = self._known(RoundOutcome, "by_party", round=row)
        self._used.add(*rows)
        return [
            {"kind": each.outcome_kind, "who": voice_of(each), "text": each.text,
             "reason": each.reason}
            for each in rows
        ]  # fmt: skip

    def _texts(self, row: Round) -> list[Words]:
        found: dict[str, Words] = {}
        for tabling in self._known(Tabling, "instrument", "by_party", round=row):
            if tabling.on is not None and tabling.on > self._end:
                continue
            self._used.add(tabling)
            name = tabling.instrument.name
            if name not in found:
                found[name] = {
                    "name": name,
                    "type": tabling.instrument.instrument_type,
                    "positions": self._positions(tabling.instrument_id),
                    "settlements": self._settlements(tabling.instrument_id),
                }
        return list(found.values())

    def _positions(self, instrument: UUID) -> list[Words]:
        rows = [
            each
            for each in self._known(
                DraftPosition, "party", "by_party", "version", version__instrument=instrument,
                version__withdrawn=False,
            )
            if each.on is None or each.on <= self._end
        ]  # fmt: skip
        self._used.add(*rows)
        return [
            {"version": each.version.number, "party": each.actor, "stance": each.draft_stance,
             "text": each.text, "who": voice_of(each)}
            for each in rows
        ]  # fmt: skip

    def _settlements(self, instrument: UUID) -> list[Words]:
        rows = [
            each
            for each in self._known(
                Settlement, "by_party", "version", version__instrument=instrument,
                version__withdrawn=False,
            )
            if each.date_start is None or each.date_start <= self._end
        ]  # fmt: skip
        self._used.add(*rows)
        return [
            {"version": each.version.number, "outcome": each.draft_outcome,
             "without": names_of(each), "reason": each.reason, "who": voice_of(each)}
            for each in rows
        ]  # fmt: skip

    def _follow_ups(self, row: Round) -> list[Words]:
        rows = [
            each
            for each in self._known(FollowUp, "party", round=row)
            if each.said_on is None or each.said_on <= self._end
        ]
        self._used.add(*rows)
        return [
            {
                "what": each.what,
                "where": each.place_label,
                "days": {
                    "start": each.interval.start.isoformat(),
                    "end": each.interval.end.isoformat(),
                    "precision": int(each.interval.precision),
                }
                if each.interval
                else None,
            }
            for each in rows
        ]
