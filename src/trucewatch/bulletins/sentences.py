"""The sentences of a bulletin: each says one thing that its data say, and nothing more."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trucewatch.bulletins import language as speech
from trucewatch.bulletins.language import dates_between, named, own, spoken
from trucewatch.bulletins.stamps import Stamp
from trucewatch.reports.tally_rules import ConflictKind
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision, Interval

Words = Mapping[str, Any]
Names = Mapping[str, Mapping[str, str]]

_LANGUAGES: Final = {
    "ar": lambda: _("Arabic"),
    "en": lambda: _("English"),
    "fa": lambda: _("Persian"),
    "pt": lambda: _("Portuguese"),
    "ru": lambda: _("Russian"),
    "tr": lambda: _("Turkish"),
}


def no_coverage() -> str:
    """What no recorded hours of observation mean for every figure."""
    return _(
        "No hours of patrol or observation are recorded for this window. A count says what was "
        "reported; it does not say how much was watched, and a zero does not say that nothing "
        "happened."
    )


def hours(count: int) -> str:
    """The length of a window."""
    return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": speech.number(count)}


def language(code: str) -> str:
    """The language of a page; a code that is not known stays as it is."""
    return _LANGUAGES[code]() if code in _LANGUAGES else code


def number(total: int | None) -> str:
    """A stated count; what was not stated never looks like zero."""
    return _("not given") if total is None else speech.number(total)


def zone(words: Words) -> str:
    """What is known of the hours of a tally's window."""
    return _(
        "Days are those of %(zone)s (%(offset)s), both ends counted. The published pages do "
        "not say at which hour a window begins."
    ) % _zone_facts(words["zone"])


def zone_of_window(words: Words) -> str:
    """Whose days the window is made of."""
    return _(
        "Days are those of %(zone)s (%(offset)s), from 00:00 to 24:00, both ends counted."
    ) % _zone_facts(words["zone"])


def cut_off(words: Words) -> str:
    """Until when something had to be recorded to count."""
    told = words.get("cut_off")
    if told is None:
        return _("No cut-off was set: everything that the record holds of these days counts.")
    local, utc = (dt.datetime.fromisoformat(told[name]) for name in ("local", "utc"))
    facts = {
        "day": speech.day(local.date()),
        "time": f"{local:%H:%M}",
        "utc_day": speech.day(utc.date()),
        "utc_time": f"{utc:%H:%M}",
        **_zone_facts({"name": told["zone"], "utc_offset": told["utc_offset"]}),
    }
    return (
        _(
            "Cut-off: %(day)s, %(time)s %(zone)s (%(offset)s), which is %(utc_day)s, "
            "%(utc_time)s UTC. Only what was recorded until then counts, as it stood then."
        )
        % facts
    )


def confirmations(ledger: Words, monitors: Sequence[str], names: Names) -> list[str]:
    """What each other monitor said of a ledger; not having said anything is said too."""
    told = [
        _confirmed(ledger, by, count, names) for by, count in sorted(ledger["confirmed_by"].items())
    ]
    spoken = {ledger["monitor"], *ledger["confirmed_by"]}
    spoken |= {remark["by"] for remark in ledger.get("remarks", [])}
    silent = [name for name in monitors if name not in spoken]
    return told + [
        _("How much of %(monitors)s count %(other)s confirmed was not stated.")
        % {"monitors": possessive(ledger["monitor"], names), "other": named(names, name)}
        for name in silent
    ]


def conflict(words: Words) -> str:
    """A contradiction in the published figures, with both sides of it."""
    if words["kind"] == ConflictKind.TOTAL_AND_SPLIT_DISAGREE:
        return _(
            "The stated total is %(total)s; the areas add up to %(sum)s. Both stand as published."
        ) % {
            "total": speech.number(words["stated_total"]),
            "sum": speech.number(words["sum_of_split"]),
        }
    others = _("; ").join(
        _("%(total)s at %(address)s")
        % {"total": speech.number(other["total"]), "address": own(other["address"])}
        for other in words["others"]
    )
    return _("This page says %(total)s; others of the same window say: %(others)s.") % {
        "total": speech.number(words["stated_total"]),
        "others": others,
    }


