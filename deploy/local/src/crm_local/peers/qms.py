"""QMS: knows for each order whether quality has released it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, JsonValue

from crm_local.peers import wire
from crm_local.peers.base import Answer, Peer
from crm_local.peers.ledger import Message
from crm_local.peers.wire import ConfirmedOrder, Text


class Inspection(BaseModel):
    """Where quality stands with an order."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["open", "released", "blocked"]
    note: Text | None = None


class Qms(Peer):
    """Receives anything; opens an inspection for `order.confirmed`."""

    name = "qms"

    def forget(self) -> None:
        self.inspections: dict[str, Inspection] = {}

    def apply(self, message: Message, at: str) -> Answer:
        if message.type == wire.ORDER_CONFIRMED:
            order = ConfirmedOrder.model_validate(message.data)
            self.inspections.setdefault(order.order_id, Inspection(status="open"))
        return {}

    def act(self, action: str, fields: Mapping[str, JsonValue], at: str) -> None:
        self.inspections[str(fields["order_id"])] = Inspection.model_validate(fields["inspection"])

    def router(self) -> APIRouter:
        router = APIRouter()
        signed = [Depends(self.signed)]
        router.add_api_route("/orders/{order_id}/quality", self.inspect, methods=["PUT"])
        router.add_api_route(
            "/api/orders/{order_id}/quality", self.quality, methods=["GET"], dependencies=signed
        )
        return router

    async def inspect(self, order_id: str, inspection: Inspection) -> Inspection:
        """A person in quality decides."""
        self.do("inspect", order_id=order_id, inspection=inspection.model_dump(mode="json"))
        return inspection

    async def quality(self, order_id: str) -> Inspection:
        """Where quality stands with an order."""
        if order_id not in self.inspections:
            raise HTTPException(404, "QMS does not know this order")
        return self.inspections[order_id]
