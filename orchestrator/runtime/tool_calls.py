"""Decides tool calls, with the facts that the decisions need."""

from datetime import datetime
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CallTool
from hookflash.domain.call.events import CallEvent, SmsRequested
from hookflash.domain.idempotency import TOOL, command_id
from hookflash.domain.job.action import SendSms, TransferCall
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.command_handler import Ask, Informed
from hookflash.orchestrator.runtime.waiting import CallWaiters
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

TEXT_PATIENCE: Final = 5.0
"""Seconds to wait for the outcome of a text before the agent continues."""


class ToolCalls:
    """Decides the tool calls of our agent, and those that hosts report of theirs."""

    def __init__(
        self,
        workspaces: WorkspaceRepository,
        watch: CallWaiters,
        ask: Ask,
        clock: Clock,
    ) -> None:
        self._workspaces = workspaces
        self._watch = watch
        self._ask = ask
        self._clock = clock

    async def use(
        self,
        call_id: str,
        tool: str,
        arguments: dict[str, object],
        tool_call_id: str,
        after: int | None = None,
    ) -> tuple[CallEvent, ...]:
        """Decide a tool call; waits up to ``TEXT_PATIENCE`` for a text's outcome.

        ``after`` is as in :class:`CallTool`.
        """

        async def command(call: Call, seen: Seen) -> CallTool:
            now = self._clock.now()
            made = await tool_command(
                self._workspaces, call, tool, arguments, tool_call_id, at=now, seen=seen
            )
            return made.model_copy(update={"after": after})

        events = await self._ask(call_id, Informed(command))
        for event in events:
            if isinstance(event, SmsRequested):
                await self.settled(call_id, event.effect_key)
        return events

    async def settled(self, call_id: str, effect_key: str) -> None:
        """Wait up to ``TEXT_PATIENCE`` until it is known what became of a text."""
        waiting = ("requested", "attempted", "postponed")
        await self._watch.until(
            call_id, lambda call: call.texts[effect_key].effect not in waiting, TEXT_PATIENCE
        )


async def tool_command(  # noqa: PLR0913 - what a tool call consists of
    workspaces: WorkspaceRepository,
    call: Call,
    tool: str,
    arguments: dict[str, object],
    tool_call_id: str,
    *,
    at: datetime,
    seen: Seen | None = None,
) -> CallTool:
    """The command of a tool call at ``at``, with the facts that its decision needs.

    ``seen`` notes what was read for it.
    """
    saved = call.actions.get(tool)
    action = saved.action if saved else None
    texting = routing = limits = None
    if isinstance(action, SendSms):
        facts = await workspaces.texting_facts(call, seen)
        allowed = await workspaces.text_limits(call, seen)
        texting = facts.model_copy(update={"limits": allowed})
    elif isinstance(action, TransferCall):
        routing = await workspaces.routing(call, action.destination, seen)
        limits = await workspaces.proposal_limits(call, action.destination, seen)
    return CallTool(
        id=command_id(TOOL, tool_call_id),
        at=at,
        tool=tool,
        arguments=arguments,
        tool_call_id=tool_call_id,
        texting=texting,
        routing=routing,
        limits=limits,
    )
