"""Workers that keep recordings, in virtual time, on one log."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hookflash import Fetched, FetchRecording, NotTaken, Settings, Sound
from hookflash.domain.call import events as e
from hookflash.domain.call.identity import recording_key
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.parts import build_parts
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.recordings import Recordings, RecordingStore
from hookflash.orchestrator.projection_runner import ProjectionRunner, open_views
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.testing import MemoryRecordings, SeededIds, VirtualClock, run_virtually
from tests.cast import NOON
from tests.contract.integrity.stories import left_a_message

CALL = "harbor-dental.call.00000000000000a1"
SOUND = b"RIFF and so on"
Answer = Fetched | Exception


@dataclass
class Provider:
    """Gives ``answers`` in turn, then the sound; ``requests`` are those it got."""

    answers: list[Answer] = field(default_factory=list)
    sound: bytes = SOUND
    content_type: str = "audio/wav"
    seconds: float = 0.0
    """How long it takes to send the sound."""
    requests: list[FetchRecording] = field(default_factory=list)

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:
        """Answer as set."""
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        yield answer or Sound(self.content_type, self._pieces())

    async def _pieces(self) -> AsyncIterator[bytes]:
        half = len(self.sound) // 2
        yield self.sound[:half]
        await asyncio.sleep(self.seconds)
        yield self.sound[half:]


NOT_YET = NotTaken(reason="HTTP 404")


class World:
    """A log with a call whose recording is to be kept, and a store."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'log.db'}"
        self.store = MemoryRecordings()
        self.begins = NOON + timedelta(minutes=5)
        with self.log() as log:
            log.append(left_a_message(CALL, keep=True))
        self.workers = 0

    @contextmanager
    def log(self) -> Iterator[Store]:
        """The log itself."""
        with open_store(self.url) as log:
            yield log

    def events(self, call_id: str = CALL) -> list[e.RecordingEvent]:
        """What is recorded of the recording."""
        with self.log() as log:
            every = list(log.read_stream(call_id))
        return [event for event in every if isinstance(event, e.RecordingEvent)]

    @property
    def key(self) -> str:
        """The recording's key in the store."""
        with self.log() as log:
            (event,) = (
                one for one in log.read_stream(CALL) if isinstance(one, e.VoicemailRecorded)
            )
        return recording_key("harbor-dental", event.effect_key)

    @asynccontextmanager
    async def worker(
        self,
        recordings: Recordings | None = None,
        store: RecordingStore | None = None,
        settings: Settings | None = None,
        *,
        carries: bool = True,
    ) -> AsyncIterator[CallCenter]:
        """A worker with these ports, and with phones and texts if it ``carries`` calls."""
        self.workers += 1
        clock = VirtualClock(asyncio.get_running_loop(), self.begins)
        telephony, messaging = SimulatedTelephony(clock), SimulatedMessaging(clock)
        ports = Ports(
            telephony=telephony if carries else None,
            messaging=messaging if carries else None,
            agent=ScriptedAgent(),
            clock=clock,
            ids=SeededIds(str(self.workers)),
            settings=settings or Settings(),
            recordings=recordings,
            recording_store=store,
        )
        log_store = open_store(self.url)
        log = EventLog(log_store, live=False)
        runner = ProjectionRunner(log, open_views(self.url, log_store), live=False)
        center = CallCenter(build_parts(log, runner, ports, SandboxLine(telephony, messaging)))
        try:
            yield center
        finally:
            await center.close()

    def play(self, main: Coroutine[Any, Any, None]) -> None:
        """Run ``main`` in virtual time."""
        run_virtually(main)


async def resume(center: CallCenter, call_id: str = CALL) -> None:
    """Have a worker continue the call, as recovery does."""
    await center._dispatcher.resume(call_id)


def kinds(events: list[e.RecordingEvent]) -> list[str]:
    """The kinds of the events, without their common beginning."""
    return [event.type.removeprefix("Recording") for event in events]


def at(seconds: float) -> datetime:
    """So many seconds after the recording was reported."""
    return NOON + timedelta(seconds=seconds)
