"""Texts: sends them as a carrier does, tells of their fate, and takes those that come in."""

import asyncio
import re

from tests.twilio.account import Number
from tests.twilio.errors import MESSAGE_ERRORS, Refused
from tests.twilio.progress import API_VERSION
from tests.twilio.records import Message
from tests.twilio.twiml.document import BadDocument, Document
from tests.twilio.twiml.grammar import messaging
from tests.twilio.verbs.perform import MARKUP
from tests.twilio.webhooks import Unanswered
from tests.twilio.world import World, keep

STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
START = {"START", "UNSTOP", "YES"}
HELP = {"HELP", "INFO"}
STOP_REPLY = "You have successfully been unsubscribed. You will not receive any more messages."
START_REPLY = "You have successfully been re-subscribed to messages from this number."
E164 = re.compile(r"\+[1-9]\d{6,14}")
LONGEST_BODY = 1600
SECONDS_A_STEP = 0.5
REFUSED = {
    21211: "Invalid 'To' Phone Number: {to}",
    21408: "Permission to send an SMS has not been enabled for the region indicated by 'To': {to}",
    21610: "Attempt to send to unsubscribed recipient",
    21614: "'To' number is not a valid mobile number: {to}",
}


def send(world: World, form: dict[str, str]) -> Message:
    """Accept a text, or refuse it; its fate follows by callback."""
    from_, to, body = _sender(world, form), form.get("To", ""), form.get("Body", "")
    _check(world, from_, to, body)
    text = Message(
        world.sids.new("SM"), "outbound-api", from_, to, body, world.now(), updated=world.now()
    )
    text.callback = form.get("StatusCallback", "")
    text.service = form.get("MessagingServiceSid", "")
    if text.service:
        text.status = "accepted"
    keep(world.messages, text.sid, text, world.account.largest_memory)
    world.ledger.write("text", message=text.sid, to=to, body=body, **{"from": from_})
    world.tasks.start(_deliver(world, text))
    return text


def _sender(world: World, form: dict[str, str]) -> str:
    if service := form.get("MessagingServiceSid"):
        for number in world.account.numbers.values():
            if number.messaging_service == service:
                return number.number
        raise Refused(404, 21701, f"The Messaging Service {service} does not exist")
    if not form.get("From"):
        raise Refused(400, 21603, "A 'From' phone number is required")
    return form["From"]


def _check(world: World, from_: str, to: str, body: str) -> None:
    if not to:
        raise Refused(400, 21604, "A 'To' phone number is required")
    if not body:
        raise Refused(400, 21602, "Message body is required")
    if len(body) > LONGEST_BODY:
        raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    if not E164.fullmatch(to):
        raise Refused(400, 21211, REFUSED[21211].format(to=to))
    if from_ not in world.account.numbers:
        raise Refused(400, 21606, f"'From' {from_} is not a Twilio phone number of your account")
    if (from_, to) in world.opted_out:
        raise Refused(400, 21610, REFUSED[21610])
    code = world.text_errors.get(to, 0)
    if code in REFUSED:
        raise Refused(400, code, REFUSED[code].format(to=to))


async def _deliver(world: World, text: Message) -> None:
    error = world.text_errors.get(text.to)
    steps = ["sending", "sent"] if error is None else ["sending", "sent"][: error % 2 + 1]
    for status in [*steps, "delivered" if error is None else "undelivered"]:
        await asyncio.sleep(SECONDS_A_STEP)
        text.status, text.updated = status, world.now()
        if status == "sent":
            text.sent = world.now()
        if status == "undelivered":
            text.error = error
        world.ledger.write("text_status", message=text.sid, status=status, error=text.error)
        world.webhooks.tell("message", text.callback, _status_params(world, text))


def _status_params(world: World, text: Message) -> dict[str, str]:
    params = {
        "AccountSid": world.account.sid,
        "ApiVersion": API_VERSION,
        "From": text.from_,
        "MessageSid": text.sid,
        "MessageStatus": text.status,
        "SmsSid": text.sid,
        "SmsStatus": text.status,
        "To": text.to,
    }
    if text.service:
        params["MessagingServiceSid"] = text.service
    if text.error is not None:
        params["ErrorCode"] = str(text.error)
        params["ErrorMessage"] = MESSAGE_ERRORS.get(text.error, "")
    return params


def text_in(world: World, number: Number, from_: str, body: str) -> Message:
    """Somebody texts ``number``: keywords opt out or in, and the host is told."""
    text = Message(
        world.sids.new("SM"), "inbound", from_, number.number, body, world.now(), status="received"
    )
    text.sent = text.updated = world.now()
    keep(world.messages, text.sid, text, world.account.largest_memory)
    world.ledger.write("text_in", message=text.sid, to=number.number, body=body, **{"from": from_})
    kind = _keyword(world, body)
    pair = (number.number, from_)
    if kind == "STOP":
        world.opted_out.add(pair)
        _reply(world, pair, STOP_REPLY, text.sid)
    elif kind == "START" and pair in world.opted_out:
        world.opted_out.discard(pair)
        _reply(world, pair, START_REPLY, text.sid)
    world.tasks.start(_tell(world, number, text, kind))
    return text


def _keyword(world: World, body: str) -> str:
    word = body.strip().upper()
    kinds = {"STOP": STOP, "START": START, "HELP": HELP}
    own = world.account.keywords.get(word, "")
    return own or next((kind for kind, words in kinds.items() if word in words), "")


def _reply(world: World, pair: tuple[str, str], body: str, why: str) -> None:
    """Note the reply that the carrier itself sends."""
    from_, to = pair
    world.ledger.write("carrier_reply", to=to, body=body, why=why, **{"from": from_})


async def _tell(world: World, number: Number, text: Message, kind: str) -> None:
    if not number.sms_url:
        return
    params = {
        **_status_params(world, text),
        "Body": text.body,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsMessageSid": text.sid,
        **{f"{who}{what}": "" for who in ("From", "To") for what in ("City", "State", "Zip")},
        "FromCountry": "US",
        "ToCountry": "US",
    }
    del params["MessageStatus"]
    if number.messaging_service:
        params["MessagingServiceSid"] = number.messaging_service
    if kind and world.account.advanced_opt_out:
        params["OptOutType"] = kind
    try:
        reply = await world.webhooks.ask("sms", number.sms_url, params, number.sms_method)
        if reply.text.strip() and reply.content_type in MARKUP:
            _answer(world, number, text, Document(reply.text, messaging(), number.sms_url))
    except (Unanswered, BadDocument) as error:
        world.ledger.write("alert", message=text.sid, error=str(error))


def _answer(world: World, number: Number, text: Message, document: Document) -> None:
    for node in document.verbs:
        body = (node.findtext("Body") or node.text or "").strip()
        form = {"From": number.number, "To": node.get("to", text.from_), "Body": body}
        callback = node.get("statusCallback", "")
        try:
            send(world, form | {"StatusCallback": document.link(callback) if callback else ""})
        except Refused as refusal:
            world.ledger.write("alert", message=text.sid, error=f"{refusal.code} {refusal}")
