"""One transfer phone by phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console


def open_transfer(page: Page, console: Console, caller: str, outcome: str) -> None:
    """Open the transfer of a caller that had this outcome."""
    asked = console.ask("GET", "/v1/transfers", params={"outcome": outcome})["items"]
    key = next(one["effect_key"] for one in asked if one["contact"] == caller)
    sign_in(page, console, f"/transfers/{key}", role="read")


def test_a_transfer_is_shown_phone_by_phone(lived_in: Console, page: Page, shot: Shoot) -> None:
    """The question, a bar for each phone, the voicemail; each row links to its event."""
    open_transfer(page, lived_in, "+14155550199", "voicemail")
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
    open_transfer(page, lived_in, "+14155550123", "connected")
    expect(page.locator("svg.hf-course .bar.won")).to_have_count(1)
    expect(page.locator("svg.hf-course")).to_contain_text("connected to Front Desk")
    in_every_look(page, shot, "transfer-connected")
