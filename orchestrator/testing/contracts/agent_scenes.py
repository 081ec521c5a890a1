"""A scene with an agent: the workspace, how its tests are run, and what they have in common."""

from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from functools import wraps
from typing import Any, ClassVar, Final, TypeVar

from hookflash.domain.call import events as e
from hookflash.orchestrator.simulation.virtual_time import run_virtually
from hookflash.orchestrator.testing.contracts.agent_stage import (
    CHARACTERS_A_SECOND,
    AgentStage,
)
from hookflash.orchestrator.testing.contracts.scripted_model import ModelReply, ToolUse

NUMBER: Final = "+14155550100"
CALLER: Final = "+14155550199"
OFFICE: Final = """
workspace: Harbor Dental
members:
  - {name: Dana, phone: "+14155550171"}
numbers:
  - number: "+14155550100"
    registration: approved
    flow:
      - agent: {greeting: Thanks for calling Harbor Dental., jobs: [Booking, Talk to a person]}
      - voicemail: {greeting: Please leave a message.}
jobs:
  - name: Booking
    instructions: "Let the caller know you'll text the scheduling link now, then \
/Send SMS: https://example.com/book. Confirm they received it."
  - name: Talk to a person
    instructions: "If the caller asks for a person, /Transfer call: Dana"
"""
"""The workspace of the call: one job that texts, and one that transfers."""
TEXT: Final = ToolUse(name="send_sms_1")
TRANSFER: Final = ToolUse(name="transfer_call_2")
QUESTION: Final = "Would you like me to transfer you to Dana?"
"""The core's question, in which Dana is named at the end."""
ANNOUNCED: Final = "I'll text you the scheduling link now."
ARRIVED: Final = "I've sent it. Did it arrive?"
E = TypeVar("E", bound=e.CallEvent)
S = TypeVar("S", bound="AgentScenes")


def on_stage(scene: Callable[[S, AgentStage], Coroutine[Any, Any, None]]) -> Callable[[S], None]:
    """Make a test method of ``scene(self, stage)``, on a call of its own."""

    @wraps(scene)
    def test(self: S, **given: Any) -> None:
        __tracebackhide__ = True

        async def main() -> None:
            __tracebackhide__ = True
            async with self.stage() as stage:
                await scene(self, stage, **given)

        self.run(main())

    del test.__wrapped__  # pytest would look for a fixture called stage
    return test


class AgentScenes:
    """Tests that play a call each, on :meth:`stage`."""

    characters_a_second: ClassVar[float] = CHARACTERS_A_SECOND
    """How fast the stage plays what is said."""
    at_once: ClassVar[bool] = True
    """Whether several stages can be open at the same time."""

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """Open a stage in the workspace ``OFFICE``; ends the call after the test."""
        raise NotImplementedError(f"define {type(self).__name__}.stage(self)")

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run one test, by default in virtual time. Redefine this for another event loop."""
        run_virtually(test)


async def propose(stage: AgentStage) -> None:
    """The caller asks for Dana; the model proposes it, and the core asks."""
    stage.model_replies(ModelReply(tools=(TRANSFER,)))
    await stage.caller_says("Could I talk to Dana?")
    assert await all_of(stage, e.TransferProposed)


async def is_confirmed(stage: AgentStage) -> bool:
    """Whether a transfer was confirmed."""
    return bool(await all_of(stage, e.TransferConfirmed))


async def all_of(stage: AgentStage, kind: type[E]) -> Sequence[E]:
    """The events of one kind on the call."""
    events = await stage.center.events(stage.call_id)
    return [event for event in events if isinstance(event, kind)]
