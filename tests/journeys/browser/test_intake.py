"""Reports come in through real browsers: by keyboard, on bad lines, without scripts, by anybody."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cast import PASSWORD, Cast, file
from playwright.sync_api import Browser, BrowserContext, Page, expect

from trucewatch.intake.models import Caller, Draft, Notice, Reception
from trucewatch.places.models import Place
from trucewatch.places.spelling import new_name
from trucewatch.reports.models import Report
from trucewatch.web.public_rate import BUCKETS

SignIn = Callable[[str], Page]
Check = Callable[[Page], list[str]]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def town(served: Cast) -> Place:
    """A town with a P-code, beside the shipped gazetteer."""
    found = Place.objects.filter(place_kind="settlement").exclude(latitude=None).first()
    if found is None:
        area = Place.objects.get(place_kind="admin1", name="Idlib")
        found = Place.objects.create(
            key="town", name="Saraqib", place_kind="settlement", pcode="C3871", parent=area,
            latitude=35.86, longitude=36.80,
        )  # fmt: skip
        for text, language in (("Saraqib", "en"), ("سراقب", "ar")):
            new_name(found, text, language).save()
    return found


@pytest.fixture
def without_scripts(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    yield context
    context.close()


def plain_sign_in(page: Page, address: str) -> None:
    """Sign in without a script."""
    page.goto(f"{address}/account/login/")
    page.fill("#id_login", "monitor")
    page.fill("#id_password", PASSWORD)
    page.locator("main button").click()


def test_a_report_is_filed_by_keyboard_alone(
    town: Place, sign_in: SignIn, live_server: Any, outside_requests: list[str]
):
    """The place from a suggestion, the time in words, read back, sent with Ctrl+Enter."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}/reports/new/")
    page.get_by_label("When, as it was told").focus()
    page.keyboard.type("two hours ago")
    page.get_by_label("Place, in the source’s words").focus()
    page.keyboard.type(town.name[:5])
    expect(page.locator("#place-suggestions li").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    box = page.get_by_role("region", name="Read this back")
    expect(box).to_contain_text(town.name)
    expect(box).to_contain_text("UTC")
    page.get_by_label("Read back and confirmed").focus()
    page.keyboard.press("Space")
    page.get_by_label("What the source says").focus()
    page.keyboard.type("“Shells.”")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The report is filed.")).to_be_visible()
    report = Report.objects.get()
    assert report.latitude == town.latitude
    assert report.reception.place == town
    assert outside_requests == []


def test_pointing_at_the_map_writes_the_point(served: Cast, sign_in: SignIn, live_server: Any):
    """And it is read back like any other."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}/reports/new/")
    page.get_by_text("Point at it on a map").click()
    page.locator("svg.pointable").click(position={"x": 200, "y": 150})
    expect(page.get_by_label("Coordinates, as they were given")).to_have_value(
        re.compile(r"^3\d\.\d{3}, [34]\d\.\d{3}$")
    )
    expect(page.get_by_role("region", name="Read this back")).to_be_visible()
    expect(page.get_by_label("How exactly the place is known")).to_have_value("2")


def test_what_may_be_repeated_is_shown_while_one_types(
    served: Cast, sign_in: SignIn, live_server: Any
):
    """Near in time and place."""
    file(served.monitor, latitude=35.93, longitude=36.63, place_as_published="By the mill")
    page = sign_in("analyst")
    page.goto(f"{live_server.url}/reports/new/")
    page.get_by_label("First day").fill("2016-12-30")
    page.get_by_label("Coordinates, as they were given").fill("35.95, 36.62")
    expect(page.get_by_role("region", name="Is it one of these?")).to_contain_text("By the mill")


def test_a_connection_cut_in_mid_form_loses_nothing_on_a_phone(
    served: Cast, sign_in: SignIn, live_server: Any
):
    """Offline the form says what is kept and is not sent; the tab closed, it is offered again."""
    page = sign_in("monitor")
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/reports/new/")
    page.get_by_label("First day").fill("2017-01-05")
    page.context.set_offline(True)
    page.get_by_label("Place, in the source’s words").fill("Wadi Barada")
    page.get_by_label("What the source says").fill("Written without a connection")
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    page.get_by_role("button", name="File the report").click()
    expect(page.get_by_label("What the source says")).to_have_value("Written without a connection")
    assert Report.objects.count() == 0
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/situation/")
    page.goto(f"{live_server.url}/reports/new/")
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("Place, in the source’s words")).to_have_value("Wadi Barada")
    page.get_by_label("How exactly the place is known").select_option("4")
    page.get_by_role("button", name="File the report").click()
    expect(page.get_by_text("The report is filed.")).to_be_visible()
    assert Report.objects.get().summary == "Written without a connection"
    for _ in range(50):
        if not page.evaluate("Object.keys(localStorage).length"):
            break
        page.wait_for_timeout(100)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert Draft.objects.count() == 0


def test_an_expired_session_leads_back_to_the_filled_in_form(
    served: Cast, sign_in: SignIn, live_server: Any
):
    """Sign in again, and everything stands there."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}/reports/new/")
    page.get_by_label("First day").fill("2017-01-05")
    page.get_by_label("Place, in the source’s words").fill("Wadi Barada")
    page.get_by_label("How exactly the place is known").select_option("4")
    page.get_by_label("What the source says").fill("Written for an hour")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="File the report").click()
    page.get_by_label("Username").fill("monitor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Here is what you had written")).to_be_visible()
    expect(page.get_by_label("What the source says")).to_have_value("Written for an hour")
    page.get_by_role("button", name="File the report").click()
    expect(page.get_by_text("The report is filed.")).to_be_visible()
    assert Report.objects.count() == 1


