"""Takes the README's screenshot of the console: ``python -m tests.browser.picture``."""

import tempfile
from pathlib import Path
from typing import Final

from tests.browser.browser import browsing
from tests.browser.conftest import sign_in
from tests.browser.serving import CALLS, serving
from tests.tree import ROOT

PICTURE: Final = ROOT / "docs/images/console.png"
SIZE: Final = {"width": 1280, "height": 900}
CALLER: Final = "+1 (415) 555-0199"

if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), CALLS) as console,
        browsing() as browser,
    ):
        page = browser.new_page(viewport=SIZE, timezone_id="UTC", locale="en-GB")  # type: ignore[arg-type]
        sign_in(page, console, "/calls", role="read")
        page.locator("tbody tr", has_text=CALLER).dblclick()
        page.get_by_role("button", name="No one answered").click()
        page.locator('[data-state="voicemail_fallback"].current').wait_for()
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=PICTURE, animations="disabled")
