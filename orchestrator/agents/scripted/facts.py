"""The facts that a job states about the business: "We are open from 9 to 5."."""

import re
from collections.abc import Iterable
from typing import Final

from hookflash.domain.job.briefing import BriefedJob
from hookflash.domain.job.job import Text
from hookflash.domain.policy.speech.tokens import word_set, words_of
from hookflash.orchestrator.agents.scripted.prose import MAX_SPOKEN, read_prose
from hookflash.orchestrator.agents.scripted.topic import features, topics
from hookflash.orchestrator.agents.scripted.wording import sentence

_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+|\n+")
_BULLET: Final = re.compile(r"^\s*(?:[-*\u2022\u2013]|\d+[.)])\s+")
_SUBJECT: Final = re.compile(
    r"(?:we|we['\u2019](?:re|ve|ll)|our|there\s+(?:is|are)|the\s+(?!caller|customer|client|patient|"
    r"guest)\w+|parking|appointments?|visits?|prices?|a|an|nosotros|nuestr[oa]s?|estamos|abrimos|"
    r"cerramos|aceptamos|el|la|los|las)\b",
    re.IGNORECASE,
)
_STATES: Final = re.compile(
    r"\b(?:is|are|['\u2019]re|open|opens|close|closes|costs?|accepts?|takes?|have|has|offers?|charges?|"
    r"starts?|begins?|lasts?|includes?|serves?|sells?|es|son|est\u00e1|estamos|abrimos|cerramos|"
    r"aceptamos|cuesta|cuestan|tenemos|hay)\b",
    re.IGNORECASE,
)
_ABOUT_AGENT: Final = re.compile(
    r"\b(?:they|them|their|the\s+(?:caller|customer|client|patient|guest)|if|when|unless|you|your|"
    r"agent|never|si|cuando)\b",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"(?:what|when|where|which|who|how|is|are|do|does|did|can|could|tell|qu\u00e9|cu\u00e1ndo|"
    r"cu\u00e1nto|d\u00f3nde|c\u00f3mo|hay|aceptan|abren|est\u00e1n)\b|.*\b(?:what|when|where|how\s+much|"
    r"how\s+late|whether)\b|.*\?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_TELLING: Final = frozenset({"~hours", "~place", "~price", "~insurance"})
"""Concepts that a question and a fact may share without sharing a word."""

_HOURS: Final = word_set(
    "open close closed hours late early horario horarios abren abierto cierran cerrado"
)
_ASKS_WHERE: Final = re.compile(
    r"\b(?:where|address|located|directions|d\u00f3nde|direcci\u00f3n)\b", re.IGNORECASE
)
_SAYS_WHERE: Final = re.compile(
    r"\b(?:at|on|in|en)\s+(?:\d+|the\s+\w+\s+floor)|\b(?:street|avenue|road|square|calle|avenida|"
    r"address|located|next\s+to|opposite)\b",
    re.IGNORECASE,
)


def facts_in(job: BriefedJob) -> tuple[str, ...]:
    """Return the statements about the business in ``job``, in order."""
    found: dict[str, None] = {}
    for step in job.steps:
        if not isinstance(step, Text):
            continue
        for part in _SENTENCE_END.split(step.text):
            plain = _BULLET.sub("", part).strip()
            for told in read_prose(plain):
                if told.kind == "tell":
                    found[told.text] = None
            if _is_fact(plain):
                found[sentence(plain)] = None
    return tuple(found)


def _is_fact(words: str) -> bool:
    """Whether ``words`` are a whole statement about the business."""
    return (
        words.endswith((".", "!"))
        and len(words) <= MAX_SPOKEN
        and bool(_SUBJECT.match(words) and _STATES.search(words))
        and not _ABOUT_AGENT.search(words)
    )


def answer_from(facts: Iterable[str], words: str) -> str:
    """Return the fact that answers the caller's question best; empty if none does."""
    if not _OPENING.match(words.strip()):
        return ""
    best, score = "", 0.0
    for fact in facts:
        found = _closeness(words, fact)
        if found > score:
            best, score = fact, found
    return best


def _closeness(words: str, fact: str) -> float:
    said, stated = topics(words), topics(fact)
    concepts = features(words) & features(fact) & _TELLING
    shared = len(said & stated)
    asks_hours = _HOURS & {*words_of(words)}
    if "~hours" in concepts and not asks_hours and not shared:
        concepts -= {"~hours"}
    place = _ASKS_WHERE.search(words) is not None and _SAYS_WHERE.search(fact) is not None
    return 2 * shared + len(concepts) + place
