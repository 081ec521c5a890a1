"""Calls become traces, actions spans, and totals metrics; each is exported once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.trace import SpanKind, StatusCode

from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.behaviour import Behaviour, PhoneBehaviour
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.telemetry.providers import Telemetry
from hookflash.orchestrator.telemetry.tracing import span_id, trace_id
from tests.rig.agent import OFFICE, LiteralAgent

DANA_ANSWERS: Final = Behaviour(phones={"Dana": PhoneBehaviour(does="answer")})
CALLER: Final = "+14155550123"
NUMBER: Final = "+14155550100"


class Watched:
    """Call centers on one log, and what they have exported."""

    def __init__(self, stack: AsyncExitStack, url: str, share: float = 1.0) -> None:
        self._stack = stack
        self._url = url
        self._exporter = InMemorySpanExporter()
        self._reader = InMemoryMetricReader()
        self._tracers = TracerProvider(sampler=ParentBasedTraceIdRatio(share))
        self._tracers.add_span_processor(SimpleSpanProcessor(self._exporter))
        self._meters = MeterProvider([self._reader])
        stack.callback(self._meters.shutdown)
        stack.callback(self._tracers.shutdown)

    async def worker(self) -> CallCenter:
        """Start another worker."""
        telemetry = Telemetry(self._tracers, self._meters)
        opened = CallCenter.open(self._url, agent=LiteralAgent(), telemetry=telemetry)
        return await self._stack.enter_async_context(opened)

    @property
    def finished(self) -> int:
        """The number of exported spans."""
        return len(self._exporter.get_finished_spans())

    async def spans(self, count: int) -> dict[str, ReadableSpan]:
        """The exported spans by name, once there are ``count``."""
        await until(lambda: self.finished >= count)
        await asyncio.sleep(0.1)
        found = self._exporter.get_finished_spans()
        assert len(found) == count
        return {span.name: span for span in found}

    async def counted(self, name: str, attributes: tuple[Any, ...], count: int) -> None:
        """Wait until an instrument has the value ``count``."""
        await until(lambda: self.metrics().get(name, {}).get(attributes) == count)

    def metrics(self) -> dict[str, dict[tuple[Any, ...], Any]]:
        """The points of each instrument, by the values of their attributes."""
        data = self._reader.get_metrics_data()
        if data is None:  # nothing has been counted yet
            return {}
        return {
            metric.name: {
                tuple((point.attributes or {}).values()): getattr(point, "value", None)
                if hasattr(point, "value")
                else point.count
                for point in metric.data.data_points
            }
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


async def until(so: Callable[[], bool]) -> None:
    """Poll until a condition holds: OpenTelemetry's in-memory exporters cannot notify."""
    async with asyncio.timeout(60):
        while not so():  # noqa: ASYNC110 - as said
            await asyncio.sleep(0.02)


def play(
    scene: Callable[[Watched], Awaitable[None]], folder: Path | None = None, share: float = 1.0
) -> None:
    """Run a scene, in memory or on a file that several workers share."""

    async def main() -> None:
        url = f"sqlite:///{folder / 'calls.db'}" if folder else "sqlite://"
        async with AsyncExitStack() as stack:
            await scene(Watched(stack, url, share))

    asyncio.run(main())


async def a_call(
    center: CallCenter, *said: str, name: str = "one", end: bool = True, caller: str = CALLER
) -> str:
    """A call in which the caller says something."""
    await center.apply(OFFICE)
    call = await center.receive_call(to=NUMBER, from_=caller, provider_call_id=name)
    await center.answer(call)
    for words in said:
        await center.hear(call, words)
    if end:
        await center.end(call)
    return call


def test_a_call_is_a_trace_and_its_action_a_span() -> None:
    """With ids computed from the call's id; the action is inside the call."""

    async def scene(watched: Watched) -> None:
        center = await watched.worker()
        call = await a_call(center, "Please text me the link")
        spans = await watched.spans(2)
        whole, text = spans["call"], spans["send_sms"]
        (key,) = (await center._handler.load(call)).texts
        assert whole.context is not None
        assert text.context is not None
        assert whole.context.trace_id == text.context.trace_id == trace_id(call)
        assert (whole.context.span_id, whole.parent) == (span_id(call), None)
        assert text.context.span_id == span_id(call, key)
        assert text.parent is not None
        assert text.parent.span_id == whole.context.span_id
        assert (whole.kind, text.kind) == (SpanKind.SERVER, SpanKind.CLIENT)
        events = await center.events(call)
        assert whole.start_time == int(events[0].at.timestamp() * 1e6) * 1000

    play(scene)


def test_a_span_has_the_outcome_of_its_action() -> None:
    """Its key, kind, outcome, job, and the times of its events."""

    async def scene(watched: Watched) -> None:
        await a_call(await watched.worker(), "Please text me the link")
        text = (await watched.spans(2))["send_sms"]
        assert text.attributes is not None
        assert text.attributes["hookflash.outcome"] == "delivered"
        assert text.attributes["hookflash.action.tool"] == "send_sms_1"
        assert text.attributes["hookflash.action.attempts"] == 1
        assert text.attributes["hookflash.test"] is False
        marks = [mark.name for mark in text.events]
        assert marks == ["SmsRequested", "SmsAttempted", "SmsAccepted", "SmsSent", "SmsDelivered"]
        assert text.status.status_code is StatusCode.UNSET

    play(scene)


