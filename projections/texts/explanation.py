"""Explains in plain words why a text was refused or failed."""

from typing import Final

from hookflash.domain.call.conversation import SmsStatus
from hookflash.domain.policy.texting import WORDS

CARRIER: Final = {
    "21211": "The caller's number is not valid.",
    "21408": "Texts to the caller's region are not permitted.",
    "21610": "The caller has opted out of texts.",
    "30003": "The caller's phone could not be reached.",
    "30006": "The caller's number is a landline, or its carrier cannot be reached.",
    "30007": "The carrier filtered the text out.",
    "30032": "The business number's toll-free verification is missing.",
    "30034": "The business number is not registered for texting.",
    "30035": "The business number's registration for texting is still pending.",
}
"""Explanations of common carrier error codes."""

UNSTATED: Final = "unstated"
"""The reason in reports of a failed text without a code or a reason."""
NOT_SAID: Final = "The carrier did not say why."

_CANCELLED: Final = {
    **WORDS,
    "call_ended": "The call ended before the text was sent.",
    "too_late": "The text could not be sent soon enough after the call.",
}


def explain(status: SmsStatus, reason: str, code: str) -> str:
    """Explain why a text has ``status``; empty if nothing went wrong."""
    match status:
        case "refused":
            return WORDS.get(reason, _sentence(reason))
        case "cancelled":
            return _CANCELLED.get(reason, _sentence(reason))
        case "undelivered" | "failed":
            return CARRIER.get(code) or _sentence(reason) or _of_code(code)
        case "unknown":
            return "The provider did not say whether it accepted the text."
        case _:
            return ""


def in_words(reason: str) -> str:
    """Explain a failed text's reason: a check's name, a carrier's code, free words, or none."""
    if reason.isdecimal():
        return CARRIER.get(reason) or _of_code(reason)
    if reason == UNSTATED:
        return NOT_SAID
    return _CANCELLED.get(reason) or _sentence(reason)


def _of_code(code: str) -> str:
    return f"The carrier gave the code {code}." if code.strip() else NOT_SAID


def _sentence(reason: str) -> str:
    words = reason.replace("_", " ").strip().rstrip(".")
    return f"{words[:1].upper()}{words[1:]}." if words else ""
