"""What the model of a hosted platform is told: sentences that it can act on."""

from typing import Final, Literal

Judged = Literal["not_open", "not_asked", "no_answer", "too_early", "answered"]
"""What the transcript of a request said about an open transfer question."""

ASK: Final = (
    "Ask the caller exactly this, then wait for their answer and call this tool again: "
    "“{question}” Say nothing else until they have answered."
)
TOO_EARLY: Final = "The caller began to speak before they had heard the question. "
UNCLEAR: Final = "The caller's answer was not a clear yes or no. "
NO_ANSWER: Final = (
    "The caller has not answered the question yet. Wait for their answer, then call this tool "
    "again. Do not say that you transfer them."
)
OTHER_OPEN: Final = (
    "Nothing was done: the caller has not answered another question yet. Ask them exactly this, "
    "and wait for their answer: “{question}”"
)
NO_TRANSCRIPT: Final = (
    "The caller is not transferred: this request has no transcript, so that their consent cannot "
    "be checked. Tell the caller that you cannot transfer them."
)
NOT_AT_HAND: Final = (
    "The caller is not transferred: the telephony of this system cannot take over the calls of "
    "this platform. Tell the caller that you cannot transfer them."
)
AGREED: Final = (
    "The caller agreed, and is being transferred now. Say nothing more: you have left the call."
)
DECLINED: Final = (
    "The caller said no, and is not transferred. Do not ask again. Go on with the conversation."
)
NOT_CARRIED: Final = (
    "Nothing was done: this system carries no live calls now. Tell the caller what you cannot do "
    "for them."
)
NOT_HOSTED: Final = (
    "Nothing was done: this system runs its own agent, and takes no tool calls of another. Tell "
    "the caller what you cannot do for them."
)
REUSED: Final = "Nothing was done: another caller's call, or another tool call, had this id."
UNKNOWN: Final = (
    "It is not known whether anything was done: the database did not answer. Do not say that it "
    "was done."
)
SAY: Final = "Say exactly this to the caller first: “{words}” "
