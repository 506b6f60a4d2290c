"""Reads what takes long, few at a time and on connections of its own, so that short questions do not wait for it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from psycopg.rows import dict_row

from crm_platform.errors import Unavailable
from crm_platform.persistence.database import Database

_AT_ONCE = 3


class PatientReads:
    """Statements over all leads of a company, which may take seconds: `patience` for a turn and for the answer each."""

    def __init__(self, database: Database, *, patience: int = 20) -> None:
        self._database = database
        self._patience = patience
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def fetch_named(self, query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """All rows, with named parameters in and named columns out.

        Raises `Unavailable` when no turn comes, QueryCanceled when the answer takes too long, and OperationalError when
        the server says nothing at all.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.acquire()
        except TimeoutError:
            raise Unavailable(retry_after=5) from None
        try:
            limits = {"statement_timeout": f"{self._patience}s", "work_mem": "64MB"}
            async with await self._database.connect(**limits) as connection:
                cursor = connection.cursor(row_factory=dict_row)
                return await (await cursor.execute(query.encode(), values)).fetchall()
        finally:
            self._turns.release()
