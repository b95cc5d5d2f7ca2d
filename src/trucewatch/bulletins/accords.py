"""What was agreed and said, as it stood at the end of a window: plain data for a bulletin."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Instrument
from trucewatch.agreements.queries import dates_seen
from trucewatch.agreements.standing import (
    DemandSeen,
    ObligationSeen,
    demands_seen,
    obligations_seen,
)
from trucewatch.bulletins.window import Window
from trucewatch.desk.standing import figures_by_scope, questions_by_kind
from trucewatch.sources.facts import Fact
from trucewatch.statements.models import Assessment
from trucewatch.statements.queries import counted
from trucewatch.statements.standing import FigureGroup, QuestionSeen
from trucewatch.talks.models import Expectation
from trucewatch.vocabulary.bound import Figure

Words = dict[str, Any]

MOST_ROWS: Final = 100
"""More rows of one kind than this are not printed; the page of them has all."""


@dataclass
class Used:
    """The marks and sources of the facts that a bulletin tells."""

    marks: set[str] = field(default_factory=set)
    sources: set[UUID] = field(default_factory=set)

    def add(self, *facts: Fact) -> None:
        """Facts that are told."""
        self.marks |= {fact.handling for fact in facts}
        self.sources |= {fact.source_id for fact in facts if fact.source_id}


def accord_words(
    window: Window, reader: Reader, cut_off: dt.datetime | None, rounds: Iterable[Words]
) -> tuple[Words, Used]:
    """Instruments, obligations, demands, figures, questions and judgements as accounts give them.

    Of each only what is dated no later than the window, and what was recorded by the cut-off.
    Questions and expectations are those about rounds near the window. Notes are never in it.
    """
    end = window.end
    about = {f"{round_['track']}, round {round_['ordinal']}".casefold() for round_ in rounds}
    by_then = _ByThen(cut_off)
    obligations = [s for s in obligations_seen(reader, end) if by_then.holds(s.obligation)]
    demands = [seen for seen in demands_seen(reader) if by_then.holds(seen.demand)]
    used = Used()
    told = {
        "instruments": _instruments(reader, end),
        "obligations": [_obligation(s, used) for s in obligations if _stood(s, end)],
        "demands": [_demand(s, used) for s in demands if _was_raised(s, end)],
        "figures": _figures(figures_by_scope(reader), end, by_then, used),
        "questions": [
            _question(seen, used)
            for rows in questions_by_kind(reader).values()
            for seen in rows
            if seen.row.about.casefold() in about and by_then.holds(seen.row)
        ],
        "assessments": _assessments(reader, window, by_then, used),
        "expectations": _expectations(reader, about, by_then, used),
    }
    return {name: rows[:MOST_ROWS] for name, rows in told.items()}, used


class _ByThen:
    """What was in the record at the cut-off."""

    def __init__(self, cut_off: dt.datetime | None) -> None:
        self._cut_off = cut_off

    def holds(self, fact: Fact) -> bool:
        """Whether the fact was recorded by then."""
        return self._cut_off is None or fact.recorded_at <= self._cut_off


def _instruments(reader: Reader, end: dt.date) -> list[Words]:
    known = Instrument.objects.visible_to(reader)
    rows = [row for row in known if _day_of(row) and _day_of(row) <= end]
    dates = dates_seen(reader, rows)
    return [
        {
            "name": row.name,
            "type": row.instrument_type,
            "effective_on": row.effective_on.isoformat() if row.effective_on else None,
            "dates": [
                {
                    "kind": each.kind.value,
                    "label": each.verdict.label.value,
                    "days": [_interval(date) for date in each.rows],
                }
                for each in dates[row.pk]
            ],
        }
        for row in sorted(rows, key=lambda row: (_day_of(row), row.name))
    ]


def _day_of(row: Instrument) -> dt.date:
    return row.effective_on or row.signed_on or dt.date.max


def _interval(row: Any) -> Words | None:
    interval = row.interval
    if interval is None:
        return None
    return {
        "start": interval.start.isoformat(),
        "end": interval.end.isoformat(),
        "precision": int(interval.precision),
    }


def _stood(seen: ObligationSeen, end: dt.date) -> bool:
    """Whether the obligation was known by then: by its own day or by a step of it."""
    days = [step.date_start for step in seen.steps] + [seen.obligation.date_start]
    known = [day for day in days if day is not None]
    return bool(known) and min(known) <= end


def _was_raised(seen: DemandSeen, end: dt.date) -> bool:
    days = [step.date_start for step in seen.steps]
    if seen.demand.statement is not None:
        days.append(seen.demand.statement.said_from)
    known = [day for day in days if day is not None]
    return bool(known) and min(known) <= end


def _obligation(seen: ObligationSeen, used: Used) -> Words:
    row = seen.obligation
    used.add(row)
    return {
        "text": row.text,
        "bearer": row.bearer.name if row.bearer else row.bearer_label,
        "due": _interval(row),
        "due_state": seen.due.value,
        "state": seen.state.value if seen.state else None,
        "score": int(seen.score) if seen.score is not None else None,
        **_numbers(seen),
    }


def _demand(seen: DemandSeen, used: Used) -> Words:
    row = seen.demand
    used.add(row)
    return {
        "text": row.gist or row.words[:300],
        "kind": row.demand_kind,
        "who": row.speaker_label,
        "of": [name for name in row.asked_of.split("\n") if name],
        "mandate": row.mandate,
        "state": seen.state.value,
        **_numbers(seen),
    }


def _numbers(seen: ObligationSeen | DemandSeen) -> Words:
    numbers = seen.quantities
    return {
        "demanded": figure_words(numbers.demanded) if numbers.demanded else None,
        "agreed": figure_words(numbers.agreed) if numbers.agreed else None,
        "verified": numbers.verified,
        "unit": numbers.unit,
    }


def figure_words(figure: Figure) -> Words:
    """A figure with its bound as plain data."""
    return {
        "kind": figure.kind.value,
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
    }


def _figures(
    groups: Iterable[FigureGroup], end: dt.date, by_then: _ByThen, used: Used
) -> list[Words]:
    told = []
    for group in groups:
        seen = [
            figure
            for figure in group.counted
            if figure.row.as_of and figure.row.as_of <= end and by_then.holds(figure.row)
        ]
        if not seen:
            continue
        used.add(*(figure.row for figure in seen))
        told.append(
            {
                "concept": group.concept.value,
                "whom": group.scope.whom,
                "place": group.scope.place,
                "since": group.scope.since.isoformat() if group.scope.since else None,
                "label": group.verdict.label.value if len(seen) == len(group.counted) else None,
                "claims": [
                    {
                        "figure": figure_words(figure.claim.figure),
                        "claimant": figure.claimant,
                        "as_of": (figure.row.as_of or end).isoformat(),
                    }
                    for figure in seen
                ],
            }
        )
    return told


def _question(seen: QuestionSeen, used: Used) -> Words:
    used.add(seen.row, *(each.row for each in seen.answers))
    return {
        "text": seen.row.text,
        "kind": seen.row.question_kind,
        "about": seen.row.about,
        "label": seen.verdict.label.value,
        "answers": [
            {"voice": each.voice, "kind": each.row.answer_kind, "answer": each.row.answer}
            for each in seen.answers
            if not each.is_copy
        ],
    }


def _assessments(reader: Reader, window: Window, by_then: _ByThen, used: Used) -> list[Words]:
    rows = counted(Assessment, reader, "document__source", "source").filter(
        as_of__gte=window.start, as_of__lte=window.end
    )
    told = [row for row in rows.order_by("as_of", "pk") if by_then.holds(row)]
    used.add(*told)
    return [
        {"who": row.speaker_label, "says": row.says, "leaning": row.leaning,
         "as_of": row.as_of.isoformat()}
        for row in told
    ]  # fmt: skip


def _expectations(reader: Reader, about: set[str], by_then: _ByThen, used: Used) -> list[Words]:
    rows = counted(Expectation, reader, "round").order_by("said_on", "pk")
    told = [row for row in rows if str(row.round).casefold() in about and by_then.holds(row)]
    used.add(*told)
    return [
        {"round": str(row.round), "who": row.speaker_label, "text": row.text,
         "outcome": row.round.outcome}
        for row in told
    ]  # fmt: skip
