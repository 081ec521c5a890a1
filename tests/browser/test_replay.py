"""Replay: stepping through a call event by event, as in looking into a complaint."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console


def open_call(page: Page, console: Console, caller: str) -> None:
    """Find the call of ``caller`` in the list and open it."""
    sign_in(page, console, "/calls", role="read")
    page.locator("tbody tr", has_text=caller).first.dblclick()
    expect(page.get_by_role("slider")).to_be_visible()


def test_a_call_is_replayed_step_by_step(lived_in: Console, page: Page, shot: Shoot) -> None:
    """By arrow key, button and click: the state, what changed, what was allowed next."""
    open_call(page, lived_in, "+1 (415) 555-0199")
    chart = page.locator("svg.hf-chart")
    expect(chart.locator(".current")).to_have_attribute("data-state", "ended")
    page.get_by_role("button", name=re.compile("Asked whether to transfer")).click()
    expect(chart.locator(".current")).to_have_attribute("data-state", "confirm_transfer")
    expect(page.get_by_text("Allowed next")).to_be_visible()
    expect(page.locator("dd .hf-badge", has_text="accept")).to_be_visible()
    expect(page.get_by_role("cell", name="confirm transfer", exact=True)).to_be_visible()
    in_every_look(page, shot, "replay")
    at = int(page.url.rpartition("=")[2])
    page.get_by_role("heading", name="Replay of a call").click()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(rf"at={at + 1}$"))
    page.get_by_role("button", name="Previous").click()
    expect(page).to_have_url(re.compile(rf"at={at}$"))
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("Before the first event")).to_be_visible()


def test_two_positions_are_compared(lived_in: Console, page: Page, shot: Shoot) -> None:
    """Each has its chart, the differences are between them, and the URL keeps both."""
    open_call(page, lived_in, "+1 (415) 555-0199")
    page.goto(page.url.partition("?")[0] + "?at=30&with=8")
    charts = page.locator("svg.hf-chart:visible")
    expect(charts).to_have_count(2)
    expect(page.get_by_role("heading", name="Changes from event 8 to 30")).to_be_visible()
    in_every_look(page, shot, "replay-two")
    page.get_by_role("button", name="Stop comparing").click()
    expect(charts).to_have_count(1)


def test_a_call_is_copied_as_a_fixture(lived_in: Console, page: Page, shot: Shoot) -> None:
    """It contains no number or words of the call, and passes as a test in Python."""
    open_call(page, lived_in, "+1 (415) 555-0199")
    page.get_by_role("button", name="Copy as a fixture").click()
    python = page.get_by_label("Python", exact=True).input_value()
    lines = page.get_by_label("JSON lines", exact=True).input_value()
    shot(page, "replay-fixture")
    for text in (python, lines):
        assert "5550199" not in text
        assert "tooth" not in text
    space: dict[str, object] = {}
    exec(python, space)  # noqa: S102 - users paste it into their tests
    test = space["test_the_call_goes_as_it_went"]
    assert callable(test)
    test()


def test_a_live_call_continues_in_the_replay(console: Console, page: Page, shot: Shoot) -> None:
    """At its end, new events appear; a refusal is highlighted, with its reason."""
    call = console.call("I'd like to book a cleaning")
    sign_in(page, console, "/live")
    page.goto(console.url(f"/calls/{call}"))
    expect(page.get_by_role("slider")).to_be_visible()
    console.ask(
        "POST",
        f"/v1/calls/{call}/tools",
        json={"tool": "dial", "arguments": {"to": "+19005550100"}},
    )
    said = page.locator(".hf-said")
    expect(said).to_contain_text("rejected: ")
    expect(said).to_have_class(re.compile("refused"))
    shot(page, "replay-refused")
    console.hang_up(call)
    expect(said).to_contain_text("The call ended")


def test_another_workspaces_call_is_not_found(lived_in: Console, page: Page) -> None:
    """It looks the same as one that does not exist."""
    sign_in(page, lived_in, "/live", role="read")
    for call in ("nobody", "sunny-cafe.call.0123456789abcdef", "harbor-dental.call.00"):
        page.goto(lived_in.url(f"/calls/{call}"))
        expect(page.get_by_text("This workspace has no such call.")).to_be_visible()
