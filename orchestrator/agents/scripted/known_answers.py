"""What the caller has said already, so that the agent does not ask for it."""

import re
from collections.abc import Iterable
from typing import Final

from hookflash.domain.policy.speech.clauses import clauses
from hookflash.orchestrator.agents.scripted.topic import topics

_DAY: Final = (
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|next\s+week|this\s+week|"
    r"(?:jan|febr)uary|march|april|june|july|august|(?:septem|octo|novem|decem)ber|"
    r"\d{1,2}(?:st|nd|rd|th)|\d{1,2}(?::\d\d)?\s*(?:a\.?m|p\.?m|o'?clock)|ma\u00f1ana|lunes|martes|"
    r"mi\u00e9rcoles|jueves|viernes|s\u00e1bado|domingo)\b"
)
_NAMED: Final = (
    r"\b(?:my\s+name\s+is|my\s+name['\u2019]s|this\s+is\s+\w+|me\s+llamo|mi\s+nombre\s+es|"
    r"i['\u2019]?m\s+called)\b"
)
_NUMBER_OF: Final = r"\b(?:order|account|invoice|ticket|case|policy|reference)\b.*\bnumber\b"
_STREET: Final = r"(?:street|st|road|rd|avenue|ave|lane|drive|way)"
_COUNT: Final = r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
_KINDS: Final = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(said, re.IGNORECASE))
    for asked, said in (
        (r"\bname\b", _NAMED),
        (r"\be-?mail\b", r"\S@\S|\b\w+\s+at\s+\w+\s+dot\s+\w+"),
        (r"\b(?:phone|callback|telephone)\b.*\bnumber\b", r"(?:\d[\s.-]?){7,}"),
        (_NUMBER_OF, r"\b\w*\d{2,}\b"),
        (r"\baddress\b", rf"\b\d+\s+\w+(?:\s+\w+)?\s+{_STREET}\b"),
        (r"\b(?:date\s+of\s+birth|birthday)\b", r"\bborn\b|\b(?:19|20)\d\d\b"),
        (r"\b(?:what|which)\s+(?:day|time|date)\b|\bwhen\b", _DAY),
        (r"\bhow\s+many\b", _COUNT),
    )
)
"""What a question asks for, and what an answer to it sounds like."""
_DETAIL: Final = re.compile(r"\d")
_NOTHING_SAID: Final = frozenset({"name", "number"})


def is_known(question: str, said: Iterable[str]) -> bool:
    """Whether the caller's words in ``said`` answer ``question`` already."""
    heard = " . ".join(words for words in said if "?" not in words)
    for asked, answered in _KINDS:
        if asked.search(question):
            return bool(answered.search(heard))
    return _is_stated(question, heard)


def _is_stated(question: str, heard: str) -> bool:
    """Whether a statement of the caller names everything that the question is about."""
    meant = topics(question) - _NOTHING_SAID
    detail = {"which", "what", "where", "how", "your"} & {*question.lower().split()}
    if not meant or (detail and not _DETAIL.search(heard)):
        return False
    stated = (" ".join(part.words) for part in clauses(heard) if _states(part.words))
    return any(meant <= topics(words) for words in stated)


def _states(words: tuple[str, ...]) -> bool:
    has = {"is", "are", "have", "has", "my", "our", "it"} & {*words}
    return bool(has) and words[0] not in {"what", "where", "when", "how", "do", "does", "can", "is"}
