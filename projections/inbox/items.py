"""The items of a thread: calls, texts, transfers, voicemails."""

from datetime import datetime
from typing import Any, Final, Literal

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.liveness import MAY_BE_SILENT, is_silent
from hookflash.domain.value import Value
from hookflash.projections.calls.outcome import FollowUp, in_words
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.runner.model import Row
from hookflash.projections.voicemails.fold import Sound

CallStatus = Literal["ringing", "in_progress", "ended"]
Kind = Literal["call", "text", "transfer", "voicemail"]

_REPLY_STATUS: Final = {"accepted": "sent"}
_STATUS: Final[dict[CallState, CallStatus]] = {"ringing": "ringing", "ended": "ended"}


class Said(Value):
    """One line of a conversation; ``digits`` holds keys pressed instead of words.

    ``text`` was heard; ``unheard`` is what the agent meant to say after it when it was cut off.
    """

    position: int
    at: datetime
    by: Literal["caller", "agent"]
    text: str
    digits: str
    unheard: str = ""


SAID: Final = tuple(Said.model_fields)
"""What a stored line shows; the rest of it tells its place among the others."""


class Item(Value):
    """One item of a thread. Fields that do not apply to its ``kind`` are empty or None.

    - call: ``status`` is ringing, in_progress or ended; ``outcome`` is that of the call;
      ``follow_up_reason`` says why a person has to act, and ``explanation`` the same in words;
      ``seconds`` is the time from answer to end; ``said`` is the conversation, with ``agent``
      speaking on our side; ``promises_flagged`` as in ``CallSummary``.
    - text to the contact: ``status`` is queued, sent, delivered, undelivered, failed, or unknown if
      the provider never told; ``reason``, ``code`` and ``explanation`` say why it failed;
      ``arrived`` is the caller's answer to whether it arrived.
    - our reply to a text (the confirmation of an opt-out, or the answer to HELP): as a text to the
      contact, but on no ``call``.
    - text from the contact: ``status`` is received; ``outcome`` is what a keyword changed,
      ``opted_out`` or ``opted_in``. It belongs to no ``call``, and ``key`` is its id.
    - transfer: ``outcome`` is that of its trail (``status`` is the same); ``recipient`` is the
      destination, ``body`` the caller's words, ``seconds`` the time from their yes to an answer.
    - voicemail: ``status`` is requested, playing, recorded, no_message or failed; ``owner`` is the
      member or inbox, ``body`` the transcript, ``seconds`` the length of the message. ``sound`` is
      ``awaited`` while the recording is being fetched, ``kept`` if it can be played, ``lost`` (for
      ``sound_reason``), ``expired`` or ``erased``; empty if it stays with the provider, under
      ``recording``.

    ``position`` is the item's first event in the stream of ``call``; ``key`` is the effect key.
    ``call`` is empty for what did not happen on one.

    A call is ``stale`` as in ``CallSummary``; its ``last_sign_at`` is None once it has ended, and
    while a person has the caller.
    """

    kind: Kind
    call: str
    key: str = ""
    position: int
    at: datetime
    sender: str
    recipient: str
    status: str
    body: str = ""
    outcome: str | None = None
    reason: str = ""
    code: str = ""
    explanation: str = ""
    seconds: float | None = None
    arrived: bool | None = None
    owner: str = ""
    recording: str = ""
    sound: Sound = ""
    sound_reason: str = ""
    agent: str = ""
    said: tuple[Said, ...] = ()
    test: bool
    flagged: bool = False
    needs_follow_up: bool = False
    follow_up_reason: FollowUp = ""
    promises_flagged: int = 0
    last_sign_at: datetime | None = None
    stale: bool = False

    def mentions(self, needle: str) -> bool:
        """Whether the item's words contain ``needle``, which must be case-folded."""
        said = (f"{line.text}{line.unheard}" for line in self.said)
        words = (self.body, self.recipient, *self._ended(), *said)
        return any(needle in text.casefold() for text in words)

    def _ended(self) -> tuple[str, ...]:
        """How a call ended, in words."""
        if self.kind != "call" or self.outcome is None:
            return ()
        return self.outcome.replace("_", " "), self.explanation


