"""The tables that lists of deliveries, webhooks and master records are read from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row, View
from integration_gateway.domain.delivery import Delivery, DeliveryStatus
from integration_gateway.domain.master_record import CustomerRecord, PersonRecord, ProductRecord
from integration_gateway.domain.webhook import Webhook


def _time(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), **options)


def _fold_delivery(row: Row, event: Any) -> None:
    match event:
        case Delivery.Queued(event=source):
            row |= event.model_dump(include={"target", "receiver", "message_id", "type", "body", "next_at"})
            row |= {"event_id": source.id, "event_type": source.type, "source": source.source}
            row |= {"subject": source.subject, "sequence": source.position, "event_time": source.time}
            row |= {"status": DeliveryStatus.WAITING.value, "attempts": 0, "queued_at": event.timestamp}
        case Delivery.Attempted():
            row |= event.model_dump(include={"http_status", "error", "next_at"})
            row["attempts"] = event.attempt
        case Delivery.Delivered():
            row |= {"status": DeliveryStatus.DELIVERED.value, "attempts": event.attempt, "error": None}
            row |= {"http_status": event.http_status, "next_at": None, "settled_at": event.timestamp}
        case Delivery.Parked():
            row |= {"status": DeliveryStatus.PARKED.value, "reason": event.reason}
            row["settled_at"] = event.timestamp
        case Delivery.Replayed():
            row |= {"status": DeliveryStatus.WAITING.value, "reason": None, "settled_at": None}
            row["next_at"] = event.next_at


DELIVERIES = View(
    "delivery_list",
    Delivery,
    _fold_delivery,
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("receiver", sa.Text),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("http_status", sa.Integer),
    sa.Column("error", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("event_type", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    _time("event_time", nullable=False),
    _time("queued_at", nullable=False),
    # Present while the delivery waits, and only then.
    _time("next_at"),
    _time("settled_at"),
    indexed=[
        ("target", "next_at"),
        ("target", "subject", "sequence"),
        ("queued_at", "id"),
        ("status", "target"),
        "event_id",
    ],
)


def _fold_webhook(row: Row, event: Any) -> None:
    row["changed_at"] = event.timestamp
    match event:
        case Webhook.Registered():
            row |= event.model_dump(mode="json", include={"url", "types", "description", "secrets"})
            row |= {"active": True, "registered_at": event.timestamp}
        case Webhook.Revised():
            row |= event.model_dump(mode="json", include={"url", "types", "description"})
        case Webhook.SecretRotated():
            row |= event.model_dump(mode="json", include={"secrets"})
        case Webhook.Disabled():
            row |= {"active": False, "reason": event.reason}
        case Webhook.Enabled():
            row |= {"active": True, "reason": None}


WEBHOOKS = View(
    "webhook_list",
    Webhook,
    _fold_webhook,
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("types", JSONB, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("secrets", JSONB, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    _time("registered_at", nullable=False),
    _time("changed_at", nullable=False),
)


def _fold_master_record(row: Row, event: Any) -> None:
    """Customers, products and people are folded alike: each event has the whole record."""
    profile = event.profile.model_dump(mode="json")
    price = profile.pop("price", None)
    row |= profile
    if price is not None:
        row["price"], row["currency"] = event.profile.price.amount, event.profile.price.currency
    row |= {"source_version": event.source_version, "recorded_at": event.timestamp}


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text) for name in names]


def _master_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("source_version", sa.Integer, nullable=False),
        _time("recorded_at", nullable=False),
    ]


CUSTOMERS = View(
    "customer_list",
    CustomerRecord,
    _fold_master_record,
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    *_texts("tax_number", "industry", "region", "contact", "phone", "email", "address"),
    *_master_columns(),
    indexed=["customer_id", ("name", "id")],
)

PRODUCTS = View(
    "product_list",
    ProductRecord,
    _fold_master_record,
    sa.Column("product_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("price", sa.Numeric(19, 4), nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    *_texts("category"),
    *_master_columns(),
    indexed=["product_id", ("name", "id")],
)

PEOPLE = View(
    "person_list",
    PersonRecord,
    _fold_master_record,
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("roles", JSONB, nullable=False),
    *_texts("team", "region", "manager_id", "email", "phone"),
    sa.Column("capacity", sa.Integer),
    *_master_columns(),
    indexed=["person_id", ("name", "id")],
)
