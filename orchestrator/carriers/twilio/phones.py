"""The phones of a transfer: each is decided on the moment it is answered."""

from functools import partial
from typing import Final

from hookflash.domain.call.call import HAS_CALLER, Call
from hookflash.domain.call.sentences import sentences
from hookflash.orchestrator.carriers.twilio import twiml
from hookflash.orchestrator.carriers.twilio.hook import Answer, Hook
from hookflash.orchestrator.carriers.twilio.reporting import ended
from hookflash.orchestrator.carriers.twilio.statuses import LIVE, RINGING, UNAVAILABLE
from hookflash.orchestrator.ports.reports import Bridged, LegStatus

ACCEPT: Final = "1"
CONNECTED: Final = ("completed", "answered")


async def screen(hook: Hook) -> Answer:
    """A phone was answered: connect it, or hang it up."""
    leg, of = hook.about.get("leg", ""), int(hook.about.get("of", "1"))
    if await hook.calls.phone_answered(hook.call_id, leg, of) != "bridge":
        return twiml.hang_up()
    room = hook.about.get("room", "")
    document = hook.carrier.documents.join_room(room) if room else twiml.nothing()
    return document, partial(_bridged, hook, leg, room)


async def _bridged(hook: Hook, leg: str, room: str) -> None:
    """Report the bridge; a caller who left just before would be waited for in the conference."""
    await hook.calls.report(hook.call_id, Bridged(leg=leg, message_id=f"{leg}/bridged"))
    if room:
        call = await hook.calls.call(hook.call_id)
        if call.state == "ended":
            await hook.carrier.rooms.end_winner(call)


async def accept(hook: Hook) -> Answer:
    """A phone was answered that is connected only once its key 1 was pressed."""
    call = await hook.calls.call(hook.call_id)
    words = sentences(call.language).accept
    return hook.carrier.documents.press_1(words, call.language, hook.about)


async def accepted(hook: Hook) -> Answer:
    """A member pressed a key."""
    return await screen(hook) if hook.form.get("Digits") == ACCEPT else twiml.hang_up()


async def leg(hook: Hook) -> Answer:
    """The status of one phone."""
    form, name = hook.form, hook.about.get("leg", "")
    status = form.get("CallStatus", "")
    told = f"{form.get('CallSid', '')}/{status}"
    if status in RINGING or status == "in-progress":
        spoken = "ringing" if status in RINGING else "answered"
        sid = form.get("CallSid", "") if "room" in hook.about else ""
        report = LegStatus(leg=name, status=spoken, provider_id=sid, message_id=told)
    else:
        sid, report = "", await _out(hook, name, status, told)
    await hook.calls.report(hook.call_id, report)
    if sid:
        await hook.carrier.rooms.end_unwanted(hook.call_id, name, sid)
    return twiml.nothing()


async def _out(hook: Hook, name: str, status: str, told: str) -> LegStatus:
    """A phone is out: the one that had the caller has hung up, any other was never connected."""
    if _has_caller(await hook.calls.call(hook.call_id), name):
        return LegStatus(leg=name, status="stopped", message_id=told)
    return LegStatus(
        leg=name,
        status="unavailable",
        reason=UNAVAILABLE.get(status, "failed"),
        code=hook.form.get("SipResponseCode", "") if status == "failed" else "",
        message_id=told,
    )


async def dialed(hook: Hook) -> Answer:
    """The dialling is over: after a conversation the call ends, otherwise it waits for voicemail.

    Phones of which no callback has come are reported here.
    """
    if hook.form.get("CallStatus") not in LIVE:
        return await ended(hook)
    call = await hook.calls.call(hook.call_id)
    transfer = call.transfers.get(hook.about.get("key", ""))
    if hook.form.get("DialCallStatus") in CONNECTED or transfer is None or transfer.external:
        return twiml.hang_up()
    for name in transfer.legs:
        report = LegStatus(
            leg=name,
            status="unavailable",
            reason=UNAVAILABLE.get(hook.form.get("DialCallStatus", ""), "failed"),
            message_id=f"{hook.sid}/{name}/dialed",
        )
        await hook.calls.report(call.call_id, report)
    return hook.carrier.documents.park(1)


def _has_caller(call: Call, name: str) -> bool:
    legs = (leg for transfer in call.transfers.values() for leg in transfer.legs.values())
    return any(leg.leg.leg == name and leg.status in HAS_CALLER for leg in legs)
