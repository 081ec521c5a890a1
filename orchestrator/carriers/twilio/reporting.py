"""What Twilio tells about texts, recordings, and the end of a call."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.event import Actor
from hookflash.domain.workspace.contact import CarrierKeyword
from hookflash.orchestrator.carriers.twilio import twiml
from hookflash.orchestrator.carriers.twilio.hook import Answer, Hook
from hookflash.orchestrator.carriers.twilio.statuses import LIVE, TEXT_STATUSES
from hookflash.orchestrator.ports.reports import Ended, Recording, TextStatus, Transcript
from hookflash.orchestrator.runtime.inbound import UnknownNumber
from hookflash.orchestrator.telemetry.logs import get_logger

logger = get_logger(__name__)
KEYWORDS: Final[Mapping[str, CarrierKeyword]] = {"STOP": "stop", "START": "start", "HELP": "help"}
"""What Twilio's Advanced Opt-Out calls the keywords of an account, in any language."""


async def checked(hook: Hook) -> Answer:
    """``hookflash carriers check`` tries whether signed requests come through."""
    del hook
    return twiml.nothing()


async def ended(hook: Hook) -> Answer:
    """The call is over."""
    status = hook.form.get("CallStatus", "")
    if status not in LIVE:
        failed = status == "failed"
        report = Ended(
            reason="failed" if failed else "caller_hung_up",
            by=Actor.PROVIDER if failed else Actor.CALLER,
            message_id=f"{hook.sid}/ended",
        )
        await hook.calls.report(hook.call_id, report)
        with suppress(NoSuchCall):
            await hook.carrier.rooms.end_winner(await hook.calls.call(hook.call_id))
    return twiml.nothing()


async def recorded(hook: Hook) -> Answer:
    """The caller has left a message, or said nothing; the recording is told of separately."""
    if hook.form.get("Digits") == "hangup" or "RecordingSid" not in hook.form:
        return twiml.hang_up()
    return hook.carrier.documents.park()


async def recording(hook: Hook) -> Answer:
    """A recording is complete."""
    form = hook.form
    if form.get("RecordingStatus") == "completed":
        report = Recording(
            effect_key=hook.about.get("key", ""),
            recording=form.get("RecordingSid", ""),
            seconds=float(form.get("RecordingDuration") or 0),
            message_id=form.get("RecordingSid", ""),
        )
        await hook.calls.report(hook.call_id, report)
    return twiml.nothing()


async def transcript(hook: Hook) -> Answer:
    """The words of a recording; Twilio may fail to tell them."""
    form = hook.form
    if form.get("TranscriptionStatus") == "completed" and form.get("TranscriptionText"):
        report = Transcript(
            effect_key=hook.about.get("key", ""),
            transcript=form["TranscriptionText"],
            message_id=form.get("TranscriptionSid", ""),
        )
        await hook.calls.report(hook.call_id, report)
    return twiml.nothing()


async def text(hook: Hook) -> Answer:
    """A contact sends a text."""
    form = hook.form
    try:
        text_id = await hook.calls.receive_text(
            to=form.get("To", ""),
            from_=form.get("From", ""),
            body=form.get("Body", ""),
            message_id=form.get("MessageSid", ""),
            taken_for=KEYWORDS.get(form.get("OptOutType", ""), ""),
        )
        await hook.keep("text", text_id)
    except UnknownNumber as error:
        logger.warning("text_not_taken", reason=str(error))
    return twiml.nothing()


async def text_status(hook: Hook) -> Answer:
    """What became of a text that was sent."""
    form, status = hook.form, hook.form.get("MessageStatus", "")
    await hook.keep("text-status", hook.about.get("call", ""))
    if status in TEXT_STATUSES:
        report = TextStatus(
            effect_key=hook.about.get("key", ""),
            status=TEXT_STATUSES[status],
            provider_id=form.get("MessageSid", ""),
            code=form.get("ErrorCode", ""),
            reason=form.get("ErrorMessage", ""),
            message_id=f"{form.get('MessageSid', '')}/{status}",
        )
        await hook.calls.report(hook.about.get("call", ""), report)
    return twiml.nothing()
