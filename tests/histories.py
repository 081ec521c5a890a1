"""Random calls for property tests: any commands, in any order, at any time.

``histories()`` gives the events of one call, ``plays()`` also the commands that led to them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from hookflash.domain.call import commands as c
from hookflash.domain.call.call import Call, Text, Transfer
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.decide import decide
from hookflash.domain.call.effects import HangUp, ReleasePhone, open_effects
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.timers import NOT_FETCHED
from hookflash.domain.event import Actor
from hookflash.domain.job.action import Destination
from hookflash.domain.workspace.number import Registration
from tests.agent_words import AGENT_SAYINGS, reported
from tests.cast import (
    ACTIONS,
    ADDRESS,
    CALL,
    CALLER,
    EXTERNAL,
    LANDLINE,
    NOON,
    NUMBER,
    OTHER_TEXT,
    TEXT,
    TO_INBOX,
    TO_MEMBER,
    TO_OUTSIDE,
    facts,
    routing,
)

SAYINGS = (
    "Yes please",
    "No thanks",
    "I am not sure about that",
    "Could you text me the link?",
    "I got it",
    "It did not arrive",
    "Can I talk to somebody?",
    "Sure, go ahead",
)
TOOLS = (TEXT, TEXT, OTHER_TEXT, TO_INBOX, TO_MEMBER, TO_OUTSIDE, "text_anyone")
Fields = dict[str, Any]
Kinds = tuple[type[c.Command], ...]
Build = Callable[[DrawFn, Call], Fields]


@dataclass
class Play:
    """A call with its history: each command and the events it led to."""

    call: Call
    steps: list[tuple[c.Command, tuple[CallEvent, ...]]] = field(default_factory=list)

    @property
    def events(self) -> list[CallEvent]:
        """All events, in order."""
        return [event for _, events in self.steps for event in events]

    def ask(self, command: c.Command) -> None:
        """Decide on a command, and apply the events."""
        events = decide(self.call, command)
        for event in events:
            evolve(self.call, event)
        self.steps.append((command, events))


def histories(call_id: str = CALL, longest: int = 40) -> SearchStrategy[list[CallEvent]]:
    """The events of one call: valid, in order, from ``CallReceived`` on.

    ``longest`` is the maximum number of commands. Several calls need different ``call_id`` values.
    """
    return plays(call_id, longest).map(lambda play: play.events)


@st.composite
def plays(draw: DrawFn, call_id: str = CALL, longest: int = 40) -> Play:
    """One call with its commands; some are late, repeated or impossible."""
    play, at = Play(Call(call_id)), NOON
    play.ask(_received(draw, call_id))
    for number in range(draw(st.integers(0, longest))):
        at += timedelta(seconds=draw(st.sampled_from([*range(21), 400])))
        if draw(st.integers(0, 19)) == 19:
            play.ask(draw(st.sampled_from([command for command, _ in play.steps])))
        else:
            play.ask(_next(draw, play.call, number, at))
    return play


def _received(draw: DrawFn, call_id: str) -> c.ReceiveCall:
    return c.ReceiveCall(
        id=f"received/{call_id}",
        at=NOON,
        call_id=call_id,
        provider_call_id=call_id.rpartition(".")[2],
        contact=draw(st.sampled_from([CALLER, CALLER, CALLER, LANDLINE, ADDRESS, None])),
        number=NUMBER,
        test=draw(st.booleans()),
        agent_name="Sona",
        greeting="Thanks for calling Harbor Dental.",
        voicemail_greeting="Please leave a message.",
        actions=ACTIONS,
        jobs=(("Booking", 1),),
        language=draw(st.sampled_from(["en", "es"])),
        carrier=draw(st.sampled_from(["", "main"])),
        from_received=draw(st.sampled_from(["", "“Ann” <sip:ann@example.com>;tag=1"])),
        to_received=draw(st.sampled_from(["", f"tel:{NUMBER}"])),
    )


def _next(draw: DrawFn, call: Call, number: int, at: datetime) -> c.Command:
    kind = draw(st.sampled_from((*BUILDERS, *LIKELY[call.state], *_urgent(call))))
    fields = {"id": f"{kind.__name__}-{number}", "at": at, **BUILDERS[kind](draw, call)}
    return kind.model_validate(fields)


def _urgent(call: Call) -> Kinds:
    """The commands that a worker or a caller would give next."""
    asked = call.open_question is not None and call.state == "conversing"
    hear: Kinds = (c.HearCaller,) * (10 if asked else 0)
    attempt: Kinds = (c.Attempt,) * (10 if _begun(call) else 0)
    record: Kinds = (c.RecordOutcome,) * (10 if _under_way(call) else 0)
    return hear + attempt + record


def _begun(call: Call) -> list[str]:
    effects = open_effects(call)
    return [
        effect.effect_key for effect in effects if not isinstance(effect, ReleasePhone | HangUp)
    ]


def _under_way(call: Call) -> list[str]:
    actions: list[Text | Transfer] = [*call.texts.values(), *call.transfers.values()]
    keys = [action.effect_key for action in actions if action.effect == "attempted"]
    playing = call.voicemail is not None and call.voicemail.status == "attempted"
    return [*keys, call.voicemail.effect_key] if call.voicemail and playing else keys


def _key(draw: DrawFn, call: Call) -> str:
    voicemail = [call.voicemail.effect_key] if call.voicemail else []
    return draw(st.sampled_from([*call.texts, *call.transfers, *voicemail] or ["no-such-key"]))


def _tried(call: Call, key: str) -> int:
    voicemail = call.voicemail
    action = call.texts.get(key) or call.transfers.get(key)
    return action.attempts if action else voicemail.attempts if voicemail else 0


def _routing(draw: DrawFn, destination: Destination) -> c.Routing | None:
    undisturbed = draw(st.sampled_from([(), (), ("Front Desk",), ("Front Desk", "On Call")]))
    gone = draw(st.integers(0, 9)) == 9
    return None if gone else routing(destination, undisturbed=undisturbed)


def _answered(draw: DrawFn, call: Call) -> c.Routing | None:
    asked = call.state == "confirm_transfer" and call.current is not None
    return _routing(draw, call.current.destination) if asked and call.current else None


def _hear(draw: DrawFn, call: Call) -> Fields:
    return {
        "text": draw(st.sampled_from(SAYINGS)),
        "began_at": _began(draw, call),
        "routing": _answered(draw, call),
    }


def _press(draw: DrawFn, call: Call) -> Fields:
    digits = draw(st.sampled_from(["1", "2", "9"]))
    return {"digits": digits, "began_at": _began(draw, call), "routing": _answered(draw, call)}


def _began(draw: DrawFn, call: Call) -> datetime | None:
    question = call.current.question if call.current else None
    heard_at = question.heard_at if question else None
    early = heard_at - timedelta(seconds=1) if heard_at else None
    return draw(st.sampled_from([None, None, NOON, call.asked_at, heard_at, early]))


def _speak(draw: DrawFn, call: Call) -> Fields:
    kind = draw(st.sampled_from(["sms_arrived", "sms_arrived", "sms_again", "transfer", "other"]))
    about = draw(st.sampled_from([*call.texts, "no-such-key"][:3]))
    return {
        "text": draw(st.sampled_from(["Let me see.", *AGENT_SAYINGS])),
        "asks": draw(st.sampled_from([None, Question(kind=kind, about=about)])),
    }


def _tool(draw: DrawFn, call: Call) -> Fields:
    tool = draw(st.sampled_from(TOOLS))
    registrations: list[Registration | None] = ["approved", "approved", "approved", "pending", None]
    to = {TO_INBOX: "inbox", TO_MEMBER: "member"}.get(tool)
    there = Destination(kind="inbox" if to == "inbox" else "member", name="Front Desk")
    return {
        "tool": tool,
        "arguments": draw(st.sampled_from([{}, {}, {}, {}, {"to": "+19005550123"}])),
        "tool_call_id": f"model-{call.position}",
        "texting": facts(
            draw(st.sampled_from(registrations)), opted_out=draw(st.integers(0, 9)) == 9
        ),
        "routing": _routing(draw, there if to else EXTERNAL),
    }


def _lapse(draw: DrawFn, call: Call) -> Fields:
    asks = call.current.asks if call.current else 1
    key = call.current.effect_key if call.current else _key(draw, call)
    return {"effect_key": key, "asks": draw(st.sampled_from([asks, 1]))}


def _attempt(draw: DrawFn, call: Call) -> Fields:
    key = draw(st.sampled_from(_begun(call) or [_key(draw, call)]))
    attempt = _tried(call, key) + draw(st.sampled_from([1, 1, 1, 0]))
    promised = {"idempotent": draw(st.booleans()), "screening": draw(st.booleans())}
    return {"effect_key": key, "attempt": attempt, **promised}


def _outcome(draw: DrawFn, call: Call) -> Fields:
    key = draw(st.sampled_from([*_under_way(call), _key(draw, call)]))
    return {
        "effect_key": key,
        "attempt": _tried(call, key),
        "outcome": draw(
            st.sampled_from(["accepted", "accepted", "refused", "unknown", "postponed"])
        ),
        "provider_id": "SM1",
        "code": draw(st.sampled_from(["", "30006"])),
        "reason": "as it pleases",
        "seconds": 1.5,
    }


def _search(draw: DrawFn, call: Call) -> Fields:
    key = _key(draw, call)
    action = call.texts.get(key) or call.transfers.get(key)
    return {"effect_key": key, "search": (action.searches if action else 0) + 1}


def _sms(draw: DrawFn, call: Call) -> Fields:
    statuses = ["accepted", "sent", "delivered", "delivered", "undelivered", "failed"]
    key = draw(st.sampled_from([*call.texts] or ["no-such-key"]))
    return {"effect_key": key, "status": draw(st.sampled_from(statuses)), "code": "30003"}


def _leg(draw: DrawFn, call: Call) -> Fields:
    legs = [leg for transfer in call.transfers.values() for leg in transfer.legs]
    return {
        "leg": draw(st.sampled_from(legs or ["no-such-leg"])),
        "status": draw(st.sampled_from(["ringing", "answered", "unavailable", "stopped"])),
        "reason": draw(st.sampled_from(["busy", "declined", "no_answer", "failed"])),
        "asked": draw(st.booleans()),
    }


def _bridged(draw: DrawFn, call: Call) -> Fields:
    legs = [leg for transfer in call.transfers.values() for leg in transfer.legs]
    return {"leg": draw(st.sampled_from(legs or ["no-such-leg"]))}


def _transcript(draw: DrawFn, call: Call) -> Fields:
    known = [call.voicemail.effect_key] if call.voicemail else []
    words = draw(st.sampled_from(["Please call me back.", "It is about Monday.", ""]))
    return {"effect_key": draw(st.sampled_from([*known, _key(draw, call)])), "transcript": words}


def _recording(draw: DrawFn, call: Call) -> Fields:
    said = {"recording": "https://example.com/r", "seconds": draw(st.sampled_from([4.0, 4.0, 0.0]))}
    return {"effect_key": _key(draw, call), "keep": draw(st.booleans()), **said}


def _kept_key(draw: DrawFn, call: Call) -> str:
    """Mostly the voicemail's."""
    own = [call.voicemail.effect_key] * 4 if call.voicemail else []
    return draw(st.sampled_from([*own, _key(draw, call)]))


