"""The lines that the caller of a test call can type."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, cast, get_args

from hookflash.domain.policy.phone import e164
from hookflash.domain.workspace.names import closest, folded
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.behaviour import Does
from hookflash.orchestrator.sandbox.sessions import NoSuchPhone, PhonePlan

HELP: Final = """\
Type what the caller says. Or:
  /press 1                     press keys: 1 is yes, 2 is no
  /phones Front Desk answer 5  let that phone answer, ignore, reject, be busy or
                               fail after 5 seconds; at once if it is ringing
  /wait 3                      stay silent for 3 seconds
  /hang up                     end the call
  /help                        list these commands"""
_PHONE: Final = re.compile(rf"(.+?)\s+({'|'.join(get_args(Does))})(?:\s+(\d{{1,3}}(?:\.\d+)?))?")


@dataclass
class LiveCall:
    """A test call, and the call center that runs it."""

    center: CallCenter
    workspace: Workspace
    call_id: str


async def run_line(call: LiveCall, line: str) -> str:
    """Say ``line`` to the agent, or run it as a command; returns a reply to the user, or ''."""
    if not line:
        return ""
    if not line.startswith("/"):
        return await _speak(call, line)
    name, _, rest = line[1:].partition(" ")
    command = _COMMANDS.get(name.casefold())
    if command is None:
        return f"There is no command /{name}.\n{HELP}"
    return await command(call, rest.strip())


async def _speak(call: LiveCall, words: str) -> str:
    await call.center.sandbox.say(call.call_id, words)
    return ""


async def _press(call: LiveCall, keys: str) -> str:
    if not re.fullmatch(r"[0-9*#]+", keys):
        return "Write the keys after /press: digits, * or #."
    await call.center.press(call.call_id, keys)
    return ""


async def _hang_up(call: LiveCall, _: str) -> str:
    await call.center.end(call.call_id)
    return ""


async def _wait(_: LiveCall, seconds: str) -> str:
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", seconds):
        return "Write a number of seconds after /wait."
    await asyncio.sleep(float(seconds))
    return ""


async def _help(_: LiveCall, __: str) -> str:
    return HELP


async def _phones(call: LiveCall, rest: str) -> str:
    written = _PHONE.fullmatch(rest)
    if written is None:
        return "Write a name and what the phone does: /phones Front Desk answer 5"
    who = _phone_of(call.workspace, written[1])
    plan = PhonePlan(does=cast("Does", written[2]), after=float(written[3] or 0))
    try:
        await call.center.sandbox.set_phone(call.call_id, who, plan)
    except NoSuchPhone:
        near = closest(written[1], call.workspace.members)
        known = ", ".join(call.workspace.members) or "none"
        right = f"Did you mean “{near}”?" if near else f"The members are: {known}."
        return f"There is no member “{written[1]}”. {right}"
    return ""


def _phone_of(workspace: Workspace, written: str) -> str:
    """The member's name as it is spelt, else the number in E.164, else ``written`` itself."""
    number = e164(written)
    member = next((name for name in workspace.members if folded(name) == folded(written)), None)
    return member or (number if isinstance(number, str) else written)


_COMMANDS: Final[dict[str, Callable[[LiveCall, str], Awaitable[str]]]] = {
    "press": _press,
    "phones": _phones,
    "wait": _wait,
    "hang": _hang_up,
    "hangup": _hang_up,
    "help": _help,
}
