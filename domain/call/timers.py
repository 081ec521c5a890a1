"""The timers of a call. They follow from the log, so they survive a restart.

All durations are in seconds. A timer that fires sends a command; a stale one yields no events, so
several workers may fire the same timer.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from hookflash.domain.call.call import NOT_TAKEN, AskedQuestion, Call, Text, Transfer
from hookflash.domain.call.hearing import estimated_seconds
from hookflash.domain.call.liveness import MAY_BE_SILENT
from hookflash.domain.call.pauses import REPORT_SECONDS, silence_after
from hookflash.domain.call.searches import SEARCH_SECONDS
from hookflash.domain.policy.contact_key import is_pseudonym

CONFIRMATION_SECONDS = 20.0
"""Silence after the question, until it lapses."""
HELD_SECONDS = 2.0
"""How long an answer waits for the playback report of its question."""
CUT_OFF_SECONDS = 1.5
"""Silence after a question was cut off, until it is put again."""
REPLY_SECONDS = 20.0
"""How long the caller waits for the agent, which has less; after that, its worker has died."""
ANSWER_SECONDS = 30.0
"""How long to wait for a provider's answer to an attempt before searching for its outcome."""
RECEIPT_SECONDS = (60.0, 300.0)
"""Waits for a delivery receipt before each search for it."""
CHOICE_SECONDS = 10.0
"""How long a caller has to choose a recorded message."""
GOODBYE_SECONDS = 4.0
"""Silence after goodbye, until the call is hung up."""
VOICEMAIL_SECONDS = 180.0
"""The longest time for greeting and message together."""
SILENCE_SECONDS = 30.0
"""How long a caller waits in silence while the provider keeps postponing the voicemail."""
FETCH_SECONDS = 120.0
"""The longest time in which a worker fetches and stores a recording; another then tries."""
KEEPING_SECONDS = 86_400.0
"""From the report of a recording: one that is not in the store by then is given up."""
TRANSCRIPT_SECONDS = 600.0
"""How long the provider keeps its copy of a recording for a transcript that has not come yet."""
NOT_FETCHED = "not_fetched"
"""Why a recording is given up that no worker fetched in time. Stored: never reword."""

Kind = Literal[
    "reply",
    "lapse",
    "ask_again",
    "ring_timeout",
    "retry",
    "search",
    "flag",
    "receipt",
    "expire_text",
    "stop_voicemail",
    "decline_voicemail",
    "close",
    "interrupt",
    "fetch_recording",
    "lose_recording",
    "discard_recording",
    "settle_promise",
]


class Timer(NamedTuple):
    """Fires ``kind`` for ``effect_key`` ``seconds`` after ``since``; ``step`` counts from 1.

    For ``close``, ``effect_key`` is the id of the speech that said goodbye. For ``reply``,
    ``step`` is the position of the words that wait, or 0.
    """

    kind: Kind
    effect_key: str
    step: int
    since: datetime
    seconds: float


def pending_timers(call: Call) -> tuple[Timer, ...]:
    """All timers that are running on ``call``; none once its caller was erased."""
    if is_pseudonym(call.contact):
        return ()
    found = [*_reply(call), *_silence(call)]
    if call.closing is not None:
        found += _closing(call)
    if call.transfers:
        found += _transfer(call)
        found += _phones(call)
    if call.texts:
        found += _texts(call)
    if call.voicemail is not None:
        found += _voicemail(call)
        found += _recording(call)
    if call.promises:
        found += _promises(call)
    return tuple(found)


def _silence(call: Call) -> Iterator[Timer]:
    """The call has to give a sign of life, unless a person has the caller."""
    since, wait = call.last_sign_at, call.silent_call_seconds
    if wait and since is not None and call.state not in MAY_BE_SILENT:
        yield Timer("interrupt", "", 1, since, wait)


def _closing(call: Call) -> Iterator[Timer]:
    closing = call.closing
    if closing is None or call.state != "conversing":
        return
    if (quiet := silence_after(closing, GOODBYE_SECONDS)) is not None:
        yield Timer("close", closing.speech_id, 1, *quiet)


def _promises(call: Call) -> Iterator[Timer]:
    """The agent's turn is over some time after its words; ``step`` is their position."""
    since = {promise.said: promise for promise in call.promises}
    if call.state in ("conversing", "confirm_transfer"):
        for said, promise in since.items():
            yield Timer("settle_promise", "", said, promise.since, promise.seconds)


def _reply(call: Call) -> Iterator[Timer]:
    """The caller waits for the greeting, or for an answer to their words."""
    if call.state != "conversing" or call.hosted:
        return
    if call.closing is not None or call.hang_up_requested:
        return
    last, since = call.last_said, call.conversing_since
    if last is None and since is not None:
        yield Timer("reply", "", 0, since, REPLY_SECONDS)
    elif last is not None and last.by == "caller" and last.text:
        # While a question was open, the agent had to be silent.
        at = max(last.at, since or last.at)
        yield Timer("reply", "", last.position, at, REPLY_SECONDS)


