"""Flags what the agent claimed and did not do, within its turn.

What is known to be false is flagged at once. The rest waits for the end of the turn: the caller's
next words to an agent that a host runs, the last move of an agent that we run, the end of the call,
or a timer.
"""

from collections.abc import Iterable

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Promise
from hookflash.domain.call.commands import (
    Command,
    EndCall,
    HearCaller,
    PressDigits,
    ReportAgentWords,
    SettlePromises,
    Speak,
)
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.promises import (
    is_audited,
    over_with_call,
    over_with_words,
    truth_of,
    what_failed,
)
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.promises import claims


def end_turn(decision: Decision, call: Call, command: Command) -> None:
    """Flag what is not kept when ``command`` ends the agent's turn, before what it leads to."""
    if not call.promises or call.state == "ended":
        return
    if isinstance(command, EndCall):
        _flag(decision, _said_in(call, over_with_call(call)))
    elif isinstance(command, PressDigits) or _has_words(command):
        _flag(decision, _said_in(call, over_with_words(call)))


def _has_words(command: Command) -> bool:
    return isinstance(command, HearCaller) and bool(command.text.strip())


def audit_words(decision: Decision, call: Call) -> None:
    """Flag what the agent's words, just noted, claim although it is known to be false."""
    if not isinstance(decision.command, Speak | ReportAgentWords) or not is_audited(call):
        return
    for spoke in [event for event in decision.events if isinstance(event, e.AgentSpoke)]:
        if spoke.asks is not None and spoke.asks.kind == "transfer":
            continue
        for claim in claims(spoke.heard):
            if truth := what_failed(call, claim):
                decision.note(
                    e.PromiseFlagged,
                    Actor.SYSTEM,
                    action=claim.action,
                    claim=claim.tense,
                    words=claim.quote,
                    said=spoke.position,
                    truth=truth,
                )


@deciding(SettlePromises)
def settle_promises(decision: Decision, call: Call, command: SettlePromises) -> None:
    """Flag those of the promises that are still open: the turn in which they were made is over."""
    _flag(decision, _said_in(call, command.said))


def _said_in(call: Call, said: Iterable[int]) -> list[Promise]:
    positions = {*said}
    return [promise for promise in call.promises if promise.said in positions]


def _flag(decision: Decision, broken: Iterable[Promise]) -> None:
    for promise in broken:
        decision.note(
            e.PromiseFlagged,
            Actor.SYSTEM,
            action=promise.action,
            claim=promise.claim,
            words=promise.words,
            said=promise.said,
            truth=truth_of(promise),
        )
