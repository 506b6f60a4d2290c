"""The page Prometheus reads, an application of its own for a port that is not public."""

from __future__ import annotations

from prometheus_client import generate_latest
from starlette.types import Receive, Scope, Send

from crm_platform.observability.metrics import REGISTRY


async def metrics_app(scope: Scope, _receive: Receive, send: Send) -> None:
    """The ASGI application for the metrics port: `/metrics` and nothing else. Never mount it on the public port."""
    found = scope["path"] == "/metrics" and scope["method"] in ("GET", "HEAD")
    body = generate_latest(REGISTRY) if found else b""
    headers = [
        (b"content-type", b"text/plain; version=0.0.4; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
    ]
    await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
