"""Lists, details and histories of a view over HTTP: what the caller may see, as it is or as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.errors import NotFound
from crm_platform.http.commands import Reading
from crm_platform.http.paging import Page, Paging, in_scope, sorted_by
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, View, select
from crm_platform.security.scope import Principal

T = TypeVar("T")
Scope = Callable[[sa.Table, Principal], sa.ColumnElement[bool]]


class HistoryEntry(BaseModel):
    """One event in the life of an aggregate."""

    aggregate_id: UUID
    version: int
    event: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    content: dict[str, Any]


def everything(_table: sa.Table, _principal: Principal) -> sa.ColumnElement[bool]:
    """The scope of views whose routes say by roles who may see them."""
    return sa.true()


class Listing:
    """Reads one view. `sorts` are the columns a caller may sort by, `searched` those that `q` looks into."""

    def __init__(
        self,
        projector: Projector,
        view: View,
        *,
        sorts: Sequence[str],
        default: str,
        searched: Sequence[str] = (),
        scope: Scope = in_scope,
    ) -> None:
        self._projector = projector
        self._view = view
        self._sorts = sorts
        self._default = default
        self._searched = searched
        self._scope = scope

    async def visible(self, reading: Reading) -> sa.Select[Any]:
        """The rows the caller may see at the moment that is asked for. Raises `NotYet`."""
        await self._projector.reached(self._view, reading.min_position)
        table = self._view.table
        return sa.select(table).where(self._view.at(reading.as_of), self._scope(table, reading.principal))

    async def rows(self, statement: sa.Select[Any]) -> list[Row]:
        """Run a select that `visible` began."""
        return await select(self._projector.database, statement)

    async def page(
        self,
        reading: Reading,
        paging: Paging,
        item: Callable[[Row], T],
        *conditions: sa.ColumnElement[bool],
        q: str | None = None,
        **exactly: object,
    ) -> Page[T]:
        """One page of rows that meet `conditions`, contain `q`, and equal each of `exactly` that is given."""
        table = self._view.table
        statement = (await self.visible(reading)).where(*conditions)
        statement = statement.where(
            *(table.c[name] == value for name, value in exactly.items() if value is not None)
        )
        if q is not None:
            statement = statement.where(
                sa.or_(*(table.c[name].icontains(q, autoescape=True) for name in self._searched))
            )
        sorting = sorted_by(table, self._sorts, paging.sort, default=self._default)
        return await paging.page(statement, sorting, self.rows, item)

    async def row(self, id: UUID, reading: Reading) -> Row:  # noqa: A002
        """One row. Raises `NotFound` also for what the caller may not see."""
        rows = await self.rows((await self.visible(reading)).where(self._view.table.c.id == id))
        if not rows:
            raise NotFound
        return rows[0]

    async def history(
        self,
        id: UUID,  # noqa: A002
        reading: Reading,
        *,
        also: Sequence[UUID] = (),
    ) -> list[HistoryEntry]:
        """Every event of one aggregate, and of those that became part of it, oldest first. Raises `NotFound` as `row`."""
        await self.row(id, reading)
        events = [
            event
            for one in (id, *also)
            for event in await self._projector.log.history(one, as_of=reading.as_of)
        ]
        return [
            HistoryEntry(
                aggregate_id=e.aggregate_id,
                version=e.version,
                event=e.type,
                occurred_at=e.occurred_at,
                recorded_at=e.recorded_at,
                actor=e.metadata["actor"],
                content=e.state,
            )
            for e in sorted(events, key=lambda event: event.position)
        ]
