"""Moving between pages: without a reload, with real addresses and real answers."""

import re

import httpx
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import sign_in
from tests.browser.serving import Console


def test_pages_change_without_a_reload(lived_in: Console, page: Page) -> None:
    """The title, the address and the focus follow, also backwards; so does a search."""
    sign_in(page, lived_in, role="read")  # who may operate marks an opened thread as read
    page.wait_for_selector("html[data-connected]")  # before that, a link loads a page
    page.evaluate("globalThis.before = true")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Inbox").click()
    expect(page).to_have_title("Inbox · Hookflash")
    expect(page).to_have_url(lived_in.url("/inbox"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_label("Search the inbox").fill("cleaning")
    expect(page).to_have_url(lived_in.url("/inbox?show=open&q=cleaning"))
    expect(page.get_by_text("In all threads")).to_be_visible()
    page.get_by_label("Threads", exact=True).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/console/inbox/harbor-dental\.thread.*q=cleaning"))
    page.go_back()
    expect(page).to_have_url(lived_in.url("/inbox?show=open&q=cleaning"))
    expect(page.get_by_label("Search the inbox")).to_have_value("cleaning")
    expect(page.get_by_text("No thread selected.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Live")).to_be_visible()
    expect(page).to_have_title("Live · Hookflash")
    assert page.evaluate("globalThis.before")


def test_what_is_pressed_before_the_page_is_connected_is_not_lost(
    lived_in: Console, page: Page
) -> None:
    """Controls that need the server look disabled until it can be heard; keys wait for it."""
    sign_in(page, lived_in, "/flow")
    coming: list[WebSocketRoute] = []

    def hold(socket: WebSocketRoute) -> None:
        coming.append(socket)

    page.route_web_socket(re.compile("_nicegui_ws"), hold)
    page.reload(wait_until="domcontentloaded")
    main = page.get_by_role("main")
    expect(main).to_have_attribute("aria-busy", "true")
    detach = page.get_by_role("button", name="Detach Booking")
    expect(detach).to_have_css("opacity", "0.5")
    detach.press("Enter")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(0)
    coming[-1].connect_to_server()
    expect(page.get_by_role("dialog", name="Palette")).to_be_visible()
    expect(main).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("Escape")
    expect(detach).to_have_css("opacity", "1")
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)


def test_what_is_not_there_is_answered_with_404(lived_in: Console, page: Page) -> None:
    """An unknown page, and what the workspace does not have; old links lead to a list instead."""
    sign_in(page, lived_in)
    for path, words in (
        ("/nowhere", "There is no such page"),
        ("/inbox/a/b", "There is no such page"),
        ("/calls/harbor-dental.call.0000000000000000", "This workspace has no such call."),
        ("/inbox/harbor-dental.thread.1.2", "This workspace has no such thread."),
        ("/jobs/edit?job=Cooking", "There is no job “Cooking”."),
    ):
        answer = page.goto(lived_in.url(path))
        assert answer is not None
        assert answer.status == 404, path
        expect(page.get_by_text(words)).to_be_visible()
    page.goto(lived_in.url("/transfers/0"))
    expect(page).to_have_url(lived_in.url("/calls?action=transfer"))
    answer = page.goto(lived_in.url("/live"))
    assert answer is not None
    assert answer.status == 200


def test_an_unknown_address_without_a_reload_is_our_page(lived_in: Console, page: Page) -> None:
    """It has the menu, and a way back."""
    sign_in(page, lived_in)
    page.wait_for_selector("html[data-connected]")
    page.evaluate("emitEvent('sub_pages_navigate', '/nowhere')")
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()
    expect(page.get_by_text("There is no such page")).to_be_visible()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Live").click()
    expect(page.get_by_role("heading", name="Live")).to_be_visible()


def test_no_session_leads_to_the_sign_in_and_back(lived_in: Console, page: Page) -> None:
    """With the query of the address."""
    answer = httpx.get(lived_in.url("/inbox?show=done"))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/console/sign-in?to=/console/inbox%3Fshow%3Ddone"
    sign_in(page, lived_in, "/inbox?show=done")
    expect(page.get_by_role("link", name="Done", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
