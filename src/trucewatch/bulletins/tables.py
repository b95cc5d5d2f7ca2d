"""Every table of a bulletin as CSV: plain numbers, the record's own names, no language."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.zips import zipped
from trucewatch.vocabulary.refusal import NotFound

Words = Mapping[str, Any]
Row = dict[str, Any]

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def tables_of(words: Words) -> dict[str, list[Row]]:
    """The tables by their names; all rows of one have the same columns."""
    if words["kind"] == BulletinKind.TWO_LEDGER:
        tables = {"ledgers": _ledgers(words), "ledger_areas": _ledger_areas(words)}
        tables["ledger_remarks"] = _ledger_remarks(words)
        return tables | _both(words)
    tables = {
        "totals": [
            {"period": name, **words[span], **_flat(words["totals"][name])}
            for name, span in (("now", "window"), ("before", "before"))
        ],
        "areas": [_area(row) for row in words["areas"]],
        "types": [_flat(row) for row in words["types"]],
        "parties": [dict(row) for row in words["parties"]],
        "hotspots": [dict(row) for row in words["hotspots"]],
        "labels": [dict(row) for row in words["labels"]],
        "events": [_event(row) for row in words["events"]],
        "possible_events": [_event(row) for row in words["possible_events"]],
        "tallies": [dict(row) for row in words["tallies"]],
        "sources": [dict(row) for row in words["sources"]],
    }
    if words["kind"] == BulletinKind.WEEKLY:
        tables |= _weekly(words)
    tables |= _rulings(words.get("rulings") or {}) | _talks(words.get("talks") or [])
    return tables | _both(words)


def as_csv(words: Words, table: str) -> str:
    """One table; a name that the bulletin has not is ``NotFound`` with the names it has."""
    tables = tables_of(words)
    if table not in tables:
        raise NotFound(f"There is no such table. There are: {', '.join(sorted(tables))}.")
    return _csv(tables[table], table)


def as_csv_zip(words: Words) -> bytes:
    """All tables in one archive, whose bytes depend on the words alone."""
    return zipped(
        {
            f"{name}.csv": _csv(rows, name).encode("utf-8")
            for name, rows in sorted(tables_of(words).items())
        }
    )


_EVENT_COLUMNS: Final = (
    "incident", "start", "end", "date_precision", "place", "place_precision", "areas", "types",
    "types_as_published", "sides", "deaths_low", "deaths_high", "reports", "sources", "label",
    "verification",
)  # fmt: skip
_DEATHS: Final = ("deaths_low", "deaths_high", "deaths_known", "deaths_unknown")
_SLOT_COLUMNS: Final = ("start", "end", "incidents", "possible", *_DEATHS)
_COLUMNS: Final[dict[str, Sequence[str]]] = {
    "totals": (
        "period", "start", "end", "incidents", "possible", *_DEATHS, "heavy", "typed",
    ),
    "areas": (
        "area", "key", "now", "before", "possible", *_DEATHS, "patrol_hours_low",
        "patrol_hours_high", "camera_hours_low", "camera_hours_high",
    ),
    "types": ("type", "heavy", "now", "before", *_DEATHS),
    "parties": ("party", "now", "before"),
    "hotspots": ("place", "area", "now", "before"),
    "labels": ("label", "now", "before"),
    "matrix": ("party", "type", "incidents"),
    "trend": _SLOT_COLUMNS,
    "days": _SLOT_COLUMNS,
    "map": ("cell", "area", "incidents"),
    "events": _EVENT_COLUMNS,
    "possible_events": _EVENT_COLUMNS,
    "tallies": ("monitor", "total", "start", "end", "address"),
    "coverage": (
        "monitor", "area", "start", "end", "patrol_hours", "camera_hours", "remarks",
    ),
    "case_counts": ("what", "cases"),
    "findings": (
        "case", "start", "end", "violation_type", "severity", "established", "standard", "scope",
        "attribution", "attributed_to", "outcome", "text", "digest",
    ),
    "positions": ("case", "member", "level", "stance", "reasons", "attested"),
    "access_denials": ("party", "cases", "established"),
    "case_ageing": ("since", "until", "open", "undecided"),
    "filed_beside_ruled": ("week", "accused", "filed", "set_aside", "decided", "established"),
    "rounds": ("track", "ordinal", "start", "end", "precision"),
    "talks": ("round", "start", "end", "precision", "state"),
    "talks_presence": (
        "round", "delegation", "day", "is_vague", "statuses", "label", "reasons",
    ),
    "talks_outcomes": ("round", "kind", "who", "text", "reason"),
    "talks_positions": ("round", "text_name", "version", "party", "stance", "text", "who"),
    "talks_settlements": (
        "round", "text_name", "version", "outcome", "without", "reason", "who",
    ),
    "sources": ("name", "limits", "attribution"),
    "ledgers": (
        "monitor", "monitor_as_published", "total", "window_hours", "start", "end", "address",
        "language", "confirmed_by", "remark",
    ),
    "ledger_areas": ("monitor", "area_as_published", "count"),
    "ledger_remarks": ("monitor", "stated_total", "by", "verdict", "count", "reason", "source"),
}  # fmt: skip
"""The columns of each table; they do not depend on how a database keeps the words."""


def _csv(rows: Sequence[Row], table: str) -> str:
    names = _COLUMNS[table]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A value for a spreadsheet; words that it would run as a formula are defused."""
    if isinstance(value, list | tuple):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(_FORMULAS):
        return f"'{value}"
    return value


