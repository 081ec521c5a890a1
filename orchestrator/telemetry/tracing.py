"""Exports spans to OpenTelemetry with ids derived from call ids and effect keys."""

from datetime import datetime
from hashlib import sha256

from opentelemetry.context import Context
from opentelemetry.sdk.trace import Tracer, TracerProvider
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from hookflash.orchestrator.telemetry.story import Span


def trace_id(call_id: str) -> int:
    """The trace id of a call: the same in every worker, and computable from the call's id."""
    return int.from_bytes(sha256(call_id.encode()).digest()[:16])


def span_id(call_id: str, key: str = "") -> int:
    """The span id of an action, or without ``key`` of the call itself."""
    return int.from_bytes(sha256(f"{call_id}/{key}".encode()).digest()[16:24])


class _PresetIds(IdGenerator):
    """Returns preset ids for the next span."""

    def __init__(self) -> None:
        self.trace = self.span = 0

    def generate_trace_id(self) -> int:
        """The preset trace id."""
        return self.trace

    def generate_span_id(self) -> int:
        """The preset span id."""
        return self.span

    def is_trace_id_random(self) -> bool:
        """True: a hash is as good as random for sampling."""
        return True


class Tracing:
    """Creates spans with a tracer of ``provider``; the host's own spans are not affected."""

    def __init__(self, provider: TracerProvider) -> None:
        self._ids = _PresetIds()
        tracer = provider.get_tracer("hookflash")
        self._tracer = tracer if isinstance(tracer, Tracer) else None
        if self._tracer is not None:
            self._tracer.id_generator = self._ids

    def record(self, span: Span) -> None:
        """Export a finished span; does nothing if tracing is disabled."""
        if self._tracer is None:
            return
        self._ids.trace = trace_id(span.call_id)
        self._ids.span = span_id(span.call_id, span.key)
        exported = self._tracer.start_span(
            span.kind,
            context=self._within_call(span.call_id) if span.key else Context(),
            kind=SpanKind.CLIENT if span.key else SpanKind.SERVER,
            attributes=_attributes(span),
            start_time=_nanoseconds(span.began),
        )
        for name, at in span.marks:
            exported.add_event(name, timestamp=_nanoseconds(at))
        if span.failed:
            exported.set_status(Status(StatusCode.ERROR, span.outcome))
        exported.end(_nanoseconds(span.ended))

    def _within_call(self, call_id: str) -> Context:
        """The context of the call's own span, sampled like it; that span may be exported later."""
        assert self._tracer is not None  # noqa: S101 - checked by the caller
        sampled = self._tracer.sampler.should_sample(None, trace_id(call_id), "call").decision
        is_sampled = sampled is Decision.RECORD_AND_SAMPLE
        flags = TraceFlags.SAMPLED if is_sampled else TraceFlags.DEFAULT
        call = SpanContext(
            trace_id(call_id),
            span_id(call_id),
            is_remote=True,
            trace_flags=TraceFlags(flags | TraceFlags.RANDOM_TRACE_ID),
        )
        return set_span_in_context(NonRecordingSpan(call), Context())


def _attributes(span: Span) -> dict[str, str | int | bool]:
    own = {"hookflash.action.effect_key": span.key} if span.key else {}
    return {
        "hookflash.workspace": span.call_id.partition(".")[0],
        "hookflash.call.id": span.call_id,
        "hookflash.outcome": span.outcome,
        "hookflash.test": span.test,
        **own,
        **span.attributes,
    }


def _nanoseconds(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000) * 1_000
