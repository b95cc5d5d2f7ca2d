"""A daily or weekly bulletin as a document, from what it says as data."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trucewatch.bulletins import period_blocks as blocks
from trucewatch.bulletins import sentences
from trucewatch.bulletins.accord_blocks import accord_blocks
from trucewatch.bulletins.document import (
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    Key,
    Keys,
    Paragraph,
    Table,
)
from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.language import (
    dates_between,
    direction,
    named,
    number,
    own,
    signed,
    spoken,
)
from trucewatch.bulletins.period_figures import day_figure, map_blocks, trend_figure
from trucewatch.bulletins.phrases import deaths, incidents
from trucewatch.bulletins.ruling_blocks import ruling_blocks
from trucewatch.bulletins.stamps import UNMARKED, Stamp
from trucewatch.bulletins.talk_blocks import talk_blocks
from trucewatch.bulletins.titles import title_of

Words = Mapping[str, Any]


def period_document(words: Words, stamp: Stamp = UNMARKED) -> Document:
    """What stands where, in the language that is spoken."""
    language = spoken()
    title = title_of(words)
    return Document(
        title=f"{stamp.word}: {title}" if stamp.word else title,
        language=language,
        direction=direction(language),
        date=words["window"]["end"],
        record=sentences.record(words),
        mark=f"TLP:{words['handling']}",
        foot=sentences.foot(words),
        window=dates_between(words["window"]),
        of_pages=_("%(page)s of %(pages)s"),
        blocks=[
            *_head(words),
            *_comparisons(words),
            *_weekly(words),
            *_ledgers(words),
            *ruling_blocks(words),
            *talk_blocks(words),
            *accord_blocks(words),
            *_limits(words),
            *_events(words),
        ],
        state=stamp.word,
        banner=sentences.banner(words, stamp),
    )


def _head(words: Words) -> list[Block]:
    now, before = words["totals"]["now"], words["totals"]["before"]
    keys = [
        Key(
            number(now["incidents"]),
            ngettext("incident reported", "incidents reported", now["incidents"]),
            _("%(before)s in the period before: %(change)s")
            % {
                "before": number(before["incidents"]),
                "change": signed(now["incidents"] - before["incidents"]),
            },
        ),
        Key(
            deaths(now["deaths"]) if now["deaths"]["known"] else "–",
            _("deaths in these accounts"),
            _("%(before)s in the period before")
            % {"before": deaths(before["deaths"]) if before["deaths"]["known"] else "–"},
        ),
        Key(
            _("%(heavy)s of %(typed)s")
            % {"heavy": number(now["heavy"]), "typed": number(now["typed"])},
            _("with heavy weapons, of those whose type is stated"),
            _("%(heavy)s of %(typed)s in the period before")
            % {"heavy": number(before["heavy"]), "typed": number(before["typed"])},
        ),
    ]
    told = [sentences.zone_of_window(words), sentences.cut_off(words)]
    return [Paragraph(" ".join(told), "quiet"), Keys(keys), *map(Paragraph, _summary(words))]


def _summary(words: Words) -> list[str]:
    """What has to be known with the figures at the head."""
    now = words["totals"]["now"]
    told = [
        _(
            "Compared with %(before)s. A count says what was reported, not what happened; deaths "
            "run from the sum of the lowest to the sum of the highest figures, and accounts of "
            "one incident are never added together."
        )
        % {"before": dates_between(words["before"])}
    ]
    if now["possible"]:
        told.append(
            ngettext(
                "%(n)s more incident may lie in the window: its dates are vaguer than the window "
                "or reach beyond it. It is counted in none of the figures here.",
                "%(n)s more incidents may lie in the window: their dates are vaguer than the "
                "window or reach beyond it. They are counted in none of the figures here.",
                now["possible"],
            )
            % {"n": number(now["possible"])}
        )
    if unknown := now["deaths"]["unknown"]:
        told.append(
            ngettext(
                "%(n)s incident has no figure of deaths and adds none.",
                "%(n)s incidents have no figure of deaths and add none.",
                unknown,
            )
            % {"n": number(unknown)}
        )
    if withdrawn := words["withdrawn"]:
        told.append(
            ngettext(
                "%(n)s withdrawn report is left out.",
                "%(n)s withdrawn reports are left out.",
                withdrawn,
            )
            % {"n": number(withdrawn)}
        )
    return told


def _comparisons(words: Words) -> list[Block]:
    tables: list[Block] = [
        blocks.area_table(words),
        blocks.type_table(words),
        blocks.party_table(words),
    ]
    if words["hotspots"]:
        tables.append(blocks.hotspot_table(words))
    return [*tables, blocks.label_table(words)]


def _weekly(words: Words) -> list[Block]:
    if words["kind"] != BulletinKind.WEEKLY:
        return []
    found: list[Block] = [
        trend_figure(words),
        blocks.slot_table(words, "trend", _("The weeks in numbers")),
        day_figure(words),
        blocks.slot_table(words, "days", _("The days in numbers")),
        *map_blocks(words),
    ]
    return [*found, blocks.matrix_table(words)] if words["matrix"] else found


def _ledgers(words: Words) -> list[Block]:
    """Both monitors' tallies of the window, side by side and never added."""
    tallies = words["tallies"]
    if not tallies:
        return []
    monitors = sorted({tally["monitor"] for tally in tallies})
    windows = sorted({(tally["end"], tally["start"]) for tally in tallies})
    rows = []
    for end, start in windows:
        cells = []
        for monitor in monitors:
            totals = [
                sentences.number(tally["total"])
                for tally in tallies
                if (tally["monitor"], tally["end"], tally["start"]) == (monitor, end, start)
            ]
            cells.append("; ".join(dict.fromkeys(totals)) or _("not given"))
        rows.append([dates_between({"start": start, "end": end}), *cells])
    names = words["names"]["parties"]
    columns = [Column(_("Dates"))]
    columns += [Column(named(names, name), is_number=True) for name in monitors]
    return [
        Table("tallies", _("Both ledgers as stated"), columns, rows, _(words["not_summed"])),
    ]


