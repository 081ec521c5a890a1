"""The lanes of the conversation: the call's state, the caller, the agent, its questions."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.hearing import estimated_seconds
from hookflash.domain.call.identity import speech_id
from hookflash.domain.call.transitions import next_state
from hookflash.projections.replay.event_text import describe
from hookflash.projections.replay.lane import Lane, Point, Seconds, Span, Tone

_STATE_TONES: Final[dict[str, Tone]] = {
    "conversing": "progress",
    "confirm_transfer": "followup",
    "transferring": "followup",
    "dropped": "good",
}
_CALLER: Final = (
    e.DigitsPressed,
    e.CallerTexted,
    e.EmergencyHeard,
    e.OptOutHeard,
    e.OptOutAnswered,
    e.RecordingDeclined,
    e.SmsArrivalAnswered,
    e.TransferAnswerHeld,
)
_AGENT_TONES: Final[dict[type[e.CallEvent], Tone]] = {
    e.SpeechAccepted: "",
    e.AgentFailed: "failed",
    e.AgentWaited: "",
    e.AgentLeft: "",
    e.AgentSilenced: "failed",
    e.ToolCallRejected: "failed",
    e.PromiseFlagged: "failed",
    e.CallClosing: "",
}
Answer = e.TransferConfirmed | e.TransferDeclined | e.TransferLapsed
_ANSWERS: Final[dict[type[e.CallEvent], tuple[str, Tone]]] = {
    e.TransferConfirmed: ("confirmed", "good"),
    e.TransferDeclined: ("declined", "followup"),
    e.TransferLapsed: ("lapsed", "failed"),
    e.TransferAbandoned: ("hung up", "failed"),
}


def state_lane(events: Sequence[e.CallEvent], seconds: Seconds) -> Lane:
    """The states that the call went through, and what happened to the call as a whole."""
    state: CallState = "ringing"
    began, spans, points = events[0], list[Span](), list[Point]()
    for event in events:
        following = next_state(state, type(event))
        if following != state:
            spans.append(_in_state(seconds, state, began, event))
            state, began = following, event
        if isinstance(event, e.CallEnded | e.HangUpRequested | e.CallFoundLive | e.ActionFlagged):
            tone: Tone = "failed" if isinstance(event, e.ActionFlagged) else ""
            points.append(seconds.point("call", event, describe(event), tone))
    if state != "ended":
        spans.append(_in_state(seconds, state, began, None))
    return Lane(kind="state", name="Call", spans=tuple(spans), points=tuple(points))


def _in_state(
    seconds: Seconds, state: CallState, began: e.CallEvent, ended: e.CallEvent | None
) -> Span:
    return seconds.span(state, began, ended, state.replace("_", " "), _STATE_TONES.get(state, ""))


def caller_lane(events: Sequence[e.CallEvent], seconds: Seconds) -> Lane:
    """The caller's words and keys."""
    spans = tuple(_words(events, seconds))
    points = tuple(
        seconds.point(_kind(one), one, describe(one), _caller_tone(one))
        for one in events
        if isinstance(one, _CALLER)
    )
    return Lane(kind="caller", name="Caller", spans=spans, points=points)


def _kind(event: e.CallEvent) -> str:
    return "keys" if isinstance(event, e.DigitsPressed) else "noted"


def _caller_tone(event: e.CallEvent) -> Tone:
    return "followup" if isinstance(event, e.TransferAnswerHeld | e.EmergencyHeard) else ""


def _words(events: Sequence[e.CallEvent], seconds: Seconds) -> Iterator[Span]:
    """Each utterance; one whose beginning was not reported is given the time that it takes."""
    before = events[0].at
    for event in events:
        if isinstance(event, e.CallerSpoke):
            usual = event.at - timedelta(seconds=estimated_seconds(len(event.text)))
            began = event.began_at or max(before, min(usual, event.at))
            end = seconds(event.at)
            yield Span(
                kind="words",
                begin=min(seconds(began), end),
                end=end,
                position=event.position,
                until=None,
                words=event.text,
                estimated=event.began_at is None,
            )
        before = event.at


