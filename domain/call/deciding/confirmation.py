"""Decides on the caller's answer to a transfer question: the only way to a transfer.

It opens only to an answer to this proposal that began after the caller heard the destination
(docs/explanation/consent.md).
"""

from datetime import datetime
from typing import NamedTuple

from hookflash.domain.call import events as e
from hookflash.domain.call.call import AskedQuestion, Call, HeldAnswer, Transfer
from hookflash.domain.call.commands import AskAgain, LapseConfirmation, Routing
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.hearing import began_too_early
from hookflash.domain.call.identity import leg_id
from hookflash.domain.call.sentences import question_again, sentences
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.answer import Answer, answer
from hookflash.domain.policy.speech.reading import Reading, Readings, trusted, understood

MAX_ASKS = 2
"""Times that a question is put; after that it lapses."""
KEYS = {"1": Answer.YES, "1#": Answer.YES, "2": Answer.NO, "2#": Answer.NO}
"""The keys that answer (docs/explanation/consent.md)."""
PRESSED = "pressed "
"""What the words of an answer by key begin with."""


class Reply(NamedTuple):
    """The caller's words or keys, and how they are understood."""

    meaning: Answer
    words: str
    began_at: datetime | None
    routing: Routing | None
    reading: Reading | None = None
    """A model's reading of the words, which ``meaning`` already takes into account."""
    by_rules: Answer = Answer.UNCLEAR

    @property
    def readings(self) -> Readings | None:
        """Both readings, if there are two."""
        if self.reading is None:
            return None
        return Readings(by_rules=self.by_rules, by_model=self.reading)


def ask(decision: Decision, effect_key: str, words: str) -> None:
    """Ask for a transfer; the answer will be bound to this question."""
    about = Question(kind="transfer", about=effect_key)
    decision.note(e.AgentSpoke, Actor.AGENT, text=words, asks=about)


class InWords(NamedTuple):
    """The caller's words, and how a model reads them, if it was asked."""

    words: str
    began_at: datetime | None
    routing: Routing | None
    reading: Reading | None


def meaning_of(words: str, digits: str, asked_for: str, language: str) -> Answer:
    """What words, or keys instead of words, answer to a question about ``asked_for``."""
    return KEYS.get(digits, Answer.UNCLEAR) if digits else answer(words, asked_for, language)


def reply_in_words(call: Call, heard: InWords, whole: str) -> Reply:
    """What the caller's words answer, by the rules and, where it counts, by a model.

    ``whole`` are the words that the model was to read: see :func:`words_to_read`.
    """
    asked_for = call.current.destination.name if call.current else ""
    by_rules = meaning_of(heard.words, "", asked_for, call.language)
    meaning = understood(call.understanding, by_rules, trusted(heard.reading, whole))
    return Reply(meaning, heard.words, heard.began_at, heard.routing, heard.reading, by_rules)


def words_to_read(call: Call, words: str) -> str:
    """What a model is to read when the caller says ``words``: with those that wait for playback."""
    question = call.current.question if call.current else None
    if question is None or question.heard_at is not None or question.cut_off:
        return words
    return _together(question.held, words)


def _together(held: HeldAnswer | None, words: str) -> str:
    """Words that wait, and those that follow them, unless keys are among them."""
    if held is None or held.words.startswith(PRESSED) or words.startswith(PRESSED):
        return words
    return f"{held.words} {words}"


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
        _answered_unheard(decision, call, transfer, reply)
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
    if held.words.startswith(PRESSED):
        meaning = KEYS.get(held.words.removeprefix(PRESSED), Answer.UNCLEAR)
        reply = Reply(meaning, held.words, held.began_at, routing)
    else:
        heard = InWords(held.words, held.began_at, routing, held.reading)
        reply = reply_in_words(call, heard, held.words)
    if heard_at is not None and not began_too_early(held.began_at, heard_at):
        _judge(decision, call, transfer, reply)
    elif heard_at is None or reply.meaning is not Answer.UNCLEAR:
        _ask_again_or_lapse(decision, call, transfer, "not_heard")


def ask_after_another(decision: Decision, call: Call) -> None:
    """Put our open question again, since the agent asked the caller another one after it."""
    if call.state == "confirm_transfer" and call.current is not None:
        _ask_again_or_lapse(decision, call, call.current, "another_question")


def _hold(decision: Decision, transfer: Transfer, question: AskedQuestion, reply: Reply) -> None:
    """Keep the words until playback is known; what follows is judged together with them."""
    began_at, words = reply.began_at or decision.command.at, reply.words
    held = question.held
    if held is not None and (joined := _together(held, words)) != words:
        began_at, words = held.began_at, joined
    decision.note(
        e.TransferAnswerHeld,
        Actor.SYSTEM,
        effect_key=transfer.effect_key,
        words=words,
        began_at=began_at,
        reading=reply.reading,
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


def _answered_unheard(decision: Decision, call: Call, transfer: Transfer, reply: Reply) -> None:
    """A clear answer to a question that was not heard is none: ask again.

    Other words leave a question alone that the caller heard in the end.
    """
    cut_off = transfer.question is not None and transfer.question.cut_off
    if cut_off or reply.meaning is not Answer.UNCLEAR:
        _ask_again_or_lapse(decision, call, transfer, "not_heard")


def _judge(decision: Decision, call: Call, transfer: Transfer, reply: Reply) -> None:
    bound = call.open_question == Question(kind="transfer", about=transfer.effect_key)
    if bound and reply.meaning is Answer.NO:
        decision.note(
            e.TransferDeclined,
            Actor.CALLER,
            effect_key=transfer.effect_key,
            words=reply.words,
            readings=reply.readings,
        )
    elif bound and reply.meaning is Answer.YES and reply.routing is not None:
        _confirm(decision, call, transfer, reply, reply.routing)
    else:
        _ask_again_or_lapse(decision, call, transfer, "unclear", reply.readings)


def _ask_again_or_lapse(
    decision: Decision,
    call: Call,
    transfer: Transfer,
    reason: str,
    readings: Readings | None = None,
) -> None:
    key = transfer.effect_key
    if transfer.asks >= MAX_ASKS:
        decision.note(
            e.TransferLapsed, Actor.SYSTEM, effect_key=key, reason=reason, readings=readings
        )
        return
    decision.note(e.TransferAskedAgain, Actor.AGENT, effect_key=key, readings=readings)
    ask(decision, key, question_again(transfer.destination, call.language))


def _confirm(
    decision: Decision, call: Call, transfer: Transfer, reply: Reply, routing: Routing
) -> None:
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
        readings=reply.readings,
    )
    decision.note(e.AgentSpoke, Actor.AGENT, text=sentences(call.language).connecting)
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
        _ask_again_or_lapse(decision, call, transfer, "not_heard")
