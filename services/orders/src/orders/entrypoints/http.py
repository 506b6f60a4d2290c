"""The HTTP interface of orders: one short route per command and per question."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from pydantic import BaseModel

from crm_platform.errors import NotFound
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, Reading, answer
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, in_scope, sorted_by
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, select
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON
from crm_platform.values import Code, PersonId, ShortText
from orders.adapters.views import ORDERS
from orders.application.commands import CancelOrder, ConfirmOrder, DeliverOrder, PlaceOrder
from orders.application.queries import HistoryEntry, OrderDetail, OrderItem
from orders.application.service import Orders
from orders.domain.state_machine import OrderState, allowed_steps

# Who may give commands; row scope then narrows it to their own, their team's or their region's orders.
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)

PATH = "/api/orders/v1/orders"
_SORTS = ("placed_at", "promised_on", "amount", "number", "delivered_at")


class Placed(BaseModel):
    """The order that was placed."""

    id: UUID
    number: str


class Changed(BaseModel):
    """The id of the order that the command was about."""

    id: UUID


def orders_router(service: Orders, projector: Projector) -> ServiceRouter:
    """Routes under `/api/orders/v1/orders`."""
    router = ServiceRouter(PATH, tags=["orders"])
    _add_commands(router, service)
    _add_reads(router, projector)
    return router


def _add_commands(router: ServiceRouter, service: Orders) -> None:
    @router.post("", status_code=201, dependencies=[WRITERS])
    async def place_order(body: PlaceOrder, context: CommandContext) -> Answer[Placed]:
        """Place an order of one's own, which no opportunity led to."""
        recorded = await service.place_order(body, context)
        placed = Placed(id=recorded.id, number=recorded.extra["number"])
        return answer(placed, recorded, location=f"{PATH}/{recorded.id}")

    @router.post("/{order_id}/confirm", dependencies=[WRITERS])
    async def confirm_order(order_id: UUID, body: ConfirmOrder, context: CommandContext) -> Answer[Changed]:
        """Make the order binding; production and finance hear of it."""
        recorded = await service.confirm_order(order_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{order_id}/deliver", dependencies=[WRITERS])
    async def deliver_order(order_id: UUID, body: DeliverOrder, context: CommandContext) -> Answer[Changed]:
        """The customer has the goods; they can be installed."""
        recorded = await service.deliver_order(order_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{order_id}/cancel", dependencies=[WRITERS])
    async def cancel_order(order_id: UUID, body: CancelOrder, context: CommandContext) -> Answer[Changed]:
        """The order will not be fulfilled. Not after delivery."""
        recorded = await service.cancel_order(order_id, body, context)
        return answer(Changed(id=recorded.id), recorded)


def _add_reads(router: ServiceRouter, projector: Projector) -> None:
    @router.get("", dependencies=[signed_in])
    async def list_orders(
        reading: ReadContext,
        paging: Paged,
        state: OrderState | None = None,
        owner: PersonId | None = None,
        customer: Annotated[Code | None, Query(description="The customer's id in master data.")] = None,
        opportunity: UUID | None = None,
        invoiced: Annotated[bool | None, Query(description="Whether the whole amount is invoiced.")] = None,
        q: Annotated[ShortText | None, Query(description="Part of the number or the customer's name.")] = None,
    ) -> Page[OrderItem]:
        """Orders in the caller's scope; sort by placed_at, promised_on, amount, number or delivered_at."""
        await projector.reached(ORDERS, reading.min_position)
        t = ORDERS.table
        wanted: list[tuple[object, sa.ColumnElement[bool]]] = [
            (state, t.c.state == state),
            (owner, t.c.owner_id == owner),
            (customer, t.c.customer_id == customer),
            (opportunity, t.c.opportunity_id == opportunity),
            (invoiced, t.c.invoiced == invoiced),
            (q, sa.or_(*(column.icontains(q or "", autoescape=True) for column in (t.c.number, t.c.customer)))),
        ]
        statement = _visible(reading).where(*(condition for given, condition in wanted if given is not None))

        async def rows(page: sa.Select[Any]) -> Sequence[Row]:
            return await select(projector.database, page)

        sorting = sorted_by(t, _SORTS, paging.sort, default="-placed_at")
        return await paging.page(statement, sorting, rows, lambda row: OrderItem(**_with_money(row)))

    @router.get("/{order_id}", dependencies=[signed_in])
    async def get_order(order_id: UUID, reading: ReadContext) -> Answer[OrderDetail]:
        """An order with lines, progress and invoices, as it is or as it was."""
        row = await _row(projector, order_id, reading)
        steps = allowed_steps(OrderState(row["state"]))
        return Answer(OrderDetail(**_with_money(row), steps=steps), version=row["version"])

    @router.get("/{order_id}/history", dependencies=[signed_in])
    async def order_history(order_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to an order, oldest first."""
        await _row(projector, order_id, reading)
        return [
            HistoryEntry(
                version=e.version,
                event=e.type,
                occurred_at=e.occurred_at,
                recorded_at=e.recorded_at,
                actor=e.metadata["actor"],
                content=e.state,
            )
            for e in await projector.log.history(order_id, as_of=reading.as_of)
        ]


async def _row(projector: Projector, order_id: UUID, reading: Reading) -> Row:
    await projector.reached(ORDERS, reading.min_position)
    rows = await select(projector.database, _visible(reading).where(ORDERS.table.c.id == order_id))
    if not rows:
        raise NotFound
    return rows[0]


def _visible(reading: Reading) -> sa.Select[Any]:
    t = ORDERS.table
    return sa.select(t).where(ORDERS.at(reading.as_of), in_scope(t, reading.principal))


def _with_money(row: Row) -> Row:
    currency = row["currency"]
    return row | {name: {"amount": row[name], "currency": currency} for name in ("amount", "invoiced_amount")}
