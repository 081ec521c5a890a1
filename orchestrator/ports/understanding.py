"""The understanding port: a model that reads the caller's answer beside the rules."""

from typing import Literal, Protocol

from hookflash.domain.value import Value


class AnswerToRead(Value):
    """What a caller answered to a question. A model needs nothing else to read it."""

    call_id: str
    words: str
    """The caller's words, as the log has them."""
    question: str
    """The question as it was put to the caller."""
    about: str
    """Who the caller would be transferred to."""
    language: str
    """A BCP 47 tag."""


class Opinion(Value):
    """How a model understands an answer. ``quote`` is the part of the words that says so.

    An opinion whose quote is not in the caller's words counts as unclear.
    """

    meaning: Literal["yes", "no", "unclear"]
    quote: str


class Understanding(Protocol):
    """Reads answers to the question before a transfer, usually with a language model."""

    label: str
    """Recorded with each reading, for example the model's name."""

    async def read(self, answer: AnswerToRead) -> Opinion:
        """Read one answer, within 1.5 seconds; after that it is cancelled and counts as unclear.

        Do not retry. Whatever it raises counts as unclear as well: the caller is asked again, or
        the rules decide, as the settings say.
        """
        ...
