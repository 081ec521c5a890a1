"""A call that a test plays: what the caller does, and what is expected to happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from hookflash.domain.call.call import Call, Text
from hookflash.domain.call.events import AgentSpoke, CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.script import THINKING
from hookflash.orchestrator.carriers.simulator.telephony import SECONDS_A_CHARACTER
from hookflash.orchestrator.simulation.scripted_caller import Simulation, leave_message
from hookflash.orchestrator.testing.expected_event import Expected, Such, as_such, in_words
from hookflash.projections.replay.event_text import describe

WITHIN_SECONDS: Final = 180.0
"""How long :meth:`PlayedCall.then` waits: longer than phones may ring and a greeting may take."""


@dataclass
class PlayedCall:
    """A call to a simulated office. Durations are seconds of virtual time."""

    simulation: Simulation
    id: str
    checked: int = 0
    """The position of the last event that :meth:`then` has matched."""

    @property
    def center(self) -> CallCenter:
        """The call center that handles the call."""
        return self.simulation.center

    async def says(self, *lines: str) -> list[str]:
        """The caller says each line once the agent has finished; returns what the agent said."""
        said: list[str] = []
        for line in lines:
            await self.waits(THINKING + len(line) * SECONDS_A_CHARACTER)
            said += await self.center.hear(self.id, line)
        return said

    async def presses(self, digits: str) -> list[str]:
        """The caller presses keys; returns what the agent said."""
        await self.waits(THINKING)
        return await self.center.press(self.id, digits)

    async def waits(self, seconds: float) -> None:
        """The caller waits in silence."""
        await self.simulation.clock.sleep(seconds)

    async def leaves_message(self, message: str) -> None:
        """The caller leaves a voicemail, after its greeting."""
        __tracebackhide__ = True
        call = await self.center.until(
            self.id, lambda call: call.state == "voicemail_fallback", WITHIN_SECONDS
        )
        if call.state != "voicemail_fallback":
            raise AssertionError(f"no voicemail to leave a message on\n{self.transcript}")
        await leave_message(self.center, self.id, message, self.simulation.clock.sleep)

    async def hangs_up(self) -> None:
        """The caller hangs up."""
        await self.center.end(self.id)

    async def then(
        self, *expected: Expected, within: float = WITHIN_SECONDS
    ) -> tuple[CallEvent, ...]:
        """Expect these events, in this order; others may lie between them. Returns them.

        Give an event class, or :func:`such` an event to expect values in its fields too. Looks at
        what happened after the last event that ``then`` has matched before, and waits up to
        ``within`` seconds for the rest.
        """
        __tracebackhide__ = True
        wanted = [as_such(one) for one in expected]
        await self.center.until(self.id, lambda _: len(self._found(wanted)) == len(wanted), within)
        found = self._found(wanted)
        if len(found) < len(wanted):
            raise AssertionError(self._missing(wanted, found, within))
        self.checked = found[-1].position if found else self.checked
        return tuple(found)

    def happened(self, expected: Expected) -> list[CallEvent]:
        """Every such event of the call so far, whatever :meth:`then` has matched."""
        return [event for event in self.events if as_such(expected).matches(event)]

    @property
    def events(self) -> list[CallEvent]:
        """Everything that has happened on the call."""
        return cast("list[CallEvent]", self.simulation.store.read_stream(self.id))

    @property
    def call(self) -> Call:
        """The call's state in full."""
        return fold(self.id, self.events)

    @property
    def state(self) -> str:
        """The call's state, such as ``conversing``."""
        # Not CallState: a type checker would take one assertion for the state ever after.
        return self.call.state

    @property
    def outcome(self) -> str | None:
        """The call's outcome, as reports count it; None until the call has ended."""
        views = self.simulation.views
        views.catch_up()
        summary = views.calls.get(self.call.workspace, self.id)
        return summary.outcome if summary else None

    @property
    def texts(self) -> list[Text]:
        """Every text that the agent wanted to send, with its ``body`` and ``status``."""
        return list(self.call.texts.values())

    @property
    def agent_said(self) -> list[str]:
        """Everything that the agent has said."""
        return [event.heard for event in self.events if isinstance(event, AgentSpoke)]

    @property
    def transcript(self) -> str:
        """The call so far, a line an event; shown when an expectation fails."""
        return "\n".join([*map(_line, self.events), f"     state: {self.state}"])

    def _found(self, wanted: Sequence[Such]) -> list[CallEvent]:
        """The first events since the last check that match ``wanted``, in order; maybe too few."""
        found: list[CallEvent] = []
        for event in self.events[self.checked :]:
            if len(found) < len(wanted) and wanted[len(found)].matches(event):
                found.append(event)
        return found

    def _missing(self, wanted: Sequence[Such], found: Sequence[CallEvent], within: float) -> str:
        """The message for an expectation that has not been met."""
        missing, since = wanted[len(found)], found[-1].position if found else self.checked
        others = [
            missing.seen_in(event) for event in self.events[since:] if type(event) is missing.kind
        ]
        return "\n".join(
            [
                f"{missing!r} did not happen within {within:g} s"
                + (f", after event {since} ({self.events[since - 1].type})" if since else ""),
                *([f"     got {in_words(others)}"] if others else []),
                self.transcript,
            ]
        )


def _line(event: CallEvent) -> str:
    head = f"{event.position:>3}  {event.at:%H:%M:%S}  {event.type:<22} {event.by:<8}"
    return f"{head} {describe(event)}"