def test_whoever_signs_out_leaves_no_draft_on_the_device(
    served: Cast, sign_in: SignIn, live_server: Any
):
    """The copy in the record waits for them elsewhere."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}/reports/new/")
    page.get_by_label("What the source says").fill("Half a word")
    expect(page.get_by_text("Kept on this device and in the record")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{live_server.url}/")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert Draft.objects.count() == 1


def test_a_call_is_taken_without_scripts(
    town: Place, without_scripts: BrowserContext, live_server: Any
):
    """Looking through it shows the places that may be meant; one is chosen and confirmed."""
    page = without_scripts.new_page()
    plain_sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/reports/call/")
    page.fill("#id_told_when", "منذ ساعتين")
    page.fill("#id_place_as_published", town.name)
    page.fill("#id_original", "سقطت قذائف")
    page.get_by_role("button", name="Look through it first").click()
    page.get_by_role("radio", name=re.compile(re.escape(town.name))).first.check()
    page.get_by_role("button", name="File the call").click()
    page.get_by_label("Read back and confirmed").check()
    page.get_by_role("button", name="File the call").click()
    expect(page.get_by_text("The call is filed.")).to_be_visible()
    expect(page.get_by_text(Caller.objects.get().pseudonym)).to_be_visible()
    assert Reception.objects.get().place == town


def test_no_name_of_a_caller_stays_on_the_device(served: Cast, sign_in: SignIn, live_server: Any):
    """Drafts keep the rest."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}/reports/call/")
    page.get_by_text("The caller agrees to give a name").click()
    page.get_by_label("Name", exact=True).fill("Umm Khalid")
    page.get_by_label("The interpreter’s rendering").fill("Shells fell")
    expect(page.get_by_text("Kept on this device and in the record")).to_be_visible()
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Shells fell" in kept
    assert "Umm Khalid" not in kept + str(Draft.objects.get().fields)


