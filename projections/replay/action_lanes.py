"""The lanes of what the agent set in motion: texts, phones, the voicemail."""

from collections.abc import Iterator, Sequence
from typing import Final

from hookflash.domain.call import events as e
from hookflash.projections.replay.event_text import describe
from hookflash.projections.replay.lane import Lane, Point, Seconds, Span, Tone

_TEXT_ENDS: Final[dict[type[e.CallEvent], tuple[str, Tone]]] = {
    e.SmsDelivered: ("delivered", "good"),
    e.SmsFailed: ("failed", "failed"),
    e.SmsCancelled: ("cancelled", "failed"),
}
_PHONE_SPANS: Final[dict[type[e.CallEvent], tuple[str, str, Tone]]] = {
    e.RecipientRinging: ("ringing", "ringing", "progress"),
    e.RecipientAnswered: ("answered", "answered", "progress"),
    e.TransferConnected: ("talk", "connected", "good"),
    e.RecipientBridged: ("talk", "connected", "good"),
    e.RecipientReleased: ("released", "being released", "followup"),
}
"""What a phone does from each event on: kind, words and tone."""
_VOICEMAIL_SPANS: Final[dict[type[e.CallEvent], tuple[str, str, Tone]]] = {
    e.VoicemailAttempted: ("waiting", "asking the provider", ""),
    e.VoicemailOffered: ("asking", "asked whether to record", ""),
    e.VoicemailStarted: ("recording", "greeting and message", "progress"),
}
_VOICEMAIL_ENDS: Final = (
    e.VoicemailPostponed,
    e.VoicemailFailed,
    e.VoicemailRecorded,
    e.VoicemailStopped,
    e.VoicemailDeclined,
    e.VoicemailChosen,
    e.CallEnded,
)
_LOST: Final = (e.VoicemailFailed, e.VoicemailStopped, e.RecordingLost, e.RecordingLeft)


def text_lanes(events: Sequence[e.CallEvent], seconds: Seconds) -> Iterator[Lane]:
    """A lane for each text, from its request to its delivery report, or its refusal."""
    own = [one for one in events if isinstance(one, e.SmsEvent)]
    keys = list(dict.fromkeys(one.effect_key for one in own))
    for number, key in enumerate(keys, 1):
        name = "Text" if len(keys) == 1 else f"Text {number}"
        yield _text(seconds, name, [one for one in own if one.effect_key == key])


def _text(seconds: Seconds, name: str, own: Sequence[e.SmsEvent]) -> Lane:
    asked = next((one for one in own if isinstance(one, e.SmsRequested)), None)
    over = next((one for one in own if type(one) in _TEXT_ENDS), None)
    about, tone = _TEXT_ENDS[type(over)] if over else ("under way", "progress")
    if asked is None:
        about = "refused" if isinstance(own[0], e.SmsRefused) else ""
    spans = (seconds.span("text", asked, over, asked.body, tone),) if asked else ()
    points = (_text_point(seconds, one) for one in own if one is not asked)
    return Lane(kind="text", name=name, about=about, spans=spans, points=tuple(points))


def _text_point(seconds: Seconds, event: e.SmsEvent) -> Point:
    tone: Tone = _TEXT_ENDS.get(type(event), ("", ""))[1]
    if isinstance(event, e.SmsRefused):
        tone = "failed"
    elif isinstance(event, e.SmsOutcomeUnknown | e.SmsPostponed):
        tone = "followup"
    return seconds.point("noted", event, describe(event), tone)


def phone_lanes(events: Sequence[e.CallEvent], seconds: Seconds) -> Iterator[Lane]:
    """A lane for each phone, by the name of its member or its number."""
    own = [one for one in events if isinstance(one, PhoneEvent)]
    confirmed = [one for one in events if isinstance(one, e.TransferConfirmed)]
    dialled = {leg.leg: leg.phone for one in confirmed for leg in one.legs}
    over = next((one for one in events if isinstance(one, e.CallEnded)), None)
    for who in dict.fromkeys(one.who for one in own):
        of_phone = [one for one in own if one.who == who]
        spans, points = list[Span](), list[Point]()
        for leg in dict.fromkeys(one.leg for one in of_phone):
            phone = dialled.get(leg, "")
            of_leg = [one for one in of_phone if one.leg == leg]
            spans += _phone_spans(seconds, of_leg, over, "" if phone == who else phone)
            points += _phone_points(seconds, of_leg)
        about = _came_to(of_phone)
        yield Lane(kind="phone", name=who, about=about, spans=tuple(spans), points=tuple(points))


