"""A log of machines, and a tiny service with every kind of operation, behind everything that `create_app` puts before one."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
import psycopg
import pytest
import pytest_asyncio
from fastapi import Depends, FastAPI, Query, Request
from pydantic import BaseModel

from crm_local.broker import Broker
from crm_local.issuer import Issuer
from crm_platform.errors import FieldError, Invalid, NotFound, VersionConflict
from crm_platform.eventsourcing.log import EventLog
from crm_platform.http.access import public, requires, signed_in
from crm_platform.http.app import create_app
from crm_platform.http.commands import (
    Answer,
    Body,
    Caller,
    CommandContext,
    ReadContext,
    needs_version,
)
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import changeable, visible
from crm_platform.security.tokens import TokenVerifier
from crm_platform.values import Amount, Email, LongText, Phone, ShortText
from crm_testing.faults import empty_topic
from crm_testing.machine_process import TOPIC
from crm_testing.machines import MACHINES, migrated, open_log
from crm_testing.running import background
from crm_testing.waiting import eventually

ROOT = "/api/tiny/v1"
OF_WANG = UUID("018f0000-0000-7000-8000-000000000001")
OF_ZHOU = UUID("018f0000-0000-7000-8000-000000000002")


class ThingBody(Body):
    """What a thing is made of."""

    name: ShortText
    notes: LongText | None = None
    amount: Amount | None = None
    phone: Phone | None = None
    email: Email | None = None
    due: date | None = None


class ThingView(BaseModel):
    """What became of it."""

    id: UUID
    name: str
    key: str
    request_hash: str
    actor: str


class Asked(BaseModel):
    """How a read was asked."""

    as_of: str | None
    min_position: int | None
    limit: int
    sort: str | None
    state: list[str]


@dataclass
class Tiny:
    """The application, and what its commands have written."""

    issuer: Issuer
    written: list[Any] = field(default_factory=list)
    received: int = 0

    def app(self, **options: Any) -> FastAPI:
        verifier = TokenVerifier(self.issuer.url, self.issuer.audience, self.issuer.jwks)
        settings: dict[str, Any] = {"verifier": verifier, "cursor_key": b"secret", "rate_limit": 0} | options
        return create_app("tiny", [self._router()], **settings)

    def _router(self) -> ServiceRouter:  # noqa: C901  one function per operation
        router = ServiceRouter(prefix=ROOT, tags=["things"])

        @router.post("/things", status_code=201, dependencies=[requires("salesperson", "manager")])
        async def make(body: ThingBody, context: CommandContext) -> Answer[ThingView]:
            self.written.append(body)
            id_ = context.new_id()
            view = ThingView(
                id=id_,
                name=body.name,
                key=context.key,
                request_hash=context.request_hash,
                actor=context.actor,
            )
            return Answer(view, version=1, position=7, location=f"{ROOT}/things/{id_}")

        @router.get("/things", dependencies=[signed_in])
        async def listed(
            context: ReadContext, paging: Paged, state: Annotated[list[str] | None, Query()] = None
        ) -> Asked:
            as_of = context.as_of.isoformat() if context.as_of else None
            return Asked(
                as_of=as_of,
                min_position=context.min_position,
                limit=paging.limit,
                sort=paging.sort,
                state=state or [],
            )

        @router.get("/things/{thing_id}", dependencies=[signed_in])
        async def one(thing_id: UUID, caller: Caller) -> dict[str, str]:
            owner = {OF_WANG: ("wang.min", "south-1", "south"), OF_ZHOU: ("zhou.ting", "east-1", "east")}.get(
                thing_id
            )
            if owner is None or not visible(caller, *owner):
                raise NotFound
            return {"id": str(thing_id)}

        @router.post("/things/{thing_id}/rename", dependencies=[signed_in])
        async def rename(thing_id: UUID, body: ThingBody, context: CommandContext) -> Answer[dict[str, str]]:
            if thing_id != OF_WANG or not changeable(context.principal, "wang.min", "south-1", "south"):
                raise NotFound
            if needs_version(context) != 3:
                raise VersionConflict(expected=context.expected_version, actual=3)
            self.written.append(body)
            return Answer({"name": body.name}, version=4, position=8)

        @router.post("/things/{thing_id}/approve", dependencies=[requires("manager")])
        async def approve(thing_id: UUID, context: CommandContext) -> Answer[dict[str, str]]:
            self.written.append(thing_id)
            return Answer({"approved_by": context.actor}, version=5)

        @router.post("/slow-way/{thing_id}", dependencies=[signed_in])
        def slow_way(
            thing_id: UUID, body: ThingBody, caller: Caller, more: Annotated[str, Depends(_more)]
        ) -> dict[str, str]:
            self.written.append(body)
            return {"name": body.name, "more": more, "caller": caller.subject}

        @router.post("/uploads", dependencies=[signed_in])
        async def upload(request: Request) -> dict[str, int]:
            self.received = 0
            async for chunk in request.stream():
                self.received += len(chunk)
            return {"bytes": self.received}

        @router.get("/boom", dependencies=[public])
        async def boom() -> None:
            raise ZeroDivisionError("SELECT secret FROM /etc/passwd")

        @router.get("/no-database", dependencies=[public])
        async def no_database() -> None:
            raise psycopg.OperationalError("connection to 10.1.2.3 refused for user crm")

        @router.get("/two-faults", dependencies=[public])
        async def two_faults() -> None:
            raise Invalid(
                [FieldError("#/a", "wrong", "Is wrong", "有误"), FieldError("#/b", "odd", "Is odd", "异常")]
            )

        return router


async def _more() -> str:
    return "more"


@pytest_asyncio.fixture
async def role_url(database: str) -> str:
    """The machines' own role on a fresh schema."""
    return await asyncio.to_thread(migrated, database)


@pytest_asyncio.fixture
async def log(role_url: str) -> AsyncIterator[EventLog]:
    """The machines' log."""
    async with open_log(role_url) as log:
        yield log


@pytest_asyncio.fixture
async def projector(log: EventLog) -> AsyncIterator[Projector]:
    """Keeps the machines' list, from when it is built."""
    projector = Projector(log, [MACHINES], wake=log.news)
    async with background(projector.run()):
        await eventually(projector.ready)
        yield projector


@pytest_asyncio.fixture
async def broker(kafka: Broker) -> str:
    """The address of a broker on which the machines' topic is new."""
    await empty_topic(kafka.bootstrap_servers, TOPIC)
    return kafka.bootstrap_servers


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    """A sign-in issuer of this test alone."""
    return Issuer("http://issuer.example", tmp_path / "issuer")


@pytest.fixture
def tiny(issuer: Issuer) -> Tiny:
    """The tiny service."""
    return Tiny(issuer)


@pytest.fixture
async def client(tiny: Tiny) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a token; see `signed`."""
    app = tiny.app(largest_upload={f"{ROOT}/uploads": 200_000})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://crm.example") as one:
        yield one


@pytest.fixture
def wang(issuer: Issuer) -> dict[str, str]:
    """Headers of Wang Min, a salesperson of team south-1."""
    return {"authorization": f"Bearer {issuer.token_for('wang.min')}"}


@pytest.fixture
def zhao(issuer: Issuer) -> dict[str, str]:
    """Headers of Zhao Lei, the manager of team south-1."""
    return {"authorization": f"Bearer {issuer.token_for('zhao.lei')}"}
