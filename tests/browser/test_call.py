"""The Call page: the lanes as a scrubber, as in looking into a complaint."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.browser import NARROW
from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console

UNANSWERED = "+14155550199"
Find = Callable[[Console, str], str]


def call_of(console: Console, caller: str) -> str:
    """The id of the call from ``caller``."""
    calls = console.ask("GET", "/v1/calls")["items"]
    return next(str(one["call"]) for one in calls if one["contact"] == caller)


def open_call(page: Page, console: Console, query: str = "") -> Locator:
    """Open the call that no one answered; returns its lanes."""
    sign_in(page, console, "/live", role="read")
    page.goto(console.url(f"/calls/{call_of(console, UNANSWERED)}{query}"))
    lanes = page.get_by_role("slider", name="Position")
    expect(lanes).to_have_attribute("aria-valuenow", re.compile(r"\d+"))
    return lanes


def test_why_no_one_answered_is_found(lived_in: Console, page: Page, shot: Shoot) -> None:
    """What stands out leads to the event; each phone's lane says what came of it."""
    lanes = open_call(page, lived_in)
    finding = page.get_by_role("button", name="No one answered: Front Desk declined")
    finding.click()
    expect(page.get_by_role("listitem").filter(has_text="Ringing phones")).to_be_visible()
    expect(page.locator(".hf-inspected .hf-said")).to_contain_text("No one answered")
    names = page.locator(".hf-lane-name")
    expect(names.filter(has_text="Front Desk")).to_contain_text("declined")
    expect(names.filter(has_text="On Call")).to_contain_text("no answer")
    expect(page.locator(".hf-strip [aria-current]")).to_have_text("On voicemail")
    in_every_look(page, shot, "call")
    ringing = page.locator(".hf-lane.phone .hf-span.ringing").first
    ringing.click(position={"x": 4, "y": 8})
    expect(page.locator(".hf-inspected .hf-said")).to_contain_text("ringing")
    assert int(lanes.get_attribute("aria-valuenow") or 0) > 0


def test_the_lanes_are_moved_by_the_keyboard_alone(lived_in: Console, page: Page) -> None:
    """By arrow keys, to the ends, and in play; the address has the event."""
    lanes = open_call(page, lived_in, "?at=8")
    expect(lanes).to_have_attribute("aria-valuenow", "8")
    lanes.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"at=9$"))
    page.keyboard.press("Home")
    expect(page.get_by_text("Before the first event")).to_be_visible()
    page.keyboard.press("End")
    expect(page.locator(".hf-strip [aria-current]")).to_have_text("Ended")
    expect(lanes).to_have_attribute("aria-valuetext", re.compile("The call ended"))
    page.get_by_role("button", name="Play", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(lanes).not_to_have_attribute("aria-valuenow", "45")
    page.get_by_role("button", name="Pause").press("Enter")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_lanes_are_dragged(lived_in: Console, page: Page) -> None:
    """The playhead follows the pointer, from event to event."""
    lanes = open_call(page, lived_in)
    box = lanes.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10, steps=4)
    page.mouse.up()
    expect(page.locator(".hf-strip [aria-current]")).not_to_have_text("Ended")
    middle = int(lanes.get_attribute("aria-valuenow") or 0)
    assert 5 < middle < 40
    expect(page.locator(".hf-transcript li.later").first).to_be_visible()


def test_two_positions_are_compared(lived_in: Console, page: Page, shot: Shoot) -> None:
    """The difference is between them, and the address keeps both."""
    open_call(page, lived_in, "?at=30&with=8")
    expect(page.locator(".hf-playhead.other")).to_be_visible()
    expect(page.get_by_role("cell", name="transferring", exact=True).first).to_be_visible()
    shot(page, "call-two")
    page.get_by_role("button", name="Stop comparing").click()
    expect(page).to_have_url(re.compile(r"at=30$"))
    expect(page.locator(".hf-playhead.other")).to_be_hidden()


