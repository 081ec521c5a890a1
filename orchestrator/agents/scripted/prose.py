"""Parses the prose between actions: what the agent is to ask and to tell."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from hookflash.orchestrator.agents.scripted.wording import sentence, to_caller

MAX_SPOKEN = 200
"""Characters. Longer text is background for the agent, not meant to be said."""


class Spoken(NamedTuple):
    """Something to say. An ``offer`` asks whether the caller wants the next step."""

    kind: Literal["ask", "offer", "tell"]
    text: str


_WHOM = r"(?:\s+(?:them|him|her|the\s+(?:caller|customer|client|patient|guest)))?"
_PART = re.compile(
    r"[;\n]|,?\s+\band\s+then\b|,\s*(?:and\s+)?|\bthen\b|\s+and\s+(?=ask|tell|offer)"
)
_LEAD = re.compile(r"^\W*(?:(?:first|also|please|and|then|next|now|always)\b\W*)*", re.IGNORECASE)
_TRAIL = re.compile(r"(?:\W|\b(?:and|then|or|so)\b)*$", re.IGNORECASE)
_ASK = re.compile(
    rf"^ask{_WHOM}\s+(?P<how>for|about|if|whether|what|which|when|where|how|who)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_FIND_OUT = re.compile(
    r"^find\s+out\s+(?P<how>if|whether|what|which|when|where|how|who)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_COLLECT = re.compile(
    r"^(?:get|take|collect|note(?:\s+down)?|write\s+down)\s+(?P<how>)(?P<what>(?:their|the\s+caller\S*s)\s.+)$",
    re.IGNORECASE,
)
_TELL = re.compile(
    rf"^(?:tell|inform|let|explain\s+to){_WHOM}(?:\s+know)?(?:\s+that)?\s+(?P<what>.+)$",
    re.IGNORECASE,
)
OFFER = "Would you like me to send you a text about that?"
_OFFER_IN_SPANISH = re.compile(
    r"^preg[u\u00fa]nt\w+(?:\s+al?\s+\w+)?\s+si\s+(?:\w+\s+){0,3}?(?:quieren?|desean?)\b.*"
    r"\b(?:enlace|mensaje|sms|texto)\b",
    re.IGNORECASE,
)
_OFFER = re.compile(rf"^offer\s+to\s+(?:text|send){_WHOM}\s+(?P<what>.+)$", re.IGNORECASE)
_ABOUT_ACTIONS = re.compile(
    r"\b(?:text\w*|sms|send\w*|link|transfer\w*|connect\w*|put\w*\s+(?:them|the\s+caller)?\s*through|"
    r"receiv\w+|arriv\w+|confirm\w*|got\s+it|hold|speak|talk|else|more\s+help|anything)\b",
    re.IGNORECASE,
)
"""Words about actions and closings, which the agent says anyway."""
_ABOUT_TEXTS = re.compile(r"\b(?:text\w*|link|sms)\b", re.IGNORECASE)
_WHAT_FOR = re.compile(
    r"\b(?:what|how|why)\s+(?:they|the\s+caller|you)\s+(?:needs?|wants?|can\s+help|can\s+do|"
    r"(?:are|is)\s+calling)|\breason\s+for\b",
    re.IGNORECASE,
)
"""Asks why the caller calls, which is known once a job is followed."""
_WANTS = re.compile(r"\b(?:likes?|wants?|interested|prefers?|okay|ok|minds?)\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:is|are|was|will|can|has|have|do|does|costs?|opens?|closes?|takes?|\w+'(?:ll|re|s|ve))\b",
    re.IGNORECASE,
)


def read_prose(words: str) -> Iterator[Spoken]:
    """Yield what ``words`` tell the agent to say, in order; other instructions are ignored."""
    for part in _PART.split(words):
        said = _spoken(_TRAIL.sub("", _LEAD.sub("", part)))
        if said is not None and len(said.text) <= MAX_SPOKEN:
            yield said


def _offered(part: str) -> str:
    """The offer of a text that ``part`` instructs to make; empty if there is none."""
    if offered := _OFFER.match(part):
        return f"Would you like me to text you {to_caller(offered['what'])}?"
    return OFFER if _OFFER_IN_SPANISH.match(part) else ""


def _spoken(part: str) -> Spoken | None:
    if offer := _offered(part):
        return Spoken("offer", offer)
    if _WHAT_FOR.search(part):
        return None
    asked = _ASK.match(part) or _FIND_OUT.match(part) or _COLLECT.match(part)
    wants = asked is not None and bool(_WANTS.search(part) and _ABOUT_TEXTS.search(part))
    if asked and (wants or not _ABOUT_ACTIONS.search(part)):
        how = {"if": "whether ", "for": "", "": ""}.get(asked["how"], f"{asked['how']} ")
        return Spoken(
            "offer" if wants else "ask", f"Could you tell me {how}{to_caller(asked['what'])}?"
        )
    telling = _TELL.match(part)
    if telling and (order := re.match(r"to\s+(.+)", telling["what"], re.IGNORECASE)):
        return (
            None
            if _ABOUT_ACTIONS.search(part)
            else Spoken("tell", f"Please {to_caller(order[1])}.")
        )
    if telling and _STATEMENT.search(telling["what"]) and not _ABOUT_ACTIONS.search(part):
        return Spoken("tell", sentence(to_caller(telling["what"])))
    return None


_THING = re.compile(
    rf"\b(?:text|send|sms|messag)(?:ing|e)?{_WHOM}(?:\s+(?:over|you))?\s+"
    r"(?P<thing>(?:the|a|an|our|your|their|some|this|directions|instructions|details)\b[^,.;:]*?)"
    r"(?=\s+(?:now|then|and|so|by|via|to\s+(?:them|the\s+caller|their)|right|in|over|for\s+them|"
    r"if|when|before|after|while)\b|[,.;:]|\s*$)",
    re.IGNORECASE,
)
_NAMED_LAST = re.compile(
    r"\b(?:and|plus|also)\s+(?P<thing>(?:the|a|an|our|your|their)\s[^,.;:]+?)\s*:?\s*$",
    re.IGNORECASE,
)
"""A second text in a sentence: "text them the form: … and the map: …"."""
_MAX_THING = 7
"""Words in a thing's name."""


def thing_sent(words: str) -> str:
    """Return what a text contains ("the scheduling link"), as telling to the caller; or ""."""
    finds = [*_THING.finditer(words), *_NAMED_LAST.finditer(words)]
    named = [found["thing"].strip() for found in finds]
    fitting = [thing for thing in named if 1 < len(thing.split()) <= _MAX_THING]
    fitting += [thing for thing in named if thing.casefold() in {"directions", "instructions"}]
    plain = [thing for thing in fitting if thing.split()[-1].casefold() not in _PEOPLE]
    return to_caller(plain[-1]) if plain else ""


_PEOPLE = {"caller", "customer", "client", "patient", "guest"}
