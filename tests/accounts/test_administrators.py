"""A record always keeps somebody who can let others in, and tells no secrets in its log."""

import logging

import pytest
from cast import Cast

from trucewatch.accounts.actions import (
    Newcomer,
    add_member,
    add_organisation,
    change_member,
    deactivate_member,
)
from trucewatch.config.redaction import NoTokens
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.roles import OrganisationKind, Role


@pytest.mark.django_db
def test_the_last_administrator_stays_one(cast: Cast) -> None:
    """Neither by another role nor by ended access, until there is a second one."""
    last = cast.administrator
    for act in (
        lambda: change_member(
            last, role=Role.ANALYST, organisation=last.organisation, by=last, because="Rest"
        ),
        lambda: deactivate_member(last, by=cast.operator, because="Left"),
    ):
        with pytest.raises(Refused, match="last administrator"):
            act()
    last.refresh_from_db()
    second = Newcomer("second", Role.ADMINISTRATOR, last.organisation)
    add_member(second, password="a-long-enough-password", by=cast.operator)
    deactivate_member(last, by=cast.operator, because="Left")


@pytest.mark.django_db
def test_organisations_with_long_and_like_keys_stay_apart(cast: Cast) -> None:
    """Each has a compartment and a voice of its own."""
    from trucewatch.sources.actions import organisation_source_key

    keys = ["a" * 60, "a" * 59 + "b", "armed.opposition", "armed-opposition"]
    houses = [
        add_organisation(key=key, name=key, kind=OrganisationKind.PARTY, by=cast.operator)
        for key in keys
    ]
    assert len({house.home_compartment.pk for house in houses}) == len(keys)
    assert len({organisation_source_key(house) for house in houses}) == len(keys)


def test_tokens_of_links_do_not_reach_the_log() -> None:
    """Whoever reads the log cannot join with it."""
    words = "Unprocessable Entity: %s"
    record = logging.LogRecord("x", 30, "", 0, words, ("/invitations/Xv65secret/",), None)
    NoTokens().filter(record)
    assert record.getMessage() == "Unprocessable Entity: /invitations/…/"
