"""Measures how soon each page can be used after a click, with 20 calls and with 20,000.

``python -m tests.browser.many_calls [CALLS [TIMES]]`` prints the median of some times for each
action, and how many times as long it takes with many calls: 2 at most is the goal. The two servers
are asked in turn, so that both share whatever else the machine does.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from playwright.sync_api import Locator, Page

from tests.browser.browser import WIDE, browsing
from tests.browser.conftest import sign_in
from tests.browser.serving import WORKSPACE, Console, serving
from tests.weeks import fill_many

FEW: Final = 20
MANY: Final = 20_000
TIMES: Final = 7
ROWS: Final = ".hf-list tbody tr"
Act = Callable[[Page], None]


def open_from_menu(page: Page) -> None:
    """From Live, by the menu; the rows and the counts are there."""
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Calls").click()
    page.locator(ROWS).first.wait_for()
    page.get_by_role("button", name="Needs follow-up").wait_for()


def press_chip(page: Page) -> None:
    """Only the calls of one outcome, then all again."""
    chip = page.get_by_role("button", name="Text sent")
    chip.click()
    page.locator(".hf-list-bar a", has_text="Clear all filters").wait_for()
    chip.click()
    page.locator(".hf-list-bar a", has_text="Clear all filters").wait_for(state="hidden")


def sort(page: Page) -> None:
    """By duration, the longest first, then as before."""
    for head in ("Duration", "Received"):
        page.get_by_role("button", name=head).click()
        page.locator(f"th[aria-sort=descending] >> text={head}").wait_for()


def search(page: Page) -> None:
    """By words; a quarter of a second of it is the pause after typing."""
    page.get_by_label("Search calls").fill("when do you open")
    page.locator(".hf-list-bar a", has_text="Clear all filters").wait_for()
    page.get_by_label("Search calls").fill("")
    page.locator(".hf-list-bar a", has_text="Clear all filters").wait_for(state="hidden")


def show_preview(page: Page) -> None:
    """Of two calls, one after the other."""
    for n in (3, 5):
        caller = page.locator(ROWS).nth(n).locator("a").inner_text()
        page.locator(ROWS).nth(n).click()
        page.locator(".hf-preview h2", has_text=caller).wait_for()


def open_call(page: Page) -> None:
    """The call that is in the preview."""
    page.locator(".hf-preview").get_by_role("link", name="Open").first.click()
    page.get_by_role("slider", name="Position").wait_for()
    page.locator(".hf-transcript li").first.wait_for()


def _opening(name: str, ready: Callable[[Page], Locator]) -> Act:
    """Open a page from the menu, until ``ready`` is there."""

    def act(page: Page) -> None:
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        ready(page).first.wait_for()

    return act


ACTIONS: Final[dict[str, Act]] = {
    "open Calls": open_from_menu,
    "press a chip, twice": press_chip,
    "sort, twice": sort,
    "search, twice": search,
    "preview, twice": show_preview,
    "open a call": open_call,
    "open Inbox": _opening(
        "Inbox", lambda page: page.get_by_label("Threads").get_by_role("listitem")
    ),
    "open Reports": _opening("Reports", lambda page: page.locator(".hf-figure-cards li")),
    "open Jobs": _opening("Jobs", lambda page: page.get_by_role("link", name="Talk to a person")),
    "open Settings": _opening("Settings", lambda page: page.get_by_role("link", name="Opt-outs")),
    "open Live": _opening("Live", lambda page: page.locator("h1", has_text="Live")),
}


def measure(pages: dict[int, Page], consoles: dict[int, Console], times: int) -> None:
    """Print the medians."""
    taken: dict[tuple[str, int], list[float]] = {}
    for _ in range(times):
        for calls, page in pages.items():
            page.goto(consoles[calls].url("/live"))
            page.wait_for_selector("html[data-connected]")
            for name, act in ACTIONS.items():
                begun = perf_counter()
                act(page)
                taken.setdefault((name, calls), []).append(perf_counter() - begun)
    few, many = pages
    print(f"{'milliseconds':24}{few:>8,}{many:>10,}{'times':>8}")  # noqa: T201
    for name in ACTIONS:
        one, other = (median(taken[name, calls]) * 1_000 for calls in (few, many))
        print(f"{name:24}{one:>8.0f}{other:>10.0f}{other / one:>8.2f}")  # noqa: T201


def main(many: int, times: int) -> None:
    """Serve both offices, and act in each."""
    with ExitStack() as opened:
        consoles: dict[int, Console] = {}
        for calls in (FEW, many):
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
            console = opened.enter_context(serving(folder))
            fill_many(console.db, WORKSPACE, calls, datetime.now(UTC))
            consoles[calls] = console
        browser = opened.enter_context(browsing())
        pages = {calls: browser.new_page(viewport=WIDE) for calls in consoles}  # type: ignore[arg-type]
        for calls, page in pages.items():
            page.set_default_timeout(300_000)  # the views catch up first
            sign_in(page, consoles[calls])
        measure(pages, consoles, times)


if __name__ == "__main__":
    asked = [*map(int, sys.argv[1:])]
    main(*asked, *(MANY, TIMES)[len(asked) :])
