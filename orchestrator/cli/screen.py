"""What is printed: for people by rich, for programs as JSON."""

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
"""How each state of a call looks."""
OUTCOMES: Final = {
    **dict.fromkeys(("handled", "transferred", "connected", "handed_over", "delivered"), "green"),
    **dict.fromkeys(("voicemail", "recorded"), "blue"),
    **dict.fromkeys(("abandoned", "missed", "declined", "lapsed"), "yellow"),
    **dict.fromkeys(("failed", "undelivered", "refused", "unknown"), "red"),
}
"""How what a call, a text or a transfer came to looks."""
GOOD: Final = "green"
BAD: Final = "red"
FAINT: Final = "dim"


def stdout() -> Console:
    """The console for what was asked for. What people said is printed as it is, never as markup."""
    return Console(highlight=False, markup=False, emoji=False)


def stderr() -> Console:
    """The console for everything else: faults, progress."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def print_json(value: Any) -> None:
    """Print ``value``, with models in it or not, as indented UTF-8."""
    sys.stdout.write(f"{to_json(value, indent=2).decode()}\n")


def outcome(words: str, *, test: bool = False) -> Text:
    """What something came to; a test says that it was one."""
    shown = safe(words.replace("_", " "), OUTCOMES.get(words, ""))
    return Text.assemble(shown, " ", ("test", "reverse")) if test else shown


def safe(words: str, style: str = "") -> Text:
    """Words of people: no character of theirs steers the terminal."""
    seen = "".join(
        c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in words
    )
    return Text(seen, style=style)
