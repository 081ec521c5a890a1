"""A call as a conversation: what was said, with the actions in place; or all of its events."""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.domain.erasure.kept_sound import kept_recording
from hookflash.orchestrator.console.lane_drawing import clock_of
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.recordings import player
from hookflash.orchestrator.console.wording import clock
from hookflash.projections.replay.event_text import cut_off, describe
from hookflash.projections.replay.lane import Tone
from hookflash.projections.replay.timeline import TimelineLine

_QUIET: Final = (
    e.CallReceived,
    e.SpeechAccepted,
    e.SpeechHeard,
    e.AgentWaited,
    e.SmsAttempted,
    e.SmsAccepted,
    e.SmsSent,
    e.TransferAttempted,
    e.TransferAccepted,
    e.VoicemailAttempted,
    e.RecordingAttempted,
    e.RecordingKept,
    e.RecordingDiscarded,
    e.CallFoundLive,
    e.CallClosing,
)
"""Steps on the way to something that is shown; all of them are in the list of events."""
Entry = tuple[str, Markup]


def transcript(events: Sequence[e.CallEvent]) -> Iterator[Entry]:
    """Yield the entries of the conversation in order, each with its key."""
    spoken = (one for one in events if not isinstance(one, _QUIET))
    for event in spoken:
        if isinstance(event, e.CallerSpoke):
            said = _said(event, event.text, "Caller", "theirs", events)
        elif isinstance(event, e.DigitsPressed):
            said = _said(event, f"pressed {event.digits}", "Caller", "theirs", events)
        elif isinstance(event, e.AgentSpoke):
            words = f"{event.heard}{cut_off(event.unheard)}"
            said = _said(event, words, "Agent", "ours", events)
        else:
            said = _action(event, events)
        yield str(event.position), said


def _said(
    event: e.CallEvent, words: str, who: str, side: str, events: Sequence[e.CallEvent]
) -> Markup:
    about = tag("span", who, " ", _time(event, events), class_="about")
    return _button(event, joined((tag("span", words, class_="words"), about)), side)


def _action(event: e.CallEvent, events: Sequence[e.CallEvent]) -> Markup:
    words = tag("span", format_numbers_in(describe(event)), class_="words")
    shown = _button(event, joined((words, _time(event, events))), f"between {_tone(event)}")
    sound = _sound(event, events) if isinstance(event, e.VoicemailRecorded) else None
    return joined((shown, sound)) if sound else shown


def _button(event: e.CallEvent, inside: Markup, look: str) -> Markup:
    return tag("button", inside, type="button", data_position=event.position, class_=look.strip())


def _time(event: e.CallEvent, events: Sequence[e.CallEvent]) -> Markup:
    since = max(0.0, (event.at - events[0].at).total_seconds())
    return tag("span", clock_of(since), class_="at", title=f"{event.at:%Y-%m-%d %H:%M:%S} UTC")


def _tone(event: e.CallEvent) -> Tone:
    kind = type(event).__name__
    if kind.endswith(("Refused", "Failed", "Rejected", "Lapsed", "Unanswered", "Flagged")):
        return "failed"
    if kind.endswith(("Unavailable", "Declined", "Unknown", "Postponed", "Cancelled", "Noted")):
        return "followup"
    return "good" if kind.endswith(("Connected", "Delivered", "Confirmed", "Recorded")) else ""


def _sound(event: e.VoicemailRecorded, events: Sequence[e.CallEvent]) -> Markup | None:
    """A player, if the recording can be played now."""
    kept = kept_recording(fold(event.call_id, events), events)
    return player(kept, event.owner) if kept is not None else None


def event_entry(line: TimelineLine, *, refused: bool) -> Markup:
    """An event's entry in the list of all events."""
    return tag(
        "button",
        tag("span", line.position, class_="number"),
        tag("span", format_numbers_in(line.text), class_="words"),
        tag("span", clock(line.at), class_="at"),
        type="button",
        data_position=line.position,
        class_="refused" if refused else None,
    )
