"""Live: the calls in progress, as they change."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console


def test_calls_come_and_go_without_a_reload(console: Console, page: Page, shot: Shoot) -> None:
    """A call appears, changes its state and disappears, without reloading the page."""
    sign_in(page, console)
    expect(page.get_by_text("No calls in progress.")).to_be_visible()
    call = console.call("I'd like to book a cleaning")
    row = page.locator("tbody tr", has_text="+1 (415) 555-0199")
    expect(row.get_by_text("With the agent")).to_be_visible()
    other = console.call("Could I talk to somebody?", caller="+14155550177", test=True)
    asked = page.locator("tbody tr", has_text="+1 (415) 555-0177")
    expect(asked.get_by_text("Asking about a transfer")).to_be_visible()
    expect(asked.get_by_text("Test", exact=True)).to_be_visible()
    in_every_look(page, shot, "live")
    console.hang_up(call)
    expect(row).to_have_count(0)
    expect(asked).to_have_count(1)
    console.hang_up(other)


def test_an_operator_ends_a_call(console: Console, page: Page, shot: Shoot) -> None:
    """After a question; the log names the key. The row shows the last words, and leads to the call.

    A reader has no button.
    """
    sign_in(page, console, role="read")
    call = console.call("I'd like to book a cleaning", caller="+14155550155")
    row = page.get_by_role("row", name="+1 (415) 555-0155")
    expect(row.locator(".hf-last-words")).to_contain_text("Agent: ")
    expect(row.get_by_role("button")).to_have_count(0)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("API key").fill(console.keys["operate"])
    page.keyboard.press("Enter")
    end = page.get_by_role("button", name="End the call of +1 (415) 555-0155")
    end.click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    end.click()
    shot(page, "live-end-call")
    page.get_by_role("dialog").get_by_role("button", name="End call").click()
    expect(row).to_have_count(0)
    steps = console.ask("GET", f"/v1/calls/{call}/events")
    (asked,) = [step for step in steps if step["type"] == "HangUpRequested"]
    assert asked["data"]["asked_by"] == console.keys["operate"].split("_")[2]


def test_seconds_count_without_the_server(console: Console, page: Page) -> None:
    """The browser itself counts the time in a state."""
    sign_in(page, console)
    call = console.call("Hello", caller="+14155550166")
    row = page.locator("tbody tr", has_text="+1 (415) 555-0166")
    counting = row.locator("hf-since").first
    first = counting.inner_text()
    expect(counting).not_to_have_text(first)
    console.hang_up(call)
