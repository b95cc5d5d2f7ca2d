"""What was typed comes back, and what was done stays in view."""

from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast
from playwright.sync_api import Page, expect
from talks_parts import FIRST, Table, lay, make_table

SignIn = Callable[[str], Page]
Check = Callable[[Page], list[str]]
BACK = "What you had typed is back."


@pytest.fixture
def table(served: Cast) -> Table:
    """A round with a delegation."""
    table = make_table(served)
    lay(table)
    return table


def test_what_was_typed_outlasts_reloading_and_leaving(
    table: Table, sign_in: SignIn, live_server: Any, violations: Check
) -> None:
    """In this tab; started anew, or sent, it is gone. A password is never kept."""
    page = sign_in("secretary")
    address = f"{live_server.url}/talks/rounds/{table.round.pk}/change/"
    page.goto(address)
    purpose = page.locator("#id_purpose")
    before = purpose.input_value()
    expect(page.get_by_text(BACK)).to_be_hidden()
    purpose.fill("Typed at length.")
    page.reload()
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(purpose).to_have_value("Typed at length.")
    assert violations(page) == []
    page.goto(f"{live_server.url}/talks/")
    page.goto(address)
    expect(purpose).to_have_value("Typed at length.")
    page.get_by_role("button", name="Start anew").click()
    expect(purpose).to_have_value(before)
    page.reload()
    expect(page.get_by_text(BACK)).to_be_hidden()

    purpose.fill("Sent.")
    page.locator("main form.form").get_by_role("button").last.click()
    page.wait_for_url("**/talks/rounds/*/")
    assert page.evaluate("sessionStorage.length") == 0
    page.goto(address)
    expect(page.get_by_text(BACK)).to_be_hidden()
    expect(purpose).to_have_value("Sent.")


def test_whoever_signs_out_leaves_nothing_behind(
    table: Table, sign_in: SignIn, live_server: Any
) -> None:
    """What was typed and never sent is gone with the member."""
    page = sign_in("secretary")
    page.goto(f"{live_server.url}/talks/rounds/{table.round.pk}/change/")
    page.locator("#id_purpose").fill("Not for the next one.")
    page.locator("#id_purpose").press("Tab")
    assert page.evaluate("sessionStorage.length") == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_what_was_done_is_in_view_far_down_the_page(
    table: Table, sign_in: SignIn, live_server: Any, violations: Check, width: int
) -> None:
    """It has the focus, so that it is read out, and does not cover the part it leads to."""
    page = sign_in("secretary")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{live_server.url}/talks/rounds/{table.round.pk}/presence/?on={FIRST:%Y-%m-%d}")
    page.locator("#id_status").select_option("late")
    page.locator("main form.form button.primary").click()
    page.wait_for_url("**#who-came")
    told = page.locator("[data-told]")
    expect(told).to_be_focused()
    expect(told.get_by_role("button", name="Undo")).to_be_in_viewport()
    below = page.evaluate(
        "document.getElementById('who-came').getBoundingClientRect().top"
        " - document.querySelector('[data-told]').getBoundingClientRect().bottom"
    )
    assert below >= 0
    assert violations(page) == []
    told.get_by_role("button", name="Close").click()
    expect(told).to_have_count(0)