def _fetch(draw: DrawFn, call: Call) -> Fields:
    recording = call.voicemail.recording if call.voicemail else None
    tried = recording.attempts if recording else 0
    return {
        "effect_key": _kept_key(draw, call),
        "attempt": tried + draw(st.sampled_from([1, 1, 0])),
    }


def _fetch_again(draw: DrawFn, call: Call) -> Fields:
    fetch = _fetch(draw, call)
    return {**fetch, "attempt": max(1, fetch["attempt"] - 1), "reason": "HTTP 404", "seconds": 2.5}


def _keep(draw: DrawFn, call: Call) -> Fields:
    sound = {"content_type": "audio/wav", "size": 64_044, "sha256": "5d41402a"}
    return {"effect_key": _kept_key(draw, call), **sound}


def _lose(draw: DrawFn, call: Call) -> Fields:
    reason = draw(st.sampled_from(["HTTP 410", NOT_FETCHED]))
    return {"effect_key": _kept_key(draw, call), "reason": reason}


def _speech(draw: DrawFn, call: Call) -> str:
    return draw(st.sampled_from([*call.speeches][-2:] or ["no-such-speech"]))


def _accepted(draw: DrawFn, call: Call) -> Fields:
    return {
        "speech_id": _speech(draw, call),
        "playback": draw(st.sampled_from(["reports", "say_waits", "none"])),
        "routing": _answered(draw, call),
    }


