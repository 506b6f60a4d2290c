"""Where contracts and the facts that follow from them are kept, and how new ones are taken in."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

import orjson
import psycopg
from psycopg import sql

from analytics.metrics.funnel import WON
from analytics.projections.folding import Chosen, continue_with, meaning
from analytics.projections.rebuilding import ALONE, SUFFIX, TOGETHER, rebuild
from analytics.views.analyst import ANALYST_VIEWS, analyst_views
from analytics.views.tables import CONTRACTS, FACTS
from crm_contracts.envelope import Envelope
from crm_contracts.registry import contract_for
from crm_platform.errors import Unavailable
from crm_platform.observability.logging import logger
from crm_platform.persistence.database import TRANSIENT, Connection, Database
from crm_platform.persistence.positions import store_position

_PATIENT = {"statement_timeout": "60s", "lock_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}

# Binary, because text arrays of JSON are escaped character by character.
_INSERT = b"""
INSERT INTO contracts
  (source, position, id, aggregate_id, version, type, recorded_at, correlation_id, causation_id, actor, data)
SELECT source, position, id, aggregate_id, version, type, recorded_at, correlation_id, causation_id, actor, data::jsonb
  FROM unnest(%b::text[], %b::bigint[], %b::uuid[], %b::uuid[], %b::int[], %b::text[], %b::timestamptz[], %b::text[],
              %b::text[], %b::text[], %b::text[])
    AS t(source, position, id, aggregate_id, version, type, recorded_at, correlation_id, causation_id, actor, data)
ON CONFLICT (source, position) DO NOTHING RETURNING position, seen"""


class FactsBeingBuilt(Unavailable):
    """The facts do not have the shape that this process needs; they are being built."""

    code = "facts-being-built"
    title_en = "The figures are being computed anew, please try again"
    title_zh = "统计数据正在重新计算，请稍后重试"


class FactStore:
    """The contracts of all contexts and the facts folded from them.

    Folds of live batches run beside each other; the swap that ends a rebuild runs alone. `pipeline` are the stages in
    order without won and lost, which the analysts' views need.
    """

    def __init__(self, database: Database, pipeline: Sequence[str]) -> None:
        self._database = database
        self._views = analyst_views([*pipeline, WON])
        self._next_views = analyst_views([*pipeline, WON], SUFFIX)
        self._mark = f"facts/{_digest(meaning())}"
        self._views_mark = f"views/{_digest(''.join(view.as_string() for view in self._views))}"
        self._ensured = False
        self._building: asyncio.Task[None] | None = None
        self._logger = logger(service=database.schema, part="facts")

    async def fold(self, connection: Connection, envelopes: Sequence[Envelope]) -> None:
        """Store contracts and what follows from them, in the caller's transaction; known ones are left out.

        Raises pydantic's ValidationError for a content that is not its contract, ValueError for a subject that is no
        UUID, UniqueViolation for a second contract with the same version of an aggregate.
        """
        rows = [_row(envelope) for envelope in envelopes]
        await connection.execute(TOGETHER)
        if not await _marked(connection, self._mark):
            raise FactsBeingBuilt(retry_after=1)
        cursor = await connection.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])
        added = await cursor.fetchall()
        if added:
            # Written as text once, because a list is translated anew for each statement it goes into.
            positions = f"{{{','.join(str(row[0]) for row in added)}}}"
            before = min(row[1] for row in added) - 1
            for source in {envelope.source for envelope in envelopes}:
                condition = "c.source = %(source)s AND c.position = ANY(%(positions)s::bigint[])"
                chosen = Chosen(condition, {"source": source, "positions": positions})
                await continue_with(connection, source, chosen, before=before)

    async def ready(self) -> None:
        """Return when the facts can be read. Raises `FactsBeingBuilt`; then they are being built here, too."""
        if self._ensured:
            return
        if self._building is None or self._building.done():
            self._building = asyncio.create_task(self.ensure())
        done, _ = await asyncio.wait([self._building], timeout=1.0)
        if not done:
            raise FactsBeingBuilt(retry_after=2)
        await self._building

    async def ensure(self) -> None:
        """Make the tables and views that are missing; build anew the facts whose shape or meaning changed."""
        if self._ensured:
            return
        async with await self._database.connect(**_PATIENT) as connection, connection.transaction():
            await connection.execute(ALONE)
            cursor = await connection.execute("SELECT to_regclass(%s) IS NOT NULL", (CONTRACTS.name,))
            if (await cursor.fetchone()) == (False,):
                await self._create(connection)
            current = await _marked(connection, self._mark)
            if current and not await _marked(connection, self._views_mark):
                await self._show(connection, self._views)
        if not current:
            await self.rebuild()
        self._ensured = True

    async def keep_ready(self) -> None:
        """Make or build what is missing as soon as the database is there. Runs until cancelled."""
        while not self._ensured:
            try:
                await self.ensure()
            except TRANSIENT:
                await asyncio.sleep(0.5)
        await asyncio.Event().wait()

    async def rebuild(self) -> int:
        """Build the facts from the contracts beside the old ones, then swap; reads and folds go on meanwhile.

        Returns from how many contracts.
        """

        async def show(connection: Connection) -> None:
            await self._show(connection, self._next_views)
            await connection.execute("DELETE FROM positions WHERE name LIKE 'facts/%'")
            await store_position(connection, self._mark, 0)

        contracts = await rebuild(self._database, show)
        self._logger.info("facts built", contracts=contracts)
        return contracts

    async def _create(self, connection: Connection) -> None:
        statements = [s for table in (CONTRACTS, *FACTS) for s in (table.create(), *table.index())]
        await _all(connection, statements)
        await store_position(connection, self._mark, 0)

    async def _show(self, connection: Connection, views: Sequence[sql.Composed]) -> None:
        """Point the analysts' views at the facts. Views that others built on them stay, unless a column changed."""
        try:
            async with connection.transaction():
                await _all(connection, views)
        except psycopg.errors.InvalidTableDefinition:
            drop = sql.SQL("DROP VIEW IF EXISTS {} CASCADE")
            dropped = [drop.format(sql.Identifier(view.name)) for view in ANALYST_VIEWS]
            await _all(connection, [*dropped, *views])
        await connection.execute("DELETE FROM positions WHERE name LIKE 'views/%'")
        await store_position(connection, self._views_mark, 0)


async def _all(connection: Connection, statements: Sequence[sql.Composed]) -> None:
    """Execute them in one round trip."""
    await connection.execute(sql.SQL(";").join(statements), prepare=False)


async def _marked(connection: Connection, mark: str) -> bool:
    cursor = await connection.execute("SELECT EXISTS (SELECT FROM positions WHERE name = %s)", (mark,))
    return (await cursor.fetchone()) == (True,)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _row(envelope: Envelope) -> tuple[object, ...]:
    """The columns of a contract whose content is what its type promises; a type unknown here is kept as it is."""
    contract = contract_for(envelope.type)
    if contract is not None:
        contract.model_validate(envelope.data)
    return (
        envelope.source,
        envelope.position,
        envelope.id,
        UUID(envelope.subject),
        envelope.version,
        envelope.type,
        envelope.time,
        envelope.correlationid,
        envelope.causationid,
        envelope.actor,
        orjson.dumps(envelope.data).decode(),
    )
