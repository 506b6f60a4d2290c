"""Conversion across contexts: master data is away while leads are converted and one is won, and comes back."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio

from crm_local.assembly import Running
from crm_local.installation import running
from crm_local.peers.faults import Faults
from crm_testing.homes import clear, new_home
from crm_testing.journey import PATIENCE
from crm_testing.waiting import eventually

COMPANY = "苏州新远自动化（中国）有限公司"
SELLER = "zhou.ting"


class Sales:
    """What a salesperson does over HTTP."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self._url = url
        self._client = client

    async def do(self, service: str, path: str, body: Any = None) -> Any:
        answer = await self._client.post(f"{self._url}/api/{service}/v1{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def see(self, service: str, path: str, **asked: Any) -> Any:
        answer = await self._client.get(f"{self._url}/api/{service}/v1{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def opportunity(self, id_: str) -> Any:
        """The opportunity, once it is there."""
        await eventually(lambda: self._is_there(id_), timeout=PATIENCE)
        return await self.see("opportunities", f"/opportunities/{id_}")

    async def _is_there(self, id_: str) -> bool:
        found = await self.see("opportunities", "/opportunities", limit=200)
        return id_ in {item["id"] for item in found["items"]}

    async def convert(self, company: str, phone: str) -> tuple[str, dict[str, Any]]:
        lead = await self.do("leads", "/leads", {"name": company, "company": company, "phone": phone})
        wish = {"makes": ["opportunity", "customer"], "amount": {"amount": "900.00", "currency": "CNY"}}
        return lead["id"], await self.do("leads", f"/leads/{lead['id']}/convert", wish)

    async def win(self, opportunity_id: str) -> None:
        for stage in ("needs_confirmed", "proposal", "negotiation"):
            await self.do("opportunities", f"/opportunities/{opportunity_id}/move", {"to_stage": stage})
        await self.do("opportunities", f"/opportunities/{opportunity_id}/win", {})


@pytest_asyncio.fixture
async def crm() -> AsyncIterator[tuple[Running, Sales]]:
    home = new_home()
    try:
        async with running(home, port=0) as installation:
            signed_in = {"authorization": f"Bearer {installation.issuer.token_for(SELLER)}"}
            async with httpx.AsyncClient(timeout=15, headers=signed_in) as client:
                yield installation, Sales(installation.url, client)
    finally:
        await clear(home)


async def test_while_master_data_is_down_nothing_is_lost_and_then_there_is_one_customer_everywhere(
    crm: tuple[Running, Sales],
) -> None:
    sales, master_data = crm[1], crm[0].peers.master_data
    known = len(master_data.stored["customers"])
    master_data.edge.set(Faults(down=True))
    made = [
        await sales.convert(company, phone)
        for company, phone in ((COMPANY, "13800138001"), (COMPANY.replace("（", "("), "13800138002"))
    ]
    assert {answer["customer_state"] for _, answer in made} == {"pending"}
    for _, answer in made:
        assert (await sales.opportunity(answer["opportunity_id"]))["customer_state"] == "pending"
    won = made[0][1]["opportunity_id"]
    await sales.win(won)

    async def ordered() -> bool:
        return bool((await sales.see("orders", "/orders", opportunity=won))["items"])

    await eventually(ordered, timeout=PATIENCE)
    master_data.edge.heal()

    async def linked() -> bool:
        leads = [await sales.see("leads", f"/leads/{lead_id}") for lead_id, _ in made]
        deals = [await sales.opportunity(answer["opportunity_id"]) for _, answer in made]
        orders = (await sales.see("orders", "/orders", opportunity=won))["items"]
        return all(each["customer_id"] for each in (*leads, *deals, *orders))

    await eventually(linked, timeout=PATIENCE)
    assert len(master_data.stored["customers"]) == known + 1
    (customer,) = [id_ for id_, each in master_data.stored["customers"].items() if each.requested_by]
    for lead_id, answer in made:
        assert (await sales.see("leads", f"/leads/{lead_id}"))["customer_id"] == customer
        assert (await sales.opportunity(answer["opportunity_id"]))["customer_id"] == customer
    _, again = await sales.convert(COMPANY, "13800138003")
    assert (again["customer_id"], again["customer_state"]) == (customer, "linked")


async def test_a_conversion_that_is_taken_back_leaves_the_board_and_both_timelines_tell(
    crm: tuple[Running, Sales],
) -> None:
    _, sales = crm
    lead_id, made = await sales.convert(COMPANY, "13800138004")
    opportunity_id = made["opportunity_id"]
    await sales.opportunity(opportunity_id)
    await sales.do("leads", f"/leads/{lead_id}/reopen", {"reason": "too early"})

    async def withdrawn() -> bool:
        return bool((await sales.opportunity(opportunity_id))["status"] == "withdrawn")

    await eventually(withdrawn, timeout=PATIENCE)
    board = await sales.see("opportunities", "/opportunities/board")
    assert sum(column["count"] for column in board) == 0
    story = await sales.see("opportunities", f"/opportunities/{opportunity_id}/history")
    assert story[-1]["event"] == "opportunities.OpportunityWithdrawn"
    assert story[-1]["content"]["reason"] == "too early"
    told = await sales.see("leads", f"/leads/{lead_id}/history")
    assert "leads.LeadReopened" in [entry["event"] for entry in told]
    second = await sales.do("leads", f"/leads/{lead_id}/convert", {})
    assert second["opportunity_id"] != opportunity_id
    assert (await sales.opportunity(second["opportunity_id"]))["status"] == "open"
