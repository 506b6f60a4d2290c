"""One active instance of a thing per service, elected by a database lock."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from crm_platform.errors import Unavailable
from crm_platform.observability.logging import logger
from crm_platform.persistence.database import TRANSIENT, Connection, Database

_RETRY = 0.5  # seconds between attempts to become the active one


async def with_lease(database: Database, name: str, work: Callable[[Connection], Awaitable[None]]) -> None:
    """Run `work` again and again, only while this process holds the lease `name`. Runs until cancelled.

    `work` gets the connection that holds the lock: when it is lost, what `work` stores on it fails, so a process
    that was frozen and replaced changes nothing when it wakes. `work` may raise; it is begun again after a pause.
    """
    log = logger(lease=name, service=database.schema)
    pause = _RETRY
    while True:
        try:
            # The holder waits for events between statements, and a lock outlives no lost connection.
            connection = await database.connect(idle_in_transaction_session_timeout="3s")
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
                await work(connection)
                pause = _RETRY
        except (*TRANSIENT, Unavailable) as error:
            log.warning("lease lost", error=type(error).__name__)
        except Exception:
            log.exception("leased work failed", again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10.0)
        finally:
            with suppress(Exception):
                await connection.close()
        await asyncio.sleep(_RETRY)
