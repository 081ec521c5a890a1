"""The inbox, as used to call people back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console


def rows(page: Page) -> Locator:
    """The threads in the list."""
    return page.get_by_label("Threads").get_by_role("listitem")


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
    expect(told.filter(has_text=in_order[-1])).to_have_count(1)
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


def test_the_inbox_is_searched_as_one_types(lived_in: Console, page: Page, shot: Shoot) -> None:
    """By words, by outcomes; the address keeps the search, and no result is said to be none."""
    sign_in(page, lived_in, "/inbox", role="read")
    search = page.get_by_role("searchbox", name="Search the inbox")
    search.press_sequentially("tooth")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("+1 (415) 555-0199")
    expect(rows(page).locator("mark")).to_have_text("tooth")
    search.fill("text failed")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("+1 (212) 555-0147")
    page.reload()
    expect(search).to_have_value("text failed")
    expect(rows(page)).to_have_count(1)
    search.fill("bagpipes")
    expect(page.get_by_text("No results for “bagpipes”.")).to_be_visible()
    shot(page, "inbox-nothing-found")


def test_the_inbox_is_worked_through_by_keyboard(console: Console, page: Page) -> None:
    """What needs a person comes first; E marks it done and opens the next, and J and K move."""
    for caller in ("+14155550171", "+14155550172", "+14155550173"):
        console.hang_up(console.ask("POST", "/v1/calls", json=missed(caller))["call"])
    console.hang_up(console.call("Do you sell bagpipes?", caller="+14155550174"))
    sign_in(page, console, "/inbox")
    page.wait_for_selector("html[data-connected]")
    expect(page.get_by_role("heading", name="Needs attention · 3")).to_be_visible()
    expect(rows(page).nth(3)).to_contain_text("555-0174")
    own = rows(page).filter(has_text=re.compile("555-017[1-4]"))
    head = page.get_by_label("Conversation").get_by_role("heading").first
    for key, opened in (("j", "0173"), ("j", "0172"), ("k", "0173"), ("e", "0172"), ("e", "0171")):
        page.keyboard.press(key)
        expect(head).to_contain_text(f"555-{opened}")
    expect(own).to_have_count(2)
    page.wait_for_url(re.compile(r"14155550171"))
    page.go_back()
    expect(head).to_contain_text("555-0172")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    page.get_by_role("link", name="Done", exact=True).click()
    expect(own).to_have_count(2)


def missed(caller: str) -> dict[str, str]:
    """A call that nobody answers."""
    return {"to": "+14155550100", "from": caller}


def test_a_thread_is_marked_read_and_unread(console: Console, page: Page) -> None:
    """Opening a thread marks it read."""
    console.hang_up(console.call("Do you sell bagpipes?"))
    sign_in(page, console, "/inbox")
    entry = page.get_by_label("Threads").get_by_role("link", name="+1 (415) 555-0199")
    expect(entry.get_by_title("1 unread")).to_be_visible()
    entry.click()
    page.wait_for_url(re.compile(r"/inbox/harbor-dental\.thread"))
    expect(entry.get_by_title("1 unread")).to_have_count(0)
    page.get_by_role("button", name="Mark unread").click()
    expect(entry.get_by_title("1 unread")).to_be_visible()


def test_a_contact_gets_a_name_and_notes(console: Console, page: Page, shot: Shoot) -> None:
    """They are found by both; a note is changed and removed; another window sees it at once."""
    console.hang_up(console.call("Hello?", caller="+14155550175"))
    page.set_viewport_size({"width": 1920, "height": 1080})
    sign_in(page, console, "/inbox")
    page.get_by_role("link", name="+1 (415) 555-0175").click()
    contact = page.get_by_label("Contact", exact=True)
    contact.get_by_label("Name").fill("Jane Doe")
    expect(page.get_by_role("heading", name="Jane Doe")).to_be_visible()
    contact.get_by_label("Add a note").fill("Allergic to penicillin.")
    contact.get_by_role("button", name="Add note").click()
    expect(contact.get_by_role("listitem")).to_contain_text("Allergic to penicillin.")
    expect(contact.get_by_label("Add a note")).to_have_value("")
    in_every_look(page, shot, "contact")
    page.set_viewport_size({"width": 1920, "height": 1080})
    contact.get_by_role("button", name="Edit").click()
    page.get_by_role("dialog").get_by_label("Note").fill("Allergic to latex.")
    page.get_by_role("button", name="Save note").click()
    expect(contact.get_by_role("listitem")).to_contain_text("Allergic to latex.")
    card = console.ask("GET", "/v1/contacts/+14155550175")
    assert (card["name"], [note["text"] for note in card["notes"]]) == (
        "Jane Doe",
        ["Allergic to latex."],
    )
    for words in ("jane", "latex"):
        page.get_by_role("searchbox", name="Search the inbox").fill(words)
        expect(rows(page)).to_have_count(1)
        expect(rows(page)).to_contain_text("Jane Doe")
    contact.get_by_role("button", name="Remove").click()
    expect(contact.get_by_role("listitem")).to_have_count(0)


def test_a_contact_is_called_back_and_the_number_copied(lived_in: Console, page: Page) -> None:
    """By a link that the phone understands; a withheld number offers neither."""
    sign_in(page, lived_in, "/inbox", role="read")
    page.get_by_role("link", name="+1 (415) 555-0199").click()
    call_back = page.get_by_role("link", name="Call back")
    expect(call_back).to_have_attribute("href", "tel:+14155550199")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy number").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "+14155550199"


def test_the_panes_scroll_on_their_own(lived_in: Console, page: Page) -> None:
    """The page does not, so that the heading and the search stay where they are."""
    page.set_viewport_size({"width": 1280, "height": 420})
    sign_in(page, lived_in, "/inbox", role="read")
    page.get_by_role("link", name="+1 (415) 555-0199").click()
    expect(page.get_by_label("Conversation").get_by_role("listitem").first).to_be_visible()
    # Opening a thread may move the list a little to show its whole row.
    talk, moved = page.locator(".hf-thread-talk").evaluate(
        """pane => {
            const list = document.querySelector(".hf-threads-rows");
            const before = list.scrollTop;
            pane.scrollTop = 1e6;
            return [pane.scrollTop, list.scrollTop - before];
        }"""
    )
    assert talk > 0
    assert moved == 0
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_role("searchbox", name="Search the inbox")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Inbox")).to_be_in_viewport()


def test_a_phone_shows_the_list_or_a_thread(lived_in: Console, page: Page) -> None:
    """With a way back."""
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, lived_in, "/inbox", role="read")
    expect(page.get_by_label("Conversation")).to_be_hidden()
    page.get_by_role("link", name="+1 (415) 555-0199").click()
    expect(page.get_by_label("Threads", exact=True)).to_be_hidden()
    page.get_by_role("link", name="All threads").click()
    expect(page.get_by_label("Threads", exact=True)).to_be_visible()


def test_the_newest_of_many_calls_come_first(console: Console, page: Page) -> None:
    """A button leads to the older ones, and back."""
    for number in range(21):
        console.hang_up(console.call(f"This is call {number}", caller="+14155550161"))
    sign_in(page, console, "/inbox")
    entry = page.get_by_label("Threads").get_by_role("link", name="+1 (415) 555-0161")
    expect(entry.get_by_title("21 unread")).to_be_visible()
    entry.click()
    talk = page.get_by_label("Conversation")
    expect(talk.get_by_text("This is call 20")).to_be_in_viewport()
    expect(talk.get_by_text("This is call 0", exact=True)).to_have_count(0)
    talk.get_by_role("button", name="Earlier calls").click()
    expect(talk.get_by_text("This is call 0", exact=True)).to_be_visible()
    expect(talk.get_by_text("This is call 20")).to_have_count(0)
    talk.get_by_role("button", name="Back to the newest calls").click()
    expect(talk.get_by_text("This is call 20")).to_be_visible()


def test_a_read_only_user_cannot_change_threads(lived_in: Console, page: Page) -> None:
    """There are no buttons, an opened thread stays unread, and the name cannot be edited."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    sign_in(page, lived_in, "/inbox", role="read")
    entry = page.get_by_label("Threads").get_by_role("link", name="+1 (415) 555-0199")
    entry.click()
    page.wait_for_url(re.compile(r"/inbox/harbor-dental\.thread"))
    expect(page.get_by_role("button", name="Done")).to_have_count(0)
    expect(page.get_by_role("button", name="Add note")).to_have_count(0)
    expect(page.get_by_label("Contact", exact=True).get_by_label("Name")).not_to_be_editable()
    expect(entry.get_by_title("4 unread")).to_be_visible()


