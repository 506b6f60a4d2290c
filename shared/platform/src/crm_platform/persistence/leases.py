"""One active instance of a thing per service, elected by a database lock."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from psycopg.pq import TransactionStatus

from crm_platform.errors import Unavailable
from crm_platform.observability.logging import logger
from crm_platform.persistence.database import TRANSIENT, Connection, Database

_RETRY = 0.5  # seconds between attempts to become the active one
_FROZEN = "8s"  # after which a holder that says nothing has lost the lease
_SIGN_OF_LIFE = 2.0  # seconds


async def with_lease(database: Database, name: str, work: Callable[[Connection], Awaitable[None]]) -> None:
    """Run `work` again and again, only while this process holds the lease `name`. Runs until cancelled.

    `work` gets the connection that holds the lock: when it is lost, what `work` stores on it fails, so a process
    that was frozen and replaced changes nothing when it wakes. `work` may raise; it is begun again after a pause.
    """
    log = logger(lease=name, service=database.schema)
    pause = _RETRY
    task = asyncio.current_task()
    while True:
        try:
            # A holder that is frozen says nothing any more, and the server ends its session and frees the lock.
            connection = await database.connect(idle_session_timeout=_FROZEN)
        except TRANSIENT:
            await asyncio.sleep(_RETRY)
            continue
        try:
            cursor = await connection.execute(
                "SELECT pg_try_advisory_lock(hashtext(%s), hashtext(current_schema()))", (name,)
            )
            row = await cursor.fetchone()
            if row is not None and row[0]:
                log.info("lease taken")
                async with asyncio.TaskGroup() as group:
                    alive = group.create_task(_keep_alive(connection))
                    await work(connection)
                    alive.cancel()
                pause = _RETRY
        except* (*TRANSIENT, Unavailable) as errors:
            log.warning("lease lost", error=type(errors.exceptions[0]).__name__)
        except* Exception:
            log.exception("leased work failed", again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10.0)
        finally:
            with suppress(Exception):
                await connection.close()
        # In Python 3.11 a group whose work fails while it is being cancelled forgets the cancellation.
        if task and task.cancelling():
            raise asyncio.CancelledError
        await asyncio.sleep(_RETRY)


async def _keep_alive(connection: Connection) -> None:
    """Show the server that this process runs, however long `work` waits for something else."""
    while True:
        await asyncio.sleep(_SIGN_OF_LIFE)
        # Inside a transaction the server counts by another clock, and a failed one would bear no statement.
        if connection.info.transaction_status == TransactionStatus.IDLE:
            await connection.execute("SELECT 1")
