"""Calls: finding one by filters, by words and by keyboard; what is shown is what is exported."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from hookflash.orchestrator.log.store import open_store
from tests.browser.browser import NARROW
from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import WORKSPACE, Console, serving
from tests.contract.projections.world import World
from tests.weeks import fill

FAILED: Final = "+1 (415) 555-0177"
FULL_HD: Final = {"width": 1920, "height": 1080}


@pytest.fixture(scope="module")
def office(
    browser_here: None,  # noqa: ARG001 - skips first
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Console]:
    """An office with some weeks of calls, and a failed text yesterday and another one today."""
    with serving(tmp_path_factory.mktemp("calls")) as console:
        now = datetime.now(UTC)
        fill(console.db, WORKSPACE, now - timedelta(days=40))
        world = World()
        with open_store(console.db) as store:
            for ago, contact in ((26, "+14155550177"), (0.2, "+14155550178")):
                yesterday = (now - timedelta(days=1)).replace(hour=12)
                world.now = yesterday if ago > 1 else now - timedelta(hours=ago)
                world.sent += 100_000
                line = world.answer(contact, workspace=WORKSPACE)
                line.say("Could you text me the link?")
                line.send("accepted", "sent", "undelivered")
                line.end()
                store.append(line.events)
        yield console


def rows(page: Page, count: int) -> None:
    """Expect so many calls in the list."""
    expect(page.locator(".hf-list tbody tr")).to_have_count(count)


def choose(page: Page, picker: str, option: str) -> None:
    """Choose an option of a filter."""
    page.get_by_role("combobox", name=picker).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def test_the_call_whose_text_failed_yesterday_is_found(
    office: Console, page: Page, shot: Shoot
) -> None:
    """By a chip and a day; the address keeps both, over a reload and back."""
    sign_in(page, office, "/calls", role="read")
    rows(page, 25)
    page.get_by_role("button", name=re.compile("^Text failed")).click()
    expect(page).to_have_url(office.url("/calls?outcome=text_failed"))
    choose(page, "When", "Yesterday")
    rows(page, 1)
    day = (datetime.now(UTC) - timedelta(days=1)).date()
    address = office.url(f"/calls?since={day}&until={day}&outcome=text_failed")
    expect(page).to_have_url(address)
    page.locator(".hf-list tbody tr").click()
    preview = page.get_by_role("complementary", name="Preview")
    expect(preview).to_contain_text("Could you text me the link?")
    expect(preview).to_contain_text("Undelivered")
    in_every_look(page, shot, "calls-found")
    page.reload()
    rows(page, 1)
    expect(page.get_by_role("button", name="Text failed 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(preview.get_by_role("heading", name=FAILED)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(office.url("/calls?outcome=text_failed"))
    expect(page.locator(".hf-list tbody tr").nth(1)).to_be_visible()
    preview.get_by_role("link", name="Open call").wait_for(state="hidden")


def test_a_list_looks_right_in_every_width(office: Console, page: Page, shot: Shoot) -> None:
    """And wide: the preview stands beside the list."""
    sign_in(page, office, "/calls", role="read")
    rows(page, 25)
    in_every_look(page, shot, "calls")
    page.set_viewport_size(FULL_HD)  # type: ignore[arg-type]
    page.locator(".hf-list tbody tr").nth(2).click()
    page.get_by_role("link", name="Open call").wait_for()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        shot(page, f"calls-full-hd-{theme}")


def test_the_keyboard_alone_leads_to_a_call(office: Console, page: Page) -> None:
    """To the search, to the rows, through them with the preview, and into one."""
    sign_in(page, office, "/calls", role="read")
    rows(page, 25)
    page.keyboard.press("/")
    expect(page.get_by_label("Search calls")).to_be_focused()
    page.keyboard.type("text me the link")
    rows(page, 2)
    page.keyboard.press("Tab")
    page.get_by_role("heading", level=1).focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    preview = page.get_by_role("complementary", name="Preview")
    expect(preview.get_by_role("heading", name=FAILED)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/console/calls/harbor-dental\.call\."))


def test_the_order_and_the_pages_are_the_servers(office: Console, page: Page) -> None:
    """A head sorts all calls; pages continue in that order, and the address keeps the place."""
    sign_in(page, office, "/calls?test=false", role="read")
    rows(page, 25)
    page.get_by_role("button", name="Duration").click()
    expect(page).to_have_url(office.url("/calls?test=false&sort=-duration"))
    head = page.get_by_role("columnheader", name="Duration")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")  # the head keeps the keyboard
    expect(page).to_have_url(office.url("/calls?test=false&sort=duration"))
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Enter")
    expect(page).to_have_url(office.url("/calls?test=false&sort=-duration"))
    asked = {"test": "false", "sort": "-duration", "limit": 200}
    ids = [call["call"] for call in office.ask("GET", "/v1/calls", params=asked)["items"]]
    expect(page.locator("a[data-call]").first).to_have_attribute("data-call", ids[0])
    page.get_by_role("button", name="Next").click()
    expect(page.locator("a[data-call]").first).to_have_attribute("data-call", ids[25])
    page.reload()
    expect(page.locator("a[data-call]").first).to_have_attribute("data-call", ids[25])
    expect(page.get_by_text(f"26 to 50 of {len(ids)}")).to_be_visible()


@pytest.mark.parametrize("kind", ["CSV", "JSON"])
def test_what_is_exported_is_what_is_shown(office: Console, page: Page, kind: str) -> None:
    """The same calls in the same order, all of them."""
    sign_in(page, office, "/calls?action=transfer&follow_up=true&sort=-events", role="read")
    page.locator(".hf-list tbody tr").first.wait_for()
    shown = page.locator("a[data-call]").evaluate_all("all => all.map(one => one.dataset.call)")
    with page.expect_download() as download:
        page.get_by_role("link", name=kind).click()
    text = download.value.path().read_text()
    if kind == "CSV":
        written = [row["call"] for row in csv.DictReader(StringIO(text))]
    else:
        written = [json.loads(line)["call"] for line in text.splitlines()]
    assert written == shown
    assert 3 < len(shown) < 25


def test_a_view_is_saved_for_all_and_removed(office: Console, page: Page) -> None:
    """With its filters and order, for every key; the API has it, too."""
    sign_in(page, office, "/calls?q=open&outcome=gave_up&outcome=missed&sort=duration")
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name").fill("To call back")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="To call back")
    expect(link).to_have_attribute("aria-current", "true")
    saved = office.ask("GET", "/v1/call-views")["items"]
    assert [(one["name"], one["where"]["q"], one["sort"]) for one in saved] == [
        ("To call back", "", "duration")
    ]
    page.get_by_role("link", name="All calls").click()
    expect(page).to_have_url(office.url("/calls"))
    link.click()
    expect(page).to_have_url(office.url("/calls?outcome=gave_up&outcome=missed&sort=duration"))
    page.get_by_role("button", name="Remove view").click()
    expect(link).to_have_count(0)
    assert office.ask("GET", "/v1/call-views")["items"] == []


def test_a_call_that_begins_appears_and_nothing_is_an_answer(office: Console, page: Page) -> None:
    """Without a reload; a list without calls says how to see some."""
    sign_in(page, office, "/calls?state=live", role="read")
    expect(page.get_by_text("No calls match.")).to_be_visible()
    call = office.call("Hello", caller="+14155550166")
    expect(page.locator(f'a[data-call="{call}"]')).to_be_visible()
    office.hang_up(call)
    expect(page.get_by_text("No calls match.")).to_be_visible()
    page.get_by_role("link", name="Clear all filters").first.click()
    expect(page.locator(f'a[data-call="{call}"]')).to_be_visible()


def test_a_tap_on_a_phone_opens_the_call(office: Console, page: Page) -> None:
    """Anywhere on the row; there is no preview."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    sign_in(page, office, "/calls?outcome=text_failed", role="read")
    page.locator(".hf-list tbody tr").first.click(position={"x": 320, "y": 40})
    expect(page).to_have_url(re.compile(r"/console/calls/harbor-dental\.call\."))


@pytest.mark.parametrize(
    ("old", "new"), [("/replay", "/calls"), ("/transfers", "/calls?action=transfer")]
)
def test_the_former_lists_lead_here(office: Console, page: Page, old: str, new: str) -> None:
    """People keep links."""
    sign_in(page, office, "/calls", role="read")
    page.goto(office.url(old))
    expect(page).to_have_url(office.url(new))
    expect(page.get_by_role("heading", name="Calls", level=1)).to_be_visible()
