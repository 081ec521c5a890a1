"""What callers say about the conversation itself."""

from enum import StrEnum


class Talk(StrEnum):
    """Kinds of small talk; if several occur, the first one here wins."""

    WHO = "who"
    REPEAT = "repeat"
    WAIT = "wait"
    HELP = "help"
    FAREWELL = "farewell"
    DONE = "done"
    THANKS = "thanks"
    GREETING = "greeting"
    FILLER = "filler"
