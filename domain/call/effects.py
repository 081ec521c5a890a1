"""The open effects of a call. They follow from the log, so any worker can perform them."""

from collections.abc import Iterator
from typing import Literal

from pydantic import AwareDatetime

from hookflash.domain.call.call import Call, MessageRecording, Transfer, Voicemail
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.events.transfers import Leg, Mailbox
from hookflash.domain.call.identity import effect_key, speech_id
from hookflash.domain.call.sentences import sentences
from hookflash.domain.policy.contact_key import is_number, is_pseudonym
from hookflash.domain.value import Value


class FindCall(Value):
    """Look up whether a call is live; ``provider_call_id`` is the provider's own id of it."""

    call_id: str
    workspace: str
    provider_call_id: str
    carrier: str = ""


class Request(Value):
    """What every request to a provider carries, so that any worker can continue a live call.

    ``provider_call_id`` is the provider's own id of the call; ``effect_key`` the idempotency key.
    ``carrier`` is the one that the call came in through, as the call records it.
    """

    call_id: str
    workspace: str
    provider_call_id: str
    effect_key: str
    carrier: str = ""


class Speech(Request):
    """Say ``text`` to the caller; ``asks`` is the question in it, if there is one."""

    text: str
    asks: Question | None = None

    @property
    def id(self) -> str:
        """The id under which the playback is reported: the effect key."""
        return self.effect_key


class StopSpeaking(Request):
    """Stop what is being said on the call; ``effect_key`` is that of the speech."""


class StopRecording(Request):
    """Do not record the call any more: the caller does not want it. Idempotent."""

    kind: Literal["stop_recording"] = "stop_recording"


class FindLegs(Request):
    """Look up the phones of the transfer with this ``effect_key``."""


class SendText(Request):
    """Have the provider send a text under its key.

    ``first_attempted_at`` and ``other_ids`` serve carriers that cannot search by key: a text that
    was sent earlier, or whose id is known to belong to another text, is not this one.
    """

    kind: Literal["send_text"] = "send_text"
    attempt: int
    recipient: str
    sender: str
    body: str
    first_attempted_at: AwareDatetime | None = None
    other_ids: tuple[str, ...] = ()


class RingPhones(Request):
    """Ring all phones of a transfer at once; the agent has left the call."""

    kind: Literal["ring_phones"] = "ring_phones"
    attempt: int
    caller_id: str | None
    number: str
    legs: tuple[Leg, ...]
    ring_seconds: int
    accept_words: str = ""
    """What to tell a member whose leg has ``accept`` ``press_1``, in the language of the call."""


class HandOver(Request):
    """Hand the call over to the carrier, for an external number; the carrier's routing applies."""

    kind: Literal["hand_over"] = "hand_over"
    attempt: int
    caller_id: str | None
    number: str
    destination: Leg


class ReleasePhone(Request):
    """Stop one phone ringing, or hang it up. Idempotent.

    ``attempt`` counts from 1: a request to ring may come through after a release, which is then
    asked for again.
    """

    kind: Literal["release_phone"] = "release_phone"
    attempt: int = 1
    leg: Leg


class PlayVoicemail(Request):
    """Play a voicemail greeting, then record."""

    kind: Literal["play_voicemail"] = "play_voicemail"
    attempt: int
    mailbox: Mailbox


class HangUp(Request):
    """End the call from our side. Idempotent."""

    kind: Literal["hang_up"] = "hang_up"


class FetchRecording(Request):
    """Fetch the recording of ``seconds`` that the provider reported as ``recording``."""

    kind: Literal["fetch_recording"] = "fetch_recording"
    attempt: int
    recording: str
    seconds: float


class DiscardRecording(Request):
    """Delete the provider's copy of the recording that it reported as ``recording``. Idempotent."""

    recording: str


Effect = (
    SendText
    | RingPhones
    | HandOver
    | ReleasePhone
    | PlayVoicemail
    | HangUp
    | FetchRecording
    | StopRecording
)


def _of(call: Call, effect_key: str) -> dict[str, str]:
    """What every request about ``call`` carries."""
    return {
        "call_id": call.call_id,
        "workspace": call.workspace,
        "provider_call_id": call.provider_call_id,
        "effect_key": effect_key,
        "carrier": call.carrier,
    }


def speech(call: Call, position: int, text: str, asks: Question | None) -> Speech:
    """The speech of the agent's words in the event at ``position``."""
    return Speech(**_of(call, speech_id(call.call_id, position)), text=text, asks=asks)


