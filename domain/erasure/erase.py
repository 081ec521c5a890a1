"""Replaces a person's words by ``[erased]`` and their number by a pseudonym, event by event.

Positions, times, outcomes and codes stay: they do not identify the person, and the call folds,
replays and counts as before. Ids that others gave (calls, texts, messages, tool calls, idempotency
keys) go: with them, a provider's records lead back to the person.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.contacts.events import CardEvent, ContactNamed, NoteWritten
from hookflash.domain.erasure.codes import is_code, is_our_key, is_tool
from hookflash.domain.erasure.notations import Notations, notations
from hookflash.domain.event import Event
from hookflash.domain.inbox.events import TextReceived, ThreadEvent
from hookflash.domain.inbox.reply_events import ReplyCancelled, ReplyDecided, ReplyEvent
from hookflash.domain.policy.contact_key import PSEUDONYM
from hookflash.domain.policy.texting import KnownOptOut, TextingFacts
from hookflash.domain.quarantine.events import ReportQuarantined
from hookflash.domain.quarantine.messages import CarrierMessageReceived
from hookflash.domain.workspace.contact import ContactEvent, ContactOptedIn, ContactOptedOut
from hookflash.domain.workspace.usage import TextCounted

ERASED: Final = "[erased]"

IDENTIFYING: Final = frozenset(
    {"provider_call_id", "provider_id", "tool_call_id", "from_received", "to_received"}
)
"""Fields of any event that hold an id or a number as others gave it."""

WORDS: Final[Mapping[type[e.CallEvent], tuple[str, ...]]] = {
    e.CallerSpoke: ("text",),
    e.DigitsPressed: ("digits",),
    e.AgentSpoke: ("text",),
    e.AgentSilenced: ("text",),
    e.AgentFailed: ("detail",),
    e.ToolCallRejected: ("arguments", "detail"),
    e.LateReportNoted: ("detail",),
    e.SmsRequested: ("body",),
    e.SmsRefused: ("body",),
    e.SmsArrivalAnswered: ("words",),
    e.EmergencyHeard: ("words",),
    e.OptOutHeard: ("words",),
    e.OptOutAnswered: ("about", "words"),
    e.CallerTexted: ("body",),
    e.RecordingDeclined: ("words",),
    e.PromiseFlagged: ("words",),
    e.TransferProposed: ("reason",),
    e.TransferAnswerHeld: ("words",),
    e.TransferConfirmed: ("words",),
    e.TransferDeclined: ("words",),
    e.VoicemailRecorded: ("recording", "transcript"),
    e.VoicemailTranscribed: ("transcript",),
    e.RecordingKept: ("sha256",),
}
"""The fields, by event, that hold what was said to the caller or by the caller."""

_REASON: Final = {"reason": is_code}
_REFUSAL: Final = {"reason": is_code, "code": is_code}
UNLESS_KNOWN: Final[Mapping[type[e.CallEvent], Mapping[str, Callable[[str], bool]]]] = {
    e.CallEnded: _REASON,
    e.ActionFlagged: _REASON,
    e.SpeechUnspoken: _REASON,
    e.ToolCallRejected: {"tool": is_tool},
    e.LateReportNoted: {"about": is_our_key},
    e.SmsPostponed: _REASON,
    e.SmsOutcomeUnknown: _REASON,
    e.SmsFailed: _REFUSAL,
    e.TransferPostponed: _REASON,
    e.TransferOutcomeUnknown: _REASON,
    e.TransferFailed: _REFUSAL,
    e.RecipientUnavailable: {"code": is_code},
    e.VoicemailPostponed: _REASON,
    e.VoicemailFailed: _REFUSAL,
    e.RecordingPostponed: _REASON,
    e.RecordingLost: _REASON,
    e.RecordingDiscardPostponed: _REASON,
    e.RecordingLeft: _REASON,
}
"""The fields, by event, in which others may write anything: kept only where it is a known code."""
READINGS: Final = ("reading", "readings")
"""The fields that hold how the caller's words were read, and quote them."""

VOICEMAIL_FIELDS: Final = ("recording", "transcript")
"""The fields of a report that hold what the caller left on voicemail."""

