"""Tells codes and set phrases, which an erasure keeps, from free text, which it removes."""

import re
from typing import Final

_SET_PHRASES: Final = frozenset(
    {
        *("caller_hung_up", "hung_up", "interrupted", "goodbye", "no_answer", "busy", "declined"),
        *("failed", "unreachable", "do_not_disturb", "timeout", "timed_out", "not_fetched"),
        *("not_offered", "group_too_large", "not_sound", "too_large", "bad_url", "not_simulated"),
        "no trace at the provider",
        "the worker was stopped before it could ask",
        "the carrier sends no texts",
        "the carrier transfers no calls",
        "the carrier could not reach the number",
        "the provider did not send sound",
        "the store lost it",
        "it is empty",
    }
)
"""What Hookflash writes itself where others may write too. Stored: never reword."""
_CODE: Final = re.compile(r"[0-9]{1,6}|(?:no answer|not there) within [0-9]{1,4} s")
_TOOL: Final = re.compile(r"(?:send_sms|transfer_call)_[0-9]{1,4}")
_KEY: Final = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.[0-9]{1,4})?"
    r"|[a-z0-9-]+\.call\.[0-9a-f]{16}"
)


def is_code(text: str) -> bool:
    """Whether a reason or code of the provider is one of a known form: it names no one."""
    return text in _SET_PHRASES or _CODE.fullmatch(text) is not None


def is_tool(text: str) -> bool:
    """Whether ``text`` is a name that Hookflash gives to tools; a model may invent others."""
    return _TOOL.fullmatch(text) is not None


def is_our_key(text: str) -> bool:
    """Whether ``text`` has the form of an effect key, of a phone's id or of a call's id."""
    return _KEY.fullmatch(text) is not None
