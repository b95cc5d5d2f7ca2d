"""Searches kept under a name, and being told that they have grown."""

import pytest
from cast import Cast, file

from trucewatch.search.models import SavedSearch

pytestmark = pytest.mark.django_db


def test_a_kept_search_tells_that_it_has_grown_until_it_is_opened(as_, cast: Cast):
    """In the header of every page, and beside its name."""
    client = as_("monitor")
    file(cast.monitor, event_type="shelling")
    kept = client.post("/searches/?type=shelling", {"name": "Shelling"})
    assert kept.url == "/situation/?type=shelling"
    assert client.get("/situation/").context["grown_searches"] == 0
    file(cast.monitor, event_type="shelling")
    file(cast.monitor, event_type="small_arms")
    page = client.get("/searches/")
    assert "1 more" in page.content.decode()
    assert "1 search has grown" in client.get("/situation/").content.decode()
    search = SavedSearch.objects.get()
    assert client.post(f"/searches/{search.pk}/open/").url == "/situation/?type=shelling"
    assert client.get("/situation/").context["grown_searches"] == 0


def test_a_hidden_report_makes_no_search_grow(as_, cast: Cast):
    """Growth would tell that somebody reported."""
    client = as_("rival")
    client.post("/searches/?type=shelling", {"name": "Shelling"})
    home = cast.home_of(cast.liaison)
    file(cast.liaison, compartment=home, event_type="shelling")
    assert client.get("/situation/").context["grown_searches"] == 0


def test_a_search_is_its_members_own(as_, cast: Cast):
    """Nobody else opens or drops it, or learns that it is there."""
    as_("monitor").post("/searches/?type=shelling", {"name": "Shelling"})
    search = SavedSearch.objects.get()
    assert as_("analyst").post(f"/searches/{search.pk}/open/").status_code == 404
    assert as_("analyst").post(f"/searches/{search.pk}/drop/").status_code == 404
    assert "Shelling" not in as_("analyst").get("/searches/").content.decode()
    as_("monitor").post(f"/searches/{search.pk}/drop/")
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_search_needs_a_name(as_, cast: Cast, name):
    """One that can be read in a list."""
    response = as_("monitor").post("/searches/?type=shelling", {"name": name})
    assert response.status_code == 422
    assert not SavedSearch.objects.exists()


def test_two_searches_do_not_share_a_name(as_, cast: Cast):
    """The second is refused at its field, and what was typed stays."""
    client = as_("monitor")
    client.post("/searches/?type=shelling", {"name": "Mine"})
    response = client.post("/searches/?type=small_arms", {"name": "Mine"})
    assert response.status_code == 422
    assert "of that name already" in response.content.decode()