def _limits(words: Words) -> list[Block]:
    found: list[Block] = [Heading(_("What these figures do not show"))]
    told = [sentences.coverage(row, words["names"]) for row in words["coverage"]]
    found += [Bullets(told)] if told else [Paragraph(sentences.no_coverage())]
    limits = [
        _("%(source)s: %(limits)s") % {"source": own(one["name"]), "limits": own(one["limits"])}
        for one in words["sources"]
        if one["limits"]
    ]
    found += [Bullets(limits)] if limits else []
    if words["rounds"]:
        found.append(Heading(_("Rounds of talks within a week")))
        found.append(Bullets([sentences.round_of_talks(row) for row in words["rounds"]]))
    credited = [
        _("%(source)s: %(credit)s")
        % {"source": own(one["name"]), "credit": own(one["attribution"])}
        for one in words["sources"]
        if one["attribution"]
    ]
    if credited:
        found += [Heading(_("Sources and their licences")), Bullets(credited)]
    return found


def _events(words: Words) -> list[Block]:
    found: list[Block] = []
    if words["events"]:
        title = _("Incidents of the window: %(incidents)s") % {
            "incidents": incidents(len(words["events"]))
        }
        found.append(blocks.event_table(words, "events", title))
    else:
        found.append(Heading(_("Incidents of the window")))
        found.append(Paragraph(_("Nothing is recorded. That is no zero: see what was watched.")))
    if words["possible_events"]:
        title = _("Incidents that may lie in the window: %(incidents)s") % {
            "incidents": incidents(len(words["possible_events"]))
        }
        note = _("Their dates are vaguer than the window or reach beyond it.")
        found.append(blocks.event_table(words, "possible_events", title, note))
    return found
