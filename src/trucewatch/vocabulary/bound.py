"""Figures as they are claimed: exact, at least, up to, about, or a range."""

from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.labels import LabelledStr


class Bound(LabelledStr):
    """What a claimed number says of the true one."""

    EXACT = "exact", "Exactly"
    AT_LEAST = "at_least", "At least"
    UP_TO = "up_to", "Up to"
    ABOUT = "about", "About"
    RANGE = "range", "Between"


class Comparison(LabelledStr):
    """Whether one true number could satisfy two claims."""

    COMPATIBLE = "compatible", "Compatible"
    CONTRADICTS = "contradicts", "Contradicts"


class FigureConcept(LabelledStr):
    """What a figure counts. Two concepts are never compared: losing a home is not displacement."""

    KILLED = "killed", "Killed"
    INJURED = "injured", "Injured"
    MISSING = "missing", "Missing"
    DISPLACED = "displaced", "Displaced"
    REFUGEES = "refugees", "Refugees"
    RETURNED = "returned", "Returned"
    LOST_HOME = "lost_home", "Lost their homes"
    DETAINED = "detained", "Detained"
    ABDUCTED = "abducted", "Abducted"
    RELEASED = "released", "Released"
    EVACUATED = "evacuated", "Evacuated"
    BESIEGED = "besieged", "Besieged"
    IN_NEED = "in_need", "In need of aid"
    FIGHTERS = "fighters", "Fighters"
    DELEGATES = "delegates", "Delegates"
    JOURNALISTS = "journalists", "Journalists"
    VIOLATIONS = "violations", "Violations"
    OTHER = "other", "Other"


class FigureBasis(LabelledStr):
    """How the claimant came by a figure."""

    DOCUMENTED = "documented", "Documented case by case"
    ESTIMATED = "estimated", "Estimated"
    REPORTED = "reported", "Reported"


class FigureMeasure(LabelledStr):
    """Whether a figure counts what stands at a moment or what happened over a period."""

    STOCK = "stock", "At one moment"
    FLOW = "flow", "Over a period"


# "About" is read as within five per cent, and never less than one: a convention of ours, narrow
# enough that "about 400,000" and "about 450,000" stay apart.
_ABOUT_SHARE: Final = 20

_NEEDED: Final[dict[Bound, frozenset[str]]] = {
    Bound.EXACT: frozenset({"low", "best", "high"}),
    Bound.AT_LEAST: frozenset({"low"}),
    Bound.UP_TO: frozenset({"high"}),
    Bound.ABOUT: frozenset({"best"}),
    Bound.RANGE: frozenset({"low", "high"}),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A claimed count of people or things, with the bound that the claimant put on it.

    Negative numbers, and numbers missing or superfluous for the kind, are refused with
    ``ValueError``. A range out of order is kept as claimed: ``is_ordered`` says so.
    """

    kind: Bound
    low: int | None
    best: int | None
    high: int | None

    def __post_init__(self) -> None:
        given = {name for name in ("low", "best", "high") if getattr(self, name) is not None}
        for name in sorted(given):
            if getattr(self, name) < 0:
                raise ValueError(f"a figure cannot be negative: {name} is {getattr(self, name)}")
        optional = {"best"} if self.kind is Bound.RANGE else set()
        if given - optional != _NEEDED[self.kind] - optional:
            needed = ", ".join(sorted(_NEEDED[self.kind]))
            raise ValueError(f"a figure of the kind {self.kind.value!r} gives exactly: {needed}")
        if self.kind is Bound.EXACT and not self.low == self.best == self.high:
            raise ValueError("an exact figure has the same low, best and high")

    @property
    def is_ordered(self) -> bool:
        """Low, best and high do not contradict each other, as far as they are given."""
        given = [number for number in (self.low, self.best, self.high) if number is not None]
        return given == sorted(given)

    @property
    def limits(self) -> tuple[int, int | None]:
        """The smallest and largest true number that the claim allows; None where unlimited."""
        if self.kind is Bound.ABOUT and self.best is not None:
            slack = max(1, self.best // _ABOUT_SHARE)
            return max(0, self.best - slack), self.best + slack
        if self.kind is Bound.AT_LEAST:
            return self.low or 0, None
        given = [number for number in (self.low, self.best, self.high) if number is not None]
        return (0 if self.kind is Bound.UP_TO else min(given)), max(given)

    def compare(self, other: "Figure") -> Comparison:
        """Two claims contradict each other when no single number could satisfy both.

        The same concept, place and period are the caller's to ensure.
        """
        low, high = self.limits
        other_low, other_high = other.limits
        apart = (high is not None and high < other_low) or (
            other_high is not None and other_high < low
        )
        return Comparison.CONTRADICTS if apart else Comparison.COMPATIBLE

    def text(self) -> str:
        """The figure in English with its bound: "31", "at least 31", "up to 13,000", "9-14"."""
        match self.kind:
            case Bound.EXACT:
                return f"{self.best:,}"
            case Bound.AT_LEAST:
                return f"at least {self.low:,}"
            case Bound.UP_TO:
                return f"up to {self.high:,}"
            case Bound.ABOUT:
                return f"about {self.best:,}"
            case Bound.RANGE:
                return f"{self.low:,}-{self.high:,}"

    def __str__(self) -> str:
        return self.text()


def exact(number: int) -> Figure:
    """A figure that leaves nothing open."""
    return Figure(Bound.EXACT, number, number, number)


def at_least(number: int) -> Figure:
    """A lower bound: the true number may be greater without limit."""
    return Figure(Bound.AT_LEAST, number, None, None)


def up_to(number: int) -> Figure:
    """An upper bound ("as many as"): the true number may be as small as none."""
    return Figure(Bound.UP_TO, None, None, number)


def about(number: int) -> Figure:
    """A round number that the claimant does not vouch for to the unit."""
    return Figure(Bound.ABOUT, None, number, None)


def between(low: int, best: int | None, high: int) -> Figure:
    """A range, with the claimant's best estimate where there is one."""
    return Figure(Bound.RANGE, low, best, high)


def from_estimates(low: int, best: int, high: int) -> Figure:
    """UCDP's three estimates: an exact figure where they are equal, otherwise a range."""
    return exact(best) if low == best == high else between(low, best, high)
