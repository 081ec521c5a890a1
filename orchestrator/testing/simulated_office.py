"""A simulated office: a workspace, and callers who are played against it in virtual time."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from hookflash.domain.policy.phone import e164
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.assembly import simulate
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.behaviour import (
    Behaviour,
    Does,
    PhoneBehaviour,
    TextBehaviour,
)
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.simulation.scripted_caller import Simulation
from hookflash.orchestrator.simulation.virtual_time import VirtualLoop, run_virtually
from hookflash.orchestrator.testing.played_call import PlayedCall
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace, workspace_in

CALLER: Final = "+14155550199"
PICK_UP_SECONDS: Final = 1.0
"""How long a call rings before the agent answers."""

P = ParamSpec("P")
T = TypeVar("T")
Workspace = WorkspaceDocument | Mapping[str, Any] | Path | str
Phones = Mapping[str, PhoneBehaviour | Does]


def in_virtual_time(test: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """Make an async test one that any test runner can run: minutes of a call pass in milliseconds.

    Fixtures and parameters work as usual. Raises ``NothingToWaitFor`` when the test waits for
    something that virtual time cannot bring about, such as an answer from a network.
    """

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return run_virtually(test(*args, **kwargs))

    return run


@asynccontextmanager
async def office(
    workspace: Workspace,
    *,
    phones: Phones | None = None,
    texts: TextBehaviour | str = "delivered",
    agent: Agent | None = None,
    seed: int = 1,
) -> AsyncIterator["Office"]:
    """Open a simulated office, in memory, as ``async with``.

    ``workspace``: the path of a workspace file, or its content as YAML text (of several lines)
    or as a mapping.
    ``phones``: what each phone does when it rings, by its member's name or its number; it rings
    unanswered by default.
    ``texts``: what the carrier does with texts: ``delivered``, ``undelivered``, ``lost``, or
    ``fail:30006`` with the carrier's code.
    ``agent``: your own, instead of the scripted agent. It must not wait for a network or a thread,
    because virtual time does not: replace its model by recorded answers.
    ``seed``: the same seed gives the same ids.

    Raises ``InvalidWorkspace`` with everything that is wrong with the workspace, ``ValueError`` for
    a phone or an outcome that does not exist, and ``RuntimeError`` outside of virtual time.
    """
    if not isinstance(asyncio.get_running_loop(), VirtualLoop):
        raise RuntimeError(  # noqa: TRY004 - the loop is not an argument
            "office: this needs virtual time; decorate the test with @in_virtual_time, "
            "or run it by run_virtually(test())"
        )
    document = _document(workspace)
    usual = _behaviour(document, phones or {}, texts)
    simulation = simulate("sqlite://", open_store("sqlite://"), seed, agent=agent)
    try:
        await simulation.center.apply(document)
        yield Office(simulation, document, usual)
    finally:
        # What phones and texts still do is of no interest to a log that is closed.
        simulation.telephony.tell = simulation.messaging.tell = None
        await simulation.close()


@dataclass
class Office:
    """A simulated office; see :func:`office`."""

    simulation: Simulation
    document: WorkspaceDocument
    usual: Behaviour
    calls: list[PlayedCall] = field(default_factory=list)
    """Every call so far."""

    @property
    def center(self) -> CallCenter:
        """The call center, for other questions: ``await o.center.inbox(o.workspace)``."""
        return self.simulation.center

    @property
    def workspace(self) -> str:
        """The id of the workspace."""
        return self.document.slug

    async def call(
        self,
        *,
        from_: str | None = CALLER,
        to: str | None = None,
        phones: Phones | None = None,
        texts: TextBehaviour | str | None = None,
    ) -> PlayedCall:
        """Call the office; returns the call once the agent has greeted the caller.

        ``from_``: the caller's number, None if withheld. ``to``: the number called, by default the
        first of the workspace. ``phones`` and ``texts``: what differs from the office's on this
        call.
        """
        number = to or self.document.numbers[0].number
        behaviour = Behaviour(
            phones={**self.usual.phones, **_phones(self.document, phones or {})},
            texts=self.usual.texts if texts is None else _texts(texts),
        )
        call_id = await self.center.receive_call(
            to=number, from_=from_, provider_call_id=f"call-{len(self.calls) + 1}"
        )
        call = PlayedCall(self.simulation, call_id)
        self.calls.append(call)
        self.simulation.telephony.behave(call_id, behaviour)
        self.simulation.messaging.behave(call_id, behaviour.texts)
        await call.waits(PICK_UP_SECONDS)
        await self.center.answer(call_id)
        return call


def _document(workspace: Workspace) -> WorkspaceDocument:
    if isinstance(workspace, WorkspaceDocument):
        return workspace
    if isinstance(workspace, Mapping):
        return workspace_in(json.dumps(workspace).encode(), "workspace")
    if isinstance(workspace, str) and "\n" in workspace:
        return workspace_in(workspace.encode(), "workspace")
    return read_workspace(workspace)


def _behaviour(
    document: WorkspaceDocument, phones: Phones, texts: TextBehaviour | str
) -> Behaviour:
    return Behaviour(phones=_phones(document, phones), texts=_texts(texts))


def _texts(texts: TextBehaviour | str) -> TextBehaviour:
    return TextBehaviour(outcome=texts) if isinstance(texts, str) else texts


def _phones(document: WorkspaceDocument, phones: Phones) -> dict[str, PhoneBehaviour]:
    return {
        _owner(document, who): PhoneBehaviour(does=does) if isinstance(does, str) else does
        for who, does in phones.items()
    }


def _owner(document: WorkspaceDocument, who: str) -> str:
    """The member's name, or the number in E.164; a misspelt one would never ring."""
    members = [member.name for member in document.members]
    number = e164(who)
    if who in members:
        return who
    if isinstance(number, str):
        return number
    known = ", ".join(members) or "none"
    raise ValueError(f"phones: there is no member {who!r}; the members are: {known}")