def round_of_talks(words: Words) -> str:
    """A round of talks near the window."""
    if spoken() == "en" or "precision" not in words:
        dates = words["dates"]
    else:
        start, end = (dt.date.fromisoformat(words[name]) for name in ("start", "end"))
        dates = speech.dates(Interval(start, end, DatePrecision(words["precision"])))
    return _("%(track)s, round %(ordinal)s: %(dates)s") % {
        "track": own(words["track"]),
        "ordinal": speech.number(words["ordinal"]),
        "dates": dates,
    }


def coverage(words: Words, names: Mapping[str, Names]) -> str:
    """How long one monitor looked at one area."""
    told = _(
        "%(monitor)s, %(area)s, %(dates)s: %(patrol)s hours of patrol, %(camera)s of cameras."
    ) % {
        "monitor": named(names.get("parties", {}), words["monitor"]),
        "area": named(names.get("places", {}), words["area"]),
        "dates": dates_between(words),
        "patrol": words["patrol_hours"],
        "camera": words["camera_hours"],
    }
    return f"{told} {own(words['remarks'])}".strip()


def handling(mark: str) -> str:
    """The handling mark and what it allows."""
    found = Handling(mark)
    return f"{found.label}. {_(found.meaning)}"


def record(words: Words) -> str:
    """The record that a bulletin is drawn from, and whether it is a demonstration."""
    name = own(words["record"]["name"])
    return _("%(record)s (demonstration)") % {"record": name} if is_demonstration(words) else name


def is_demonstration(words: Words) -> bool:
    """Whether the record is a demonstration."""
    return bool(words["record"]["demonstration"])


def foot(words: Words) -> str:
    """For whom it was made, and who may be shown it."""
    for_whom = words["made_for"]
    readers = _("the public") if for_whom == "the public" else own(for_whom)
    made = _("Made for %(readers)s.") % {"readers": readers}
    return f"{handling(words['handling'])} {made}"


def banner(words: Words, stamp: Stamp) -> list[str]:
    """How far the bulletin has come, what corrects it, and what it corrects and why."""
    told = [stamp.sentence] if stamp.sentence else []
    if stamp.corrected_by:
        told.append(_("The correction: %(title)s.") % {"title": own(stamp.corrected_by)})
    if corrected := words.get("corrects"):
        told.append(
            _("This corrigendum takes the place of the bulletin published on %(day)s. %(reason)s")
            % {
                "day": speech.day(dt.datetime.fromisoformat(corrected["published_at"]).date()),
                "reason": _("Reason: %(reason)s") % {"reason": own(corrected["reason"])},
            }
        )
    return told


def possessive(name: str, names: Names) -> str:
    """A name's genitive, as English forms it; other languages leave the name as it is."""
    if spoken() != "en":
        return named(names, name)
    return f"{own(name)}’" if name.endswith("s") else f"{own(name)}’s"


def _zone_facts(told: Mapping[str, str]) -> dict[str, str]:
    return {"zone": own(told["name"]), "offset": f"\u2066UTC{told['utc_offset']}\u2069"}


def _confirmed(ledger: Words, by: str, count: int, names: Names) -> str:
    total = ledger["total"]
    told = {
        "by": named(names, by),
        "monitor": named(names, ledger["monitor"]),
        "count": speech.number(count),
        "total": "" if total is None else speech.number(total),
    }
    if total == 0:
        none = _("%(by)s confirmed none; %(monitor)s states no breach.")
        return (
            _("%(by)s confirmed %(count)s; %(monitor)s states no breach.") if count else none
        ) % told
    if total == 1:
        none = _("%(by)s confirmed none of the one breach that %(monitor)s states.")
        some = _("%(by)s confirmed %(count)s of the one breach that %(monitor)s states.")
    elif total:
        none = _("%(by)s confirmed none of the %(total)s breaches that %(monitor)s states.")
        some = _("%(by)s confirmed %(count)s of the %(total)s breaches that %(monitor)s states.")
    else:
        none = _("%(by)s confirmed none of the breaches that %(monitor)s states.")
        some = _("%(by)s confirmed %(count)s of the breaches that %(monitor)s states.")
    return (some if count else none) % told
