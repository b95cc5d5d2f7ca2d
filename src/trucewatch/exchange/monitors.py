"""The monitors that a file of tallies names, as parties of the record."""

from collections.abc import Iterable

from trucewatch.names.folding import fold
from trucewatch.parties.models import Party, PartyName
from trucewatch.parties.queries import parties_named
from trucewatch.vocabulary.process import PartyKind


class Monitors:
    """Each name as a known party, or as a new one that is not saved yet.

    Counting monitors are found by their names and aliases as written. Confirming ones stand in
    the name of a column in small letters, and are found whatever the case.
    """

    def __init__(self, counting: Iterable[str], confirming: Iterable[str]) -> None:
        names = sorted(set(counting))
        known = parties_named(names)
        self._counting = {name: known.get(name) or _new_party(name) for name in names}
        self._confirming: dict[str, tuple[Party, str]] = {}
        for small in sorted(set(confirming)):
            self._confirming[small] = self._find_confirming(small)

    def counting(self, name: str) -> Party:
        """The party that counts under this name."""
        return self._counting[name]

    def confirming(self, small: str) -> tuple[Party, str]:
        """The party that a column's small letters mean, and its name as published."""
        return self._confirming[small]

    def _find_confirming(self, small: str) -> tuple[Party, str]:
        for name, party in self._counting.items():
            if fold(name) == fold(small):
                return party, name
        by_name = Party.objects.filter(name__iexact=small).order_by("name").first()
        if by_name is not None:
            return by_name, by_name.name
        alias = PartyName.objects.filter(folded=fold(small), party__run__isnull=True)
        found = alias.select_related("party").order_by("party__name").first()
        if found is not None:
            return found.party, found.text
        made = next((p for p, name in self._confirming.values() if name == small.title()), None)
        return made or _new_party(small.title()), small.title()


def _new_party(name: str) -> Party:
    return Party(name=name, party_kind=PartyKind.STATE.value)
