"""What was filed and ruled, as tables of a daily or weekly bulletin."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Column, Heading, Paragraph, Table
from trucewatch.bulletins.language import dates_between, day, named, number, own
from trucewatch.bulletins.phrases import type_label
from trucewatch.vocabulary.cases import (
    Established,
    MechanismLevel,
    Outcome,
    ScopeVerdict,
    Stance,
)
from trucewatch.vocabulary.violations import AttributionStandard, Severity, Verification

Words = Mapping[str, Any]

LONGEST: Final = 1_500
"""More characters of a text than these are not printed; the JSON and the CSV have all."""


def ruling_blocks(words: Words) -> list[Block]:
    """The section, as far as there is any case; bulletins of before have none."""
    told = words.get("rulings") or {}
    if not told:
        return []
    names = words["names"]["parties"]
    note = _(
        "Only cases that readers of this bulletin may see: those that are still confidential are "
        "in none of these figures. What is alleged is counted as alleged."
    )
    blocks: list[Block] = [
        Heading(_("Cases of the mechanism")),
        Paragraph(note, "quiet"),
        _counts(told),
    ]
    if told["findings"]:
        blocks += [_findings(told["findings"], names), _positions(told["findings"])]
    if told["denials"]:
        blocks.append(_denials(told["denials"], names))
    blocks.append(_ageing(told["ageing"]))
    if told["filed_beside_ruled"]:
        blocks.append(_filed(told["filed_beside_ruled"], names))
    return blocks


def _counts(told: Words) -> Table:
    filed, decided = told["filed"], told["decided"]
    rows = [
        (_("Alleged breaches filed in the window"), filed["cases"]),
        (_("Filed and set aside: out of scope"), filed["out_of_scope"]),
        (_("Filed and set aside: duplicates"), filed["duplicates"]),
        (_("Complaints about a guarantor, counted apart"), filed["guarantor"]),
        (_("Process complaints, counted apart"), filed["process"]),
        (_("Decided in the window"), decided["cases"]),
        (_("Of these verified: an adopted finding establishes it"), decided["verified"]),
        (_("Of the verified breaches of what was agreed"), decided["breaches"]),
        (_("Exercises"), decided["exercises"]),
        (_("The target is an excluded group"), decided["excluded_group"]),
        (_("Disputed: a member dissents, or the finding was not adopted"), decided["disputed"]),
    ]
    columns = [Column(_("Cases"), share=4), Column(_("Number"), is_number=True)]
    cells = [[label, number(count)] for label, count in rows]
    return Table("case_counts", _("Filed and decided"), columns, cells)


def _findings(rows: list[Words], names: Mapping[str, Mapping[str, str]]) -> Table:
    cells = []
    for row in rows:
        held = _("%(result)s (%(standard)s)") % {
            "result": _(Established(row["established"]).label),
            "standard": _(Verification(row["standard"]).label),
        }
        kind = type_label(row["violation_type"])
        if row["severity"]:
            kind = f"{kind}. {_(Severity(row['severity']).label)}"
        cells.append(
            [
                own(row["case"]), dates_between(row), kind, held,
                _(ScopeVerdict(row["scope"]).label), _attributed(row, names),
                _(Outcome(row["outcome"]).label), own(_clipped(row["text"])),
            ]
        )  # fmt: skip
    columns = [
        Column(_("The case"), share=1.6),
        Column(_("Date"), share=1.4), Column(_("Type"), share=1.8),
        Column(_("Held"), share=1.8), Column(_("Scope"), share=1.6),
        Column(_("Attributed to"), share=1.6), Column(_("Outcome"), share=1.4),
        Column(_("Finding"), share=4),
    ]  # fmt: skip
    note = _("The outcome follows from the positions by the mechanism's rule.")
    title = _("Findings on which the vote was closed")
    return Table("findings", title, columns, cells, note, is_wide=True)


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} […]"


def _attributed(row: Words, names: Mapping[str, Mapping[str, str]]) -> str:
    standard = AttributionStandard(row["attribution"])
    if standard is AttributionStandard.NONE:
        return _(standard.label)
    told = {"who": named(names, row["attributed_to"]), "standard": _(standard.label)}
    return _("%(who)s (%(standard)s)") % told


def _positions(rows: list[Words]) -> Table:
    cells = [
        [
            own(row["case"]), own(each["member"]), _(MechanismLevel(each["level"]).label),
            _(Stance(each["stance"]).label), own(_clipped(each["reasons"])) or "–", _signed(each),
        ]
        for row in rows
        for each in row["positions"]
    ]  # fmt: skip
    columns = [
        Column(_("The case"), share=1.6),
        Column(_("Member"), share=2), Column(_("Level"), share=1.6),
        Column(_("Position"), share=1.8), Column(_("Reasons"), share=4),
        Column(_("Signed"), share=1.6),
    ]  # fmt: skip
    note = _("Positions are those of organisations. Reasons are in their own words.")
    title = _("Positions of the members")
    return Table("positions", title, columns, cells, note, is_wide=True)


def _signed(each: Words) -> str:
    if each["stance"] == Stance.ABSENT and not each["reasons"] and not each["attested"]:
        return "–"
    return _("attested by the server") if each["attested"] else _("by the member's own key")


def _denials(rows: list[Words], names: Mapping[str, Mapping[str, str]]) -> Table:
    cells = [
        [_party(names, row["party"]), number(row["cases"]), number(row["established"])]
        for row in rows
    ]
    columns = [
        Column(_("Against whom"), share=3), Column(_("Cases"), is_number=True),
        Column(_("Established"), is_number=True),
    ]  # fmt: skip
    return Table("access_denials", _("Access denied to monitors"), columns, cells)


def _ageing(ageing: Words) -> Table:
    cells = []
    for bucket in ageing["buckets"]:
        since, until = bucket["since"], bucket["until"]
        if until is None:
            label = _("more than %(days)s") % {"days": number(since - 1)}
        elif not since:
            label = _("up to %(days)s") % {"days": number(until)}
        else:
            label = _("%(low)s-%(high)s") % {"low": number(since), "high": number(until)}
        cells.append([label, number(bucket["open"]), number(bucket["undecided"])])
    columns = [
        Column(_("Days since reception"), share=3), Column(_("Open"), is_number=True),
        Column(_("Without a decision"), is_number=True),
    ]  # fmt: skip
    return Table("case_ageing", _("Open cases by age"), columns, cells)


def _filed(rows: list[Words], names: Mapping[str, Mapping[str, str]]) -> Table:
    cells = [
        [
            day(dt.date.fromisoformat(row["week"])), _party(names, row["accused"]),
            number(row["filed"]), number(row["set_aside"]), number(row["decided"]),
            number(row["established"]),
        ]
        for row in rows
    ]  # fmt: skip
    columns = [
        Column(_("Week from"), share=1.6), Column(_("Against whom"), share=3),
        Column(_("Filed"), is_number=True), Column(_("Set aside"), is_number=True),
        Column(_("Decided"), is_number=True), Column(_("Established"), is_number=True),
    ]  # fmt: skip
    note = _("A filing proves nothing. Set aside are duplicates and what is out of scope.")
    return Table("filed_beside_ruled", _("Filed beside ruled"), columns, cells, note)


def _party(names: Mapping[str, Mapping[str, str]], name: str | None) -> str:
    return named(names, name) if name else _("Persons unknown")
