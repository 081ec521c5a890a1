"""The console by keyboard alone: the palette, lists, and the dialog of shortcuts."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.serving import Console


def test_the_palette_leads_anywhere(lived_in: Console, page: Page, shot: Shoot) -> None:
    """To a page, a job, a thread by its number; Escape closes it."""
    sign_in(page, lived_in)
    page.wait_for_selector("html[data-connected]")
    find = page.get_by_label("Search or jump to")
    for typed, offer, heading in (
        ("repo", "Reports", "Reports"),
        ("book", "Booking", "Booking"),
        ("555-0147", "+1 (212) 555-0147 with", "Inbox"),
    ):
        page.keyboard.press("Control+k")
        expect(find).to_be_focused()
        page.keyboard.type(typed)
        first = page.get_by_role("listbox", name="Results").get_by_role("option").first
        expect(first).to_contain_text(offer)
        expect(first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        expect(find).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(find).to_be_focused()
    shot(page, "palette")
    page.keyboard.press("Escape")
    expect(find).to_be_hidden()


def test_rows_are_chosen_and_opened_by_keys(lived_in: Console, page: Page) -> None:
    """``j`` and ``k`` move, Enter opens; in a field they are letters."""
    sign_in(page, lived_in, "/calls", role="read")
    page.wait_for_selector("html[data-connected]")
    links = page.get_by_role("table").locator("tbody").get_by_role("link")
    for key, chosen in (("j", 0), ("j", 1), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(links.nth(chosen)).to_be_focused()
    page.keyboard.press("/")
    search = page.get_by_label("Search calls")
    page.keyboard.type("jk?")
    expect(search).to_have_value("jk?")
    expect(links).to_have_count(0)
    search.fill("")
    expect(links.nth(1)).to_be_visible()
    search.blur()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/console/calls/harbor-dental\.call\."))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_threads_are_opened_by_keys(lived_in: Console, page: Page) -> None:
    """No press is lost, however fast; in the search the keys are letters and open nothing."""
    sign_in(page, lived_in, "/inbox", role="read")
    page.wait_for_selector("html[data-connected]")
    threads = page.get_by_label("Threads", exact=True).get_by_role("listitem").get_by_role("link")
    expect(threads.nth(1)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    search = page.get_by_label("Search the inbox")
    expect(search).to_have_value("jk?")
    expect(threads).to_have_count(0)
    expect(page.get_by_text("No thread selected.")).to_be_visible()
    search.fill("")
    expect(threads.nth(1)).to_be_visible()
    search.blur()
    second = str(threads.nth(1).get_attribute("data-thread"))
    page.keyboard.type("jj")
    expect(page).to_have_url(re.compile(re.escape(f"/console/inbox/{second}")))
    expect(threads.nth(1)).to_have_attribute("aria-current", "true")
    expect(threads.first).not_to_have_attribute("aria-current", "true")
    expect(page.get_by_text("No thread selected.")).to_be_hidden()


def test_the_keys_are_listed(lived_in: Console, page: Page, shot: Shoot) -> None:
    """By ``?``."""
    sign_in(page, lived_in, role="read")
    page.wait_for_selector("html[data-connected]")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()
    shot(page, "shortcuts")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keyboard")).to_have_count(0)
