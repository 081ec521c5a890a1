"""Measures how soon a page shows a change among two hundred live calls, and what that costs.

``python -m tests.browser.crowd [SECONDS]`` (60 by default) prints what it measured. The test of
Live checks that the page is right; this shows how fast it is.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles
from time import monotonic
from typing import Final

import httpx
import psutil
from playwright.async_api import Page, async_playwright

from tests.browser.browser import FLAGS, WIDE, chromium
from tests.browser.serving import NUMBER, Console, serving

CALLS: Final = 200
AT_ONCE: Final = 8
EVERY: Final = 0.25
"""Seconds between two changes of calls that are not measured."""
ASK: Final = "Could I talk to somebody?"
DECLINE: Final = "No thanks"
_SHOWN: Final = """([call, state]) => document.querySelector(`tbody a[href$="${call}"]`)
    ?.closest("tr").textContent.includes(state)"""


class Crowd:
    """The callers, through the API."""

    def __init__(self, api: httpx.AsyncClient) -> None:
        self._api = api
        self.calls: list[str] = []

    async def fill(self) -> None:
        """Begin ``CALLS`` calls."""
        turns = asyncio.Semaphore(AT_ONCE)

        async def call(number: int) -> None:
            async with turns:
                body = {"to": NUMBER, "from": f"+1415555{number:04d}"}
                made = (await self._api.post("/v1/calls", json=body)).raise_for_status()
                self.calls.append(made.json()["call"])
                await self._api.post(f"/v1/calls/{self.calls[-1]}/answer")

        await asyncio.gather(*(call(number) for number in range(CALLS)))

    async def say(self, call: str, words: str) -> None:
        """Let one caller speak."""
        done = await self._api.post(f"/v1/calls/{call}/hear", json={"text": words})
        done.raise_for_status()

    async def go_on(self, calls: Iterable[str]) -> None:
        """Change one call after the other, until cancelled."""
        asked = False
        while True:
            asked = not asked
            for call in calls:
                await self.say(call, ASK if asked else DECLINE)
                await asyncio.sleep(EVERY)


async def measure(page: Page, crowd: Crowd, seconds: float, server: psutil.Process) -> None:
    """Change calls, and measure the time from the API's answer to the page."""
    shown: list[float] = []
    memory: list[float] = []
    end = monotonic() + seconds
    for n, call in enumerate(crowd.calls * 10):
        if monotonic() > end:
            break
        await crowd.say(call, ASK)
        begun = monotonic()
        await page.wait_for_function(_SHOWN, arg=[call, "Confirm transfer"], polling=20)
        shown.append(monotonic() - begun)
        await crowd.say(call, DECLINE)
        if n % 10 == 0:
            memory.append(server.memory_info().rss / 2**20)
    longest, p95 = max(shown), quantiles(shown, n=20)[-1]
    print(  # noqa: T201
        f"{len(shown)} changes of {CALLS} calls: shown after {median(shown):.2f} s (median), "
        f"{p95:.2f} s (p95), {longest:.2f} s (longest)"
    )
    print("server's memory in MB:", " ".join(f"{one:.0f}" for one in memory))  # noqa: T201


@asynccontextmanager
async def looking(console: Console) -> AsyncIterator[Page]:
    """A browser that is signed in and shows Live."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = await (await browser.new_context(viewport=WIDE)).new_page()  # type: ignore[arg-type]
        await page.goto(console.url("/live"))
        await page.get_by_label("API key").fill(console.keys["read"])
        await page.keyboard.press("Enter")
        await page.wait_for_url(console.url("/live"))
        yield page
        await browser.close()


async def main(console: Console, seconds: float) -> None:
    """Begin the calls, open the page, measure."""
    server = psutil.Process(console.process)
    headers = {"Authorization": f"Bearer {console.keys['configure']}"}
    async with (
        httpx.AsyncClient(base_url=console.address, headers=headers, timeout=30) as api,
        looking(console) as page,
    ):
        crowd = Crowd(api)
        before = server.memory_info().rss / 2**20
        begun = monotonic()
        await crowd.fill()
        print(f"{CALLS} calls in {monotonic() - begun:.1f} s; memory before them {before:.0f} MB")  # noqa: T201
        half = CALLS // 2
        others = asyncio.create_task(crowd.go_on(crowd.calls[:half]))
        crowd.calls = crowd.calls[half:]
        await measure(page, crowd, seconds, server)
        others.cancel()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as running:
        asyncio.run(main(running, float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
