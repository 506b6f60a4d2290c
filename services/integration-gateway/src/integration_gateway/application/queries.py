"""What can be asked of the integration gateway, as it goes over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from crm_platform.values import Money
from integration_gateway.domain.delivery import DeliveryStatus


class DeliveryItem(BaseModel):
    """A delivery in a list."""

    id: UUID
    version: int
    target: str
    receiver: str | None
    message_id: str
    type: str
    subject: str
    status: DeliveryStatus
    attempts: int
    http_status: int | None
    error: str | None
    reason: str | None
    next_at: datetime | None
    queued_at: datetime
    settled_at: datetime | None


class Attempt(BaseModel):
    """One attempt to deliver, and how it ended."""

    attempt: int
    at: datetime
    http_status: int | None
    error: str | None
    next_at: datetime | None


class DeliveryDetail(DeliveryItem):
    """A delivery with the event it tells of and every attempt. `body` is the SHA-256 of the bytes that are sent."""

    event_id: UUID
    event_type: str
    source: str
    sequence: int
    event_time: datetime
    body: str
    history: list[Attempt]


class WebhookItem(BaseModel):
    """A registered webhook. Its secrets are not shown."""

    id: UUID
    version: int
    target: str
    url: str
    types: list[str]
    description: str | None
    active: bool
    reason: str | None
    secrets: int
    registered_at: datetime
    changed_at: datetime


class CustomerItem(BaseModel):
    """A customer as master data has it."""

    customer_id: str
    name: str
    tax_number: str | None
    industry: str | None
    region: str | None
    contact: str | None
    phone: str | None
    email: str | None
    address: str | None
    active: bool
    source_version: int
    recorded_at: datetime


class ProductItem(BaseModel):
    """A product as master data has it."""

    product_id: str
    name: str
    unit: str
    price: Money
    category: str | None
    active: bool
    source_version: int
    recorded_at: datetime


class PersonItem(BaseModel):
    """Somebody in the people directory."""

    person_id: str
    name: str
    roles: list[str]
    team: str | None
    region: str | None
    manager_id: str | None
    email: str | None
    phone: str | None
    capacity: int | None
    active: bool
    source_version: int
    recorded_at: datetime


class PublishedEvent(BaseModel):
    """A consumed event: where it stands here, and the event as CloudEvents JSON."""

    position: int
    event: dict[str, Any]


class PublishedEvents(BaseModel):
    """Events in the order in which they came. `last` continues as `after`, also when nothing was found."""

    items: list[PublishedEvent]
    last: int
