"""The tables of a daily or weekly bulletin in words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from trucewatch.bulletins import phrases
from trucewatch.bulletins.document import Column, Table
from trucewatch.bulletins.language import dates_between, named, number, own, signed
from trucewatch.names.folding import fold

Words = Mapping[str, Any]

MOST_LISTED: Final = 300
"""More incidents than this are not printed: a table of 10,000 rows needs 800 MB to set."""
MOST_COLUMNS: Final = 7


def label_table(words: Words) -> Table:
    """How the accounts of the incidents stand to each other."""
    rows = [[phrases.label(row["label"]), *_compared(row)] for row in words["labels"]]
    return Table(
        "labels",
        _("How the accounts stand to each other"),
        [Column(_("Accounts"), share=2), *_comparison()],
        rows,
        _(
            "Agreed: two or more sources tell the same where they can be compared. Disputed: two "
            "sources contradict each other. One-sided: one source alone tells of it. Unverified: "
            "several sources, with nothing that can be compared."
        ),
    )


def area_table(words: Words) -> Table:
    """The summary by region, beside the hours that somebody looked."""
    rows = []
    for row in words["areas"]:
        name = named(words["names"]["places"], row["area"]) if row["area"] else _("Area not known")
        hours = row["hours"]
        counted = [_count(row["now"], hours), _count(row["before"], hours), _change(row)]
        rows.append([
            name,
            *counted,
            number(row["possible"]) if row["possible"] else "–",
            phrases.deaths_of_many(row["deaths"]) if row["now"] else "–",
            phrases.hours(row["hours"], "patrol"),
            phrases.hours(row["hours"], "camera"),
        ])  # fmt: skip
    columns = [
        Column(_("Area"), share=1.8),
        *_comparison(),
        Column(_("May lie in the window"), is_number=True),
        Column(_("Deaths"), is_number=True),
        Column(_("Patrol hours"), is_number=True),
        Column(_("Camera hours"), is_number=True),
    ]
    note = _(
        "A dash for a count: nothing was reported and nobody is recorded as looking, so it is no "
        "zero. A 0 stands where hours of observation are recorded. An incident whose "
        "accounts name two areas is counted under both, so the column does not add up."
    )
    return Table("areas", _("By area"), columns, rows, note)


def type_table(words: Words) -> Table:
    """By type of violation."""
    rows = [
        [
            phrases.type_label(row["type"]),
            *_compared(row),
            phrases.deaths_of_many(row["deaths"]) if row["now"] else "–",
        ]
        for row in words["types"]
    ]
    columns = [
        Column(_("Type"), share=2.4),
        *_comparison(),
        Column(_("Deaths"), is_number=True),
    ]
    note = _("An incident whose accounts name two types is counted under both.")
    return Table("types", _("By type"), columns, rows, note)


def party_table(words: Words) -> Table:
    """By party that an account names, whoever is said to have acted."""
    rows = [
        [named(words["names"]["parties"], row["party"]), *_compared(row)]
        for row in words["parties"]
    ]
    rows.sort(key=lambda row: fold(row[0]))
    note = _(
        "Incidents whose accounts name the party on either side. This says nothing of who acted. "
        "An incident names two sides and is counted under both, so the column does not add up."
    )
    return Table(
        "parties", _("By party named"), [Column(_("Party"), share=3), *_comparison()], rows, note
    )


def hotspot_table(words: Words) -> Table:
    """Where most incidents are reported."""
    rows = [
        [
            own(row["place"]),
            named(words["names"]["places"], row["area"]) if row["area"] else _("not known"),
            *_compared(row),
        ]
        for row in words["hotspots"]
    ]
    columns = [Column(_("District or place"), share=2), Column(_("Area"), share=1.4)]
    note = _(
        "Only incidents whose place is known to the district or better. Names as the sources "
        "write them."
    )
    return Table("hotspots", _("Hotspots"), [*columns, *_comparison()], rows, note)


def matrix_table(words: Words) -> Table:
    """Parties named against types of violation."""
    totals = {row["type"]: row["now"] for row in words["types"] if row["now"]}
    shown = sorted(totals, key=lambda kind: -totals[kind])[:MOST_COLUMNS]
    kinds = [kind for kind in totals if kind in shown]
    others = [kind for kind in totals if kind not in shown]
    rows = []
    for row in words["matrix"]:
        counts = [row["types"].get(kind, 0) for kind in kinds]
        if others:
            counts.append(sum(row["types"].get(kind, 0) for kind in others))
        name = named(words["names"]["parties"], row["party"])
        rows.append([name, *(number(count) if count else "–" for count in counts)])
    rows.sort(key=lambda row: fold(row[0]))
    columns = [Column(phrases.type_label(kind), is_number=True) for kind in kinds]
    columns += [Column(_("Other types"), is_number=True)] if others else []
    return Table(
        "matrix",
        _("Parties named, by type"),
        [Column(_("Party"), share=2), *columns],
        rows,
        _("Incidents that name the party; each may stand in several rows and columns."),
    )


def slot_table(words: Words, name: str, title: str) -> Table:
    """What a chart over time shows, as numbers."""
    rows = [
        [
            dates_between(slot),
            number(slot["incidents"]),
            number(slot["possible"]),
            phrases.deaths_of_many(slot["deaths"]),
        ]
        for slot in words[name]
    ]
    columns = [
        Column(_("Dates"), share=2),
        Column(_("Incidents"), is_number=True),
        Column(_("May also lie there"), is_number=True),
        Column(_("Deaths"), is_number=True),
    ]
    return Table(name, title, columns, rows)


def event_table(words: Words, name: str, title: str, note: str = "") -> Table:
    """The incidents one by one; where they are too many for paper, it says so and which."""
    events: Sequence[Words] = words[name]
    listed = _most_deadly(events) if len(events) > MOST_LISTED else events
    names = words["names"]
    rows = [
        [
            phrases.when(event),
            phrases.where(event, names),
            phrases.what(event),
            phrases.who(event, names),
            phrases.deaths(event["deaths"]),
            phrases.accounts(event),
            phrases.label(event["label"]),
            phrases.verification(event["verification"]),
        ]
        for event in listed
    ]
    columns = [
        Column(_("Date"), share=1.2),
        Column(_("Place"), share=2.2),
        Column(_("Type"), share=1.9),
        Column(_("Sides named"), share=2.2),
        Column(_("Deaths"), share=0.9),
        Column(_("Reports"), share=1.1),
        Column(_("Accounts"), share=1),
        Column(_("Verification"), share=1.1),
    ]
    if len(listed) < len(events):
        told = {"shown": number(len(listed)), "all": number(len(events)), "table": name}
        note = " ".join(filter(None, [note, _not_all() % told]))
    return Table(name, title, columns, rows, note, is_wide=True)


def _not_all() -> str:
    return _(
        "This table shows %(shown)s of %(all)s incidents: those with the highest lower bound of "
        "deaths. All of them stand in the table “%(table)s” of the CSV, and in the JSON."
    )


def _most_deadly(events: Sequence[Words]) -> list[Words]:
    def low(event: Words) -> int:
        return event["deaths"]["low"] if event["deaths"] else 0

    ranked = sorted(range(len(events)), key=lambda i: (-low(events[i]), i))[:MOST_LISTED]
    return [events[i] for i in sorted(ranked)]


def _comparison() -> list[Column]:
    return [
        Column(_("Incidents"), is_number=True),
        Column(_("Before"), is_number=True),
        Column(_("Change"), is_number=True),
    ]


def _compared(row: Words) -> list[str]:
    return [number(row["now"]), number(row["before"]), _change(row)]


def _change(row: Words) -> str:
    if not row["now"] and not row["before"]:
        return "–"
    return signed(row["now"] - row["before"])


def _count(count: int, hours: Words | None) -> str:
    return "–" if not count and hours is None else number(count)
