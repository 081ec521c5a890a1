"""The call itself: it comes in, and asks again and again what to do next."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from functools import partial
from typing import Any, Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import play_voicemail
from hookflash.domain.idempotency import HEAR, PRESS, command_id
from hookflash.orchestrator.carriers.twilio import twiml
from hookflash.orchestrator.carriers.twilio.hook import Answer, Hook
from hookflash.orchestrator.carriers.twilio.reporting import ended
from hookflash.orchestrator.carriers.twilio.statuses import LIVE
from hookflash.orchestrator.ports.reports import Spoken
from hookflash.orchestrator.runtime.inbound import UnknownNumber
from hookflash.orchestrator.runtime.live_count import TooManyCalls
from hookflash.orchestrator.telemetry.logs import get_logger

TALKING: Final = ("conversing", "confirm_transfer")
ENTER_SECONDS: Final = 8.0
"""How long a document waits for the log to have the caller's words."""
OWED_SECONDS: Final = 12.0
"""A worker that lives has asked Twilio for a voicemail by then, and knows the answer."""
_turns: set["asyncio.Task[object]"] = set()
logger = get_logger(__name__)


async def voice(hook: Hook) -> Answer:
    """A call comes in; repeated, it is the same call."""
    form = hook.form
    try:
        call_id = await hook.calls.receive_call(
            to=form.get("To", ""), from_=form.get("From"), provider_call_id=form.get("CallSid", "")
        )
    except UnknownNumber as error:
        logger.warning("call_not_taken", reason=str(error))
        return twiml.reject()
    except TooManyCalls as error:
        logger.warning("call_not_taken", reason=str(error))
        return twiml.busy()
    return _now(hook, await hook.calls.call(call_id))


async def next_document(hook: Hook) -> Answer:
    """What was said has been played, or a parked call asks again."""
    about, call_id = hook.about, hook.call_id
    if speech := about.get("speech"):
        await hook.keep("next")
        at = hook.context.clock.now()
        report = Spoken(
            speech_id=speech,
            began_at=min(datetime.fromisoformat(about["at"]), at),
            ended_at=at,
            heard_chars=int(about["chars"]),
            message_id=f"{hook.sid}/{speech}",
        )
        await hook.calls.report(call_id, report)
    return _now(hook, await hook.calls.call(call_id))


async def heard(hook: Hook) -> Answer:
    """What ``<Gather>`` heard. The answer is decided after the document was sent."""
    form, turn = hook.form, hook.about.get("turn", "")
    words, digits = form.get("SpeechResult", "").strip(), form.get("Digits", "")
    call = await hook.calls.call(hook.call_id)
    if not words and not digits:
        return _now(hook, call)
    known = f"{hook.sid}/{turn}"
    hear, kind = (hook.calls.press, PRESS) if digits else (hook.calls.hear, HEAR)
    await _entered(hook, hear(hook.call_id, digits or words, message_id=known), kind, known)
    return hook.carrier.documents.park()


async def _entered(hook: Hook, hearing: Coroutine[Any, Any, object], kind: str, known: str) -> None:
    """Wait until the words are in the log; the agent's turn goes on. Raises what went wrong."""
    command = command_id(kind, known)
    turn = asyncio.create_task(hearing)
    _turns.add(turn)
    turn.add_done_callback(_turns.discard)
    entered = asyncio.create_task(
        hook.calls.until(hook.call_id, lambda call: command in call.seen, ENTER_SECONDS)
    )
    try:
        await asyncio.wait({turn, entered}, return_when=asyncio.FIRST_COMPLETED)
        if turn.done():
            turn.result()
    finally:
        entered.cancel()


async def relay_over(hook: Hook) -> Answer:
    """A relay session is over: the call ended, or the WebSocket broke and is opened again."""
    return await left(hook)


async def left(hook: Hook) -> Answer:
    """The caller has left a relay session or a conference, or is gone."""
    if hook.form.get("CallStatus") not in LIVE:
        return await ended(hook)
    return _now(hook, await hook.calls.call(hook.call_id))


def _now(hook: Hook, call: Call) -> Answer:
    """The document for the state that the call is in."""
    documents, language = hook.carrier.documents, call.language
    if call.state in ("dropped", "ended") or call.hang_up_requested:
        return twiml.hang_up()
    if call.state not in (*TALKING, "ringing"):
        return _owed_voicemail(hook, call) or documents.park()
    document = documents.listen(language, hook.context.ids.new("turn"))
    if call.state == "ringing":
        return document, partial(hook.calls.answer, call.call_id)
    return document


def _owed_voicemail(hook: Hook, call: Call) -> Answer:
    """The voicemail, if the worker that was about to ask Twilio for it has died; else nothing.

    A call that still asks what comes next is proof that its voicemail has not begun.
    """
    voicemail = call.voicemail
    if call.state != "voicemail_fallback" or voicemail is None or voicemail.changed_at is None:
        return ""
    waited = (hook.context.clock.now() - voicemail.changed_at).total_seconds()
    if voicemail.status != "attempted" or waited < OWED_SECONDS:
        return ""
    return hook.carrier.documents.voicemail(play_voicemail(call, voicemail), call.language)
