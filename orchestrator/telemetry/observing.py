"""Creates the observer from the providers that a host passes."""

from hookflash.orchestrator.telemetry.following import Observer, TelemetryFeed
from hookflash.orchestrator.telemetry.metrics import Metrics
from hookflash.orchestrator.telemetry.providers import Telemetry
from hookflash.orchestrator.telemetry.tracing import Tracing
from hookflash.projections.calls.queries import CallList


def observer_of(feed: TelemetryFeed, telemetry: Telemetry, calls: CallList) -> Observer:
    """Create an observer that exports to the providers of ``telemetry``."""
    observer = Observer(feed)
    if telemetry.tracer_provider is not None:
        observer.listeners.append(Tracing(telemetry.tracer_provider).record)
    if telemetry.meter_provider is not None:
        metrics = Metrics(telemetry.meter_provider, calls, lambda: observer.leads)
        observer.listeners.append(metrics.record)
        feed.log.took = metrics.appended
    return observer
