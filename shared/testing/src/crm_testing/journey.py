"""The whole journey over HTTP, as people and peers travel it: lead, opportunity, order, production, invoice, delivery,
installation, funnel. For installations that run as one process or as many.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from crm_testing.waiting import eventually

Url = Callable[[str], str]
"""Where a service answers: `http://127.0.0.1:8001/api/leads/v1` for `leads`."""

PATIENCE = 30.0  # seconds for an effect in another context


@dataclass(frozen=True, slots=True)
class Traveled:
    """What came into being on the way."""

    lead_id: str
    opportunity_id: str
    order_id: str
    work_order_id: str


class Journey:
    """Travels on behalf of demo people; `token_for(user)` signs them in."""

    def __init__(self, url: Url, token_for: Callable[[str], str]) -> None:
        self._url = url
        self._token_for = token_for
        self._client = httpx.AsyncClient(timeout=15)

    async def travel(self) -> Traveled:
        """The journey from a lead file to the funnel; raises AssertionError where it breaks off."""
        async with self._client:
            lead_id = await self._import_lead()
            opportunity_id = await self._convert(lead_id)
            await self._win(opportunity_id)
            order_id = await self._order(opportunity_id)
            work_order_id = await self._install(order_id)
            await self._see_funnel(opportunity_id)
        return Traveled(lead_id, opportunity_id, order_id, work_order_id)

    async def get(self, who: str, service: str, path: str, **params: Any) -> Any:
        """The body of a read that must succeed."""
        answer = await self._client.get(
            self._url(service) + path,
            params=params,
            headers={"authorization": f"Bearer {self._token_for(who)}"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, who: str, service: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """A command that must succeed."""
        headers = {"authorization": f"Bearer {self._token_for(who)}", "idempotency-key": str(uuid4())}
        answer = await self._client.post(self._url(service) + path, json=body, headers=headers, **more)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer

    async def _import_lead(self) -> str:
        """A manager imports a file; rules give the lead to somebody."""

        async def people_are_known() -> bool:
            return bool((await self.get("lin.yue", "integration-gateway", "/people"))["items"])

        await eventually(people_are_known, timeout=PATIENCE)
        mark = uuid4().hex[:8]
        rows = f"公司,联系人,邮箱,来源,区域,预算\n立信机械{mark},黄晓红,{mark}@lixin.example,展会,华东,50万\n"
        token = self._token_for("lin.yue")
        answer = await self._client.post(
            self._url("leads") + "/imports",
            files={"file": ("leads.csv", rows.encode("gb18030"))},
            headers={"authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 202, answer.text
        path = f"/imports/{answer.json()['id']}/rows"

        async def imported() -> list[dict[str, Any]]:
            at = {"min_position": answer.headers["x-position"]}
            return list(await self.get("lin.yue", "leads", path, **at))

        (row,) = await eventually(imported, timeout=PATIENCE)
        assert row["outcome"] == "created", row
        lead_id = str(row["lead_id"])

        async def assigned() -> bool:
            lead = await self.get("lin.yue", "leads", f"/leads/{lead_id}")
            assert lead["score"] == sum(factor["points"] for factor in lead["factors"])
            return lead["owner_id"] is not None

        await eventually(assigned, timeout=PATIENCE)
        return lead_id

    async def _convert(self, lead_id: str) -> str:
        body = {"title": "Two presses", "amount": {"amount": "500000.00", "currency": "CNY"}}
        answer = await self.post("lin.yue", "leads", f"/leads/{lead_id}/convert", body)
        opportunity_id = str(answer.json()["opportunity_id"])
        await eventually(
            lambda: self._is_there("opportunities", f"/opportunities/{opportunity_id}"), timeout=PATIENCE
        )
        return opportunity_id

    async def _win(self, opportunity_id: str) -> None:
        path = f"/opportunities/{opportunity_id}"
        for stage in ("needs_confirmed", "proposal", "negotiation"):
            await self.post("lin.yue", "opportunities", f"{path}/move", {"to_stage": stage})
        await self.post("lin.yue", "opportunities", f"{path}/win", {"reason": "best service"})

    async def _order(self, opportunity_id: str) -> str:
        """The order places itself; once confirmed, production and finance answer."""

        async def placed() -> str | None:
            items = (await self.get("lin.yue", "orders", "/orders", opportunity=opportunity_id))["items"]
            return str(items[0]["id"]) if items else None

        order_id = await eventually(placed, timeout=PATIENCE)
        assert order_id
        await self.post("lin.yue", "orders", f"/orders/{order_id}/confirm", {})

        async def produced_and_invoiced() -> bool:
            order = await self.get("lin.yue", "orders", f"/orders/{order_id}")
            history = await self.get("lin.yue", "orders", f"/orders/{order_id}/history")
            kinds = {entry["event"] for entry in history}
            return order["state"] == "in_production" and "orders.OrderInvoiced" in kinds

        await eventually(produced_and_invoiced, timeout=PATIENCE)
        return order_id

    async def _install(self, order_id: str) -> str:
        """Delivery opens an installation, which a technician carries out."""
        await self.post(
            "lin.yue", "orders", f"/orders/{order_id}/deliver", {"address": "长沙市恒信西路350号"}
        )

        async def opened() -> str | None:
            items = (await self.get("lin.yue", "field-service", "/work-orders", order=order_id))["items"]
            return str(items[0]["id"]) if items else None

        work_order_id = await eventually(opened, timeout=PATIENCE)
        assert work_order_id
        path = f"/work-orders/{work_order_id}"
        await self.post("xu.fang", "field-service", f"{path}/assign", {"technician_id": "ma.jun"})
        await self.post("ma.jun", "field-service", f"{path}/start", {})
        await self.post("ma.jun", "field-service", f"{path}/close", {"result": "done", "note": "runs"})
        return work_order_id

    async def _see_funnel(self, opportunity_id: str) -> None:
        async def won() -> bool:
            behind = await self.get("lin.yue", "analytics", "/funnel/won/opportunities")
            members = behind["items"] if isinstance(behind, dict) else behind
            return opportunity_id in {member.get("id") or member.get("opportunity_id") for member in members}

        await eventually(won, timeout=PATIENCE)

    async def _is_there(self, service: str, path: str) -> bool:
        answer = await self._client.get(
            self._url(service) + path, headers={"authorization": f"Bearer {self._token_for('lin.yue')}"}
        )
        return answer.status_code == 200
