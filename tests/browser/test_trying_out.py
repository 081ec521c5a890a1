"""Test calls in the console: the user plays the caller and the phones."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console

NOBODYS = "+12025550147"


def begin(page: Page, console: Console, role: str = "operate") -> str:
    """Begin a call from the page; returns its id, once the agent has greeted."""
    sign_in(page, console, "/test", role)
    page.get_by_role("button", name="Call Harbor Dental").click()
    expect(said(page)).to_contain_text("Thanks for calling Harbor Dental.")
    expect(page).to_have_url(re.compile("call=harbor-dental"))
    return page.url.rpartition("call=")[2]


def said(page: Page) -> Locator:
    """The words spoken on the call."""
    return page.get_by_role("log", name="Conversation")


def say(page: Page, words: str) -> None:
    """Type as the caller."""
    page.get_by_label("What you say").fill(words)
    page.keyboard.press("Enter")


def ask_for_somebody(page: Page) -> None:
    """Ask for a person and confirm the transfer."""
    say(page, "Could I talk to somebody?")
    expect(said(page)).to_contain_text("Would you like me to transfer you to Scheduling?")
    page.get_by_role("button", name="Sure, go ahead.").click()


def phone(page: Page, who: str) -> Locator:
    """The panel of a member's phone."""
    return page.get_by_role("region", name=f"Phone of {who}")


def test_a_phone_is_answered_on_the_page(console: Console, page: Page, shot: Shoot) -> None:
    """Both ring, one is answered, the other stops, and the chart shows the state dropped."""
    call = begin(page, console)
    ask_for_somebody(page)
    expect(phone(page, "On Call")).to_contain_text("Ringing")
    phone(page, "Front Desk").get_by_role("button", name="Answer").press("Enter")
    expect(said(page)).to_contain_text("Front Desk answered. You are now talking to them.")
    expect(phone(page, "On Call").get_by_role("button", name="Answer")).to_be_hidden()
    current = page.locator("svg.hf-chart .current")
    expect(current).to_have_attribute("data-state", "dropped")
    expect(page.get_by_role("region", name="Actions")).to_contain_text("Connected")
    in_every_look(page, shot, "test-call-connected")
    page.get_by_role("button", name="Hang up").click()
    expect(page.get_by_role("button", name="New call")).to_be_visible()
    summary = console.ask("GET", f"/v1/calls/{call}")
    assert (summary["test"], summary["outcome"]) == (True, "transferred")


def test_phones_behave_as_set(console: Console, page: Page) -> None:
    """Set before the call, one is busy and one declines, which leads to voicemail."""
    sign_in(page, console, "/test", role="operate")
    page.get_by_label("Front Desk’s phone", exact=True).select_option("Is busy")  # noqa: RUF001 - as shown
    page.get_by_label("On Call’s phone", exact=True).select_option("Declines")  # noqa: RUF001 - as above
    page.get_by_label("Seconds that On Call").fill("0")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Call Harbor Dental").click()
    expect(said(page)).to_contain_text("Thanks for calling")
    ask_for_somebody(page)
    expect(said(page)).to_contain_text("You have reached scheduling.")
    page.get_by_role("button", name="Hi, this is Dana. Please call me back.").click()
    expect(page.get_by_role("button", name="New call")).to_be_visible()


def test_a_text_is_refused_as_on_a_live_call(console: Console, page: Page, shot: Shoot) -> None:
    """A withheld number cannot be texted: the action and the agent say so."""
    sign_in(page, console, "/test", role="operate")
    page.get_by_label("Caller’s number").fill("")  # noqa: RUF001 - as shown
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Call Harbor Dental").click()
    page.get_by_role("button", name="I'd like an appointment.").click()
    done = page.get_by_role("region", name="Actions")
    expect(done).to_contain_text("Refused")
    expect(done).to_contain_text("The caller's number is withheld.")
    in_every_look(page, shot, "test-call-refused")
    page.get_by_role("button", name="Hang up").click()


def test_a_call_continues_after_leaving_the_page(console: Console, page: Page) -> None:
    """Its URL restores it with the whole conversation; a new call starts empty."""
    begin(page, console)
    say(page, "I'd like an appointment")
    expect(said(page)).to_contain_text("https://example.com/book")
    page.reload()
    expect(said(page)).to_contain_text("https://example.com/book")
    page.get_by_role("button", name="Hang up").click()
    page.get_by_role("button", name="New call").click()
    expect(page.get_by_role("button", name="Call Harbor Dental")).to_be_visible()


def test_a_real_call_cannot_be_taken_over(console: Console, page: Page) -> None:
    """Its URL shows only how to begin a test call."""
    real = console.call("Could I talk to somebody?")
    sign_in(page, console, f"/test?call={real}", role="operate")
    expect(page.get_by_role("button", name="Call Harbor Dental")).to_be_visible()
    expect(page.get_by_text("Could I talk to somebody?")).to_have_count(0)
    console.hang_up(real)


def test_a_read_only_user_cannot_begin_a_call(console: Console, page: Page) -> None:
    """The page says which role can."""
    sign_in(page, console, "/test", role="read")
    expect(page.get_by_text("test calls need “operate”")).to_be_visible()
