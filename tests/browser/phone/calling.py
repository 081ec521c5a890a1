"""What a caller does on the page, and what is measured of it."""

from array import array
from collections.abc import Callable
from time import monotonic, sleep

import numpy as np
from playwright.sync_api import Locator, Page, expect

from hookflash.orchestrator.carriers.voice.sound import RATE
from tests.browser.phone.office import PhoneOffice

WINDOW_SECONDS = 0.05
PAUSE_SECONDS = 0.2
PLAYED = "player => player.currentTime > 0.5"
DECODE = """async (player) => {
  const data = await (await fetch(player.src)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(data);
  return [...sound.getChannelData(0)].map((one) => Math.round(one * 32767));
}"""


def said(page: Page) -> Locator:
    """The conversation."""
    return page.get_by_role("log", name="Conversation")


def status(page: Page) -> Locator:
    """What the phone is doing."""
    return page.locator("section.call > .status")


def begin(page: Page, how: str = "Call and talk") -> None:
    """Call, once the agent can hear."""
    expect(page.get_by_text("Until it is ready, type.")).to_be_hidden()
    page.get_by_role("button", name=how).click()
    expect(said(page)).to_contain_text("Thanks for calling Harbor Dental.")


def type_in(page: Page, words: str) -> None:
    """Type words."""
    page.get_by_label("What you say").fill(words)
    page.keyboard.press("Enter")


def hang_up(page: Page) -> None:
    """Hang up."""
    page.get_by_role("button", name="Hang up").click()
    expect(status(page)).to_contain_text("The call has ended")


def has_heard(office: PhoneOffice) -> bool:
    """Whether the caller has heard the question of the latest call."""
    latest = office.latest()
    if latest["state"] != "confirm_transfer":
        return False
    happened = [one["type"] for one in office.log(latest["call"])]
    return happened.count("SpeechHeard") >= happened.count("AgentSpoke")


def wait_for(check: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until ``check()`` holds; two requests to a call each time stay within the rate limit."""
    until = monotonic() + seconds
    while not check():
        assert monotonic() < until, "it did not happen"
        sleep(PAUSE_SECONDS)


def ask_for_a_person(office: PhoneOffice, page: Page) -> None:
    """Call, ask for a person by typing, and press 1 to be transferred."""
    begin(page, "Call and type")
    type_in(page, "Could I talk to a person?")
    expect(said(page)).to_contain_text("Would you like me to transfer you to Scheduling?")
    wait_for(lambda: has_heard(office))
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Key 1").click()


def play(player: Locator) -> Locator:
    """Press the play button of a player, and wait until its sound has played half a second."""
    sound = player.locator("audio")
    player.get_by_role("button", name="Play").click()
    expect(sound).to_have_js_property("paused", value=False)
    player.page.wait_for_function(PLAYED, arg=sound.element_handle())
    return sound


def decoded(player: Locator) -> bytes:
    """The sound of a player, as the browser decodes it."""
    return array("h", player.evaluate(DECODE)).tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """How alike the loudness of two sounds runs, at the best shift: 1 for the same sound."""
    first, second = _loudness(one), _loudness(other)
    found = np.correlate(first, second, "full")
    return float(found.max() / (np.linalg.norm(first) * np.linalg.norm(second)))


def _loudness(pcm: bytes) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    window = round(RATE * WINDOW_SECONDS)
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    loud = np.sqrt((whole**2).mean(axis=1))
    return np.asarray(loud - loud.mean())
