"""What all contract suites share: how they reach an adapter, and how their tests run."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar

from hookflash.orchestrator.ports.reports import Bridged, Report
from hookflash.orchestrator.ports.telephony import Verdict

CALL: Final = "office.call.0123456789abcdef"
"""The call that every request of a contract is about."""
ABOUT: Final = {"call_id": CALL, "workspace": "office", "provider_call_id": "CA1"}
"""What every request carries."""
NUMBER: Final = "+14155550100"
CALLER: Final = "+14155550199"


class ReportTo(Protocol):
    """Stands for the call center in a contract: called like its ``report``; it can be asked."""

    async def __call__(self, call_id: str, report: Report) -> None:
        """Take a report about a call."""
        ...

    async def phone_answered(self, call_id: str, leg: str, of: int) -> Verdict:
        """Whether to connect a phone, one of ``of`` that ring: the first that is asked about."""
        ...


Port = TypeVar("Port")


@dataclass
class Reports:
    """What an adapter has reported; it takes reports in place of ``CallCenter.report``."""

    statuses: list[tuple[str, str]] = field(default_factory=list)
    """In order: the leg or effect key that a report is about, and its status."""
    bridged: list[str] = field(default_factory=list)
    """The phones reported as connected with the caller."""
    winner: str = ""
    """The first phone that was asked about."""
    asked: list[tuple[str, int]] = field(default_factory=list)
    """The phones that were asked about, in order, and how many were said to ring."""

    async def __call__(self, call_id: str, report: Report) -> None:
        """Note a report about a call of the contract."""
        if call_id != CALL:
            raise AssertionError(f"a report about {call_id!r}; the call's id is {CALL!r}")
        said = report.model_dump()
        about = said.get("leg") or said.get("effect_key", "call")
        if isinstance(report, Bridged):
            self.bridged.append(about)
        else:
            self.statuses.append((about, said.get("status", "ended")))

    async def phone_answered(self, call_id: str, leg: str, of: int) -> Verdict:
        """Let the first phone win, as ``CallCenter.phone_answered`` does."""
        if call_id != CALL:
            raise AssertionError(f"a question about {call_id!r}; the call's id is {CALL!r}")
        self.asked.append((leg, of))
        self.winner = self.winner or leg
        return "bridge" if leg == self.winner else "release"


class Contract(Generic[Port]):
    """Holds an adapter to what its port promises."""

    call_id: ClassVar[str] = CALL
    """The call that all requests are about."""
    seconds: ClassVar[float]
    """How long a test waits for reports that must come, and for reports that must not."""

    def adapter(self, report: ReportTo) -> AbstractAsyncContextManager[Port]:
        """Open the adapter for one test, and close it after the test. Define this.

        The adapter starts without any request. What the provider reports of its requests goes to
        ``report``, in place of ``CallCenter.report``.
        """
        raise NotImplementedError(
            f"define {type(self).__name__}.adapter(self, report): an async context manager "
            "that gives the adapter under test"
        )

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run one test. Redefine this to run it in another event loop."""
        asyncio.run(test)


ContractT = TypeVar("ContractT", bound=Contract[Any])
Check = Callable[[ContractT, Port, Reports], Coroutine[Any, Any, None]]


def on_adapter(check: Check[ContractT, Port]) -> Callable[[ContractT], None]:
    """Make a test method of ``check(self, adapter, reports)``, with an adapter opened for it."""

    @wraps(check)
    def test(self: ContractT) -> None:
        __tracebackhide__ = True

        async def main() -> None:
            __tracebackhide__ = True
            reports = Reports()
            async with self.adapter(reports) as adapter:
                await check(self, adapter, reports)

        self.run(main())

    del test.__wrapped__  # pytest would look for fixtures called adapter and reports
    return test
