"""Turns instructions about the caller into words to the caller.

In instructions, "you" is the agent, "they" is the caller and "your" is the business's.
"""

import re

_PRONOUNS = {
    "you": "I",
    "you'll": "I'll",
    "you're": "I'm",
    "you've": "I've",
    "you'd": "I'd",
    "your": "our",
    "they": "you",
    "they'll": "you'll",
    "they're": "you're",
    "they've": "you've",
    "they'd": "you'd",
    "them": "you",
    "their": "your",
    "theirs": "yours",
    "themselves": "yourself",
}
_CALLER = re.compile(
    r"\bthe (?:caller|customer|client|patient|guest)(?P<owns>['\u2019]s)?(?![\w-])"
    r"(?P<verb> (?:is|has|was|does|wants|needs|likes|prefers|lives|calls|would|will|can))?",
    re.IGNORECASE,
)
_VERBS = {" is": " are", " has": " have", " was": " were", " does": " do"}
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?")
_AGENT_IS = re.compile(r"\bI are\b", re.IGNORECASE)


def to_caller(words: str) -> str:
    """Rephrase ``words`` for the caller: "their name" becomes "your name"."""
    addressed = _CALLER.sub(_addressed, words)
    return _AGENT_IS.sub("I am", _WORD.sub(_spoken, addressed)).strip()


def sentence(words: str) -> str:
    """Return ``words`` as a sentence, with a capital letter and a full stop."""
    words = words.strip().rstrip(".,;:")
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith(("?", "!")) else ".")


def _addressed(found: re.Match[str]) -> str:
    if found["owns"]:
        return "their" + (found["verb"] or "")
    verb = found["verb"] or ""
    plural = _VERBS.get(verb, verb.removesuffix("s") if verb.endswith("s") else verb)
    return f"they{plural}" if verb else "them"


def _spoken(found: re.Match[str]) -> str:
    word = found[0].replace("\u2019", "'")
    return _PRONOUNS.get(word.casefold(), found[0])
