"""What an operator sees and does in every service: positions, parked events, rebuilding a view."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Path
from pydantic import BaseModel

from crm_platform.errors import NotFound
from crm_platform.http.access import requires
from crm_platform.http.commands import Body, Caller
from crm_platform.http.operations import ServiceRouter
from crm_platform.messaging import parking
from crm_platform.observability.logging import logger
from crm_platform.security.scope import ADMIN

if TYPE_CHECKING:
    from crm_platform.runtime import Service


ViewInPath = Annotated[str, Path(description="Name of a view of this service.")]


class Position(BaseModel):
    """How far one reader has come."""

    name: str
    position: int


class Positions(BaseModel):
    """The newest position of the log, and where its readers are."""

    log: int
    readers: list[Position]


class ParkedAggregate(BaseModel):
    """Events of one aggregate that a consumer could not take."""

    consumer: str
    source: str
    aggregate_id: str
    events: int
    first_position: int
    parked_at: datetime
    error: str | None


class ReplayParkedEvents(Body):
    """Which parked aggregate to try again."""

    consumer: str
    source: str
    aggregate_id: str


class EventsReplayed(BaseModel):
    """How many events were blocked and are now tried again."""

    unblocked: int


class ViewRebuilt(BaseModel):
    """Up to which log position a view was built anew."""

    view: str
    position: int


def operating_router(service: Service) -> ServiceRouter:
    """The operator's routes of `service`, for administrators."""
    router = ServiceRouter(
        f"/api/{service.name}/v1/operations", tags=["operations"], dependencies=[requires(ADMIN)]
    )
    log = logger(service=service.name)

    @router.get("/positions")
    async def get_positions() -> Positions:
        """The log's newest position and how far each reader has come."""
        rows = await service.database.fetch("SELECT name, position FROM positions ORDER BY name")
        readers = [Position(name=name, position=position) for name, position in rows]
        return Positions(log=await service.log.position(), readers=readers)

    @router.get("/parked")
    async def list_parked() -> list[ParkedAggregate]:
        """Aggregates whose events wait because one of them could not be taken, oldest first."""
        async with service.database.connection() as connection:
            return [ParkedAggregate(**row) for row in await parking.listing(connection)]

    @router.post("/parked/replay")
    async def replay_parked(body: ReplayParkedEvents, caller: Caller) -> EventsReplayed:
        """Try an aggregate's parked events again, in order; the consumer takes them within a second."""
        async with service.database.connection() as connection:
            unblocked = await parking.replay(connection, body.consumer, body.source, body.aggregate_id)
        if not unblocked:
            raise NotFound
        log.info("parked events replayed", actor=caller.subject, **body.model_dump())
        return EventsReplayed(unblocked=unblocked)

    @router.post("/views/{view}/rebuild")
    async def rebuild_view(view: ViewInPath, caller: Caller) -> ViewRebuilt:
        """Build a view from the log beside the present one, then swap; reads go on meanwhile."""
        found = next((v for v in service.projector.views if v.name == view), None)
        if found is None:
            raise NotFound
        position = await service.projector.rebuild(found)
        log.info("view rebuilt", actor=caller.subject, view=view, position=position)
        return ViewRebuilt(view=view, position=position)

    return router
