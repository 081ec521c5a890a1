"""OpenTelemetry providers: passed by a host, or configured by the environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.trace import TracerProvider

ENDPOINT: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"
"""The environment variable that switches telemetry on."""


@dataclass(frozen=True)
class Telemetry:
    """The OpenTelemetry providers of a host, for traces, metrics or both."""

    tracer_provider: "TracerProvider | None" = None
    meter_provider: "MeterProvider | None" = None


@contextmanager
def telemetry_from_environment() -> Iterator[Telemetry | None]:
    """Providers that export to ``OTEL_EXPORTER_OTLP_ENDPOINT``, by OTLP over HTTP.

    Yields None if that variable is not set. OpenTelemetry's other variables
    (``OTEL_SERVICE_NAME``, ``OTEL_EXPORTER_OTLP_HEADERS``, …) work as usual. Raises
    ``ImportError`` if the extra ``hookflash[telemetry]`` is not installed.
    """
    if not os.environ.get(ENDPOINT):
        yield None
        return
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import (  # noqa: PLC0415 - an extra
        OTLPMetricExporter,
    )
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - an extra
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.metrics import MeterProvider  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.metrics.export import (  # noqa: PLC0415 - an extra
        PeriodicExportingMetricReader,
    )
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra

    service = {"service.name": "hookflash", "service.version": version("hookflash")}
    resource = Resource.create({**service, **OTELResourceDetector().detect().attributes})
    tracers = TracerProvider(resource=resource)
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    reader = PeriodicExportingMetricReader(OTLPMetricExporter())
    meters = MeterProvider([reader], resource=resource)
    try:
        yield Telemetry(tracers, meters)
    finally:
        tracers.shutdown()
        meters.shutdown()
