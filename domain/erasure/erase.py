"""Replaces a person's words by ``[erased]`` and their number by a pseudonym, event by event.

Causes, times and outcomes stay: they no longer identify the person, and the call folds, replays
and counts as before. A contact's consent is kept (docs/explanation/consent.md): an opt-out must
protect the number after everything else about it has been erased.
"""

from collections.abc import Mapping
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.event import Event
from hookflash.domain.inbox.events import TextReceived, ThreadEvent
from hookflash.domain.inbox.reply_events import ReplyDecided
from hookflash.domain.policy.contact_key import is_number
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.quarantine.events import ReportQuarantined

ERASED: Final = "[erased]"

WORDS: Final[Mapping[type[e.CallEvent], tuple[str, ...]]] = {
    e.CallReceived: ("from_received",),
    e.CallerSpoke: ("text",),
    e.DigitsPressed: ("digits",),
    e.AgentSpoke: ("text",),
    e.AgentSilenced: ("text",),
    e.ToolCallRejected: ("arguments",),
    e.LateReportNoted: ("detail",),
    e.SmsRequested: ("body",),
    e.SmsRefused: ("body",),
    e.SmsArrivalAnswered: ("words",),
    e.EmergencyHeard: ("words",),
    e.OptOutHeard: ("words",),
    e.OptOutAnswered: ("about", "words"),
    e.CallerTexted: ("body",),
    e.RecordingDeclined: ("words",),
    e.TransferProposed: ("reason",),
    e.TransferAnswerHeld: ("words",),
    e.TransferConfirmed: ("words",),
    e.TransferDeclined: ("words",),
    e.VoicemailRecorded: ("recording", "transcript"),
    e.VoicemailTranscribed: ("transcript",),
    e.RecordingKept: ("sha256",),
}
"""The fields, by event, that hold what was said to the caller or by the caller."""

VOICEMAIL_FIELDS: Final = ("recording", "transcript")
"""The fields of a report that hold what the caller left on voicemail."""

_FEWEST_CHARACTERS: Final = 7
"""Shorter names of contacts are only replaced where they are all there is."""

NAMING: Final = frozenset({"call_id", "position", "at", "by", "cause", "effect_key", "leg"})
"""Fields that identify events and actions. They hold nothing personal and are kept."""


def erase(event: e.CallEvent, contact: str, pseudonym: str) -> e.CallEvent:
    """Remove everything personal to ``contact`` from an event of one of their calls."""
    number = _replacements(contact, pseudonym)
    kept = {
        name: value if name in NAMING else _replaced(number, value)
        for name, value in event.model_dump().items()
    }
    words = {name: _erased(kept[name]) for name in WORDS.get(type(event), ())}
    facts = getattr(event, "facts", None)
    if isinstance(facts, TextingFacts):
        words["facts"] = without_words(facts).model_dump()
    if isinstance(event, e.AgentSpoke) and event.asks is not None and event.asks.kind == "opt_out":
        words["asks"] = {"kind": "opt_out", "about": ERASED}
    return type(event).model_validate({**kept, **words})


def erase_thread(event: ThreadEvent, pseudonym: str) -> ThreadEvent:
    """Move an event of a contact's thread to the thread of their pseudonym."""
    return event.model_copy(update={"contact": pseudonym})


def erase_text(event: Event, pseudonym: str) -> Event:
    """Remove everything personal from a text that a contact sent, or from our reply to it."""
    if isinstance(event, ReplyDecided):
        facts = without_words(event.facts)
        return event.model_copy(update={"recipient": pseudonym, "facts": facts})
    if not isinstance(event, TextReceived):
        return event
    words = {name: _erased(getattr(event, name)) for name in ("body", "from_received")}
    return event.model_copy(update={"contact": pseudonym, **words})


def without_words(facts: TextingFacts) -> TextingFacts:
    """What was known about texting a contact, without the words that opted them out."""
    known = tuple(one.model_copy(update={"words": _erased(one.words)}) for one in facts.opt_outs)
    return facts.model_copy(update={"opt_outs": known})


def mentions(report: ReportQuarantined, contact: str) -> bool:
    """Whether ``report`` contains the number of ``contact`` anywhere."""
    return bool(_replaced(_replacements(contact, ""), report.data) != report.data)


def erase_report(report: ReportQuarantined, contact: str, pseudonym: str) -> ReportQuarantined:
    """Remove everything personal to ``contact`` from a report about an unknown call."""
    data = _replaced(_replacements(contact, pseudonym), report.data)
    left = {name: _erased(data[name]) for name in VOICEMAIL_FIELDS if name in data}
    return report.model_copy(update={"data": {**data, **left}})


def _replacements(contact: str, pseudonym: str) -> dict[str, str]:
    """What replaces each written form: a number without its plus, an address without ``sip:``."""
    bare = contact.removeprefix("+") if is_number(contact) else contact.removeprefix("sip:")
    return {contact: pseudonym, bare: pseudonym}


def _erased(value: Any) -> Any:
    if isinstance(value, dict):
        return {ERASED: ERASED} if value else value
    return ERASED if value else value


def _replaced(number: Mapping[str, str], value: Any) -> Any:
    """Replace the number wherever it occurs, e.g. in a provider's reason."""
    match value:
        case str():
            for written, pseudonym in number.items():
                # A short caller id, such as an extension, may be part of anything.
                if len(written) >= _FEWEST_CHARACTERS or value == written:
                    value = value.replace(written, pseudonym)
            return value
        case dict():
            return {_replaced(number, key): _replaced(number, item) for key, item in value.items()}
        case list() | tuple():
            return [_replaced(number, item) for item in value]

        case _:
            return value
