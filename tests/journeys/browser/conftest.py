"""A served record with a named cast, and what every browser journey checks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cast import PASSWORD, Cast, make_cast
from playwright.sync_api import Page
from press import hand_in, make_case  # noqa: F401 - fixtures

from trucewatch.places.actions import load_gazetteer

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def served(transactional_db: None, live_server: Any, settings: Any) -> Cast:
    """A record that this test's server serves, without a second factor."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    cast = make_cast()
    load_gazetteer(by=cast.operator)
    return cast


@pytest.fixture
def sign_in(served: Cast, live_server: Any, page: Page) -> Callable[[str], Page]:
    """Signs the named part in through the form and returns the tab."""

    def signed_in(part: str) -> Page:
        page.goto(f"{live_server.url}/account/login/")
        page.get_by_label("Username").fill(part)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/situation/")
        return page

    return signed_in


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page, by WCAG 2.2 AA; the policy lets no script be added."""
    script = AXE.read_text(encoding="utf-8")

    def found(page: Page) -> list[str]:
        page.wait_for_load_state("load")  # words can be there before the style sheet is
        page.evaluate(script)
        result = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice']})"
        )
        assert len(result["passes"]) > 10, "axe looked at nothing"
        return [
            f"{page.url}: {rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]

    return found
