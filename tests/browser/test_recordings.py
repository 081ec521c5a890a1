"""Recordings in the console's inbox."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.serving import Console, serving
from tests.tree import ROOT

DRAWN_AGAIN: Final = "part => { part.innerHTML = part.innerHTML; }"
"""As NiceGUI draws a part of a page whose content has changed."""


CALL: Final = ROOT / "scripts/calls/2-nobody-answers.yaml"


@pytest.fixture(scope="module")
def keeping(
    browser_here: None,  # noqa: ARG001 - skips first
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Console]:
    """A console that keeps recordings, with a call that ended in a voicemail."""
    folder = tmp_path_factory.mktemp("keeping")
    place = ("--recordings", str(folder / "kept"))
    with serving(folder, (), *place) as running:
        running.command("call", str(CALL), *place)
        yield running


def test_a_message_plays_over_its_waveform(keeping: Console, page: Page) -> None:
    """By the button; the bars that were heard are marked, and a press on one goes there."""
    sign_in(page, keeping, "/inbox", role="read")
    page.get_by_role("link", name="+1 (415) 555-0199").click()
    bars = page.locator("hf-player rect")
    expect(bars).not_to_have_count(0)
    page.get_by_role("button", name="Play: Voicemail for Scheduling").click()
    expect(page.get_by_role("button", name="Pause: Voicemail for Scheduling")).to_be_visible()
    expect(page.locator("hf-player rect.played").first).to_be_attached()
    page.get_by_role("button", name="Pause: Voicemail for Scheduling").click()
    place = page.get_by_role("slider", name="Position")
    box = place.bounding_box()
    assert box is not None
    place.click(position={"x": box["width"] * 0.75, "y": box["height"] / 2})
    page.wait_for_function("document.querySelectorAll('hf-player rect.played').length > 110")
    page.get_by_role("button", name="Speed").click()
    expect(page.locator("audio")).to_have_js_property("playbackRate", 1.5)


def test_a_message_plays_on_when_its_call_is_drawn_again(keeping: Console, page: Page) -> None:
    """Such as when its transcript arrives; one that is paused stays where it was."""
    sign_in(page, keeping, "/inbox", role="read")
    page.get_by_role("link", name="+1 (415) 555-0199").click()
    player = page.locator("audio")
    expect(page.locator("hf-player")).to_be_visible(timeout=10_000)
    section = page.locator(".hf-calls > section", has=player)
    player.evaluate("player => { player.loop = true; return player.play(); }")
    page.wait_for_function("player => player.currentTime > 0.3", arg=player.element_handle())
    player.evaluate("player => { window.known = player; }")
    for _ in range(2):
        section.evaluate(DRAWN_AGAIN)
        expect(player).to_have_count(1)
        assert player.evaluate("player => player === window.known")
    expect(player).to_have_js_property("paused", value=False)
    player.evaluate("player => { player.pause(); player.loop = false; player.currentTime = 0.2; }")
    page.wait_for_timeout(100)
    section.evaluate(DRAWN_AGAIN)
    expect(player).to_have_js_property("paused", value=True)
    assert player.evaluate("player => player.currentTime") > 0
