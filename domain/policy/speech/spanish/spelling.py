"""Spanish words in one spelling: without accents, except where an accent tells two words apart."""

import unicodedata
from typing import Final

from hookflash.domain.policy.speech.tokens import Words, word_set

_TOLD_APART: Final = word_set("sí qué cómo cuánto cuánta cuándo cuál dónde quién")
"""A "sí" agrees, a "si" makes a condition; an accented "qué" asks."""
_JOINED: Final = {"al": ("a", "el"), "del": ("de", "el")}


def spelled(words: Words) -> Words:
    """``words`` without accents, and with "al" and "del" taken apart."""
    return tuple(part for word in words for part in _JOINED.get(word, (_plain(word),)))


def _plain(word: str) -> str:
    if word in _TOLD_APART:
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
