"""A second reading of the caller's answer, by a model, and what both readings together mean."""

from typing import Literal

from hookflash.domain.policy.speech.answer import Answer
from hookflash.domain.policy.speech.tokens import words_of
from hookflash.domain.value import Value

UnderstandingMode = Literal["off", "second_opinion", "resolve_unclear"]
"""How a model's reading counts beside that of the rules.

``second_opinion``: a yes needs both. ``resolve_unclear``: the model's yes also counts where the
rules read neither yes nor no. With either, a no by one of them is a no. ``off``: it does not count.
"""


class Reading(Value):
    """How a model reads ``words``, the caller's answer to a transfer question.

    ``quote`` is the part of the words that says so. ``failure`` is why there is no meaning, such
    as ``timeout`` or the name of an exception.
    """

    words: str
    meaning: Answer
    quote: str = ""
    by: str = ""
    """The label of the model."""
    failure: str = ""


class Readings(Value):
    """Both readings of one answer, as they are recorded with what followed from them."""

    by_rules: Answer
    by_model: Reading


def trusted(reading: Reading | None, words: str) -> Answer:
    """What ``reading`` says about ``words``: unclear unless it quotes them."""
    if reading is None or reading.failure or reading.words != words:
        return Answer.UNCLEAR
    quote, said = words_of(reading.quote), words_of(words)
    quoted = any(said[at : at + len(quote)] == quote for at in range(len(said)))
    return reading.meaning if quote and quoted else Answer.UNCLEAR


def understood(mode: UnderstandingMode, by_rules: Answer, by_model: Answer) -> Answer:
    """What the caller answered, by both readings."""
    if mode == "off":
        return by_rules
    if Answer.NO in (by_rules, by_model):
        return Answer.NO
    if mode == "resolve_unclear":
        return by_model if by_rules is Answer.UNCLEAR else by_rules
    return by_rules if by_model is Answer.YES else Answer.UNCLEAR
