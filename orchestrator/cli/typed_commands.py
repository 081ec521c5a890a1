"""What the caller of a test call can do."""

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
  /phones Front Desk answer 5  answer, ignore, reject, busy or fail, after so
                               many seconds of ringing; now, if it rings now
  /wait 3                      say nothing for so many seconds
  /hang up                     end the call
  /help                        this"""
_PHONE: Final = re.compile(rf"(.+?)\s+({'|'.join(get_args(Does))})(?:\s+(\d{{1,3}}(?:\.\d+)?))?")


@dataclass
class LiveCall:
    """The call, and all that the caller and the phones can do on it."""

    center: CallCenter
    workspace: Workspace
    call_id: str


async def do(doing: LiveCall, line: str) -> str:
    """Do what ``line`` says; returns what there is to say to whoever typed it."""
    if not line:
        return ""
    if not line.startswith("/"):
        return await _speak(doing, line)
    name, _, rest = line[1:].partition(" ")
    command = _COMMANDS.get(name.casefold())
    if command is None:
        return f"There is no command /{name}.\n{HELP}"
    return await command(doing, rest.strip())


async def _speak(doing: LiveCall, words: str) -> str:
    await doing.center.sandbox.say(doing.call_id, words)
    return ""


async def _press(doing: LiveCall, keys: str) -> str:
    if not re.fullmatch(r"[0-9*#]+", keys):
        return "Write the keys after /press: digits, * or #."
    await doing.center.press(doing.call_id, keys)
    return ""


async def _hang_up(doing: LiveCall, _: str) -> str:
    await doing.center.end(doing.call_id)
    return ""


async def _wait(_: LiveCall, seconds: str) -> str:
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", seconds):
        return "Write a number of seconds after /wait."
    await asyncio.sleep(float(seconds))
    return ""


async def _help(_: LiveCall, __: str) -> str:
    return HELP


async def _phones(doing: LiveCall, rest: str) -> str:
    written = _PHONE.fullmatch(rest)
    if written is None:
        return "Write whose phone does what: /phones Front Desk answer 5"
    who = _phone_of(doing.workspace, written[1])
    plan = PhonePlan(does=cast("Does", written[2]), after=float(written[3] or 0))
    try:
        await doing.center.sandbox.set_phone(doing.call_id, who, plan)
    except NoSuchPhone:
        near = closest(written[1], doing.workspace.members)
        known = ", ".join(doing.workspace.members) or "none"
        right = f"Did you mean “{near}”?" if near else f"There is: {known}."
        return f"There is no member “{written[1]}”. {right}"
    return ""


def _phone_of(workspace: Workspace, written: str) -> str:
    """The member's name as it is spelt, or the number; else what was written."""
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
