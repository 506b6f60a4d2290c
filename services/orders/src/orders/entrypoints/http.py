"""The HTTP interface of orders: one short route per command and per question."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import HistoryEntry, Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON
from crm_platform.values import Code, PersonId, ShortText
from orders.adapters.views import ORDERS
from orders.application.commands import CancelOrder, ConfirmOrder, DeliverOrder, PlaceOrder
from orders.application.queries import OrderDetail, OrderItem
from orders.application.service import Orders
from orders.domain.state_machine import OrderState, allowed_steps

# Who may give commands; row scope then narrows it to their own, their team's or their region's orders.
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)

PATH = "/api/orders/v1/orders"


class Placed(BaseModel):
    """The order that was placed."""

    id: UUID
    number: str


class Changed(BaseModel):
    """The id of the order that the command was about."""

    id: UUID


def commands_router(service: Orders) -> ServiceRouter:
    """What can be done with orders."""
    router = ServiceRouter(PATH, tags=["orders"])

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

    return router


def queries_router(projector: Projector) -> ServiceRouter:
    """What can be asked about orders."""
    router = ServiceRouter(PATH, tags=["orders"], dependencies=[signed_in])
    orders = Listing(
        projector,
        ORDERS,
        sorts=("placed_at", "promised_on", "amount", "number", "delivered_at"),
        default="-placed_at",
        searched=("number", "customer"),
    )

    @router.get("")
    async def list_orders(
        reading: ReadContext,
        paging: Paged,
        state: OrderState | None = None,
        owner: PersonId | None = None,
        customer: Annotated[Code | None, Query(description="The customer's id in master data.")] = None,
        opportunity: UUID | None = None,
        invoiced: Annotated[bool | None, Query(description="Whether the whole amount is invoiced.")] = None,
        q: Annotated[
            ShortText | None, Query(description="Part of the number or the customer's name.")
        ] = None,
    ) -> Page[OrderItem]:
        """Orders in the caller's scope; sort by placed_at, promised_on, amount, number or delivered_at."""
        exactly = {"state": state, "owner_id": owner, "customer_id": customer, "opportunity_id": opportunity}
        return await orders.page(reading, paging, _item, q=q, invoiced=invoiced, **exactly)

    @router.get("/{order_id}")
    async def get_order(order_id: UUID, reading: ReadContext) -> Answer[OrderDetail]:
        """An order with lines, progress and invoices, as it is or as it was."""
        row = await orders.row(order_id, reading)
        return Answer(order_detail(row), version=row["version"])

    @router.get("/{order_id}/history")
    async def order_history(order_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to an order, oldest first."""
        return await orders.history(order_id, reading)

    return router


def _item(row: Row) -> OrderItem:
    return OrderItem(**_with_money(row))


def order_detail(row: Row) -> OrderDetail:
    """A row with everything that is known of the order, and what may come next."""
    return OrderDetail(**_with_money(row), steps=allowed_steps(OrderState(row["state"])))


def _with_money(row: Row) -> Row:
    currency = row["currency"]
    return row | {name: {"amount": row[name], "currency": currency} for name in ("amount", "invoiced_amount")}
