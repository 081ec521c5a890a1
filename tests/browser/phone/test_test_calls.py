"""Test calls in the console take speech."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.browser import WIDE
from tests.browser.phone.conftest import BOOK
from tests.browser.phone.microphone import Microphone
from tests.browser.phone.office import PhoneOffice


def signed_in(browser: Browser, office: PhoneOffice, path: str = "/test") -> Page:
    """A page of the console."""
    page = browser.new_context(viewport=WIDE, permissions=["microphone"]).new_page()  # type: ignore[arg-type]
    page.goto(f"{office.address}/console{path}")
    page.get_by_label("API key").fill(office.key)
    page.get_by_role("button", name="Sign in").click()
    return page


def test_the_agent_under_test_is_spoken_to(
    office: PhoneOffice, browsers: tuple[Browser, Browser], microphone: Microphone
) -> None:
    """The button beside the text field records until the user pauses; what they said is said."""
    page = signed_in(browsers[0], office)
    page.get_by_role("button", name="Call Harbor Dental").click()
    said = page.get_by_role("log", name="Conversation")
    expect(said).to_contain_text("Thanks for calling Harbor Dental.")
    microphone.prepare(BOOK)
    page.get_by_role("button", name="Speak").click()
    expect(said).to_contain_text("https://example.com/book")
    page.get_by_role("button", name="Hang up").click()
    page.context.close()