def test_anybody_tells_on_a_phone_without_scripts_and_the_duty_hears_of_it(
    served: Cast, without_scripts: BrowserContext, sign_in: SignIn, live_server: Any, settings: Any
):
    """From the public form to the notice of the monitor on duty."""
    settings.TRUCEWATCH_PUBLIC_FORM = True
    BUCKETS.forget()
    duty = sign_in("monitor")
    duty.goto(f"{live_server.url}/duty/")
    duty.get_by_role("button", name="Go on duty").click()
    expect(duty.get_by_text("Spot reports that you may see")).to_be_visible()
    page = without_scripts.new_page()
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/tell/")
    page.get_by_label("What happened?").fill("Gas in the cellar")
    page.get_by_label("What was it?").select_option("chemical")
    page.get_by_role("button", name="Send").click()
    receipt = page.locator(".receipt").inner_text()
    page.get_by_role("link", name="How far is it?").click()
    page.get_by_label("Receipt code").fill(receipt)
    page.get_by_role("button", name="Look, or add").click()
    expect(page.get_by_text("Nobody has taken it up yet")).to_be_visible()
    duty.goto(f"{live_server.url}/situation/")
    duty.get_by_role("link", name="1 new notice").click()
    duty.get_by_role("button", name="I have read them").click()
    expect(duty.get_by_role("link", name=re.compile("new notice"))).to_have_count(0)
    duty.goto(f"{live_server.url}/duty/")
    duty.get_by_role("button", name="Take up").first.click()
    page.get_by_label("Receipt code").fill(receipt)
    page.get_by_role("button", name="Look, or add").click()
    expect(page.get_by_text("A member of the mission is looking at it")).to_be_visible()
    assert Notice.objects.get().read_at


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_intake_have_no_fault_that_can_be_found_automatically(
    town: Place, sign_in: SignIn, violations: Check, live_server: Any, settings: Any, scheme: Any
):
    """Light and dark; wide and on a phone, left to right and right to left."""
    settings.TRUCEWATCH_PUBLIC_FORM = True
    page = sign_in("monitor")
    page.emulate_media(color_scheme=scheme)
    found = []
    for address in (
        "/reports/new/", "/reports/call/", "/duty/", "/duty/notices/", "/tell/", "/tell/receipt/",
        "/import/table/", "/import/",
    ):  # fmt: skip
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{live_server.url}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        if "/reports/" in address:
            page.get_by_label("When, as it was told").fill("two hours ago")
            page.get_by_label("Place, in the source’s words").fill(town.name)
            expect(page.get_by_role("region", name="Read this back")).to_be_visible()
            expect(page.locator("#place-suggestions li").first).to_be_visible()
        found += violations(page)
        page.set_viewport_size(PHONE)
        for direction in ("ltr", "rtl"):
            page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    assert found == []


def test_a_table_is_imported_by_saying_what_its_columns_mean(
    served: Cast, sign_in: SignIn, violations: Check, live_server: Any
):
    """Upload, choose, look, import; no page of it has a fault or is wider than a phone."""
    table = "No,When it was,Village\n1,2017-01-05,Saraqib\n2,2017-01-99,Idlib\n"
    page = sign_in("monitor")
    page.goto(f"{live_server.url}/import/table/")
    page.set_input_files(
        "#id_file", {"name": "field.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.get_by_role("button", name="Go on to the columns").click()
    page.get_by_label("When it was").select_option("date_start")
    page.get_by_role("button", name="Look at what would be read").click()
    expect(page.get_by_role("cell", name="Saraqib", exact=True)).to_be_visible()
    expect(page.get_by_text("is a day that no calendar has").first).to_be_visible()
    found = violations(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Skip refused rows").check()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("The table is imported.")).to_be_visible()
    assert found + violations(page) == []
    assert Report.objects.get().place_as_published == "Saraqib"


def test_the_page_of_a_call_and_the_receipt_have_no_fault_either(
    served: Cast, sign_in: SignIn, violations: Check, live_server: Any, settings: Any
):
    """What came in, the caller, the name once it is opened."""
    settings.TRUCEWATCH_PUBLIC_FORM = True
    BUCKETS.forget()
    page = sign_in("monitor")
    page.goto(f"{live_server.url}/reports/call/")
    page.get_by_label("First day").fill("2017-01-05")
    page.get_by_label("Place, in the source’s words").fill("Wadi Barada")
    page.get_by_label("How exactly the place is known").select_option("4")
    page.get_by_text("The caller agrees to give a name").click()
    page.get_by_label("Name", exact=True).fill("Umm Khalid")
    page.get_by_label("To be called back with questions").check()
    page.get_by_role("button", name="File the call").click()
    expect(page.get_by_text("The call is filed.")).to_be_visible()
    page.goto(f"{live_server.url}/duty/receptions/{Reception.objects.get().pk}/")
    found = violations(page)
    page.get_by_label("Reason for opening the name").fill("To ask for the hour")
    page.get_by_role("button", name="Open the name").click()
    expect(page.get_by_text("Umm Khalid")).to_be_visible()
    found += violations(page)
    page.goto(f"{live_server.url}/tell/")
    page.get_by_label("What happened?").fill("Shells")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".receipt")).to_be_visible()
    assert found + violations(page) == []
