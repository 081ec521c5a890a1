"""Spans, handed to OpenTelemetry under ids that follow from what they are about."""

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
    """The trace of a call: the same in every worker, and for who knows the call's id."""
    return int.from_bytes(sha256(call_id.encode()).digest()[:16])


def span_id(call_id: str, key: str = "") -> int:
    """The span of an action by its effect key, or of the call itself."""
    return int.from_bytes(sha256(f"{call_id}/{key}".encode()).digest()[16:24])


class _Named(IdGenerator):
    """Gives the ids of the span that is about to be made."""

    def __init__(self) -> None:
        self.trace = self.span = 0

    def generate_trace_id(self) -> int:
        """The trace's."""
        return self.trace

    def generate_span_id(self) -> int:
        """The span's."""
        return self.span

    def is_trace_id_random(self) -> bool:
        """A hash is as good for sampling."""
        return True


class Tracing:
    """Makes spans of ``provider``; other spans of it are left as they are."""

    def __init__(self, provider: TracerProvider) -> None:
        self._ids = _Named()
        tracer = provider.get_tracer("hookflash")
        self._tracer = tracer if isinstance(tracer, Tracer) else None
        if self._tracer is not None:
            self._tracer.id_generator = self._ids

    def tell(self, span: Span) -> None:
        """Hand a finished span on; nothing, where tracing was switched off."""
        if self._tracer is None:
            return
        self._ids.trace = trace_id(span.call_id)
        self._ids.span = span_id(span.call_id, span.key)
        told = self._tracer.start_span(
            span.kind,
            context=self._within_call(span.call_id) if span.key else Context(),
            kind=SpanKind.CLIENT if span.key else SpanKind.SERVER,
            attributes=_attributes(span),
            start_time=_nanoseconds(span.began),
        )
        for name, at in span.marks:
            told.add_event(name, timestamp=_nanoseconds(at))
        if span.failed:
            told.set_status(Status(StatusCode.ERROR, span.outcome))
        told.end(_nanoseconds(span.ended))

    def _within_call(self, call_id: str) -> Context:
        """Inside the call's own span, which may come later; sampled if that one will be."""
        assert self._tracer is not None  # noqa: S101 - who calls this has looked
        sampled = self._tracer.sampler.should_sample(None, trace_id(call_id), "call").decision
        yes = sampled is Decision.RECORD_AND_SAMPLE
        flags = TraceFlags.SAMPLED if yes else TraceFlags.DEFAULT
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
