"""Settings: an office is set up in the browser, with mistakes shown at their fields."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Shoot, sign_in
from tests.browser.looks import in_every_look
from tests.browser.serving import NUMBER, WORKSPACE, Console, serving

NEW_NUMBER = "+14155550155"


def test_people_are_added_and_mistakes_are_said(console: Console, page: Page, shot: Shoot) -> None:
    """A wrong phone at its field; a member that an inbox needs is not deleted."""
    sign_in(page, console, "/settings")
    page.get_by_role("button", name="Add a member").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Dr. Lee")
    dialog.get_by_label("Phone").fill("555")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    shot(page, "settings-mistake")
    dialog.get_by_label("Phone").fill("+14155550103")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    row = page.get_by_role("row", name="Dr. Lee")
    expect(row).to_contain_text("+1 (415) 555-0103")
    assert console.ask("GET", "/v1/members/Dr. Lee")["phone"] == "+14155550103"
    page.get_by_role("button", name="Delete On Call").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Scheduling").last).to_be_visible()
    expect(page.get_by_role("row", name="On Call")).to_have_count(1)
    in_every_look(page, shot, "settings")


def test_numbers_and_opt_outs_are_edited(console: Console, page: Page) -> None:
    """A new number gets a call flow; contacts are put on the list, and taken off."""
    sign_in(page, console, "/settings?tab=numbers")
    page.get_by_role("button", name="Connect a number").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Number").fill(NEW_NUMBER)
    dialog.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="+1 (415) 555-0155")
    expect(row).to_contain_text("Not registered")
    expect(row.get_by_role("link")).to_have_text("none attached")
    page.get_by_role("link", name="Opt-outs").click()
    page.get_by_role("button", name="Add a contact").click()
    page.get_by_role("dialog").get_by_label("Phone number").fill("+14155550188")
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    expect(page.get_by_role("row", name="+1 (415) 555-0188")).to_be_visible()
    assert console.ask("GET", "/v1/opt-outs")["items"] == ["+14155550188"]


CARRIERS = f"/v1/workspaces/{WORKSPACE}/carriers"


def test_a_carrier_is_added_and_given_to_a_number(
    console: Console, page: Page, shot: Shoot
) -> None:
    """Mistakes are said at their fields; a carrier that a number has is not removed."""
    sign_in(page, console, "/settings?tab=carriers", role="administer")
    page.get_by_role("button", name="Add a carrier").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("main")
    dialog.get_by_label("Kind").select_option("twilio")
    dialog.get_by_label("Token").fill("5up3r5ecret")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("This is needed. Fill it in.")).to_be_visible()
    expect(dialog.get_by_text("This names no secret of this workspace")).to_be_visible()
    expect(dialog.get_by_label("Token")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Key", exact=True)).to_be_hidden()
    in_every_look(page, shot, "carrier-mistakes")
    dialog.get_by_label("Account").fill("AC123")
    dialog.get_by_label("Token").fill("secret:main")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    row = page.get_by_role("row", name="main")
    expect(row).to_contain_text("token: secret:main")
    row.get_by_role("button", name="main", exact=True).click()
    dialog.get_by_label("Speech").select_option("gather")
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("speech: gather")
    settings = {"account": "AC123", "token": "secret:main", "speech": "gather"}
    assert console.ask("GET", f"{CARRIERS}/main")["settings"] == settings
    in_every_look(page, shot, "carriers")
    _choose_carrier(page, "main")
    page.get_by_role("link", name="Carriers").click()
    page.get_by_role("button", name="Remove main").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("the number still has the carrier “main”")).to_be_visible()
    expect(row).to_have_count(1)


def _choose_carrier(page: Page, name: str) -> None:
    page.get_by_role("link", name="Numbers", exact=True).click()
    row = page.get_by_role("row", name="+1 (415) 555-0100")
    row.get_by_role("button", name="+1 (415) 555-0100", exact=True).click()
    page.get_by_role("dialog").get_by_label("Carrier").select_option(name)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(row).to_contain_text(name)


def test_a_carrier_is_only_read_without_the_role(console: Console, page: Page, shot: Shoot) -> None:
    """The form says which role it needs, and has no button that saves."""
    body = {"json": {"kind": "simulator"}}
    headers = {"Authorization": f"Bearer {console.keys['administer']}"}
    console.ask("PUT", f"{CARRIERS}/spare", headers=headers, **body)
    sign_in(page, console, "/settings?tab=carriers")
    expect(page.get_by_text("this needs “administer”")).to_be_visible()
    expect(page.get_by_role("button", name="Add a carrier")).to_have_count(0)
    expect(page.get_by_role("button", name="Remove spare")).to_have_count(0)
    page.get_by_role("button", name="spare", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Read-only")).to_be_visible()
    expect(dialog.get_by_label("Kind")).to_be_disabled()
    expect(dialog.get_by_role("button")).to_have_text(["Close"])
    in_every_look(page, shot, "carrier-read-only")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_keys_are_issued_and_revoked(console: Console, page: Page, browser: Browser) -> None:
    """The token is shown once; revoking signs its browsers out. No higher role is offered."""
    sign_in(page, console, "/settings?tab=keys")
    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog")
    options = dialog.get_by_label("Role").locator("option")
    expect(options).to_have_text(["read", "operate", "configure"])
    dialog.get_by_label("Name").fill("reception")
    dialog.get_by_role("button", name="Create").click()
    token = page.get_by_role("textbox", name="The new API key").input_value()
    assert token.startswith(f"hf_{WORKSPACE}_")
    page.get_by_role("button", name="Done").click()
    console.keys["reception"] = token
    context = browser.new_context()
    other = context.new_page()
    sign_in(other, console, role="reception")
    page.get_by_role("button", name="Revoke reception").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("row", name="reception")).to_contain_text("Revoked")
    expect(other.get_by_label("API key")).to_be_visible()
    context.close()


@pytest.mark.parametrize("tab", ["inboxes", "carriers", "keys", "webhooks"])
def test_a_reader_changes_nothing(console: Console, page: Page, tab: str) -> None:
    """There are no buttons, and keys and webhooks are not shown."""
    sign_in(page, console, f"/settings?tab={tab}", role="read")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)


def test_a_new_office_has_a_checklist(page: Page, console: Console, tmp_path: Path) -> None:
    """It names what is to be done, and leads there."""
    file = tmp_path / "new.yaml"
    file.write_text("workspace: New Office\nagent: Sona\n")
    console.command("apply", str(file))
    console.keys["new"] = console.command(
        "key", "new", "--workspace", "new-office", "--role", "configure"
    )
    sign_in(page, console, role="new")
    steps = page.get_by_label("Set up your office")
    expect(steps).to_contain_text("0 of 5 done")
    steps.get_by_role("link", name="Connect a number").click()
    page.get_by_role("button", name="Connect a number").click()
    page.get_by_role("dialog").get_by_label("Number").fill("+14155550166")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_label("Set up your office")).to_contain_text("1 of 5 done")


def test_a_live_office_is_led_to_its_carriers(page: Page, tmp_path: Path) -> None:
    """A number without a carrier takes no calls there: the checklist says what to do."""
    with serving(tmp_path, simulate=False) as live:
        sign_in(page, live, "/settings", role="administer")
        steps = page.get_by_label("Set up your office")
        steps.get_by_role("link", name="Add a carrier").click()
        page.get_by_role("button", name="Add a carrier").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("main")
        dialog.get_by_label("Kind").select_option("twilio")
        dialog.get_by_label("Account").fill("AC123")
        dialog.get_by_label("Token").fill("secret:main")
        dialog.get_by_role("button", name="Save").click()
        steps.get_by_role("link", name="Choose the carrier of each number").click()
        expect(page.get_by_role("row", name="+1 (415) 555-0100")).to_contain_text("none")
        _choose_carrier(page, "main")
        assert live.ask("GET", f"/v1/numbers/{NUMBER}")["carrier"] == "main"
        done = steps.get_by_role("listitem").filter(has_text="Choose the carrier")
        expect(done).to_contain_text("Done")


def test_findings_about_a_carrier_go_with_it(console: Console, page: Page) -> None:
    """What a check found is not shown below a list that has changed since."""
    sign_in(page, console, "/settings?tab=carriers", role="administer")
    page.get_by_role("button", name="Add a carrier").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("second")
    dialog.get_by_label("Kind").select_option("simulator")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Check").click()
    findings = page.get_by_role("heading", name="second (simulator)")
    expect(findings).to_be_visible()
    page.get_by_role("button", name="Remove second").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Remove second")).to_have_count(0)
    expect(findings).to_have_count(0)
