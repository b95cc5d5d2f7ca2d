"""Rounds of talks as tables of a daily or weekly bulletin."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Heading, Paragraph, Table
from trucewatch.bulletins.language import dates, day, listed, named, number, own
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.process import InstrumentType, ParticipationStatus, RoundState
from trucewatch.vocabulary.talks import DraftOutcome, DraftStance, OutcomeKind

Words = Mapping[str, Any]


def talk_blocks(words: Words) -> list[Block]:
    """The section, as far as a round lies near; bulletins of before have none."""
    told = words.get("talks") or []
    if not told:
        return []
    names = words["names"]["parties"]
    tables = [
        _rounds(told), _presence(told, names), _outcomes(told), _texts(told, names),
        _follow_ups(told),
    ]  # fmt: skip
    note = _(
        "Rounds within a week of the window, as accounts have them at its end. Each account stands "
        "by itself; of a day that nobody tells of nothing is said."
    )
    found: list[Block] = [table for table in tables if table is not None]
    return [Heading(_("The talks")), Paragraph(note, "quiet"), *found]


def _rounds(told: Sequence[Words]) -> Table:
    cells = [
        [
            own(row["round"]),
            dates(_interval(row)),
            _(RoundState(row["state"]).label) if row["state"] else _("nobody says"),
        ]
        for row in told
    ]
    columns = [Column(_("Round"), share=3), Column(_("Days"), share=2), Column(_("State"), share=2)]
    return Table("talks_rounds", _("Rounds near the window"), columns, cells)


def _presence(told: Sequence[Words], names: Mapping[str, Any]) -> Table | None:
    cells = []
    for row in told:
        for each in row["presence"]:
            on = day(dt.date.fromisoformat(each["day"]))
            statuses = [_(ParticipationStatus(status).label) for status in each["statuses"]]
            reasons = [
                _("%(who)s: %(reason)s") % {"who": own(r["who"]), "reason": own(r["reason"])}
                for r in each["reasons"]
            ]
            cells.append(
                [
                    own(row["round"]),
                    named(names, each["who"]),
                    _("about %(dates)s") % {"dates": on} if each["is_vague"] else on,
                    " / ".join(statuses),
                    "; ".join(reasons) or "–",
                ]
            )
    if not cells:
        return None
    columns = [
        Column(_("Round"), share=2), Column(_("Delegation"), share=2), Column(_("Day"), share=2),
        Column(_("Presence"), share=2), Column(_("Reasons that are given"), share=3),
    ]  # fmt: skip
    return Table("talks_presence", _("Who was there"), columns, cells, is_wide=True)


def _outcomes(told: Sequence[Words]) -> Table | None:
    cells = [
        [
            own(row["round"]),
            _(OutcomeKind(each["kind"]).label),
            own(each["who"]),
            own(each["text"]) if each["text"] else "–",
            own(each["reason"]) if each["reason"] else "–",
        ]
        for row in told
        for each in row["outcomes"]
    ]
    if not cells:
        return None
    columns = [
        Column(_("Round"), share=2), Column(_("What came of it"), share=2),
        Column(_("By whose account"), share=2), Column(_("In words"), share=3),
        Column(_("Why, as they state it"), share=3),
    ]  # fmt: skip
    return Table("talks_outcomes", _("What came of the talks"), columns, cells, is_wide=True)


def _texts(told: Sequence[Words], names: Mapping[str, Any]) -> Table | None:
    cells = []
    for row in told:
        for text in row["texts"]:
            positions = [
                _("%(party)s, version %(number)s: %(stance)s (%(who)s)")
                % {
                    "party": named(names, each["party"]), "number": number(each["version"]),
                    "stance": _(DraftStance(each["stance"]).label), "who": own(each["who"]),
                }
                for each in text["positions"]
            ]  # fmt: skip
            endings = [_ending(each) for each in text["settlements"]]
            cells.append(
                [
                    own(text["name"]),
                    _(InstrumentType(text["type"]).label),
                    "; ".join(positions) or "–",
                    "; ".join(endings) or "–",
                ]
            )
    if not cells:
        return None
    columns = [
        Column(_("Text"), share=3), Column(_("Kind"), share=2), Column(_("Positions"), share=4),
        Column(_("What became of it"), share=3),
    ]  # fmt: skip
    return Table("talks_texts", _("Texts put before the rounds"), columns, cells, is_wide=True)


def _ending(each: Words) -> str:
    outcome = _(DraftOutcome(each["outcome"]).label)
    if each["without"]:
        outcome = _("%(outcome)s: %(names)s") % {
            "outcome": outcome, "names": listed(own(name) for name in each["without"]),
        }  # fmt: skip
    return _("%(outcome)s (%(who)s)") % {"outcome": outcome, "who": own(each["who"])}


def _follow_ups(told: Sequence[Words]) -> Table | None:
    cells = [
        [
            own(row["round"]),
            own(each["what"]),
            own(each["where"]) if each["where"] else "–",
            dates(_interval(each["days"])) if each["days"] else _("no day known"),
        ]
        for row in told
        for each in row["follow_ups"]
    ]
    if not cells:
        return None
    columns = [
        Column(_("Round"), share=2), Column(_("What is to follow"), share=3),
        Column(_("Where"), share=2), Column(_("When"), share=2),
    ]  # fmt: skip
    return Table("talks_follow_ups", _("What is to follow the talks"), columns, cells)


def _interval(told: Words) -> Interval:
    start, end = (dt.date.fromisoformat(told[name]) for name in ("start", "end"))
    return Interval(start, end, DatePrecision(told["precision"]))
