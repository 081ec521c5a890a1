"""What stands for the words of an agent: stock sentences that decide what its own words decided.

They ask, say goodbye, claim, speak of a text and admit a failure alike, in English for every
language: both are read in every call.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import ReportAgentWords, ReportSpeech, Speak
from hookflash.domain.call.identity import speech_id
from hookflash.domain.policy.speech.agent_questions import (
    AgentAsks,
    may_be_answered,
    question_in,
)
from hookflash.domain.policy.speech.goodbye import says_goodbye
from hookflash.domain.policy.speech.promised import Promised
from hookflash.domain.policy.speech.promises import admits_failure, claims, mentions_text

AGENT_SAID: Final = "[what the agent said]"
CLAIMS: Final[dict[str, str]] = {
    Promised.TEXT_ARRIVED: "It was delivered to your phone.",
    Promised.TEXT_DONE: "I shot you the url.",
    Promised.TEXT_NOW: "I am shooting you the url.",
    Promised.TEXT_ANNOUNCED: "I will shoot you the url.",
    Promised.TRANSFER_DONE: "I have transferred you.",
    Promised.TRANSFER_NOW: "I am transferring you.",
    Promised.TRANSFER_ANNOUNCED: "I will transfer you.",
    Promised.RECORDING_DONE: "I have stopped the recording.",
    Promised.RECORDING_ANNOUNCED: "I will stop the recording.",
    Promised.OPT_OUT_DONE: "I have unsubscribed you.",
    Promised.HANG_UP_NOW: "I am hanging up.",
    Promised.HANG_UP_ANNOUNCED: "I will hang up.",
}
"""A sentence for every claim that means nothing else: none mentions a text or admits a failure."""
MENTION: Final = "A message."
ADMISSION: Final = "Sorry."
ENDINGS: Final = (
    "",
    "Anything else?",
    "Did it arrive?",
    "Shall I try it again?",
    "Let me know.",
    "Do you need more.",
    "Did it arrive.",
    "Shall I try it again.",
)
"""Nothing, or what a yes could answer; only a question without its mark goes with a goodbye."""
AGENT_LEFT: Final = "Goodbye."
_UNHEARD: Final = " [and more]"


class _Meaning(NamedTuple):
    """All that decides in what an agent said; the claims as they are named in ``Promised``."""

    asks: AgentAsks | None
    may_be_answered: bool
    leaves: bool
    claims: tuple[str, ...]
    mentions: bool
    admits: bool


def plain_speech(command: Speak) -> dict[str, Any]:
    """The text of the agent's move without its words."""
    return {"text": _alike(_meaning(command.text))}


def plain_report(command: ReportAgentWords) -> dict[str, Any]:
    """The text of a report without the agent's words, and how much of it was heard."""
    heard = command.text if command.heard_chars is None else command.text[: command.heard_chars]
    if not heard.strip():
        return {"text": AGENT_SAID, "heard_chars": 0}
    stand_in = _alike(_meaning(command.text, command.heard_chars))
    if command.heard_chars is None:
        return {"text": stand_in, "heard_chars": None}
    rest = _UNHEARD if command.heard_chars < len(command.text) else ""
    return {"text": stand_in + rest, "heard_chars": len(stand_in)}


def plain_playback(command: ReportSpeech, real: Call, staged: Call) -> ReportSpeech:
    """The report that as many claims were heard of the stand-in on ``staged`` as on ``real``."""
    spoken, stand_in = _promised_in(real, command), _promised_in(staged, command)
    if command.finished or not spoken or not stand_in:
        return command
    kept = _actions(spoken[: command.heard_chars])
    ends = [n for n, sign in enumerate(stand_in, 1) if sign in ".?"]
    for heard in (command.heard_chars, 0, *ends):
        if _actions(stand_in[:heard]) == kept:
            return command.model_copy(update={"heard_chars": heard})
    return command


def _promised_in(call: Call, command: ReportSpeech) -> str:
    """The words of the speech, if they made a promise that is open."""
    said = (one for one in call.promises if speech_id(call.call_id, one.said) == command.speech_id)
    return next((promise.text for promise in said), "")


def _actions(words: str) -> set[str]:
    return {claim.action for claim in claims(words)}


def _meaning(text: str, heard_chars: int | None = None) -> _Meaning:
    heard = text if heard_chars is None else text[:heard_chars]
    return _Meaning(
        asks=question_in(text, heard_chars),
        may_be_answered=may_be_answered(text, heard_chars),
        leaves=heard == text and says_goodbye(text),
        claims=tuple(f"{claim.action} {claim.tense}" for claim in claims(heard)),
        mentions=mentions_text(heard),
        admits=admits_failure(heard),
    )


@lru_cache(maxsize=256)
def _alike(meaning: _Meaning) -> str:
    """Stock sentences of that meaning; those that agree but in the question if there are none."""
    composed = list(_composed(meaning))
    return next((said for said in composed if _meaning(said) == meaning), composed[0])


def _composed(meaning: _Meaning) -> Iterator[str]:
    said = [CLAIMS[claim] for claim in meaning.claims]
    said += [MENTION] * meaning.mentions + [ADMISSION] * meaning.admits
    for ending in ENDINGS:
        sentences = [*said, ending, AGENT_LEFT * meaning.leaves]
        yield " ".join(filter(None, sentences)) or AGENT_SAID
