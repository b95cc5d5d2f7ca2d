"""The drawings of a weekly bulletin, each with its words for those who do not see it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trucewatch.bulletins import charts, period_map
from trucewatch.bulletins.charts import Bar, bar_chart
from trucewatch.bulletins.document import Block, Column, Figure, Paragraph, Table
from trucewatch.bulletins.language import FIRST_STRONG, POP, named, number, short_day
from trucewatch.names.folding import fold

Words = Mapping[str, Any]


def trend_figure(words: Words) -> Figure:
    """Incidents of this week beside those of the weeks before."""
    slots = words["trend"]
    bars = [
        Bar(_labels(slot), slot["incidents"], slot["possible"], is_now=slot is slots[-1])
        for slot in slots
    ]
    title = ngettext(
        "Incidents a week over %(n)s week", "Incidents a week over %(n)s weeks", len(slots)
    ) % {"n": number(len(slots))}
    return Figure("trend", title, bar_chart(bars, name="trend"), _alt(title), charts.WIDTH)


def day_figure(words: Words) -> Figure:
    """Incidents of each day of the week."""
    bars = [Bar(_labels(slot), slot["incidents"], slot["possible"]) for slot in words["days"]]
    title = _("Incidents a day")
    return Figure("days", title, bar_chart(bars, name="days"), _alt(title), charts.WIDTH)


def map_blocks(words: Words) -> list[Block]:
    """The map with what it cannot show, and its table."""
    counts, places = words["map"], words["names"]["places"]
    names = {
        row["area"]: _plain(named(places, row["area"])) for row in words["areas"] if row["area"]
    }
    found: list[Block] = []
    drawn = period_map.draw(counts, names)
    if drawn:
        title = _("Where incidents are reported")
        alt = _(
            "%(title)s: hexagons are the darker the more incidents lie in them; governorates where "
            "some are known no more closely are hatched. The table below tells the same."
        ) % {"title": title}
        found.append(Figure("map", title, drawn, alt, period_map.WIDTH))
        found.append(Paragraph(_legend(), "quiet"))
    if missing := _missing(counts, has_map=bool(drawn)):
        found.append(Paragraph(missing, "quiet"))
    return [*found, _map_table(words)]


def _map_table(words: Words) -> Table:
    vague = words["map"]["areas"]
    rows = [[named(words["names"]["places"], area), number(count)] for area, count in vague.items()]
    rows.sort(key=lambda row: fold(row[0]))
    if not rows:
        rows = [[_("None"), number(0)]]
    return Table(
        "map",
        _("Known to the governorate only"),
        [Column(_("Area"), share=2), Column(_("Incidents"), is_number=True)],
        rows,
        _("The hatched areas of the map. All incidents by area stand in the table “By area”."),
    )


def _legend() -> str:
    steps = period_map.STEPS
    spans = [
        number(least) if least == most else f"{number(least)}\u2013{number(most)}"
        for least, most in zip(steps, [step - 1 for step in steps[1:]], strict=False)
    ]
    told = {"spans": "; ".join(f"\u2066{span}\u2069" for span in spans), "most": number(steps[-1])}
    told_of = _(
        "Shades, from light to dark: %(spans)s; %(most)s or more incidents in a hexagon. Hatched: "
        "known to the governorate only, so no point is drawn. Base map: Natural Earth; it draws "
        "borders as they are held, which is no statement on whose they are."
    )
    return told_of % told


def _missing(counts: Words, *, has_map: bool) -> str:
    told = []
    if count := counts["elsewhere"]:
        told.append(
            ngettext(
                "%(n)s incident is on no map: its place is known more vaguely than that.",
                "%(n)s incidents are on no map: their places are known more vaguely than that.",
                count,
            )
            % {"n": number(count)}
        )
    if has_map and (count := period_map.outside_frame(counts)):
        told.append(
            ngettext(
                "%(n)s incident lies outside the frame of the map.",
                "%(n)s incidents lie outside the frame of the map.",
                count,
            )
            % {"n": number(count)}
        )
    return " ".join(told)


def _alt(title: str) -> str:
    return _(
        "%(title)s: bars of the incidents that certainly lie there, hatched above them those that "
        "may. The table below gives every number."
    ) % {"title": title}


def _labels(slot: Words) -> tuple[str, ...]:
    """The days under a bar; a stretch has its first and its last day on two lines."""
    start, end = (dt.date.fromisoformat(slot[name]) for name in ("start", "end"))
    if start == end:
        return (short_day(end),)
    return (short_day(start), f"\u2013 {short_day(end)}")


def _plain(text: str) -> str:
    return text.replace(FIRST_STRONG, "").replace(POP, "")
