"""Mutants of what keeps a model in a pipeline of Pipecat from speaking at the wrong time."""

from collections.abc import Iterator
from unittest.mock import patch

from pipecat.frames.frames import LLMContextFrame, LLMTextFrame

from hookflash.orchestrator.agents.pipecat import heard
from hookflash.orchestrator.agents.pipecat.heard import PlayedText, Sound
from hookflash.orchestrator.agents.pipecat.talk import Talk
from hookflash.orchestrator.agents.pipecat.voice import Voice
from tests.integration.agents import test_pipecat, test_pipecat_ends
from tests.unit.mutants.registry import mutant


@mutant(
    "let a model in a pipeline speak while the transfer question is open",
    test_pipecat.test_words_of_the_model_after_its_proposal_are_silenced,
)
def _open_mouth() -> Iterator[None]:
    async def text_comes(self: Voice, frame: LLMTextFrame) -> None:
        await self.push_frame(frame)

    with patch.object(Voice, "_text_comes", text_comes):
        yield


@mutant(
    "run the model of a pipeline whatever the desk answers",
    test_pipecat.test_a_transfer_is_confirmed,
)
def _open_gate() -> Iterator[None]:
    async def reply(self: Talk, frame: LLMContextFrame, _interruptions: int) -> None:
        await self.model.run(frame)

    with patch.object(Talk, "_reply", reply):
        yield


@mutant(
    "count the words that a voice has made, also before they are played",
    test_pipecat.test_words_that_the_voice_tells_of_too_early_do_not_count_as_heard,
)
def _made_is_heard() -> Iterator[None]:
    def by_words(text: str, _sound: Sound, _timed: list[PlayedText]) -> int:
        return len(text)

    with patch.object(heard, "_by_words", by_words):
        yield


@mutant(
    "end the call with its pipeline, also when the carrier has taken it",
    test_pipecat_ends.test_the_end_of_the_pipeline_during_a_transfer_leaves_the_call_to_the_telephony,
)
def _never_left() -> Iterator[None]:
    with patch.object(Talk, "has_left", return_value=False):
        yield
