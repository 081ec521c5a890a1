"""What in a text shows that it would not be sent as its author means it."""

import re
from collections.abc import Callable
from typing import Final

from hookflash.domain.job.addressee import ROLE
from hookflash.domain.job.notation import bracketed_text
from hookflash.domain.problem import Problem

_PLACEHOLDER: Final = re.compile(
    r"(?i:\[(?:(?:your|the|customer|caller|client|patient|first|last|full|insert|our)\s+)*"
    r"(?:name|link|url|date|time|address|number|phone|email|code|company|business)\])"
    r"|\bINSERT\s+(?:[A-Z]+\s+){1,3}HERE\b"
    r"|\{\{.*?\}\}|\$?\{\s*\w[\w .-]*\}|<[A-Za-z][\w -]*>|%[A-Za-z]\w+%",
    re.DOTALL,
)
_MARKDOWN_LINK: Final = re.compile(r"!?\[(?P<text>[^\[\]\n]*)\]\((?P<address>[^()\s]*)[^()\n]*\)")
_EMPHASIS: Final = re.compile(r"(?:^|\s)\|(?:\s|$)|\*\*|__|(?:^|\s)[*_](?=\w)|[\w.!?][*_]+(?=\s|$)")
_QUOTES: Final = {
    '"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb",
    "\u201e": "\u201c", "\u300c": "\u300d",
}  # fmt: skip
_LONE_QUOTE: Final = re.compile(r"(?<!\w)'|(?<!s)'(?!\w)|(?<=s)'(?=\W*$)")
_SHOWN: Final = 60
"""How many characters of a link or a placeholder are quoted."""
_SMILEY: Final = re.compile(r"[:;=8]['\u2019]?-?[()\[\]]+")
_NO_SPACE: Final = re.compile(r"(?<=[/.])\w+\.[A-Z][a-z]+(?= [a-z])")
_DESCRIBED: Final = re.compile(
    r"(?:the|a|an|our|your|their|el|la|un|una|nuestr[oa]|su)\s+(?:[^\W\d]+\s+){0,3}"
    r"(?:link|url|address|website|directions|details|menu|hours|enlace|direcci\u00f3n|p\u00e1gina)"
    r"(?:\s+(?:to|for|of|a|de|para)\s+(?:[^\W\d]+\s?){1,4})?",
    re.IGNORECASE,
)
"""A text that only says what it should hold: "the booking link"."""
_PAIRS: Final = (("(", ")"), ("[", "]"), ("{", "}"), ("\u201c", "\u201d"), ("\u00ab", "\u00bb"))


def never_sent(body: str) -> Problem | None:
    """What no text may contain, in whatever notation: placeholders, Markdown links."""
    if link := _MARKDOWN_LINK.search(body):
        address = link["address"] or "https://example.com"
        return Problem(
            wrong=f"the text contains the Markdown link “{_short(link[0])}”, which phones show as "
            "it is",
            right=f"Write the words and the address: “{_short(link['text'])} {_short(address)}”.",
        )
    if found := _PLACEHOLDER.search(body):
        return Problem(
            wrong=f"the text contains the placeholder “{_short(found[0])}”, which nothing fills in",
            right="Write the words that every caller gets.",
        )
    return None


def quoted(content: str) -> Problem | None:
    """What is wrong with a text without brackets that begins with a quotation mark."""
    content = content.strip()
    closing = _QUOTES.get(content[:1])
    if closing is None:
        return None
    end = content.find(closing, 1)
    if end < 0:
        inside = content[1:].strip()
        wrong = f"the quotation mark {content[0]} before the text is never closed"
        return Problem(wrong=wrong, right=f"Write {_forms(inside, content)}.")
    wrong = f"the text begins with {content[0]}, which could be part of it or not"
    return Problem(
        wrong=wrong, right=f"Write {_forms(content[1:end].strip(), content[: end + 1])}."
    )


def unclear(body: str) -> Problem | None:
    """What in a text without brackets shows that it may not be all of the text, or too much."""
    plain = _SMILEY.sub("", body)
    for doubt in _DOUBTS:
        if wrong := doubt(plain):
            shorter = body.strip("*_`\"'\u201c\u201d ")
            forms = _forms(shorter, body) if shorter != body else _form(body)
            return Problem(wrong=wrong, right=f"Write {forms} to send exactly that.")
    return None


def _backtick(body: str) -> str:
    return "the text contains a backtick, which could be part of it or not" if "`" in body else ""


def _emphasis(body: str) -> str:
    found = _EMPHASIS.search(body)
    return f"the text contains the Markdown “{found[0].strip()}”" if found else ""


def _unbalanced(body: str) -> str:
    for opening, closing in _PAIRS:
        if body.count(opening) != body.count(closing):
            one = opening if body.count(opening) > body.count(closing) else closing
            return f"the text contains “{one}” without its partner"
    straight = body.count('"') % 2
    single = len(_LONE_QUOTE.findall(body)) % 2
    return "the text contains an unpaired quotation mark" if straight or single else ""


def _joined(body: str) -> str:
    found = _NO_SPACE.search(body)
    return f"no space follows the full stop in “{found[0]}”, so it may end there" if found else ""


def _described(body: str) -> str:
    named = _DESCRIBED.fullmatch(body.strip(" .!"))
    return "the text names what is to be sent, and does not contain it" if named else ""


def _role(body: str) -> str:
    found = ROLE.search(body)
    return f"the text speaks of “{found[0]}”, so it may be an instruction" if found else ""


_DOUBTS: Final[tuple[Callable[[str], str], ...]] = (
    _backtick,
    _emphasis,
    _unbalanced,
    _joined,
    _described,
    _role,
)


def two_readings(first: str, second: str) -> Problem:
    """The problem of a text that could be ``first`` or ``second``."""
    return Problem(
        wrong=f"the text could be “{first}” or “{second}”",
        right=f"Write {_forms(first, second)}.",
    )


def _forms(*bodies: str) -> str:
    return " or ".join(_form(body) for body in dict.fromkeys(bodies) if body)


def _form(body: str) -> str:
    return f"“{bracketed_text(body)}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
