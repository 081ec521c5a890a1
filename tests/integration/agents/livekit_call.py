"""Drives one call: what the caller says and hears, and what the model does, in virtual time."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import wraps
from inspect import Signature, signature
from typing import Any, TypeVar
from unittest.mock import patch

from livekit.agents import AgentSession, ModelSettings, stt

from hookflash import CallCenter, Desk
from hookflash.domain.call.events import AgentSpoke, CallEvent
from hookflash.livekit import HookflashAgent
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock, run_virtually
from scripts.benchmarks.agents.livekit_fakes import Microphone, Recognition
from tests.integration.agents.livekit_io import (
    Loudspeaker,
    Reply,
    ScriptedModel,
    Voice,
    sound_of,
)
from tests.unit.desk.hosted import OFFICE, Hosted, hosted

E = TypeVar("E", bound=CallEvent)
ENDPOINTING = 0.4
"""Seconds of silence after which the caller's turn is over."""


class _Agent(HookflashAgent):
    """Speaks with the fake voice."""

    async def tts_node(self, text: Any, model_settings: ModelSettings) -> AsyncIterator[Any]:
        """Make the sound."""
        del model_settings
        async for frame in sound_of(text):
            yield frame


class LiveKitCall:
    """A call on a LiveKit session: the caller's side, and the model's."""

    def __init__(self, host: Hosted, session: AgentSession[Any], model: ScriptedModel) -> None:
        self._host = host
        self.session = session
        self.model = model
        self._ear = session.stt
        self._loud = session.output.audio
        self.agent: Any = None
        self.closed = asyncio.Event()
        session.on("close", lambda _: self.closed.set())

    @property
    def center(self) -> CallCenter:
        """The call center."""
        return self._host.center

    @property
    def desk(self) -> Desk:
        """The desk on the call."""
        return self._host.desk

    @property
    def call_id(self) -> str:
        """The call."""
        return self._host.desk.call_id

    @property
    def texts(self) -> list[str]:
        """The texts that were sent."""
        return [body for _, body in self._host.texts.sent]

    @property
    def rings(self) -> list[str]:
        """The transfers that began to ring."""
        return self._host.line.rung

    def model_does(self, *replies: Reply) -> None:
        """What the model does in its next replies."""
        self.model.script += replies

    async def caller_says(self, words: str, seconds: float = 1.0) -> None:
        """The caller says something, and then waits for the agent to be done."""
        await self.begins_to_say(words, seconds)
        await self.quiet()

    async def begins_to_say(self, words: str, seconds: float = 1.0) -> None:
        """The caller says something."""
        kind = stt.SpeechEventType
        self._recognized(kind.START_OF_SPEECH)
        await asyncio.sleep(seconds / 2)
        self._recognized(kind.INTERIM_TRANSCRIPT, words.split(" ", maxsplit=1)[0])
        await asyncio.sleep(seconds / 2)
        self._recognized(kind.FINAL_TRANSCRIPT, words)
        self._recognized(kind.END_OF_SPEECH)

    async def barge_in(self, milliseconds: int, words: str) -> None:
        """The caller begins to speak when something has been playing for so long."""
        assert isinstance(self._loud, Loudspeaker)
        await self._loud.playing.wait()
        await asyncio.sleep(milliseconds / 1000)
        await self.caller_says(words)

    async def quiet(self, seconds: float = 20.0) -> None:
        """Wait until nothing more happens."""
        await asyncio.sleep(seconds)

    async def heard(self) -> list[str]:
        """What the caller heard of the agent, in order, as the log tells it."""
        return [event.text for event in await self.events(AgentSpoke)]

    async def events(self, kind: type[E]) -> Sequence[E]:
        """The events of a kind."""
        return await self._host.events(kind)

    async def asked(self) -> list[str]:
        """The transfer questions that the core put, in order."""
        spoken = await self.events(AgentSpoke)
        return [one.text for one in spoken if one.asks and one.asks.kind == "transfer"]

    async def state(self) -> str:
        """The state of the call."""
        return (await self.center.until(self._host.desk.call_id, bool, 0)).state

    async def story(self) -> list[str]:
        """Everything that happened, for a person to read."""
        events = await self.center.events(self._host.desk.call_id)
        return [f"{event.at:%M:%S.%f} {event.TOPIC} {_words(event)}" for event in events]

    def _recognized(self, kind: stt.SpeechEventType, text: str = "") -> None:
        assert isinstance(self._ear, Recognition)
        self._ear.tell(kind, text)


def _words(event: CallEvent) -> str:
    said = event.model_dump()
    return " ".join(str(said[name]) for name in ("text", "heard_chars", "reason") if name in said)


@asynccontextmanager
async def livekit_call(
    agent: Callable[..., HookflashAgent] = _Agent, *, office: object = OFFICE, **options: Any
) -> AsyncIterator[LiveKitCall]:
    """A call that a session has answered; it has greeted."""
    loop = asyncio.get_running_loop()
    with patch.object(time, "time", lambda: EPOCH.timestamp() + loop.time()):
        async with hosted(office) as host:
            model = ScriptedModel()
            session: AgentSession[Any] = AgentSession(
                stt=Recognition(),
                llm=model,
                tts=Voice(),
                vad=None,
                turn_handling={
                    "turn_detection": "stt",
                    "endpointing": {"min_delay": ENDPOINTING, "max_delay": 2.0},
                },
                aec_warmup_duration=None,
                user_away_timeout=None,
            )
            session.input.audio = Microphone()
            session.output.audio = Loudspeaker()
            call = LiveKitCall(host, session, model)
            call.agent = agent(host.desk, clock=VirtualClock(loop), **options)
            await session.start(call.agent)
            await call.quiet()
            yield call
            await session.aclose()
            await asyncio.sleep(1)


def on_a_call(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test on a call, in virtual time; its other parameters are pytest's."""

    @wraps(test)
    def run(**given: Any) -> None:
        async def main() -> None:
            async with livekit_call() as call:
                await test(call, **given)

        run_virtually(main())

    # pytest would look for a fixture “call”
    del run.__wrapped__
    parameters = list(signature(test).parameters.values())[1:]
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return run
