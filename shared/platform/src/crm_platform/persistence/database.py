"""Connections to a service's schema, with every time limit the promises ask for."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import orjson
import psycopg
from psycopg import AsyncConnection, AsyncCursor
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg.waiting import wait_async
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

from crm_platform.errors import Unavailable

set_json_dumps(orjson.dumps)
set_json_loads(orjson.loads)

Connection = AsyncConnection[TupleRow]
R = TypeVar("R")

_ANSWER_WITHIN = 6.0  # seconds; above the server's own statement timeout

# What says "not now" rather than "no": the command may have been stored or not, and may be tried again.
TRANSIENT = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    PoolTimeout,
    TooManyRequests,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.SerializationFailure,
    # Before the schema is migrated; start order must not matter.
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedFunction,
    OSError,
)


class _Impatient(AsyncConnection[TupleRow]):
    """Gives a server up that says nothing, and with it the connection; psycopg would wait for it, even when cancelled.

    The server's own timeouts end a statement that is slow. This one is for a server that is frozen or cut off.
    """

    answer_within: float | None = _ANSWER_WITHIN

    async def wait(self, gen: PQGen[R], interval: float = 0.1, timeout: float | None = None) -> R:  # noqa: ASYNC109
        """As psycopg's, but never longer than `answer_within`. Raises OperationalError then."""
        try:
            async with asyncio.timeout(self.answer_within):
                return await wait_async(gen, self.pgconn.socket, interval, timeout)
        except TimeoutError:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server did not answer in time") from None
        except asyncio.CancelledError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def conninfo(url: str, schema: str, **limits: str) -> str:
    """`url` with the search path and the time limits of every connection set on the server."""
    settings = {
        "search_path": schema,
        "lock_timeout": "2s",
        "statement_timeout": "5s",
        "idle_in_transaction_session_timeout": "3s",
        "tcp_user_timeout": "10s",
        "timezone": "UTC",
        "jit": "off",
        # Of a disk without moving parts; else whole tables are read for a few thousand rows.
        "random_page_cost": "1.1",
        "work_mem": "16MB",
    } | limits
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    given: dict[str, Any] = {**conninfo_to_dict(url)}
    given.pop("options", None)
    return make_conninfo(
        **given,
        options=options,
        application_name=schema,
        connect_timeout=5,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        tcp_user_timeout=10_000,
    )


class Database:
    """One service's schema: a small pool for short work, and connections of their own for what holds one.

    `lock_timeout` 2 s, `statement_timeout` 5 s, idle in transaction 3 s, TCP user timeout 10 s.
    """

    def __init__(self, url: str, schema: str, *, pool_size: int = 8) -> None:
        self.schema = schema
        self._url = url
        self._pool = AsyncConnectionPool(
            conninfo(url, schema),
            connection_class=_Impatient,
            min_size=1,
            max_size=pool_size,
            timeout=2.0,
            max_waiting=2_000,
            open=False,
            kwargs={"autocommit": True, "prepare_threshold": 2},
            check=None,
        )

    @property
    def service(self) -> str:
        """The name of the service whose schema it is, as metrics and paths have it: `field-service`."""
        return self.schema.replace("_", "-")

    async def open(self) -> None:
        """Start connecting in the background; never waits for the server, which may not be there yet."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        await self._pool.close(timeout=2.0)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A pooled connection in autocommit. Waits at most 2 s for a free one, then raises `PoolTimeout`."""
        task = asyncio.current_task()
        cancelled = task.cancelling() if task else 0
        async with self._pool.connection() as connection:
            # In Python 3.11 the pool's `wait_for` swallows a cancellation that comes together with the connection.
            if task and task.cancelling() > cancelled:
                raise asyncio.CancelledError
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A pooled connection inside one transaction."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def connect(self, **limits: str) -> Connection:
        """A connection of its own, in autocommit, which the caller closes. `limits` override the settings.

        `statement_timeout` is in seconds, as "60s"; a server that says nothing is given up a second after it.
        """
        connection = await self._connected(limits)
        if timeout := limits.get("statement_timeout"):
            connection.answer_within = float(timeout.removesuffix("s")) + 1
        return connection

    async def connect_to_listen(self) -> Connection:
        """As `connect`, for a connection that waits for notifications however long none comes."""
        connection = await self._connected({})
        connection.answer_within = None
        return connection

    async def _connected(self, limits: Mapping[str, str]) -> _Impatient:
        return await _Impatient.connect(
            conninfo(self._url, self.schema, **limits), autocommit=True, prepare_threshold=1
        )

    async def fetch(self, query: str, *values: Any) -> list[TupleRow]:
        """All rows of one statement on a pooled connection. Raises `Unavailable` while a view is not made yet."""
        async with self.connection() as connection:
            return await (await _executed(connection, query, values)).fetchall()

    async def fetch_named(self, query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """As `fetch`, with named parameters in and named columns out."""
        async with self.connection() as connection:
            cursor = await _executed(connection, query, values)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]

    async def ping(self) -> bool:
        """Whether the server answers now."""
        try:
            await self.fetch("SELECT 1")
        except TRANSIENT:
            return False
        return True


async def _executed(connection: Connection, query: str, values: Any) -> AsyncCursor[TupleRow]:
    try:
        return await connection.execute(query.encode(), values)
    except psycopg.errors.UndefinedTable:
        raise Unavailable(retry_after=1) from None
