"""Whether the caller has been here before, as far as they have said."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from hookflash.domain.call.conversation import Line
from hookflash.domain.policy.speech.answer import Answer, answer
from hookflash.orchestrator.agents.scripted.condition import Status
from hookflash.orchestrator.agents.scripted.steps import BEEN_BEFORE

_NEW: Final = re.compile(
    r"\b(?:i['\u2019]?m|i\s+am|we['\u2019]re|we\s+are|as\s+an?)\s+(?:an?\s+)?(?:brand\s+)?new\b|"
    r"\bnew\s+(?:patient|customer|client|member|here)\b|\b(?:my|our)\s+first\s+(?:time|visit)\b|"
    r"\bfirst[\s-]time\b|\b(?:never|not|haven['\u2019]t)\s+been\b|\bnot\s+(?:yet\s+)?an?\s+"
    r"(?:patient|customer|client)\b|\bsoy\s+(?:un\s+|una\s+)?(?:cliente\s+|paciente\s+)?nuev[oa]\b|"
    r"\bprimera\s+vez\b",
    re.IGNORECASE,
)
_EXISTING: Final = re.compile(
    r"\b(?:existing|returning|regular|current|established)\s+(?:patient|customer|client|member)\b|"
    r"\b(?:i['\u2019]?m|i\s+am)\s+(?:already\s+)?(?:an?\s+)?(?:patient|customer|client|member)\b|"
    r"\balready\s+an?\s+(?:patient|customer|client|member)\b|"
    r"\b(?:i['\u2019]ve|i\s+have|we['\u2019]ve)\s+been\s+(?:here|there|to\s+you|with\s+you|coming|a)\b|"
    r"\bmy\s+last\s+(?:visit|appointment)\b|\bya\s+soy\b|\bsoy\s+(?:cliente|paciente)\b(?!\s+nuev)",
    re.IGNORECASE,
)

_HAVE: Final = re.compile(
    r"\W*(?:(?:yes|yeah|yep|s[i\u00ed])\b\W*)?(?:(?:i|we)\s+have\b(?!\s+not)|once|twice|many\s+times|"
    r"a\s+few\s+times|before\b|(?:yes|yeah|yep|s[i\u00ed])\W*$)",
    re.IGNORECASE,
)
_HAVE_NOT: Final = re.compile(
    r"\W*(?:(?:no|nope|nah)\b\W*)?(?:never|not\s+yet|(?:i|we)\s+have(?:n['\u2019]t|\s+not)|"
    r"nunca|todav\u00eda\s+no|(?:no|nope|nah)\W*$)",
    re.IGNORECASE,
)
_REMEMBERED: Final = 1_024
"""Lines of which it is remembered what they say."""


def caller_status(lines: Iterable[Line]) -> Status:
    """Return what the caller said last: that they are new, or that they have been here before."""
    status: Status = ""
    asked = False
    for line in lines:
        if line.by == "agent":
            asked = line.text.endswith(BEEN_BEFORE)
        elif line.by == "caller":
            status = _said(line, asked=asked) or status
            asked = asked and not line.text and not line.digits
    return status


def _said(line: Line, *, asked: bool) -> Status:
    return _stated(line.text) or (_answered(line) if asked else "")


@lru_cache(_REMEMBERED)
def _stated(words: str) -> Status:
    """What words say on their own; each line is read again at every move."""
    if _NEW.search(words):
        return "new"
    return "existing" if _EXISTING.search(words) else ""


def _answered(line: Line) -> Status:
    """What an answer to whether they have been here before says."""
    if _HAVE_NOT.match(line.text):
        return "new"
    if _HAVE.match(line.text):
        return "existing"
    verdict = {"1": Answer.YES, "2": Answer.NO}.get(line.digits) or answer(line.text)
    if verdict is Answer.YES:
        return "existing"
    return "new" if verdict is Answer.NO else ""