def call_item(row: Row, lines: list[Any]) -> Item:
    """Build an item from a call's row and the lines of its conversation."""
    return Item(
        kind="call",
        call=row["call_id"],
        position=1,
        at=row["received_at"],
        sender=row["contact"] or ANONYMOUS,
        recipient=row["number"],
        status=_STATUS.get(row["state"], "in_progress"),
        outcome=row["outcome"],
        reason=row["end_reason"],
        explanation=in_words(row["follow_up_reason"]),
        needs_follow_up=row["needs_follow_up"],
        follow_up_reason=row["follow_up_reason"],
        promises_flagged=row["promises_flagged"],
        seconds=row["seconds"],
        agent=row["agent_name"],
        said=tuple({name: line[name] for name in SAID if name in line} for line in lines),
        test=row["test"],
        last_sign_at=None if row["state"] in MAY_BE_SILENT else row["last_sign_at"],
    )


def marked_item(item: Item, now: datetime) -> Item:
    """Mark a call as stale if it is by ``now``."""
    if item.last_sign_at is None or not is_silent(item.last_sign_at, now):
        return item
    return item.model_copy(update={"stale": True})


def text_item(row: Row) -> Item:
    """Build an item from a text's row."""
    same = ("status", "body", "reason", "code", "explanation", "arrived")
    return Item(
        kind="text",
        at=row["requested_at"],
        sender=row["sender"],
        recipient=row["recipient"] or ANONYMOUS,
        **_common(row),
        **{name: row[name] for name in same},
        flagged=row["flagged"],
    )


def received_text_item(row: Row) -> Item:
    """Build an item from the row of a text that the contact sent."""
    return Item(
        kind="text",
        call="",
        key=row["text_id"],
        position=1,
        at=row["received_at"],
        sender=row["contact"],
        recipient=row["number"],
        status="received",
        body=row["body"],
        outcome=row["consent"] or None,
        test=False,
    )


def reply_item(row: Row) -> Item | None:
    """Build an item from our reply to a text; None if we sent none."""
    if not row["reply_key"] or row["reply_reason"] == "carrier_replies":
        return None
    return Item(
        kind="text",
        call="",
        key=row["reply_key"],
        position=2,
        at=row["reply_at"],
        sender=row["number"],
        recipient=row["contact"],
        status=_REPLY_STATUS.get(row["reply_status"], row["reply_status"]),
        body=row["reply_body"],
        reason=row["reply_reason"],
        code=row["reply_code"],
        test=False,
        flagged=row["reply_flagged"],
    )


def transfer_item(row: Row) -> Item:
    """Build an item from a transfer's row."""
    return Item(
        kind="transfer",
        at=row["asked_at"],
        sender=row["asked_by"],
        recipient=row["destination"],
        status=row["outcome"],
        body=row["reason"],
        outcome=row["outcome"],
        reason=row["cause"],
        code=row["code"],
        seconds=row["seconds_to_answer"],
        **_common(row),
        flagged=row["flagged"],
    )


def voicemail_item(row: Row, contact: str | None) -> Item:
    """Build an item from a voicemail's row and the caller's number, None if withheld."""
    same = ("status", "reason", "code", "seconds", "owner", "recording", "sound", "sound_reason")
    return Item(
        kind="voicemail",
        at=row["started_at"],
        sender=contact or ANONYMOUS,
        recipient=row["owner"],
        body=row["transcript"],
        **_common(row),
        **{name: row[name] for name in same},
    )


def _common(row: Row) -> dict[str, Any]:
    names = {"call": "call_id", "key": "effect_key", "position": "position", "test": "test"}
    return {name: row[column] for name, column in names.items()}
