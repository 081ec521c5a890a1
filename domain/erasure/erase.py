"""A person's data taken out of events that stay: words by ``[erased]``, the number by a pseudonym.

Who caused what, when, and what came of it stays: it says nothing of the person any more, and the
call folds, replays and counts as before. A contact's consent is kept (PRODUCT.md, "Send SMS"): an
opt-out has to protect the number after everything else about it is gone.
"""

from collections.abc import Mapping
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.inbox.events import ThreadEvent
from hookflash.domain.quarantine.events import ReportQuarantined

ERASED: Final = "[erased]"
PSEUDONYM: Final = "erased-"
"""What every pseudonym begins with; no number in E.164 does."""

WORDS: Final[Mapping[type[e.CallEvent], tuple[str, ...]]] = {
    e.CallerSpoke: ("text",),
    e.DigitsPressed: ("digits",),
    e.AgentSpoke: ("text",),
    e.AgentSilenced: ("text",),
    e.ToolCallRejected: ("arguments",),
    e.LateReportNoted: ("detail",),
    e.SmsRequested: ("body",),
    e.SmsRefused: ("body",),
    e.SmsArrivalAnswered: ("words",),
    e.TransferProposed: ("reason",),
    e.TransferConfirmed: ("words",),
    e.TransferDeclined: ("words",),
    e.VoicemailRecorded: ("recording", "transcript"),
}
"""The fields that hold what was said to a person, or by them."""

LEFT: Final = ("recording", "transcript")
"""What a report holds that the caller left."""

NAMING: Final = frozenset({"call_id", "position", "at", "by", "cause", "effect_key", "leg"})
"""Fields that tell events and actions apart: nothing personal is in them, and they stay."""


def erase(event: e.CallEvent, contact: str, pseudonym: str) -> e.CallEvent:
    """``event`` of a call by ``contact`` (E.164) without anything personal to them."""
    number = _written(contact, pseudonym)
    kept = {
        name: value if name in NAMING else _without(number, value)
        for name, value in event.model_dump().items()
    }
    words = {name: _erased(kept[name]) for name in WORDS.get(type(event), ())}
    return type(event).model_validate({**kept, **words})


def erase_thread(event: ThreadEvent, pseudonym: str) -> ThreadEvent:
    """``event`` of a contact's thread, moved to that of their pseudonym."""
    return event.model_copy(update={"contact": pseudonym})


def mentions(report: ReportQuarantined, contact: str) -> bool:
    """Whether the number of ``contact`` stands anywhere in ``report``."""
    return bool(_without(_written(contact, ""), report.data) != report.data)


def erase_report(report: ReportQuarantined, contact: str, pseudonym: str) -> ReportQuarantined:
    """``report`` for a call that nobody knew, without anything personal to ``contact``."""
    data = _without(_written(contact, pseudonym), report.data)
    left = {name: _erased(data[name]) for name in LEFT if name in data}
    return report.model_copy(update={"data": {**data, **left}})


def _written(contact: str, pseudonym: str) -> dict[str, str]:
    """What stands for the number, however it is written."""
    return {contact: pseudonym, contact.removeprefix("+"): pseudonym}


def _erased(value: Any) -> Any:
    if isinstance(value, dict):
        return {ERASED: ERASED} if value else value
    return ERASED if value else value


def _without(number: Mapping[str, str], value: Any) -> Any:
    """Take the number out of a provider's reason, or wherever else somebody may have put it."""
    match value:
        case str():
            for written, pseudonym in number.items():
                value = value.replace(written, pseudonym)
            return value
        case dict():
            return {_without(number, key): _without(number, item) for key, item in value.items()}
        case list() | tuple():
            return [_without(number, item) for item in value]
        case _:
            return value
