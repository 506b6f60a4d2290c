"""Aggregates of which there is one, such as a model or a set of rules: defined by commands, and remembered for a moment."""

import asyncio
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from crm_platform.context import Context
from crm_platform.errors import NotFound
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import EventLog, Recorded

A = TypeVar("A", bound=Aggregate)

_FRESH = 2.0  # seconds that a definition made by another process may go unnoticed


class Definitions:
    """What is defined now; what this process defines is seen by it at once."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._seen: dict[UUID, tuple[float, Aggregate | None]] = {}

    async def current(self, kind: type[A], id_: UUID) -> A | None:
        """The definition; None until there is one."""
        now = asyncio.get_running_loop().time()
        known = self._seen.get(id_)
        if known is not None and now - known[0] < _FRESH:
            return known[1] if isinstance(known[1], kind) else None
        try:
            current: A | None = await self._log.load(kind, id_)
        except NotFound:
            current = None
        self._seen[id_] = (now, current)
        return current

    async def define(
        self, context: Context, kind: type[A], id_: UUID, begin: Callable[[], A], revise: Callable[[A], None]
    ) -> Recorded:
        """Revise the definition, or begin it."""
        try:
            return await self._log.define(context, kind, id_, begin, revise)
        finally:
            self._seen.pop(id_, None)
