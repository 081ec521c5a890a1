"""Two versions of a text, word by word."""

import re
from difflib import SequenceMatcher
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


def changed_words(before: str, after: str) -> Markup:
    """The text as it is ``after``, with what was put in and what was taken out marked."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[object] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append("".join(new[c:d]))
            continue
        pieces.append(tag("del", "".join(old[a:b])) if a < b else None)
        pieces.append(tag("ins", "".join(new[c:d])) if c < d else None)
    return joined(pieces)
