"""Everything under one origin: sessions, sync, changes, the services' APIs, and the web app's files.

A request with a session's cookie becomes one with that session's access token; from there on nothing differs from a
client that brought its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from crm_origin.keeping_level import changes_router
from crm_origin.provider import SignInProvider
from crm_origin.reaching import Reachable, at_address
from crm_origin.sessions import Sessions
from crm_origin.settings import OriginSettings
from crm_origin.signing_in import SignIn, prove, session_router
from crm_origin.site import Site
from crm_origin.syncing import LARGEST_BATCH, sync_router
from crm_platform.errors import DomainError
from crm_platform.http.app import create_app
from crm_platform.http.edge import Edge
from crm_platform.persistence.database import TRANSIENT, Database
from crm_platform.security.keys import JwksSource, fetched_from
from crm_platform.security.tokens import TokenVerifier

NAME = "origin"
MIGRATIONS = Path(__file__).parent / "migrations"
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_FORM = b"application/x-www-form-urlencoded"  # what forms post; all that needs a session takes something else
# What is asked in somebody's name; sessions themselves and the app's files are not.
_SIGNED = ("/api/", "/sync", "/changes", "/events", "/sessions/")


class Origin:
    """The origin in front of `services`. `keys` and `transport` replace the network to an issuer in this process.

    `otherwise` answers what would be the web app's while it is not built.
    """

    def __init__(
        self,
        settings: OriginSettings,
        services: Mapping[str, Reachable] | None = None,
        *,
        keys: JwksSource | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        otherwise: ASGIApp | None = None,
    ) -> None:
        self.settings = settings
        self.database = Database(settings.database_url, NAME)
        keys = keys or fetched_from(settings.keys_url)
        secret = settings.client_secret
        self._provider = SignInProvider(
            settings.issuer,
            settings.client_id,
            keys,
            client_secret=secret.get_secret_value() if secret else None,
            transport=transport,
        )
        self.sessions = Sessions(self.database, self._provider, hours=settings.session_hours)
        self._services = services if services is not None else _at_addresses(settings)
        verifier = TokenVerifier(
            settings.issuer, settings.audience, keys, max_life=settings.longest_token_life
        )
        self._sign_in = SignIn(
            settings.url,
            settings.sign_in_scope,
            settings.session_hours,
            self._provider,
            self.sessions,
            verifier,
        )
        self.app = self._app(verifier, Site(settings.web_dist, otherwise))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        target = self._target(scope["path"])
        try:
            scope = await self._in_somebodys_name(scope)
        except (DomainError, *TRANSIENT) as error:
            target = _telling(error)
        try:
            await target(scope, receive, send)
        except DomainError as error:  # of what carries it to a service; applications word their own
            await _telling(error)(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the connections that it needs until the block ends."""
        async with AsyncExitStack() as stack:
            await self.database.open()
            stack.push_async_callback(self.database.close)
            stack.push_async_callback(self._provider.close)
            for service in self._services.values():
                stack.push_async_callback(service.client.aclose)
            yield

    def _target(self, path: str) -> ASGIApp:
        name, slash, _ = path.removeprefix("/api/").partition("/")
        service = self._services.get(name) if slash and path.startswith("/api/") else None
        return self.app if service is None else service.app

    async def _in_somebodys_name(self, scope: Scope) -> Scope:
        """The request with the access token of its session; as it is when it has no cookie, or a token already.

        What a page posts by a form, whoever's page it is, is in nobody's name, as public forms are.

        Raises SessionEnded, NotProven, SignInUnreachable.
        """
        if not scope["path"].startswith(_SIGNED):
            return scope
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        if any(name == b"authorization" for name, _ in headers):
            return scope
        cookie = _cookies(headers).get(self._sign_in.cookies.session)
        if not cookie:
            return scope
        kept = [(name, value) for name, value in headers if name not in (b"cookie", b"x-csrf")]
        if scope["method"] not in _SAFE:
            given = dict(headers)
            if b"x-csrf" not in given and given.get(b"content-type", b"").startswith(_FORM):
                return {**scope, "headers": kept}
            prove(cookie, given[b"x-csrf"].decode("latin-1") if b"x-csrf" in given else None)
        session = await self.sessions.find(cookie)
        token = (b"authorization", b"Bearer " + session.tokens.access.encode())
        return {**scope, "headers": [*kept, token]}

    def _app(self, verifier: TokenVerifier, site: Site) -> FastAPI:
        settings = self.settings
        app = create_app(
            NAME,
            [
                session_router(self._sign_in, self.sessions),
                sync_router(self._services),
                changes_router(self._services),
            ],
            verifier=verifier,
            cursor_key=settings.cursor_key,
            checks={"database": self.database.ping},
            hosts=settings.hosts,
            rate_limit=settings.rate_limit,
            largest_upload={"/sync": LARGEST_BATCH},
            docs=settings.docs,
        )
        # Issuers send back what they like, so this one is no operation that knows its parameters.
        app.add_route("/session/callback", self._sign_in.callback, include_in_schema=False)
        app.mount("/", site)
        return app


def _at_addresses(settings: OriginSettings) -> dict[str, Reachable]:
    host = urlsplit(settings.url).netloc
    return {name: at_address(name, url, host) for name, url in settings.services.items()}


def _cookies(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return cookie_parser("; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie"))


def _telling(error: Exception) -> ASGIApp:
    """An application that says what went wrong, in the words of every other."""

    async def refuse(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise error

    return Edge(refuse, service=NAME)
