"""MES: produces confirmed orders and reports how far each one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from crm_local.peers import wire
from crm_local.peers.base import Answer, NotUnderstood, Peer
from crm_local.peers.ledger import Message
from crm_local.peers.wire import (
    CancelledOrder,
    ConfirmedOrder,
    Text,
)

STEPS = (("scheduled", 0), ("in_production", 40), ("in_production", 80), ("produced", 100))
"""What an order goes through when MES works by itself."""


class Progress(BaseModel):
    """How far an order is. `version` counts the reports of one order, so a late one is recognised."""

    order_id: str
    version: int
    stage: str
    percent: int
    note: str | None
    reported_at: str


class Report(BaseModel):
    """What a person in production enters."""

    model_config = ConfigDict(extra="forbid")

    stage: Text
    percent: Annotated[int, Field(ge=0, le=100)]
    note: Text | None = None


@dataclass
class Production:
    """One order in the factory; progress may be reported before the order came, its lines come later."""

    order: ConfirmedOrder | None = None
    progress: Progress | None = None
    cancelled: bool = False


class Mes(Peer):
    """Receives `order.confirmed` and `order.cancelled`, calls back `production.progressed`."""

    name = "mes"

    def forget(self) -> None:
        self.productions: dict[str, Production] = {}

    def apply(self, message: Message, at: str) -> Answer:
        match message.type:
            case wire.ORDER_CONFIRMED:
                order = ConfirmedOrder.model_validate(message.data)
                self._production(order.order_id).order = order
                if self.running:
                    self._plan_next(order.order_id)
                return {"order_id": order.order_id, "lines": len(order.lines)}
            case wire.ORDER_CANCELLED:
                cancelled = CancelledOrder.model_validate(message.data)
                self._production(cancelled.order_id).cancelled = True
                return {"order_id": cancelled.order_id}
        raise NotUnderstood(
            f"MES does not know {message.type}, only {wire.ORDER_CONFIRMED} and {wire.ORDER_CANCELLED}"
        )

    def act(self, action: str, fields: Mapping[str, JsonValue], at: str) -> None:
        production = self._production(str(fields["order_id"]))
        version = production.progress.version + 1 if production.progress else 1
        progress = Progress.model_validate({"note": None, **fields, "version": version, "reported_at": at})
        production.progress = progress
        self.call_back(
            wire.PRODUCTION_PROGRESSED, f"{progress.order_id} {version}", progress.model_dump(mode="json")
        )

    def resume(self) -> None:
        for order_id in self.productions:
            self._plan_next(order_id)

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/orders/{order_id}/progress", self.report, methods=["POST"])
        router.add_api_route(
            "/api/orders/{order_id}/progress",
            self.progress,
            methods=["GET"],
            dependencies=[Depends(self.signed)],
        )
        return router

    async def report(self, order_id: str, report: Report) -> Progress:
        """A person in production says how far an order is; the gateway is told."""
        if order_id not in self.productions:
            raise HTTPException(404, "MES has not received this order")
        self.do("progress", order_id=order_id, **report.model_dump(mode="json"))
        return await self.progress(order_id)

    async def progress(self, order_id: str) -> Progress:
        """How far an order is."""
        production = self.productions.get(order_id)
        if production is None or production.progress is None:
            raise HTTPException(404, "nothing reported for this order")
        return production.progress

    def _production(self, order_id: str) -> Production:
        return self.productions.setdefault(order_id, Production())

    def _plan_next(self, order_id: str) -> None:
        """Let the next step happen after a while; a person may have gone further in the meantime."""
        if self.settings.auto and self._next_step(order_id) is not None:
            self.later(self.settings.step_seconds, lambda: self._take_step(order_id))

    async def _take_step(self, order_id: str) -> None:
        step = self._next_step(order_id)
        if step is not None:
            self.do("progress", order_id=order_id, stage=step[0], percent=step[1])
            self._plan_next(order_id)

    def _next_step(self, order_id: str) -> tuple[str, int] | None:
        production = self.productions.get(order_id)
        if production is None or production.order is None or production.cancelled:
            return None
        reached = production.progress.percent if production.progress else -1
        return next((step for step in STEPS if step[1] > reached), None)
