"""Shows a test call from the caller's side: speech, texts, voicemail and transfers."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from markupsafe import Markup

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import format_number, format_numbers_in
from hookflash.orchestrator.console.wording import clock
from hookflash.projections.replay.event_text import cut_off

Tell = Callable[[Any, Call], Markup | None]


def caller_view(call_id: str, events: Sequence[e.CallEvent]) -> Iterator[tuple[str, Markup]]:
    """Yield what the caller hears, says and receives, keyed by event position."""
    call = Call(call_id)
    for event in events:
        evolve(call, event)
        shown = _TELLING.get(type(event), _nothing)(event, call)
        if shown is not None:
            yield str(event.position), shown


def _nothing(_: e.CallEvent, __: Call) -> None:
    return None


def _agent(event: e.AgentSpoke, call: Call) -> Markup:
    return _bubble("agent", f"{event.heard}{cut_off(event.unheard)}", call.agent_name, event)


def _caller(event: e.CallerSpoke, _: Call) -> Markup:
    return _bubble("caller", event.text, "You", event)


def _keys(event: e.DigitsPressed, _: Call) -> Markup:
    return _bubble("caller keys", event.digits, "You pressed", event)


def _text(event: e.SmsDelivered, call: Call) -> Markup:
    text = call.texts[event.effect_key]
    return _bubble("text", text.body, f"Text from {format_number(text.sender)}", event)


def _no_text(event: e.SmsFailed, _: Call) -> Markup:
    return _note(f"The text did not arrive: {event.status}.")


def _greeting(event: e.VoicemailStarted, call: Call) -> Markup:
    said = call.voicemail.mailbox.greeting if call.voicemail else ""
    return _bubble("agent voicemail", said, f"Voicemail for {event.owner}", event)


def _message(event: e.VoicemailRecorded | e.VoicemailTranscribed, _: Call) -> Markup:
    return _bubble("caller", event.transcript, "Your message", event)


def _connected(event: e.TransferConnected, _: Call) -> Markup:
    if event.handed_over:
        return _note(f"The carrier transferred the call to {format_number(event.who)}.")
    return _note(f"{format_number(event.who)} answered. You are now talking to them.")


def _bridged(event: e.RecipientBridged, _: Call) -> Markup:
    return _note(f"The carrier connected you with {format_number(event.who)}.")


def _bubble(look: str, words: str, who: str, event: e.CallEvent) -> Markup:
    about = tag("p", who, " ", clock(event.at), class_="about")
    return tag("div", tag("p", words), about, class_=f"hf-bubble {look}")


def _note(words: str) -> Markup:
    return tag("p", words, class_="hf-note")


_TELLING: Final[dict[type[e.CallEvent], Tell]] = {
    e.AgentSpoke: _agent,
    e.CallerSpoke: _caller,
    e.DigitsPressed: _keys,
    e.SmsDelivered: _text,
    e.SmsFailed: _no_text,
    e.AgentLeft: lambda _, call: _note(f"{call.agent_name} has left the call. Ringing…"),
    e.TransferConnected: _connected,
    e.RecipientBridged: _bridged,
    e.TransferUnanswered: lambda _, __: _note("No one answered."),
    e.VoicemailStarted: _greeting,
    e.VoicemailRecorded: _message,
    e.VoicemailTranscribed: _message,
    e.CallEnded: lambda _, __: _note("The call has ended."),
}


def event_rows(
    events: Sequence[e.CallEvent], words: Callable[[e.CallEvent], str]
) -> Iterator[tuple[str, Markup]]:
    """Yield a row for every event of a call, described by ``words``."""
    for event in events:
        yield (
            str(event.position),
            joined(
                (
                    tag("span", event.position, class_="at"),
                    clock(event.at),
                    tag("span", format_numbers_in(words(event)), class_="words"),
                    tag("code", event.type),
                )
            ),
        )
