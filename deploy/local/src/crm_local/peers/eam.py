"""EAM: knows which equipment stands at which customer."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from crm_local.peers import wire
from crm_local.peers.base import Answer, Peer
from crm_local.peers.ledger import Message
from crm_local.peers.wire import DeliveredOrder, Number


class Equipment(BaseModel):
    """One product at one customer, as it was delivered."""

    product_id: str
    name: str
    quantity: Number
    order_id: str
    delivered_at: str


class Eam(Peer):
    """Receives anything; `order.delivered` adds equipment to its customer."""

    name = "eam"

    def forget(self) -> None:
        self.equipment: dict[str, list[Equipment]] = {}

    def apply(self, message: Message, at: str) -> Answer:
        if message.type == wire.ORDER_DELIVERED:
            order = DeliveredOrder.model_validate(message.data)
            owner = order.customer.customer_id or order.customer.name
            self.equipment.setdefault(owner, []).extend(
                Equipment(
                    product_id=line.product_id,
                    name=line.name,
                    quantity=line.quantity,
                    order_id=order.order_id,
                    delivered_at=order.delivered_at.isoformat(),
                )
                for line in order.lines
            )
        return {}

    def router(self) -> APIRouter:
        router = APIRouter()
        path = "/api/customers/{customer_id}/equipment"
        router.add_api_route(path, self.equipment_of, methods=["GET"], dependencies=[Depends(self.signed)])
        return router

    async def equipment_of(self, customer_id: str) -> list[Equipment]:
        """What stands at a customer."""
        return self.equipment.get(customer_id, [])
