"""Inviting members, changing them, and resetting what was lost."""

import re

import pytest
from cast import PASSWORD, Cast
from django.test import Client

from trucewatch.accounts.models import Member
from trucewatch.vocabulary.roles import Role

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another-long-enough-password"


def link_on(page: str) -> str:
    """The path of the link that a page shows once."""
    found = re.search(r'value="http://testserver(/[^"]+)"', page)
    assert found, "the page shows no link"
    return found[1]


def test_an_invitation_leads_to_a_member_with_its_role(as_, cast: Cast):
    """The link is shown once, works once, and nobody but its holder needs to sign in."""
    house = cast.observer.organisation
    client = as_("administrator")
    page = client.post("/members/", {"role": "analyst", "organisation": str(house.pk)})
    link = link_on(page.content.decode())
    assert link not in client.get("/members/").content.decode()
    newcomer = Client()
    form = {"username": "new", "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert newcomer.post(link, form).status_code == 302
    joined = Member.objects.get(username="new")
    assert (joined.role, joined.organisation) == (Role.ANALYST, house)
    assert Client().get(link).status_code == 404


def test_a_weak_password_is_named_at_its_field(as_, cast: Cast):
    """And the invitation is still open."""
    house = cast.observer.organisation
    page = as_("administrator").post("/members/", {"role": "analyst", "organisation": house.pk})
    link = link_on(page.content.decode())
    form = {"username": "new", "password": "short", "again": "short"}
    response = Client().post(link, form)
    assert response.status_code == 422
    assert 'id="id_password_error"' in response.content.decode()
    assert Client().get(link).status_code == 200


def test_a_reset_link_sets_a_new_password(as_, cast: Cast):
    """The old one stops working at once."""
    page = as_("administrator").post(f"/members/{cast.monitor.pk}/password/")
    link = link_on(page.content.decode())
    client = Client()
    assert not client.login(username="monitor", password=PASSWORD)
    form = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert client.post(link, form).status_code == 302
    assert client.get(link).status_code == 404
    cast.monitor.refresh_from_db()
    assert cast.monitor.check_password(NEW_PASSWORD)


def test_access_ends_and_begins_again_with_a_reason(as_, cast: Cast):
    """Without one nothing happens."""
    client, member = as_("administrator"), cast.analyst
    assert client.post(f"/members/{member.pk}/deactivate/", {"because": ""}).status_code == 422
    client.post(f"/members/{member.pk}/deactivate/", {"because": "Left the mission"})
    member.refresh_from_db()
    assert not member.is_active
    client.post(f"/members/{member.pk}/reactivate/", {"because": "Came back"})
    member.refresh_from_db()
    assert member.is_active


def test_a_member_gets_another_role(as_, cast: Cast):
    """With the reason that the ledger keeps."""
    member = cast.analyst
    form = {"role": "monitor", "organisation": member.organisation.pk, "because": "Promoted"}
    assert as_("administrator").post(f"/members/{member.pk}/", form).status_code == 302
    member.refresh_from_db()
    assert member.role == Role.MONITOR


def test_an_organisation_is_added_with_its_key(as_, cast: Cast):
    """A key that is taken is named at its field."""
    client = as_("administrator")
    form = {"name": "Iran", "key": "iran", "kind": "guarantor"}
    assert client.post("/members/organisations/new/", form).status_code == 302
    again = client.post("/members/organisations/new/", form)
    assert again.status_code == 422
    assert 'id="id_key_error"' in again.content.decode()


@pytest.mark.parametrize("part", ["monitor", "analyst", "delegate", "liaison"])
@pytest.mark.parametrize("act", ["", "deactivate/", "password/", "second-factor/"])
def test_only_administrators_manage_members(as_, cast: Cast, part, act):
    """The addresses refuse everybody else, whatever they send."""
    response = as_(part).post(f"/members/{cast.observer.pk}/{act}", {"because": "Mine"})
    assert response.status_code == 403
    cast.observer.refresh_from_db()
    assert cast.observer.is_active
