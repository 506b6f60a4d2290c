"""Order numbers."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from orders.domain.number import OrderNumberClaim, order_number

DAY = date(2026, 3, 2)


@given(st.uuids())
def test_a_number_says_the_month_and_follows_from_the_id(order_id: UUID) -> None:
    number = order_number(order_id, DAY)
    assert re.fullmatch("SO-202603-[0-9A-HJKMNP-TV-Z]{8}", number)
    assert number == order_number(order_id, DAY)
    assert number != order_number(order_id, DAY, attempt=1)


def test_ten_thousand_orders_of_a_month_have_as_many_numbers() -> None:
    assert len({order_number(UUID(int=n), DAY) for n in range(10_000)}) == 10_000


def test_a_number_can_be_claimed_once_because_its_claim_has_one_id() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    mine = OrderNumberClaim.claim("SO-202603-00000000", UUID(int=1), now=now)
    yours = OrderNumberClaim.claim("SO-202603-00000000", UUID(int=2), now=now)
    assert mine.id == yours.id
