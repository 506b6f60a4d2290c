"""The one port of a local run: the web origin with all services, sign-in under `/auth`, health, documentation, and a
start page at `/start`, and at `/` while the web app is not built.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from importlib.resources import files

import httpx
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from crm_local.issuer import Issuer
from crm_local.people import demo_people
from crm_origin.origin import Origin
from crm_origin.reaching import in_process
from crm_origin.settings import OriginSettings
from crm_platform.errors import NotFound
from crm_platform.runtime import Service

_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
_START_PAGE = {
    "/": ("index.html", "text/html"),
    "/start": ("index.html", "text/html"),
    "/start.js": ("start.js", "text/javascript"),
    "/start.css": ("start.css", "text/css"),
    "/start.svg": ("start.svg", "image/svg+xml"),
}


class Front:
    """Sends a request to whose path it is. `/docs/<service>/docs` is a service's API documentation."""

    def __init__(
        self,
        services: Mapping[str, Service],
        issuer: Issuer,
        settings: OriginSettings,
        *,
        peers_url: str | None = None,
    ) -> None:
        self._services = services
        self._apps: dict[str, ASGIApp] = {n: s.app(keys=issuer.jwks) for n, s in services.items()}
        self._issuer: ASGIApp = issuer.app()
        page = files("crm_local").joinpath("start")
        self._files = {
            path: (page.joinpath(name).read_bytes(), kind) for path, (name, kind) in _START_PAGE.items()
        }
        self._files["/start.json"] = (_known_at_start(peers_url), "application/json")
        self.origin = Origin(
            settings,
            {name: in_process(app) for name, app in self._apps.items()},
            keys=issuer.jwks,
            transport=httpx.ASGITransport(self._issuer),
            otherwise=self._start,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        _, first, *rest = path.split("/", 3)
        if first == "auth":
            await self._issuer(scope, receive, send)
        elif path == "/health/ready":
            await self._health(scope, receive, send)
        elif path != "/" and path in self._files:
            await self._start(scope, receive, send)
        elif first == "docs" and rest and rest[0] in self._apps:
            await self._documentation(rest[0], scope, receive, send)
        else:
            await self.origin(scope, receive, send)

    async def checks(self) -> dict[str, bool]:
        """Which service can answer with all of its views, and whether sessions can be had."""
        names = list(self._services)
        answers = await asyncio.gather(*(self._check(name) for name in names), self.origin.database.ping())
        return dict(zip([*names, "origin"], answers, strict=True))

    async def ready(self) -> bool:
        """Whether everything can."""
        return all((await self.checks()).values())

    async def _check(self, name: str) -> bool:
        service = self._services[name]
        return await service.database.ping() and await service.projector.ready()

    async def _health(self, scope: Scope, receive: Receive, send: Send) -> None:
        checks = await self.checks()
        ready = all(checks.values())
        content = {"status": "ready" if ready else "not ready", "services": checks}
        await JSONResponse(content, 200 if ready else 503)(scope, receive, send)

    async def _documentation(self, service: str, scope: Scope, receive: Receive, send: Send) -> None:
        prefix = f"/docs/{service}"
        if scope["path"].rstrip("/") == prefix:
            await RedirectResponse(f"{prefix}/docs")(scope, receive, send)
            return
        await self._apps[service]({**scope, "root_path": prefix}, receive, send)

    async def _start(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] not in self._files or scope["method"] not in {"GET", "HEAD"}:
            raise NotFound
        content, kind = self._files[scope["path"]]
        headers = {"content-security-policy": _POLICY}
        await Response(content, headers=headers, media_type=kind)(scope, receive, send)


def _known_at_start(peers_url: str | None) -> bytes:
    """What the start page asks for first: who can sign in, and where the systems around answer."""
    people = [{"user": p.subject, "name": p.name, "role": p.roles[0]} for p in demo_people().values()]
    return json.dumps({"people": people, "peers": peers_url}, ensure_ascii=False).encode()