NAMING: Final = frozenset({"call_id", "text_id", "position", "at", "by", "effect_key", "leg"})
"""Fields that identify events and actions. They hold nothing personal and are kept."""


def erase_call(
    events: Iterable[e.CallEvent], contact: str, pseudonym: str
) -> Iterator[e.CallEvent]:
    """Remove everything personal to ``contact`` from the events of one of their calls, in order."""
    known = notations(contact)
    for _, together in groupby(events, key=lambda event: event.cause):
        decided = list(together)
        cause = stand_in(decided[0].position)
        yield from (_erase(event, known, pseudonym, cause) for event in decided)


def erase_late(events: Iterable[e.CallEvent], pseudonym: str) -> Iterator[e.CallEvent]:
    """Remove everything personal from events of a call that was erased before.

    What was left on voicemail is not fetched any more.
    """
    for event in erase_call(events, pseudonym, pseudonym):
        late = isinstance(event, e.VoicemailRecorded) and event.keep
        yield event.model_copy(update={"keep": False}) if late else event


def _erase(event: e.CallEvent, known: Notations, pseudonym: str, cause: str) -> e.CallEvent:
    kind = type(event)
    kept = {
        name: value if name in NAMING else known.replaced(value, pseudonym)
        for name, value in event.model_dump().items()
    }
    gone = {*WORDS.get(kind, ()), *(IDENTIFYING & kept.keys())}
    gone |= {
        name for name, is_known in UNLESS_KNOWN.get(kind, {}).items() if not is_known(kept[name])
    }
    erased = {name: _erased(kept[name]) for name in gone}
    read = {name: _without_words(kept[name]) for name in READINGS if kept.get(name)}
    cited = _without_cited_words(event)
    return kind.model_validate({**kept, **erased, **read, **cited, "cause": cause})


def _without_cited_words(event: e.CallEvent) -> dict[str, Any]:
    """The fields of ``event`` that cite earlier words of the caller, without them."""
    facts = getattr(event, "facts", None)
    if isinstance(facts, TextingFacts):
        return {"facts": without_words(facts)}
    if isinstance(event, e.AgentSpoke):
        return _without_heard_words(event)
    return {}


def _without_heard_words(event: e.AgentSpoke) -> dict[str, Any]:
    """What counts the characters of the agent's words, or cites the caller's."""
    if event.asks is None or event.asks.kind != "opt_out":
        return {"heard_chars": None}
    cited = event.asks.model_copy(update={"about": _erased(event.asks.about)})
    return {"heard_chars": None, "asks": cited}


def stand_in(position: int) -> str:
    """The cause of the events of a decision that began at ``position`` of an erased stream."""
    return f"{PSEUDONYM}{position}"


def _without_words(reading: Mapping[str, Any]) -> dict[str, Any]:
    """A reading, or both readings, without the caller's words."""
    kept = dict(reading)
    if "by_model" in kept:
        return {**kept, "by_model": _without_words(kept["by_model"])}
    return {**kept, "words": _erased(kept["words"]), "quote": _erased(kept["quote"])}


def erase_thread(event: ThreadEvent, pseudonym: str) -> ThreadEvent:
    """Move an event of a contact's thread to the thread of their pseudonym."""
    return event.model_copy(update={"contact": pseudonym, "cause": stand_in(event.position)})


def erase_consent(event: ContactEvent, pseudonym: str) -> ContactEvent:
    """Move an event of a contact's consent to that of their pseudonym, without their words."""
    moved: dict[str, Any] = {"contact": pseudonym, "cause": stand_in(event.position)}
    if isinstance(event, ContactOptedOut):
        moved |= _uncited(event)
    elif isinstance(event, ContactOptedIn):
        moved["words"] = _erased(event.words)
    return event.model_copy(update=moved)


def erase_card(event: CardEvent, pseudonym: str) -> CardEvent:
    """Move what people wrote about a contact to the card of their pseudonym, without the words."""
    moved: dict[str, Any] = {"contact": pseudonym, "cause": stand_in(event.position)}
    if isinstance(event, ContactNamed):
        moved["name"] = _erased(event.name)
    elif isinstance(event, NoteWritten):
        moved["text"] = _erased(event.text)
    return event.model_copy(update=moved)


