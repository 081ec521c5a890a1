"""Each page in every look: on a large screen, a laptop and a phone, light and dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.browser.browser import FULL, NARROW, WIDE

LOOKS: Final = (("full", FULL), ("wide", WIDE), ("narrow", NARROW))


def in_every_look(page: Page, shot: Callable[..., Path], name: str) -> None:
    """Take a screenshot of each; the page must not be wider than the window."""
    for width, size in LOOKS:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.evaluate("scrollTo(0, 0)")
            beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            shot(page, f"{name}-{width}-{theme}", full_page=True)
            assert beyond <= 0, f"{name} is {beyond} px too wide at {size['width']} px"
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
