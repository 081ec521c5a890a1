"""Gather: waits for keys or words."""

import asyncio
import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable
from contextlib import suppress

from tests.twilio.leg import HungUp, Input, Key, Words
from tests.twilio.verbs.perform import Performance, Source
from tests.twilio.verbs.speaking import pause, play, say

PROMPTS: dict[str, Callable[[Performance, ET.Element], Awaitable[None]]] = {
    "Say": say,
    "Play": play,
    "Pause": pause,
}
SECONDS_AUTO = 0.8
CONFIDENCE = "0.9"


async def gather(at: Performance, node: ET.Element) -> Source | None:
    """Collect input while and after the nested verbs play; what comes in cuts them off."""
    kinds = set(node.get("input", "dtmf").split())
    with at.leg.listening() as ear:
        collector = _Collector(at, node, kinds, ear)
        prompting = asyncio.create_task(_prompts(at, node))
        try:
            given = await at.leg.here(collector.collect(prompting))
        finally:
            prompting.cancel()
            with suppress(asyncio.CancelledError, HungUp):
                await prompting
    if given is None and node.get("actionOnEmptyResult") != "true":
        return None
    empty = {"SpeechResult": ""} if "speech" in kinds else {"Digits": ""}
    return at.fetch(node, "gather", **(given or empty))


async def _prompts(at: Performance, node: ET.Element) -> None:
    for child in node:
        await PROMPTS[child.tag](at, child)


class _Collector:
    """Puts together what one Gather hears."""

    def __init__(
        self, at: Performance, node: ET.Element, kinds: set[str], ear: "asyncio.Queue[Input]"
    ) -> None:
        self._at = at
        self._node = node
        self._kinds = kinds
        self._ear = ear
        self._digits = ""
        self._timeout = float(node.get("timeout", 5))
        self._most = int(node.get("numDigits", 0))
        self._finish = node.get("finishOnKey", "#")
        self._sequence = 0
        self._speaking = False

    async def collect(self, prompting: "asyncio.Task[None]") -> dict[str, str] | None:
        """Return the fields of the result, or None if nothing came."""
        while True:
            given = await self._next(prompting)
            if given is None:
                return {"Digits": self._digits} if self._digits else None
            if isinstance(given, Key) and "dtmf" in self._kinds:
                prompting.cancel()
                if self._key(given.digit):
                    return {"Digits": self._digits, "FinishedOnKey": self._finished(given.digit)}
            elif isinstance(given, Words) and "speech" in self._kinds:
                if self._node.get("bargeIn") != "false":
                    prompting.cancel()
                if result := await self._words(given):
                    return {"SpeechResult": result, "Confidence": CONFIDENCE}

    async def _next(self, prompting: "asyncio.Task[None]") -> Input | None:
        """Wait for input; the timeout begins when the prompts have ended."""
        heard = asyncio.ensure_future(self._ear.get())
        try:
            if not prompting.done():
                await asyncio.wait({heard, prompting}, return_when=asyncio.FIRST_COMPLETED)
            limit = None if self._speaking else self._timeout
            await asyncio.wait({heard}, timeout=limit)
            if prompting.done() and not prompting.cancelled() and (error := prompting.exception()):
                raise error
            return heard.result() if heard.done() else None
        finally:
            heard.cancel()

    def _finished(self, digit: str) -> str:
        return digit if digit in self._finish else ""

    def _key(self, digit: str) -> bool:
        """Take a key; returns whether the input is complete."""
        if digit in self._finish and self._digits:
            return True
        self._digits += digit
        return len(self._digits) == self._most

    async def _words(self, words: Words) -> str:
        self._speaking = not words.final
        if not words.final:
            self._partial(words.text)
            return ""
        told = self._node.get("speechTimeout", "")
        await asyncio.sleep(SECONDS_AUTO if told == "auto" else float(told or self._timeout))
        return words.text

    def _partial(self, text: str) -> None:
        url = self._node.get("partialResultCallback")
        if not url or not text:
            return
        params = self._at.params(
            UnstableSpeechResult=text,
            StableSpeechResult="",
            Stability="0.5",
            SequenceNumber=str(self._sequence),
        )
        self._sequence += 1
        method = self._node.get("partialResultCallbackMethod", "POST")
        self._at.world.webhooks.tell("partial", self._at.document.link(url), params, method)
