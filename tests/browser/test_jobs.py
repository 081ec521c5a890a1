"""Jobs: written with the ``/`` menu, validated while typing, versioned, deleted."""

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console

BOOKING: Final = "/jobs/edit?job=Booking"
PASTE: Final = """(element, words) => {
    const data = new DataTransfer();
    data.setData("text/html", `<b onclick=x>${words}</b>`);
    data.setData("text/plain", words);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""
"""What a browser does when ``words`` are pasted from another page."""


def edit(page: Page, console: Console, path: str = "/jobs/new", role: str = "configure") -> Any:
    """Open the editor of a job; returns the field with its instructions."""
    sign_in(page, console, path, role)
    text = page.get_by_role("textbox", name="Instructions")
    expect(text).to_be_visible()
    return text


def begin(page: Page, console: Console, name: str) -> Any:
    """Begin a new job; returns the field with its instructions, focused."""
    text = edit(page, console)
    page.get_by_label("Name").fill(name)
    text.focus()
    return text


def stored(console: Console, name: str) -> Any:
    """The job as the API returns it."""
    return console.ask("GET", f"/v1/jobs/{name}")


def test_the_library_searches_and_switches_jobs(console: Console, page: Page, shot: Shoot) -> None:
    """Words of the instructions find a job, a switch turns it off, and an empty result says so."""
    sign_in(page, console, "/jobs")
    other = page.get_by_role("link", name="Talk to a person")
    expect(other).to_be_visible()
    in_every_look(page, shot, "jobs")
    page.get_by_label("Search jobs").fill("scheduling link")
    expect(other).to_be_hidden()
    switch = page.get_by_role("switch", name="Booking is on")
    switch.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Booking is off.")).to_be_visible()
    assert stored(console, "Booking")["live"]["on"] is False
    page.keyboard.press("Space")
    expect(page.get_by_text("Booking is on.")).to_be_visible()
    page.get_by_label("Search jobs").fill("bagpipes")
    expect(page.get_by_text("No jobs match.")).to_be_visible()


def test_the_menu_follows_typing(console: Console, page: Page, shot: Shoot) -> None:
    """It filters, moves by arrow key, and closes on Escape or on other text; a slash may stay."""
    begin(page, console, "Menu")
    menu = page.get_by_role("listbox", name="Actions")
    page.keyboard.type("Say and/or ")
    expect(menu).to_be_hidden()
    page.keyboard.type("/")
    expect(menu.get_by_role("option")).to_have_count(2)
    shot(page, "editor-menu")
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("option", selected=True)).to_contain_text("Transfer call")
    page.keyboard.type("s")
    expect(menu.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.keyboard.type("ingle")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("button", name="Discard draft")).to_be_visible()
    assert stored(console, "Menu")["draft"]["instructions"] == "Say and/or /single"


def test_a_destination_can_be_searched_for(console: Console, page: Page, shot: Shoot) -> None:
    """Among members, inboxes and numbers; a number that may not be dialled is refused at once."""
    begin(page, console, "Put through")
    page.keyboard.type("For bills, /tra")
    page.keyboard.press("Enter")
    whom = page.get_by_role("combobox", name="Transfer to")
    expect(page.get_by_role("option")).to_have_count(3)
    whom.fill("desk")
    expect(page.get_by_role("option").first).to_contain_text("Front Desk")
    whom.fill("900 555 0100")
    in_every_look(page, shot, "editor-destination")
    page.keyboard.press("Enter")
    chip = page.locator(".hf-chip.wrong")
    expect(chip).to_contain_text("is a premium-rate number, which no action may dial.")
    expect(chip).to_contain_text("Give an ordinary phone number")
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    chip.click()
    whom.fill("sched")
    page.keyboard.press("Enter")
    page.keyboard.type(".")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Version 1 is live")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    said = stored(console, "Put through")["live"]["instructions"]
    assert said == "For bills, /Transfer call: Scheduling."


def test_an_action_is_changed_and_removed_by_keyboard(console: Console, page: Page) -> None:
    """Enter opens it, Backspace removes it, and undo restores it."""
    edit(page, console, BOOKING).focus()
    page.keyboard.press("Tab")
    chip = page.get_by_role("button", name="Send SMS: https://example.com/book")
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Text to the caller").fill("See you. Soon!")
    page.keyboard.press("Escape")
    chip = page.get_by_role("button", name="Send SMS: See you. Soon!")
    expect(chip).to_be_visible()
    page.keyboard.press("Backspace")
    expect(chip).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(chip).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("button", name="Discard draft")).to_be_visible()
    draft = stored(console, "Booking")["draft"]["instructions"]
    assert ", then [/Send SMS: See you. Soon!]. Confirm" in draft
    page.get_by_role("button", name="Discard draft").click()
    expect(page.get_by_role("button", name="Send SMS: https://example.com/book")).to_be_visible()
    assert stored(console, "Booking")["draft"] is None


def test_pasted_text_is_plain(console: Console, page: Page) -> None:
    """No styles and no links; lines are kept, and a written action becomes an action."""
    text = begin(page, console, "Pasted")
    text.evaluate(PASTE, "Be kind.\nThen /Send SMS: https://example.com/x")
    expect(text.locator("b")).to_have_count(0)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Version 1 is live")).to_be_visible()
    expect(page.get_by_role("button", name="Send SMS: https://example.com/x")).to_be_visible()
    said = stored(console, "Pasted")["live"]["instructions"]
    assert said == "Be kind.\nThen /Send SMS: https://example.com/x"


def test_line_breaks_are_kept(console: Console, page: Page) -> None:
    """Typed at the end, in the middle, or before an action."""
    begin(page, console, "Lines")
    for key in ("a", "Enter", "b", "Enter", "Enter", "d", "ArrowLeft", "c", "Enter", "End"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.keyboard.type("/send")
    page.keyboard.press("Enter")
    page.keyboard.type("Hello")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Version 1 is live")).to_be_visible()
    expected = "a\nb\n\nc\nd\n/Send SMS: Hello"
    assert stored(console, "Lines")["live"]["instructions"] == expected
    expect(page.get_by_role("textbox", name="Instructions").locator("br")).to_have_count(5)


def test_actions_are_copied_and_pasted(console: Console, page: Page) -> None:
    """They are copied as text, and become actions again where they are pasted."""
    text = edit(page, console, BOOKING)
    text.focus()
    page.keyboard.press("Control+a")
    copied = text.evaluate(
        """(element) => {
            const data = new DataTransfer();
            const copied = { clipboardData: data, bubbles: true };
            element.dispatchEvent(new ClipboardEvent("copy", copied));
            return data.getData("text/plain");
        }"""
    )
    assert "then [/Send SMS: https://example.com/book]. Confirm" in copied
    page.keyboard.press("Delete")
    expect(page.locator(".hf-chip")).to_have_count(0)
    text.evaluate(PASTE, f"{copied}\n{copied}")
    expect(page.get_by_role("button", name="Send SMS: https://example.com/book")).to_have_count(2)
    page.keyboard.type(" Bye.")
    expect(text).to_contain_text("Confirm they received it. Bye.")


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 10, 2),
        ("’" * 70, 1),  # noqa: RUF001 - the character that people do not see
        ("’" * 71, 2),  # noqa: RUF001
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("a" * 66 + "😀" + "a" * 10, 2),
    ],
)
def test_segments_are_counted_as_by_carriers(
    console: Console, page: Page, text: str, segments: int
) -> None:
    """GSM 03.38 if it suffices, with its escapes; otherwise UCS-2, with characters kept whole."""
    sign_in(page, console, "/live")
    count = "async (text) => (await import('/console/editors/segments.js')).segments(text).count"
    assert page.evaluate(count, text) == segments


def test_limits_are_shown_while_typing(console: Console, page: Page) -> None:
    """A name, a text or instructions that are too long cannot be published."""
    text = begin(page, console, "n" * 101)
    expect(page.get_by_role("alert").filter(has_text="101 characters")).to_be_visible()
    page.get_by_label("Name").fill("Long")
    text.focus()
    page.keyboard.insert_text("x" * 10_001)
    expect(page.get_by_text("10,001 of 10,000 characters")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()


def test_a_new_job_needs_an_unused_name(console: Console, page: Page) -> None:
    """An untouched page shows no error; another job's name is reported at once."""
    edit(page, console)
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_have_count(0)
    page.get_by_label("Name").fill("Booking")
    expect(page.get_by_text("A job named “Booking” already exists.")).to_be_visible()
    expect(page.get_by_role("button", name="Save draft")).to_be_disabled()


