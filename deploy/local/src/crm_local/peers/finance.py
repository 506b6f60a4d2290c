"""Finance: writes one invoice per order, numbered without gaps, if its lines add up to its total."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, JsonValue

from crm_local.peers import wire
from crm_local.peers.base import Answer, NotUnderstood, Peer
from crm_local.peers.ledger import Message
from crm_local.peers.wire import (
    CancelledOrder,
    Money,
    OrderToInvoice,
)


class Invoice(BaseModel):
    """An invoice; it is never changed."""

    order_id: str
    invoice_number: str
    customer: str
    amount: Money
    invoiced_at: str


class Finance(Peer):
    """Receives `order.to-invoice` and `order.cancelled`, calls back `invoice.issued`."""

    name = "finance"

    def forget(self) -> None:
        self.orders: dict[str, OrderToInvoice] = {}
        self.invoices: dict[str, Invoice] = {}
        self.cancelled: set[str] = set()

    def apply(self, message: Message, at: str) -> Answer:
        match message.type:
            case wire.ORDER_TO_INVOICE:
                order = OrderToInvoice.model_validate(message.data)
                _check_sums(order)
                self.orders.setdefault(order.order_id, order)
                if self.running:
                    self._plan(order.order_id)
                return {"order_id": order.order_id}
            case wire.ORDER_CANCELLED:
                self.cancelled.add(CancelledOrder.model_validate(message.data).order_id)
                return {}
        raise NotUnderstood(
            f"finance does not know {message.type}, only {wire.ORDER_TO_INVOICE} and {wire.ORDER_CANCELLED}"
        )

    def act(self, action: str, fields: Mapping[str, JsonValue], at: str) -> None:
        order = self.orders[str(fields["order_id"])]
        invoice = Invoice(
            order_id=order.order_id,
            invoice_number=f"INV-{at[:4]}-{len(self.invoices) + 1:06d}",
            customer=order.customer.name,
            amount=order.amount,
            invoiced_at=at,
        )
        self.invoices[order.order_id] = invoice
        self.call_back(wire.INVOICE_ISSUED, invoice.invoice_number, invoice.model_dump(mode="json"))

    def resume(self) -> None:
        for order_id in self.orders:
            self._plan(order_id)

    def router(self) -> APIRouter:
        router = APIRouter()
        signed = [Depends(self.signed)]
        router.add_api_route("/orders/{order_id}/invoice", self.invoice, methods=["POST"])
        router.add_api_route(
            "/api/orders/{order_id}/invoice", self.invoice_of, methods=["GET"], dependencies=signed
        )
        router.add_api_route("/invoices", self.all_invoices, methods=["GET"])
        return router

    async def invoice(self, order_id: str) -> Invoice:
        """A person in accounting writes the invoice, once; the gateway is told."""
        if order_id not in self.orders:
            raise HTTPException(404, "finance has not received this order")
        if order_id in self.cancelled:
            raise HTTPException(409, "this order was cancelled")
        if order_id not in self.invoices:
            self.do("invoice", order_id=order_id)
        return self.invoices[order_id]

    async def invoice_of(self, order_id: str) -> Invoice:
        """The invoice for an order."""
        if order_id not in self.invoices:
            raise HTTPException(404, "no invoice for this order")
        return self.invoices[order_id]

    async def all_invoices(self) -> list[Invoice]:
        """All invoices, oldest first."""
        return list(self.invoices.values())

    def _plan(self, order_id: str) -> None:
        if self.settings.auto and order_id not in self.invoices:
            self.later(self.settings.step_seconds, lambda: self._write_invoice(order_id))

    async def _write_invoice(self, order_id: str) -> None:
        if order_id not in self.invoices and order_id not in self.cancelled and order_id in self.orders:
            self.do("invoice", order_id=order_id)


def _check_sums(order: OrderToInvoice) -> None:
    monies = [each for line in order.lines for each in (line.amount, line.unit_price)]
    if any(each.currency != order.amount.currency for each in monies):
        raise NotUnderstood("the order mixes currencies")
    total = sum(line.amount.amount for line in order.lines)
    if total != order.amount.amount:
        raise NotUnderstood(f"the lines add up to {total}, not to {order.amount.amount}")
