"""Building the facts anew from the contracts, beside the old ones, while reads and live folds go on.

Live folds hold the facts' lock together, the swap holds it alone. As a mark is taken alone, too, every contract that
was seen up to it is committed, and every later one was seen behind it.
"""

import asyncio
from collections.abc import Awaitable, Callable

import psycopg
from psycopg import sql

from analytics.projections.facts import SOURCES
from analytics.projections.folding import Chosen, continue_with, fold
from analytics.projections.summing import SUMS, Sum, summing_up
from analytics.views.tables import FACTS, Table
from crm_platform.persistence.database import Connection, Database

_LOCK = "SELECT pg_advisory_xact_lock{}(hashtext('facts'), hashtext(current_schema()))"
# A small fold must cost what it folds, not what the tables hold; the planner would scan them while they are small, and
# when they grew its statistics would still say so.
_BY_INDEX = "".join(
    f", set_config('enable_{how}', 'off', true)" for how in ("seqscan", "hashjoin", "mergejoin")
)
TOGETHER = (_LOCK.format("_shared") + _BY_INDEX).encode()
ALONE = (_LOCK.format("") + _BY_INDEX).encode()

SUFFIX = "_next"
_SLICES = 2  # of each source
_AT_ONCE = 2  # connections
_FEW = 2_000  # contracts that the swap itself may still have to fold while live folds wait
_ATTEMPTS = 240  # to swap
_PAUSE = 0.5  # seconds between them
_SETTINGS = {
    "statement_timeout": "900s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    "work_mem": "128MB",
    "maintenance_work_mem": "256MB",
}

Work = Callable[[Connection], Awaitable[None]]


async def rebuild(database: Database, show: Work) -> int:
    """Build and swap; `show` points the views at the new tables inside the swap. Returns from how many contracts.

    Only one rebuild runs at a time. Raises LockNotAvailable when somebody reads the old facts for minutes on end; then
    nothing was changed.
    """
    async with await database.connect(**_SETTINGS) as main:
        await main.execute("SET lock_timeout = 0")
        await main.execute("SELECT pg_advisory_lock(hashtext('rebuild'), hashtext(current_schema()))")
        await main.execute("RESET lock_timeout")
        for table in FACTS:
            await main.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table.identifier(SUFFIX)))
            await main.execute(table.create(SUFFIX))
        mark = await _mark(main)
        await _fold_whole(database, mark)
        for attempt in range(_ATTEMPTS):
            while (newest := await _mark(main)) > mark + _FEW:
                async with main.transaction():
                    await _catch_up(main, mark, newest)
                mark = newest
            try:
                await _swap(main, mark, show)
                break
            except psycopg.errors.LockNotAvailable:
                if attempt == _ATTEMPTS - 1:
                    raise
            await asyncio.sleep(_PAUSE)
        row = await (await main.execute("SELECT count(*) FROM contracts")).fetchone()
    return int(row[0]) if row else 0


async def _fold_whole(database: Database, mark: int) -> None:
    """Fold every contract up to the mark, in slices of aggregates, then index the new tables and sum up what they say."""
    await _at_once(
        database, [_folding(source, number, mark) for source in SOURCES for number in range(_SLICES)]
    )
    await _at_once(database, [_indexing(table) for table in FACTS])
    await _at_once(database, [_summing_up(total) for sums in SUMS.values() for total in sums])


def _folding(source: str, number: int, mark: int) -> Work:
    condition = "c.seen <= %(mark)s AND uuid_hash(c.aggregate_id) & %(most)s = %(number)s"
    chosen = Chosen(condition, {"mark": mark, "most": _SLICES - 1, "number": number}, first=True)

    async def work(connection: Connection) -> None:
        await fold(connection, source, chosen, suffix=SUFFIX)

    return work


def _summing_up(total: Sum) -> Work:
    every = sql.SQL("SELECT id FROM {}").format(total.of.identifier(SUFFIX))

    async def work(connection: Connection) -> None:
        await connection.execute(summing_up(total, every, SUFFIX))
        await connection.execute(sql.SQL("ANALYZE {}").format(total.table.identifier(SUFFIX)))

    return work


def _indexing(table: Table) -> Work:
    async def work(connection: Connection) -> None:
        for statement in table.index(SUFFIX):
            await connection.execute(statement)
        await connection.execute(sql.SQL("ANALYZE {}").format(table.identifier(SUFFIX)))

    return work


async def _at_once(database: Database, work: list[Work]) -> None:
    """Do all of the work on a few connections of its own."""
    left = iter(work)

    async def some() -> None:
        async with await database.connect(**_SETTINGS) as connection:
            for one in left:
                await one(connection)

    async with asyncio.TaskGroup() as group:
        for _ in range(_AT_ONCE):
            group.create_task(some())


async def _catch_up(connection: Connection, mark: int, newest: int) -> None:
    """Continue the new tables with the contracts seen after the mark."""
    chosen = Chosen("c.seen > %(mark)s AND c.seen <= %(newest)s", {"mark": mark, "newest": newest})
    for source in SOURCES:
        await continue_with(connection, source, chosen, before=mark, suffix=SUFFIX)


async def _mark(connection: Connection) -> int:
    async with connection.transaction():
        await connection.execute(ALONE)
        return await _newest(connection)


async def _newest(connection: Connection) -> int:
    sequence = "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('contracts', 'seen')), 0)"
    row = await (await connection.execute(sequence)).fetchone()
    return int(row[0]) if row else 0


async def _swap(connection: Connection, mark: int, show: Work) -> None:
    """Fold the rest and put the new tables in the place of the old ones, while nobody folds.

    Who waits for readers makes all later readers wait, so it gives up soon. Raises LockNotAvailable.
    """
    async with connection.transaction():
        await connection.execute(ALONE)
        await _catch_up(connection, mark, await _newest(connection))
        await connection.execute("SET LOCAL lock_timeout = '200ms'")
        await show(connection)
        for table in FACTS:
            old, new = table.identifier(), table.identifier(SUFFIX)
            await connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(old))
            await connection.execute(sql.SQL("ALTER TABLE {} RENAME TO {}").format(new, old))
