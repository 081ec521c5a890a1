"""Change a job, try it, publish it: with a restart in the middle, by keyboard, on a phone."""

from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.browser.browser import NARROW
from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import NUMBER, Console

NEW: Final = "https://example.com/new"
FOCUSED: Final = (
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"
)


def handset(page: Page) -> Any:
    """The test handset beside the editor."""
    return page.get_by_role("region", name="Test handset")


def rewrite(page: Page, text: str) -> None:
    """Give the only text of the job other words."""
    page.locator(".hf-chip").click()
    page.get_by_label("Text to the caller").fill(text)
    page.keyboard.press("Escape")


def test_a_job_is_changed_tried_and_published(console: Console, page: Page, shot: Shoot) -> None:
    """The server restarts in the middle: the edit, the call and the session go on."""
    sign_in(page, console, "/jobs/edit?job=Booking")
    rewrite(page, NEW)
    phone = handset(page)
    phone.get_by_role("button", name="Call", exact=True).click()
    phone.get_by_label("What the caller says").fill("I'd like to book")
    phone.get_by_role("button", name="Send").click()
    talk = phone.get_by_role("log")
    expect(talk.get_by_text("The text was delivered")).to_be_visible()
    expect(talk.get_by_text(NEW, exact=True)).to_be_visible()
    in_every_look(page, shot, "job-handset")
    page.evaluate("window.before = true")
    console.stop()
    console.start()
    page.wait_for_function("!window.before")  # it is loaded again
    expect(page.get_by_role("button", name=f"Send SMS: {NEW}")).to_be_visible()
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    phone.get_by_role("button", name="Yes, got it.").click()
    expect(talk.get_by_text("Yes, got it.")).to_be_visible()
    phone.get_by_role("button", name="Hang up").click()
    phone.get_by_role("button", name="Save as scenario").click()
    page.get_by_role("dialog").get_by_role("button", name="Save and run").click()
    scenarios = page.get_by_role("region", name="Scenarios")
    expect(scenarios.get_by_text("Passed")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name="Version 2 is live")).to_be_visible()
    rewrite(page, "https://example.com/newer")
    page.get_by_role("button", name="Publish", exact=True).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("1 of 1 scenarios fails on this draft")
    shot(page, "job-publish-failing")
    asked.get_by_role("button", name="Go back").click()
    expect(asked).to_have_count(0)
    assert console.ask("GET", "/v1/jobs/Booking")["version"] == 2
    page.get_by_role("button", name="Publish", exact=True).click()
    asked.get_by_role("button", name="Publish all the same").click()
    expect(page.get_by_role("heading", name="Version 3 is live")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """Move the focus by keyboard until it is on the control called ``name``."""
    for _ in range(80):
        if str(page.evaluate(FOCUSED)).strip() == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name}")


def test_the_keyboard_is_enough(console: Console, page: Page) -> None:
    """For a new job: written, tried, published and attached to a number."""
    sign_in(page, console, "/jobs/new")
    tab_to(page, "Name")
    page.keyboard.type("Prices")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("If the caller asks for prices, /send")
    page.keyboard.press("Enter")
    page.keyboard.type("example.com/prices")
    page.keyboard.press("Escape")
    tab_to(page, "Call")
    page.keyboard.press("Enter")
    expect(handset(page).get_by_label("What the caller says")).to_be_visible()
    tab_to(page, "What the caller says")
    page.keyboard.type("What are your prices?")
    page.keyboard.press("Enter")
    expect(handset(page).get_by_text("example.com/prices", exact=True)).to_be_visible()
    page.get_by_label("Name").focus()
    tab_to(page, "Publish")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Which calls should use “Prices”?")).to_be_visible()
    tab_to(page, "Attach to this number")
    page.keyboard.press("Enter")
    expect(page.get_by_text("uses “Prices”.")).to_be_visible()
    live = console.ask("GET", f"/v1/numbers/{NUMBER}/flow")["live"]
    assert live[0]["agent"]["jobs"][-1] == "Prices"


def test_a_phone_is_wide_enough(console: Console, page: Page, shot: Shoot) -> None:
    """Phones ring on the handset, ringing is skipped, and a message from the caller ends it."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    sign_in(page, console, "/jobs/edit?job=Talk+to+a+person")
    phone = handset(page)
    phone.get_by_role("button", name="Call", exact=True).click()
    phone.get_by_label("What the caller says").fill("Could I talk to a person?")
    phone.get_by_role("button", name="Send").click()
    phone.get_by_role("button", name="Sure, go ahead.").click()
    expect(phone.get_by_role("group", name="Front Desk rings")).to_be_visible()
    shot(page, "handset-ringing-narrow", full_page=True)
    phone.get_by_role("group", name="On Call rings").get_by_role("button", name="Decline").click()
    phone.get_by_role("button", name="Skip ringing").click()
    expect(phone.get_by_text("Voicemail for Scheduling")).to_be_visible()
    phone.get_by_label("What the caller says").fill("Please call me back.")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("log").get_by_text("Please call me back.")).to_be_visible()
    expect(phone.get_by_role("button", name="Call again")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