def test_every_tab_of_the_inspector_has_its_answer(lived_in: Console, page: Page) -> None:
    """State, difference, what was allowed, refusals, and the event as it is stored."""
    open_call(page, lived_in, "?at=20")
    inspected = page.locator(".hf-inspected")
    expect(inspected.locator("pre")).to_contain_text('"position": 20')
    for tab, words in (
        ("State", "In progress"),
        ("Difference", "Before"),
        ("Allowed", "Allowed next"),
        ("Refusals", "Nothing was refused"),
    ):
        page.get_by_role("tab", name=tab).click()
        expect(inspected).to_contain_text(words)


def test_a_phone_shows_one_part_at_a_time(lived_in: Console, page: Page) -> None:
    """The lanes scroll sideways, under their names."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    open_call(page, lived_in)
    lanes, talk = page.locator(".hf-call-lanes"), page.locator(".hf-call-talk")
    expect(lanes).to_be_visible()
    expect(talk).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    scroll = page.locator(".hf-lanes-scroll")
    assert scroll.evaluate("one => one.scrollWidth > one.clientWidth && one.scrollLeft > 0")
    page.get_by_role("button", name="Transcript").first.click()
    expect(talk).to_be_visible()
    expect(lanes).to_be_hidden()


def test_a_call_is_copied_as_a_fixture(lived_in: Console, page: Page, shot: Shoot) -> None:
    """It contains no number or words of the call, and passes as a test in Python."""
    open_call(page, lived_in)
    page.get_by_role("button", name="Copy as a fixture").click()
    python = page.get_by_label("Python", exact=True).input_value()
    lines = page.get_by_label("JSON lines", exact=True).input_value()
    shot(page, "call-fixture")
    for text in (python, lines):
        assert "5550199" not in text
        assert "tooth" not in text
    space: dict[str, object] = {}
    exec(python, space)  # noqa: S102 - users paste it into their tests
    test = space["test_the_call_goes_as_it_went"]
    assert callable(test)
    test()


def test_a_live_call_grows_on_the_page(console: Console, page: Page, shot: Shoot) -> None:
    """At its end, new events appear; who looks at an earlier one stays there."""
    call = console.call("I'd like to book a cleaning")
    sign_in(page, console, "/live")
    page.goto(console.url(f"/calls/{call}"))
    said = page.locator(".hf-inspected .hf-said")
    expect(said).to_be_visible()
    tool = {"tool": "dial", "arguments": {"to": "+19005550100"}}
    console.ask("POST", f"/v1/calls/{call}/tools", json=tool)
    expect(said).to_contain_text("rejected: ")
    expect(said).to_have_class(re.compile("refused"))
    expect(page.locator(".hf-findings")).to_contain_text("dial rejected")
    shot(page, "call-refused")
    lanes = page.get_by_role("slider", name="Position")
    lanes.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(lanes).to_have_attribute("aria-valuenow", "1")
    console.hang_up(call)
    expect(page.locator(".hf-transcript")).to_contain_text("The call ended")
    expect(lanes).to_have_attribute("aria-valuenow", "1")
    expect(page).to_have_url(re.compile(r"at=1$"))


def test_old_addresses_lead_to_the_page(lived_in: Console, page: Page) -> None:
    """Those of Replay and of a transfer's trail, at the same event."""
    call = call_of(lived_in, UNANSWERED)
    sign_in(page, lived_in, "/live", role="read")
    page.goto(lived_in.url(f"/replay/{call}?at=7"))
    expect(page).to_have_url(lived_in.url(f"/calls/{call}?at=7"))
    transfers = lived_in.ask("GET", "/v1/transfers")["items"]
    key = next(one["effect_key"] for one in transfers if one["call"] == call)
    page.goto(lived_in.url(f"/transfers/{key}"))
    expect(page).to_have_url(re.compile(rf"/calls/{re.escape(call)}\?at=\d+$"))


def test_another_workspaces_call_is_not_found(lived_in: Console, page: Page) -> None:
    """It looks the same as one that does not exist."""
    sign_in(page, lived_in, "/live", role="read")
    for call in ("nobody", "sunny-cafe.call.0123456789abcdef", "harbor-dental.call.00"):
        page.goto(lived_in.url(f"/calls/{call}"))
        expect(page.get_by_text("This workspace has no such call.")).to_be_visible()