def test_a_copied_job_needs_a_new_name(console: Console, page: Page) -> None:
    """The original is unchanged, and the copy begins with the same content."""
    edit(page, console, BOOKING)
    page.get_by_role("link", name="Copy into a new job").click()
    page.wait_for_url(console.url("/jobs/new?like=Booking"))
    expect(page.get_by_label("Name")).to_have_value("")
    expect(page.get_by_label("Description")).to_have_value("Wants an appointment")
    page.get_by_label("Name").fill("Visits")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Version 1 is live")).to_be_visible()
    said = stored(console, "Booking")["live"]["instructions"]
    assert stored(console, "Visits")["live"]["instructions"] == said


def test_a_concurrent_edit_is_not_overwritten(console: Console, page: Page, shot: Shoot) -> None:
    """The page reports it while one types, and one chooses which version to keep."""
    edit(page, console, "/jobs/edit?job=Talk+to+a+person")
    page.get_by_label("Description").fill("Mine")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    theirs = {"description": "Theirs", "instructions": "/Transfer call: Front Desk"}
    console.ask("PUT", "/v1/jobs/Talk to a person/draft", json=theirs)
    notice = page.get_by_role("alert").filter(has_text="Someone else has changed this job")
    expect(notice).to_be_visible()
    in_every_look(page, shot, "job-stale")
    page.get_by_role("button", name="Save draft").click()
    assert stored(console, "Talk to a person")["draft"]["description"] == "Theirs"
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert stored(console, "Talk to a person")["draft"]["description"] == "Mine"
    page.get_by_role("button", name="Discard draft").click()
    expect(page.get_by_label("Description")).to_have_value("")


