"""What several accounts of one incident say together: agreed, disputed, one-sided, unverified."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from trucewatch.vocabulary.bound import Comparison, Figure, at_least, between, exact, up_to
from trucewatch.vocabulary.derived import DerivedLabel as DerivedLabel
from trucewatch.vocabulary.derived import Verdict as Verdict
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Said:
    """What one report says, as far as it can be compared with another source's."""

    source: str
    when: Interval
    deaths: Figure | None


MEANINGS: Final[dict[DerivedLabel, str]] = {
    DerivedLabel.AGREED: "Two or more sources tell the same where they can be compared.",
    DerivedLabel.DISPUTED: "Two sources contradict each other.",
    DerivedLabel.ONE_SIDED: "One source alone tells of it.",
    DerivedLabel.UNVERIFIED: "Several sources tell of it, with nothing that can be compared.",
}


def derive_label(accounts: Sequence[Said]) -> Verdict:
    """The label of an incident from its accounts that count.

    Only reports of different sources are compared: a source that repeats itself corroborates
    nothing. Dates contradict when their spreads share no day, deaths when no single number could
    satisfy both. Order of the accounts does not matter.
    """
    sources = sorted({account.source for account in accounts})
    if not sources:
        return Verdict(DerivedLabel.UNVERIFIED, Sentence("No account of it counts any more."))
    if len(sources) == 1:
        return Verdict(
            DerivedLabel.ONE_SIDED, Sentence("Only {source} tells of it.", source=sources[0])
        )
    pairs = [
        pair
        for pair in combinations(sorted(accounts, key=_order), 2)
        if pair[0].source != pair[1].source
    ]
    for a, b in pairs:
        if contradiction := _contradiction(a, b):
            return Verdict(DerivedLabel.DISPUTED, contradiction)
    told = (
        Sentence("{first} and {second}", first=sources[0], second=sources[1])
        if len(sources) == 2
        else Sentence("{number} sources", number=len(sources))
    )
    if any(a.deaths and b.deaths for a, b in pairs):
        return Verdict(
            DerivedLabel.AGREED,
            Sentence(
                "{sources} give dates that overlap and deaths that fit together.", sources=told
            ),
        )
    return Verdict(
        DerivedLabel.UNVERIFIED,
        Sentence(
            "{sources} tell of it on dates that overlap, but give no two figures to compare.",
            sources=told,
        ),
    )


def deaths_figure(low: int | None, best: int | None, high: int | None) -> Figure | None:
    """The deaths that a report claims, with the bound that its numbers put on them."""
    if low is not None and high is not None:
        return exact(low) if low == high and best in (None, low) else between(low, best, high)
    if low is not None:
        return at_least(low)
    if high is not None:
        return up_to(high)
    return None if best is None else exact(best)


def _contradiction(a: Said, b: Said) -> str:
    if not a.when.spread().overlaps(b.when.spread()):
        return Sentence(
            "{first} dates it {here}, {second} {there}.",
            first=a.source,
            here=a.when,
            second=b.source,
            there=b.when,
        )
    if a.deaths and b.deaths and a.deaths.compare(b.deaths) is Comparison.CONTRADICTS:
        return Sentence(
            "{first} counts {here} deaths, {second} {there}.",
            first=a.source,
            here=a.deaths,
            second=b.source,
            there=b.deaths,
        )
    return ""


def _order(account: Said) -> tuple[str, object, object, str]:
    return account.source, account.when.start, account.when.end, str(account.deaths or "")
