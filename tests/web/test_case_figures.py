"""The page of figures of cases: the same as its JSON, readable without a script."""

import datetime as dt
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from mechanism import Bench, decided, filed, make_bench

from trucewatch.parties.models import Party
from trucewatch.reports.models import Tally
from trucewatch.sources.models import Source
from trucewatch.talks.models import Round
from trucewatch.vocabulary.handling import Handling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def bench(cast: Cast) -> Bench:
    """The committee, a round of talks, and a tally of either monitor."""
    day = dt.date(2017, 1, 3)
    Round.objects.create(track="Astana", ordinal=1, date_start=day, date_end=day)
    source = Source.objects.create(key="ministry", name="Ministry")
    for name, total in (("One monitor", 10), ("Another monitor", None)):
        Tally.objects.create(
            source=source, monitor=Party.objects.create(name=name), monitor_as_published=name,
            reported_on=day, window_hours=24, stated_total=total,
            published_at_address="https://example.org", handling=Handling.CLEAR,
        )  # fmt: skip
    return make_bench(cast)


def page(member: Any, query: str = "", form: str = "/") -> Any:
    """The answer to a member who asks for figures."""
    client = Client()
    client.force_login(member)
    return client.get(f"/cases/figures{form}{query}")


def test_the_page_shows_every_section_with_a_table(bench: Bench) -> None:
    """Each drawing has its numbers below it; a total that is not given is no zero."""
    decided(bench)
    text = page(bench.cast.monitor).content.decode()
    for words in (
        "Alleged breaches", "Before, during and after rounds", "Both tallies", "Open cases by age",
        "Access denied", "Filed beside ruled", "Hours of observation beside counts",
        "never added together", "not given", "The other side", "Astana, round 1",
    ):  # fmt: skip
        assert words in text, words
    assert text.count("<svg") <= text.count("<table") + 8
    assert "<script>" not in text


def test_an_empty_record_shows_dashes_and_no_zero_share(cast: Cast) -> None:
    """A median over none is a dash."""
    text = page(cast.observer).content.decode()
    assert "No round of talks lies in these days" in text
    assert "0 %" not in text


def test_json_tells_what_the_page_tells(bench: Bench) -> None:
    """Under the same filter, as far as the member sees."""
    filed(bench)
    told = page(bench.cast.liaison, form=".json").json()
    assert told["totals"]["cases"] == 1
    assert told["rounds"][0]["phases"][1]["incidents"] == 1
    assert page(bench.cast.rival, form=".json").json()["totals"]["cases"] == 0
    narrowed = page(bench.cast.liaison, "?mechanism=committee&since=2017-02-01", ".json").json()
    assert (narrowed["mechanism"], narrowed["totals"]["cases"]) == ("committee", 0)


@pytest.mark.parametrize(
    "query", ["?since=soon", "?mechanism=nobody", "?since=2017-02-02&until=2017-02-01"]
)
def test_a_filter_that_cannot_be_used_shows_no_figures(bench: Bench, query: str) -> None:
    """An ignored limit would show more than was asked for."""
    answer = page(bench.cast.monitor, query)
    assert answer.status_code == 400
    assert "Alleged breaches" not in answer.content.decode()
    assert page(bench.cast.monitor, query, ".json").status_code == 400


def test_nobody_reads_it_without_signing_in(bench: Bench) -> None:
    """Members only."""
    for form in ("/", ".json"):
        assert Client().get(f"/cases/figures{form}").status_code == 302
