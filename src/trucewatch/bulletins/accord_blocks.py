"""What was agreed and said, as tables of a daily or weekly bulletin."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from trucewatch.agreements.rules import DueState
from trucewatch.agreements.wording import UNDERTAKINGS
from trucewatch.bulletins.document import Block, Column, Heading, Paragraph, Table
from trucewatch.bulletins.language import dates, day, listed, named, number, own
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.incidents.rules import DerivedLabel
from trucewatch.vocabulary.accords import DateKind, DemandState, Mandate, ObligationState
from trucewatch.vocabulary.bound import Bound, Figure, FigureConcept
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.questions import AnswerKind

Words = Mapping[str, Any]


def accord_blocks(words: Words) -> list[Block]:
    """The section, as far as anything of it is recorded; bulletins of before have none."""
    told = words.get("accords") or {}
    makers = (
        ("instruments", _instruments), ("obligations", _obligations), ("demands", _demands),
        ("figures", _figures), ("questions", _questions), ("assessments", _assessments),
        ("expectations", _expectations),
    )  # fmt: skip
    tables: list[Block] = [make(told[name], words) for name, make in makers if told.get(name)]
    if not tables:
        return []
    note = _("As accounts have it at the end of the window. The record answers no question itself.")
    return [Heading(_("What was agreed and said")), Paragraph(note, "quiet"), *tables]


def _instruments(rows: list[Words], _words: Words) -> Table:
    cells = []
    for row in rows:
        days = [
            _("%(kind)s: %(days)s (%(label)s)")
            % {
                "kind": _(DateKind(each["kind"]).label),
                "days": " / ".join(_interval(date) for date in each["days"] if date),
                "label": _label(each["label"]),
            }
            for each in row["dates"]
        ]
        cells.append([own(row["name"]), "; ".join(days) or _effective(row)])
    columns = [Column(_("Instrument"), share=2), Column(_("Days that accounts give"), share=3)]
    return Table("instruments", _("Instruments"), columns, cells)


def _effective(row: Words) -> str:
    return day(dt.date.fromisoformat(row["effective_on"])) if row["effective_on"] else "–"


def _obligations(rows: list[Words], words: Words) -> Table:
    names = words["names"]["parties"]
    cells = [
        [
            own(row["text"]),
            named(names, row["bearer"]),
            _(ObligationState(row["state"]).label) if row["state"] else _("nobody says"),
            _(DueState(row["due_state"]).label),
            "–" if row["score"] is None else number(row["score"]),
            *_numbers(row),
        ]
        for row in rows
    ]
    columns = [
        Column(_("What is owed"), share=3), Column(_("By whom"), share=2),
        Column(_("State"), share=2), Column(_("When it is due"), share=2),
        Column(_("Score, 0 to 3"), is_number=True), *_number_columns(),
    ]  # fmt: skip
    return Table("obligations", _("Obligations"), columns, cells, is_wide=True)


def _demands(rows: list[Words], words: Words) -> Table:
    names = words["names"]["parties"]
    cells = []
    for row in rows:
        kind = _(UNDERTAKINGS[row["kind"]])
        if row["mandate"] and row["mandate"] != Mandate.WITHIN:
            kind = f"{kind}. {_(Mandate(row['mandate']).label)}"
        asked = [named(names, name) for name in row["of"]]
        cells.append(
            [
                own(row["text"]), kind, named(names, row["who"]),
                listed(asked) if asked else "–", _(DemandState(row["state"]).label),
                *_numbers(row),
            ]
        )  # fmt: skip
    columns = [
        Column(_("What is asked"), share=3), Column(_("Kind"), share=2),
        Column(_("By whom"), share=2), Column(_("Of whom"), share=2),
        Column(_("State"), share=2), *_number_columns(),
    ]  # fmt: skip
    return Table("demands", _("What is demanded"), columns, cells, is_wide=True)


def _number_columns() -> list[Column]:
    return [
        Column(_("Demanded")), Column(_("Agreed on")), Column(_("Verified")),
    ]  # fmt: skip


def _numbers(row: Words) -> list[str]:
    unit = own(row["unit"])
    demanded = f"{_figure(row['demanded'])} {unit}".strip() if row["demanded"] else "–"
    agreed = f"{_figure(row['agreed'])} {unit}".strip() if row["agreed"] else "–"
    verified = "–" if row["verified"] is None else f"{number(row['verified'])} {unit}".strip()
    return [demanded, agreed, verified]


def _figures(rows: list[Words], words: Words) -> Table:
    names = words["names"]["parties"]
    cells = []
    for row in rows:
        scope = [own(part) for part in (row["whom"], row["place"]) if part]
        if row["since"]:
            scope.append(_("since %(day)s") % {"day": day(dt.date.fromisoformat(row["since"]))})
        claims = [
            _("%(figure)s (%(claimant)s, %(day)s)")
            % {
                "figure": _figure(claim["figure"]),
                "claimant": named(names, claim["claimant"]),
                "day": day(dt.date.fromisoformat(claim["as_of"])),
            }
            for claim in row["claims"]
        ]
        label = _label(row["label"]) if row["label"] else "–"
        concept = _(FigureConcept(row["concept"]).label)
        cells.append([concept, ", ".join(scope) or "–", "; ".join(claims), label])
    columns = [
        Column(_("What is counted"), share=2), Column(_("Of whom, where, since when"), share=2),
        Column(_("Figures as claimed"), share=4), Column(_("Accounts")),
    ]  # fmt: skip
    note = _("Figures of different rows count different things and are not compared.")
    return Table("figure_claims", _("Figures that are claimed"), columns, cells, note)


def _questions(rows: list[Words], words: Words) -> Table:
    names = words["names"]["parties"]
    cells = []
    for row in rows:
        answers = [
            _("%(voice)s: %(answer)s")
            % {"voice": named(names, each["voice"]), "answer": _answer(each)}
            for each in row["answers"]
        ]
        cells.append([own(row["text"]), "; ".join(answers) or "–", _label(row["label"])])
    columns = [
        Column(_("Question"), share=3), Column(_("Answers"), share=4), Column(_("Accounts")),
    ]  # fmt: skip
    return Table("questions", _("Questions on which accounts differ"), columns, cells)


def _answer(each: Words) -> str:
    if each["answer"]:
        return own(each["answer"])
    return _(AnswerKind(each["kind"]).label)


def _assessments(rows: list[Words], words: Words) -> Table:
    now = words["totals"]["now"]["incidents"]
    cells = [
        [own(row["says"]), own(row["who"]), day(dt.date.fromisoformat(row["as_of"])), number(now)]
        for row in rows
    ]
    columns = [
        Column(_("The ceasefire is called"), share=3), Column(_("By whom"), share=3),
        Column(_("Day"), share=2), Column(_("Incidents reported in the window"), is_number=True),
    ]  # fmt: skip
    return Table("assessments", _("How the ceasefire is judged"), columns, cells)


def _expectations(rows: list[Words], _words: Words) -> Table:
    cells = [
        [own(row["round"]), own(row["who"]), own(row["text"]), own(row["outcome"]) or "–"]
        for row in rows
    ]
    columns = [
        Column(_("Round"), share=2), Column(_("By whom"), share=2), Column(_("Expected"), share=3),
        Column(_("What came of it"), share=4),
    ]  # fmt: skip
    return Table("expectations", _("Expected and what came of it"), columns, cells, is_wide=True)


def _figure(told: Words) -> str:
    return figure_in_words(Figure(Bound(told["kind"]), told["low"], told["best"], told["high"]))


def _label(value: str) -> str:
    return _(DerivedLabel(value).label)


def _interval(told: Words) -> str:
    start, end = (dt.date.fromisoformat(told[name]) for name in ("start", "end"))
    return dates(Interval(start, end, DatePrecision(told["precision"])))
