"""The open effects of a call. They follow from the log, so any worker can perform them."""

from collections.abc import Iterator
from typing import Literal

from hookflash.domain.call.call import Call, Transfer, Voicemail
from hookflash.domain.call.events.transfers import Leg, Mailbox
from hookflash.domain.value import Value


class SendText(Value):
    """Send a text under its effect key."""

    kind: Literal["send_text"] = "send_text"
    call_id: str
    effect_key: str
    attempt: int
    recipient: str
    sender: str
    body: str


class RingPhones(Value):
    """Ring all phones of a transfer at once; the agent has left the call."""

    kind: Literal["ring_phones"] = "ring_phones"
    call_id: str
    effect_key: str
    attempt: int
    caller_id: str | None
    number: str
    legs: tuple[Leg, ...]
    ring_seconds: int


class HandOver(Value):
    """Hand the call over to the carrier, for an external number; the carrier's routing applies."""

    kind: Literal["hand_over"] = "hand_over"
    call_id: str
    effect_key: str
    attempt: int
    caller_id: str | None
    number: str
    destination: Leg


class ReleasePhone(Value):
    """Stop one phone ringing, or hang it up. Idempotent."""

    kind: Literal["release_phone"] = "release_phone"
    call_id: str
    effect_key: str
    leg: Leg


class PlayVoicemail(Value):
    """Play a voicemail greeting, then record."""

    kind: Literal["play_voicemail"] = "play_voicemail"
    call_id: str
    effect_key: str
    attempt: int
    mailbox: Mailbox


class HangUp(Value):
    """End the call from our side. Idempotent."""

    kind: Literal["hang_up"] = "hang_up"
    call_id: str
    effect_key: str


Effect = SendText | RingPhones | HandOver | ReleasePhone | PlayVoicemail | HangUp


def open_effects(call: Call) -> tuple[Effect, ...]:
    """The effects to start now. What is due later is among the timers (``timers.py``)."""
    return (*_texts(call), *_transfers(call), *_voicemail(call))


def _texts(call: Call) -> Iterator[Effect]:
    for text in call.texts.values():
        if text.effect == "requested":
            yield send_text(call, text.effect_key)


def send_text(call: Call, key: str) -> SendText:
    """The request for the next attempt at a text.

    Raises ``ValueError`` for a refused text without a recipient.
    """
    text = call.texts[key]
    if text.recipient is None:
        raise ValueError(f"text {key} has no recipient: it was refused and cannot be sent")
    return SendText(
        call_id=call.call_id,
        effect_key=key,
        attempt=text.attempts + 1,
        recipient=text.recipient,
        sender=text.sender,
        body=text.body,
    )


def _transfers(call: Call) -> Iterator[Effect]:
    for transfer in call.transfers.values():
        if transfer.outcome == "confirmed" and transfer.effect == "requested":
            yield ring(call, transfer)
        for leg in transfer.legs.values():
            if leg.status == "released":
                yield ReleasePhone(
                    call_id=call.call_id, effect_key=transfer.effect_key, leg=leg.leg
                )


def ring(call: Call, transfer: Transfer) -> RingPhones | HandOver:
    """The request for the next attempt at a confirmed transfer."""
    if transfer.external:
        return HandOver(
            call_id=call.call_id,
            effect_key=transfer.effect_key,
            attempt=transfer.attempts + 1,
            caller_id=call.contact,
            number=call.number,
            destination=next(iter(transfer.legs.values())).leg,
        )
    return RingPhones(
        call_id=call.call_id,
        effect_key=transfer.effect_key,
        attempt=transfer.attempts + 1,
        caller_id=call.contact,
        number=call.number,
        legs=tuple(leg.leg for leg in transfer.legs.values() if leg.status == "waiting"),
        ring_seconds=transfer.ring_seconds,
    )


def _voicemail(call: Call) -> Iterator[Effect]:
    voicemail = call.voicemail
    if voicemail is None or call.state != "voicemail_fallback":
        return
    if voicemail.status == "requested":
        yield play_voicemail(call, voicemail)
    elif voicemail.status in ("recorded", "stopped", "failed"):
        yield HangUp(call_id=call.call_id, effect_key=voicemail.effect_key)


def play_voicemail(call: Call, voicemail: Voicemail) -> PlayVoicemail:
    """The request for the next attempt to play a voicemail."""
    return PlayVoicemail(
        call_id=call.call_id,
        effect_key=voicemail.effect_key,
        attempt=voicemail.attempts + 1,
        mailbox=voicemail.mailbox,
    )
