"""What peers are told fits what they understand, and says what the contract said."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.leads.v1 import LeadCustomerRequested
from crm_contracts.orders.v1 import OrderCancelled, OrderConfirmed, OrderDelivered
from crm_contracts.registry import Contract, all_contracts, type_of
from crm_contracts.values import CustomerRef, Line, Money, Ownership
from crm_local.peers import wire
from integration_gateway.application.translation import (
    ROUTES,
    cloud_event,
    message,
    routes_of,
    told_about,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ORDER = str(UUID(int=3))
PRICE, SUM = Money(amount="560.00", currency="CNY"), Money(amount="2240.00", currency="CNY")
LINE = Line(product_id="P-200", name="传感器", quantity="4", unit="只", unit_price=PRICE, amount=SUM)
OF = {
    "number": "SO-1",
    "customer": CustomerRef(customer_id="C-1", name="恒达", phone="+86 20 8555 0101"),
    "ownership": Ownership(owner_id="li.na"),
    "lines": [LINE],
}
CONFIRMED = OrderConfirmed(**OF, amount=SUM, promised_on=date(2026, 4, 1), confirmed_at=NOON)
DELIVERED = OrderDelivered(**OF, delivered_at=NOON, address="开创大道 18 号")
CANCELLED = OrderCancelled(reason="no budget", cancelled_at=NOON)


def told(contract: Contract) -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        peer: (route.type, route.write(contract, ORDER))
        for route in routes_of(type(contract))
        for peer in route.peers
    }


def test_a_confirmed_order_goes_to_the_factory_and_to_finance() -> None:
    messages = told(CONFIRMED)
    assert {peer: type_ for peer, (type_, _) in messages.items()} == {
        "mes": "order.confirmed",
        "qms": "order.confirmed",
        "wms": "order.confirmed",
        "finance": "order.to-invoice",
    }
    order = wire.ConfirmedOrder.model_validate(messages["mes"][1])
    assert (order.order_id, order.number, order.promised_on) == (ORDER, "SO-1", date(2026, 4, 1))
    invoice = wire.OrderToInvoice.model_validate(messages["finance"][1])
    assert (str(invoice.amount.amount), invoice.lines[0].amount) == ("2240.00", invoice.amount)


def test_the_factory_learns_no_prices_and_nobody_more_of_the_customer_than_the_name() -> None:
    messages = told(CONFIRMED)
    assert "560.00" not in json.dumps(messages["mes"][1])
    assert "8555" not in json.dumps([content for _, content in messages.values()])


def test_a_cancelled_order_frees_the_factory_finance_and_the_warehouse() -> None:
    messages = told(CANCELLED)
    assert set(messages) == {"mes", "finance", "wms"}
    assert wire.CancelledOrder.model_validate(messages["wms"][1]).reason == "no budget"


def test_a_customer_that_a_lead_needs_is_asked_for_in_master_data() -> None:
    asked = LeadCustomerRequested(request_id="r-1", name="恒达", phone="+86 20 8555 0101", requested_at=NOON)
    ((peer, (type_, content)),) = told(asked).items()
    assert (peer, type_) == ("master-data", wire.CUSTOMER_REQUESTED)
    requested = wire.RequestedCustomer.model_validate(content)
    assert (requested.request_id, requested.name, requested.email) == ("r-1", "恒达", None)


def test_a_delivered_order_goes_to_the_warehouse_and_the_equipment_register() -> None:
    messages = told(DELIVERED)
    assert set(messages) == {"wms", "eam"}
    assert wire.DeliveredOrder.model_validate(messages["eam"][1]).delivered_at == NOON


def test_peers_hear_of_nothing_else() -> None:
    assert {type_of(contract) for contract in ROUTES} < set(all_contracts())
    assert told_about("finance") == ["crm.orders.OrderConfirmed.v1", "crm.orders.OrderCancelled.v1"]
    assert told_about("nobody") == []


def test_no_contract_tells_one_peer_the_same_message_twice() -> None:
    for routes in ROUTES.values():
        told_to = [(route.type, peer) for route in routes for peer in route.peers]
        assert len(told_to) == len(set(told_to))


def test_a_message_is_its_type_its_id_and_its_content() -> None:
    assert json.loads(message("order.cancelled", "m-1", {"客户": 1})) == {
        "type": "order.cancelled",
        "id": "m-1",
        "data": {"客户": 1},
    }


def test_a_webhook_gets_the_event_as_a_cloud_event() -> None:
    envelope = Envelope(
        id=UUID(int=1),
        type=type_of(CANCELLED),
        source="orders",
        subject=ORDER,
        time=NOON,
        position=5,
        version=3,
        correlationid="journey",
        causationid=None,
        actor="li.na",
        traceparent=None,
        data=CANCELLED.model_dump(mode="json"),
    )
    assert json.loads(cloud_event(envelope)) == envelope.to_json()
