"""What a model is told of its tool calls, as sentences that it can act on."""

from collections.abc import Sequence
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Text
from hookflash.domain.policy.proposing import REASONS
from hookflash.domain.policy.texting import WORDS

SENT: Final = "The text was sent. Tell the caller, and ask whether it arrived."
NOT_NOW: Final = (
    "But say nothing now: the system has asked the caller whether to transfer the call. Tell them "
    "once you are told that you may speak."
)
GONE: Final = "But say nothing: you are not on the call any more."
ON_ITS_WAY: Final = (
    "The text was handed on, and the carrier has not confirmed it yet. Tell the caller that it is "
    "on its way. Do not send it again: you will be told if it fails."
)
UNCERTAIN: Final = (
    "It is not known whether the text went out, and that is being looked into. Do not say that it "
    "was sent, and do not send it again. Ask the caller whether it arrived."
)
ASKED: Final = (
    "The caller has not been transferred. The system asks the caller now: “{question}” Say nothing "
    "until you are told that you may."
)
PENDING: Final = (
    "Nothing was done. The system has asked the caller whether to transfer the call, and they have "
    "not answered yet. Say nothing until you are told that you may."
)
LEFT: Final = (
    "Nothing was done. You have left this call, and cannot come back to it. Say nothing more."
)
OVER: Final = "Nothing was done. There is no caller on the line. Say nothing more."
UNKNOWN_TOOL: Final = (
    "Nothing was done: there is no such tool. The tools of this call are: {tools}. Do not tell the "
    "caller that anything was done."
)
ARGUMENTS: Final = (
    "Nothing was done: this tool takes no arguments. What it sends, and to whom, is saved and "
    "cannot be changed. If the caller wants what is saved, call it again with no arguments."
)
TOO_MANY: Final = (
    "Nothing was done, and no more tool calls are recorded: too many were refused on this call. Do "
    "not call any more tools. Tell the caller what you cannot do for them."
)
_CANNOT: Final = "Tell the caller that you cannot text them, and offer to tell them instead."
_ADVICE: Final = {
    "opted_out": (
        "Tell them, and say that they can text START to the number they called to get texts again."
    ),
    "opt_out_unclear": "Ask them once more whether they still want texts, and wait for the answer.",
    "quiet_hours": "Ask whether they want it now. If they ask for it, call the tool again.",
    "no_caller_id": (
        "Tell them that you cannot see their number, so that you cannot text them. Do not ask for "
        "a number: none can be entered."
    ),
    "landline": "Tell them that their phone cannot get texts, and offer to tell them instead.",
    "repeated": (
        "Do not send it again by yourself. If it did not arrive, ask whether to send it again."
    ),
}
"""What to do about a text that was refused, by reason; ``_CANNOT`` for every other one."""


def outcome(call: Call, events: Sequence[e.CallEvent]) -> str:
    """What a tool call led to, by its ``events`` and by what became of it on ``call`` since."""
    said = _outcome(call, events)
    about_a_text = any(isinstance(event, e.SmsEvent) for event in events)
    if not about_a_text or call.state == "conversing":
        return said
    return f"{said} {NOT_NOW if call.state == 'confirm_transfer' else GONE}"


def _outcome(call: Call, events: Sequence[e.CallEvent]) -> str:
    for event in events:
        match event:
            case e.ToolCallRejected():
                return rejected(call, event.reason)
            case e.SmsRefused():
                return text_refused(event.reason)
            case e.SmsRequested():
                return text_outcome(call.texts[event.effect_key])
            case e.TransferRefused():
                return transfer_refused(event.reason)
            case e.TransferProposed():
                return _proposed(call, event, events)
    return "Nothing was done."


def rejected(call: Call, reason: str) -> str:
    """Why the core did not accept a tool call."""
    if reason == "unknown_tool":
        return UNKNOWN_TOOL.format(tools=", ".join(call.actions) or "none")
    known = {
        "no_live_call": OVER,
        "agent_left": LEFT,
        "arguments": ARGUMENTS,
        "answer_pending": PENDING,
    }
    return known[reason]


def text_refused(reason: str) -> str:
    """Why a text was not sent."""
    return f"The text was not sent. {WORDS[reason]} {_ADVICE.get(reason, _CANNOT)}"


def transfer_refused(reason: str) -> str:
    """Why the caller may not be asked about a transfer."""
    return (
        f"The caller was not asked, and is not transferred. {REASONS[reason]} Tell the caller that "
        "you cannot transfer them, and offer what else you can do."
    )


def text_outcome(text: Text) -> str:
    """What became of a text that was requested."""
    match text.status:
        case "accepted" | "sent":
            return SENT
        case "delivered":
            return "The text was sent and delivered. Tell the caller, and ask whether they see it."
        case "queued":
            return ON_ITS_WAY
        case "unknown":
            return UNCERTAIN
        case "cancelled":
            return f"The text was not sent. {_cancelled(text.reason)}"
        case _:
            return _failed(text)


def _failed(text: Text) -> str:
    code = f" (the carrier's code: {text.reason})" if text.reason else ""
    return (
        f"The text did not reach the caller{code}. Tell them, and offer to tell them instead. Do "
        "not send it again unless they ask."
    )


def _cancelled(reason: str) -> str:
    known = WORDS.get(reason, "The call ended first.")
    return f"{known} {_ADVICE.get(reason, _CANNOT)}"


def _proposed(call: Call, event: e.TransferProposed, events: Sequence[e.CallEvent]) -> str:
    transfer = call.transfers[event.effect_key]
    if transfer.outcome == "asked" and call.state == "confirm_transfer":
        asked = [one.text for one in events if isinstance(one, e.AgentSpoke)]
        return ASKED.format(question=asked[-1])
    if call.agent_left:
        return "The caller agreed, and is being transferred. You have left the call. Say nothing."
    told = {"declined": "The caller said no.", "lapsed": "The caller did not answer clearly."}
    return (
        f"The caller was asked, and is not transferred. {told.get(transfer.outcome, '')} Go on "
        "with the conversation."
    )


def text_news(text: Text) -> str:
    """What became of a text since a tool's result told of it."""
    match text.status:
        case "accepted" | "sent":
            return "The text was sent."
        case "delivered":
            return "The text was delivered to the caller's phone."
        case _:
            return text_outcome(text)
