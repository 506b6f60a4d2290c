"""Fresh databases for tests, quickly: cloned from a template that was prepared once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

Prepare = Callable[[str], Awaitable[None]]


class Databases:
    """The databases of one test run on one server; `server_url` is a superuser's."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._templates: dict[Prepare, str] = {}
        self._made: list[str] = []

    async def create(self, *, prepared_by: Prepare | None = None) -> str:
        """URL of a new empty database, or of a copy of one on which `prepared_by(url)` ran once in this run.

        The same function gives the same template; it must have closed its connections when it returns.
        """
        template = "template0"
        if prepared_by is not None:
            template = await self._template(prepared_by)
        return self._url(await self._create_from(template))

    @asynccontextmanager
    async def lent(self, *, prepared_by: Prepare | None = None) -> AsyncIterator[str]:
        """What `create` gives, until the block ends."""
        url = await self.create(prepared_by=prepared_by)
        yield url
        await self.drop(url)

    async def drop(self, url: str) -> None:
        """Drop a database that `create` made, ending the sessions that are still in it."""
        await self._drop(urlsplit(url).path.lstrip("/"))

    async def drop_all(self) -> None:
        """Drop everything that was made."""
        for name in list(self._made):
            await self._drop(name)

    async def _template(self, prepare: Prepare) -> str:
        if prepare not in self._templates:
            name = await self._create_from("template0")
            await prepare(self._url(name))
            self._templates[prepare] = name
        return self._templates[prepare]

    async def _create_from(self, template: str) -> str:
        name = f"test_{uuid4().hex[:12]}"
        # By files: page by page through the server's log, nine megabytes would be written twice.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        await self._execute(statement)
        self._made.append(name)
        return name

    async def _drop(self, name: str) -> None:
        await self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        self._made.remove(name)

    async def _execute(self, statement: sql.Composed) -> None:
        async with await psycopg.AsyncConnection.connect(self._server_url, autocommit=True) as connection:
            await connection.execute(statement)

    def _url(self, name: str) -> str:
        return urlunsplit(urlsplit(self._server_url)._replace(path=f"/{name}"))