def test_versions_are_compared_and_restored(console: Console, page: Page, shot: Shoot) -> None:
    """Word by word; an old version is restored as a draft, not published."""
    begin(page, console, "Hours")
    page.keyboard.type("We open at nine.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Version 1 is live")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    text = page.get_by_role("textbox", name="Instructions")
    text.fill("We open at ten.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Version 2 is live")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    page.get_by_label("Compare").select_option("1")
    versions = page.get_by_role("region", name="Versions")
    expect(versions.locator("del")).to_have_text("nine")
    expect(versions.locator("ins")).to_have_text("ten")
    in_every_look(page, shot, "job-versions")
    page.get_by_role("button", name="Edit this version again").click()
    expect(text).to_have_text("We open at nine.")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    assert stored(console, "Hours")["live"]["instructions"] == "We open at ten."


def test_a_job_is_deleted_once_no_flow_uses_it(console: Console, page: Page) -> None:
    """A job in a call flow names the flow and stays; another is deleted after confirmation."""
    edit(page, console, BOOKING)
    gone = page.get_by_role("region", name="Delete")
    expect(gone).to_contain_text("Calls to +1 (415) 555-0100 use this job.")
    expect(gone.get_by_role("button")).to_have_count(0)
    console.ask("PUT", "/v1/jobs/Spare/draft", json={"instructions": "Be kind."})
    page.goto(console.url("/jobs/edit?job=Spare"))
    gone.get_by_role("button", name="Delete “Spare”…").click()
    gone.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_role("heading", name="Jobs")).to_be_visible()
    assert all(job["name"] != "Spare" for job in console.ask("GET", "/v1/jobs")["items"])


def test_a_read_only_user_cannot_change_jobs(console: Console, page: Page) -> None:
    """Everything is shown, without controls."""
    text = edit(page, console, BOOKING, role="read")
    expect(text).to_have_attribute("contenteditable", "false")
    page.locator(".hf-chip").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Publish")).to_be_hidden()
    expect(page.get_by_role("region", name="Delete")).to_be_hidden()


