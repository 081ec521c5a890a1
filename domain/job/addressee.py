"""Whether words in a job speak to the agent, and not to the customer who gets a text.

"Confirm they received it" does: it tells the agent to do something, and speaks of the caller as
"they". Only words that can hardly be part of a text are ``CLEAR``; those that could be either are
``UNCLEAR``. English and Spanish.
"""

import re
from enum import IntEnum
from typing import Final


class Addressed(IntEnum):
    """How surely words are addressed to the agent."""

    NO = 0
    UNCLEAR = 1
    CLEAR = 2


_ROLE: Final = r"(?:caller|customer|client|patient|guest)(?:s|['\u2019]s)?"
ROLE: Final = re.compile(rf"\b(?:the|a)\s+{_ROLE}\b", re.IGNORECASE)
"""The caller, named as instructions name them; a text to the caller does not."""
_CALLER: Final = re.compile(
    rf"\b(?:they|them|their|theirs|he|she|him|her|his|someone|anyone|{_ROLE}|"
    r"(?:el|la|al|del)\s+(?:cliente|paciente|llamante|persona)|quien\s+llama|ell[oa]s)\b",
    re.IGNORECASE,
)
_ARRIVAL: Final = re.compile(
    r"\b(?:receiv|arriv|deliver|recib|lleg[a\u00f3]|came|went)\w*|\bgot\s+(?:it|the|that)\b",
    re.IGNORECASE,
)
_OF_CALL: Final = re.compile(
    r"\b(?:hang(?:ing)?\s+up|(?:end|transfer)(?:ing)?\s+the\s+call)\b", re.IGNORECASE
)
"""What the agent does with a call."""
_CUSTOMER: Final = re.compile(
    r"\b(?:you|your|yours|us|our|ours|we|me|my|i|usted|ustedes|tu|te|nos|nuestr[oa]s?)\b",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"[\W_]*(?:(?:and|also|next|then|finally|lastly|first|please|afterwards?|after\s+that|but|so|or|"
    r"y|o|luego|entonces|despu\u00e9s|por\s+favor)\b[\s,]*)*",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"(?:ask|confirm|check|verify|make\s+sure|ensure|tell|let|inform|offer|find\s+out|see|say|"
    r"thank|wait|remind|explain|apologi[sz]e|transfer|connect|put|text|send|resend|call|note|"
    r"collect|get|take|read|repeat|give|help|never|always|do\s+not|don['\u2019]t|answer|mention|"
    r"follow\s+up|invite|stay|keep|continue|end|hang\s+up|"
    r"confirm[ae]|pregunt[ae](?:le)?|preg\u00fant[ae]le|dile|d\u00edgale|espere?|espera|"
    r"verifi(?:ca|que)|comprueb[ae]|ofre(?:ce|zca)|av\u00edsale)\b",
    re.IGNORECASE,
)
_OF_ARRIVAL: Final = re.compile(
    r"(?:ask|confirm|check|verify|make\s+sure|ensure|see|find\s+out|wait|confirm[ae]|"
    r"pregunt[ae]|verifi(?:ca|que)|comprueb[ae])\b",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(
    r"(?:wait(?:\s+for\s+(?:an?\s+)?(?:answer|reply|response))?|hang\s+up|end\s+the\s+call|stop|"
    r"ask\s+(?:if|whether)\s+there(?:\s+is|['\u2019]s)?\s+anything\s+else(?:\s+you\s+can\s+"
    r"(?:do|help\s+with))?|say\s+(?:goodbye|bye)|move\s+on|continue|confirm(?:\s+(?:it|that|this|receipt|delivery))?|"
    r"espera|cuelga|confirma)(?:\s+(?:now|politely|then))?\W*",
    re.IGNORECASE,
)
"""Orders that are complete in these few words."""
_SUSPECT: Final = re.compile(
    r"(?:ask|confirm|check|verify|make\s+sure|tell|wait|transfer|hang\s+up|offer|let|"
    r"confirma|pregunta|verifica|espera)\b",
    re.IGNORECASE,
)
"""Orders to the agent, or to the customer."""
_CONDITION: Final = re.compile(
    r"(?:(?:only\s+|even\s+)?(?:if|when|whenever|unless|once|until|after|before|in\s+case|as\s+"
    r"soon\s+as|except)|should|otherwise|or\s+else|else|if\s+not|"
    r"(?:s[o\u00f3]lo\s+)?(?:si|cuando)|a\s+menos\s+que|hasta\s+que|de\s+lo\s+contrario|"
    r"en\s+caso)\b",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"(?:(?:never|always|only|just|use|try|offer|do\s+not|don['\u2019]t|you\s+(?:may|can|must)|not|"
    r"nunca|no|siempre|s[o\u00f3]lo|usa|to)\b\W*)+",
    re.IGNORECASE,
)
"""Orders that the next action completes."""
_TOPIC: Final = re.compile(r"(?:for|in|on|with|para|con|or|o|else)\b", re.IGNORECASE)
LINK: Final = re.compile(r"https?://|www\.|\b[\w-]+\.[a-z]{2,}/|\S@\S", re.IGNORECASE)
_SEPARATE_LINE: Final = re.compile(
    r"\s*(?:[-*\u2022\u2013\u2014#>]|\(?\d{1,3}[.)]|\(?[a-z][.)]\s|[A-Z][A-Z ]+:|"
    r"\w[\w ]{0,40}:\s*$)"
)
"""A list item or a heading."""
_MANNERS: Final = re.compile(
    r"(?:be|always|never|do\s+not|don['\u2019]t|keep|use|speak|answer|greet|listen|remember|note)\b",
    re.IGNORECASE,
)


def addressed(words: str, *, leads: bool = False) -> Addressed:
    """How surely the sentence or clause ``words`` is addressed to the agent.

    ``leads``: it leads up to another action, as in "If they insist, /Transfer call: …".
    """
    body = words[_end(_LEAD, words) :]
    if not body.strip():
        return Addressed.CLEAR if leads else Addressed.NO
    if LINK.search(body):
        return Addressed.NO
    if _CONDITION.match(body):
        return _conditional(body, leads=leads)
    topic = leads and _TOPIC.match(body) and body.rstrip().endswith((",", ":"))
    if topic or (leads and _LEADING.fullmatch(body)) or _WHOLE.fullmatch(body) or _orders(body):
        return Addressed.CLEAR
    suspect = _SUSPECT.match(body) and not _CUSTOMER.search(body)
    return Addressed.UNCLEAR if suspect or _CALLER.search(body) else Addressed.NO


def begins_another_line(line: str) -> bool:
    """Whether ``line``, right below a text, can only begin something else."""
    if not line.strip() or _SEPARATE_LINE.match(line):
        return True
    body = line[_end(_LEAD, line) :]
    manners = _MANNERS.match(body) and not _CUSTOMER.search(body) and not LINK.search(body)
    return bool(manners) or addressed(line) is Addressed.CLEAR


def _orders(body: str) -> bool:
    """Whether it orders something about the caller, or about whether a text arrived."""
    if not _VERB.match(body):
        return False
    return bool(_CALLER.search(body) or (_OF_ARRIVAL.match(body) and _ARRIVAL.search(body)))


def _conditional(body: str, *, leads: bool) -> Addressed:
    condition, comma, rest = body.partition(",")
    about = bool(
        _CALLER.search(condition) or _ARRIVAL.search(condition) or _OF_CALL.search(condition)
    )
    if leads:
        bare = not _CUSTOMER.search(body)
        return Addressed.CLEAR if about or bare else Addressed.UNCLEAR
    then = rest[_end(_LEAD, rest) :]
    ordered = bool(_WHOLE.fullmatch(then)) or _orders(then)
    ordered = ordered or bool(_VERB.match(then) and not _CUSTOMER.search(then))
    if comma and (about or body.casefold().startswith(("otherwise", "else", "de lo"))):
        clear = ordered and (about or bool(_CALLER.search(then) or _WHOLE.fullmatch(then)))
        return Addressed.CLEAR if clear else Addressed.UNCLEAR
    return Addressed.UNCLEAR if about else Addressed.NO


def states_condition(clause: str) -> bool:
    """Whether ``clause`` is a condition on what the caller does: "if they want to book"."""
    body = clause[_end(_LEAD, clause) :]
    return bool(_CONDITION.match(body) and (_CALLER.search(body) or _ARRIVAL.search(body)))


def speaks_to_customer(words: str) -> bool:
    """Whether ``words`` contain a "you" or a "we", as texts to customers do."""
    return bool(_CUSTOMER.search(words))


def _end(pattern: re.Pattern[str], words: str) -> int:
    found = pattern.match(words)
    return found.end() if found else 0
