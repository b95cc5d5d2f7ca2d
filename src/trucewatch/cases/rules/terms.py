"""What a mechanism goes by: its members, its rule, its levels, its calendar and its deadlines."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trucewatch.cases.rules.calendar import Due, DueUnit, WorkingCalendar
from trucewatch.vocabulary.cases import DecisionRule, MechanismLevel, MemberKind
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.violations import CATALOGUE_VERSION, ViolationType

DEFAULT_DEADLINES: Final[Mapping[str, Due]] = {
    "acknowledge": Due(2, DueUnit.HOURS),
    "screen": Due(24, DueUnit.HOURS),
    "notify": Due(24, DueUnit.HOURS),
    "response": Due(48, DueUnit.HOURS),
    "task": Due(24, DueUnit.HOURS),
    "on_site": Due(72, DueUnit.HOURS),
    "report": Due(5, DueUnit.DAYS),
    "review": Due(3, DueUnit.DAYS),
    "decide": Due(7, DueUnit.DAYS),
    "remedy": Due(14, DueUnit.DAYS),
}
"""Where a mechanism says nothing else: what comparable missions publish, and a guess between."""

DEADLINE_LABELS: Final[Mapping[str, str]] = {
    "acknowledge": "Acknowledge the allegation",
    "screen": "Screen it",
    "notify": "Notify the accused",
    "response": "Response of the accused",
    "task": "Task a team",
    "on_site": "Be on site",
    "report": "Hand in the report",
    "review": "Circulate the violation report",
    "decide": "Decide",
    "remedy": "Report the remedy",
}


@dataclass(frozen=True, slots=True)
class MemberTerms:
    """A member of the mechanism: an organisation by its key, what it is, its vote, its levels."""

    key: str
    kind: MemberKind
    weight: int = 1
    levels: tuple[MechanismLevel, ...] = (MechanismLevel.JOINT_COMMITTEE,)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one version of a mechanism."""

    members: tuple[MemberTerms, ...]
    rule: DecisionRule
    calendar: WorkingCalendar
    threshold: int = 0
    """Weight that a decision needs; 0 stands for more than half of all."""
    levels: tuple[MechanismLevel, ...] = (MechanismLevel.JOINT_COMMITTEE,)
    deadlines: Mapping[str, Due] = field(default_factory=lambda: dict(DEFAULT_DEADLINES))
    types: frozenset[ViolationType] = frozenset(ViolationType)
    """The violation types that the mechanism looks into."""
    catalogue_version: str = CATALOGUE_VERSION
    """The version of the catalogue from which the types were chosen."""
    members_see_from_filing: bool = False
    """Whether members see a case as soon as it is received, or once it is under review."""
    separate_books: bool = False
    """Whether members keep books of their own beside the cases."""

    def due(self, name: str, start: dt.datetime) -> dt.datetime:
        """The moment by which the named deadline ends that started then."""
        return self.calendar.due(start, self.deadlines[name])

    def member(self, key: str) -> MemberTerms | None:
        """The member of that organisation, if it is one."""
        return next((member for member in self.members if member.key == key), None)

    def as_json(self) -> dict[str, Any]:
        """The terms as they are stored; ``read_terms`` reads them again."""
        return {
            "members": [
                {
                    "organisation": member.key,
                    "kind": member.kind.value,
                    "weight": member.weight,
                    "levels": [level.value for level in member.levels],
                }
                for member in self.members
            ],
            "rule": self.rule.value,
            "threshold": self.threshold,
            "levels": [level.value for level in self.levels],
            "timezone": self.calendar.zone.key,
            "working_days": sorted(self.calendar.working_days),
            "holidays": sorted(day.isoformat() for day in self.calendar.holidays),
            "deadlines": {
                name: {"amount": due.amount, "unit": due.unit.value}
                for name, due in self.deadlines.items()
            },
            "types": sorted(kind.value for kind in self.types),
            "catalogue_version": self.catalogue_version,
            "members_see_from_filing": self.members_see_from_filing,
            "separate_books": self.separate_books,
        }


