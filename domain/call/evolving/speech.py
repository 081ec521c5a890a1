"""What the playback of the agent's words changes: which question the caller has heard, and when."""

from datetime import datetime

from hookflash.domain.call import events as e
from hookflash.domain.call.call import AskedQuestion, Call, HeldAnswer, OpenSpeech, Transfer
from hookflash.domain.call.evolving.changes import when
from hookflash.domain.call.hearing import audible_after, heard_by_estimate, heard_by_report
from hookflash.domain.call.identity import speech_id
from hookflash.domain.call.pauses import Pause, note_playback
from hookflash.domain.call.queue_of_speech import QUEUED, begins_at, ends_at, is_over
from hookflash.domain.call.spoken_order import note_played


def open_speech(call: Call, event: e.AgentSpoke) -> None:
    """Note that ``event`` has still to be played, and what it asks.

    In calls recorded under rules 0 nothing is known of playback: a question counts as heard when
    it was decided.
    """
    said = speech_id(call.call_id, event.position)
    if call.rules:
        over = [known for known, speech in call.speeches.items() if is_over(speech, event.at)]
        for known in over:
            del call.speeches[known]
        call.speeches[said] = OpenSpeech(event.position, event.text, event.asks, event.at)
    if event.asks is None or event.asks.kind != "transfer":
        return
    transfer = call.transfers.get(event.asks.about)
    if transfer is not None:
        transfer.question = AskedQuestion(
            speech_id=said,
            characters=len(event.text),
            audible_after=audible_after(event.text, transfer.destination),
            said_at=event.at,
            heard_at=None if call.rules else event.at,
        )


def end_queue(call: Call) -> None:
    """The caller spoke: platforms stop then, and what was accepted before delays nothing more."""
    call.playing_until = None
    for speech in call.speeches.values():
        speech.begins_at = None


@when(e.SpeechAccepted)
def on_speech_accepted(call: Call, event: e.SpeechAccepted) -> None:
    """Where playback is not reported, the question is heard by the estimated pace of speech."""
    _note_pauses(call, event)
    speech = call.speeches.get(event.speech_id)
    if speech is not None:
        speech.accepted_at, speech.estimated = event.at, event.playback == "none"
    begins = begins_at(call, event.at)
    if question := asked_in(call, event.speech_id):
        question.accepted_at = event.at
        if event.playback == "none":
            question.heard_at = heard_by_estimate(begins, question.audible_after)
            question.held = None
    if speech is not None and speech.estimated and call.rules >= QUEUED:
        speech.begins_at = begins
        call.playing_until = ends_at(begins, speech.text)
        if call.closing is not None and call.closing.speech_id == event.speech_id:
            call.closing.delay = (begins - event.at).total_seconds()


@when(e.SpeechHeard)
def on_speech_heard(call: Call, event: e.SpeechHeard) -> None:
    """The report tells when the destination was heard, or that it was not."""
    _note_pauses(call, event)
    if (speech := call.speeches.pop(event.speech_id, None)) is not None:
        note_played(call, speech, event.began_at)
    if not event.finished:
        call.cut_off, call.playing_until = event.position, None
    if question := asked_in(call, event.speech_id):
        question.reported_at, question.held = event.at, None
        heard_at = heard_by_report(event, question.characters, audible_after=question.audible_after)
        # Nothing is heard before it was decided: by a clock that is behind, it would lapse at once.
        question.heard_at = max(heard_at, question.said_at) if heard_at else None


@when(e.SpeechUnspoken)
def on_speech_unspoken(call: Call, event: e.SpeechUnspoken) -> None:
    """A question that was never played was not heard."""
    _note_pauses(call, event)
    call.speeches.pop(event.speech_id, None)
    if question := asked_in(call, event.speech_id):
        question.reported_at, question.heard_at, question.held = event.at, None, None


@when(e.TransferAnswerHeld)
def on_transfer_answer_held(call: Call, event: e.TransferAnswerHeld) -> None:
    """Words that follow while an answer waits belong to it."""
    transfer = call.transfers.get(event.effect_key)
    if transfer is not None and transfer.question is not None:
        transfer.question.held = HeldAnswer(event.words, event.began_at, event.at, event.reading)


@when(e.AgentFailed)
def on_agent_failed(call: Call, event: e.AgentFailed) -> None:
    """The agent's turn is over; a fallback line may follow."""
    call.turn_over = event.position


@when(e.AgentWaited)
def on_agent_waited(call: Call, event: e.AgentWaited) -> None:
    """The agent's turn is over."""
    call.turn_over = event.position


def pause_after(call: Call, speech: str, at: datetime) -> Pause:
    """The pause after a speech; it begins ``at`` once, if its playback is over already."""
    said = call.speeches.get(speech)
    if said is None:
        return Pause(speech, 0, ended_at=at)
    characters = len(said.text)
    pause = Pause(speech, characters, accepted_at=said.accepted_at, estimated=said.estimated)
    if said.begins_at is not None and said.accepted_at is not None:
        pause.delay = (said.begins_at - said.accepted_at).total_seconds()
    return pause


def _note_pauses(call: Call, event: e.SpeechEvent) -> None:
    note_playback(call.closing, event)
    note_playback(call.voicemail.offer if call.voicemail else None, event)


def asked_in(call: Call, speech: str) -> AskedQuestion | None:
    """The transfer question that was put last, if it was put in ``speech``."""
    transfer: Transfer | None = call.current
    question = transfer.question if transfer is not None else None
    return question if question is not None and question.speech_id == speech else None
