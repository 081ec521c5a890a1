"""Prints for people with rich, and for programs as JSON."""

import sys
from typing import Any, Final

from pydantic_core import to_json
from rich.console import Console
from rich.text import Text

STYLES: Final = {
    "ringing": "yellow",
    "conversing": "green",
    "confirm_transfer": "yellow",
    "transferring": "magenta",
    "dropped": "cyan",
    "voicemail_fallback": "blue",
    "ended": "dim",
}
"""The style of each state of a call."""
OUTCOMES: Final = {
    **dict.fromkeys(("answered", "resolved", "connected", "delivered"), "green"),
    **dict.fromkeys(("transferred", "handed_over"), "green"),
    **dict.fromkeys(("voicemail", "recorded", "caller_silent"), "blue"),
    **dict.fromkeys(
        ("abandoned", "missed", "gave_up", "declined", "lapsed", "voicemail_declined"), "yellow"
    ),
    **dict.fromkeys(("failed", "undelivered", "refused", "unknown"), "red"),
    **dict.fromkeys(("text_failed", "text_refused", "interrupted"), "red"),
}
"""The style of each outcome of a call, a text or a transfer."""
GOOD: Final = "green"
BAD: Final = "red"
FAINT: Final = "dim"


def stdout() -> Console:
    """The console for results. Text is printed as it is, never as markup."""
    return Console(highlight=False, markup=False, emoji=False)


def stderr() -> Console:
    """The console for everything else: errors and progress."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def print_json(value: Any) -> None:
    """Print ``value``, which may contain models, as indented JSON."""
    sys.stdout.write(f"{to_json(value, indent=2).decode()}\n")


def outcome(words: str, *, test: bool = False, stale: bool = False) -> Text:
    """An outcome in its style, marked if it is that of a test call, or of a stale one."""
    shown = safe(words.replace("_", " "), OUTCOMES.get(words, ""))
    if stale:
        shown = Text.assemble(shown, " ", ("stale", BAD))
    return Text.assemble(shown, " ", ("test", "reverse")) if test else shown


def safe(words: str, style: str = "") -> Text:
    """Text from outside, its control characters replaced so that none steers the terminal."""
    seen = "".join(
        c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in words
    )
    return Text(seen, style=style)