def agent_lane(events: Sequence[e.CallEvent], seconds: Seconds) -> Lane:
    """The agent's words as the caller heard them, and what it was not allowed to do."""
    points = [
        seconds.point("noted", one, describe(one), _AGENT_TONES[type(one)])
        for one in events
        if type(one) in _AGENT_TONES
    ]
    unspoken = {one.speech_id: one for one in events if isinstance(one, e.SpeechUnspoken)}
    spans = list[Span]()
    for said in events:
        if isinstance(said, e.AgentSpoke):
            never = unspoken.get(speech_id(said.call_id, said.position))
            if never is None:
                spans.append(_heard(events, seconds, said, spans[-1] if spans else None))
            else:
                points.append(seconds.point("unspoken", said, f"“{said.text}”", "failed"))
                points.append(seconds.point("unspoken", never, describe(never), "failed"))
    return Lane(kind="agent", name="Agent", spans=tuple(spans), points=tuple(points))


def _heard(
    events: Sequence[e.CallEvent], seconds: Seconds, said: e.AgentSpoke, before: Span | None
) -> Span:
    own = speech_id(said.call_id, said.position)
    reports = [one for one in events if isinstance(one, e.SpeechEvent) and one.speech_id == own]
    heard = next((one for one in reports if isinstance(one, e.SpeechHeard)), None)
    if heard is not None:
        begin = seconds(heard.began_at)
        return Span(
            kind="words" if heard.finished else "cut_off",
            begin=begin,
            end=max(begin, seconds(heard.ended_at)),
            position=said.position,
            until=heard.position,
            words=said.text,
        )
    accepted = next((one.at for one in reports), said.began_at or said.at)
    begin = max(seconds(accepted), before.end or 0.0) if before else seconds(accepted)
    spoken = estimated_seconds(len(said.heard))
    return Span(
        kind="cut_off" if said.unheard else "words",
        begin=begin,
        end=_not_after_the_end(events, seconds, begin, begin + spoken),
        position=said.position,
        until=None,
        words=said.text,
        estimated=True,
    )


def _not_after_the_end(
    events: Sequence[e.CallEvent], seconds: Seconds, begin: float, end: float
) -> float:
    over = next((seconds(one.at) for one in events if isinstance(one, e.CallEnded)), end)
    return max(begin, min(end, over))


def question_lane(events: Sequence[e.CallEvent], seconds: Seconds) -> Lane:
    """Each question whether to transfer: being asked, then open, until it is answered."""
    heard = _heard_at(events)
    spans = list[Span]()
    answer = ""
    for asked in events:
        if isinstance(asked, e.TransferProposed):
            over = next((one for one in events if _answers(one, asked)), None)
            answer = _ANSWERS[type(over)][0] if over else "not answered yet"
            spans += _asked(seconds, asked, over, heard.get(asked.effect_key))
    points = tuple(
        seconds.point("noted", one, describe(one), "failed" if _refused(one) else "followup")
        for one in events
        if isinstance(one, e.TransferRefused | e.TransferAskedAgain)
    )
    return Lane(kind="question", name="Question", about=answer, spans=tuple(spans), points=points)


def _refused(event: e.CallEvent) -> bool:
    return isinstance(event, e.TransferRefused)


def _answers(event: e.CallEvent, asked: e.TransferProposed) -> bool:
    """Whether ``event`` ends the question, be it because the caller hung up."""
    if not isinstance(event, Answer | e.TransferAbandoned):
        return False
    unasked = isinstance(event, e.TransferAbandoned) and event.stage != "asked"
    return event.effect_key == asked.effect_key and not unasked


def _asked(
    seconds: Seconds, asked: e.TransferProposed, over: e.CallEvent | None, heard: datetime | None
) -> Iterator[Span]:
    words = f"to {asked.destination.name}?"
    told, tone = _ANSWERS[type(over)] if over else ("", "followup")
    whole = seconds.span("open", asked, over, f"{words} {told}".strip(), tone)
    if heard is None:
        yield whole.model_copy(update={"kind": "asking"})
        return
    begins = max(whole.begin, seconds(heard))
    begins = begins if whole.end is None else min(begins, whole.end)
    asking = {"kind": "asking", "end": begins, "until": None, "words": words, "tone": ""}
    yield whole.model_copy(update=asking)
    yield whole.model_copy(update={"begin": begins})


def _heard_at(events: Sequence[e.CallEvent]) -> dict[str, datetime]:
    """When the caller had heard the destination of each question, as far as is known."""
    call, found = Call(events[0].call_id), dict[str, datetime]()
    for event in events:
        evolve(call, event)
        asked = call.current
        question = asked.question if asked is not None else None
        if asked is not None and question is not None and question.heard_at is not None:
            found.setdefault(asked.effect_key, question.heard_at)
    return found
