"""The history of one aggregate over HTTP: what happened, when, and who did it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel

from crm_platform.http.commands import Reading

if TYPE_CHECKING:
    from crm_platform.eventsourcing.log import EventLog


class HistoryEntry(BaseModel):
    """One event in the life of an aggregate."""

    version: int
    event: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    content: dict[str, Any]


async def history_of(log: EventLog, id: UUID, reading: Reading) -> list[HistoryEntry]:  # noqa: A002
    """Every event of an aggregate, oldest first, as of the moment that is asked for."""
    return [
        HistoryEntry(
            version=e.version,
            event=e.type,
            occurred_at=e.occurred_at,
            recorded_at=e.recorded_at,
            actor=e.metadata["actor"],
            content=e.state,
        )
        for e in await log.history(id, as_of=reading.as_of)
    ]
