"""Takes the pictures of the documents from a running demonstration record.

.venv/bin/trucewatch demo --ged FILE --port 8765 &
.venv/bin/python docs/pictures/take.py http://127.0.0.1:8765
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PASSWORD = "astana-demonstration-2017"  # noqa: S105 - printed by the demonstration itself
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
]
SETTLING_MS = 4_000


def main(site: str) -> None:
    """Sign in as the monitor and take each picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{site}/account/login/")
        page.fill("[name=login]", "monitor")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/situation/**")
        page.goto(f"{site}/situation/?since=2016-12-30&until=2017-05-31")
        page.wait_for_timeout(SETTLING_MS)  # the tiles of the map
        page.screenshot(path=Path(__file__).with_name("situation.png"))
        page.goto(f"{site}/triage/")
        page.screenshot(path=Path(__file__).with_name("triage.png"))
        page.goto(f"{site}/talks/")
        page.get_by_role("link", name="Round 2", exact=True).first.click()
        page.evaluate("document.querySelector('#who-came').scrollIntoView()")
        page.screenshot(path=Path(__file__).with_name("round.png"))
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{site}/situation/?since=2016-12-30&until=2017-05-31")
        page.locator("button[name=language][value=ar]").click()
        page.wait_for_timeout(SETTLING_MS)
        page.screenshot(path=Path(__file__).with_name("arabic.png"))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
