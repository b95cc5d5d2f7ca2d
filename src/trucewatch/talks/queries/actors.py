"""Whom a name stands for: a party of the record, however an account calls it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from trucewatch.accounts.access import Reader
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.names.folding import fold
from trucewatch.parties.models import PartyName
from trucewatch.statements.queries import counted
from trucewatch.talks.models import Attendance, Delegate, Delegation, Meeting
from trucewatch.talks.rules.contacts import ContactMatrix
from trucewatch.vocabulary.refusal import Refused

_CALLED: Final[tuple[tuple[Any, str, str], ...]] = (
    (Attendance, "party_label", "party__name"),
    (Delegation, "party_label", "party__name"),
    (Meeting, "facilitator_label", "facilitator__name"),
    (Delegate, "name", "delegation__party__name"),
)
"""Where accounts call a party something: by another name, or by whoever is in its delegation."""


@dataclass(frozen=True)
class Actors:
    """The names of actors, as far as a reader sees what they are taken from."""

    reader: Reader

    def of(self, name: str) -> str:
        """The party that bears the name or is called by it in the talks, else the name itself.

        A name that stands for several parties stands for itself.
        """
        return self._party(name) or name

    def names_of(self, party: str) -> list[str]:
        """Every folded name that stands for this party and for no other one."""
        known = (self._borne, self._called)
        return [n for names in known for n, parties in names.items() if parties == {party}]

    def among(self, known: Iterable[str], name: str, field: str) -> str:
        """The one of some actors that is meant by a name; a party that is not of them is itself.

        ``Refused`` with the field where the record knows nobody of that name.
        """
        words = " ".join(name.split())
        folded = fold(words)
        found = next((each for each in known if fold(each) == folded), None) or self._party(words)
        if found is None and len(several := self._several(folded)) > 1:
            raise Refused(
                "“{name}” stands for several: {several}.", field=field,
                values={"name": words, "several": ", ".join(sorted(several))},
            )  # fmt: skip
        if found is None:
            raise Refused("The record knows nobody called “{name}”.", field=field,
                          values={"name": words})  # fmt: skip
        return found

    def _party(self, name: str) -> str | None:
        folded = fold(name)
        for names in (self._borne, self._called):
            parties = names.get(folded, set())
            if len(parties) == 1:
                return next(iter(parties))
        return None

    def _several(self, folded: str) -> set[str]:
        return self._borne.get(folded, set()) | self._called.get(folded, set())

    @cached_property
    def _borne(self) -> dict[str, set[str]]:
        parties = parties_to_choose_from(self.reader)
        others = PartyName.objects.filter(party__in=parties).values_list("text", "party__name")
        return _gathered([*((party.name, party.name) for party in parties), *others])

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        pairs: list[tuple[str, str]] = []
        for model, label, party in _CALLED:
            rows = counted(model, self.reader).exclude(**{label: ""}).exclude(**{party: None})
            if model is Delegate:
                rows = rows.filter(anonymous=False, delegation__withdrawn=False)
            if model is Attendance:
                rows = rows.filter(meeting__withdrawn=False)
            pairs += rows.order_by().values_list(label, party).distinct()
        return _gathered(pairs)


def met_both(reader: Reader, matrix: ContactMatrix, one: str, other: str) -> tuple[str, ...]:
    """Who met two others face to face, each by any name; ``Refused`` where one is known to none."""
    actors = Actors(reader)
    first = actors.among(matrix.actors, one, "one")
    second = actors.among(matrix.actors, other, "other")
    require_two(first, second, "other")
    return matrix.met_both(first, second)


def require_two(one: str, other: str, field: str) -> None:
    """Refuse one actor under two names: whom somebody met is another question."""
    if one == other:
        raise Refused("This is the same actor: name another one.", field=field)


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, party in pairs:
        found[fold(name)].add(party)
    return found
