"""The HTTP interface of deliveries: what was sent to whom, what waits, what is parked, and whether anything is missing."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, StringConstraints

from crm_platform.errors import FieldError, Invalid
from crm_platform.http.access import requires
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import ADMIN, ANALYST, SYSTEM
from integration_gateway.adapters.bodies import StoredBodies
from integration_gateway.adapters.views import DELIVERIES
from integration_gateway.application.commands import ReplayParked
from integration_gateway.application.notifying import MAIL
from integration_gateway.application.queries import Attempt, DeliveryDetail, DeliveryItem
from integration_gateway.application.reconciliation import Reconciliation, TargetReconciliation, Window
from integration_gateway.application.service import Replays
from integration_gateway.domain.delivery import Delivery, DeliveryStatus

ROOT = "/api/integration-gateway/v1"
READERS = requires(ADMIN, SYSTEM, ANALYST)
WRITERS = requires(ADMIN)
_DAY = timedelta(days=1)

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Replayed(BaseModel):
    """The delivery that is tried again."""

    id: UUID


class ReplayedParked(BaseModel):
    """How many parked deliveries are tried again; ask once more while some are left."""

    replayed: int


def deliveries_router(replays: Replays, bodies: StoredBodies, projector: Projector) -> ServiceRouter:
    """Routes under `/deliveries`."""
    router = ServiceRouter(f"{ROOT}/deliveries", tags=["deliveries"])
    listing = Listing(
        projector,
        DELIVERIES,
        sorts=("queued_at", "settled_at", "next_at", "attempts", "target", "status"),
        default="-queued_at",
        scope=everything,
    )

    @router.get("", dependencies=[READERS])
    async def list_deliveries(
        reading: ReadContext,
        paging: Paged,
        target: Text | None = None,
        status: DeliveryStatus | None = None,
        type_: Annotated[Text | None, Query(alias="type")] = None,
        subject: Text | None = None,
    ) -> Page[DeliveryItem]:
        """Deliveries, newest first; sort by queued_at, settled_at, next_at, attempts, target or status."""
        filters = {"target": target, "status": status, "type": type_, "subject": subject}
        return await listing.page(reading, paging, DeliveryItem.model_validate, **filters)

    @router.get("/{delivery_id}", dependencies=[READERS])
    async def get_delivery(delivery_id: UUID, reading: ReadContext) -> Answer[DeliveryDetail]:
        """A delivery with every attempt."""
        row = await listing.row(delivery_id, reading)
        recorded = await projector.log.history(delivery_id, as_of=reading.as_of)
        attempts = [attempt for each in recorded if (attempt := _attempt(each.event()))]
        return Answer(DeliveryDetail.model_validate(row | {"history": attempts}), version=row["version"])

    @router.get("/{delivery_id}/body", dependencies=[READERS])
    async def get_body(delivery_id: UUID, reading: ReadContext) -> Response:
        """The bytes that are sent, as they are signed."""
        row = await listing.row(delivery_id, reading)
        mail = row["type"] == MAIL
        return Response(
            await bodies.read(row["body"]), media_type="message/rfc822" if mail else "application/json"
        )

    @router.post("/{delivery_id}/replay", dependencies=[WRITERS])
    async def replay_delivery(delivery_id: UUID, context: CommandContext) -> Answer[Replayed]:
        """Try a parked delivery again, from the beginning of the schedule."""
        recorded = await replays.replay(delivery_id, context)
        return answer(Replayed(id=recorded.id), recorded)

    @router.post("/replay", dependencies=[WRITERS])
    async def replay_parked_deliveries(body: ReplayParked, context: CommandContext) -> ReplayedParked:
        """Try the parked deliveries of a target again, at most 1000 at a time."""
        return ReplayedParked(replayed=await replays.replay_parked(body, context))

    return router


def _attempt(event: object) -> Attempt | None:
    match event:
        case Delivery.Attempted():
            next_at, error = event.next_at, event.error
        case Delivery.Delivered():
            next_at, error = None, None
        case _:
            return None
    return Attempt(
        attempt=event.attempt, at=event.timestamp, http_status=event.http_status, error=error, next_at=next_at
    )


def reconciliation_router(reconciliation: Reconciliation) -> ServiceRouter:
    """Routes under `/reconciliation`."""
    router = ServiceRouter(f"{ROOT}/reconciliation", tags=["deliveries"])

    @router.get("", dependencies=[READERS])
    async def reconcile(
        request: Request,
        target: Text | None = None,
        start: Annotated[
            AwareDatetime | None, Query(alias="from", description="Default: a day before `to`.")
        ] = None,
        end: Annotated[AwareDatetime | None, Query(alias="to", description="Default: now.")] = None,
        ask: Annotated[
            bool, Query(description="Also ask MES and finance about the newest 100 orders each.")
        ] = False,
    ) -> list[TargetReconciliation]:
        """What each target should have been told, by the events recorded in a time, and what it has."""
        return await reconciliation.of(target, _window(start, end, request.app.state.clock()), ask=ask)

    return router


def _window(start: datetime | None, end: datetime | None, now: datetime) -> Window:
    try:
        until = (end or now).astimezone(UTC)
        since = start.astimezone(UTC) if start else until - _DAY
    except OverflowError:
        raise _bad_window("out-of-range", "Is out of range", "超出范围") from None
    if since >= until:
        raise _bad_window("not-before-to", "Must be before `to`", "必须早于 to")
    return Window(since, until)


def _bad_window(code: str, detail: str, detail_zh: str) -> Invalid:
    return Invalid([FieldError("query:from", code, detail, detail_zh)])
