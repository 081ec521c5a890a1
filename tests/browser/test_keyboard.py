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
    sign_in(page, lived_in, "/inbox", role="read")
    page.wait_for_selector("html[data-connected]")
    rows = page.get_by_label("Threads").get_by_role("listitem")
    for key, chosen in (("j", 0), ("j", 1), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(rows.nth(chosen).get_by_role("link")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    expect(page.get_by_label("Search the inbox")).to_have_value("jk?")
    page.get_by_label("Search the inbox").blur()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/console/inbox/harbor-dental"))
    expect(page.get_by_label("Conversation")).to_be_visible()


def test_the_keys_are_listed(lived_in: Console, page: Page, shot: Shoot) -> None:
    """By ``?``."""
    sign_in(page, lived_in, role="read")
    page.wait_for_selector("html[data-connected]")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()
    shot(page, "shortcuts")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keyboard")).to_have_count(0)
