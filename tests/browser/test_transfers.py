"""Transfers: the list."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console


def test_transfers_are_filtered(lived_in: Console, page: Page, shot: Shoot) -> None:
    """By outcome, destination and day; an empty result says so."""
    sign_in(page, lived_in, "/transfers", role="read")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(5)
    in_every_look(page, shot, "transfers")
    page.get_by_label("Outcome").select_option("Declined")
    page.get_by_label("Destination").select_option("Scheduling")
    page.get_by_label("From").fill("2026-01-05")
    page.get_by_label("To", exact=True).fill("2026-01-05")
    page.get_by_role("button", name="Apply").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("“No thanks, not now”")
    page.get_by_label("From").fill("2026-01-06")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("No transfers match these filters.")).to_be_visible()
    shot(page, "transfers-none")


def test_a_wrong_url_shows_all_transfers(lived_in: Console, page: Page) -> None:
    """Invalid parameters are ignored."""
    sign_in(page, lived_in, "/live", role="read")
    page.goto(lived_in.url("/transfers?outcome=x&first=9999-12-31&before=-1&last=never"))
    expect(page.locator("tbody tr")).to_have_count(5)
