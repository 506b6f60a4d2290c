"""What every process counts, under names that dashboards and alarms rely on."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.gc_collector import GCCollector

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
