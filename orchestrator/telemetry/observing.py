"""Puts an observer together from what a host passes."""

from hookflash.orchestrator.telemetry.following import Observer, TelemetryFeed
from hookflash.orchestrator.telemetry.metrics import Metrics
from hookflash.orchestrator.telemetry.providers import Telemetry
from hookflash.orchestrator.telemetry.tracing import Tracing
from hookflash.projections.calls.queries import CallList


def observer_of(post: TelemetryFeed, telemetry: Telemetry, calls: CallList) -> Observer:
    """An observer that tells the providers of ``telemetry`` what it finds."""
    observer = Observer(post)
    if telemetry.tracer_provider is not None:
        observer.listeners.append(Tracing(telemetry.tracer_provider).tell)
    if telemetry.meter_provider is not None:
        metrics = Metrics(telemetry.meter_provider, calls, lambda: observer.leads)
        observer.listeners.append(metrics.tell)
        post.log.took = metrics.appended
    return observer