def _flat(row: Mapping[str, Any]) -> Row:
    """The row with its deaths in columns of their own; an open upper end stays empty."""
    plain = {name: value for name, value in row.items() if name != "deaths"}
    deaths = row["deaths"] or {"low": None, "high": None}
    return {**plain, **{f"deaths_{name}": value for name, value in deaths.items()}}


def _area(row: Mapping[str, Any]) -> Row:
    flat = _flat({name: value for name, value in row.items() if name != "hours"})
    for name in ("patrol", "camera"):
        hours = row["hours"][name] if row["hours"] else {"low": None, "high": None}
        flat[f"{name}_hours_low"], flat[f"{name}_hours_high"] = hours["low"], hours["high"]
    return flat


def _event(row: Mapping[str, Any]) -> Row:
    flat = _flat(row)
    flat["date_precision"] = flat.pop("precision")
    return {name: flat.get(name) for name in _EVENT_COLUMNS}


def _weekly(words: Words) -> dict[str, list[Row]]:
    counts = words["map"]
    return {
        "trend": [_flat(row) for row in words["trend"]],
        "days": [_flat(row) for row in words["days"]],
        "matrix": [
            {"party": row["party"], "type": kind, "incidents": count}
            for row in words["matrix"]
            for kind, count in sorted(row["types"].items())
        ],
        "map": [
            *(
                {"cell": cell, "area": None, "incidents": n}
                for cell, n in sorted(counts["cells"].items())
            ),
            *(
                {"cell": None, "area": area, "incidents": n}
                for area, n in sorted(counts["areas"].items())
            ),
            {"cell": None, "area": None, "incidents": counts["elsewhere"]},
        ],
    }


def _rulings(told: Words) -> dict[str, list[Row]]:
    """The tables of cases; bulletins of before, and those without any case, have none."""
    if not told:
        return {}
    return {
        "case_counts": [
            {"what": f"{when}_{name}", "cases": count}
            for when in ("filed", "decided")
            for name, count in told[when].items()
        ],
        "findings": [dict(row) for row in told["findings"]],
        "positions": [
            {"case": row["case"], **each} for row in told["findings"] for each in row["positions"]
        ],
        "access_denials": [dict(row) for row in told["denials"]],
        "case_ageing": [dict(row) for row in told["ageing"]["buckets"]],
        "filed_beside_ruled": [dict(row) for row in told["filed_beside_ruled"]],
    }


def _talks(told: Sequence[Words]) -> dict[str, list[Row]]:
    """The tables of the talks; bulletins of before, and those far from any round, have none."""
    if not told:
        return {}
    plain = ("round", "start", "end", "precision", "state")
    return {
        "talks": [{name: row[name] for name in plain} for row in told],
        "talks_presence": [
            {
                "round": row["round"], "delegation": each["who"], "day": each["day"],
                "is_vague": each["is_vague"], "statuses": each["statuses"],
                "label": each["label"],
                "reasons": [f"{r['who']}: {r['reason']}" for r in each["reasons"]],
            }
            for row in told
            for each in row["presence"]
        ],
        "talks_outcomes": [
            {"round": row["round"], **each} for row in told for each in row["outcomes"]
        ],
        "talks_positions": [
            {"round": row["round"], "text_name": text["name"], **each}
            for row in told
            for text in row["texts"]
            for each in text["positions"]
        ],
        "talks_settlements": [
            {"round": row["round"], "text_name": text["name"], **each}
            for row in told
            for text in row["texts"]
            for each in text["settlements"]
        ],
    }  # fmt: skip


def _both(words: Words) -> dict[str, list[Row]]:
    return {
        "coverage": [dict(row) for row in words["coverage"]],
        "rounds": [dict(row) for row in words["rounds"]],
    }


def _ledgers(words: Words) -> list[Row]:
    plain = ("monitor", "monitor_as_published", "total", "window_hours", "address", "language")
    return [
        {
            **{name: ledger[name] for name in plain},
            **ledger["window"],
            "confirmed_by": [
                f"{by}: {count}" for by, count in sorted(ledger["confirmed_by"].items())
            ],
            "remark": ledger["remark"],
        }
        for ledger in words["ledgers"]
    ]


def _ledger_areas(words: Words) -> list[Row]:
    return [
        {"monitor": ledger["monitor"], "area_as_published": area, "count": count}
        for ledger in words["ledgers"]
        for area, count in sorted(ledger["by_area"].items())
    ]


def _ledger_remarks(words: Words) -> list[Row]:
    """What the other monitors hold of each count; bulletins of earlier releases have none."""
    return [
        {"monitor": ledger["monitor"], "stated_total": ledger["total"], **remark}
        for ledger in words["ledgers"]
        for remark in ledger.get("remarks", [])
    ]
