"""Decides on the caller's answer to a transfer question: the only way to a transfer.

It opens only to an answer to this proposal that began after the caller heard the destination
(docs/explanation/consent.md).
"""

from datetime import datetime
from typing import NamedTuple

from hookflash.domain.call import events as e
from hookflash.domain.call.call import AskedQuestion, Call, Transfer
from hookflash.domain.call.commands import AskAgain, LapseConfirmation, Routing
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.hearing import began_too_early, spoken_name
from hookflash.domain.call.identity import leg_id
from hookflash.domain.event import Actor
from hookflash.domain.job.action import Destination
from hookflash.domain.policy.speech.answer import Answer, answer

MAX_ASKS = 2
"""Times that a question is put; after that it lapses."""
KEYS = {"1": Answer.YES, "2": Answer.NO}
"""The keys that answer (docs/explanation/consent.md)."""
PRESSED = "pressed "
"""What the words of an answer by key begin with."""


class Reply(NamedTuple):
    """The caller's words or keys, and how they are understood."""

    meaning: Answer
    words: str
    began_at: datetime | None
    routing: Routing | None


def question_for(destination: Destination) -> str:
    """The words in which the caller is asked."""
    return f"Would you like me to transfer you to {spoken_name(destination)}?"


def ask(decision: Decision, effect_key: str, words: str) -> None:
    """Ask for a transfer; the answer will be bound to this question."""
    about = Question(kind="transfer", about=effect_key)
    decision.note(e.AgentSpoke, Actor.AGENT, text=words, asks=about)


def meaning_of(words: str, digits: str, asked_for: str) -> Answer:
    """What words, or keys instead of words, answer to a question about ``asked_for``."""
    return KEYS.get(digits, Answer.UNCLEAR) if digits else answer(words, asked_for)


def began_before(began_at: datetime | None, asked_at: datetime | None) -> bool:
    """Whether words began before the question was asked.

    Without knowing when it began it counts from its place in the log, after the question: a wall
    clock that jumps does not turn an answer away.
    """
    return began_at is not None and asked_at is not None and began_at < asked_at


def hear_answer(decision: Decision, call: Call, reply: Reply) -> None:
    """Decide what the caller's answer to the open proposal leads to.

    An answer that comes before it is known when the question was heard waits for that.
    """
    transfer = call.current
    question = transfer.question if transfer is not None else None
    if transfer is None or question is None or began_before(reply.began_at, question.said_at):
        return
    if question.heard_at is None and not question.cut_off:
        _hold(decision, transfer, question, reply)
    elif question.cut_off or _too_early(decision, question, reply):
        _answered_unheard(decision, transfer, question, reply)
    else:
        _judge(decision, call, transfer, reply)


def judge_held(
    decision: Decision, call: Call, heard_at: datetime | None, routing: Routing | None
) -> None:
    """Decide on the answer that waited, now that the question was heard at ``heard_at``, or not."""
    transfer = call.current
    question = transfer.question if transfer is not None else None
    held = question.held if question is not None else None
    if transfer is None or held is None or call.state != "confirm_transfer":
        return
    digits = held.words.removeprefix(PRESSED) if held.words.startswith(PRESSED) else ""
    meaning = meaning_of(held.words, digits, transfer.destination.name)
    if heard_at is not None and not began_too_early(held.began_at, heard_at):
        _judge(decision, call, transfer, Reply(meaning, held.words, held.began_at, routing))
    elif heard_at is None or meaning is not Answer.UNCLEAR:
        _ask_again_or_lapse(decision, transfer, "not_heard")


def _hold(decision: Decision, transfer: Transfer, question: AskedQuestion, reply: Reply) -> None:
    """Keep the words until playback is known; what follows is judged together with them."""
    began_at, words = reply.began_at or decision.command.at, reply.words
    held = question.held
    if held is not None and PRESSED not in (held.words[: len(PRESSED)], words[: len(PRESSED)]):
        began_at, words = held.began_at, f"{held.words} {words}"
    key = transfer.effect_key
    decision.note(
        e.TransferAnswerHeld, Actor.SYSTEM, effect_key=key, words=words, began_at=began_at
    )


def _too_early(decision: Decision, question: AskedQuestion, reply: Reply) -> bool:
    """Whether the words began before the destination was heard.

    Words of unknown beginning begin when they are received. If playback was reported before, they
    follow it in the log, whatever the wall clock says.
    """
    if question.heard_at is None:
        return False
    if reply.began_at is None:
        unknown = question.accepted_at is None or question.reported_at is not None
        return not unknown and began_too_early(decision.command.at, question.heard_at)
    return began_too_early(reply.began_at, question.heard_at)


def _answered_unheard(
    decision: Decision, transfer: Transfer, question: AskedQuestion, reply: Reply
) -> None:
    """A clear answer to a question that was not heard is none: ask again.

    Other words leave a question alone that the caller heard in the end.
    """
    if question.cut_off or reply.meaning is not Answer.UNCLEAR:
        _ask_again_or_lapse(decision, transfer, "not_heard")


def _judge(decision: Decision, call: Call, transfer: Transfer, reply: Reply) -> None:
    bound = call.open_question == Question(kind="transfer", about=transfer.effect_key)
    if bound and reply.meaning is Answer.NO:
        decision.note(
            e.TransferDeclined, Actor.CALLER, effect_key=transfer.effect_key, words=reply.words
        )
    elif bound and reply.meaning is Answer.YES and reply.routing is not None:
        _confirm(decision, transfer, reply, reply.routing)
    else:
        _ask_again_or_lapse(decision, transfer, "unclear")


def _ask_again_or_lapse(decision: Decision, transfer: Transfer, reason: str) -> None:
    key = transfer.effect_key
    if transfer.asks >= MAX_ASKS:
        decision.note(e.TransferLapsed, Actor.SYSTEM, effect_key=key, reason=reason)
        return
    decision.note(e.TransferAskedAgain, Actor.AGENT, effect_key=key)
    words = question_for(transfer.destination)
    ask(decision, key, f"Sorry, I want to be sure. {words} Please say yes or no.")


def _confirm(decision: Decision, transfer: Transfer, reply: Reply, routing: Routing) -> None:
    key = transfer.effect_key
    legs = tuple(
        e.Leg(
            leg=leg_id(key, n),
            who=recipient.name,
            phone=recipient.phone,
            address=f"tel:{recipient.phone}",
        )
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


@deciding(AskAgain)
def ask_again(decision: Decision, call: Call, command: AskAgain) -> None:
    """Put the question once more, unless that was done or it is answered."""
    transfer = call.current
    if call.state != "confirm_transfer" or transfer is None:
        return
    if (transfer.effect_key, transfer.asks) == (command.effect_key, command.asks):
        _ask_again_or_lapse(decision, transfer, "not_heard")
