"""Keeps recorded messages: fetches them from the provider and puts them into the store.

The attempt is in the log before the provider is asked, so that one worker fetches a recording. The
object's key follows from the voicemail and is written once, so there is one object per recording
whatever happens between fetching and recording that (docs/adr/0008-recordings.md).
"""

import asyncio
from hashlib import sha256
from typing import Final, NamedTuple

from hookflash.domain.call.commands import (
    AttemptRecording,
    Command,
    KeepRecording,
    LoseRecording,
    PostponeRecording,
)
from hookflash.domain.call.effects import FetchRecording
from hookflash.domain.call.events import RecordingAttempted
from hookflash.domain.call.identity import recording_key
from hookflash.domain.call.timers import FETCH_SECONDS
from hookflash.orchestrator.ports.answers import NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.recordings import (
    MAX_RECORDING_BYTES,
    Recordings,
    RecordingStore,
    Sound,
)
from hookflash.orchestrator.runtime.command_handler import Ask
from hookflash.orchestrator.telemetry.logs import get_logger

AT_ONCE: Final = 2
"""Recordings that one worker fetches at the same time; each is in memory until it is stored."""
PATIENCE: Final = FETCH_SECONDS - 20.0
"""Seconds for one attempt, so that it is over before another worker makes the next."""
logger = get_logger(__name__)


class _Kept(NamedTuple):
    """What the store has."""

    content_type: str
    size: int
    sha256: str


class RecordingKeeper:
    """Fetches and stores recordings through the ports of a kind of call; without them, none."""

    def __init__(self, outside: Ports, ask: Ask) -> None:
        self._outside = outside
        self._ask = ask
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def keep(self, request: FetchRecording) -> None:
        """Make one attempt, and record what came of it."""
        source, store = self._outside.recordings_of(request), self._outside.recording_store
        if source is None or store is None:
            return
        async with self._turn:
            if not await self._attempted(request):
                return
            outcome = await self._outcome(request, source, store)
            await self._ask(request.call_id, lambda _: self._command(request, outcome))

    async def _attempted(self, request: FetchRecording) -> bool:
        """Record the attempt; False if it is not due, or another worker makes it."""
        key, number = request.effect_key, request.attempt
        events = await self._ask(
            request.call_id,
            lambda _: AttemptRecording(
                id=f"recording-attempt/{key}/{number}",
                at=self._outside.clock.now(),
                effect_key=key,
                attempt=number,
            ),
        )
        return any(isinstance(event, RecordingAttempted) for event in events)

    async def _outcome(
        self, request: FetchRecording, source: Recordings, store: RecordingStore
    ) -> _Kept | NotTaken | Refused | Unknown:
        try:
            async with asyncio.timeout(PATIENCE):
                return await _fetch(request, source, store)
        except TimeoutError:
            return Unknown(reason=f"not there within {PATIENCE:.0f} s")
        except Exception as error:  # noqa: BLE001 - whatever failed, a later attempt may not
            logger.warning(
                "recording_fetch_failed",
                call_id=request.call_id,
                effect_key=request.effect_key,
                error=repr(error),
            )
            return Unknown(reason=type(error).__name__)

    def _command(
        self, request: FetchRecording, outcome: _Kept | NotTaken | Refused | Unknown
    ) -> Command:
        at, key = self._outside.clock.now(), request.effect_key
        about = {"at": at, "effect_key": key, "id": f"recording/{key}/{request.attempt}"}
        match outcome:
            case _Kept():
                discard = self._outside.discards_recordings(request)
                return KeepRecording.model_validate(
                    {**about, **outcome._asdict(), "discard": discard}
                )
            case Refused():
                return LoseRecording.model_validate(
                    {**about, "reason": outcome.reason or outcome.code}
                )
            case NotTaken() | Unknown():
                seconds = outcome.seconds if isinstance(outcome, NotTaken) else 0.0
                said = {"attempt": request.attempt, "reason": outcome.reason, "seconds": seconds}
                return PostponeRecording.model_validate({**about, **said})


async def _fetch(
    request: FetchRecording, source: Recordings, store: RecordingStore
) -> _Kept | NotTaken | Refused | Unknown:
    key = recording_key(request.workspace, request.effect_key)
    async with source.fetch(request) as sound:
        if not isinstance(sound, Sound):
            return sound
        content_type = media_type(sound.content_type)
        if content_type is None:
            return Refused(code="not_sound", reason="the provider did not send sound")
        data = await _read(sound)
    if data is None:
        return Refused(code="too_large", reason=f"larger than {MAX_RECORDING_BYTES:,} bytes")
    if not data:
        return NotTaken(reason="it is empty")
    if await store.put(key, data):
        return _Kept(content_type, len(data), sha256(data).hexdigest())
    return await _stored(key, content_type, store)


async def _read(sound: Sound) -> bytes | None:
    """The whole sound; None if it is too large."""
    data = bytearray()
    async for chunk in sound.chunks:
        data += chunk
        if len(data) > MAX_RECORDING_BYTES:
            return None
    return bytes(data)


async def _stored(key: str, content_type: str, store: RecordingStore) -> _Kept | Unknown:
    """What an earlier attempt stored that did not live to record it."""
    size = await store.size(key)
    if size is None:
        return Unknown(reason="the store lost it")
    digest = sha256()
    async for chunk in store.read(key, 0, size):
        digest.update(chunk)
    return _Kept(content_type, size, digest.hexdigest())


def media_type(content_type: str) -> str | None:
    """The bare media type of a sound, as ``audio/wav``; None for anything else.

    Only sound is served to browsers, which would show a page with our origin's rights.
    """
    bare = content_type.partition(";")[0].strip().lower()
    kind, _, subtype = bare.partition("/")
    plain = subtype.replace("-", "").replace(".", "").replace("+", "").isalnum()
    return bare if kind == "audio" and plain and bare.isascii() else None
