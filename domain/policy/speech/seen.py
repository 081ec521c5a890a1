"""What the phrases of an answer to "Did the text arrive?" say, in every language."""

from enum import StrEnum


class Seen(StrEnum):
    """What a phrase says about the text."""

    HERE = "here"
    MISSING = "missing"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    MANNERS = "manners"
