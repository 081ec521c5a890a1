"""A new user's first session: write a job, attach it, publish it, try it out, follow it up."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import Console

LINK = "https://example.com/book"
CALLER = "+1 (202) 555-0147"
BEFORE = "Let the caller know you\u2019ll text the scheduling link now, then "
AFTER = ". Confirm they received it."


def test_from_a_sentence_to_the_replay(console: Console, page: Page, shot: Shoot) -> None:
    """The product's example sentence becomes a text, a transfer, a voicemail and a trail."""
    sign_in(page, console, "/jobs")
    write_the_job(page, console)
    publish_the_flow(page, shot)
    call = try_it_out(page, console, shot)
    find_it_in_the_inbox(page)
    walk_the_trail(page)
    step_to_the_refusal(page, console, call)


def write_the_job(page: Page, console: Console) -> None:
    """With the ``/`` menu, by keyboard only."""
    page.get_by_role("link", name="New job").click()
    page.get_by_label("Name").fill("Appointments")
    page.get_by_label("Description").fill("Wants to book a visit")
    page.get_by_role("textbox", name="Instructions").focus()
    page.keyboard.type(f"{BEFORE}/")
    expect(page.get_by_role("listbox", name="Actions")).to_contain_text("Transfer call")
    page.keyboard.type("send")
    page.keyboard.press("Enter")
    page.get_by_label("Text to the caller").fill(LINK)
    page.keyboard.press("Escape")
    page.keyboard.type(AFTER)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Version 1 is live")).to_be_visible()
    page.get_by_role("button", name="Not now").click()  # it is attached in the call flow
    jobs = console.ask("GET", "/v1/workspaces/harbor-dental")["jobs"]
    assert jobs[-1]["instructions"] == f"{BEFORE}/Send SMS: {LINK}{AFTER}"


def publish_the_flow(page: Page, shot: Shoot) -> None:
    """In place of the job that was there, after a preview of the change."""
    page.get_by_role("link", name="Call flow").first.click()
    state = page.get_by_role("region", name="State")
    page.get_by_role("button", name="Detach Booking").click()
    expect(state).to_contain_text("The agent loses the job Booking")
    page.get_by_label("Attach a job").select_option("Appointments")
    page.get_by_role("button", name="Attach").click()
    expect(state).to_contain_text("The agent gets the job Appointments")
    expect(state).to_contain_text("The agent loses the job Booking")
    in_every_look(page, shot, "flow")
    page.get_by_role("button", name="Publish").click()
    expect(state).to_contain_text("No changes to publish.")


def try_it_out(page: Page, console: Console, shot: Shoot) -> str:
    """As the caller: a text, an unanswered transfer, a message; returns the call's id."""
    page.get_by_role("link", name="Test Sona").click()
    page.get_by_role("button", name="Call Harbor Dental").click()
    said = page.get_by_role("log", name="Conversation")
    expect(said).to_contain_text("Thanks for calling Harbor Dental.")
    page.get_by_role("button", name="I'd like to book a visit.").click()
    expect(said.locator(".text")).to_contain_text(LINK)
    expect(page.get_by_role("region", name="Actions")).to_contain_text("Delivered")
    page.get_by_role("button", name="Yes, got it.").click()
    page.get_by_label("What you say").fill("Could I talk to somebody?")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Would you like me to transfer you to Scheduling?")
    page.get_by_role("button", name="Press 1").click()
    for who in ("Front Desk", "On Call"):
        expect(page.get_by_role("region", name=f"Phone of {who}")).to_contain_text("Ringing")
    shot(page, "test-call-ringing")  # only one screenshot: phones ring for half a minute
    call = page.url.rpartition("call=")[2]
    console.ask("POST", f"/v1/calls/{call}/tools", json={"tool": "send_sms_1"})
    for who in ("Front Desk", "On Call"):
        phone = page.get_by_role("region", name=f"Phone of {who}")
        phone.get_by_role("button", name="Decline").click()
    expect(said).to_contain_text("You have reached scheduling.")
    page.get_by_label("What you say").fill("Please call me back")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="New call")).to_be_visible()
    chart = page.locator("svg.hf-chart .current")
    expect(chart).to_have_attribute("data-state", "ended")
    in_every_look(page, shot, "test-call")
    return call


def find_it_in_the_inbox(page: Page) -> None:
    """Text, transfer and voicemail, each marked as a test."""
    page.get_by_role("link", name="Inbox").first.click()
    page.get_by_role("link", name=re.compile(re.escape(CALLER))).first.click()
    talk = page.get_by_label("Conversation")
    for words in (LINK, "Transfer to Scheduling", "Please call me back"):
        expect(talk.get_by_role("listitem").filter(has_text=words).first).to_be_visible()
    expect(talk).to_contain_text("Text from +1 (415) 555-0100")
    expect(talk).to_contain_text("Test")


def walk_the_trail(page: Page) -> None:
    """From the thread to the transfer on the call's page: both phones, and the voicemail."""
    page.get_by_label("Conversation").get_by_role("link", name="Trail").first.click()
    expect(page).to_have_url(re.compile(r"/console/calls/harbor-dental\.call\..*at=\d+$"))
    names = page.locator(".hf-lane-name")
    for who in ("Front Desk", "On Call"):
        expect(names.filter(has_text=who)).to_contain_text("declined")
    expect(page.locator(".hf-transcript")).to_contain_text("Scheduling's voicemail is playing")


def step_to_the_refusal(page: Page, console: Console, call: str) -> None:
    """To the event with which the agent's action was rejected after it had left."""
    lines = console.ask("GET", f"/v1/calls/{call}/timeline", params={"refused": True})
    refused = next(line["position"] for line in lines if "rejected: " in line["text"])
    page.goto(console.url(f"/calls/{call}?at={refused - 1}"))
    lanes = page.get_by_role("slider", name="Position")
    expect(lanes).to_have_attribute("aria-valuenow", str(refused - 1))
    lanes.press("ArrowRight")
    expect(page).to_have_url(re.compile(rf"at={refused}$"))
    expect(page.locator(".hf-strip [aria-current]")).to_have_text("Ringing phones")
    expect(page.locator(".hf-inspected .hf-said")).to_contain_text("rejected: ")
