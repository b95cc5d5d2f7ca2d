"""Loading the demonstration: who may sign in, and that another record is left alone."""

import pytest

from trucewatch.accounts.actions import open_record
from trucewatch.accounts.models import Member
from trucewatch.demonstration.astana import load_demonstration
from trucewatch.ledger.models import Entry
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.roles import Role

pytestmark = pytest.mark.django_db


def test_there_is_one_login_for_each_role_and_side() -> None:
    """Each can sign in with the password that is printed."""
    logins = load_demonstration()
    assert {login.username for login in logins} == {
        "administrator",
        "monitor",
        "analyst",
        "chair",
        "team-leader",
        "secretary",
        "delegate-iran",
        "delegate-russia",
        "delegate-turkey",
        "liaison-government",
        "liaison-opposition",
    }
    assert {login.role for login in logins} == {role.label for role in Role}
    assert all(
        Member.objects.get(username=login.username).check_password(login.password)
        for login in logins
    )


def test_another_record_is_refused_and_left_alone() -> None:
    """A real record is never mixed with a demonstration."""
    open_record(name="A real record")
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="A real record"):
        load_demonstration()
    assert Entry.objects.count() == entries
