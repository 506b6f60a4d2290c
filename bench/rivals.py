"""What our commands are measured against: a FastAPI handler that inserts one row, and the stock `eventsourcing` application.

Neither knows a token, a key or a view; that is the point of the comparison.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from fastapi import FastAPI
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel

TABLE = "CREATE TABLE bare (id uuid PRIMARY KEY, name text NOT NULL)"
# More do not make the handler faster on two cores, fewer make it slower.
POOL = 12


class Named(BaseModel):
    """The body of every request."""

    name: str


class Made(BaseModel):
    """The answer to it."""

    id: UUID


def bare(database_url: str) -> FastAPI:
    """One route that inserts one row and commits."""
    pool = AsyncConnectionPool(
        database_url, min_size=POOL, max_size=POOL, open=False, kwargs={"autocommit": True}
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with pool:
            await pool.wait()
            yield

    app = FastAPI(lifespan=lifespan)

    @app.post("/bare", status_code=201)
    async def make(body: Named) -> Made:
        id_ = uuid4()
        async with pool.connection() as connection:
            await connection.execute("INSERT INTO bare VALUES (%s, %s)", (id_, body.name))
        return Made(id=id_)

    return app


class Thing(Aggregate):
    """The library's own kind of aggregate."""

    def __init__(self, name: str) -> None:
        self.name = name


def stock(database_url: str) -> FastAPI:
    """One route that saves one new aggregate as the library's documentation shows, in FastAPI's thread pool."""
    url = urlsplit(database_url)
    application = Application[UUID](
        env={
            **os.environ,
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": url.path.lstrip("/"),
            "POSTGRES_HOST": str(url.hostname),
            "POSTGRES_PORT": str(url.port),
            "POSTGRES_USER": str(url.username),
            "POSTGRES_PASSWORD": "",
            "POSTGRES_POOL_SIZE": str(POOL),
            "POSTGRES_MAX_OVERFLOW": "32",
        }
    )
    app = FastAPI()

    @app.post("/stock", status_code=201)
    def make(body: Named) -> Made:
        thing = Thing(body.name)
        application.save(thing)
        return Made(id=thing.id)

    return app
