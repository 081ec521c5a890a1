"""Leaves out what a speaker adds while looking for words: fillers, and words begun again."""

from typing import Final

from hookflash.domain.policy.speech.tokens import Words, word_set

_LONGEST: Final = 4
"""Words at most that a speaker begins again."""
_DENYING: Final = word_set("not no never")
_COMPLETES: Final = word_set("huh hum hmm hm mm no nope nah")


def fluent(words: Words, fillers: frozenset[str]) -> Words:
    """``words`` without fillers in their midst, and what is said twice only once.

    "to uh to the team" -> "to the team". A filler at either end stays: the speaker may go on. So
    does one before a no, or before a sound with which it is a word: "uh huh".
    """
    return _once(tuple(word for at, word in enumerate(words) if not _is_filler(words, at, fillers)))


def _is_filler(words: Words, at: int, fillers: frozenset[str]) -> bool:
    inside = 0 < at < len(words) - 1
    return inside and words[at] in fillers and words[at + 1] not in fillers | _COMPLETES


def _once(words: Words) -> Words:
    """Leave out two to four words that are followed by the same, unless they deny something."""
    said: list[str] = []
    for word in words:
        said.append(word)
        for length in range(2, _LONGEST + 1):
            again = said[-length:]
            if again == said[-2 * length : -length] and _DENYING.isdisjoint(again):
                del said[-length:]
    return tuple(said)
