"""A service's HTTP application: FastAPI with the edge around it, health, documentation, and a direct way to operations."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from crm_platform.errors import Unavailable
from crm_platform.http.access import public
from crm_platform.http.describing import describe, show_docs
from crm_platform.http.edge import Edge
from crm_platform.http.operations import Gate, Operation, ServiceRouter
from crm_platform.http.problems import MethodNotAllowed
from crm_platform.security.ratelimit import RateLimit
from crm_platform.security.tokens import TokenVerifier

Check = Callable[[], Awaitable[bool]]

LARGEST_BODY = 1024 * 1024
_CHECK_WITHIN = 2.0


class NotReady(Unavailable):
    """The process runs but cannot serve yet (`checks`: what each said)."""

    code = "not-ready"
    title_en = "Not ready"
    title_zh = "尚未就绪"


class Health(BaseModel):
    """How the process is."""

    status: str
    checks: dict[str, bool] = {}


class _Service(FastAPI):
    """FastAPI with our edge in the place of its outer layers, which would word the same errors a second time."""

    edge: Callable[[ASGIApp], ASGIApp]
    operations: Sequence[Operation]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await super().__call__(scope, receive, send)
        else:
            # FastAPI would look for telemetry of its own first; the edge has ours.
            await Starlette.__call__(self, scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        app: ASGIApp = _Directly(self.operations, AsyncExitStackMiddleware(self.router))
        for middleware, args, kwargs in reversed(self.user_middleware):
            app = middleware(app, *args, **kwargs)
        return self.edge(app)


class _Directly:
    """Finds an operation by method and number of path segments, so that a long list of routes costs nothing.

    What it does not find goes to the router: documentation, mounted applications, and what is not there.
    """

    def __init__(self, operations: Iterable[Operation], otherwise: ASGIApp) -> None:
        self._otherwise = otherwise
        self._found: dict[tuple[str, int], list[Operation]] = {}
        for operation in operations:
            for method in operation.methods or ():
                self._found.setdefault((method, operation.path.count("/")), []).append(operation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._otherwise(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        for operation in self._found.get((scope["method"], path.count("/")), ()):
            match = operation.path_regex.match(path)
            if match:
                scope["path_params"] = match.groupdict()
                scope["route"] = operation
                await operation.answer(scope, receive, send)
                return
        allowed = sorted(
            method
            for (method, segments), operations in self._found.items()
            if segments == path.count("/") and any(o.path_regex.match(path) for o in operations)
        )
        if allowed:
            raise MethodNotAllowed(allowed=allowed)
        await self._otherwise(scope, receive, send)


def create_app(
    title: str,
    routers: Iterable[ServiceRouter],
    lifespan: Lifespan[Any] | None = None,
    *,
    verifier: TokenVerifier | None,
    cursor_key: bytes,
    checks: Mapping[str, Check] | None = None,
    description: str = "",
    hosts: Sequence[str] = (),
    rate_limit: float = 100.0,
    largest_upload: Mapping[str, int] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    docs: bool = True,
) -> FastAPI:
    """The application of the service `title`, with everything on.

    `routers` hold operations with their whole paths. `checks` tell readiness by name. `largest_upload` gives path
    prefixes where more than `LARGEST_BODY` bytes may come. `rate_limit` is per second and person, 0 for none.
    Raises TypeError for a route that does not say who may call it.
    """
    app = _Service(
        title=title,
        version="1",
        description=description,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if docs else None,
        redirect_slashes=False,
    )
    app.state.clock = clock
    app.state.cursor_key = cursor_key
    gate = Gate(verifier, RateLimit(rate_limit), LARGEST_BODY, largest_upload or {})
    app.operations = [_adopted(route, gate) for r in (*routers, _health(checks or {})) for route in r.routes]
    app.router.routes.extend(app.operations)
    app.edge = lambda inner: Edge(inner, service=title, hosts=hosts)
    describe(app)
    if docs:
        show_docs(app)
    return app


def _adopted(route: object, gate: Gate) -> Operation:
    if not isinstance(route, Operation):
        raise TypeError(
            f"{route} is no operation: use ServiceRouter, and mount other applications on the result"
        )
    if any(convertor.regex != "[^/]+" for convertor in route.param_convertors.values()):
        raise TypeError(f"{route.path} has a path convertor; annotate the parameter instead")
    route.admit_by(gate)
    return route


def _health(checks: Mapping[str, Check]) -> ServiceRouter:
    router = ServiceRouter(prefix="/health", tags=["health"], dependencies=[public])

    @router.get("/live")
    async def live() -> Health:
        """The process answers."""
        return Health(status="live")

    @router.get("/ready")
    async def ready() -> Health:
        """The process can serve: everything it needs answers."""
        answers = await asyncio.gather(*(_passes(check) for check in checks.values()))
        results = dict(zip(checks, answers, strict=True))
        if not all(answers):
            raise NotReady(checks=", ".join(name for name, passed in results.items() if not passed))
        return Health(status="ready", checks=results)

    return router


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(_CHECK_WITHIN):
            return await check()
    except Exception:  # noqa: BLE001  whatever it is, the check did not pass
        return False
