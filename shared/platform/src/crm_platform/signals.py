"""Waking those who read on from a position: inside a process at once, across processes by a coalesced NOTIFY.

A wake-up is only a hint that saves waiting; readers look again every `POLL` seconds anyway.
"""

import asyncio
import contextlib
from weakref import WeakSet

from psycopg import sql

from crm_platform.persistence.database import TRANSIENT, Database

POLL = 0.2  # seconds
# Seconds between announcements. Each is a commit that waits for the disk, as an append is; the first is told at once,
# what comes within the pause by the next.
_PAUSE = 0.005
_CHANNEL = "appended"


class Signal:
    """Something happened, perhaps several times. Each subscriber has a flag of its own, so none misses it."""

    def __init__(self) -> None:
        # Weak, so that a subscription that nobody holds any more costs nothing.
        self._flags: WeakSet[asyncio.Event] = WeakSet()

    def set(self) -> None:
        for flag in list(self._flags):
            flag.set()

    def subscribe(self) -> "Subscription":
        flag = asyncio.Event()
        self._flags.add(flag)
        return Subscription(flag)


class Subscription:
    """One subscriber's flag."""

    def __init__(self, flag: asyncio.Event) -> None:
        self._flag = flag

    async def wait(self, timeout: float = POLL) -> None:  # noqa: ASYNC109
        """Return when the signal was set since the last return, or after `timeout` seconds."""
        # Not `wait_for`, which in Python 3.11 may swallow a cancellation that comes with the signal.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._flag.wait()
        self._flag.clear()


def _channel(database: Database) -> sql.Identifier:
    return sql.Identifier(f"{database.schema}_{_CHANNEL}")


async def announce(database: Database, signal: Signal) -> None:
    """Tell other processes of each signal, many at once, on a connection of its own. Runs until cancelled."""
    subscription = signal.subscribe()
    statement = sql.SQL("NOTIFY {}").format(_channel(database))
    while True:
        try:
            async with await database.connect() as connection:
                while True:
                    await subscription.wait(timeout=60)
                    await connection.execute(statement)
                    await asyncio.sleep(_PAUSE)
        except TRANSIENT:
            await asyncio.sleep(POLL)


async def listen(database: Database, signal: Signal) -> None:
    """Set the signal whenever another process announces. Runs until cancelled."""
    statement = sql.SQL("LISTEN {}").format(_channel(database))
    while True:
        try:
            async with await database.connect_to_listen() as connection:
                await connection.execute(statement)
                async for _ in connection.notifies():
                    signal.set()
        except TRANSIENT:
            await asyncio.sleep(POLL)
