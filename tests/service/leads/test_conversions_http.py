"""Conversions over HTTP on a real store: customers are found or asked for once, the record is kept, taking back works."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest_asyncio

from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_contracts.leads.v1 import LeadCustomerRequested
from crm_contracts.opportunities.v1 import OpportunityKept, OpportunityStageChanged, OpportunityWithdrawn
from crm_contracts.registry import Contract, type_of
from crm_testing.envelopes import NOON, said
from crm_testing.services import Running, person, service_under_test
from leads.bootstrap import build

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="west-1", region="west")
ANALYST = person("ana", "analyst")
CUSTOMER_CONSUMERS = ("leads.copies", "leads.customer-index", "leads.customer-requests")


class World:
    """The service, and the other contexts as far as it hears of them."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self._position = 0

    async def hear(self, contract: Contract, subject: str, *consumers: str) -> None:
        self._position += 1
        envelope = said(contract, subject, self._position)
        for subscription in self.running.service.subscriptions:
            if subscription.effect.name in consumers:
                await subscription.effect.take(envelope.source, 0, [envelope])
                assert await subscription.effect.parked() == 0

    async def customer(self, customer_id: str, name: str, **more: Any) -> None:
        known: dict[str, Any] = {"active": True, "source_version": 1} | more
        contract = CustomerRecorded(customer_id=customer_id, name=name, **known)
        await self.hear(contract, customer_id, *CUSTOMER_CONSUMERS)

    async def opportunity(self, contract: Contract, opportunity_id: str) -> None:
        await self.hear(contract, opportunity_id, "leads.conversions")

    async def register(self, **more: Any) -> str:
        client = await self.running.as_(LI)
        phone = f"138{uuid4().int % 10**8:08}"
        answer = await client.post("/leads", json={"name": "恒达", "phone": phone, **more})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def convert(self, lead_id: str, status: int = 200, **body: Any) -> Any:
        answer = await (await self.running.as_(LI)).post(f"/leads/{lead_id}/convert", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def reopen(self, lead_id: str, status: int = 200) -> Any:
        answer = await (await self.running.as_(LI)).post(
            f"/leads/{lead_id}/reopen", json={"reason": "too early"}
        )
        assert answer.status_code == status, answer.text
        return answer.json()

    async def read(self, path: str, **params: Any) -> Any:
        position = await self.running.service.log.position()
        answer = await (await self.running.as_(LI)).get(path, params={"min_position": position, **params})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def requests(self) -> list[dict[str, Any]]:
        """What is published to ask master data for customers."""
        publishing = self.running.service.publishing
        assert publishing is not None
        told = [publishing.envelope(event) for event in await self.running.service.log.read(0, 1000)]
        return [each.data for each in told if each and each.type == type_of(LeadCustomerRequested)]


@pytest_asyncio.fixture
async def world(database: str) -> AsyncIterator[World]:
    async with service_under_test(build, "leads", database) as running:
        yield World(running)


async def test_converting_again_gives_the_same_answer_and_another_conversion_is_refused(
    world: World,
) -> None:
    lead_id = await world.register()
    first = await world.convert(lead_id, title="Two presses", reason="approved")
    assert await world.convert(lead_id, title="Two presses", reason="approved") == first
    refused = await world.convert(lead_id, 409, title="Three presses")
    assert refused["type"] == "urn:kuaicrm:problem:lead-is-closed"
    assert (await world.running.events()).count("leads.LeadConverted") == 1


async def test_fifty_equal_conversions_at_once_are_one(world: World) -> None:
    lead_id = await world.register(company="恒达")
    answers = await asyncio.gather(
        *(world.convert(lead_id, makes=["opportunity", "customer"]) for _ in range(50))
    )
    assert all(answer == answers[0] for answer in answers)
    assert len(await world.requests()) == 1


async def test_an_existing_customer_is_recognized_and_linked(world: World) -> None:
    await world.customer(
        "C-1", "广州恒达（中国）有限公司", phone="+86 20 8555 0101", email="a@hengda.example"
    )
    by_name = await world.convert(
        await world.register(company="广州恒达(中国)有限公司"), makes=["opportunity", "customer"]
    )
    assert (by_name["customer_id"], by_name["customer_state"]) == ("C-1", "linked")
    by_phone = await world.convert(await world.register(name="某人", phone="020-85550101"))
    assert by_phone["customer_id"] == "C-1"
    by_mail = await world.convert(await world.register(name="某人", email="A@Hengda.example"))
    assert by_mail["customer_id"] == "C-1"
    assert await world.requests() == []
    rows = (await world.read("/conversions", sort="converted_at"))["items"]
    assert [row["matched_by"] for row in rows] == ["name", "phone", "email"]


async def test_a_customer_that_was_named_must_exist_and_wins(world: World) -> None:
    await world.customer("C-1", "恒达")
    await world.customer("C-2", "立信", active=False)
    lead_id = await world.register(company="别的")
    for unknown in ("C-2", "C-9"):
        refused = await world.convert(lead_id, 422, customer_id=unknown)
        assert refused["errors"][0]["pointer"] == "#/customer_id"
    assert (await world.convert(lead_id, customer_id="C-1"))["customer_id"] == "C-1"


async def test_several_equal_customers_are_shown_and_none_is_guessed(world: World) -> None:
    await world.customer("C-1", "恒达")
    await world.customer("C-2", "恒 达")
    lead_id = await world.register(company="恒达")
    refused = await world.convert(lead_id, 409, makes=["customer"])
    assert refused["params"]["customer_ids"] == ["C-1", "C-2"]
    assert (await world.read(f"/leads/{lead_id}"))["status"] == "open"
    assert (await world.convert(lead_id, makes=["opportunity"]))["customer_state"] == "none"


async def test_leads_of_one_company_wait_for_one_customer_and_are_all_linked(world: World) -> None:
    await world.customer("C-1", "别家")
    ids = [await world.register(company=name) for name in ("恒达 有限公司", "恒达有限公司")]
    made = [await world.convert(each, makes=["opportunity", "customer"]) for each in ids]
    assert {each["customer_state"] for each in made} == {"pending"}
    (request,) = {each["request_id"] for each in await world.requests()}
    assert (await world.read(f"/leads/{ids[0]}"))["customer_state"] == "pending"
    await world.customer("C-7", "恒达有限公司", requested_by=request)
    await world.customer("C-7", "恒达有限公司", requested_by=request, source_version=2)
    for lead_id in ids:
        lead = await world.read(f"/leads/{lead_id}")
        assert (lead["customer_id"], lead["customer_state"]) == ("C-7", "linked")
        (row,) = (await world.read("/conversions", lead=lead_id))["items"]
        assert (row["customer_id"], row["matched_by"]) == ("C-7", "request")
    late = await world.convert(await world.register(company="恒达有限公司"), makes=["customer"])
    assert (late["customer_id"], late["opportunity_id"]) == ("C-7", None)
    assert (await world.running.events()).count("leads.LeadCustomerLinked") == 3


async def test_an_answer_to_somebody_elses_request_changes_nothing(world: World) -> None:
    before = await world.running.events()
    await world.customer("C-1", "恒达", requested_by="erp-17")
    await world.customer("C-2", "立信", requested_by=str(uuid4()))
    assert await world.running.events() == before


async def test_the_record_keeps_time_reason_actor_and_the_score_of_that_moment(world: World) -> None:
    lead_id = await world.register(company="恒达", company_size=500, source="展会")
    score = (await world.read(f"/leads/{lead_id}"))["score"]
    made = await world.convert(lead_id, reason="budget approved")
    (row,) = (await world.read("/conversions", lead=lead_id))["items"]
    assert row["opportunity_id"] == made["opportunity_id"]
    assert (row["converted_by"], row["reason"], row["made"]) == ("li", "budget approved", ["opportunity"])
    assert (row["score"], row["automatic_score"], row["outcome"]) == (score, score, "open")
    assert datetime.fromisoformat(row["converted_at"]).tzinfo is not None


async def test_a_conversion_is_taken_back_and_made_again_as_another_opportunity(world: World) -> None:
    lead_id = await world.register()
    first = await world.convert(lead_id)
    await world.reopen(lead_id)
    lead = await world.read(f"/leads/{lead_id}")
    assert (lead["status"], lead["opportunity_id"], lead["closed_at"]) == ("open", None, None)
    second = await world.convert(lead_id)
    assert second["number"] == 2
    assert second["opportunity_id"] != first["opportunity_id"]
    rows = (await world.read("/conversions", lead=lead_id, sort="converted_at"))["items"]
    assert [row["outcome"] for row in rows] == ["undone", "open"]
    assert (await world.reopen(await world.register(), 409))["type"].endswith("lead-is-not-converted")


async def test_a_conversion_somebody_worked_on_stands_until_the_opportunity_is_withdrawn(
    world: World,
) -> None:
    lead_id = await world.register()
    opportunity_id = (await world.convert(lead_id))["opportunity_id"]
    moved = OpportunityStageChanged(from_stage="first_contact", to_stage="proposal", changed_at=NOON)
    await world.opportunity(moved, opportunity_id)
    refused = await world.reopen(lead_id, 409)
    assert (refused["type"], refused["params"]["because"]) == (
        "urn:kuaicrm:problem:conversion-stands",
        "stage-changed",
    )
    withdrawn = OpportunityWithdrawn(stage="proposal", reason="none", withdrawn_at=NOON)
    await world.opportunity(withdrawn, opportunity_id)
    await world.reopen(lead_id)
    assert (await world.read(f"/leads/{lead_id}"))["status"] == "open"


async def test_a_reopening_that_came_too_late_is_revoked_in_both_records(world: World) -> None:
    lead_id = await world.register()
    opportunity_id = (await world.convert(lead_id))["opportunity_id"]
    await world.reopen(lead_id)
    kept = OpportunityKept(lead_id=lead_id, stage="proposal", reason="too early", kept_at=NOON)
    await world.opportunity(kept, opportunity_id)
    lead = await world.read(f"/leads/{lead_id}")
    assert (lead["status"], lead["opportunity_id"]) == ("converted", opportunity_id)
    (row,) = (await world.read("/conversions", lead=lead_id))["items"]
    assert row["outcome"] == "open"
    history = [entry["event"] for entry in await world.read(f"/leads/{lead_id}/history")]
    assert history[-3:] == ["leads.LeadConverted", "leads.LeadReopened", "leads.LeadReopeningRevoked"]


async def test_what_is_outside_the_scope_is_neither_converted_nor_shown(world: World) -> None:
    lead_id = await world.register()
    await world.convert(lead_id)
    at = {"min_position": await world.running.service.log.position()}
    other = await world.running.as_(WANG)
    assert (await other.post(f"/leads/{lead_id}/reopen", json={"reason": "x"})).status_code == 404
    assert (await other.post(f"/leads/{lead_id}/convert", json={})).status_code == 404
    assert (await other.get("/conversions", params=at)).json()["items"] == []
    analyst = await world.running.as_(ANALYST)
    assert len((await analyst.get("/conversions", params=at)).json()["items"]) == 1
    assert (await analyst.post(f"/leads/{lead_id}/reopen", json={"reason": "x"})).status_code == 403
    none = await (await world.running.as_(LI)).post(f"/leads/{lead_id}/convert", json={"makes": []})
    assert none.status_code == 422
