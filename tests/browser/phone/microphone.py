"""A microphone that says what a test wants: Chromium takes its sound from a file."""

import subprocess
import sys
import wave
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, BrowserType, Locator, Page, expect

from hookflash.orchestrator.carriers.voice.models import voice_model
from hookflash.orchestrator.carriers.voice.piper import WROTE, resampled
from hookflash.orchestrator.carriers.voice.sound import RATE, SAMPLE_BYTES, wav
from tests.browser.browser import FLAGS, WIDE, chromium

LEAD_SECONDS: Final = 0.4
"""Silence before what is said; a microphone that is switched on misses its first moments."""
SILENCE: Final = bytes(20 * RATE * SAMPLE_BYTES)
FAKE: Final = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


def spoken(*texts: str) -> dict[str, bytes]:
    """The sound of each text, by the voice that the agent has, too."""
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "piper", "--model", voice_model(), "--output-dir", folder],
            input="".join(f"{text}\n" for text in texts),
            check=True,
            capture_output=True,
            text=True,
        )
        files = [line.partition(WROTE)[2] for line in done.stderr.splitlines() if WROTE in line]
        return {text: _read(file) for text, file in zip(texts, files, strict=True)}


def _read(path: str) -> bytes:
    with wave.open(path, "rb") as sound:
        return resampled(sound.readframes(sound.getnframes()), sound.getframerate())


class Microphone:
    """The microphone of one browser. It is silent unless it is told to say something."""

    def __init__(self, file: Path, sounds: dict[str, bytes]) -> None:
        self._file = file
        self._sounds = sounds
        self._file.write_bytes(wav(SILENCE))

    def browser(self, chromium_type: BrowserType) -> Browser:
        """Start a browser that has this microphone."""
        capture = f"--use-file-for-fake-audio-capture={self._file}%noloop"
        return chromium_type.launch(executable_path=chromium(), args=[*FLAGS, *FAKE, capture])

    def sound(self, text: str) -> bytes:
        """What ``text`` sounds like."""
        return self._sounds[text]

    def endless(self, text: str) -> bytes:
        """A file in which ``text`` is said over and over, for minutes."""
        return wav((self._sounds[text] + bytes(RATE)) * 30)

    def be_silent(self) -> None:
        """Say nothing once the microphone is switched on."""
        self._file.write_bytes(wav(SILENCE))

    def prepare(self, text: str) -> None:
        """Say ``text`` once the microphone is switched on."""
        lead = bytes(round(LEAD_SECONDS * RATE) * SAMPLE_BYTES)
        self._file.write_bytes(wav(lead + self._sounds[text] + SILENCE))

    def say_first(self, page: Page, text: str) -> None:
        """Say ``text`` on a page whose microphone is off: it is switched on."""
        self.prepare(text)
        switch(page).click()
        expect(switch(page)).to_have_attribute("aria-pressed", "true")

    def say(self, page: Page, text: str) -> None:
        """Say ``text`` on a page whose microphone is on: it is switched off and on again."""
        self.prepare(text)
        switch(page).click()
        expect(switch(page)).to_have_attribute("aria-pressed", "false")
        switch(page).click()
        expect(switch(page)).to_have_attribute("aria-pressed", "true")


def phone_page(browser: Browser, address: str) -> Page:
    """Open a phone in a window of its own."""
    context = browser.new_context(viewport=WIDE, permissions=["microphone"])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    return page


def switch(page: Page) -> Locator:
    """The switch of the microphone."""
    return page.get_by_role("button", name="Microphone")


def sound_is_heard(page: Page, name: str = "What you hear") -> None:
    """Wait until sound comes out of a page, or into it as ``Your voice``."""
    page.wait_for_function(
        "name => document.querySelector(`meter[aria-label='${name}']`).value > 0.003", arg=name
    )
