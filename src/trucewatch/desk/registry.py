"""The record's own actors as words that a reading knows: each party under all its names."""

from typing import Final

from trucewatch.extraction.case import CaseRead, Text
from trucewatch.extraction.found import EntityKind
from trucewatch.extraction.lexicon import Extension, lexicon_for
from trucewatch.extraction.reading import read_case
from trucewatch.parties.queries import names_of_parties
from trucewatch.vocabulary.process import PartyKind

_KINDS: Final[dict[PartyKind, EntityKind]] = {
    PartyKind.STATE: EntityKind.STATE,
    PartyKind.ARMED_GROUP: EntityKind.ARMED_GROUP,
    PartyKind.COALITION: EntityKind.DELEGATION,
    PartyKind.ORGANISATION: EntityKind.ORGANISATION,
}
"""Civilians and unknown actors are nobody whose name a text could be searched for."""
_SHORTEST: Final = 3


def read_with_registry(texts: list[Text]) -> CaseRead:
    """Read documents with the parties of the record among the names that are known."""
    actors: dict[str, tuple[str, tuple[str, ...], str]] = {}
    for party, names in names_of_parties():
        kind = _KINDS.get(PartyKind(party.party_kind))
        if kind is not None and _is_name(party.name):
            others = tuple(name for name in names if _is_name(name))
            actors[party.name] = (kind.value, others, str(party.pk))
    return read_case(texts, lexicon_for(Extension(actors=actors)))


def _is_name(name: str) -> bool:
    """Written as a name: large, and long enough not to be any word."""
    return len(name.strip()) >= _SHORTEST and not name[:1].islower()
