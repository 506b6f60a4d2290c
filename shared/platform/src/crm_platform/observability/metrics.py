"""What every process counts, under names that dashboards and alarms rely on, and the page Prometheus reads."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.gc_collector import GCCollector
from starlette.types import Receive, Scope, Send

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

COMMANDS = Counter(
    "crm_commands", "Commands by what became of them.", ["service", "command", "result"], registry=REGISTRY
)
HTTP_REQUEST_SECONDS = Histogram(
    "crm_http_request_seconds",
    "Time to answer a request.",
    ["service", "operation", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=REGISTRY,
)
RELAY_OLDEST_UNPUBLISHED = Gauge(
    "crm_relay_oldest_unpublished_seconds",
    "Age of the oldest event that is not published yet.",
    ["service"],
    registry=REGISTRY,
)
RELAY_PUBLISHED = Counter("crm_relay_published", "Events published.", ["service"], registry=REGISTRY)
CONSUMER_LAG = Gauge(
    "crm_consumer_lag", "Records not yet consumed.", ["service", "consumer"], registry=REGISTRY
)
PARKED_EVENTS = Gauge(
    "crm_parked_events", "Events set aside until somebody looks.", ["service", "consumer"], registry=REGISTRY
)
PROJECTION_LAG = Gauge(
    "crm_projection_lag_events",
    "Events a view has not seen yet.",
    ["service", "projection"],
    registry=REGISTRY,
)
RETRIES = Counter("crm_retries", "Attempts that had to be repeated.", ["service", "part"], registry=REGISTRY)


async def metrics_app(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application for the metrics port: `/metrics` and nothing else. Never mount it on the public port."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    found = scope["path"] == "/metrics" and scope["method"] in ("GET", "HEAD")
    body = generate_latest(REGISTRY) if found else b""
    headers = [
        (b"content-type", b"text/plain; version=0.0.4; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
    ]
    await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
