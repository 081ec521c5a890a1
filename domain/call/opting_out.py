"""What happens on a call that opts its caller out of texts for good."""

import re
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.policy.texting import KnownOptOut

OPTED_OUT_CODES: Final = frozenset(
    {"21610", "40300", "OPTED_OUT", "DESTINATION_PHONE_NUMBER_OPTED_OUT"}
)
"""Codes with which carriers refuse a text, since its recipient has opted out there."""
_REASON: Final = re.compile(
    r"\bopted[\s_-]?out\b|\bopt[\s_-]out\b|\bunsubscribed\b|\b(?:sent|replied|texted) stop\b"
    r"|\bblocked due to stop\b|\bstop message\b",
    re.IGNORECASE,
)


def says_opted_out(code: str, reason: str) -> bool:
    """Whether a carrier refused a text because the recipient had opted out."""
    return code.upper() in OPTED_OUT_CODES or _REASON.search(reason) is not None


def opt_out_in(event: e.CallEvent) -> KnownOptOut | None:
    """The opt-out that ``event`` means for the contact, if it means one."""
    known = {"at": event.at, "call": event.call_id}
    if isinstance(event, e.OptOutHeard) and event.recorded:
        return KnownOptOut.model_validate({**known, "source": "words", "words": event.words})
    if isinstance(event, e.SmsFailed) and says_opted_out(event.code, event.reason):
        said = {"source": "carrier", "code": event.code, "words": event.reason}
        return KnownOptOut.model_validate({**known, **said})
    return None
