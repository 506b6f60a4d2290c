"""WMS: knows what is on the shelves, what is promised to orders and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from crm_local.peers import wire
from crm_local.peers.base import Answer, Peer
from crm_local.peers.ledger import Message
from crm_local.peers.seed import SEED
from crm_local.peers.wire import (
    CancelledOrder,
    ConfirmedOrder,
    DeliveredOrder,
    Number,
    OrderLine,
)


class Availability(BaseModel):
    """The stock of one part, in its unit. `available` is negative when more is promised than there is."""

    product_id: str
    on_hand: Number
    reserved: Number
    available: Number


class Count(BaseModel):
    """The result of counting a shelf."""

    model_config = ConfigDict(extra="forbid")

    on_hand: Number = Field(ge=0)


class Wms(Peer):
    """Receives anything; a confirmed order reserves parts, a delivered one takes, a cancelled one frees."""

    name = "wms"

    def forget(self) -> None:
        self.on_hand = {product_id: Decimal(100) for product_id in SEED.products}
        self.reserved: dict[str, tuple[OrderLine, ...]] = {}
        self.closed: set[str] = set()

    def apply(self, message: Message, at: str) -> Answer:
        match message.type:
            case wire.ORDER_CONFIRMED:
                confirmed = ConfirmedOrder.model_validate(message.data)
                if confirmed.order_id not in self.closed:
                    self.reserved[confirmed.order_id] = confirmed.lines
            case wire.ORDER_DELIVERED:
                delivered = DeliveredOrder.model_validate(message.data)
                self._close(delivered.order_id)
                for line in delivered.lines:
                    self.on_hand[line.product_id] = (
                        self.on_hand.get(line.product_id, Decimal(0)) - line.quantity
                    )
            case wire.ORDER_CANCELLED:
                self._close(CancelledOrder.model_validate(message.data).order_id)
        return {}

    def act(self, action: str, fields: Mapping[str, JsonValue], at: str) -> None:
        self.on_hand[str(fields["product_id"])] = Decimal(str(fields["on_hand"]))

    def router(self) -> APIRouter:
        router = APIRouter()
        signed = [Depends(self.signed)]
        path = "/api/parts/{product_id}/availability"
        router.add_api_route(path, self.availability, methods=["GET"], dependencies=signed)
        router.add_api_route("/parts/{product_id}", self.count, methods=["PUT"])
        return router

    async def count(self, product_id: str, count: Count) -> Availability:
        """A person in the warehouse counted a shelf."""
        self.do("count", product_id=product_id, **count.model_dump(mode="json"))
        return await self.availability(product_id)

    async def availability(self, product_id: str) -> Availability:
        """How much of a part there is."""
        if product_id not in self.on_hand:
            raise HTTPException(404, "WMS does not keep this part")
        on_hand = self.on_hand[product_id]
        lines = [line for lines in self.reserved.values() for line in lines if line.product_id == product_id]
        reserved = sum((line.quantity for line in lines), Decimal(0))
        return Availability(
            product_id=product_id, on_hand=on_hand, reserved=reserved, available=on_hand - reserved
        )

    def _close(self, order_id: str) -> None:
        """Messages may come in any order: a closed order reserves nothing any more."""
        self.closed.add(order_id)
        self.reserved.pop(order_id, None)
