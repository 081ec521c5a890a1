"""The processors of a pipeline in which Hookflash decides what is done during a call."""

from typing import Any

from pipecat.pipeline.pipeline import Pipeline
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMAssistantAggregatorParams,
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.services.llm_service import LLMService
from pipecat.transports.base_transport import BaseTransport

from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.pipecat.gate import Gate
from hookflash.orchestrator.agents.pipecat.hearing import Hearing
from hookflash.orchestrator.agents.pipecat.playback import Playback
from hookflash.orchestrator.agents.pipecat.talk import Manner, Talk
from hookflash.orchestrator.agents.pipecat.tools import register, tools_schema
from hookflash.orchestrator.agents.pipecat.voice import Voice
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.system.clock import SystemClock


class HookflashAgent:
    """Hookflash around the model of one call's pipeline.

    ``model`` takes the place of the user's aggregator and the LLM, ``playback`` that of the
    assistant's aggregator; :meth:`pipeline` puts all in order. The model must be a text model
    between speech recognition and a voice: one that hears and speaks by itself cannot be kept
    silent while a question is open.
    """

    def __init__(
        self,
        desk: Desk,
        llm: LLMService[Any],
        *,
        user_params: LLMUserAggregatorParams | None = None,
        assistant_params: LLMAssistantAggregatorParams | None = None,
        clock: Clock | None = None,
        manner: Manner | None = None,
    ) -> None:
        self.desk = desk
        self.context = LLMContext(tools=tools_schema(desk.tools))
        self._talk = Talk(desk, clock or SystemClock(), self.context, manner or Manner())
        pair = LLMContextAggregatorPair(
            self.context, user_params=user_params, assistant_params=assistant_params
        )
        llm.append_system_instruction(desk.instructions)
        register(llm, self._talk)
        hearing = Hearing(self._talk)
        gate = Gate(self._talk, hearing, llm, pair.assistant())
        self.model = Pipeline([hearing, pair.user(), gate, llm, Voice(self._talk)])
        self.playback = Pipeline([Playback(self._talk), pair.assistant()])

    def pipeline(
        self, transport: BaseTransport, *, stt: FrameProcessor, tts: FrameProcessor
    ) -> Pipeline:
        """The whole pipeline of the call, between the ends of ``transport``."""
        return Pipeline(
            [transport.input(), stt, self.model, tts, transport.output(), self.playback]
        )
