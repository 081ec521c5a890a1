"""Describes the conditions of a job's actions as the scripted agent reads them."""

from typing import Final, NamedTuple

from hookflash.domain.job.briefing import brief
from hookflash.domain.job.job import Job
from hookflash.domain.policy.speech.tokens import words_of
from hookflash.orchestrator.agents.scripted.condition import Condition, Kind
from hookflash.orchestrator.agents.scripted.steps import read_script
from hookflash.orchestrator.agents.scripted.topic import topics

_WORDS: Final[dict[Kind, str]] = {
    "always": "whenever the job is followed",
    "never": "never",
    "person": "if the caller asks for a person",
    "asked": "only if the caller asks for it",
    "trouble": "if the text did not arrive",
    "refused": "if the caller declines, or no one is available",
    "agreed": "once the caller agrees",
    "more": "if the caller needs more help",
    "otherwise": "otherwise",
    "new": "if the caller has not been here before",
    "existing": "if the caller has been here before",
}


class ReadCondition(NamedTuple):
    """The condition of one action in words; ``unread`` are those that were not understood."""

    words: str
    unread: tuple[str, ...] = ()


def conditions_of(job: Job) -> tuple[ReadCondition, ...]:
    """Return the condition of each action of ``job``, in written order."""
    (briefed,) = brief("", "", [job]).jobs
    return tuple(_described(use.when) for use in read_script(briefed).uses)


def _described(when: Condition) -> ReadCondition:
    unread = tuple(
        one.words for every in when.every for one in (every, *every.before) if one.kind == "unread"
    )
    return ReadCondition(", and ".join(_in_words(one) for one in when.every), unread)


def _in_words(when: Condition) -> str:
    if when.kind == "unread":
        return f"only if the caller asks for it (“{when.words}” was not understood)"
    if when.kind == "otherwise" and any(one.kind == "unread" for one in when.before):
        return "only if the caller asks for it (what comes before “otherwise” was not understood)"
    words = _WORDS.get(when.kind) or _about(when)
    if not when.unless:
        return words
    return f"unless {words.removeprefix('only ').removeprefix('if ').removeprefix('once ')}"


def _about(when: Condition) -> str:
    named = [word for word in words_of(when.words) if topics(word)]
    mentions = f"mentions “{' '.join(dict.fromkeys(named))}”"
    asks = "asks for a text" if when.kind == "text" else ""
    return "if the caller " + (f"{asks} or {mentions}" if asks and named else asks or mentions)
