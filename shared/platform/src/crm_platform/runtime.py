"""What a service is made of, and how its parts run: in one process, or each in its own."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

from fastapi import FastAPI

from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.publishing import Publishing
from crm_platform.http.app import create_app
from crm_platform.http.changing import changes_router, commands_lookup
from crm_platform.http.feeds import Feed
from crm_platform.http.operating import operating_router
from crm_platform.http.operations import ServiceRouter
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.consumer import Consumer
from crm_platform.messaging.effects import Effect
from crm_platform.messaging.relay import Relay
from crm_platform.observability.backlog import watch_backlog
from crm_platform.persistence.database import Database
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import View
from crm_platform.scheduling.due import Scheduler
from crm_platform.security.keys import JwksSource, fetched_from
from crm_platform.security.tokens import TokenVerifier
from crm_platform.settings import ServiceSettings
from crm_platform.signals import announce, listen

Part = Literal["serve", "relay", "project", "consume", "schedule"]
PARTS: frozenset[Part] = frozenset(get_args(Part))


@dataclass(frozen=True, slots=True)
class Subscription:
    """What reading some topics does in the service."""

    effect: Effect
    topics: Sequence[str]


def spare_collector() -> None:
    """Tell Python's collector that what is loaded stays, and to look at what comes seldom.

    By its defaults it takes a sixth of the time of a relay or a server: events and requests are many small objects
    that free themselves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


class Service:
    """One bounded context: its database, log and views, and what runs beside its HTTP interface.

    A service's `bootstrap.build` makes one and fills in `publishing`, `subscriptions`, `schedulers`, `background`,
    `routers`, and `feeds`: what devices keep a copy of.
    """

    def __init__(self, name: str, settings: ServiceSettings, *, views: Sequence[View] = ()) -> None:
        self.name = name
        self.package = name.replace("-", "_")
        self.settings = settings
        self.database = Database(settings.database_url, self.package)
        self.log = EventLog(self.database)
        self.projector = Projector(self.log, views, wake=self.log.news)
        self.publishing: Publishing | None = None
        self.subscriptions: list[Subscription] = []
        self.schedulers: list[Scheduler] = []
        self.background: list[tuple[str, Callable[[], Coroutine[None, None, None]]]] = []
        self.routers: list[ServiceRouter] = []
        self.feeds: list[Feed] = []
        self.largest_upload: Mapping[str, int] = {}

    @property
    def migrations(self) -> Path:
        """Where the service's Alembic revisions are."""
        return Path(str(files(self.package))) / "migrations"

    def app(self, *, keys: JwksSource | None = None, lifespan: bool = False) -> FastAPI:
        """The HTTP application. `keys` replaces fetching the issuer's; `lifespan` runs all parts with it."""
        settings = self.settings
        verifier = TokenVerifier(
            settings.issuer,
            settings.audience,
            keys or fetched_from(settings.keys_url),
            max_life=settings.longest_token_life,
        )

        def run_with(_app: FastAPI) -> AbstractAsyncContextManager[None]:
            return self.running()

        return create_app(
            self.name,
            [*self.routers, *self._platform_routers()],
            run_with if lifespan else None,
            verifier=verifier,
            cursor_key=settings.cursor_key,
            checks={"database": self.database.ping, "views": self.projector.ready},
            hosts=settings.hosts,
            rate_limit=settings.rate_limit,
            largest_upload=self.largest_upload,
            docs=settings.docs,
        )

    def _platform_routers(self) -> list[ServiceRouter]:
        """What every service has."""
        changes = [changes_router(self)] if self.feeds else []
        return [*changes, commands_lookup(self), operating_router(self)]

    @asynccontextmanager
    async def running(self, parts: Iterable[Part] = PARTS) -> AsyncIterator[None]:
        """Run the given parts until the block ends. A part that ends by itself ends them all, with its error."""
        await self.database.open()
        try:
            async with asyncio.TaskGroup() as group:
                work = self._work(frozenset(parts))
                tasks = [group.create_task(_endless(name, one), name=name) for name, one in work]
                yield
                for task in tasks:
                    task.cancel()
        finally:
            await self.database.close()

    def _consumers(self, cluster: Cluster) -> list[Consumer]:
        """Topics are read once, whatever is done with what is in them."""
        effects: dict[tuple[str, ...], list[Effect]] = {}
        for each in self.subscriptions:
            effects.setdefault(tuple(sorted(each.topics)), []).append(each.effect)
        return [
            Consumer(effect, topics, cluster, beside=beside) for topics, (effect, *beside) in effects.items()
        ]

    def _work(self, parts: frozenset[Part]) -> list[tuple[str, Coroutine[None, None, None]]]:
        log, cluster = self.log, Cluster.of(self.settings)
        work: list[tuple[str, Coroutine[None, None, None]]] = [("append", log.run())]
        if parts != PARTS:
            work.append(("announce", announce(self.database, log.appended)))
            work.append(("listen", listen(self.database, log.news)))
        if "relay" in parts and self.publishing is not None:
            relay = Relay(
                log,
                self.publishing,
                cluster,
                wake=log.news,
                idempotent=self.settings.idempotent_producer,
            )
            work.append(("relay", relay.run()))
        if parts & {"relay", "project"}:
            publishes = self.publishing is not None
            work.append(("backlog", watch_backlog(self.database, self.projector.views, publishes=publishes)))
        if "project" in parts and self.projector.views:
            work.append(("project", self.projector.run()))
        if "consume" in parts:
            work += [(name, begin()) for name, begin in self.background]
            work += [(consumer.name, consumer.run()) for consumer in self._consumers(cluster)]
        if "schedule" in parts:
            work += [(s.name, s.run()) for s in self.schedulers]
        return work


async def _endless(name: str, work: Coroutine[None, None, None]) -> None:
    """A part that ends by itself is a fault, never idleness."""
    await work
    raise RuntimeError(f"{name} ended by itself")