def erase_text(event: Event, pseudonym: str) -> Event:
    """Remove everything personal from a text that a contact sent, and from our reply to it.

    Both keep their stream.
    """
    if isinstance(event, ReplyEvent):
        return erase_reply(event, pseudonym)
    if not isinstance(event, TextReceived):
        return event
    words = ("body", "from_received", "to_received")
    gone = {name: _erased(getattr(event, name)) for name in words}
    return event.model_copy(update={"contact": pseudonym, "cause": _of_stream(event), **gone})


def erase_reply(event: ReplyEvent, pseudonym: str) -> ReplyEvent:
    """Remove everything personal from an event of our reply to a contact's text."""
    known = {name: getattr(event, name, "") for name in ("provider_id", "reason", "code")}
    kept = known if isinstance(event, ReplyDecided | ReplyCancelled) else {}
    gone = {name: _erased(value) for name, value in known.items() if value and name not in kept}
    gone = {name: value for name, value in gone.items() if not is_code(known[name])}
    if isinstance(event, ReplyDecided):
        gone |= {"recipient": pseudonym, "facts": without_words(event.facts)}
    return event.model_copy(update={**gone, "cause": stand_in(event.position)})


def without_words(facts: TextingFacts) -> TextingFacts:
    """What was known about texting a contact, without the words that opted them out."""
    known = tuple(one.model_copy(update=_uncited(one)) for one in facts.opt_outs)
    return facts.model_copy(update={"opt_outs": known})


def _uncited(known: KnownOptOut | ContactOptedOut) -> dict[str, str]:
    """The fields of an opt-out that others wrote, without what they wrote."""
    code = known.code if is_code(known.code) else _erased(known.code)
    return {"words": _erased(known.words), "code": code}


def _of_stream(text: TextReceived) -> str:
    """The cause that keeps a text in its stream, so that the same message still counts once."""
    return f"{PSEUDONYM}{text.stream.rpartition('.')[2]}"


def erase_usage(event: Event, contact: str, pseudonym: str) -> Event:
    """Remove the contact from an event of a day's usage; the counts stay."""
    if isinstance(event, TextCounted) and event.contact == contact:
        return event.model_copy(update={"contact": pseudonym})
    return event


def mentions(report: ReportQuarantined, contact: str, ids: frozenset[str] = frozenset()) -> bool:
    """Whether ``report`` has the number of ``contact`` anywhere, or one of the provider's ids."""
    named = notations(contact).replaced(report.data, "") != report.data
    return named or not ids.isdisjoint(_leaves(report.data))


def _leaves(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (leaf for item in value.values() for leaf in _leaves(item))
        case list() | tuple():
            yield from (leaf for item in value for leaf in _leaves(item))
        case _:
            return


def erase_report(report: ReportQuarantined, contact: str, pseudonym: str) -> ReportQuarantined:
    """Remove everything personal to ``contact`` from a report about an unknown call."""
    data = notations(contact).replaced(report.data, pseudonym)
    gone = {name: _unless_known(name, value) for name, value in data.items()}
    return report.model_copy(update={"data": gone, "cause": stand_in(report.position)})


def erase_message(event: CarrierMessageReceived) -> CarrierMessageReceived:
    """Remove what a carrier told about a contact; which fields it told stays."""
    gone = {
        name: {field: _erased(value) for field, value in getattr(event, name).items()}
        for name in ("about", "message")
    }
    return event.model_copy(update={**gone, "cause": stand_in(event.position)})


def _unless_known(name: str, value: Any) -> Any:
    """A field of a report: free text and others' ids are erased."""
    free = name in ("reason", "code") and isinstance(value, str) and not is_code(value)
    theirs = name in (*VOICEMAIL_FIELDS, *IDENTIFYING, "message_id", "text", "digits", "words")
    return _erased(value) if free or theirs else value


def _erased(value: Any) -> Any:
    if isinstance(value, dict):
        return {ERASED: ERASED} if value else value
    return ERASED if value else value
