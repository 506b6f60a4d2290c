"""The table that lists and details of orders are read from."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row, View
from orders.domain.order import Order
from orders.domain.sale import Sale
from orders.domain.state_machine import OrderState


def _sale(sale: Sale) -> Row:
    return {
        "number": sale.number,
        "customer_id": sale.customer.customer_id,
        "customer": sale.customer.name,
        "contact": sale.customer.contact,
        "phone": sale.customer.phone,
        "email": sale.customer.email,
        "amount": sale.amount.amount,
        "currency": sale.amount.currency,
        "lines": [
            line.model_dump(mode="json") | {"amount": line.amount.model_dump(mode="json")}
            for line in sale.lines
        ],
    } | sale.ownership.model_dump()


def _fold(row: Row, event: Any) -> None:
    match event:
        case Order.Placed(sale=sale):
            row |= _sale(sale)
            row |= {"state": OrderState.PLACED.value, "opportunity_id": event.opportunity_id}
            row |= {
                "placed_at": event.timestamp,
                "invoices": [],
                "invoiced_amount": Decimal(0),
                "invoiced": False,
            }
        case Order.Confirmed():
            row |= {"state": OrderState.CONFIRMED.value, "promised_on": event.promised_on}
            row["confirmed_at"] = event.timestamp
        case Order.Progressed(progress=progress):
            row |= {"state": OrderState.IN_PRODUCTION.value, "progress_stage": progress.stage}
            row |= {"progress_percent": progress.percent, "progress_at": progress.reported_at}
        case Order.Delivered():
            row |= {"state": OrderState.DELIVERED.value, "address": event.address}
            row["delivered_at"] = event.delivered_at
        case Order.Invoiced(invoice=invoice):
            row["invoices"] = [*row["invoices"], invoice.model_dump(mode="json")]
            row["invoiced_amount"] += invoice.amount.amount
            row["invoiced"] = row["invoiced_amount"] == row["amount"]
        case Order.CustomerLinked(sale=sale):
            row["customer_id"] = sale.customer.customer_id
        case Order.Cancelled():
            row |= {
                "state": OrderState.CANCELLED.value,
                "reason": event.reason,
                "cancelled_at": event.timestamp,
            }


ORDERS = View(
    "order_list",
    Order,
    _fold,
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("opportunity_id", sa.Uuid),
    sa.Column("customer_id", sa.Text),
    sa.Column("customer", sa.Text, nullable=False),
    sa.Column("contact", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("amount", sa.Numeric(19, 4), nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("lines", JSONB, nullable=False),
    sa.Column("owner_id", sa.Text, nullable=False),
    sa.Column("team", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("promised_on", sa.Date),
    sa.Column("progress_stage", sa.Text),
    sa.Column("progress_percent", sa.Integer),
    sa.Column("progress_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("address", sa.Text),
    sa.Column("invoices", JSONB, nullable=False),
    sa.Column("invoiced_amount", sa.Numeric(19, 4), nullable=False),
    sa.Column("invoiced", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("placed_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("confirmed_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("delivered_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("cancelled_at", sa.TIMESTAMP(timezone=True)),
    indexed=[("placed_at", "id"), ("amount", "id"), ("owner_id", "state"), "number", "team", "customer_id"],
)
