"""What the record calls its parties is known when a case is read."""

import pytest
from cast import Cast

from trucewatch.desk.registry import read_with_registry
from trucewatch.extraction.case import Text
from trucewatch.parties.actions import add_party
from trucewatch.vocabulary.process import PartyKind

pytestmark = pytest.mark.django_db

TEXT = (
    "A day of talks\n\nThe Northern Shield said its fighters had left the town. Shield fell silent."
)


def test_a_party_of_the_record_is_known_by_its_name(cast: Cast) -> None:
    """The reading names it as the record does, and with its key."""
    party = add_party("Northern Shield", kind=PartyKind.ARMED_GROUP, by=cast.operator)
    case = read_with_registry([Text("a", TEXT)])
    (said,) = case.documents[0].statements
    entity = case.entities[said.speakers[0]]
    assert entity.name == "Northern Shield"
    assert entity.registered == str(party.pk)


def test_a_party_with_an_odd_name_does_no_harm(cast: Cast) -> None:
    """Small letters, two letters, or a state that no gazetteer has."""
    for name, kind in (
        ("the", PartyKind.ARMED_GROUP),
        ("Government of Nowhere", PartyKind.STATE),
        ("Xy", PartyKind.ORGANISATION),
    ):
        add_party(name, kind=kind, by=cast.operator)
    case = read_with_registry(
        [Text("a", "A day\n\nThe Government of Nowhere's foreign ministry said the war was over.")]
    )
    assert len(case.documents[0].statements) == 1
