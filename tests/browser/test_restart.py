"""A restart of the server signs nobody out, and loses nothing that was typed."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.serving import serving


def test_a_session_and_an_unsaved_edit_survive_a_restart(page: Page, tmp_path: Path) -> None:
    """While the server is away, buttons do nothing; afterwards what was typed can be saved."""
    with serving(tmp_path) as console:
        sign_in(page, console, "/jobs/edit?job=Booking")
        page.wait_for_selector("html[data-connected]")
        page.get_by_label("Description").fill("Wants a cleaning")
        expect(page.get_by_text("Unsaved changes")).to_be_visible()
        console.stop()
        page.wait_for_selector("html[data-lost]")
        page.get_by_label("Description").fill("Wants a cleaning, or an appointment")
        page.get_by_role("button", name="Save draft").click(force=True)
        console.start()
        page.wait_for_selector("html[data-connected]")
        expect(page.get_by_label("Description")).to_have_value(
            "Wants a cleaning, or an appointment"
        )
        expect(page.get_by_text("Unsaved changes")).to_be_visible()
        page.get_by_role("button", name="Save draft").click()
        expect(page.get_by_text("Unsaved changes")).to_have_count(0)
        draft = console.ask("GET", "/v1/jobs/Booking")["draft"]
        assert draft["description"] == "Wants a cleaning, or an appointment"
