"""Finding parties by the names that sources give them."""

from collections.abc import Iterable

from trucewatch.parties.models import Party, PartyName


def parties_named(names: Iterable[str]) -> dict[str, Party]:
    """The known parties among these names, by the name that was asked for.

    A name is compared as it is written, then as an alias. Nothing is guessed from likeness: two
    spellings become one party only when somebody says so.
    """
    wanted = set(names)
    found = {party.name: party for party in Party.objects.filter(name__in=wanted)}
    aliases = PartyName.objects.filter(text__in=wanted - found.keys(), party__run__isnull=True)
    for alias in aliases.select_related("party").order_by("party__name"):
        found.setdefault(alias.text, alias.party)
    return found


def names_of_parties() -> list[tuple[Party, list[str]]]:
    """Every party with its other names, in the order of their names."""
    rows = Party.objects.prefetch_related("names").order_by("name")
    return [(party, [each.text for each in party.names.all()]) for party in rows]
