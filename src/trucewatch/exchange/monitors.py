"""The monitors that a file of tallies names, as parties of the record."""

from collections.abc import Iterable

from trucewatch.names.folding import fold
from trucewatch.parties.models import Party, PartyName
from trucewatch.parties.queries import parties_named
from trucewatch.vocabulary.process import PartyKind


class Monitors:
    """Each name as a known party, or as a new one that is not saved yet.

    Names and aliases are compared as written first, then folded: capitals and accents make no
    second monitor. Confirming ones stand in the name of a column in small letters.
    """

    def __init__(self, counting: Iterable[str], confirming: Iterable[str]) -> None:
        names = sorted(set(counting))
        known = parties_named(names)
        # "RUSSIA" beside "Russia" is one monitor; the first spelling in order names a new one.
        alike: dict[str, Party] = {fold(name): party for name, party in known.items()}
        self._counting: dict[str, Party] = {}
        for name in sorted(names, key=lambda name: (name.isupper(), name)):
            party = known.get(name) or alike.get(fold(name)) or _folded_party(name)
            self._counting[name] = alike[fold(name)] = party or _new_party(name)
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
        known = _folded_party(small)
        if known is not None:
            return known, known.name
        made = next((p for p, name in self._confirming.values() if name == small.title()), None)
        return made or _new_party(small.title()), small.title()


def _folded_party(name: str) -> Party | None:
    """The one known party that goes by this name in some spelling."""
    by_name: Party | None = Party.objects.filter(name__iexact=name).order_by("name").first()
    if by_name is not None:
        return by_name
    alias = PartyName.objects.filter(folded=fold(name), party__run__isnull=True)
    found = alias.select_related("party").order_by("party__name").first()
    return found.party if found is not None else None


def _new_party(name: str) -> Party:
    return Party(name=name, party_kind=PartyKind.STATE.value)
