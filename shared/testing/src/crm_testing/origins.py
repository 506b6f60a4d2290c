"""The web origin in front of real services, and browsers that sign in at it as people do."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import httpx

from crm_local.assembly import BUILDERS, WEB, role_url
from crm_local.issuer import Issuer
from crm_local.people import PASSWORD
from crm_origin.origin import MIGRATIONS, NAME, Origin
from crm_origin.reaching import Reachable, in_process
from crm_origin.settings import OriginSettings
from crm_platform.persistence.migrating import migrate
from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings
from crm_testing.running import entered
from crm_testing.services import NO_BROKER
from crm_testing.waiting import eventually

URL = "http://crm.test"
ISSUER = "http://sign-in.test"


class Browser:
    """Somebody's browser: it keeps cookies, and knows the proof that pages of ours send."""

    def __init__(self, http: httpx.AsyncClient, issuer: httpx.AsyncClient, session_cookie: str) -> None:
        self.http = http
        self._issuer = issuer
        self._session_cookie = session_cookie
        self.csrf = ""

    @property
    def cookie(self) -> str | None:
        """The cookie of its session."""
        return self.http.cookies.get(self._session_cookie)

    async def begin(self, to: str = "/") -> dict[str, str]:
        """Go to the sign-in; returns what its page would send back."""
        answer = await self.http.get("/session/start", params={"to": to})
        assert answer.status_code == 303, answer.text
        page = await self._issuer.get(answer.headers["location"])
        assert page.status_code == 200, page.text
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))

    async def choose(self, hidden: Mapping[str, str], person: str) -> str:
        """Sign in on the issuer's page; returns the address that leads back to us."""
        form = {**hidden, "username": person, "password": PASSWORD}
        answer = await self._issuer.post("/auth/sign-in", data=form)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def sign_in(self, person: str, to: str = "/") -> httpx.Response:
        """All of it; the answer of the last step."""
        answer = await self.http.get(await self.choose(await self.begin(to), person))
        session = await self.http.get("/session")
        self.csrf = session.json()["csrf"] if session.status_code == 200 else ""
        return answer

    async def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Change something, as our pages do; of headers, `_` stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.request(method, path, json=body, headers={"x-csrf": self.csrf, **named})


class Office:
    """The origin, the services behind it, and the issuer."""

    def __init__(self, origin: Origin, issuer: Issuer, services: Mapping[str, Service], url: str) -> None:
        self.origin = origin
        self.issuer = issuer
        self.services = services
        self._url = url
        self._stack = AsyncExitStack()

    async def browser(self) -> Browser:
        """A new one, without cookies."""
        session = "__Host-kuaicrm-session" if self._url.startswith("https") else "kuaicrm-session"
        return Browser(await self.client(), await self._client(self.issuer.app(), ISSUER), session)

    async def client(self, person: str | None = None) -> httpx.AsyncClient:
        """A client of the origin; with a bearer token of its own when it is for a person."""
        client = await self._client(self.origin, self._url)
        if person is not None:
            client.headers["authorization"] = f"Bearer {self.issuer.token_for(person)}"
        return client

    async def close(self) -> None:
        """Give all clients up."""
        await self._stack.aclose()

    async def _client(self, app: Any, url: str) -> httpx.AsyncClient:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=url)
        return await self._stack.enter_async_context(client)


def migrated_office(names: Sequence[str], database_url: str) -> dict[str, Service]:
    """The services with their schemas, and the origin's schema. Blocking."""
    database = urlsplit(database_url).path.lstrip("/")
    services = {}
    for name in names:
        role = role_url(database_url, name, database)
        settings = ServiceSettings(
            database_url=role,
            bootstrap_servers="127.0.0.1:1",
            issuer=f"{ISSUER}/auth",
            rate_limit=0,
        )
        services[name] = BUILDERS[name](settings)
        migrate(database_url, role, services[name].package, services[name].migrations)
    migrate(database_url, role_url(database_url, NAME, database), NAME, MIGRATIONS)
    return services


@asynccontextmanager
async def office_under_test(
    database_url: str,
    *names: str,
    url: str = URL,
    around: Mapping[str, Reachable] | None = None,
    **settings: Any,
) -> AsyncIterator[Office]:
    """Run the services `names` and the origin at `url` on a fresh database; `around` are other services, or replace them."""
    services = await asyncio.to_thread(migrated_office, names, database_url)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        issuer = Issuer(f"{ISSUER}/auth", folder, redirects={WEB: f"{url}/session/callback"})
        for service in services.values():
            await stack.enter_async_context(entered(service.running(NO_BROKER)))
            await eventually(service.projector.ready)
        own = {
            "database_url": role_url(database_url, NAME, urlsplit(database_url).path.lstrip("/")),
            "issuer": issuer.url,
            "url": url,
            "rate_limit": 0,
            "web_dist": folder / "dist",
        }
        reachable = {name: in_process(service.app(keys=issuer.jwks)) for name, service in services.items()}
        origin = Origin(
            OriginSettings(**{**own, **settings}),
            {**reachable, **(around or {})},
            keys=issuer.jwks,
            transport=httpx.ASGITransport(issuer.app()),
        )
        await stack.enter_async_context(entered(origin.running()))
        office = Office(origin, issuer, services, url)
        stack.push_async_callback(office.close)
        yield office
