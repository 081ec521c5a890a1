"""Counters, histograms and gauges for OpenTelemetry."""

from collections.abc import Callable, Iterable

from opentelemetry.metrics import CallbackOptions, MeterProvider, Observation

from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.telemetry.story import Span
from hookflash.projections.calls.queries import CallList

logger = get_logger(__name__)


class Metrics:
    """Records metrics with instruments of ``provider``.

    Gauges query ``calls``, but only in the worker for which ``leads`` is true: otherwise every
    worker would report the same totals.
    """

    def __init__(self, provider: MeterProvider, calls: CallList, leads: Callable[[], bool]) -> None:
        meter = provider.get_meter("hookflash")
        self._calls = calls
        self._leads = leads
        self._counters = {
            "call": meter.create_counter("hookflash.calls", "{call}", "Calls that ended"),
            "send_sms": meter.create_counter("hookflash.texts", "{text}", "Texts, once settled"),
            "transfer_call": meter.create_counter(
                "hookflash.transfers", "{transfer}", "Transfers, once settled"
            ),
        }
        self._flagged = meter.create_counter(
            "hookflash.promises.flagged", "{promise}", "What agents claimed and did not do"
        )
        self._to_human = meter.create_histogram(
            "hookflash.transfer.time_to_human", "s", "From the caller's yes to a member's answer"
        )
        self.append = meter.create_histogram(
            "hookflash.log.append.duration", "s", "From an append until it is durable"
        )
        meter.create_observable_gauge(
            "hookflash.calls.in_progress", [self._in_progress], "{call}", "Calls, by state"
        )
        meter.create_observable_gauge(
            "hookflash.effects.open", [self._open], "{effect}", "Actions without a final outcome"
        )

    def record(self, span: Span) -> None:
        """Count a call or action that has ended."""
        attributes: dict[str, str | bool] = {
            "hookflash.outcome": span.outcome,
            "hookflash.test": span.test,
        }
        self._counters[span.kind].add(1, attributes)
        if flagged := span.attributes.get("hookflash.call.promises_flagged"):
            self._flagged.add(int(flagged), {"hookflash.test": span.test})
        if span.seconds_to_human is not None:
            self._to_human.record(span.seconds_to_human, {"hookflash.test": span.test})

    def appended(self, seconds: float) -> None:
        """Record the seconds that an append took in this worker."""
        self.append.record(seconds)

    def _in_progress(self, _: CallbackOptions) -> Iterable[Observation]:
        return self._observed(
            lambda: [
                Observation(count, {"hookflash.call.state": state})
                for state, count in self._calls.in_progress().items()
            ]
        )

    def _open(self, _: CallbackOptions) -> Iterable[Observation]:
        return self._observed(lambda: [Observation(self._calls.unsettled())])

    def _observed(self, ask: Callable[[], list[Observation]]) -> list[Observation]:
        """Query the views in the exporter's thread; returns nothing if that fails."""
        if not self._leads():
            return []
        try:
            return ask()
        except Exception:
            logger.exception("metrics_query_failed")
            return []
