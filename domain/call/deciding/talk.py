"""Decides how a call begins, and what speech and keys lead to."""

from hookflash.domain.call import events as e
from hookflash.domain.call import rules
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import AnswerCall, HearCaller, PressDigits, ReceiveCall, Speak
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.deciding.agent_questions import OTHER, bind
from hookflash.domain.call.deciding.asides import (
    hear_emergency,
    hear_wishes,
    press_doubt_settled,
)
from hookflash.domain.call.deciding.closing import hear_goodbye, note_goodbye, repeats_goodbye
from hookflash.domain.call.deciding.confirmation import (
    PRESSED,
    InWords,
    Reply,
    began_before,
    hear_answer,
    meaning_of,
    reply_in_words,
    words_to_read,
)
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.deciding.mailbox_offer import press_choice
from hookflash.domain.call.deciding.texts import note_arrival
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.agent_questions import question_in
from hookflash.domain.policy.speech.answer import Answer, arrival


@deciding(ReceiveCall)
def receive_call(decision: Decision, call: Call, command: ReceiveCall) -> None:
    """Record the call, with everything that later decisions depend on."""
    if call.position == 0:
        data = command.model_dump(exclude={"id", "at", "call_id"})
        decision.note(e.CallReceived, Actor.PROVIDER, **data, rules=rules.RULES)


@deciding(AnswerCall)
def answer_call(decision: Decision, call: Call, command: AnswerCall) -> None:
    """Record that the agent answered, if the call still rings."""
    if call.state == "ringing":
        decision.note(e.CallAnswered, Actor.AGENT, agent=command.agent, hosted=command.hosted)


@deciding(Speak)
def speak(decision: Decision, call: Call, command: Speak) -> None:
    """Record the agent's words; silence them in states where it may not speak."""
    if command.after not in (None, call.last_position):
        return
    if call.state not in ("conversing", "confirm_transfer"):
        reason = "agent_left" if call.agent_left else "no_live_call"
        decision.note(e.AgentSilenced, Actor.SYSTEM, text=command.text, reason=reason)
        return
    if repeats_goodbye(call, command.text):
        decision.note(e.AgentSilenced, Actor.SYSTEM, text=command.text, reason="goodbye_said")
        return
    decision.note(e.AgentSpoke, Actor.AGENT, text=command.text, asks=_question(call, command))
    note_goodbye(decision, call)


def _question(call: Call, command: Speak) -> Question | None:
    """The question that the agent names, or else the one in its words.

    Only the core itself asks for a transfer.
    """
    asks = command.asks
    if asks is None:
        return bind(call, question_in(command.text), command.at)
    return OTHER if asks.kind == "transfer" else asks


@deciding(HearCaller)
def hear_caller(decision: Decision, call: Call, command: HearCaller) -> None:
    """Record the caller's words and what they answer, if a question is open."""
    if call.state == "ended":
        decision.late(Actor.CALLER, "caller_spoke", call.call_id, command.text)
        return
    if not command.text.strip():
        return  # speech recognition picked up noise: silence, not an unclear answer
    began_at = command.began_at
    asked = call.state == "confirm_transfer"
    reading = command.reading if asked and call.understanding != "off" else None
    decision.note(
        e.CallerSpoke, Actor.CALLER, text=command.text, began_at=began_at, reading=reading
    )
    if hear_emergency(decision, call, command):
        return
    hear_wishes(decision, call, command)
    hear_goodbye(decision, call, command.text)
    if asked:
        heard = InWords(command.text, began_at, command.routing, reading)
        reply = reply_in_words(call, heard, words_to_read(call, command.text))
        hear_answer(decision, call, reply)
    elif _text_asked_about(call) and not began_before(began_at, call.asked_at):
        _hear_arrival(decision, call, arrival(command.text, call.language), command.text)


@deciding(PressDigits)
def press_digits(decision: Decision, call: Call, command: PressDigits) -> None:
    """Record the keys pressed and what they answer, if a question is open."""
    if call.state == "ended":
        decision.late(Actor.CALLER, "digits_pressed", call.call_id, command.digits)
        return
    began_at = command.began_at
    decision.note(e.DigitsPressed, Actor.CALLER, digits=command.digits, began_at=began_at)
    pressed = meaning_of("", command.digits, "", call.language)
    words = f"{PRESSED}{command.digits}"
    if call.state == "confirm_transfer":
        hear_answer(decision, call, Reply(pressed, words, began_at, command.routing))
    else:
        press_choice(decision, call, command.digits)
        press_doubt_settled(decision, call, pressed, words)
        _hear_arrival(decision, call, pressed, words)


def _text_asked_about(call: Call) -> str:
    """The effect key of the text in the open question; empty if there is none."""
    question = call.open_question
    if call.state != "conversing" or question is None or question.kind != "sms_arrived":
        return ""
    return question.about if question.about in call.texts else ""


def _hear_arrival(decision: Decision, call: Call, said: Answer, words: str) -> None:
    if effect_key := _text_asked_about(call):
        note_arrival(decision, effect_key, said, words)
