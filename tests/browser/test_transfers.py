"""Transfers: the list, and one transfer phone by phone."""

import re

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


def test_a_transfer_is_shown_phone_by_phone(lived_in: Console, page: Page, shot: Shoot) -> None:
    """The question, a bar for each phone, the voicemail; each row links to its event."""
    sign_in(page, lived_in, "/transfers", role="read")
    page.locator("tbody tr", has_text="+1 (415) 555-0199").get_by_role("link").click()
    picture = page.locator("svg.hf-course")
    expect(picture).to_contain_text("“Sure, go ahead”")
    expect(picture).to_contain_text("rang 9 s: declined")
    expect(picture).to_contain_text("Voicemail for Scheduling")
    expect(picture.locator(".bar")).to_have_count(4)
    in_every_look(page, shot, "transfer")
    link = page.get_by_role("table").get_by_role("link").first
    expect(link).to_have_attribute("href", re.compile(r"/console/replay/.*\?at=\d+"))


def test_the_answering_phone_is_shown(lived_in: Console, page: Page, shot: Shoot) -> None:
    """Its bar continues as the phone that has the caller."""
    sign_in(page, lived_in, "/transfers?outcome=connected", role="read")
    page.locator("tbody tr", has_text="+1 (415) 555-0123").get_by_role("link").click()
    expect(page.locator("svg.hf-course .bar.won")).to_have_count(1)
    expect(page.locator("svg.hf-course")).to_contain_text("connected to Front Desk")
    in_every_look(page, shot, "transfer-connected")


def test_a_wrong_url_shows_all_transfers_or_none(lived_in: Console, page: Page) -> None:
    """Invalid parameters are ignored, and a missing transfer is not found."""
    sign_in(page, lived_in, "/live", role="read")
    page.goto(lived_in.url("/transfers?outcome=x&first=9999-12-31&before=-1&last=never"))
    expect(page.locator("tbody tr")).to_have_count(5)
    page.goto(lived_in.url("/transfers/nobody"))
    expect(page.get_by_text("This workspace has no such transfer.")).to_be_visible()
