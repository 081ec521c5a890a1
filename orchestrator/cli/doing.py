"""What the caller of a test call can do."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, cast, get_args

from hookflash.domain.call.call import Call
from hookflash.domain.policy.phone import e164
from hookflash.domain.workspace.names import closest, folded
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.adapters.simulator.behaviour import Behaviour, Does, PhoneBehaviour
from hookflash.orchestrator.adapters.simulator.telephony import UNAVAILABLE, SimulatedTelephony
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.ports.reports import LegStatus, Recording

HELP: Final = """\
Type what the caller says. Or:
  /press 1                     press keys: 1 is yes, 2 is no
  /phones Front Desk answer 5  answer, ignore, reject, busy or fail, after so
                               many seconds of ringing; now, if it rings now
  /wait 3                      say nothing for so many seconds
  /hang up                     end the call
  /help                        this"""
_PHONE: Final = re.compile(rf"(.+?)\s+({'|'.join(get_args(Does))})(?:\s+(\d{{1,3}}(?:\.\d+)?))?")
_SECONDS_A_CHARACTER: Final = 0.06


@dataclass
class Doing:
    """The call, and all that the caller and the phones can do on it."""

    center: CallCenter
    telephony: SimulatedTelephony
    workspace: Workspace
    call_id: str
    phones: dict[str, PhoneBehaviour] = field(default_factory=dict)

    async def call(self) -> Call:
        """The call as it stands."""
        return await self.center.calls.load(self.call_id)


async def do(doing: Doing, line: str) -> str:
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


async def _speak(doing: Doing, words: str) -> str:
    call = await doing.call()
    if call.state == "voicemail_fallback" and call.voicemail is not None:
        seconds = round(len(words) * _SECONDS_A_CHARACTER + 1.0, 1)
        key = call.voicemail.effect_key
        recording = Recording(
            effect_key=key, recording=f"simulated:{key[:8]}", seconds=seconds, transcript=words
        )
        await doing.center.report(doing.call_id, recording)
    else:
        await doing.center.hear(doing.call_id, words)
    return ""


async def _press(doing: Doing, keys: str) -> str:
    if not re.fullmatch(r"[0-9*#]+", keys):
        return "Write the keys after /press: digits, * or #."
    await doing.center.press(doing.call_id, keys)
    return ""


async def _hang_up(doing: Doing, _: str) -> str:
    await doing.center.end(doing.call_id)
    return ""


async def _wait(_: Doing, seconds: str) -> str:
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", seconds):
        return "Write a number of seconds after /wait."
    await asyncio.sleep(float(seconds))
    return ""


async def _help(_: Doing, __: str) -> str:
    return HELP


async def _phones(doing: Doing, rest: str) -> str:
    written = _PHONE.fullmatch(rest)
    if written is None:
        return "Write whose phone does what: /phones Front Desk answer 5"
    who = _phone_of(doing.workspace, written[1])
    if who is None:
        members = doing.workspace.members
        near = closest(written[1], members)
        right = f"Did you mean “{near}”?" if near else f"There is: {', '.join(members) or 'none'}."
        return f"There is no member “{written[1]}”. {right}"
    does = cast("Does", written[2])
    doing.phones[who] = PhoneBehaviour(does=does, after=float(written[3] or 0))
    doing.telephony.behave(doing.call_id, Behaviour(phones=doing.phones))
    await _if_it_rings_now(doing, who, does)
    return ""


def _phone_of(workspace: Workspace, written: str) -> str | None:
    """The member's name as it is spelt, or the number."""
    number = e164(written)
    member = next((name for name in workspace.members if folded(name) == folded(written)), None)
    return member or (number if isinstance(number, str) else None)


async def _if_it_rings_now(doing: Doing, who: str, does: Does) -> None:
    call = await doing.call()
    legs = call.current.legs.values() if call.current else ()
    for leg in legs:
        if leg.leg.who == who and leg.status == "ringing" and does != "ignore":
            status = _answered(leg.leg.leg) if does == "answer" else _unavailable(leg.leg.leg, does)
            await doing.center.report(doing.call_id, status)


def _answered(leg: str) -> LegStatus:
    return LegStatus(leg=leg, status="answered")


def _unavailable(leg: str, does: Does) -> LegStatus:
    reason, code = UNAVAILABLE[does]
    return LegStatus(leg=leg, status="unavailable", reason=reason, code=code)


_COMMANDS: Final[dict[str, Callable[[Doing, str], Awaitable[str]]]] = {
    "press": _press,
    "phones": _phones,
    "wait": _wait,
    "hang": _hang_up,
    "hangup": _hang_up,
    "help": _help,
}
