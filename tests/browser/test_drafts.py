"""What is typed and not saved is there again after the page was left in any way."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.serving import Console, serving

BOOKING: Final = "/jobs/edit?job=Booking"
WORDS: Final = "Be kind to whom you speak with."


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console with one thread in its inbox."""
    with serving(tmp_path_factory.mktemp("called")) as console:
        console.hang_up(console.call("What are your opening hours?"))
        yield console


def by_link(page: Page, _: Console) -> None:
    """Leave by a link of the menu, and come back by the history."""
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Reports").click()
    expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
    page.go_back()


def by_history(page: Page, _: Console) -> None:
    """Leave by Back, and come back by Forward."""
    page.go_back()
    expect(page.get_by_role("heading", name="Live", level=1)).to_be_visible()
    page.go_forward()


def by_reload(page: Page, _: Console) -> None:
    """Load the page again."""
    page.reload()


def by_lost_connection(page: Page, _: Console) -> None:
    """Lose the connection for a moment."""
    page.evaluate("socket.disconnect()")
    page.wait_for_selector("html[data-lost]")
    page.evaluate("socket.connect()")
    page.wait_for_selector("html[data-connected]")


def by_restart(page: Page, console: Console) -> None:
    """Restart the server."""
    console.stop()
    page.wait_for_selector("html[data-lost]")
    console.start()
    page.wait_for_selector("html[data-connected]")


WAYS: Final = (by_link, by_history, by_lost_connection, by_reload, by_restart)


def leave_in_every_way(page: Page, console: Console, check: Callable[[], None]) -> None:
    """Leave the page and come back, in each way; ``check`` what is there then."""
    for way in WAYS:
        way(page, console)
        page.wait_for_selector("html[data-connected]")
        check()


def open_page(page: Page, console: Console, path: str) -> None:
    """Open a page, with another one before it in the history, without a reload between them."""
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, console)
    page.evaluate("path => hookflash.goTo(path)", path)
    page.wait_for_url(console.url(path))


def test_a_job_that_is_being_edited(page: Page, called: Console) -> None:
    """Its description and its instructions."""
    open_page(page, called, BOOKING)
    page.get_by_label("Description").fill("Wants a cleaning")
    written = page.get_by_role("textbox", name="Instructions")
    written.press("Control+End")
    page.keyboard.type(WORDS)
    expect(page.get_by_text("Unsaved changes")).to_be_visible()

    def check() -> None:
        expect(page.get_by_label("Description")).to_have_value("Wants a cleaning")
        expect(written).to_contain_text(WORDS)
        expect(page.get_by_text("Unsaved changes")).to_be_visible()

    leave_in_every_way(page, called, check)


def test_a_new_job(page: Page, called: Console) -> None:
    """Its name, description and instructions."""
    open_page(page, called, "/jobs/new")
    page.get_by_label("Name").fill("Prices")
    written = page.get_by_role("textbox", name="Instructions")
    written.focus()
    page.keyboard.type(WORDS)

    def check() -> None:
        expect(page.get_by_label("Name")).to_have_value("Prices")
        expect(written).to_contain_text(WORDS)
        expect(page.get_by_text("Unsaved changes")).to_be_visible()

    leave_in_every_way(page, called, check)


def test_a_flow_that_is_being_edited(page: Page, called: Console) -> None:
    """Its greeting, and the order of its jobs."""
    open_page(page, called, "/flow")
    page.get_by_label("Greeting").first.fill("Good morning.")
    page.get_by_role("button", name="Detach Booking").click()
    expect(page.get_by_role("button", name="Detach Booking")).to_have_count(0)

    def check() -> None:
        expect(page.get_by_label("Greeting").first).to_have_value("Good morning.")
        expect(page.get_by_text("Unsaved changes")).to_be_visible()
        expect(page.get_by_role("button", name="Detach Booking")).to_have_count(0)

    leave_in_every_way(page, called, check)


