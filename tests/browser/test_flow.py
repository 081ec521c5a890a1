"""The call flow of a number: order of jobs, greetings, preview, publishing."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import NUMBER, Console

FLOW = f"/v1/numbers/{NUMBER}/flow"
PRESS = """
    const press = (name) => [...document.querySelectorAll("main button")]
        .find((one) => name === (one.ariaLabel ?? one.textContent)).click();
"""
PRESS_TOGETHER = f"(names) => {{ {PRESS} names.forEach(press) }}"
CHOOSE_AND_ATTACH = f"""([detach, name]) => {{
    {PRESS}
    press(detach);
    const list = document.querySelector("hf-field select");
    list.value = name;
    list.dispatchEvent(new Event("change"));
    press("Attach");
}}"""
"""What a quick person, or a slow connection, does: the page has not been drawn again between."""


@pytest.fixture(autouse=True)
def as_it_was(console: Console) -> Iterator[None]:
    """Begin every test with the tutorial's flow."""
    live = console.ask("GET", FLOW)["live"]
    yield
    console.ask("PUT", f"{FLOW}/draft", json={"flow": live})
    console.ask("POST", f"{FLOW}/publish")


def live(console: Console) -> Any:
    """The live flow."""
    return console.ask("GET", FLOW)["live"]


def test_jobs_are_reordered_by_keyboard(console: Console, page: Page, shot: Shoot) -> None:
    """The focus moves with the job. Nothing is live before publishing; then everything is."""
    sign_in(page, console, "/flow")
    page.get_by_role("button", name="Move Booking down").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move Booking down")).to_be_focused()
    state = page.get_by_role("region", name="State")
    expect(state).to_contain_text("The order of the jobs changes")
    page.get_by_label("Greeting").first.fill("Good morning, Harbor Dental.")
    expect(state.locator("ins", has_text="Good")).to_be_visible()
    in_every_look(page, shot, "flow-preview")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("button", name="Discard draft")).to_be_visible()
    assert live(console)[0]["agent"]["jobs"] == ["Booking", "Talk to a person", "Billing"]
    page.get_by_role("button", name="Publish").click()
    expect(state).to_contain_text("No changes to publish.")
    agent = live(console)[0]["agent"]
    assert agent["jobs"] == ["Talk to a person", "Booking", "Billing"]
    assert agent["greeting"] == "Good morning, Harbor Dental."


def test_jobs_are_removed_by_keyboard(console: Console, page: Page) -> None:
    """The focus moves to the next job, and from the last one to the control that adds one."""
    sign_in(page, console, "/flow")
    page.get_by_role("button", name="Detach Booking").press("Enter")
    for name in ("Talk to a person", "Billing"):
        other = page.get_by_role("button", name=f"Detach {name}")
        expect(other).to_be_focused()
        other.press("Enter")
    expect(page.get_by_role("button", name="Attach")).to_be_focused()


def test_a_job_is_attached_by_name_even_if_the_offer_has_just_changed(
    console: Console, page: Page
) -> None:
    """What the field shows is attached, not what has taken its place; once, if pressed twice."""
    console.ask("PUT", "/v1/jobs/Zoning/draft", json={"instructions": "Be kind."})
    console.ask("POST", "/v1/jobs/Zoning/publish")
    sign_in(page, console, "/flow")
    attached = page.get_by_role("list", name="Attached jobs, in order").get_by_role("link")
    page.evaluate(CHOOSE_AND_ATTACH, ["Detach Booking", "Zoning"])
    expect(attached).to_have_text(["Talk to a person", "Billing", "Zoning"])
    page.evaluate(PRESS_TOGETHER, ["Detach Billing", "Detach Talk to a person"])
    expect(attached).to_have_text(["Zoning"])
    page.get_by_label("Attach a job").select_option("Booking")
    page.evaluate(PRESS_TOGETHER, ["Attach", "Attach"])
    expect(page.get_by_text("The jobs on offer have changed.")).to_be_visible()
    expect(attached).to_have_text(["Zoning", "Booking"])
    console.api.delete("/v1/jobs/Zoning")


def test_a_step_has_at_most_ten_jobs(console: Console, page: Page) -> None:
    """The tenth disables adding, and a blank greeting prevents publishing."""
    for number in range(9):
        console.ask("PUT", f"/v1/jobs/Extra {number}/draft", json={"instructions": "Be kind."})
        console.ask("POST", f"/v1/jobs/Extra {number}/publish")
    sign_in(page, console, "/flow")
    attach = page.get_by_role("button", name="Attach")
    for count in range(4, 11):
        attach.click()
        expect(page.get_by_text(f"{count} of 10")).to_be_visible()
    expect(attach).to_be_disabled()
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    page.get_by_label("Greeting").first.fill(" ")
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    expect(page.get_by_role("alert").filter(has_text="greeting").first).to_be_visible()
    for number in range(9):
        console.api.delete(f"/v1/jobs/Extra {number}")


def test_the_effects_of_a_registration_are_shown(console: Console, page: Page, shot: Shoot) -> None:
    """In plain words, as soon as it changes, with the jobs that it blocks."""
    sign_in(page, console, "/flow")
    card = page.get_by_role("region", name="Registration")
    expect(card).to_contain_text("This number can send texts.")
    number = console.ask("GET", f"/v1/numbers/{NUMBER}")
    rejected = number | {"registration": "rejected", "rejection_reason": "No website"}
    console.ask("PUT", f"/v1/numbers/{NUMBER}", json=rejected)
    expect(card).to_contain_text("No website")
    expect(card).to_contain_text("Jobs whose texts are blocked: Booking.")
    in_every_look(page, shot, "flow-rejected")
    console.ask("PUT", f"/v1/numbers/{NUMBER}", json=number)
    expect(card).to_contain_text("This number can send texts.")


def test_a_concurrent_edit_is_shown_and_not_overwritten(console: Console, page: Page) -> None:
    """The other version can be loaded, which discards one's own, as the page warns."""
    sign_in(page, console, "/flow")
    greeting = page.get_by_label("Greeting").first
    greeting.fill("Mine")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    theirs = live(console)
    theirs[0]["agent"]["greeting"] = "Theirs"
    console.ask("PUT", f"{FLOW}/draft", json={"flow": theirs})
    expect(page.get_by_text("Someone else has changed this call flow")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    assert console.ask("GET", FLOW)["draft"][0]["agent"]["greeting"] == "Theirs"
    page.get_by_role("button", name="Use theirs, discard mine").click()
    expect(greeting).to_have_value("Theirs")


def test_a_read_only_user_cannot_change_the_flow(console: Console, page: Page) -> None:
    """The steps are shown, without controls."""
    sign_in(page, console, "/flow", role="read")
    expect(page.get_by_label("Greeting").first).to_have_attribute("readonly", "")
    for name in ("Publish", "Move Booking down", "Attach"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()


def test_an_unknown_number_is_not_found(console: Console, page: Page) -> None:
    """Another workspace's number looks the same as one that does not exist."""
    sign_in(page, console, "/flow?number=12")
    expect(page.get_by_text("This workspace has no such number.")).to_be_visible()
