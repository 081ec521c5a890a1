"""Tells how a call ended by reading its stored events over and over: a second opinion.

Shares no code with the read models, nor with the domain: events are plain JSON here.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from pydantic_core import from_json, to_json

from hookflash.domain.call.events import CallEvent

Told = dict[str, Any]
A_SECOND = timedelta(seconds=1)
GOOD = ("SmsAccepted", "SmsSent", "SmsDelivered")
OVER = ("SmsDelivered", "SmsFailed", "SmsCancelled", "SmsRefused")


def as_told(history: Iterable[CallEvent]) -> list[Told]:
    """The events as they are stored, each with its type."""
    return [{"type": event.type, **from_json(to_json(event))} for event in history]


def outcome_of(history: Iterable[CallEvent]) -> str:
    """The outcome of the call, ``live`` until it has ended."""
    told = as_told(history)
    end = _last(told, "CallEnded")
    if end is None:
        return "live"
    # A carrier may have corrected who was connected, or that anybody was.
    last = _last(told, "TransferConnected", "TransferUnanswered", "TransferFailed")
    connected = last and last.get("handed_over")
    rules = (
        ("interrupted", end["reason"] == "interrupted"),
        ("missed", not _all(told, "CallAnswered")),
        ("transferred", connected is False),
        ("handed_over", connected),
        ("voicemail_declined", last and _all(told, "VoicemailDeclined")),
        ("voicemail", last),
        ("abandoned", _all(told, "TransferAbandoned")),
        ("caller_silent", not _all(told, "CallerSpoke", "DigitsPressed")),
        (_by_texts(told), _by_texts(told)),
        ("gave_up", not _last_words_were_answered(told, end)),
    )
    return next((name for name, holds in rules if holds), "answered")


def follow_up_of(history: Iterable[CallEvent]) -> str:
    """Why a person has to act; empty if nobody has to."""
    events = list(history)
    outcome, told = outcome_of(events), as_told(events)
    if outcome != "live" and _all(told, "EmergencyHeard"):
        return "emergency"
    lost = [key for key in _keys(told) if _fate(told, key) == "lost"]
    if outcome in ("live", "transferred", "handed_over", "caller_silent", "resolved", "answered"):
        return "text_unknown" if lost and outcome != "live" else ""
    if outcome == "voicemail":
        said = [one for one in _all(told, "VoicemailRecorded") if one["seconds"] > 0]
        return "message" if said else "no_message"
    failed = any(_fate(told, key) == "failed" for key in _keys(told))
    return "text_unknown" if outcome == "text_failed" and not failed else outcome


def _by_texts(told: Sequence[Told]) -> str:
    keys = _keys(told)
    fates = [(key, _fate(told, key)) for key in keys]
    for name, bad in (("text_failed", ("failed", "lost")), ("text_refused", ("refused",))):
        for key, fate in fates:
            later = keys[keys.index(key) + 1 :]
            again = [one for one in later if _tool(told, one) == _tool(told, key)]
            if fate in bad and not any(_fate(told, one) == "good" for one in again):
                return name
    return "resolved" if any(fate == "good" for _, fate in fates) else ""


def _fate(told: Sequence[Told], key: str) -> str:
    """What became of a text: good, failed, refused, lost, needless, or empty while it is open."""
    own = [one for one in told if one.get("effect_key") == key]
    over = next((one for one in own if one["type"] in OVER), None)
    if over is not None and over["type"] != "SmsDelivered":
        if over["type"] == "SmsFailed":
            return "failed"
        if over["type"] == "SmsRefused":
            return "needless" if over["reason"] == "repeated" else "refused"
        return "failed" if over["reason"] in ("call_ended", "too_late") else "refused"
    if any(one["type"] in GOOD for one in own):
        return "good"
    return "lost" if any(one["type"] == "ActionFlagged" for one in own) else ""


def _last_words_were_answered(told: Sequence[Told], end: Told) -> bool:
    words = [one["position"] for one in _all(told, "CallerSpoke")]
    asked = (one for one in _all(told, "HangUpRequested") if one["by"] != "operator")
    hung_up = [one["position"] for one in asked]
    if not words or (hung_up and words[-1] < hung_up[-1]):
        return True
    failures = {one["cause"] for one in _all(told, "AgentFailed")}
    answers = [
        one
        for one in _all(told, "AgentSpoke")
        if one["position"] > words[-1] and one["cause"] not in failures
    ]
    if any(one["reported"] and _was_an_answer(told, one) for one in answers):
        return True
    answers = [one for one in answers if not one["reported"]]
    if not told[0]["rules"]:
        return bool(answers)
    unspoken = {one["speech_id"] for one in _all(told, "SpeechUnspoken")}
    said = [one for one in answers if _speech(one) not in unspoken]
    if end["by"] == "agent":
        return bool(said)
    return any(_was_heard(told, _speech(one), end) for one in said)


def _was_an_answer(told: Sequence[Told], reported: Told) -> bool:
    """Whether enough of the words that a host reported was heard, after the caller's last."""
    words = _all(told, "CallerSpoke")[-1]
    heard = reported["heard_chars"]
    enough = heard is None or heard >= min(12, len(reported["text"]))
    return enough and _began(reported) >= _began(words)


def _began(spoke: Told) -> datetime:
    return _time(spoke["began_at"] or spoke["at"])


def _was_heard(told: Sequence[Told], speech: str, end: Told) -> bool:
    own = [one for one in told if one.get("speech_id") == speech]
    ended = _time(end["at"])
    report = next((one for one in own if one["type"] == "SpeechHeard"), None)
    if report is not None:
        enough = report["finished"] or report["heard_chars"] >= 12
        before = _time(report["ended_at"]) <= ended or report["position"] < end["position"]
        return enough and (before or _time(report["began_at"]) + A_SECOND <= ended)
    return any(
        one["type"] == "SpeechAccepted"
        and one["playback"] == "none"
        and _time(one["at"]) + A_SECOND <= ended
        for one in own
    )


def _speech(spoke: Told) -> str:
    """How the id of a speech follows from its event."""
    named = UUID("5f0c2b5e-7c1a-5d0e-9b1f-6b8a1c0f4e21")
    return str(uuid5(named, f"{spoke['call_id']}/speech/{spoke['position']}"))


def _keys(told: Sequence[Told]) -> list[str]:
    return [one["effect_key"] for one in _all(told, "SmsRequested", "SmsRefused")]


def _tool(told: Sequence[Told], key: str) -> str:
    asked = _all(told, "SmsRequested", "SmsRefused")
    return next(str(one["tool"]) for one in asked if one["effect_key"] == key)


def _all(told: Sequence[Told], *types: str) -> list[Told]:
    return [one for one in told if one["type"] in types]


def _last(told: Sequence[Told], *types: str) -> Told | None:
    return next(reversed(_all(told, *types)), None)


def _time(written: str) -> datetime:
    return datetime.fromisoformat(written)
