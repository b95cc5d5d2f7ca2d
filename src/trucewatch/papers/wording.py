"""Words of the vocabulary, accounts, dates and times as a paper says them in its language."""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import Enum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from trucewatch.bulletins.language import between, dates, day, named, number, own
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.papers.content import Account, Head, Slot, Word
from trucewatch.vocabulary.bound import Comparison, Figure
from trucewatch.vocabulary.interval import Interval

NOTHING = "–"


def word(said: Word) -> str:
    """A member of the vocabulary through the catalogue, a figure with its bound, else own words."""
    if isinstance(said, Figure):
        return figure_in_words(said)
    if isinstance(said, Enum):
        label = str(getattr(said, "label", said.value))
        return own(_(label)) if label else ""
    return number(said) if isinstance(said, int) else own(said)


def name(head: Head, told: str) -> str:
    """A party or a place in the language that is spoken, if the record has its name there."""
    return named(head.names, told) if told else ""


def names(head: Head, told: Iterable[str]) -> str:
    """Several, one a line."""
    return lines(name(head, each) for each in told)


def lines(told: Iterable[str]) -> str:
    """What there is, one a line; a dash where there is nothing."""
    return "\n".join(each for each in told if each) or NOTHING


def when(interval: Interval | None) -> str:
    """Dates as precisely as they are known; a dash where they are not."""
    return dates(interval) if interval else NOTHING


def account(head: Head, told: Account) -> str:
    """What one voice says, its reason, and in brackets whose account it is and of when."""
    said = _said(told)
    if told.at:
        said = _("%(said)s at %(time)s") % {"said": said, "time": f"{told.at:%H:%M}"}
    if told.kind:
        said = _("%(kind)s: %(said)s") % {"kind": word(told.kind), "said": said}
    return by_whom(head, said, told.by, told.on)


def accounts(head: Head, told: Sequence[Account], is_disputed: bool | None = None) -> str:
    """Every account of one thing, one a line; that they differ is said first.

    Whether they do is worked out from their words, unless whoever knows better says so.
    """
    is_disputed = differ(told) if is_disputed is None else is_disputed
    return lines([disputed(is_disputed), *(account(head, each) for each in told)])


def disputed(is_disputed: bool) -> str:
    """What stands above accounts that differ; nothing where they do not."""
    return _("Accounts differ:") if is_disputed else ""


def differ(told: Sequence[Account]) -> bool:
    """Whether two voices say different things of the same kind and day.

    One voice that says two things contradicts nobody. Figures differ where no number could meet
    both, and only if they count the same.
    """
    return any(
        _differ(one, other)
        for at, one in enumerate(told)
        for other in told[at + 1 :]
        if one.by != other.by and (one.kind, one.on) == (other.kind, other.on)
    )


def _differ(one: Account, other: Account) -> bool:
    if isinstance(one.says, Figure) and isinstance(other.says, Figure):
        is_same_thing = one.words == other.words
        return is_same_thing and one.says.compare(other.says) is Comparison.CONTRADICTS
    return one.says != other.says


def _said(told: Account) -> str:
    if isinstance(told.says, Figure):
        return f"{word(told.says)} {own(told.words)}".strip()
    return worded(word(told.says), told.words)


def worded(said: str, words: str) -> str:
    """What is said, with a reason or a wording after it."""
    if not words:
        return said
    return _("%(said)s: %(words)s") % {"said": said, "words": own(words)} if said else own(words)


def by_whom(head: Head, said: str, by: str, on: Interval | None = None) -> str:
    """The words with whose account they are, and its day."""
    who = name(head, by)
    source = _("%(who)s, %(day)s") % {"who": who, "day": when(on)} if who and on else who
    source = source or (when(on) if on else "")
    return _("%(said)s (%(source)s)") % {"said": said, "source": source} if source else said


def slots(head: Head, told: Sequence[Slot], is_disputed: bool = False) -> str:
    """Every time that is told, on the clocks of the place and in UTC."""
    told_of = (by_whom(head, _slot(head, each), each.by, each.said_on) for each in told)
    return lines([disputed(is_disputed), *told_of])


def _slot(head: Head, told: Slot) -> str:
    if told.starts is None and told.ends is None:
        return when(told.on)
    zone = ZoneInfo(head.zone)
    moments = [moment for moment in (told.starts, told.ends) if moment is not None]
    local = _clock([moment.astimezone(zone) for moment in moments], is_about=told.is_about)
    utc = _clock([moment.astimezone(dt.UTC) for moment in moments], beside=local[0])
    if told.starts is None:
        return _("until %(local)s (%(utc)s UTC)") % {"local": local[1], "utc": utc[1]}
    return _("%(local)s (%(utc)s UTC)") % {"local": local[1], "utc": utc[1]}


def _clock(
    moments: Sequence[dt.datetime], beside: dt.date | None = None, *, is_about: bool = False
) -> tuple[dt.date, str]:
    """The day of the first moment, and the hours in words; the day is said unless it is known."""
    first = moments[0].date()
    ends = [f"{moment:%H:%M}" for moment in moments]
    if moments[-1].date() != first:
        ends[-1] = _("%(day)s, %(time)s") % {"day": day(moments[-1].date()), "time": ends[-1]}
    told = between(ends[0], ends[-1])
    if is_about:
        told = _("about %(dates)s") % {"dates": told}
    if first != beside:
        told = _("%(day)s, %(time)s") % {"day": day(first), "time": told}
    return first, told


def zone(head: Head) -> str:
    """The time zone with its offset on the days of the round."""
    on = head.dates.start if head.dates else head.as_of
    offset = dt.datetime.combine(on, dt.time(12), ZoneInfo(head.zone)).strftime("%z")
    return own(f"{head.zone} (UTC{offset[:3]}:{offset[3:]})")
