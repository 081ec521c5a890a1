"""What the caller says beside the conversation, and the core answers itself, for every agent.

An emergency, an opt-out and an objection to being recorded count in every state of a call.
"""

from collections.abc import Sequence

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import HearCaller, HearText
from hookflash.domain.call.conversation import CallState, Question
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.sentences import sentences
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.answer import Answer, answer
from hookflash.domain.policy.speech.emergency import is_emergency
from hookflash.domain.policy.speech.opting_out import OptOut, opts_out
from hookflash.domain.policy.speech.recording import objects_to_recording
from hookflash.domain.policy.speech.request import asks_for_person

_IN_TALK: tuple[CallState, ...] = ("conversing", "confirm_transfer")
MAX_DOUBTS = 2
"""How often on a call the agent asks whether the caller wants no more texts."""


def hear_emergency(decision: Decision, call: Call, command: HearCaller) -> bool:
    """Record an emergency, once; returns whether the agent told the caller what to do.

    It does not where a job handles emergencies. An open question about a transfer lapses.
    """
    if call.emergency or not (call.emergency_words or call.emergency_jobs):
        return False
    if not is_emergency(command.text):
        return False
    told = call.state in _IN_TALK and not call.emergency_jobs
    decision.note(e.EmergencyHeard, Actor.CALLER, words=command.text, told=told)
    if not told:
        return False
    if call.state == "confirm_transfer" and call.current is not None:
        key = call.current.effect_key
        decision.note(e.TransferLapsed, Actor.SYSTEM, effect_key=key, reason="emergency")
    decision.note(e.AgentSpoke, Actor.SYSTEM, text=call.emergency_words)
    return True


def hear_wishes(decision: Decision, call: Call, command: HearCaller) -> None:
    """Record that the caller wants no more texts, or does not want to be recorded."""
    if not call.recording_declined and objects_to_recording(command.text):
        decision.note(e.RecordingDeclined, Actor.CALLER, words=command.text)
        _say(decision, call, sentences(call.language).not_recorded)
    if not _hear_doubt_settled(decision, call, command.text):
        _hear_opt_out(decision, call, command.text)


def _hear_opt_out(decision: Decision, call: Call, words: str) -> None:
    read = opts_out(words)
    if read is OptOut.REVOKED:
        _revoke(decision, call, words)
    elif read is OptOut.UNSURE and call.state == "conversing" and _may_ask(call):
        asks = Question(kind="opt_out", about=words)
        _say(decision, call, sentences(call.language).opt_out_asked, asks)


def _may_ask(call: Call) -> bool:
    asked = sum(line.asks is not None and line.asks.kind == "opt_out" for line in call.lines)
    return not call.texts_revoked and asked < MAX_DOUBTS


def _hear_doubt_settled(decision: Decision, call: Call, words: str) -> bool:
    """Whether ``words`` answer the question what the caller meant."""
    question = call.open_question
    if call.state != "conversing" or question is None or question.kind != "opt_out":
        return False
    said = answer(words, language=call.language)
    if said is Answer.UNCLEAR:
        return False
    _settle(decision, call, question, said, words)
    return True


def press_doubt_settled(decision: Decision, call: Call, said: Answer, words: str) -> None:
    """Settle by a key what the caller meant, if that is the open question."""
    question = call.open_question
    open_ = call.state == "conversing" and question is not None and question.kind == "opt_out"
    if open_ and question is not None and said is not Answer.UNCLEAR:
        _settle(decision, call, question, said, words)


def _settle(decision: Decision, call: Call, question: Question, said: Answer, words: str) -> None:
    yes = said is Answer.YES
    about = question.about
    decision.note(e.OptOutAnswered, Actor.CALLER, about=about, opted_out=yes, words=words)
    if yes:
        _revoke(decision, call, about)


def _revoke(decision: Decision, call: Call, words: str) -> None:
    """The contact is opted out in the same commit, if there is one that is not only a test."""
    recorded = call.contact is not None and not call.test
    decision.note(e.OptOutHeard, Actor.CALLER, words=words, recorded=recorded)
    spoken = sentences(call.language)
    _say(decision, call, spoken.opt_out_withheld if call.contact is None else spoken.opted_out)


def _say(decision: Decision, call: Call, words: str, asks: Question | None = None) -> None:
    if call.state in _IN_TALK:
        decision.note(e.AgentSpoke, Actor.SYSTEM, text=words, asks=asks)


def is_answered(events: Sequence[e.CallEvent], language: str) -> bool:
    """Whether a decision leaves nothing to the agent: the core said what there is to say.

    That is also so if caller and agent have said goodbye. A request for a person is left.
    """
    words = " ".join(event.text for event in events if isinstance(event, e.CallerSpoke))
    if asks_for_person(words, language):
        return False
    said = any(isinstance(event, e.AgentSpoke) and event.by is Actor.SYSTEM for event in events)
    return said or any(isinstance(event, e.CallClosing) for event in events)


@deciding(HearText)
def hear_text(decision: Decision, call: Call, command: HearText) -> None:
    """Enter a text that the caller sent during the call. It answers no question of the agent."""
    if call.state == "ended" or call.agent_left:
        return
    said = {"text_id": command.text_id, "body": command.body, "consent": command.consent}
    decision.note(e.CallerTexted, Actor.CALLER, **said)
