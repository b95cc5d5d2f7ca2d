"""A member files a report, finds it in the situation, merges it and takes that back."""

import re
from collections.abc import Callable
from typing import Any

from cast import Cast, file
from playwright.sync_api import Page, expect

SignIn = Callable[[str], Page]


def test_a_filed_report_is_found_merged_and_separated_again(
    served: Cast, sign_in: SignIn, live_server: Any, outside_requests: list[str]
):
    """From the sign-in to the undo, through the pages alone."""
    file(served.monitor, latitude=35.93, longitude=36.63, place_as_published="Idlib city")
    page = sign_in("analyst")
    page.get_by_role("link", name="File a report").click()
    page.get_by_label("First day").fill("2016-12-30")
    page.get_by_label("Place, in the source’s words").fill("Near Idlib")
    page.get_by_label("How exactly the place is known").select_option("1")
    page.get_by_text("Latitude and longitude in degrees").click()
    page.get_by_label("Latitude").fill("35.95")
    page.get_by_label("Longitude").fill("36.62")
    page.get_by_label("What is said to have been done").select_option("shelling")
    page.get_by_label("Deaths at least").fill("3")
    page.get_by_label("What the source says").fill("“Mortar shells.”")
    page.get_by_label("What the source says").press("Control+Enter")
    expect(page.get_by_text("The report is filed.")).to_be_visible()

    page.get_by_role("link", name="Situation").click()
    page.get_by_role("link", name=re.compile("Shelling.*Near Idlib")).click()
    page.get_by_role("checkbox", name=re.compile("Idlib city")).check()
    page.get_by_label("Reason: why is it the same event?").fill("Same hour and street")
    page.get_by_role("button", name="Merge into this incident").click()
    expect(page.get_by_role("article")).to_have_count(2)

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("article")).to_have_count(1)
    assert outside_requests == []


def test_the_same_works_with_scripts_switched_off(served: Cast, chromium: Any, live_server: Any):
    """A browser that runs no script still files a report."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/account/login/")
    page.fill("#id_login", "monitor")
    page.fill("#id_password", "a-long-enough-password-of-tests")
    page.locator("main button").click()
    page.goto(f"{live_server.url}/reports/new/")
    page.fill("#id_date_start", "2017-01-05")
    page.fill("#id_place_as_published", "Near Idlib")
    page.select_option("#id_location_precision", "4")
    page.get_by_role("button", name="File the report").click()
    expect(page.get_by_text("The report is filed.")).to_be_visible()
    context.close()
