"""One service under test: built by its own bootstrap, on a fresh schema, called over HTTP with real tokens."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import httpx

from crm_local.issuer import Issuer
from crm_local.people import Account
from crm_platform.errors import NotYet
from crm_platform.http.server import listening, serving
from crm_platform.persistence.migrating import migrate
from crm_platform.runtime import Part, Service
from crm_platform.settings import ServiceSettings
from crm_testing.databases import Prepare
from crm_testing.running import entered
from crm_testing.waiting import eventually

ISSUER = "http://sign-in.test"
NO_BROKER: frozenset[Part] = frozenset({"serve", "project", "schedule"})
_PATIENCE = 15.0  # seconds


class _Patient(httpx.ASGITransport):
    """Asks again for what is not visible yet, as clients do: on a busy machine a view may be behind for longer than a
    read waits for it.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        until = time.monotonic() + _PATIENCE
        while True:
            answer = await super().handle_async_request(request)
            if answer.status_code != NotYet.status or time.monotonic() > until:
                return answer


class Running:
    """The service, and clients that call it as somebody."""

    def __init__(self, service: Service, issuer: Issuer, stack: AsyncExitStack) -> None:
        self.service = service
        self.issuer = issuer
        self._app = service.app(keys=issuer.jwks)
        self._stack = stack

    async def as_(self, account: Account | str, *, patient: bool = True) -> httpx.AsyncClient:
        """A client with a token of a demo person (by user name) or of any account; `patient` as clients are."""
        token = (
            self.issuer.token_for(account) if isinstance(account, str) else self.issuer.access_token(account)
        )
        headers = {"authorization": f"Bearer {token}"} if account else {}
        return await self._client(headers, patient=patient)

    async def anonymous(self) -> httpx.AsyncClient:
        """A client without a token."""
        return await self._client({})

    async def _client(self, headers: dict[str, str], *, patient: bool = True) -> httpx.AsyncClient:
        base = f"http://crm.test/api/{self.service.name}/v1"
        transport = _Patient(self._app) if patient else httpx.ASGITransport(self._app)
        client = httpx.AsyncClient(transport=transport, base_url=base, headers=headers)
        return await self._stack.enter_async_context(client)

    async def events(self) -> list[str]:
        """The types of all events in the log, oldest first."""
        return [
            row[0] for row in await self.service.database.fetch("SELECT type FROM events ORDER BY position")
        ]


def person(subject: str, *roles: str, team: str | None = None, region: str | None = None) -> Account:
    """Somebody with these roles."""
    return Account(subject, subject.title(), roles, team, region)


@asynccontextmanager
async def service_under_test(
    build: Callable[[ServiceSettings], Service],
    name: str,
    database_url: str,
    *,
    parts: Iterable[Part] = NO_BROKER,
    bootstrap_servers: str = "127.0.0.1:1",
) -> AsyncIterator[Running]:
    """Migrate a fresh database, build the service and run `parts` of it; `database_url` is a superuser's."""
    package = name.replace("-", "_")
    address = urlsplit(database_url)
    role = urlunsplit(address._replace(netloc=f"{package}@{address.netloc.rpartition('@')[2]}"))
    settings = ServiceSettings(
        database_url=role, bootstrap_servers=bootstrap_servers, issuer=ISSUER, rate_limit=0, docs=True
    )
    service = build(settings)
    await asyncio.to_thread(migrate, database_url, role, service.package, service.migrations)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        await stack.enter_async_context(entered(service.running(parts)))
        await eventually(service.projector.ready)
        yield Running(service, Issuer(ISSUER, Path(folder)), stack)


@cache
def prepared(build: Callable[[ServiceSettings], Service], name: str) -> Prepare:
    """Makes the schema and the views of a service; databases are copies of what it made once."""

    async def prepare(database_url: str) -> None:
        async with service_under_test(build, name, database_url, parts={"project"}):
            pass

    return prepare


@asynccontextmanager
async def served(running: Running) -> AsyncIterator[str]:
    """The service on a socket, for callers that need a real one; its URL."""
    async with serving(running.service.app(keys=running.issuer.jwks), listening("127.0.0.1", 0)) as url:
        yield url


async def effects(service: Service, kind: str) -> tuple[int, int]:
    """How many events of a kind the service's log holds, and of how many aggregates."""
    ((events, aggregates),) = await service.database.fetch(
        "SELECT count(*), count(DISTINCT aggregate_id) FROM events WHERE type = %s", kind
    )
    return events, aggregates


async def count(service: Service, kind: str) -> int:
    """How many events of a kind the service's log holds."""
    return (await effects(service, kind))[0]
