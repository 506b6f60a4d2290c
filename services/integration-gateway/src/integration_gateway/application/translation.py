"""What the systems around us are told: which contract becomes which message for which peers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crm_contracts.envelope import Envelope
from crm_contracts.leads.v1 import LeadCustomerRequested
from crm_contracts.orders.v1 import OrderCancelled, OrderConfirmed, OrderDelivered
from crm_contracts.registry import Contract, type_of
from crm_contracts.values import Line

JsonObject = dict[str, Any]

MES, QMS, WMS, EAM, FINANCE, MASTER_DATA = "mes", "qms", "wms", "eam", "finance", "master-data"


@dataclass(frozen=True, slots=True)
class Route:
    """One message that a contract becomes: its type, the peers that get it, and its content."""

    type: str
    peers: tuple[str, ...]
    write: Callable[[Any, str], JsonObject]


def _parts(lines: list[Line]) -> list[JsonObject]:
    """Order lines without prices, which are no business of the factory."""
    return [line.model_dump(mode="json", exclude={"unit_price", "amount"}) for line in lines]


def _buyer(contract: OrderConfirmed | OrderDelivered) -> JsonObject:
    return {"customer_id": contract.customer.customer_id, "name": contract.customer.name}


def _confirmed(contract: OrderConfirmed, order_id: str) -> JsonObject:
    return {
        "order_id": order_id,
        "number": contract.number,
        "customer": _buyer(contract),
        "lines": _parts(contract.lines),
        **contract.model_dump(mode="json", include={"promised_on", "confirmed_at"}),
    }


def _to_invoice(contract: OrderConfirmed, order_id: str) -> JsonObject:
    return {
        "order_id": order_id,
        "customer": _buyer(contract),
        **contract.model_dump(mode="json", include={"number", "lines", "amount", "confirmed_at"}),
    }


def _cancelled(contract: OrderCancelled, order_id: str) -> JsonObject:
    return {"order_id": order_id, **contract.model_dump(mode="json", include={"reason", "cancelled_at"})}


def _delivered(contract: OrderDelivered, order_id: str) -> JsonObject:
    return {
        "order_id": order_id,
        "number": contract.number,
        "customer": _buyer(contract),
        "lines": _parts(contract.lines),
        **contract.model_dump(mode="json", include={"delivered_at", "address"}),
    }


def _requested(contract: LeadCustomerRequested, _lead_id: str) -> JsonObject:
    return contract.model_dump(mode="json", exclude={"requested_at"}, exclude_none=True)


ROUTES: Mapping[type[Contract], tuple[Route, ...]] = {
    OrderConfirmed: (
        Route("order.confirmed", (MES, QMS, WMS), _confirmed),
        Route("order.to-invoice", (FINANCE,), _to_invoice),
    ),
    OrderCancelled: (Route("order.cancelled", (MES, FINANCE, WMS), _cancelled),),
    OrderDelivered: (Route("order.delivered", (WMS, EAM), _delivered),),
    LeadCustomerRequested: (Route("customer.requested", (MASTER_DATA,), _requested),),
}


def routes_of(contract: type[Contract]) -> tuple[Route, ...]:
    """The messages that a contract becomes."""
    return ROUTES.get(contract, ())


def told_about(peer: str) -> list[str]:
    """The types of the events that a peer must hear of."""
    return [
        type_of(contract)
        for contract, routes in ROUTES.items()
        if any(peer in route.peers for route in routes)
    ]


def message(type_: str, id_: str, content: JsonObject) -> bytes:
    """The bytes that go to a peer; they are kept, never made again."""
    return _json({"type": type_, "id": id_, "data": content})


def cloud_event(envelope: Envelope) -> bytes:
    """The bytes that go to a webhook: the event as CloudEvents structured JSON."""
    return _json(envelope.to_json())


def _json(document: JsonObject) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
