"""What callers ask for, where a language has a table of phrases for it."""

from enum import StrEnum


class Asked(StrEnum):
    """What a phrase asks for, or refuses."""

    PERSON = "person"
    NO_MACHINE = "no machine"
    """A person, in other words."""
    TEXT = "text"
    NO_TEXT = "no text"
    NEITHER = "neither"
    """Sounds like asking for a person or a text, and is not."""
