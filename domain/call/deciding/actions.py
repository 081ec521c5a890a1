"""Validates the agent's tool calls, and decides on the actions behind them."""

from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CallTool
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.deciding.asking_for_texts import asked_for_a_text
from hookflash.domain.call.deciding.confirmation import KEYS, ask
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.errors import TooManyRefusals
from hookflash.domain.call.identity import effect_key
from hookflash.domain.call.sentences import question_for
from hookflash.domain.event import Actor
from hookflash.domain.job.action import SendSms, TransferCall
from hookflash.domain.policy.proposing import proposal_refusal
from hookflash.domain.policy.speech.answer import Answer, answer
from hookflash.domain.policy.speech.request import asks_for_person, asks_for_text
from hookflash.domain.policy.texting import Draft, judge, refusal

MOST_REFUSALS: Final = 50
"""Refused and rejected tool calls that one call records; later ones are errors."""


@deciding(CallTool)
def call_tool(decision: Decision, call: Call, command: CallTool) -> None:
    """Carry out or refuse the saved action behind a tool; reject a call that may not be made."""
    if command.after not in (None, call.last_position):
        return
    reason, detail = _rejection(call, command)
    if reason:
        refuse_endless(call)
        by = Actor.AGENT if call.state in ("conversing", "confirm_transfer") else Actor.SYSTEM
        decision.note(
            e.ToolCallRejected,
            by,
            tool=command.tool,
            tool_call_id=command.tool_call_id,
            arguments=command.arguments,
            reason=reason,
            detail=detail,
        )
        return
    saved = call.actions[command.tool]
    if isinstance(saved.action, SendSms):
        _send_sms(decision, call, command, saved.action)
    else:
        _transfer_call(decision, call, command, saved.action)


def _rejection(call: Call, command: CallTool) -> tuple[str, str]:
    """The reason and detail of a rejection; both empty if the tool may be called.

    They are stored in the log: never reword them.
    """
    if call.state in ("ringing", "ended"):
        return "no_live_call", "there is nobody on the line"
    if call.agent_left:
        return "agent_left", "the agent has left this call and cannot act on it any more"
    if command.tool not in call.actions:
        return "unknown_tool", f"this call's tools are {', '.join(call.actions) or 'none'}"
    if command.arguments:
        return "arguments", "this tool takes no arguments; its inputs are saved with the job"
    if call.state == "confirm_transfer":
        return "answer_pending", "the caller has not yet said whether to be transferred"
    return "", ""


def _send_sms(decision: Decision, call: Call, command: CallTool, action: SendSms) -> None:
    if command.texting is None:
        raise ValueError("texting: missing; a text needs the number's registration and consent")
    repeated = bool(call.occurrences(command.tool)) and not requested_again(call, command.tool)
    draft = Draft(
        recipient=call.contact,
        body=action.body,
        repeated=repeated,
        on_call=call.texts_requested,
        asked=asked_for_a_text(call),
        revoked=call.texts_revoked,
        doubtful=call.open_question is not None and call.open_question.kind == "opt_out",
    )
    checks = judge(draft, command.texting)
    if reason := refusal(checks):
        refuse_endless(call)
    decision.note(
        e.SmsRefused if reason else e.SmsRequested,
        Actor.AGENT,
        **_use(call, command),
        **({"reason": reason} if reason else {}),
        recipient=call.contact,
        sender=call.number,
        body=action.body,
        facts=command.texting,
        checks=checks,
    )


def requested_again(call: Call, tool: str) -> bool:
    """Whether the caller has asked for this text again since it was last requested.

    Both their own words and a yes to the agent's offer to send it again count.
    """
    sent = max(n for n, line in enumerate(call.lines) if line.tool == tool and not line.text)
    keys = {text.effect_key for text in call.occurrences(tool)}
    offer: Question | None = None
    for line in call.lines[sent + 1 :]:
        if line.by == "agent" and line.asks is not None:
            offer = line.asks if line.asks.kind == "sms_again" and line.asks.about in keys else None
        elif line.by == "caller":
            agreed = KEYS.get(line.digits) is Answer.YES or _agrees_to_a_text(
                line.text, call.language
            )
            if asks_for_text(line.text, call.language) or (offer is not None and agreed):
                return True
            offer = None
    return False


def _agrees_to_a_text(words: str, language: str) -> bool:
    """A yes, but not to a transfer: "yes, put me through" does not answer the offer of a text."""
    agrees = answer(words, language=language) is Answer.YES
    return agrees and not asks_for_person(words, language)


def _transfer_call(decision: Decision, call: Call, command: CallTool, action: TransferCall) -> None:
    limits, there = command.limits, action.destination
    use = {**_use(call, command), "destination": there, "limits": limits}
    gone = "destination_gone" if command.routing is None else ""
    if reason := gone or proposal_refusal(there, call.transfers_proposed, limits):
        refuse_endless(call)
        decision.note(e.TransferRefused, Actor.AGENT, **use, reason=reason)
        return
    decision.note(e.TransferProposed, Actor.AGENT, **use, reason=_last_words(call))
    ask(decision, str(use["effect_key"]), question_for(action.destination, call.language))


def refuse_endless(call: Call) -> None:
    """Raise :class:`TooManyRefusals` once a call has recorded as many refusals as it may."""
    if call.refusals >= MOST_REFUSALS:
        raise TooManyRefusals(call.call_id, MOST_REFUSALS)


def _use(call: Call, command: CallTool) -> dict[str, object]:
    occurrence = call.tries(command.tool) + 1
    return {
        "effect_key": effect_key(call.call_id, command.tool, occurrence),
        "tool": command.tool,
        "tool_call_id": command.tool_call_id,
        "occurrence": occurrence,
    }


def _last_words(call: Call) -> str:
    said = next((line for line in reversed(call.lines) if line.by == "caller"), None)
    return (said.text or f"pressed {said.digits}") if said else ""