def test_a_note_and_a_name(page: Page, called: Console) -> None:
    """Of a contact, in the inbox; the name is saved as it is typed."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    thread = called.ask("GET", "/v1/threads")["items"][0]["thread"]
    open_page(page, called, f"/inbox/{thread}?show=open")
    page.get_by_label("Add a note").fill("Prefers mornings")
    page.get_by_label("Name").fill("Ann")

    def check() -> None:
        expect(page.get_by_label("Add a note")).to_have_value("Prefers mornings")
        expect(page.get_by_label("Name")).to_have_value("Ann")

    leave_in_every_way(page, called, check)


def test_what_was_saved_or_discarded_does_not_come_back(page: Page, called: Console) -> None:
    """The page says what came back, and takes it away again; a saved draft is only a draft."""
    open_page(page, called, BOOKING)
    description = page.get_by_label("Description")
    description.fill("Wants a cleaning")
    by_link(page, called)
    notice = page.get_by_text("What you typed before is back.")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="Discard it").click()
    expect(description).to_have_value("Wants an appointment")
    expect(notice).to_be_hidden()
    by_link(page, called)
    expect(description).to_have_value("Wants an appointment")
    description.fill("Wants a filling")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    by_link(page, called)
    expect(description).to_have_value("Wants a filling")
    expect(notice).to_have_count(0)
    page.get_by_role("button", name="Discard draft").click()
    expect(description).to_have_value("Wants an appointment")


def test_what_others_saved_meanwhile_is_not_overwritten(page: Page, called: Console) -> None:
    """What comes back was typed on an older version: the page asks which one to keep."""
    open_page(page, called, BOOKING)
    description = page.get_by_label("Description")
    description.fill("Mine")
    page.evaluate("hookflash.goTo('/reports')")
    expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
    theirs = called.ask("GET", "/v1/jobs/Booking")["live"] | {"description": "Theirs"}
    called.ask("PUT", "/v1/jobs/Booking/draft", json=theirs)
    page.go_back()
    expect(description).to_have_value("Mine")
    expect(page.get_by_text("Someone else has changed this job")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    assert called.ask("GET", "/v1/jobs/Booking")["draft"]["description"] == "Theirs"
    page.get_by_role("button", name="Use theirs, discard mine").click()
    expect(description).to_have_value("Theirs")
    called.api.delete("/v1/jobs/Booking/draft")


def test_a_renamed_job_keeps_what_was_typed(page: Page, called: Console) -> None:
    """And is saved under its new name."""
    job = {"instructions": "Tell the price of a cleaning."}
    called.ask("PUT", "/v1/jobs/Fees/draft", json=job)
    open_page(page, called, "/jobs/edit?job=Fees")
    page.get_by_label("Description").fill("Asks what it costs")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("dialog").get_by_label("New name").fill("Costs")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="Costs", level=1)).to_be_visible()
    expect(page.get_by_label("Description")).to_have_value("Asks what it costs")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    assert called.ask("GET", "/v1/jobs/Costs")["draft"]["description"] == "Asks what it costs"
    assert called.api.get("/v1/jobs/Fees").status_code == 404


def test_signing_out_leaves_nothing_behind(page: Page, called: Console) -> None:
    """The next one to sign in at this window may be someone else."""
    open_page(page, called, BOOKING)
    page.get_by_label("Description").fill("Mine")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in**")
    sign_in(page, called, BOOKING)
    expect(page.get_by_label("Description")).to_have_value("Wants an appointment")


def _sign_in_again(page: Page, console: Console, role: str) -> None:
    """The session has ended without a click on Sign out; sign in from where the page leads."""
    page.context.clear_cookies()
    page.reload()
    page.wait_for_url("**/sign-in**")
    page.get_by_label("API key").fill(console.keys[role])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("html[data-connected]")


def test_one_key_does_not_see_what_another_typed(page: Page, called: Console) -> None:
    """Nor is it lost: it is there once the first key signs in again."""
    open_page(page, called, BOOKING)
    page.get_by_label("Description").fill("Mine alone")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    _sign_in_again(page, called, "administer")
    expect(page.get_by_label("Description")).to_have_value("Wants an appointment")
    page.wait_for_function("document.querySelector('hf-instructions').pieces().length > 0")
    expect(page.get_by_text("What you typed before is back")).to_have_count(0)
    _sign_in_again(page, called, "configure")
    expect(page.get_by_label("Description")).to_have_value("Mine alone")


def test_what_was_typed_offline_is_of_its_key(page: Page, called: Console) -> None:
    """Words of a form that is kept only while the connection is lost."""
    open_page(page, called, "/calls")
    search = page.get_by_label("Search calls")
    expect(search).to_be_enabled()
    page.evaluate("socket.disconnect()")
    page.wait_for_selector("html[data-lost]")
    search.fill("Mine")
    kept = page.evaluate("JSON.parse(sessionStorage.getItem('hookflash-drafts') ?? '{}')")
    assert kept["owner"] == page.locator("#main").get_attribute("data-key")
    _sign_in_again(page, called, "read")
    assert page.locator("#main").get_attribute("data-key") != kept["owner"]
    page.wait_for_timeout(1_000)  # what was typed would come back meanwhile
    expect(search).to_have_value("")
