"""A call comes in: whose number it is for, and what it will be played by."""

from hookflash.domain.call.commands import ReceiveCall
from hookflash.domain.call.identity import call_id
from hookflash.domain.job.briefing import compile_actions
from hookflash.domain.policy.phone import e164
from hookflash.domain.problem import Problem
from hookflash.orchestrator.ports.outside import Outside
from hookflash.orchestrator.workspaces import Workspaces


class UnknownNumber(LookupError):
    """A call to a number that no workspace has."""

    def __init__(self, number: str) -> None:
        super().__init__(f"to: {number} is no workspace's number; apply a workspace that has it")
        self.number = number


class Incoming:
    """Makes the command that brings a call in."""

    def __init__(self, workspaces: Workspaces, outside: Outside) -> None:
        self._workspaces = workspaces
        self._outside = outside

    async def receive(
        self, to: str, from_: str | None, provider_call_id: str, *, test: bool
    ) -> ReceiveCall:
        """Freeze what the call is played by. Raises :class:`UnknownNumber`."""
        number = e164(to)
        owner = await self._workspaces.owner(number) if isinstance(number, str) else None
        workspace = await self._workspaces.get(owner.workspace) if owner else None
        flow = workspace.flows.get(number) if workspace and isinstance(number, str) else None
        if workspace is None or flow is None or not isinstance(number, str):
            raise UnknownNumber(to)
        jobs = workspace.attached(number)
        known = provider_call_id or self._outside.ids.new("call")
        return ReceiveCall(
            id=f"received/{known}",
            at=self._outside.clock.now(),
            call_id=call_id(workspace.slug, known),
            provider_call_id=known,
            contact=caller_id(from_),
            number=number,
            test=test,
            agent_name=workspace.agent,
            greeting=flow.agent.greeting,
            voicemail_greeting=flow.voicemail.greeting,
            actions=compile_actions(jobs),
            jobs=tuple((job.name, job.version) for job in jobs),
        )


def caller_id(from_: str | None) -> str | None:
    """The caller in E.164, or None. Whatever is no number is a withheld one: the call goes on."""
    number = e164(from_) if from_ else None
    return None if isinstance(number, Problem) else number
