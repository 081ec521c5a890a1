"""Speech through a process of its own, which is watched, and started again when it fails."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from tempfile import TemporaryDirectory
from typing import Any, Final

from hookflash.orchestrator.carriers.voice.packets import Packet, packed, receive_packet
from hookflash.orchestrator.carriers.voice.speech import Said, SpeechState, SpeechUnavailable
from hookflash.orchestrator.runtime.sentence_cutter import SentenceCutter
from hookflash.orchestrator.telemetry.logs import get_logger

COMMAND: Final = (
    sys.executable,
    "-m",
    "hookflash.orchestrator.carriers.voice.speech_process",
)
START_SECONDS: Final = 120.0
"""How long the models may take to load."""
BEAT_SECONDS: Final = 2.0
SILENT_SECONDS: Final = 15.0
"""A process that gives no sign of life for so long is ended."""
WORK_SECONDS: Final = 20.0
"""A process that needs longer for a sentence or an utterance is ended."""
MOST_WAITING: Final = 8
"""Requests that may wait; more are refused, since their answers would come too late."""
WAITS_SECONDS: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Before it is started again, after each failure in a row."""
logger = get_logger(__name__)


class SpeechEngine:
    """Speaks and listens through one process, for all calls. ``watch`` is told of its state."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self.state: SpeechState = "starting"
        self._command = command
        self._watching: list[Callable[[SpeechState], None]] = []
        self._running: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._asked: dict[int, asyncio.Future[Packet]] = {}
        self._ids = 0
        self._failures = 0
        self._alive_at = 0.0

    def start(self) -> None:
        """Start the process, unless it was started."""
        if self._running is None:
            self._running = asyncio.create_task(self._supervise())

    def watch(self, tell: Callable[[SpeechState], None]) -> Callable[[], None]:
        """Have ``tell`` called with each new state; returns what ends that."""
        self._watching.append(tell)
        return lambda: self._watching.remove(tell)

    @property
    def process_id(self) -> int | None:
        """The id of the process, while there is one."""
        return self._process.pid if self._process is not None else None

    async def speak(self, text: str) -> AsyncIterator[Said]:
        """The sound of ``text``, a sentence at a time."""
        cutter = SentenceCutter()
        for sentence in filter(None, (*cutter.feed(text), cutter.finish())):
            answer = await self._ask({"do": "speak", "text": sentence})
            yield Said(sentence, answer.pcm)

    async def hear(self, pcm: bytes) -> str:
        """The words in ``pcm``."""
        answer = await self._ask({"do": "hear"}, pcm)
        return str(answer.about["text"])

    async def close(self) -> None:
        """End the process."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        self._running = None

    async def _ask(self, about: dict[str, Any], pcm: bytes = b"") -> Packet:
        process = self._process
        if self.state != "ready" or process is None or process.stdin is None:
            raise SpeechUnavailable(f"the speech process is {self.state}")
        if len(self._asked) >= MOST_WAITING:
            raise SpeechUnavailable(f"{MOST_WAITING} requests wait for the speech process")
        self._ids += 1
        asked: asyncio.Future[Packet] = asyncio.get_running_loop().create_future()
        self._asked[self._ids] = asked
        try:
            process.stdin.write(packed(Packet({"id": self._ids, **about}, pcm)))
            async with asyncio.timeout(WORK_SECONDS):
                answer = await asked
        except TimeoutError:
            self._end("it took too long")
            raise SpeechUnavailable("the speech process took too long") from None
        finally:
            self._asked = {key: one for key, one in self._asked.items() if one is not asked}
        if wrong := answer.about.get("wrong"):
            raise SpeechUnavailable(f"the speech process failed: {wrong}")
        return answer

    async def _supervise(self) -> None:
        while True:
            with TemporaryDirectory(
                prefix="hookflash-speech-", ignore_cleanup_errors=True
            ) as folder:
                try:
                    await self._run(folder)
                finally:
                    await self._clean_up()
            wait = WAITS_SECONDS[min(self._failures, len(WAITS_SECONDS) - 1)]
            self._failures += 1
            logger.warning("speech_process_ended", starts_again_in_seconds=wait)
            await asyncio.sleep(wait)

    async def _run(self, folder: str) -> None:
        """Run the process to its end; the sound that it makes goes through ``folder``."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command,
            folder,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )
        self._alive_at = asyncio.get_running_loop().time()
        beating = asyncio.create_task(self._beat(process))
        try:
            while process.stdout is not None:
                self._take(await receive_packet(process.stdout))
        except asyncio.IncompleteReadError:
            pass
        finally:
            beating.cancel()

    def _take(self, packet: Packet) -> None:
        self._alive_at = asyncio.get_running_loop().time()
        match packet.about:
            case {"is": "ready"}:
                self._become("ready")
            case {"is": "wrong", "why": why}:
                logger.error("speech_process_refused", why=why)
            case {"id": number} if (asked := self._asked.get(number)) and not asked.done():
                self._failures = 0
                asked.set_result(packet)

    async def _beat(self, process: asyncio.subprocess.Process) -> None:
        """Ask for a sign of life, and end a process that gives none."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            silent = asyncio.get_running_loop().time() - self._alive_at
            if silent > (SILENT_SECONDS if self.state == "ready" else START_SECONDS):
                self._end("it gave no sign of life")
                return
            if self.state == "ready" and process.stdin is not None:
                process.stdin.write(packed(Packet({"do": "ping"})))

    def _end(self, why: str) -> None:
        if self._process is not None and self._process.returncode is None:
            logger.warning("speech_process_killed", why=why)
            self._process.kill()

    async def _clean_up(self) -> None:
        """Answer what was asked, and leave no process behind."""
        process, self._process = self._process, None
        for asked in self._asked.values():
            if not asked.done():
                asked.set_exception(SpeechUnavailable("the speech process ended"))
        self._become("down")
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            ended = asyncio.create_task(process.wait())
            try:
                await asyncio.shield(ended)
            finally:
                await ended  # even if this is cancelled meanwhile: it has been killed

    def _become(self, state: SpeechState) -> None:
        self.state = state
        for tell in list(self._watching):
            tell(state)
