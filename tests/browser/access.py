"""Faults of access on a page, as axe finds them."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SETTLED: Final = """() => Promise.allSettled(
  document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime < Infinity)
    .map((each) => each.finished))"""
"""Colours that still change to those of another theme have too little contrast for a moment."""


def expect_no_faults(page: Page) -> None:
    """Find none in the light theme, and none in the dark one."""
    page.wait_for_selector("html[data-connected]")  # controls are dimmed until then
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.evaluate(SETTLED)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