def _transfer(call: Call) -> Iterator[Timer]:
    transfer = call.current
    if transfer is None:
        return
    key = transfer.effect_key
    if call.state == "confirm_transfer" and transfer.question is not None:
        yield from _question(key, transfer.asks, transfer.question)
    if call.state == "transferring" and transfer.ringing_since is not None:
        yield Timer("ring_timeout", key, 1, transfer.ringing_since, float(transfer.ring_seconds))
        yield from _outcome(transfer)


def _phones(call: Call) -> Iterator[Timer]:
    """Phones may ring for a transfer that is over."""
    for transfer in call.transfers.values():
        if transfer.may_ring and transfer.changed_at is not None:
            step = len(SEARCH_SECONDS) - (transfer.last_search - transfer.searches)
            key, number, since = transfer.effect_key, transfer.searches + 1, transfer.changed_at
            yield Timer("search", key, number, since, SEARCH_SECONDS[step])


def _question(key: str, asks: int, question: AskedQuestion) -> Iterator[Timer]:
    if question.held is not None:
        yield Timer("ask_again", key, asks, question.held.at, HELD_SECONDS)
    elif question.heard_at is not None:
        yield Timer("lapse", key, asks, *_silence_after(question.heard_at, question.accepted_at))
    elif question.reported_at is not None:
        yield Timer("ask_again", key, asks, question.reported_at, CUT_OFF_SECONDS)
    elif question.accepted_at is not None:
        wait = estimated_seconds(question.characters) + REPORT_SECONDS
        yield Timer("ask_again", key, asks, question.accepted_at, wait)


def _silence_after(heard_at: datetime, accepted_at: datetime | None) -> tuple[datetime, float]:
    """Since when, and how long, the caller may be silent after a question.

    A moment that was estimated ahead counts from the acceptance, which lies in the past.
    """
    if accepted_at is None or heard_at <= accepted_at:
        return heard_at, CONFIRMATION_SECONDS
    return accepted_at, (heard_at - accepted_at).total_seconds() + CONFIRMATION_SECONDS


def _texts(call: Call) -> Iterator[Timer]:
    for text in call.texts.values():
        yield from _outcome(text)
        if call.state == "ended" and text.effect in NOT_TAKEN:
            since, wait = text.requested_at, call.late_text_seconds
            yield Timer("expire_text", text.effect_key, 1, since, wait)
        searched = text.receipts
        if text.effect == "accepted" and text.changed_at and searched < len(RECEIPT_SECONDS):
            wait = RECEIPT_SECONDS[searched]
            yield Timer("receipt", text.effect_key, text.searches + 1, text.changed_at, wait)


def _outcome(action: Text | Transfer) -> Iterator[Timer]:
    if action.changed_at is None:
        return
    key, since = action.effect_key, action.changed_at
    if action.effect == "postponed":
        yield Timer("retry", key, action.attempts + 1, since, action.wait)
    elif action.flagged:
        return
    elif action.effect == "attempted" and action.searches == 0:
        yield Timer("search", key, 1, since, ANSWER_SECONDS)
    elif action.effect in ("attempted", "unknown"):
        step = action.searches
        last = step >= len(SEARCH_SECONDS)
        wait = 0.0 if last else SEARCH_SECONDS[step]
        yield Timer("flag" if last else "search", key, step + 1, since, wait)


def _voicemail(call: Call) -> Iterator[Timer]:
    voicemail = call.voicemail
    if voicemail is None or voicemail.changed_at is None or call.state != "voicemail_fallback":
        return
    key, since = voicemail.effect_key, voicemail.changed_at
    if voicemail.offer is not None and (quiet := silence_after(voicemail.offer, CHOICE_SECONDS)):
        yield Timer("decline_voicemail", key, 1, *quiet)
    if voicemail.status in ("attempted", "started"):
        yield Timer("stop_voicemail", key, 1, since, VOICEMAIL_SECONDS)
    elif voicemail.status == "postponed":
        yield Timer("retry", key, voicemail.attempts + 1, since, voicemail.wait)
        yield Timer("stop_voicemail", key, 1, voicemail.attempted_at or since, SILENCE_SECONDS)


def _recording(call: Call) -> Iterator[Timer]:
    voicemail = call.voicemail
    recording = voicemail.recording if voicemail else None
    if voicemail is None or recording is None:
        return
    if recording.copy == "discarding" and recording.discard_at is not None:
        since, number = recording.discard_at, recording.discards + 1
        early = 0.0 if voicemail.transcript else TRANSCRIPT_SECONDS
        wait = recording.discard_wait if recording.discards else early
        yield Timer("discard_recording", voicemail.effect_key, number, since, wait)
    if not recording.is_awaited:
        return
    key, step = voicemail.effect_key, recording.attempts + 1
    yield Timer("lose_recording", key, 1, recording.recorded_at, KEEPING_SECONDS)
    if recording.changed_at is not None:
        wait = recording.wait if recording.status == "postponed" else FETCH_SECONDS
        yield Timer("fetch_recording", key, step, recording.changed_at, wait)
