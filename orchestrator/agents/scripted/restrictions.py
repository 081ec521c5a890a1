"""Rules about actions that stand apart from them: "Do not text unless they ask."."""

import re
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from hookflash.domain.job.action import SendSms
from hookflash.orchestrator.agents.scripted.condition import ALWAYS, NEVER, Condition
from hookflash.orchestrator.agents.scripted.condition_reader import split_condition

_TEXTING: Final = (
    r"(?:text(?:s|ing)?|sms|messages?|send(?:ing)?|"
    r"env[i\u00ed](?:ar?|es?|[ae]s)(?:le)?|mand(?:ar?|es)(?:le)?|mensajes?)"
)
_TRANSFERRING: Final = (
    r"(?:transfer(?:s|ring)?|connect(?:ing)?|put(?:ting)?|forward(?:ing)?|transfieras?|"
    r"transferir|pas(?:ar|es)(?:le)?)"
)
_NOT: Final = r"(?:never|do\s+not|don['\u2019]?t|must\s+not|no|nunca)"
_RULE: Final = re.compile(
    rf"^\W*(?:(?:please|but|and|also|por\s+favor|pero|y)\s+)*"
    rf"(?:(?P<not>{_NOT})\s+(?:ever\s+)?|(?P<only>only|s[o\u00f3]lo)\s+)"
    rf"(?:(?P<text>{_TEXTING})|(?P<transfer>{_TRANSFERRING}))\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ONLY: Final = re.compile(
    rf"^\W*(?:(?P<text>{_TEXTING})|(?P<transfer>{_TRANSFERRING}))\b(?P<rest>\s+(?:[\w']+\s+){{0,4}}"
    r"only\s+(?:if|when|to|for|after|once)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OF_ANOTHER: Final = re.compile(
    r"\b(?:twice|again|more\s+than|anything\s+else|first|yet|now|right\s+away|immediately|"
    r"before\s+that|else|otra\s+vez)\b",
    re.IGNORECASE,
)
_UNASKED: Final = re.compile(
    r"\b(?:who|if|unless|without|until|before|sin)\b.*\b(?:ask|request|want|pid|solicit)\w*",
    re.IGNORECASE,
)
_AGREED: Final = re.compile(
    r"\b(?:before|without|unless|until)\b.*\b(?:agree|consent|permission|approv|say\s+yes)\w*",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\b(?:about|regarding|concerning|who\s+(?:ask|call)\w*\s+about)\s+(?P<what>.+)$", re.IGNORECASE
)
_OBJECT: Final = re.compile(
    r"^\s*(?:(?:them|the|a|an|any|him|her|caller|callers|customer|link|texts?|through|anyone|"
    r"anybody|it|calls?|message|messages|nada|mensajes?|la|llamada|directly|straight)\b\s*)*"
)


class Restriction(NamedTuple):
    """A condition on every action of a kind in the job."""

    kind: Literal["send_sms", "transfer_call"]
    when: Condition

    def applied_to(self, action: object, when: Condition) -> Condition:
        """The condition ``when`` of ``action``, restricted if it is of this kind."""
        if (self.kind == "send_sms") is not isinstance(action, SendSms):
            return when
        if when.kind == "always" and not when.limits:
            return self.when
        return replace(when, limits=(*when.limits, self.when))


def read_restriction(words: str) -> Restriction | None:
    """Read a sentence without an action as a rule about actions; None if it is not one."""
    rule = _RULE.match(words) or _ONLY.match(words)
    if rule is None:
        return None
    kind: Literal["send_sms", "transfer_call"]
    kind = "send_sms" if rule["text"] else "transfer_call"
    negated = rule.re is _RULE and rule["not"] is not None
    if negated and (agreed := _AGREED.search(rule["rest"])):
        return Restriction(kind, Condition("agreed", agreed[0]))
    condition, others = split_condition(rule["rest"])
    if condition is None:
        return _unconditional(kind, rule["rest"], negated=negated)
    if _OF_ANOTHER.search(others):
        return None
    if negated and condition.kind != "unread":
        return Restriction(kind, replace(condition, unless=not condition.unless))
    return Restriction(kind, condition)


def _unconditional(
    kind: Literal["send_sms", "transfer_call"], rest: str, *, negated: bool
) -> Restriction | None:
    rest = rest.strip(" .!;,")
    if _OF_ANOTHER.search(rest):
        return None
    if not negated:
        who, _ = split_condition(f"only for {rest}")
        return Restriction(kind, who) if who and who.kind in ("new", "existing") else None
    who, _ = split_condition(f"for {rest},")
    if who and who.kind in ("new", "existing"):
        return Restriction(kind, replace(who, unless=True))
    if about := _ABOUT.search(rest):
        return Restriction(kind, Condition("topic", about["what"], unless=True))
    if _OBJECT.fullmatch(rest):
        return Restriction(kind, NEVER)
    asked = _UNASKED.search(rest)
    return Restriction(kind, Condition("asked") if asked else Condition("unread", rest))


def negated(when: Condition) -> Condition:
    """What "do not" makes of a condition; an unread one stays unread."""
    if when == ALWAYS:
        return NEVER
    return when if when.kind == "unread" else replace(when, unless=not when.unless)
