"""Record, recordings of bridges, and what follows: the file, its callback, its transcript."""

import asyncio
import xml.etree.ElementTree as ET
from contextlib import suppress
from email.utils import formatdate

from tests.twilio.leg import HungUp, Key, Words
from tests.twilio.records import Recording, Transcription
from tests.twilio.verbs.perform import Performance, Source
from tests.twilio.world import World, keep

SECONDS_TO_STORE = 1.0
SECONDS_TO_TRANSCRIBE = 3.0
BEEP = "[beep]"


def new_recording(world: World, call: str, source: str, **facts: str) -> Recording:
    """Begin a recording."""
    recording = Recording(world.sids.new("RE"), call, source, world.now())
    for name, value in facts.items():
        setattr(recording, name, value)
    keep(world.recordings, recording.sid, recording, world.account.largest_memory)
    return recording


def recording_url(world: World, recording: Recording) -> str:
    """The address of a recording; with ``.wav`` it is the sound."""
    account = world.account.sid
    return f"{world.base}/2010-04-01/Accounts/{account}/Recordings/{recording.sid}"


async def record(at: Performance, node: ET.Element) -> Source | None:
    """Record what the far end says; without a sound, go on with the next verb."""
    if node.get("playBeep") != "false":
        await at.leg.play(BEEP, 0.5)
    taker = _Taker(at, node)
    with suppress(HungUp):
        await at.leg.here(taker.take())
    recording, seconds = taker.finish()
    if recording is None:
        return None
    finish(at, node, recording, seconds)
    return at.fetch(
        node,
        "record",
        RecordingUrl=recording_url(at.world, recording),
        RecordingSid=recording.sid,
        RecordingDuration=str(seconds),
        Digits="hangup" if at.leg.gone.done() else taker.key,
    )


class _Taker:
    """Listens for one Record."""

    def __init__(self, at: Performance, node: ET.Element) -> None:
        self._at = at
        self._silence = float(node.get("timeout", 5))
        self._most = float(node.get("maxLength", 3600))
        self._keys = node.get("finishOnKey", "1234567890*#")
        self._began = at.world.now()
        self._words: list[str] = []
        self._partial = ""
        self.key = ""

    async def take(self) -> None:
        """Listen until a key, silence or the longest time."""
        with self._at.leg.listening() as ear, suppress(TimeoutError):
            async with asyncio.timeout(self._most):
                while not self.key:
                    limit = None if self._partial else self._silence
                    self._take(await asyncio.wait_for(ear.get(), limit))

    def _take(self, given: Words | Key) -> None:
        if isinstance(given, Key):
            self.key = given.digit if given.digit in self._keys else ""
        elif given.final:
            self._words.append(given.text)
            self._partial = ""
        else:
            self._partial = given.text

    def finish(self) -> tuple[Recording | None, int]:
        """Return the recording, if anything was said, and its length."""
        words = " ".join([*self._words, *filter(None, [self._partial])])
        if not words:
            return None, 0
        at = self._at
        recording = new_recording(at.world, at.leg.sid, "RecordVerb", words=words)
        recording.began = self._began
        return recording, max(1, round(at.world.now() - self._began))


def finish(at: Performance, node: ET.Element, recording: Recording, seconds: int) -> None:
    """End ``recording``; its callback and its transcript follow by themselves."""
    recording.seconds = seconds
    recording.status = "processing"
    callback = at.document.link(node.get("recordingStatusCallback", ""))
    told = callback if node.get("recordingStatusCallback") else ""
    method = node.get("recordingStatusCallbackMethod", "POST")
    at.world.tasks.start(store(at.world, recording, told, method))
    if node.get("transcribe") == "true" or node.get("transcribeCallback"):
        url = node.get("transcribeCallback", "")
        at.world.tasks.start(_transcribe(at, recording, at.document.link(url) if url else ""))


async def store(world: World, recording: Recording, url: str, method: str) -> None:
    """Complete ``recording`` and tell ``url``."""
    await asyncio.sleep(SECONDS_TO_STORE)
    recording.status = "completed"
    world.ledger.write("recording", call=recording.call, recording=recording.sid)
    params = {
        "AccountSid": world.account.sid,
        "CallSid": recording.call,
        "RecordingSid": recording.sid,
        "RecordingUrl": recording_url(world, recording),
        "RecordingStatus": recording.status,
        "RecordingDuration": str(recording.seconds),
        "RecordingChannels": str(recording.channels),
        "RecordingStartTime": formatdate(recording.began),
        "RecordingSource": recording.source,
        "RecordingTrack": recording.track,
        "ErrorCode": "0",
    }
    world.webhooks.tell("recording", url, params, method)


async def _transcribe(at: Performance, recording: Recording, url: str) -> None:
    await asyncio.sleep(SECONDS_TO_TRANSCRIBE)
    world = at.world
    transcription = Transcription(
        world.sids.new("TR"), recording.sid, recording.words, recording.seconds, world.now()
    )
    keep(world.transcriptions, transcription.sid, transcription, world.account.largest_memory)
    account = world.account.sid
    params = at.params(
        RecordingSid=recording.sid,
        RecordingUrl=recording_url(world, recording),
        TranscriptionSid=transcription.sid,
        TranscriptionStatus=transcription.status,
        TranscriptionText=transcription.text,
        TranscriptionType="fast",
        TranscriptionUrl=(
            f"{world.base}/2010-04-01/Accounts/{account}/Recordings/{recording.sid}"
            f"/Transcriptions/{transcription.sid}"
        ),
    )
    world.webhooks.tell("transcription", url, params)


class BridgeRecording:
    """The recording of a Dial."""

    def __init__(self, at: Performance, node: ET.Element) -> None:
        self._at = at
        self._node = node
        dual = "dual" in node.get("record", "")
        self._recording = new_recording(at.world, at.leg.sid, "DialVerb", track="both")
        self._recording.channels = 2 if dual else 1

    def finish(self, seconds: int) -> str:
        """End it, and return its address."""
        finish(self._at, self._node, self._recording, seconds)
        return recording_url(self._at.world, self._recording)


def record_bridge(at: Performance, node: ET.Element) -> BridgeRecording | None:
    """Record the bridge of ``node``, if it says so."""
    wanted = node.get("record", "do-not-record") not in {"do-not-record", "false"}
    return BridgeRecording(at, node) if wanted else None
