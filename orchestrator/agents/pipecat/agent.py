"""The processors of a pipeline in which Hookflash decides what is done during a call."""

from functools import cached_property
from typing import Any

from pipecat.pipeline.pipeline import Pipeline
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.services.llm_service import LLMService
from pipecat.transports.base_transport import BaseTransport

from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.pipecat.ear import Ear
from hookflash.orchestrator.agents.pipecat.gate import Gate
from hookflash.orchestrator.agents.pipecat.hang_up import check_hang_up
from hookflash.orchestrator.agents.pipecat.hearing import Hearing
from hookflash.orchestrator.agents.pipecat.playback import Playback
from hookflash.orchestrator.agents.pipecat.talk import PipelineSettings, Talk
from hookflash.orchestrator.agents.pipecat.telephony import PipecatTelephony
from hookflash.orchestrator.agents.pipecat.tools import register, tools_schema
from hookflash.orchestrator.agents.pipecat.voice import Voice


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
        phones: PipecatTelephony | None = None,
        user_params: LLMUserAggregatorParams | None = None,
        settings: PipelineSettings | None = None,
    ) -> None:
        self.desk = desk
        self.context = LLMContext(tools=tools_schema(desk.tools))
        self._talk = Talk(desk, self.context, settings or PipelineSettings())
        pair = LLMContextAggregatorPair(self.context, user_params=user_params)
        llm.append_system_instruction(desk.instructions)
        register(llm, self._talk)
        if phones is not None:
            phones.attach(desk.call_id, self._talk)
        hearing = Hearing(self._talk)
        gate = Gate(self._talk, hearing, llm, pair.assistant())
        self._model: list[FrameProcessor] = [hearing, pair.user(), gate, llm, Voice(self._talk)]
        self._playback: list[FrameProcessor] = [Playback(self._talk), pair.assistant()]

    @cached_property
    def model(self) -> Pipeline:
        """What takes the place of the user's aggregator and the LLM, in a pipeline of your own."""
        return Pipeline(self._model)

    @cached_property
    def playback(self) -> Pipeline:
        """What takes the place of the assistant's aggregator, in a pipeline of your own."""
        return Pipeline(self._playback)

    def pipeline(
        self, transport: BaseTransport, *, stt: FrameProcessor, tts: FrameProcessor
    ) -> Pipeline:
        """The whole pipeline of the call, between the ends of ``transport``.

        When the client disconnects, the call ends, unless it was transferred. Raises
        :class:`HangsUpTransfers` for a serializer that ends the carrier's call by itself.
        """
        check_hang_up(transport)
        talk = self._talk

        async def disconnected(*_: object) -> None:
            await talk.end("caller_hung_up")

        transport.add_event_handler("on_client_disconnected", disconnected)
        # Not nested: each frame of sound would pass the two ends of every pipeline in it.
        begin = [transport.input(), Ear(talk), stt, *self._model]
        return Pipeline([*begin, tts, transport.output(), *self._playback])
