"""OpenTelemetry traces across HTTP, the log and Kafka; without an endpoint every call here does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_propagator = TraceContextTextMapPropagator()


class _Tracing:
    """The process's tracing: off until configured."""

    provider: TracerProvider | None = None


def configure_tracing(
    service: str, otlp_endpoint: str | None, *, exporter: SpanExporter | None = None
) -> None:
    """Send spans to `otlp_endpoint` (OTLP over HTTP, such as `http://collector:4318/v1/traces`).

    Without endpoint and exporter, tracing stays off. Call once per process.
    """
    if exporter is None:
        if not otlp_endpoint:
            return
        # Only then: most processes do without its memory and start-up time.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415

        exporter = OTLPSpanExporter(endpoint=otlp_endpoint)
    _Tracing.provider = provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(exporter))


def shutdown_tracing() -> None:
    """Send what is waiting and switch tracing off."""
    if _Tracing.provider is not None:
        _Tracing.provider.shutdown()
        _Tracing.provider = None


def enabled() -> bool:
    """True when spans are recorded."""
    return _Tracing.provider is not None


def current_traceparent() -> str | None:
    """The W3C `traceparent` of the span that this task is in, or None."""
    if _Tracing.provider is None:
        return None
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get("traceparent")


def valid_traceparent(text: str | None) -> str | None:
    """`text` when it is a well-formed `traceparent`, else None: what a stranger sent is never passed on unread."""
    return text if text is not None and _TRACEPARENT.fullmatch(text) else None


@contextmanager
def continue_trace(
    traceparent: str | None,
    name: str,
    *,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Mapping[str, str | int] | None = None,
) -> Iterator[Span | None]:
    """Do the block inside a span `name` that continues `traceparent`; yields None when tracing is off."""
    if _Tracing.provider is None:
        yield None
        return
    parent = _propagator.extract({"traceparent": traceparent}) if traceparent else None
    tracer = _Tracing.provider.get_tracer("crm_platform")
    with tracer.start_as_current_span(name, context=parent, kind=kind, attributes=attributes) as span:
        yield span