PhoneEvent = (
    e.RecipientRinging
    | e.RecipientAnswered
    | e.RecipientBridged
    | e.RecipientUnavailable
    | e.RecipientReleased
    | e.RecipientStopped
    | e.TransferConnected
)


def _phone_spans(
    seconds: Seconds, own: Sequence[PhoneEvent], over: e.CallEnded | None, phone: str
) -> Iterator[Span]:
    """The spans of one leg: each lasts until the next event of the ``phone`` that was dialled."""
    own = [
        one for one, before in zip(own, (None, *own[:-1]), strict=True) if not _again(one, before)
    ]
    for event, following in zip(own, (*own[1:], None), strict=True):
        opened = _PHONE_SPANS.get(type(event))
        if opened is None:
            continue
        kind, words, tone = opened
        until: e.CallEvent | None = following
        if until is None and kind in ("talk", "answered"):
            until = over if over is not None and over.position > event.position else None
        if kind == "ringing" and phone:
            words = f"{words} {phone}"
        if isinstance(following, e.RecipientUnavailable | e.RecipientReleased):
            words = f"{words}: {_plain(following.reason)}"
        yield seconds.span(kind, event, until, words, tone)


def _again(event: PhoneEvent, before: PhoneEvent | None) -> bool:
    """Whether a phone that was connected is reported as connected once more."""
    return isinstance(event, e.RecipientBridged) and isinstance(before, e.TransferConnected)


def _phone_points(seconds: Seconds, own: Sequence[PhoneEvent]) -> Iterator[Point]:
    for event in own:
        if type(event) not in _PHONE_SPANS or isinstance(event, e.RecipientBridged):
            tone: Tone = "failed" if isinstance(event, e.RecipientUnavailable) else ""
            yield seconds.point("noted", event, describe(event), tone)


def _came_to(own: Sequence[PhoneEvent]) -> str:
    """What came of a phone, by the most telling of its events."""
    for event in reversed(own):
        if isinstance(event, e.RecipientUnavailable | e.RecipientReleased):
            return _plain(event.reason)
        if isinstance(event, e.TransferConnected | e.RecipientBridged):
            return "connected"
        if isinstance(event, e.RecipientAnswered | e.RecipientRinging):
            return _PHONE_SPANS[type(event)][1]
    return ""


def _plain(reason: str) -> str:
    shown = "no answer" if reason == "timed_out" else reason
    return shown.replace("_", " ")


def voicemail_lane(events: Sequence[e.CallEvent], seconds: Seconds) -> Lane:
    """The voicemail, from the request to play it until its message is stored."""
    own = [one for one in events if isinstance(one, e.VoicemailEvent)]
    owner = next((one.owner for one in own if isinstance(one, e.VoicemailAttempted)), "")
    spans, points = list[Span](), list[Point]()
    for event in own:
        opened = _VOICEMAIL_SPANS.get(type(event))
        if opened is not None:
            kind, words, tone = opened
            over = next((one for one in events if _ends_voicemail(event, one)), None)
            spans.append(seconds.span(kind, event, over, words, tone))
        elif not any(span.until == event.position for span in spans) or _told(event):
            tone = "failed" if isinstance(event, _LOST) else ""
            points.append(seconds.point("noted", event, describe(event), tone))
    return Lane(
        kind="voicemail",
        name="Voicemail",
        about=_left(own, events, owner),
        spans=tuple(spans),
        points=tuple(points),
    )


def _told(event: e.VoicemailEvent) -> bool:
    return isinstance(event, (e.VoicemailRecorded, *_LOST))


def _ends_voicemail(begun: e.VoicemailEvent, event: e.CallEvent) -> bool:
    if event.position <= begun.position:
        return False
    started = isinstance(begun, e.VoicemailAttempted) and isinstance(event, e.VoicemailStarted)
    return started or isinstance(event, _VOICEMAIL_ENDS)


def _left(own: Sequence[e.VoicemailEvent], events: Sequence[e.CallEvent], owner: str) -> str:
    if not own:
        return ""
    if any(isinstance(one, e.VoicemailRecorded) for one in own):
        return f"message for {owner}"
    over = any(isinstance(one, e.CallEnded) for one in events)
    return "no message" if over else f"for {owner}"
