"""Say, Play, Pause, and the verbs that only go elsewhere or end."""

import asyncio
import io
import wave
import xml.etree.ElementTree as ET

import aiohttp
from yarl import URL

from tests.twilio.signature import signature
from tests.twilio.verbs.perform import Fetch, Finished, Performance, Source
from tests.twilio.webhooks import CLIENT_ERROR, Unanswered

SECONDS_OF_A_KEY = 0.25
SECONDS_OF_UNKNOWN_SOUND = 1.0


async def say(at: Performance, node: ET.Element) -> None:
    """Speak the text ``loop`` times (0: a thousand times, as Twilio does)."""
    text = " ".join("".join(node.itertext()).split())
    for _ in range(int(node.get("loop", 1)) or 1000):
        await at.leg.play(text)


async def play(at: Performance, node: ET.Element) -> None:
    """Play a sound that is fetched from its URL, or keys."""
    if keys := node.get("digits"):
        await at.leg.play(f"[keys {keys}]", SECONDS_OF_A_KEY * len(keys))
        return
    url = at.document.link((node.text or "").strip())
    seconds = await sound_seconds(at, url)
    for _ in range(int(node.get("loop", 1)) or 1000):
        await at.leg.play(f"[sound {url}]", seconds)


async def sound_seconds(at: Performance, url: str) -> float:
    """Fetch a sound and return its length; Unanswered if there is none."""
    signed = signature(at.world.account, url, {})
    try:
        async with at.world.webhooks.session.get(URL(url, encoded=True), headers=signed) as got:
            body, status = await got.read(), got.status
    except aiohttp.ClientError as error:
        raise Unanswered(f"11200 no sound at {url}") from error
    if status >= CLIENT_ERROR:
        raise Unanswered(f"11200 HTTP {status} for the sound {url}")
    try:
        with wave.open(io.BytesIO(body)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (wave.Error, EOFError):
        return SECONDS_OF_UNKNOWN_SOUND


async def pause(at: Performance, node: ET.Element) -> None:
    """Wait ``length`` seconds."""
    await at.leg.here(asyncio.sleep(float(node.get("length", 1))))


async def redirect(at: Performance, node: ET.Element) -> Source:
    """Go on with other TwiML."""
    url = at.document.link((node.text or "").strip())
    return Fetch(url, node.get("method", "POST"), kind="redirect")


async def hangup(_at: Performance, _node: ET.Element) -> None:
    """End the call."""
    raise Finished


async def reject(at: Performance, node: ET.Element) -> None:
    """Refuse the call; it is not answered."""
    refusal = {"busy": "busy", "rejected": "no-answer"}[node.get("reason", "rejected")]
    raise Finished("completed" if at.leg.answered is not None else refusal)


async def message(at: Performance, node: ET.Element) -> None:
    """Note a text that an old-fashioned ``<Sms>`` sends."""
    at.world.ledger.write("sms_verb", call=at.leg.sid, text=node.text or "")
