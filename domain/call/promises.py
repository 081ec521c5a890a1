"""Which of the agent's claims are true: pure functions of a call (docs/explanation/promises.md)."""

from typing import Final

from hookflash.domain.call.call import Call, Promise, Text
from hookflash.domain.call.conversation import Line
from hookflash.domain.call.flags import Truth
from hookflash.domain.job.action import SendSms
from hookflash.domain.policy.speech.promises import Claim, mentions_text

AUDITED: Final = 3
"""The first rules under which promises are audited."""
_UNDONE: Final[dict[str, Truth]] = {
    "refused": "refused",
    "failed": "failed",
    "undelivered": "undelivered",
    "cancelled": "cancelled",
}
"""States of a text in which it does not reach the caller."""


def is_audited(call: Call) -> bool:
    """Whether what the agent says on the call is compared with what it does."""
    return call.rules >= AUDITED and not call.agent_left


def is_kept(call: Call, claim: Claim, line: int) -> bool:
    """Whether a claim in the line number ``line`` of the call is true when it is made."""
    match claim.action:
        case "text" if claim.tense == "announced":
            return _text_used(call, _turn_before(call, line))
        case "text":
            return what_failed(call, claim) is None and any(map(_may_arrive, call.texts.values()))
        case "transfer":
            return call.current is not None and call.current.outcome in ("asked", "confirmed")
        case "recording":
            return call.recording_declined
        case "opt_out":
            return call.texts_revoked or any(_is_opted_out(text) for text in call.texts.values())
        case "hang_up":
            return call.closing is not None or call.hang_up_requested


def what_failed(call: Call, claim: Claim) -> Truth | None:
    """What became of the text that ``claim`` says was sent; None unless it is known to be false.

    If another text of the call may have arrived, the claim is about the latest only in the turn in
    which that was requested.
    """
    if claim.action != "text" or claim.tense not in ("done", "arrived"):
        return None
    texts = [text for text in call.texts.values() if text.reason != "repeated"]
    if not texts or (any(map(_may_arrive, texts)) and not _text_used(call, _turn(call), all_=True)):
        return None
    return how_undone(texts[-1])


def how_undone(text: Text) -> Truth | None:
    """How a text came not to reach the caller; None if it may."""
    return _UNDONE.get(text.status)


def said_before(call: Call, text: Text) -> list[Line]:
    """What the agent said in this turn before it requested ``text``, which was never accepted.

    Nothing if another text of the call may arrive: the words may be about that.
    """
    if text.provider_id or any(map(_may_arrive, call.texts.values())):
        return []
    turn = call.lines[_turn(call) :]
    used = [n for n, line in enumerate(turn) if line.by == "tool" and line.tool == text.tool]
    return [line for line in turn[: used[-1]] if _is_own(line)] if used else []


def over_with_words(call: Call) -> tuple[int, ...]:
    """Where promises were made that are not kept once the caller speaks or presses keys.

    They are those of an agent that a host runs. The turn of one that we run does not end with the
    caller's words, but with its last move.
    """
    return tuple(one.said for one in call.promises if one.reported and one.agent_spoke)


def over_with_call(call: Call) -> tuple[int, ...]:
    """Where promises were made that are not kept when the call ends.

    If the caller hangs up, the agent may have been about to do what it announced.
    """
    parted = call.closing is not None or call.hang_up_requested
    return tuple(
        one.said
        for one in call.promises
        if one.agent_spoke and (parted or one.claim != "announced")
    )


def truth_of(promise: Promise) -> Truth:
    """What became of the action of a promise that was not kept."""
    if promise.claim == "unannounced":
        return "done"
    return promise.tried or "not_done"


def is_announced(call: Call, line: int) -> bool:
    """Whether the agent spoke of a text before it was requested in the line number ``line``.

    Its turn before counts as well, since the caller may have accepted an offer. If none of its
    words are known, as with a host that does not report them, nothing can be said about that.
    """
    own = [known for known in call.lines if _is_own(known)]
    return not own or any(map(speaks_of_text, call.lines[_turn_before(call, line) : line]))


def speaks_of_text(line: Line) -> bool:
    """Whether the agent's own words tell the caller of a text."""
    asks = line.asks is not None and line.asks.kind in ("sms_arrived", "sms_again")
    return _is_own(line) and (asks or mentions_text(line.text))


def _is_own(line: Line) -> bool:
    return line.by == "agent" and not line.standard


def _turn(call: Call) -> int:
    """The number of the line in which the caller spoke last."""
    return _last(call, "caller", len(call.lines))


def _turn_before(call: Call, line: int) -> int:
    """Where the agent's last words before those of the caller are that ``line`` follows."""
    return _last(call, "agent", _last(call, "caller", line))


def _last(call: Call, by: str, before: int) -> int:
    """The number of the last line of ``by`` in front of ``before``; 0 if there is none."""
    return next((n for n in range(before - 1, -1, -1) if call.lines[n].by == by), 0)


def _text_used(call: Call, since: int, *, all_: bool = False) -> bool:
    """Whether a text was requested since the line number ``since``; ``all_``: or refused."""
    return any(
        line.by == "tool" and _sends(call, line.tool) and (all_ or not line.text)
        for line in call.lines[since:]
    )


def _sends(call: Call, tool: str) -> bool:
    saved = call.actions.get(tool)
    return saved is not None and isinstance(saved.action, SendSms)


def _may_arrive(text: Text) -> bool:
    return text.status not in _UNDONE


def _is_opted_out(text: Text) -> bool:
    return text.status == "refused" and text.reason == "opted_out"
