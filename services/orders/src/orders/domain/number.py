"""The numbers people know orders by, and the claim that keeps two orders from having the same."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: none is taken for another when read out
_LENGTH = 8


def order_number(order_id: UUID, placed_on: date, attempt: int = 0) -> str:
    """`SO-<year and month>-<8 characters that follow from the id>`; each `attempt` gives other characters."""
    bits = derived_id("order-number", str(order_id), str(attempt)).int
    characters = "".join(_DIGITS[bits >> 5 * place & 31] for place in range(_LENGTH))
    return f"SO-{placed_on:%Y%m}-{characters}"


class OrderNumberClaim(Aggregate):
    """As only one aggregate can have an id, no two orders can have the same number."""

    TOPIC = "orders.OrderNumberClaim"

    order_id: UUID

    class Claimed(InitialEvent):
        TOPIC = "orders.OrderNumberClaimed"
        order_id: UUID
        number: Code

    @staticmethod
    def id_of(number: str) -> UUID:
        return derived_id("order-number-claim", number)

    @classmethod
    def claim(cls, number: str, order_id: UUID, *, now: datetime) -> Self:
        return cls.begin(cls.Claimed, id=cls.id_of(number), now=now, order_id=order_id, number=number)
