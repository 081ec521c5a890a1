"""Decides on the caller's answer to a transfer question: the only way to a transfer.

Only an answer to this proposal counts, and only if it began after the question was asked
(docs/explanation/consent.md).
"""

from datetime import datetime
from typing import NamedTuple

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Transfer
from hookflash.domain.call.commands import LapseConfirmation, Routing
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.identity import leg_id
from hookflash.domain.event import Actor
from hookflash.domain.job.action import Destination
from hookflash.domain.policy.speech.answer import Answer

MAX_ASKS = 2
"""How often a question is asked; an unclear answer to the last asking lets it lapse."""


class Reply(NamedTuple):
    """The caller's words or keys, and how they are understood."""

    meaning: Answer
    words: str
    began_at: datetime | None
    routing: Routing | None


def question_for(destination: Destination) -> str:
    """The question whether to transfer the caller to ``destination``."""
    where = destination.name
    if destination.kind == "external":
        where = f"the number that ends in {destination.name[-4:]}"
    return f"Would you like me to transfer you to {where}?"


def ask(decision: Decision, effect_key: str, words: str) -> None:
    """Ask the transfer question in ``words``, so that the answer is bound to ``effect_key``."""
    about = Question(kind="transfer", about=effect_key)
    decision.note(e.AgentSpoke, Actor.AGENT, text=words, asks=about)


def began_before(began_at: datetime | None, asked_at: datetime | None) -> bool:
    """Whether words began before the question was asked.

    If ``began_at`` is unknown, the order in the log decides: the words came after the question. So
    a wall clock that jumps never invalidates an answer.
    """
    return began_at is not None and asked_at is not None and began_at < asked_at


def hear_answer(decision: Decision, call: Call, reply: Reply) -> None:
    """Decide on the caller's reply to the open proposal: decline, confirm, ask again or lapse.

    Words that began before the question are ignored.
    """
    transfer = call.current
    if transfer is None or began_before(reply.began_at, transfer.asked_at):
        return
    bound = call.open_question == Question(kind="transfer", about=transfer.effect_key)
    if bound and reply.meaning is Answer.NO:
        decision.note(
            e.TransferDeclined, Actor.CALLER, effect_key=transfer.effect_key, words=reply.words
        )
    elif bound and reply.meaning is Answer.YES and reply.routing is not None:
        _confirm(decision, transfer, reply, reply.routing)
    else:
        _ask_again_or_lapse(decision, transfer)


def _ask_again_or_lapse(decision: Decision, transfer: Transfer) -> None:
    key = transfer.effect_key
    if transfer.asks >= MAX_ASKS:
        decision.note(e.TransferLapsed, Actor.SYSTEM, effect_key=key, reason="unclear")
        return
    decision.note(e.TransferAskedAgain, Actor.AGENT, effect_key=key)
    words = question_for(transfer.destination)
    ask(decision, key, f"Sorry, I want to be sure. {words} Please say yes or no.")


def _confirm(decision: Decision, transfer: Transfer, reply: Reply, routing: Routing) -> None:
    key = transfer.effect_key
    legs = tuple(
        e.Leg(leg=leg_id(key, n), who=recipient.name, phone=recipient.phone)
        for n, recipient in enumerate(routing.recipients, start=1)
    )
    decision.note(
        e.TransferConfirmed,
        Actor.CALLER,
        effect_key=key,
        words=reply.words,
        destination=transfer.destination,
        legs=legs,
        ring_seconds=routing.ring_seconds,
        mailbox=routing.mailbox,
    )
    decision.note(e.AgentSpoke, Actor.AGENT, text="Thank you. I'm connecting you now.")
    decision.note(e.AgentLeft, Actor.CALLER, effect_key=key)
    _skip_do_not_disturb(decision, routing, legs, key)


def _skip_do_not_disturb(
    decision: Decision, routing: Routing, legs: tuple[e.Leg, ...], key: str
) -> None:
    spared = [
        leg
        for leg, recipient in zip(legs, routing.recipients, strict=True)
        if recipient.do_not_disturb
    ]
    for leg in spared:
        decision.note(
            e.RecipientUnavailable,
            Actor.MEMBER,
            effect_key=key,
            leg=leg.leg,
            who=leg.who,
            reason="do_not_disturb",
        )
    if len(spared) == len(legs):
        decision.note(e.TransferUnanswered, Actor.SYSTEM, effect_key=key, reason="nobody_available")


@deciding(LapseConfirmation)
def lapse_confirmation(decision: Decision, call: Call, command: LapseConfirmation) -> None:
    """Let the open question lapse, if it is still the one that the timer was set for."""
    transfer = call.current
    if call.state != "confirm_transfer" or transfer is None:
        return
    if (transfer.effect_key, transfer.asks) == (command.effect_key, command.asks):
        decision.note(
            e.TransferLapsed, Actor.TIMER, effect_key=command.effect_key, reason="silence"
        )
