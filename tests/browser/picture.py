"""Takes the README's screenshots of the console: ``python -m tests.browser.picture``."""

import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.browser.browser import browsing
from tests.browser.conftest import sign_in
from tests.browser.serving import CALLS, Console, serving
from tests.browser.test_call import UNANSWERED, call_of
from tests.tree import ROOT

IMAGES: Final = ROOT / "docs/images"
SIZE: Final = {"width": 1280, "height": 900}


def take_calls(page: Page, console: Console) -> None:
    """The Calls page, with a call to follow up in the preview."""
    page.goto(console.url("/calls"))
    page.locator("html[data-connected]").wait_for()
    page.locator(".hf-list tbody tr", has_text="To voicemail").click()
    page.get_by_role("link", name="Open call").wait_for()
    page.screenshot(path=IMAGES / "calls.png", animations="disabled")


def take_call(page: Page, console: Console) -> None:
    """The Call page, at the event that tells why no one answered."""
    page.goto(console.url(f"/calls/{call_of(console, UNANSWERED)}"))
    page.get_by_role("button", name="No one answered: Front Desk").click()
    page.locator(".hf-strip [aria-current]", has_text="On voicemail").wait_for()
    page.screenshot(path=IMAGES / "console.png", animations="disabled")


def take_what_if(page: Page, console: Console) -> None:
    """The same call, if a phone had been answered."""
    there = f"/calls/{call_of(console, UNANSWERED)}/what-if?phone.On+Call=answer:6"
    page.goto(console.url(there))
    page.locator(".hf-verdict").wait_for()
    page.locator(".hf-verdict").evaluate("one => one.scrollIntoView()")
    page.screenshot(path=IMAGES / "what-if.png", animations="disabled")


if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), CALLS) as console,
        browsing() as browser,
    ):
        page = browser.new_page(viewport=SIZE, timezone_id="UTC", locale="en-GB")  # type: ignore[arg-type]
        sign_in(page, console, "/live", role="read")
        take_calls(page, console)
        take_call(page, console)
        take_what_if(page, console)
