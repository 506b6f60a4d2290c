"""Joined appends: the commands that wait while a commit is in flight travel together in the next call.

One connection, one statement, one commit for many commands; what becomes of each is told apart by the `append`
function in `persistence/event_log.sql`.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, LiteralString

import orjson
import psycopg

from crm_platform.errors import Unavailable
from crm_platform.persistence.database import TRANSIENT, Connection, Database

Outcome = Literal["appended", "repeated", "reused", "conflict"]

_APPEND: LiteralString = "SELECT outcome, log_position, answer FROM append(%t::jsonb) ORDER BY ordinal"
_MOST_JOINED = 200
_MOST_WAITING = 5_000
_PATIENCE = 8.0  # seconds in which a call is tried again


@dataclass(frozen=True, slots=True)
class Entry:
    """One command's effect: its idempotency record and the events of all aggregates it changed."""

    actor: str
    key: str
    name: str
    request_hash: str
    answer: dict[str, Any]
    metadata: dict[str, Any]
    events: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of an entry. `position` is the log position of its last event."""

    outcome: Outcome
    position: int
    answer: Any


@dataclass(slots=True)
class _Waiting:
    entry: Entry
    done: asyncio.Future[Appended] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Appender:
    """The only writer of a service's log in this process."""

    def __init__(self, database: Database, *, appended: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._appended = appended
        self._queue: list[_Waiting] = []
        self._wake = asyncio.Event()
        self._connection: Connection | None = None
        self._ended = False

    async def append(self, entry: Entry) -> Appended:
        """Append one command. Raises `Unavailable` when the store did not answer in time.

        The command may then have been stored all the same: repeating it with its key tells.
        """
        if self._ended or len(self._queue) >= _MOST_WAITING:
            raise Unavailable(retry_after=1)
        waiting = _Waiting(entry)
        self._queue.append(waiting)
        self._wake.set()
        return await waiting.done

    async def run(self) -> None:
        """Serve `append` until cancelled."""
        self._ended = False
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._queue:
                    batch, self._queue = self._queue[:_MOST_JOINED], self._queue[_MOST_JOINED:]
                    await self._settle(batch)
        finally:
            self._ended = True
            _fail(self._queue, Unavailable(retry_after=1))
            await self._disconnect()

    async def _settle(self, batch: list[_Waiting]) -> None:
        try:
            results = await self._execute([waiting.entry for waiting in batch])
        except TRANSIENT:
            _fail(batch, Unavailable(retry_after=1))
            return
        except psycopg.Error as error:
            # The server refused the statement itself; alone, each command shows whether it is the guilty one.
            if len(batch) == 1:
                _fail(batch, error)
                return
            for waiting in batch:
                await self._settle([waiting])
            return
        except BaseException:
            _fail(batch, Unavailable(retry_after=1))
            raise
        for waiting, result in zip(batch, results, strict=True):
            if not waiting.done.done():
                waiting.done.set_result(result)
        self._appended()

    async def _execute(self, entries: list[Entry]) -> list[Appended]:
        """One call, tried again on a fresh connection while trouble looks transient.

        A lost answer leaves it open whether the commit happened; the idempotency records resolve that: what was
        stored comes back as `repeated`, with the very answer we would have given.
        """
        batch = orjson.dumps(entries).decode()
        deadline = asyncio.get_running_loop().time() + _PATIENCE
        pause = 0.05
        while True:
            try:
                if self._connection is None or self._connection.closed:
                    self._connection = await self._database.connect()
                rows = await (await self._connection.execute(_APPEND, (batch,))).fetchall()
                return [Appended(outcome, position or 0, answer) for outcome, position, answer in rows]
            except TRANSIENT:
                await self._disconnect()
                if asyncio.get_running_loop().time() + pause > deadline:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


def _fail(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.done.done():
            waiting.done.set_exception(error)