def test_the_page_shows_what_the_agent_will_do(console: Console, page: Page, shot: Shoot) -> None:
    """Each action as it will run, while typing; a condition that was not understood is named."""
    text = edit(page, console, BOOKING)
    read = page.get_by_role("region", name="What the agent will do")
    expect(read).to_contain_text("https://example.com/book")
    expect(read).to_contain_text("1 segment, GSM-7")
    text.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("If it rains, ")
    expect(read).to_contain_text("does not understand the condition")
    in_every_look(page, shot, "editor-reading")


def test_a_wrong_action_says_what_is_wrong(console: Console, page: Page, shot: Shoot) -> None:
    """On the action itself, in the words of the editor, and in its panel; text names its line."""
    begin(page, console, "Wrong")
    page.keyboard.type("Then /send")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    chip = page.locator(".hf-chip.wrong")
    expect(chip).to_contain_text("The text is blank. Open it, and write what the caller gets.")
    expect(chip).to_have_attribute("aria-invalid", "true")
    in_every_look(page, shot, "editor-wrong")
    chip.click()
    panel = page.get_by_role("dialog", name="Send SMS: configure")
    expect(panel.get_by_role("note")).to_contain_text("The text is blank.")
    panel.get_by_label("Text to the caller").fill("Hello")
    page.keyboard.press("Escape")
    expect(page.locator(".hf-chip.wrong")).to_have_count(0)
    page.keyboard.type(" or /send sms.")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Line 1: There is no colon after “send sms”.")).to_be_visible()


def test_a_panel_opens_where_there_is_room(console: Console, page: Page) -> None:
    """Above its action if the window ends below it, and inside the window."""
    page.set_viewport_size({"width": 1280, "height": 520})
    edit(page, console, BOOKING).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Enter")
    chip = page.locator(".hf-chip")
    chip.evaluate("(one) => scrollBy(0, one.getBoundingClientRect().bottom - innerHeight + 20)")
    chip.click()
    place = "(one) => [one.getBoundingClientRect().top, one.getBoundingClientRect().bottom]"
    top, bottom = page.get_by_role("dialog").evaluate(place)
    assert 0 <= top < bottom <= 520


def test_a_job_is_renamed(console: Console, page: Page, shot: Shoot) -> None:
    """At once: the call flow follows. A name that is taken is refused in the dialog."""
    edit(page, console, "/jobs/edit?job=Billing")
    page.get_by_role("button", name="Rename").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("New name").fill("booking")
    dialog.get_by_role("button", name="Rename").click()
    expect(dialog.get_by_text("A job named “Booking” already exists.")).to_be_visible()
    shot(page, "job-rename")
    dialog.get_by_label("New name").fill("Invoices")
    dialog.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="Invoices", level=1)).to_be_visible()
    live = console.ask("GET", "/v1/numbers/+14155550100/flow")["live"]
    assert live[0]["agent"]["jobs"] == ["Booking", "Talk to a person", "Invoices"]


def test_scenarios_are_written_run_and_deleted(console: Console, page: Page, shot: Shoot) -> None:
    """A failing one shows what was expected, and the call; a mistake is named in the dialog."""
    edit(page, console, BOOKING)
    panel = page.get_by_role("region", name="Scenarios")
    panel.get_by_role("button", name="Add").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Gets another link")
    wrong = "caller: [I'd like to book]\nexpect: {transfer: Schedulng}"
    dialog.get_by_label("The call, in YAML").fill(wrong)
    dialog.get_by_role("button", name="Save and run").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Did you mean “Scheduling”?")
    other = "caller: [I'd like to book]\nexpect: {texts: [https://example.com/other]}"
    dialog.get_by_label("The call, in YAML").fill(other)
    dialog.get_by_role("button", name="Save and run").click()
    expect(panel.get_by_text("Failed")).to_be_visible()
    panel.get_by_text("Gets another link").click()
    expect(panel.get_by_text("Texts: expected “https://example.com/other”")).to_be_visible()
    in_every_look(page, shot, "editor-scenarios")
    panel.get_by_role("button", name="Delete").click()
    expect(panel.get_by_text("None yet.")).to_be_visible()
    assert console.ask("GET", "/v1/jobs/Booking/scenarios")["scenarios"] == []
