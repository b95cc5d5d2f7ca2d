"""Enumerations as they are stored and as they are spoken."""

import inspect
import pickle
from enum import Enum

import pytest

from trucewatch.vocabulary import (
    acled,
    bound,
    grading,
    handling,
    interval,
    precision,
    process,
    roles,
    violations,
)
from trucewatch.vocabulary.roles import Role

ENUMERATIONS = sorted(
    {
        member
        for module in (
            acled,
            bound,
            grading,
            handling,
            interval,
            precision,
            process,
            roles,
            violations,
        )
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Enum) and len(member)
    },
    key=lambda enumeration: enumeration.__name__,
)


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_every_member_has_a_label_of_its_own(enumeration):
    """Two members that read alike could not be told apart in a form."""
    labels = [member.label for member in enumeration]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_a_stored_value_finds_its_member_again(enumeration):
    """What goes to a database or to another process comes back as the same member."""
    for member in enumeration:
        assert enumeration(member.value) is member
        assert pickle.loads(pickle.dumps(member)) is member  # noqa: S301


def test_choices_pair_stored_words_with_labels():
    """Forms and database columns take the pairs as they are."""
    assert ("delegate", "Guarantor's delegate") in Role.choices()