def stop_speaking(call: Call, speaking: str) -> StopSpeaking:
    """The request to stop the speech with the id ``speaking``."""
    return StopSpeaking(**_of(call, speaking))


def find_legs(call: Call, effect_key: str) -> FindLegs:
    """The request to look up the phones of a transfer."""
    return FindLegs(**_of(call, effect_key))


def find_call(call: Call) -> FindCall:
    """The request to look up ``call``."""
    about = _of(call, "")
    del about["effect_key"]
    return FindCall(**about)


def open_effects(call: Call) -> tuple[Effect, ...]:
    """The effects to start now. What is due later is among the timers (``timers.py``).

    Nothing is done any more for a caller who was erased.
    """
    if is_pseudonym(call.contact):
        return ()
    found: list[Effect] = []
    if call.texts:
        found += _texts(call)
    if call.transfers:
        found += _transfers(call)
    if call.voicemail is not None:
        found += _voicemail(call)
        found += _recording(call)
    if call.recording_declined or call.hang_up_requested:
        found += _care(call)
    return tuple(found)


def _care(call: Call) -> Iterator[Effect]:
    if call.state == "ended":
        return
    if call.recording_declined and not call.recording_stopped:
        yield StopRecording(**_of(call, effect_key(call.call_id, "stop_recording", 1)))
    if call.hang_up_requested:
        yield HangUp(**_of(call, effect_key(call.call_id, "hang_up", 1)))


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
        **_of(call, key),
        attempt=text.attempts + 1,
        recipient=text.recipient,
        sender=text.sender,
        body=text.body,
        first_attempted_at=text.first_attempted_at,
        other_ids=tuple(
            t.provider_id for t in call.texts.values() if t is not text and t.provider_id
        ),
    )


def _transfers(call: Call) -> Iterator[Effect]:
    for transfer in call.transfers.values():
        if transfer.outcome == "confirmed" and transfer.effect == "requested":
            yield ring(call, transfer)
        for leg in transfer.legs.values():
            if leg.status == "released":
                yield ReleasePhone(
                    **_of(call, transfer.effect_key), attempt=leg.releases, leg=leg.leg
                )


def ring(call: Call, transfer: Transfer) -> RingPhones | HandOver:
    """The request for the next attempt at a confirmed transfer."""
    if transfer.external:
        return HandOver(
            **_of(call, transfer.effect_key),
            attempt=transfer.attempts + 1,
            caller_id=_caller_number(call),
            number=call.number,
            destination=next(iter(transfer.legs.values())).leg,
        )
    return RingPhones(
        **_of(call, transfer.effect_key),
        attempt=transfer.attempts + 1,
        caller_id=_caller_number(call),
        number=call.number,
        legs=tuple(leg.leg for leg in transfer.legs.values() if leg.status == "waiting"),
        ring_seconds=transfer.ring_seconds,
        accept_words=sentences(call.language).accept,
    )


def _caller_number(call: Call) -> str | None:
    """The caller's number in E.164; None if it is withheld or the caller id is not a number."""
    contact = call.contact
    return contact if contact is not None and is_number(contact) else None


def _voicemail(call: Call) -> Iterator[Effect]:
    voicemail = call.voicemail
    if voicemail is None or call.state != "voicemail_fallback":
        return
    if voicemail.status == "requested":
        yield play_voicemail(call, voicemail)
    elif voicemail.status in ("recorded", "stopped", "failed", "declined"):
        yield HangUp(**_of(call, voicemail.effect_key))


def play_voicemail(call: Call, voicemail: Voicemail) -> PlayVoicemail:
    """The request for the next attempt to play a voicemail."""
    return PlayVoicemail(
        **_of(call, voicemail.effect_key),
        attempt=voicemail.attempts + 1,
        mailbox=voicemail.mailbox,
    )


def _recording(call: Call) -> Iterator[Effect]:
    voicemail = call.voicemail
    recording = voicemail.recording if voicemail else None
    if voicemail is not None and recording is not None and recording.status == "requested":
        yield fetch_recording(call, voicemail.effect_key, recording)


def fetch_recording(call: Call, key: str, recording: MessageRecording) -> FetchRecording:
    """The request for the next attempt to fetch a recording."""
    return FetchRecording(
        **_of(call, key),
        attempt=recording.attempts + 1,
        recording=recording.reference,
        seconds=recording.seconds,
    )


def discard_recording(call: Call, key: str, recording: str) -> DiscardRecording:
    """The request to delete the provider's copy of a recording."""
    return DiscardRecording(**_of(call, key), recording=recording)
