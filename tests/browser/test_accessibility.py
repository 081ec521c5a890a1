"""axe finds nothing wrong on any page, in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import sign_in
from tests.browser.serving import Console

PAGES = (
    "/live",
    "/calls",
    "/inbox",
    "/reports",
    "/jobs",
    "/jobs/edit?job=Booking",
    "/flow",
    "/test",
    "/settings",
    "/settings?tab=numbers",
    "/settings?tab=keys",
)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(lived_in: Console, page: Page, path: str) -> None:
    """Neither in the light theme nor in the dark one."""
    sign_in(page, lived_in, path)
    page.wait_for_selector("html[data-connected]")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