def test_each_withheld_call_has_a_thread_of_its_own(console: Console, page: Page) -> None:
    """Two callers who withhold their numbers are never taken for one."""
    for words in ("This is Ann", "This is Bob"):
        console.hang_up(console.call(words, caller="anonymous"))
    sign_in(page, console, "/inbox")
    entries = rows(page).filter(has_text="Withheld number")
    expect(entries).to_have_count(2)
    entries.last.get_by_role("link").click()
    talk = page.get_by_label("Conversation")
    expect(talk.get_by_text("This is Ann")).to_be_visible()
    expect(talk.get_by_text("This is Bob")).to_have_count(0)
    expect(page.get_by_role("link", name="Call back")).to_have_count(0)


@pytest.mark.parametrize("path", ["/inbox/sunny-cafe.thread.1.2", "/inbox/%00", "/inbox/a.b"])
def test_an_unknown_thread_is_not_found(lived_in: Console, page: Page, path: str) -> None:
    """Another workspace's thread looks the same as one that does not exist."""
    sign_in(page, lived_in, "/inbox", role="read")
    done = page.goto(lived_in.url(path))
    assert done is not None
    assert 400 <= done.status < 500
    if done.status == 404 and "%00" not in path:
        expect(page.get_by_text("This workspace has no such thread.")).to_be_visible()
