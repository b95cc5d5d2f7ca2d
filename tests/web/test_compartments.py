"""Letting somebody into a circle of need-to-know, and out of it again."""

import pytest
from cast import Cast, file

from trucewatch.accounts.access import reader_of
from trucewatch.accounts.models import Compartment, Grant
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.models import Report
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db


def test_a_grant_given_on_screen_opens_and_its_end_closes(as_, cast: Cast):
    """From opening the compartment to ending the grant, each with its reason."""
    client = as_("administrator")
    client.post("/members/compartments/", {"name": "Named recipients", "key": "named"})
    circle = Compartment.objects.get(key="named")
    page = f"/members/compartments/{circle.pk}/"
    holder = {"to": str(cast.analyst.pk), "because": "Works on it"}
    assert client.post(page, holder).status_code == 302
    file(cast.operator, handling=Handling.RED, compartment=circle)
    assert Report.objects.visible_to(reader_of(cast.analyst)).count() == 1
    assert "Analyst" in client.get(page).content.decode()
    grant = Grant.objects.get(compartment=circle)
    client.post(f"/members/grants/{grant.pk}/end/", {"because": "Done"})
    assert Report.objects.visible_to(reader_of(cast.analyst)).count() == 0
    assert verify_record().is_intact


def test_a_grant_needs_a_reason_and_goes_to_somebody_else(as_, cast: Cast):
    """An administrator does not let themselves in."""
    client = as_("administrator")
    page = f"/members/compartments/{cast.home_of(cast.liaison).pk}/"
    before = Grant.objects.count()
    silent = {"to": str(cast.analyst.pk), "because": " "}
    oneself = {"to": str(cast.administrator.pk), "because": "Curious"}
    for data in (silent, oneself):
        assert client.post(page, data).status_code == 422
    assert Grant.objects.count() == before


@pytest.mark.parametrize("part", ["monitor", "analyst", "delegate", "liaison"])
def test_only_administrators_see_who_is_in_which_circle(as_, cast: Cast, part: str):
    """Pages and acts alike."""
    client = as_(part)
    circle = cast.home_of(cast.liaison)
    grant = Grant.objects.get(compartment=circle)
    assert client.get("/members/compartments/").status_code == 403
    assert client.get(f"/members/compartments/{circle.pk}/").status_code == 403
    answer = client.post(f"/members/grants/{grant.pk}/end/", {"because": "No"})
    assert answer.status_code == 403
    assert Grant.current().filter(pk=grant.pk).exists()
