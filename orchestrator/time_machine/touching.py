"""Tells which recorded decisions a change can touch; the others are as they were."""

from collections.abc import Iterable
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.call.rules import RULES
from hookflash.orchestrator.time_machine.change import Change, Policy

_UNCHANGED: Final = Policy()


class Touch:
    """Whether ``change`` can touch a decision of a call.

    A decision is a function of its command and of what came before it. So as long as all is as
    recorded, one whose command the change leaves alone yields the recorded events, if today's rules
    yielded them; ``verify`` checks that they did. A change of nothing but the code touches all.
    """

    def __init__(self, change: Change, received: e.CallReceived) -> None:
        self._change = change
        self._policy = change.policy
        self._all = received.rules != RULES or (change.policy == _UNCHANGED and not change.phones)

    def touches(self, together: Iterable[e.CallEvent]) -> bool:
        """Whether the decision that yielded these events may yield others."""
        return self._all or any(self._is_touched(event) for event in together)

    def _is_touched(self, event: Any) -> bool:
        if isinstance(event, e.CallReceived):
            return self._change.jobs is not None
        if isinstance(event, e.TransferAttempted):
            return bool(self._change.phones)
        if isinstance(event, e.TransferConfirmed):
            return self._rings_otherwise(event)
        if isinstance(event, e.TransferProposed | e.TransferRefused):
            return self._policy.proposals(event.limits) != event.limits
        if isinstance(event, _TEXTS):
            return self._policy.texting(event.facts) != event.facts
        return False

    def _rings_otherwise(self, confirmed: e.TransferConfirmed) -> bool:
        seconds, spared = self._policy.ring_seconds, self._policy.do_not_disturb
        if seconds is not None and seconds != confirmed.ring_seconds:
            return True
        return any(leg.who in spared for leg in confirmed.legs)


_TEXTS: Final = (e.SmsRequested, e.SmsRefused, e.SmsAttempted, e.SmsCancelled)
"""The events that hold what was known about texting the caller."""
