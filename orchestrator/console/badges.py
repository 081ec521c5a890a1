"""Badges: coloured labels, and the colour of every state and outcome."""

from datetime import datetime
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.wording import moment, sentence

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


def badge(words: str | Markup, tone: str = "") -> Markup:
    """Return a coloured label; ``tone``: good, calm, warn, bad, or none."""
    return tag("span", words, class_=f"hf-badge {tone}".rstrip())


def status_badge(name: str) -> Markup:
    """Return the badge of a state or an outcome, in its colour."""
    return badge(sentence(name), TONES.get(name, ""))


def test_mark(*, test: bool) -> Markup | None:
    """Return the badge of test calls; None for live ones."""
    return badge("Test", "test") if test else None


def stale_mark(last_sign_at: datetime | None, *, stale: bool) -> Markup | None:
    """Return the badge of a live call that may be dead; None for others."""
    if not stale or last_sign_at is None:
        return None
    return badge(joined(("Stale: no sign of life since ", moment(last_sign_at))), "bad")
