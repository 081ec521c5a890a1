"""Badges: coloured labels, and the colour of every state and outcome."""

from datetime import datetime
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.wording import exactly, in_trade_words
from hookflash.orchestrator.wording import counted
from hookflash.projections.calls.outcome import in_words

TONES: Final = {
    **dict.fromkeys(("dropped", "transferred", "connected", "handed_over"), "good"),
    **dict.fromkeys(("resolved", "answered", "delivered", "sent"), "good"),
    **dict.fromkeys(("conversing", "ringing", "confirm_transfer", "transferring"), "progress"),
    **dict.fromkeys(("asked", "confirmed", "queued", "accepted", "requested"), "progress"),
    **dict.fromkeys(("voicemail_fallback", "started", "offered", "attempted"), "progress"),
    **dict.fromkeys(("abandoned", "missed", "gave_up", "voicemail_declined"), "followup"),
    **dict.fromkeys(("voicemail", "recorded", "no_message"), "followup"),
    **dict.fromkeys(("interrupted", "text_failed", "text_refused"), "failed"),
    **dict.fromkeys(("failed", "undelivered", "refused"), "failed"),
}
"""Names that are not here have no colour: nothing is wrong, and nothing goes on."""


def badge(words: str | Markup, tone: str = "") -> Markup:
    """Return a coloured label; ``tone``: progress, good, followup, failed, test, or none."""
    return tag("span", words, class_=f"hf-badge {tone}".rstrip())


def status_badge(name: str) -> Markup:
    """Return the badge of a state or an outcome, in its colour."""
    return badge(in_trade_words(name), TONES.get(name, ""))


def follow_up_badge(reason: str) -> Markup | None:
    """Return the badge of a call on which a person has to act; None if nobody has to."""
    words = in_words(reason)
    return tag("span", "Follow up", class_="hf-badge followup", title=words) if words else None


def promises_mark(flagged: int) -> Markup | None:
    """Return the badge of a call whose agent claimed what was not so; None for others."""
    if not flagged:
        return None
    words = "The agent claimed an action that was not taken, or did not announce one"
    return tag("span", counted(flagged, "broken promise"), class_="hf-badge failed", title=words)


def test_mark(*, test: bool) -> Markup | None:
    """Return the badge of test calls; None for live ones."""
    return badge("Test", "test") if test else None


def stale_mark(last_sign_at: datetime | None, *, stale: bool) -> Markup | None:
    """Return the badge of a live call that may be dead; None for others."""
    if not stale or last_sign_at is None:
        return None
    return badge(joined(("Stale: no sign of life since ", exactly(last_sign_at))), "failed")
