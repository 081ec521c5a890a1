"""Verifies one call: the chart permits its events, and today's rules yield the same decisions."""

from collections.abc import Callable, Iterator

from hookflash.domain.call import events as e
from hookflash.domain.call import rules
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.redecide import Difference, redecide
from hookflash.domain.call.transitions import TRIGGERS, allowed, permits
from hookflash.domain.erasure.events import erasures_stream
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.orchestrator.integrity.findings import Finding

Erasures = Callable[[str], dict[str, int]]
"""Returns the erased streams of a workspace, each with the position up to which it was erased."""


class CallCheck:
    """Checks the events of one call, in their order."""

    def __init__(self, call_id: str, erasures: Erasures) -> None:
        self.decisions = 0
        self.erased_to = 0
        self.older_rules = False
        """Whether the call was recorded under other rules than today's; it is not re-decided."""
        self._call = Call(call_id)
        self._erasures = erasures
        self._together: list[e.CallEvent] = []
        self._log_positions: list[int] = []
        self._unsound = 0
        self._differs = False

    def look(self, event: e.CallEvent, log_position: int, *, sound: bool) -> list[Finding]:
        """Take the next event; return findings about the decision that it completes.

        ``sound``: whether the stream's own checks found nothing wrong with the event.
        """
        found: list[Finding] = []
        if self._together and self._together[-1].cause != event.cause:
            found = self._finish(None if sound else event)
        if not sound:
            self._unsound = self._unsound or event.position
        if isinstance(event, e.CallReceived):
            found += self._check_beginning(event, log_position)
        self._together.append(event)
        self._log_positions.append(log_position)
        return found

    def finish(self, *, whole: bool) -> list[Finding]:
        """Return findings about the last decision; call once, after the last event.

        Not ``whole``: later events of the stream are lost, and may have belonged to it.
        """
        self._differs = self._differs or not whole
        return self._finish(None)

    def _finish(self, unsound_next: e.CallEvent | None) -> list[Finding]:
        decided, places = self._together, self._log_positions
        found: list[Finding] = []
        if decided and self._is_comparable(decided[-1]):
            found += self._redecide(decided, places, unsound_next)
        for event, place in zip(decided, places, strict=True):
            if not permits(self._call.state, type(event)):
                found.append(self._forbidden(event, place))
            evolve(self._call, event)
        self._together, self._log_positions, self._unsound = [], [], 0
        return found

    def _is_comparable(self, last: e.CallEvent) -> bool:
        erased = last.position <= self.erased_to
        return not (self._differs or self.older_rules or erased)

    def _redecide(
        self, decided: list[e.CallEvent], places: list[int], unsound_next: e.CallEvent | None
    ) -> Iterator[Finding]:
        self.decisions += 1
        difference = redecide(self._call, decided)
        if difference is None or self._is_due_to_unsound(difference, decided, unsound_next):
            return
        # Later decisions build on this one and may differ because of it: report only the first.
        self._differs = True
        at = min(difference.position - decided[0].position, len(places) - 1)
        yield Finding(
            kind="decided_otherwise",
            log_position=places[at],
            stream=self._call.call_id,
            position=difference.position,
            wrong=difference.wrong,
            right=f"{difference.right}, by today's rules",
        )

    def _is_due_to_unsound(
        self, difference: Difference, decided: list[e.CallEvent], unsound_next: e.CallEvent | None
    ) -> bool:
        """Whether the decision only differs because of an event that is known to be unsound.

        ``unsound_next`` comes right after the decision; it may have belonged to it, under the same
        cause, before it was altered.
        """
        if self._unsound:
            return difference.position < self._unsound
        if unsound_next is None:
            return False
        restored = unsound_next.model_copy(update={"cause": decided[-1].cause})
        together = redecide(self._call, [*decided, restored])
        return together is None or together.position >= restored.position

    def _forbidden(self, event: e.CallEvent, log_position: int) -> Finding:
        state = self._call.state
        triggers = allowed(state)
        names = [kind.__name__ for kind, trigger in TRIGGERS.items() if trigger in triggers]
        return Finding(
            kind="forbidden",
            log_position=log_position,
            stream=event.stream,
            position=event.position,
            wrong=f"{event.type} in {state}",
            right=f"one of {', '.join(names)}, or an event that changes no state"
            if names
            else "no event that changes the state",
        )

    def _check_beginning(self, event: e.CallReceived, log_position: int) -> Iterator[Finding]:
        # Only the first event sets the rules; a second CallReceived is itself a finding.
        if event.position == 1:
            self.older_rules = event.rules != rules.RULES
        # Also a call of another person, who mentioned the one that was erased.
        self.erased_to = self._erasures(event.workspace).get(event.call_id, 0)
        if is_pseudonym(event.contact):
            yield from self._check_erasure(event, log_position)

    def _check_erasure(self, event: e.CallReceived, log_position: int) -> Iterator[Finding]:
        recorded = erasures_stream(event.workspace)
        if not self.erased_to:
            self._differs = True
            yield Finding(
                kind="unrecorded",
                log_position=log_position,
                stream=event.stream,
                position=event.position,
                wrong="an erased caller",
                right=f"the caller, or a record of the erasure in {recorded}",
            )
