"""Which calls a change can reach at all: the others go as they went, and need not be decided again.

Only calls of today's rules are left out. Without any change, every call is decided again: that asks
what today's code makes of it.
"""

from collections.abc import Iterable
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.rules import RULES
from hookflash.orchestrator.time_machine.change import Change

_TEXTS: Final = frozenset(
    (
        *("registration", "opted_out", "quiet_hours"),
        *("texts_per_call", "texts_per_contact_per_day", "texts_per_day"),
    )
)
"""The settings on which only decisions about texts depend."""
_OF_TEXTS: Final = frozenset(one.TOPIC for one in (e.SmsRequested, e.SmsRefused, e.SmsAttempted))
_OF_TRANSFERS: Final = frozenset(
    one.TOPIC for one in (e.TransferProposed, e.TransferRefused, e.TransferConfirmed)
)


class Reach:
    """How far a change reaches, by the topics of a call's events alone; see also ``Touch``."""

    def __init__(self, change: Change) -> None:
        self._change = change
        given = {name for name, value in change.policy if value not in (None, ())}
        self._changes_texts = bool(given & _TEXTS)
        self._changes_transfers = bool(given - _TEXTS) or bool(change.phones)
        self._jobs = {job.name for job in change.jobs or ()}
        self._changes_nothing = not (self._changes_texts or self._changes_transfers or self._jobs)

    def covers(self, received: e.CallReceived, topics: Iterable[str]) -> bool:
        """Whether the change may touch a call with events of these ``topics``."""
        if self._changes_nothing or received.rules != RULES:
            return True
        if any(name in self._jobs for name, _ in received.jobs):
            return True
        found = frozenset(topics)
        texts = self._changes_texts and found & _OF_TEXTS
        return bool(texts or (self._changes_transfers and found & _OF_TRANSFERS))
