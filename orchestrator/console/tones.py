"""Which colour says what: the tone of every state and outcome."""

from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.states import badge
from hookflash.orchestrator.console.wording import sentence

TONES: Final = {
    **dict.fromkeys(
        ("conversing", "handled", "transferred", "connected", "handed_over", "delivered", "sent"),
        "good",
    ),
    **dict.fromkeys(("dropped", "voicemail_fallback", "voicemail", "recorded", "answered"), "calm"),
    **dict.fromkeys(("ringing", "confirm_transfer", "transferring", "asked", "confirmed"), "warn"),
    **dict.fromkeys(("abandoned", "missed", "declined", "lapsed", "unknown", "no_message"), "warn"),
    **dict.fromkeys(("failed", "undelivered", "refused", "do_not_disturb"), "bad"),
}


def toned(name: str) -> Markup:
    """A state or an outcome as a badge."""
    return badge(sentence(name), TONES.get(name, ""))


def test_mark(*, test: bool) -> Markup | None:
    """The mark of what belongs to a test call."""
    return badge("Test", "test") if test else None
