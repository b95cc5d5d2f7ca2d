"""The figures of cases in a real browser: on a phone, in the dark, from right to left."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from cast import Cast, file
from mechanism import decided, filed, investigating, looked, make_bench
from playwright.sync_api import Page

from trucewatch.cases.actions import verifying
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.models import Coverage, Tally
from trucewatch.sources.models import Source
from trucewatch.talks.models import Round
from trucewatch.vocabulary.cases import PaperKind
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.browser
SignIn = Callable[[str], Page]
Violations = Callable[[Page], list[str]]
ROUND = dt.date(2017, 2, 15)


@pytest.fixture
def figures(served: Cast) -> Cast:
    """Cases in several states, a round with reports around it, hours and two tallies."""
    bench = make_bench(served)
    decided(bench)
    filed(bench)
    verifying.record_verification(
        investigating(bench).pk,
        looked(kind=PaperKind.ACCESS_RECORD, text="Turned back.", denied_label="The other side"),
        by=bench.leader,
    )
    Round.objects.create(
        track="Astana", ordinal=2, date_start=ROUND, date_end=ROUND + dt.timedelta(days=1)
    )
    for days in (-5, -5, -2, 0, 3, 3, 3):
        day = ROUND + dt.timedelta(days=days)
        file(served.monitor, handling=Handling.CLEAR, day=day, event_type="shelling")
    source = Source.objects.create(key="ministry", name="Ministry")
    for name, total in (("One monitor", 10), ("Another monitor", 14)):
        monitor = Party.objects.create(name=name)
        Tally.objects.create(
            source=source, monitor=monitor, monitor_as_published=name, reported_on=ROUND,
            window_hours=24, stated_total=total, published_at_address="https://example.org",
            handling=Handling.CLEAR,
        )  # fmt: skip
        Coverage.objects.create(
            monitor=monitor, area=Place.objects.get(key="sy-idlib"), patrol_hours=Decimal("7.5"),
            date_start=ROUND, date_end=ROUND, handling=Handling.CLEAR,
        )  # fmt: skip
    return served


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1280), ("ar", "dark", 390)]
)
def test_the_figures_can_be_read_everywhere(
    figures: Cast, sign_in: SignIn, violations: Violations, live_server: Any,
    language: str, scheme: Any, width: int,
) -> None:  # fmt: skip
    """Nothing reaches over the edge, nothing is wrong for a screen reader."""
    page = sign_in("monitor")
    page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/cases/figures/")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg .bar").count() > 3
    assert page.locator("svg .no-report").count() > 3
    assert violations(page) == []
