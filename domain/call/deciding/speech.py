"""The telephony tells what became of the agent's words, or the agent has none to offer."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import (
    AcceptSpeech,
    DropSpeech,
    FailAgent,
    ReportSpeech,
    WaitForCaller,
)
from hookflash.domain.call.deciding.confirmation import ask_after_another, judge_held
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.evolving.speech import asked_in
from hookflash.domain.call.hearing import heard_by_estimate, heard_by_report
from hookflash.domain.call.queue_of_speech import begins_at
from hookflash.domain.call.spoken_order import asked_after
from hookflash.domain.call.turns import turn_due
from hookflash.domain.event import Actor


@deciding(AcceptSpeech)
def accept_speech(decision: Decision, call: Call, command: AcceptSpeech) -> None:
    """Without reports, acceptance is all that will be known of the playback."""
    speech = call.speeches.get(command.speech_id)
    if speech is None or speech.accepted:
        return
    said = {"speech_id": command.speech_id, "playback": command.playback}
    decision.note(e.SpeechAccepted, Actor.PROVIDER, **said)
    question = asked_in(call, command.speech_id)
    if question is not None and command.playback == "none":
        heard_at = heard_by_estimate(begins_at(call, command.at), question.audible_after)
        judge_held(decision, call, heard_at, command.routing)


@deciding(ReportSpeech)
def report_speech(decision: Decision, call: Call, command: ReportSpeech) -> None:
    """Enter what was heard, and decide on an answer that waited for it."""
    if command.speech_id not in call.speeches:
        decision.late(Actor.PROVIDER, "speech_heard", command.speech_id, "not expected")
        return
    data = command.model_dump(exclude={"id", "at", "routing"})
    decision.note(e.SpeechHeard, Actor.PROVIDER, **data)
    if question := asked_in(call, command.speech_id):
        heard_at = heard_by_report(
            command, question.characters, audible_after=question.audible_after
        )
        speech = call.speeches[command.speech_id]
        began_at = max(command.began_at, speech.at)
        if heard_at is not None and asked_after(call, speech.position, began_at):
            ask_after_another(decision, call)
        else:
            judge_held(decision, call, heard_at, command.routing)


@deciding(DropSpeech)
def drop_speech(decision: Decision, call: Call, command: DropSpeech) -> None:
    """Words that were never played; a question among them is put again."""
    if command.speech_id not in call.speeches:
        return
    data = {"speech_id": command.speech_id, "reason": command.reason}
    decision.note(e.SpeechUnspoken, Actor.SYSTEM, **data)
    if asked_in(call, command.speech_id):
        judge_held(decision, call, None, None)


@deciding(FailAgent)
def fail_agent(decision: Decision, call: Call, command: FailAgent) -> None:
    """Record why the agent made no move, and say something in its place."""
    if call.state != "conversing" or command.after not in (None, call.last_position):
        return
    data = {"reason": command.reason, "detail": command.detail}
    decision.note(e.AgentFailed, Actor.AGENT, **data)
    if command.fallback:
        decision.note(e.AgentSpoke, Actor.SYSTEM, text=command.fallback)


@deciding(WaitForCaller)
def wait_for_caller(decision: Decision, call: Call, command: WaitForCaller) -> None:
    """Record that the agent has nothing to say, if it would otherwise seem to owe a move."""
    due = turn_due(call)
    if due is not None and due.position <= command.after:
        decision.note(e.AgentWaited, Actor.AGENT)