def test_spans_contain_nothing_personal() -> None:
    """No span contains a number, the caller's words or a text's body."""

    async def scene(watched: Watched) -> None:
        center = await watched.worker()
        call = await a_call(
            center, "Please text me the link", "The front desk, I am ill", end=False
        )
        await center.hear(call, "Yes please")
        await center.end(call, reason=f"hung up on {CALLER}")
        told = "".join(span.to_json() for span in (await watched.spans(3)).values())
        for secret in (CALLER[:-2], NUMBER[:-2], "I am ill", "Yes please", "http"):
            assert secret not in told.replace("https://opentelemetry", "")

    play(scene)


def test_what_ended_is_counted() -> None:
    """Calls, texts and transfers by outcome, the time to a human, the duration of appends."""

    async def scene(watched: Watched) -> None:
        center = await watched.worker()
        call = await a_call(center, "Please text me the link", "Front desk, please", end=False)
        assert isinstance(center._ports.telephony, SimulatedTelephony)
        center._ports.telephony.behave(call, DANA_ANSWERS)
        await center.hear(call, "Yes please")
        await center.until(call, lambda now: now.state == "dropped", 20)
        await center.end(call)
        await watched.spans(3)
        metrics = watched.metrics()
        assert metrics["hookflash.calls"] == {("transferred", False): 1}
        assert metrics["hookflash.texts"] == {("delivered", False): 1}
        assert metrics["hookflash.transfers"] == {("connected", False): 1}
        assert metrics["hookflash.transfer.time_to_human"] == {(False,): 1}
        assert metrics["hookflash.log.append.duration"][()] > 5

    play(scene)


def test_what_is_in_progress_is_measured() -> None:
    """Calls by state, and actions without a final outcome."""

    async def scene(watched: Watched) -> None:
        center = await watched.worker()
        await a_call(center, name="one", end=False)
        await a_call(center, name="two", end=False)
        await center._runner.fresh(center._runner.views.behind)
        metrics = watched.metrics()
        assert metrics["hookflash.calls.in_progress"] == {("conversing",): 2}
        assert metrics["hookflash.effects.open"] == {(): 0}

    play(scene)


def test_one_of_several_workers_exports(tmp_path: Path) -> None:
    """Whichever worker handled the call: each span once, and gauges from one worker."""

    async def scene(watched: Watched) -> None:
        one, two = await watched.worker(), await watched.worker()
        await a_call(one, name="one")
        await a_call(two, name="two")
        await watched.counted("hookflash.calls", ("caller_silent", False), 2)
        await asyncio.sleep(0.2)
        assert watched.metrics()["hookflash.calls"] == {("caller_silent", False): 2}

    play(scene, tmp_path)


def test_the_next_worker_continues_where_the_last_stopped(tmp_path: Path) -> None:
    """What ended in between is exported then, and nothing twice."""

    async def told(watched: Watched) -> int:
        return int(watched.metrics().get("hookflash.calls", {}).get(("caller_silent", False), 0))

    async def main() -> None:
        url = f"sqlite:///{tmp_path / 'calls.db'}"
        async with AsyncExitStack() as stack:
            before = Watched(stack, url)
            await a_call(await before.worker(), name="one")
            await before.spans(1)
        async with CallCenter.open(url, agent=LiteralAgent()) as silent:
            await a_call(silent, name="two")
        async with AsyncExitStack() as stack:
            watched = Watched(stack, url)
            await watched.worker()
            await watched.spans(1)
            assert await told(watched) == 1

    asyncio.run(main())


def test_a_trace_is_sampled_whole_or_not_at_all() -> None:
    """The sampler decides for the call, and its actions follow."""

    async def scene(watched: Watched) -> None:
        center = await watched.worker()
        for number in range(12):
            caller = f"+141555501{10 + number}"
            await a_call(center, "Please text me the link", name=f"call-{number}", caller=caller)
        await watched.counted("hookflash.texts", ("delivered", False), 12)
        spans = watched._exporter.get_finished_spans()
        by_name = {
            name: {span.context.trace_id for span in spans if span.name == name and span.context}
            for name in ("call", "send_sms")
        }
        assert by_name["call"] == by_name["send_sms"]
        assert 0 < len(by_name["call"]) < 12

    play(scene, share=0.5)


def test_what_is_in_progress_is_measured_by_one_worker(tmp_path: Path) -> None:
    """Otherwise a sum over workers would count every call several times."""

    async def main() -> None:
        url = f"sqlite:///{tmp_path / 'calls.db'}"
        async with AsyncExitStack() as stack:
            watched = [Watched(stack, url) for _ in range(2)]
            one, _ = [await each.worker() for each in watched]
            await a_call(one, name="over")
            await until(lambda: any(each.finished for each in watched))
            await a_call(one, name="on", end=False)
            await one.calls_in_progress("harbor-dental")
            counted = [
                each.metrics().get("hookflash.calls.in_progress", {}).get(("conversing",), 0)
                for each in watched
            ]
            assert sorted(counted) == [0, 1]

    asyncio.run(main())
