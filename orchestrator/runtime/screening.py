"""Answers a carrier that asks, the moment a phone is answered, whether to connect it.

The answer is in the log before it is given. A caller must not wait for a log that cannot be
reached: then one phone is connected, and of several none (docs/explanation/effects.md).
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from hookflash.domain.call.call import HAS_CALLER, Call
from hookflash.domain.call.commands import Command, LetGo, ReportLeg
from hookflash.domain.call.deciding.transfers import pending_legs
from hookflash.domain.call.errors import NoSuchCall
from hookflash.orchestrator.log.errors import LogClosed, LogFault, LogUnavailable
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.telephony import Verdict
from hookflash.orchestrator.runtime.command_handler import Ask, CommandHandler
from hookflash.orchestrator.telemetry.logs import get_logger

ALONE_SECONDS: Final = 1.0
"""How long the only phone of a transfer waits for the log."""
HOLD_SECONDS: Final = 3.0
"""How long one of several phones waits for the log."""
RETRY_SECONDS: Final = 0.25
"""Wait before a log that could not be reached is tried again."""

Start = Callable[[Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]
logger = get_logger(__name__)


@dataclass(eq=False)
class _Question:
    """A question; ``given`` is the answer given without the log."""

    call_id: str
    leg: str
    known: Call | None
    alone: bool
    given: Verdict | None = None

    def by_rule(self) -> Verdict:
        """The answer if the log cannot be reached."""
        if self.known is not None and not _is_pending(self.known, self.leg):
            return _verdict(self.known, self.leg)
        return "bridge" if self.alone else "release"


class Screening:
    """Decides which phone gets the caller. ``start`` runs a task that the call center owns."""

    def __init__(self, calls: CommandHandler, ask: Ask, clock: Clock, start: Start) -> None:
        self._calls = calls
        self._ask = ask
        self._clock = clock
        self._start = start
        self._given: dict[str, dict[str, Verdict]] = {}
        """Answers given without the log, by call and leg: a repeated question gets the same."""
        self._entering: dict[str, set[asyncio.Task[Any]]] = {}
        """What enters them into the log once it is back, by call."""

    async def answered(self, call_id: str, leg: str, of: int | None) -> Verdict:
        """Whether ``leg``, one of ``of`` phones that ring, gets the caller.

        Raises ``NoSuchCall``.
        """
        if (given := self._given.get(call_id, {}).get(leg)) is not None:
            return given
        known = self._calls.cached(call_id)
        alone = of == 1 or (known is not None and _only(known, leg))
        question = _Question(call_id, leg, known, alone)
        deciding = self._start(self._decide(question, patient=not alone))
        outcome: Verdict | Exception
        try:
            async with asyncio.timeout(ALONE_SECONDS if alone else HOLD_SECONDS):
                outcome = await asyncio.shield(deciding)
        except TimeoutError as error:
            outcome = error
        if isinstance(outcome, NoSuchCall):
            raise outcome
        if isinstance(outcome, Exception):
            return self._answer_without_the_log(question, deciding, outcome)
        return outcome

    async def entered(self, call_id: str) -> None:
        """Wait until the log has what was answered without it: no timer may overtake that."""
        while entering := self._entering.get(call_id):
            await asyncio.wait(entering)

    def forget(self, call_id: str) -> None:
        """Drop what is kept about a call that has ended."""
        self._given.pop(call_id, None)

    def _answer_without_the_log(
        self, question: _Question, deciding: "asyncio.Task[Verdict | Exception]", why: Exception
    ) -> Verdict:
        call_id, verdict = question.call_id, question.by_rule()
        question.given = verdict
        logger.warning(
            "answered_without_log", call_id=call_id, verdict=verdict, error=type(why).__name__
        )
        self._given.setdefault(call_id, {})[question.leg] = verdict
        entering = self._start(self._enter(question, deciding))
        if verdict == "bridge":
            self._entering.setdefault(call_id, set()).add(entering)
            entering.add_done_callback(lambda task: self._entered(call_id, task))
        return verdict

    def _entered(self, call_id: str, task: "asyncio.Task[Any]") -> None:
        tasks = self._entering[call_id]
        tasks.discard(task)
        if not tasks:
            del self._entering[call_id]

    async def _decide(self, question: _Question, *, patient: bool) -> Verdict | Exception:
        """The log's answer, or why there is none; ``patient`` waits for a log that is away."""
        while True:
            try:
                return await self._ask_log(question)
            except NoSuchCall as error:
                return error
            except LogFault as error:
                if isinstance(error, LogClosed) or not patient or question.given == "release":
                    return error
            await self._clock.sleep(RETRY_SECONDS)

    async def _ask_log(self, question: _Question) -> Verdict:
        call_id, leg = question.call_id, question.leg
        events = await self._ask(call_id, lambda call: self._command(question, call))
        # Without events it was decided before, perhaps by another worker.
        call = await (self._calls.load if events else self._calls.reload)(call_id)
        return _verdict(call, leg)

    def _command(self, question: _Question, call: Call) -> Command | None:
        """The question, unless the answer was given without the log and comes too late for it.

        A phone that was to be connected is never hung up for that: the carrier reports if it was.
        """
        leg = question.leg
        if question.given == "release":
            return None
        if question.given == "bridge" and not _is_pending(call, leg):
            return None
        return ReportLeg(
            id=f"answered/{leg}", at=self._clock.now(), leg=leg, status="answered", asked=True
        )

    async def _enter(
        self, question: _Question, deciding: "asyncio.Task[Verdict | Exception]"
    ) -> None:
        """Enter into the log what was answered without it, once the log can be reached.

        If it closes first, the carrier's report will tell it to another worker.
        """
        decided = await deciding
        if question.given == "bridge" and isinstance(decided, Exception):
            await self._decide(question, patient=True)
        elif question.given == "release" and decided == "bridge":
            await self._let_go(question)

    async def _let_go(self, question: _Question) -> None:
        """The log named this phone the winner, but only after it was hung up."""
        call_id, leg = question.call_id, question.leg
        with suppress(LogClosed):
            while True:
                with suppress(LogUnavailable):
                    await self._ask(
                        call_id, lambda _: LetGo(id=f"let_go/{leg}", at=self._clock.now(), leg=leg)
                    )
                    return
                await self._clock.sleep(RETRY_SECONDS)


def _verdict(call: Call, leg: str) -> Verdict:
    """Who has the caller, by the log."""
    has_caller = any(
        leg in transfer.legs and transfer.legs[leg].status in HAS_CALLER
        for transfer in call.transfers.values()
    )
    return "bridge" if has_caller else "release"


def _is_pending(call: Call, leg: str) -> bool:
    transfer = call.current
    pending = pending_legs(transfer) if transfer is not None else []
    return call.state == "transferring" and leg in [one.leg.leg for one in pending]


def _only(call: Call, leg: str) -> bool:
    """Whether no other phone may be answered."""
    transfer = call.current
    if transfer is None or call.state != "transferring":
        return False
    return [one.leg.leg for one in pending_legs(transfer)] == [leg]