def _heard(draw: DrawFn, call: Call) -> Fields:
    speech = call.speeches.get(said := _speech(draw, call))
    length = len(speech.text) if speech else 10
    began_at = (speech.at if speech else NOON) + timedelta(seconds=draw(st.integers(0, 2)))
    heard = draw(st.sampled_from([length, length, length, length // 2, 0]))
    return {
        "speech_id": said,
        "began_at": began_at,
        "ended_at": began_at + timedelta(seconds=heard / 12),
        "heard_chars": heard,
        "finished": heard == length,
        "routing": _answered(draw, call),
    }


def _fail(draw: DrawFn, call: Call) -> Fields:  # noqa: ARG001 - every builder is called alike
    fallback = draw(st.sampled_from(["Could you say that again?", "I am transferring you. Sorry."]))
    return {"reason": "error", "detail": "ValueError", "fallback": fallback}


def _end(draw: DrawFn, call: Call) -> Fields:  # noqa: ARG001 - every builder is called alike
    by = draw(st.sampled_from([Actor.CALLER, Actor.PROVIDER, Actor.OPERATOR]))
    return {"reason": draw(st.sampled_from(["hung up", "hung up", "interrupted"])), "by": by}


BUILDERS: dict[type[c.Command], Build] = {
    c.AnswerCall: lambda _, __: {"agent": "Scripted agent (no AI model)"},
    c.HearCaller: _hear,
    c.PressDigits: _press,
    c.Speak: _speak,
    c.ReportAgentWords: reported,
    c.CallTool: _tool,
    c.LapseConfirmation: _lapse,
    c.AskAgain: _lapse,
    c.AcceptSpeech: _accepted,
    c.ReportSpeech: _heard,
    c.DropSpeech: lambda draw, call: {"speech_id": _speech(draw, call), "reason": "say_failed"},
    c.FailAgent: _fail,
    c.Attempt: _attempt,
    c.RecordOutcome: _outcome,
    c.RecordSearch: _search,
    c.Flag: lambda draw, call: {"effect_key": _key(draw, call), "reason": "no trace"},
    c.ReportSms: _sms,
    c.ReportLeg: _leg,
    c.ReportBridged: _bridged,
    c.LetGo: _bridged,
    c.TimeOutRing: lambda draw, call: {"effect_key": _key(draw, call)},
    c.ReportVoicemail: _recording,
    c.ReportTranscript: _transcript,
    c.AttemptRecording: _fetch,
    c.PostponeRecording: _fetch_again,
    c.KeepRecording: _keep,
    c.LoseRecording: _lose,
    c.ExpireRecording: lambda draw, call: {"effect_key": _kept_key(draw, call)},
    c.StopVoicemail: lambda draw, call: {"effect_key": _key(draw, call)},
    c.EndCall: _end,
    **dict.fromkeys((c.HangUpCall, c.RecordLive), lambda _, __: {}),
}
"""How to build each command for a given call; ``ReceiveCall`` begins every play."""

LIKELY: dict[str, Kinds] = {
    "ringing": (c.AnswerCall,) * 40,
    "conversing": (c.CallTool,) * 12 + (c.Speak, c.HearCaller, c.ReportSms) * 4,
    "confirm_transfer": (c.HearCaller, c.ReportSpeech) * 16
    + (c.PressDigits, c.ReportAgentWords) * 4,
    "transferring": (c.ReportLeg,) * 16 + (c.ReportBridged, c.TimeOutRing) * 4,
    "voicemail_fallback": (c.ReportVoicemail, c.StopVoicemail, c.ReportLeg) * 4
    + (c.ReportTranscript, c.ReportBridged) * 2,
    "dropped": (c.ReportLeg, c.ReportBridged) * 6 + (c.LetGo,) * 2,
    "ended": (c.ReportSms, c.ReportLeg, c.RecordOutcome, c.ReportVoicemail) * 4
    + (c.ReportTranscript,) * 4
    + (c.AttemptRecording, c.PostponeRecording, c.KeepRecording, c.LoseRecording),
}
"""Commands drawn more often in each state, so that plays get far."""
