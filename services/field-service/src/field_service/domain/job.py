"""What is to be done at a customer's: installing what was delivered, a repair, or maintenance."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from crm_platform.values import CustomerRef, Line, ShortText, Value

MOST_ITEMS = 200
_SUMMARY_LENGTH = 200


class JobKind(StrEnum):
    INSTALLATION = "installation"
    REPAIR = "repair"
    MAINTENANCE = "maintenance"


class Job(Value):
    """The work as it was asked for: what, for whom, where, and about which products."""

    kind: JobKind
    customer: CustomerRef
    summary: ShortText
    address: ShortText | None = None
    items: tuple[Line, ...] = Field(default=(), max_length=MOST_ITEMS)
    order_id: UUID | None = None
    order_number: ShortText | None = None


def installation(
    order_id: UUID, order_number: str, customer: CustomerRef, items: Sequence[Line], address: str | None
) -> Job:
    """The installation of a delivered order. Raises pydantic's ValidationError for more than `MOST_ITEMS` items."""
    return Job(
        kind=JobKind.INSTALLATION,
        customer=customer,
        summary=_named(order_number, items),
        address=address,
        items=tuple(items),
        order_id=order_id,
        order_number=order_number,
    )


def _named(order_number: str, items: Sequence[Line]) -> str:
    """The order and its products, in no language: `SO-7: Press × 2, Conveyor × 1`."""
    goods = ", ".join(f"{item.name} × {item.quantity.normalize():f}" for item in items)
    summary = f"{order_number}: {goods}" if goods else order_number
    return summary if len(summary) <= _SUMMARY_LENGTH else f"{summary[: _SUMMARY_LENGTH - 1]}…"