def read_terms(given: Mapping[str, Any]) -> Terms:
    """The terms in a JSON document; refused at the field that cannot be taken."""
    members = tuple(_member(each) for each in _list(given, "members"))
    if not members:
        raise Refused("A mechanism has at least one member.", field="members")
    if len({member.key for member in members}) < len(members):
        raise Refused("An organisation stands twice among the members.", field="members")
    levels = tuple(_word(MechanismLevel, each, "levels") for each in _list(given, "levels"))
    order = list(MechanismLevel)
    if not levels or sorted(levels, key=order.index) != list(levels):
        raise Refused("Name the levels from the lowest to the highest.", field="levels")
    for member in members:
        if not set(member.levels) & set(levels):
            raise Refused(
                "{member} sits at no level of the mechanism.",
                field="members", values={"member": member.key},
            )  # fmt: skip
    rule = _word(DecisionRule, given.get("rule"), "rule")
    threshold = _number(given.get("threshold", 0), "threshold")
    weighted = rule is DecisionRule.WEIGHTED
    whole = sum(member.weight for member in members) if weighted else len(members)
    if rule is DecisionRule.MAJORITY and 0 < threshold <= whole // 2:
        raise Refused("A majority is more than half of the members.", field="threshold")
    if threshold > whole:
        raise Refused(
            "All members together have {whole} votes.",
            field="threshold", values={"whole": whole},
        )  # fmt: skip
    deadlines = dict(DEFAULT_DEADLINES)
    for name, due in dict(given.get("deadlines") or {}).items():
        if name not in DEFAULT_DEADLINES:
            raise Refused(
                "There is no deadline “{name}”.", field="deadlines", values={"name": str(name)}
            )
        deadlines[name] = _due(due)
    types = frozenset(_word(ViolationType, each, "types") for each in given.get("types") or [])
    return Terms(
        members, rule, _calendar(given), threshold, levels, deadlines,
        types or frozenset(ViolationType),
        str(given.get("catalogue_version") or CATALOGUE_VERSION),
        bool(given.get("members_see_from_filing")),
        bool(given.get("separate_books")),
    )  # fmt: skip


def _calendar(given: Mapping[str, Any]) -> WorkingCalendar:
    try:
        zone = ZoneInfo(str(given.get("timezone") or "UTC"))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused("There is no such timezone.", field="timezone") from error
    days = given.get("working_days")
    working = (
        frozenset(range(7)) if days is None else frozenset(_number(d, "working_days") for d in days)
    )
    try:
        holidays = frozenset(dt.date.fromisoformat(str(day)) for day in given.get("holidays") or [])
    except ValueError as error:
        raise Refused("Write each holiday as 2017-03-21.", field="holidays") from error
    return WorkingCalendar(zone, working, holidays)


def _member(given: Any) -> MemberTerms:
    if not isinstance(given, Mapping) or not str(given.get("organisation") or ""):
        raise Refused("A member names its organisation.", field="members")
    weight = _number(given.get("weight", 1), "members")
    levels = given.get("levels") or [MechanismLevel.JOINT_COMMITTEE.value]
    return MemberTerms(
        str(given["organisation"]), _word(MemberKind, given.get("kind"), "members"), weight,
        tuple(_word(MechanismLevel, each, "members") for each in levels),
    )  # fmt: skip


def _due(given: Any) -> Due:
    if not isinstance(given, Mapping):
        raise Refused("A deadline has an amount and a unit.", field="deadlines")
    unit = _word(DueUnit, given.get("unit"), "deadlines")
    return Due(_number(given.get("amount"), "deadlines"), unit)


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    value = given.get(name)
    if not isinstance(value, list):
        raise Refused("“{name}” is a list.", field=name, values={"name": name})
    return value


def _number(value: Any, field_name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refused("A whole number that is not negative is needed.", field=field_name)
    return value


def _word(kind: Any, value: Any, field_name: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        allowed = ", ".join(str(member) for member in kind)
        raise Refused(
            "“{value}” is none of {allowed}.",
            field=field_name, values={"value": str(value), "allowed": allowed},
        ) from error  # fmt: skip
