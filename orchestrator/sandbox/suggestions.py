"""Suggests what the caller of a test call might say next."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.job.job import Job

MAX_LINES: Final = 5
_ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "transfer": ("Sure, go ahead.", "No, not yet.", "I'm not sure."),
    "sms_arrived": ("Yes, got it.", "No, nothing has come."),
    "sms_again": ("Yes, please.", "No, thanks."),
}
_MESSAGE: Final = "Hi, this is Dana. Please call me back."
_GOODBYE: Final = "Thanks, that's all. Goodbye."
_PEOPLE: Final = ("a person", "a real person", "a human", "somebody", "someone", "anybody")
_CONDITION: Final = re.compile(
    r"\b(?:if|when|whenever) (?:the caller|a caller|someone|somebody|they) "
    r"(?P<does>asks? (?:for|about)|wants?|needs?|would like|has|have) (?P<what>[^,.;:/\[\n]{2,60})",
    re.IGNORECASE,
)
_DESCRIPTION: Final = re.compile(
    r"(?:(?:the |a )?(?:caller|customer|somebody|someone) )?"
    r"(?P<does>asks? (?:for|about)|wants?|needs?|would like|has) (?P<what>[^,.;:\n]{2,60})",
    re.IGNORECASE,
)


def suggested_lines(call: Call, jobs: Sequence[Job]) -> tuple[str, ...]:
    """Suggest lines for the state of ``call`` and its open question, or from its jobs.

    ``jobs`` are the versions that the call began with. Empty where the caller is not heard.
    """
    if call.state == "voicemail_fallback":
        return (_MESSAGE,)
    if call.state not in ("conversing", "confirm_transfer"):
        return ()
    asked = call.open_question.kind if call.open_question else ""
    if asked in _ANSWERS:
        return _ANSWERS[asked]
    requests = list(dict.fromkeys(line for job in jobs for line in requests_of(job)))
    return (*requests[: MAX_LINES - 1], _GOODBYE)


def requests_of(job: Job) -> Iterator[str]:
    """Turn a job's description, its conditions or its name into sentences of the caller."""
    found = [*_CONDITION.finditer(job.instructions)]
    described = _DESCRIPTION.match(job.description)
    for match in [described] if described else found:
        yield _in_first_person(match["does"].lower(), match["what"].strip())
    if not described and not found:
        yield f"I'm calling about {_lowered(job.name)}."


def _in_first_person(does: str, what: str) -> str:
    """Rewrite a third-person condition (“asks for”, “a refund”) as the caller's own sentence."""
    what = re.sub(r"\b(their|his|her)\b", "my", what)
    if does.endswith("about"):
        return f"I have a question about {what}."
    if what.lower() in _PEOPLE:
        return f"Could I talk to {what}?"
    if does in ("has", "have"):
        return f"I have {what}."
    return f"I need {what}." if does.startswith("need") else f"I'd like {what}."


def _lowered(name: str) -> str:
    """Lower the first letter of a job's name, for use inside a sentence; keep acronyms."""
    first = name.partition(" ")[0]
    return name if first.isupper() and len(first) > 1 else name[:1].lower() + name[1:]
