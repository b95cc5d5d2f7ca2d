"""What every test can ask for: a browser that never leaves this machine, and the samples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cast import cast, gazetteer  # noqa: F401 - fixtures for every test
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THIS_MACHINE = {"127.0.0.1", "localhost"}
PATIENCE_MS = 10_000


def _samples_folder() -> Path | None:
    named = os.environ.get("TRUCEWATCH_SAMPLES")
    return Path(named).resolve() if named and Path(named).is_dir() else None


def pytest_report_header() -> str:
    """Say whether the outside samples take part."""
    if folder := _samples_folder():
        return f"samples: {folder}"
    return "samples: none (TRUCEWATCH_SAMPLES names no folder); tests marked `samples` are left out"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Mark tests by what they ask for, leave out what cannot run, and keep browsers for the end.

    Playwright's event loop stays in the thread once it has started, so tests that need a thread
    without one come first.
    """
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if "chromium" in asked:
            item.add_marker("browser")
        if "samples" in asked:
            item.add_marker("samples")
    if _samples_folder() is None:
        left_out = [item for item in items if item.get_closest_marker("samples")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not item.get_closest_marker("samples")]
    yield  # pytest-django puts the tests in an order of its own, and `-m` selects
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing a password slowly is right for a record and wasted on a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of outside samples."""
    folder = _samples_folder()
    assert folder, "set TRUCEWATCH_SAMPLES to the folder of samples"
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium of the system's, for the whole session."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.fail(
            f"No Chromium: none of {', '.join(CHROMIUM_NAMES)} is on PATH. "
            "Install it (on Debian: apt-get install chromium), or leave these tests out with "
            '-m "not browser".',
            pytrace=False,
        )
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread; Django would take every query here
        # for one from asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def outside_requests() -> list[str]:
    """Addresses off this machine that a page of this test asked for; all were refused."""
    return []


@pytest.fixture
def browser_context(chromium: Browser, outside_requests: list[str]) -> Iterator[BrowserContext]:
    """A fresh browser profile without cookies that can reach this machine alone."""

    def only_this_machine(route: Route) -> None:
        if urlsplit(route.request.url).hostname in THIS_MACHINE:
            route.continue_()
        else:
            outside_requests.append(route.request.url)
            route.abort()

    context = chromium.new_context(service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    context.set_default_navigation_timeout(PATIENCE_MS)
    context.route("**/*", only_this_machine)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """One tab of a fresh profile."""
    return browser_context.new_page()
