"""Fixtures for tests in a real browser; without Chromium the tests are skipped."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.browser import WIDE, browsing, chromium, shoot
from tests.browser.serving import CALLS, Console, serving

Shoot = Callable[..., Path]
PATIENCE = 60_000
"""Milliseconds. The expected state comes at once, except on a busy machine."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_here() -> None:
    """Skip the test if there is no browser, before anything is served."""
    if chromium() is None:
        pytest.skip("no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module")
def browser(browser_here: None) -> Iterator[Browser]:  # noqa: ARG001 - skips first
    """One browser for each module of tests.

    While a browser is open, its driver runs an event loop, so no other test could run one.
    """
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def console(
    browser_here: None,  # noqa: ARG001 - skips first
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Console]:
    """One console for each module of tests, with the tutorial's office."""
    with serving(tmp_path_factory.mktemp("console")) as running:
        yield running


@pytest.fixture(scope="session")
def lived_in(
    browser_here: None,  # noqa: ARG001 - skips first
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Console]:
    """One console with past calls, for all tests that only read them."""
    with serving(tmp_path_factory.mktemp("lived_in"), CALLS) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new browser window, not signed in; an error on its console fails the test.

    Refusals by the server, and servers that are away, are not errors here: tests ask for them.
    """
    context = browser.new_context(viewport=WIDE, timezone_id="UTC", locale="en-GB")  # type: ignore[arg-type]
    errors: list[str] = []
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.extend(_errors(said)))
    yield opened
    context.close()
    assert not errors


def _errors(said: ConsoleMessage) -> list[str]:
    refused = said.text.startswith(("Failed to load resource", "WebSocket connection to"))
    return [said.text] if said.type == "error" and not refused else []


@pytest.fixture
def shot(tmp_path: Path) -> Shoot:
    """A function that takes a screenshot of a page, by name."""
    return lambda page, name, **more: shoot(page, tmp_path / "screenshots", name, **more)


def sign_in(page: Page, console: Console, path: str = "/live", role: str = "configure") -> None:
    """Open a page of the console, signing in on the way."""
    page.goto(console.url(path))
    page.get_by_label("API key").fill(console.keys[role])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(console.url(path))
    page.locator("html[data-connected]").wait_for()  # before that, clicks do nothing
