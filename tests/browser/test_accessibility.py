"""axe finds nothing wrong on any page, in both themes."""

import pytest
from playwright.sync_api import Page

from tests.browser.access import expect_no_faults
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
    expect_no_faults(page)
