"""The inbox, as used to call people back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console


def test_a_thread_shows_the_whole_story(lived_in: Console, page: Page, shot: Shoot) -> None:
    """The words, the text and its delivery, the transfer, the voicemail: in that order."""
    sign_in(page, lived_in, "/inbox", role="read")
    in_every_look(page, shot, "inbox")
    page.get_by_role("link", name="+1 (415) 555-0199").click()
    talk = page.get_by_label("Conversation")
    expect(talk.get_by_role("heading", name="+1 (415) 555-0199")).to_be_visible()
    told = talk.get_by_role("listitem")
    in_order = (
        "I'd like to book a cleaning",
        "Text from Sona",
        "Sure, go ahead",
        "Voicemail for Scheduling, 5 s",
    )
    lines = told.all_inner_texts()
    places = [next(n for n, line in enumerate(lines) if words in line) for words in in_order]
    assert places == sorted(places)
    expect(told.filter(has_text="Text from Sona")).to_contain_text(
        "The caller says that it arrived."
    )
    expect(told.filter(has_text="Voicemail for")).to_contain_text("was not kept")
    in_every_look(page, shot, "thread")


def test_a_failed_text_shows_why(lived_in: Console, page: Page, shot: Shoot) -> None:
    """In plain words, with the carrier's code."""
    sign_in(page, lived_in, "/inbox", role="read")
    page.get_by_role("link", name="+1 (212) 555-0147").click()
    text = page.get_by_role("listitem").filter(has_text="Text from Sona")
    expect(text).to_contain_text("landline")
    expect(text).to_contain_text("30006")
    shot(page, "thread-failed-text")


def test_the_inbox_can_be_searched(lived_in: Console, page: Page, shot: Shoot) -> None:
    """A word of the voicemail finds its thread. If nothing is found, the page says so."""
    sign_in(page, lived_in, "/inbox", role="read")
    search = page.get_by_role("searchbox")
    search.fill("tooth")
    search.press("Enter")
    threads = page.get_by_label("Threads").get_by_role("listitem")
    expect(threads).to_have_count(1)
    expect(threads).to_contain_text("+1 (415) 555-0199")
    page.get_by_role("searchbox").fill("bagpipes")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No results for “bagpipes”.")).to_be_visible()
    shot(page, "inbox-nothing-found")


def test_a_thread_is_marked_read_done_and_open_again(console: Console, page: Page) -> None:
    """Opening a thread marks it read; marked done it moves to the done threads, and back."""
    console.hang_up(console.call("Do you sell bagpipes?"))
    sign_in(page, console, "/inbox")
    entry = page.get_by_label("Threads").get_by_role("link", name="+1 (415) 555-0199")
    expect(entry.get_by_title("1 unread")).to_be_visible()
    entry.click()
    page.wait_for_url(re.compile(r"/inbox/harbor-dental\.thread"))
    expect(entry.get_by_title("1 unread")).to_have_count(0)
    page.get_by_role("button", name="Mark done").click()
    expect(entry).to_have_count(0)
    page.get_by_role("link", name="Done", exact=True).click()
    entry.click()
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_text("No threads are marked done.")).to_be_visible()
    page.get_by_role("button", name="Mark unread").click()
    page.get_by_role("link", name="Unread", exact=True).click()
    expect(entry.get_by_title("1 unread")).to_be_visible()


def test_the_newest_of_many_calls_come_first(console: Console, page: Page) -> None:
    """A link leads to the older ones."""
    for number in range(21):
        console.hang_up(console.call(f"This is call {number}", caller="+14155550161"))
    sign_in(page, console, "/inbox")
    entry = page.get_by_label("Threads").get_by_role("link", name="+1 (415) 555-0161")
    expect(entry.get_by_title("21 unread")).to_be_visible()
    entry.click()
    talk = page.get_by_label("Conversation")
    expect(talk.get_by_text("This is call 20")).to_be_in_viewport()
    expect(talk.get_by_text("This is call 0", exact=True)).to_have_count(0)
    talk.get_by_role("link", name="Earlier calls").click()
    expect(talk.get_by_text("This is call 0", exact=True)).to_be_visible()
    expect(talk.get_by_text("This is call 20")).to_have_count(0)


def test_a_read_only_user_cannot_mark_threads(lived_in: Console, page: Page) -> None:
    """There are no buttons, and an opened thread stays unread."""
    sign_in(page, lived_in, "/inbox", role="read")
    entry = page.get_by_label("Threads").get_by_role("link", name="+1 (415) 555-0199")
    entry.click()
    page.wait_for_url(re.compile(r"/inbox/harbor-dental\.thread"))
    expect(page.get_by_role("button", name="Mark done")).to_have_count(0)
    expect(entry.get_by_title("4 unread")).to_be_visible()


@pytest.mark.parametrize("path", ["/inbox/sunny-cafe.thread.1.2", "/inbox/%00", "/inbox/a.b"])
def test_an_unknown_thread_is_not_found(lived_in: Console, page: Page, path: str) -> None:
    """Another workspace's thread looks the same as one that does not exist."""
    sign_in(page, lived_in, "/inbox", role="read")
    done = page.goto(lived_in.url(path))
    assert done is not None
    assert done.status < 500
    if done.status == 200:
        expect(page.get_by_text("This workspace has no such thread.")).to_be_visible()
