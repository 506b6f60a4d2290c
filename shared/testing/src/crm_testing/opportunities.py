"""The opportunities service, and the people of the demo who talk to it."""

from dataclasses import dataclass
from typing import Any

import httpx

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded, ProductRecorded
from crm_contracts.values import Money
from crm_testing.desk import Desk, refused

ROOT = "/opportunities"
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
PUMPS: dict[str, Any] = {
    "title": "Pumps for Acme",
    "customer": {"name": "Acme"},
    "amount": {"amount": "1000", "currency": "CNY"},
}


@dataclass
class OpportunityDesk(Desk):
    """What people do with it."""

    async def opened(self, who: str = WANG, **body: Any) -> str:
        return str((await self.done(who, "", PUMPS | body)).json()["id"])

    async def moved(self, id_: str, *stages: str, who: str = WANG) -> httpx.Response:
        for stage in stages:
            answer = await self.done(who, f"/{id_}/move", {"to_stage": stage})
        return answer

    async def won(self, id_: str, who: str = WANG) -> httpx.Response:
        await self.moved(id_, "needs_confirmed", "proposal", "negotiation", who=who)
        return await self.done(who, f"/{id_}/win")


async def know_master_data(desk: OpportunityDesk) -> None:
    """Products, customers and people as the gateway tells of them; some are not active any more."""

    def product(id_: str, price: str, *, active: bool = True) -> ProductRecorded:
        money = Money(amount=price, currency="CNY")
        return ProductRecorded(
            product_id=id_, name=f"Pump {id_}", unit="set", price=money, active=active, source_version=1
        )

    customer = CustomerRecorded(
        customer_id="C-1",
        name="恒达",
        contact="梁志伟",
        phone="+86 20 8555 0101",
        active=True,
        source_version=1,
    )
    gone = customer.model_copy(update={"customer_id": "C-9", "active": False})
    person = PersonRecorded(
        person_id=LI,
        name="李娜",
        roles=["salesperson"],
        team="south-1",
        region="south",
        active=True,
        source_version=1,
    )
    for subject, content in (
        ("P-1", product("P-1", "200.00")),
        ("P-2", product("P-2", "100.00")),
        ("P-9", product("P-9", "1.00", active=False)),
        ("C-1", customer),
        ("C-9", gone),
        (LI, person),
    ):
        await desk.hear(subject, content)


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    """Pointer and code of everything that is wrong with a request."""
    return [(error["pointer"], error["code"]) for error in refused(answer, 422, "invalid")["errors"]]
