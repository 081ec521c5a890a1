"""How a call ended, and whether a person has to follow up.

docs/explanation/outcomes.md explains the rules.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from hookflash.domain.call.conversation import CallState
from hookflash.projections.calls.course import Course, is_owed

CallOutcome = Literal[
    "interrupted",
    "missed",
    "transferred",
    "handed_over",
    "voicemail",
    "voicemail_declined",
    "abandoned",
    "caller_silent",
    "text_failed",
    "text_refused",
    "resolved",
    "gave_up",
    "answered",
]
"""In the order in which they are tried: the first that matches counts."""
FollowUp = Literal[
    "",
    "emergency",
    "interrupted",
    "missed",
    "message",
    "no_message",
    "voicemail_declined",
    "abandoned",
    "text_failed",
    "text_unknown",
    "text_refused",
    "gave_up",
]
"""Why a person has to follow up; empty if nobody has to."""

WORDS: Final[Mapping[FollowUp, str]] = {
    "emergency": "The caller spoke of an emergency. Call back at once.",
    "interrupted": "The connection was lost. Call back.",
    "missed": "The call was not answered. Call back.",
    "message": "The caller left a message. Listen to it.",
    "no_message": "The caller reached voicemail and left no message. Call back.",
    "voicemail_declined": "The caller did not want to be recorded, and left no message. Call back.",
    "abandoned": "The caller hung up while waiting for a person. Call back.",
    "text_failed": "A text did not reach the caller. Contact them another way.",
    "text_unknown": "Check whether the text was sent: the provider did not say.",
    "text_refused": "A text was not sent. Contact the caller another way.",
    "gave_up": "The caller hung up before the agent had answered. Call back.",
}
"""What to do, by the reason."""

_BY_STATE: Final[Mapping[CallState, CallOutcome]] = {
    "ringing": "missed",
    "voicemail_fallback": "voicemail",
    "confirm_transfer": "abandoned",
    "transferring": "abandoned",
}
"""Outcomes that follow from the state in which the call ended."""
_TAKEN: Final = ("accepted", "sent", "delivered")
_NOT_SENT: Final = ("call_ended", "too_late")
"""A text that was cancelled for one of these was promised, and not sent in time."""
_NO_NEED: Final = "repeated"
"""A text that was refused because the caller had it already."""


class Ending(NamedTuple):
    """How a call ended; ``follow_up`` is empty if nobody has to act."""

    outcome: CallOutcome | None
    follow_up: FollowUp


def ending(course: Course) -> Ending:
    """Judge how a call ended; outcome None until it has."""
    if course["ended_in"] is None:
        return Ending(None, "")
    outcome = _outcome(course)
    return Ending(outcome, _follow_up(course, outcome))


def in_words(reason: str) -> str:
    """Say what a person has to do, and why; empty if nothing."""
    return next((words for known, words in WORDS.items() if known == reason), "")


def _outcome(course: Course) -> CallOutcome:
    state = course["ended_in"]
    if course["interrupted"]:
        return "interrupted"
    if state == "dropped":
        return "handed_over" if course["handed_over"] else "transferred"
    if state == "voicemail_fallback" and course.get("declined"):
        return "voicemail_declined"
    if state in _BY_STATE:
        return _BY_STATE[state]
    if not course["spoke"]:
        return "caller_silent"
    return _of_texts(course) or ("gave_up" if is_owed(course) else "answered")


def _of_texts(course: Course) -> CallOutcome | None:
    """The outcome that follows from the call's texts, if any does.

    A text that the provider has not answered yet is neither a success nor a failure.
    """
    texts = list(course["texts"].values())
    wrong = [text for n, text in enumerate(texts) if not _made_good(text, texts[n + 1 :])]
    if any(_failed(text) or _unknown(text) for text in wrong):
        return "text_failed"
    if any(map(_refused, wrong)):
        return "text_refused"
    return "resolved" if any(text["status"] in _TAKEN for text in texts) else None


def _made_good(text: dict[str, Any], later: Iterable[dict[str, Any]]) -> bool:
    """Whether the same text was accepted when it was tried again."""
    return any(other["tool"] == text["tool"] and other["status"] in _TAKEN for other in later)


def _failed(text: dict[str, Any]) -> bool:
    if text["status"] == "cancelled":
        return text["reason"] in _NOT_SENT
    return text["status"] in ("failed", "undelivered")


def _refused(text: dict[str, Any]) -> bool:
    """Whether it was refused, when it was asked for or when it was about to be sent."""
    if text["status"] == "cancelled":
        return text["reason"] not in _NOT_SENT
    return bool(text["status"] == "refused" and text["reason"] != _NO_NEED)


def _unknown(text: dict[str, Any]) -> bool:
    """Whether nobody knows if it was sent, and nothing more will be found out."""
    return bool(text["flagged"]) and text["status"] in ("queued", "unknown")


def _follow_up(course: Course, outcome: CallOutcome) -> FollowUp:
    if course.get("emergency"):
        return "emergency"
    match outcome:
        case "voicemail":
            return "message" if course["message"] else "no_message"
        case "text_failed":
            failed = any(map(_failed, course["texts"].values()))
            return "text_failed" if failed else "text_unknown"
        case (
            "interrupted"
            | "missed"
            | "voicemail_declined"
            | "abandoned"
            | "text_refused"
            | "gave_up"
        ):
            return outcome
        case _:
            return "text_unknown" if any(map(_unknown, course["texts"].values())) else ""
