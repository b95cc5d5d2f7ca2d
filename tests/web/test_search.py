"""The page of the search."""

import pytest
from cast import Cast, file

from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db


def test_the_page_answers_and_names_what_it_did_not_understand(as_, cast: Cast):
    """Groups with headings; a line that makes no sense is refused with the reason."""
    file(cast.monitor, summary="near the bridge", handling=Handling.GREEN)
    page = as_("monitor").get("/search/", {"q": "bridge"})
    assert page.status_code == 200
    assert "1 incident" in page.content.decode()
    refused = as_("monitor").get("/search/", {"q": "on:02/03/17"})
    assert refused.status_code == 400
    assert "is not a date such as" in refused.content.decode()
    assert as_("monitor").get("/search/").status_code == 200
    assert as_("public").get("/search/", {"q": "bridge"}).status_code == 302
