"""Orders over HTTP, through the service as it is built for production, on real PostgreSQL."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest_asyncio

from crm_platform.context import reaction
from crm_platform.ids import new_id
from crm_testing.desk import Desk, refused
from crm_testing.services import service_under_test
from orders.bootstrap import build
from orders.domain.number import OrderNumberClaim, order_number

ROOT = "/orders"
WANG, LI, ZHAO, CHEN = (
    "wang.min",
    "li.na",
    "zhao.lei",
    "chen.jing",
)  # two sell, one manages south-1, one directs south
ZHOU, HUANG, SUN, XU = (
    "zhou.ting",
    "huang.qiang",
    "sun.hao",
    "xu.fang",
)  # in the east; an analyst, a dispatcher
PUMP = {
    "product_id": "P-1",
    "name": "Pump",
    "quantity": "2",
    "unit_price": {"amount": "500", "currency": "CNY"},
}
ORDER: dict[str, Any] = {"customer": {"name": "Acme", "customer_id": "C-1"}, "lines": [PUMP]}
QUOTED: dict[str, Any] = {"customer": {"name": "Acme"}, "amount": {"amount": "80", "currency": "USD"}}


@dataclass
class OrderDesk(Desk):
    """What people do with it."""

    async def placed(self, who: str = WANG, **body: Any) -> str:
        return str((await self.done(who, "", ORDER | body)).json()["id"])


@pytest_asyncio.fixture
async def desk(database: str) -> AsyncIterator[OrderDesk]:
    async with service_under_test(build, "orders", database) as running:
        yield OrderDesk(running.service, running.issuer, await running.anonymous(), ROOT)


async def test_an_order_is_placed_confirmed_and_delivered(desk: OrderDesk) -> None:
    answer = await desk.done(WANG, "", ORDER)
    id_, number = answer.json()["id"], answer.json()["number"]
    assert answer.headers["location"] == f"/api/orders/v1/orders/{id_}"
    assert re.fullmatch(r"SO-20\d{4}-[0-9A-Z]{8}", number)
    await desk.done(WANG, f"/{id_}/confirm", {"promised_on": "2026-06-01"})
    last = await desk.done(WANG, f"/{id_}/deliver", {"address": "1 Harbour Road"})
    found = await desk.seen(WANG, last, f"/{id_}")
    assert (found["number"], found["state"], found["owner_id"]) == (number, "delivered", WANG)
    assert (found["promised_on"], found["address"]) == ("2026-06-01", "1 Harbour Road")
    assert found["amount"] == {"amount": "1000.00", "currency": "CNY"}
    assert found["lines"][0]["amount"] == found["amount"]
    assert (found["invoiced"], found["invoiced_amount"]["amount"], found["steps"]) == (
        False,
        "0.00",
        ["invoice"],
    )
    names = [e["event"] for e in await desk.seen(WANG, last, f"/{id_}/history")]
    assert names == ["orders.OrderPlaced", "orders.OrderConfirmed", "orders.OrderDelivered"]


async def test_an_order_as_quoted_has_one_line(desk: OrderDesk) -> None:
    answer = await desk.done(WANG, "", QUOTED)
    (line,) = (await desk.seen(WANG, answer, f"/{answer.json()['id']}"))["lines"]
    assert (line["name"], line["amount"]) == ("as quoted", {"amount": "80.00", "currency": "USD"})


async def test_orders_that_do_not_add_up_are_refused(desk: OrderDesk) -> None:
    refused(await desk.post(WANG, "", {"customer": {"name": "Acme"}}), 422, "nothing-ordered")
    wrong = ORDER | {"amount": {"amount": "1000.01", "currency": "CNY"}}
    assert (
        refused(await desk.post(WANG, "", wrong), 422, "amount-mismatch")["errors"][0]["pointer"]
        == "#/amount"
    )
    mixed = ORDER | {"lines": [PUMP, PUMP | {"unit_price": {"amount": "1", "currency": "USD"}}]}
    refused(await desk.post(WANG, "", mixed), 422, "currency-mismatch")
    for name in ("number", "state", "owner_id"):
        refused(await desk.post(WANG, "", ORDER | {name: "x"}), 422, "invalid")
    assert await desk.events() == 0


async def test_a_step_that_the_state_does_not_have_is_refused_naming_those_it_has(desk: OrderDesk) -> None:
    id_ = await desk.placed()
    body = refused(
        await desk.post(WANG, f"/{id_}/deliver", accept_language="zh-CN"), 409, "invalid-transition"
    )
    assert body["params"] == {"from_state": "placed", "step": "deliver", "allowed": ["confirm", "cancel"]}
    assert body["title"] == "订单当前状态为 placed，不能执行 deliver"
    await desk.done(WANG, f"/{id_}/confirm")
    await desk.done(WANG, f"/{id_}/deliver")
    refused(await desk.post(WANG, f"/{id_}/cancel", {"reason": "late"}), 409, "invalid-transition")
    assert await desk.events() == 4  # three of the order, and the claim on its number


async def test_a_delivery_in_the_future_is_refused(desk: OrderDesk) -> None:
    id_ = await desk.placed()
    await desk.done(WANG, f"/{id_}/confirm")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    refused(
        await desk.post(WANG, f"/{id_}/deliver", {"delivered_at": tomorrow}), 422, "delivered-in-the-future"
    )
    refused(await desk.post(WANG, f"/{id_}/deliver", {"delivered_at": "2026-01-01T00:00:00"}), 422, "invalid")
    await desk.done(WANG, f"/{id_}/deliver", {"delivered_at": "2026-01-01T00:00:00Z"})


async def test_a_repeated_command_is_done_once_and_answers_the_same(desk: OrderDesk) -> None:
    first = await desk.done(WANG, "", ORDER, idempotency_key="place-1")
    again = await desk.done(WANG, "", ORDER, idempotency_key="place-1")
    assert (first.json(), first.headers["x-position"]) == (again.json(), again.headers["x-position"])
    refused(await desk.post(WANG, "", QUOTED, idempotency_key="place-1"), 422, "idempotency-key-reused")
    confirm = f"/{first.json()['id']}/confirm"
    one = await desk.done(WANG, confirm, idempotency_key="confirm-1")
    two = await desk.done(WANG, confirm, idempotency_key="confirm-1")
    assert one.headers["x-position"] == two.headers["x-position"]
    assert await desk.events() == 3


async def test_an_id_can_be_chosen_once(desk: OrderDesk) -> None:
    chosen = str(new_id())
    assert await desk.placed(id=chosen) == chosen
    refused(await desk.post(WANG, "", ORDER | {"id": chosen}), 409, "order-exists")


async def test_a_number_that_is_taken_gives_way_to_the_next(desk: OrderDesk) -> None:
    chosen, now = new_id(), datetime.now(UTC)
    today = now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    taken, following = order_number(chosen, today), order_number(chosen, today, attempt=1)
    await desk.service.log.save(
        reaction("tester", "taken"), OrderNumberClaim.claim(taken, UUID(int=1), now=now)
    )
    answer = await desk.done(WANG, "", ORDER | {"id": str(chosen)})
    assert answer.json()["number"] == following


async def test_a_command_based_on_an_old_version_is_refused(desk: OrderDesk) -> None:
    id_ = await desk.placed()
    await desk.done(WANG, f"/{id_}/confirm", if_match='"1"')
    refused(await desk.post(WANG, f"/{id_}/cancel", {"reason": "x"}, if_match='"1"'), 412, "version-conflict")
    await desk.done(WANG, f"/{id_}/cancel", {"reason": "x"}, if_match='"2"')


async def test_rows_outside_the_scope_are_not_there(desk: OrderDesk) -> None:
    answer = await desk.done(WANG, "", ORDER)
    id_ = answer.json()["id"]
    for who in (WANG, ZHAO, CHEN, SUN):
        assert [row["id"] for row in (await desk.seen(who, answer))["items"]] == [id_]
    for who in (LI, ZHOU, HUANG):
        assert (await desk.seen(who, answer))["items"] == []
        for path in ("", "/history"):
            refused(await desk.get(who, f"/{id_}{path}"), 404, "not-found")
        refused(await desk.post(who, f"/{id_}/confirm"), 404, "not-found")
    refused(await desk.get(WANG, f"/{uuid4()}"), 404, "not-found")
    await desk.done(ZHAO, f"/{id_}/confirm")


async def test_who_dispatches_work_orders_sees_no_orders_of_others(desk: OrderDesk) -> None:
    answer = await desk.done(WANG, "", ORDER)
    assert (await desk.seen(XU, answer))["items"] == []
    for path in ("", "/history"):
        refused(await desk.get(XU, f"/{answer.json()['id']}{path}"), 404, "not-found")


async def test_roles_bound_who_may_write(desk: OrderDesk) -> None:
    id_ = await desk.placed()
    for who in (SUN, XU):
        refused(await desk.post(who, "", ORDER), 403, "role-missing")
        refused(await desk.post(who, f"/{id_}/confirm"), 403, "role-missing")
    assert await desk.events() == 2


async def test_the_list_is_filtered_sorted_and_paged(desk: OrderDesk) -> None:
    for name, price in (("Acme", "3"), ("Bolt", "1"), ("100% Co", "2")):
        line = PUMP | {"unit_price": {"amount": price, "currency": "CNY"}}
        last = await desk.done(WANG, "", {"customer": {"name": name}, "lines": [line]})
    number = last.json()["number"]
    last = await desk.done(WANG, f"/{last.json()['id']}/confirm")

    async def customers(**query: Any) -> list[str]:
        return [row["customer"] for row in (await desk.seen(WANG, last, **query))["items"]]

    assert await customers(sort="-amount") == ["Acme", "100% Co", "Bolt"]
    assert await customers(state="confirmed") == ["100% Co"]
    assert await customers(q="%") == ["100% Co"]
    assert await customers(q=number[3:].lower(), owner=WANG, invoiced=False) == ["100% Co"]
    assert await customers(opportunity=str(uuid4())) == []
    page = (await desk.get(WANG, "", sort="amount", limit=2)).json()
    rest = (await desk.get(WANG, "", sort="amount", limit=2, cursor=page["next"])).json()
    assert [row["customer"] for row in page["items"] + rest["items"]] == ["Bolt", "100% Co", "Acme"]
    refused(await desk.get(WANG, "", state="nowhere"), 422, "invalid")


async def test_lists_and_details_are_answered_as_of_any_moment(desk: OrderDesk) -> None:
    id_ = await desk.placed()
    moments = []
    for step, state in (("confirm", "confirmed"), ("deliver", "delivered")):
        await desk.seen(WANG, await desk.done(WANG, f"/{id_}/{step}"))
        ((now,),) = await desk.service.database.fetch("SELECT clock_timestamp()")
        moments.append((now.isoformat(), state))
    for then, state in moments:
        assert (await desk.get(WANG, "", as_of=then)).json()["items"][0]["state"] == state
        assert (await desk.get(WANG, f"/{id_}", as_of=then)).json()["state"] == state
    assert (await desk.get(WANG, "", as_of="2026-01-01T00:00:00Z")).json()["items"] == []
