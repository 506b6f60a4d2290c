"""What peers call back with: believed when signed, taken once and in its own order, refused with reasons."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from crm_contracts.envelope import Envelope
from crm_local.peers.app import Peers
from crm_local.peers.seed import SEED
from crm_platform.security.signatures import sign
from crm_testing.gateways import (
    ANALYST,
    SECRETS,
    SELLER,
    Gateway,
    confirmed,
    gateway_under_test,
    now,
    said,
)
from crm_testing.services import person, served
from crm_testing.waiting import eventually
from integration_gateway.application.publishing import publishing

ORDER = str(UUID(int=7))
CUSTOMER = {"customer_id": "C-1", "name": "恒达", "phone": "+86 20 8555 0101", "active": True}


def progress(version: int = 1, percent: int = 40, **more: Any) -> dict[str, Any]:
    return {
        "order_id": ORDER,
        "version": version,
        "stage": "in_production",
        "percent": percent,
        "note": None,
        "reported_at": now().isoformat(),
        **more,
    }


def invoice(number: str = "INV-2026-000001", amount: str = "2240.00") -> dict[str, Any]:
    return {
        "order_id": ORDER,
        "invoice_number": number,
        "customer": "恒达",
        "amount": {"amount": amount, "currency": "CNY"},
        "invoiced_at": "2026-03-02T12:00:00+00:00",
    }


def customer(version: int, **more: Any) -> dict[str, Any]:
    return {**CUSTOMER, "version": version, "changed_at": now().isoformat(), "requested_by": None, **more}


async def published(gateway: Gateway) -> list[Envelope]:
    """What the relay publishes of the log."""
    found = [publishing.envelope(recorded) for recorded in await gateway.service.log.read(0, 1000)]
    return [envelope for envelope in found if envelope]


async def accepted(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_progress_report_becomes_a_contract_about_its_order(gateway: Gateway) -> None:
    answer = await gateway.call_back("mes", "production.progressed", progress(), message_id="m1")
    assert await accepted(answer) == {"id": "m1", "status": "accepted"}
    (event,) = await published(gateway)
    assert event.type == "crm.integration-gateway.ProductionProgressReported.v1"
    assert (event.data["order_id"], event.data["percent"], event.data["peer"]) == (ORDER, 40, "mes")
    assert event.actor == "peer:mes"


async def test_a_message_that_comes_again_gets_the_same_answer_and_has_one_effect(gateway: Gateway) -> None:
    data = invoice()
    answers = [await gateway.call_back("finance", "invoice.issued", data, message_id="m1") for _ in range(3)]
    assert [await accepted(answer) for answer in answers] == [{"id": "m1", "status": "accepted"}] * 3
    await accepted(await gateway.call_back("finance", "invoice.issued", data, message_id="m2"))
    assert len(await published(gateway)) == 1


async def test_late_reports_change_nothing(gateway: Gateway) -> None:
    for version in (2, 1, 4, 3, 4):
        data = progress(version, percent=10 * version)
        await accepted(await gateway.call_back("mes", "production.progressed", data))
    assert [event.data["percent"] for event in await published(gateway)] == [20, 40]


async def test_an_invoice_that_says_something_else_under_its_number_is_refused(gateway: Gateway) -> None:
    await accepted(await gateway.call_back("finance", "invoice.issued", invoice()))
    answer = await gateway.call_back("finance", "invoice.issued", invoice(amount="1.00"))
    assert (answer.status_code, answer.json()["code"]) == (409, "invoice-differs")
    assert len(await published(gateway)) == 1


async def test_the_same_id_with_another_content_is_refused(gateway: Gateway) -> None:
    await accepted(await gateway.call_back("mes", "production.progressed", progress(1), message_id="m1"))
    answer = await gateway.call_back("mes", "production.progressed", progress(2), message_id="m1")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"secret": SECRETS["finance"].callbacks}, "signature-invalid"),
        ({"secret": SECRETS["mes"].deliveries[0]}, "signature-invalid"),
        ({"body": b'{"type":"production.progressed"}'}, "signature-invalid"),
        ({"headers": {"webhook-signature": ""}}, "signature-missing"),
        ({"headers": {"webhook-id": "other"}}, "signature-invalid"),
        ({"skew": -301}, "timestamp-too-old"),
        ({"skew": 305}, "timestamp-too-new"),
    ],
)
async def test_what_is_forged_altered_or_old_is_not_believed(
    gateway: Gateway, changes: dict[str, Any], code: str
) -> None:
    changes = dict(changes)
    at = now() + timedelta(seconds=changes.pop("skew", 0))
    answer = await gateway.call_back("mes", "production.progressed", progress(), at=at, **changes)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert await gateway.running.events() == []


async def test_after_a_rotation_the_old_secret_is_not_believed(
    gateway_database: str, peers: tuple[Peers, str]
) -> None:
    old, new = SECRETS["mes"].callbacks, SECRETS["wms"].callbacks
    mes = {"url": f"{peers[1]}/mes", "deliveries": SECRETS["mes"].deliveries}
    for callbacks, believed in (((new, old), 200), ((new,), 401)):
        configured = {"mes": {**mes, "callbacks": callbacks}}
        async with gateway_under_test(gateway_database, peers, peers=configured) as gateway:
            for secret, status in ((old, believed), (new, 200)):
                answer = await gateway.call_back("mes", "production.progressed", progress(), secret=secret)
                assert answer.status_code == status


async def test_nobody_unknown_is_listened_to(gateway: Gateway) -> None:
    for peer in ("nobody", "webhook"):
        assert (await gateway.call_back(peer, "production.progressed", progress())).status_code == 404


@pytest.mark.parametrize(
    ("peer", "kind", "data", "pointers"),
    [
        ("mes", "invoice.issued", invoice(), ["#/type"]),
        ("qms", "production.progressed", progress(), ["#/type"]),
        ("mes", "production.progressed", progress(order_id="o-1"), ["#/data/order_id"]),
        ("mes", "production.progressed", progress(percent=101), ["#/data/percent"]),
        ("mes", "production.progressed", progress(version=0), ["#/data/version"]),
        ("mes", "production.progressed", progress(reported_at="2026-03-02T12:00:00"), ["#/data/reported_at"]),
        ("mes", "production.progressed", {}, ["#/data/version", "#/data/stage", "#/data/percent", "#/data/reported_at", "#/data/order_id"]),
        ("finance", "invoice.issued", invoice(amount="-1.00"), ["#/data/amount"]),
        ("finance", "invoice.issued", invoice(amount="0.001"), ["#/data/amount"]),
        ("master-data", "customer.changed", customer(1, name="x" * 201), ["#/data/name"]),
        ("master-data", "product.changed", {"product_id": "P", "name": "n", "unit": "台", "version": 1, "price": {"amount": "1", "currency": "XXX"}}, ["#/data/price/currency"]),
    ],
)  # fmt: skip
async def test_bad_content_is_refused_with_pointers_and_changes_nothing(
    gateway: Gateway, peer: str, kind: str, data: dict[str, Any], pointers: list[str]
) -> None:
    answer = await gateway.call_back(peer, kind, data)
    assert answer.status_code == 422, answer.text
    assert sorted(e["pointer"] for e in answer.json()["errors"]) == sorted(pointers)
    assert await gateway.running.events() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 422),
        (b"{", 400),
        (b'{"a":1,"a":2}', 400),
        (b'{"type":"x","id":"m1","data":{"n":"\\u0000"}}', 422),
        (b"[" * 100_000, 400),
        (b'{"type":"production.progressed","id":"m2","data":{}}', 422),
        (b" " * 300_000, 413),
    ],
)
async def test_a_signed_body_that_is_no_message_is_refused(
    gateway: Gateway, body: bytes, status: int
) -> None:
    headers = sign("m1", body, [SECRETS["mes"].callbacks], now())
    client = await gateway.running.anonymous()
    answer = await client.post("/inbound/mes", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await gateway.running.events() == []


async def test_master_records_keep_the_newest_version_and_answer_as_of_then(gateway: Gateway) -> None:
    async def tell(version: int, **more: Any) -> None:
        await accepted(await gateway.call_back("master-data", "customer.changed", customer(version, **more)))

    async def listed(**asked: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await gateway.admin.get("/customers", params=asked)).json()["items"]
        return items

    await tell(2, name="恒达包装")
    await listed(min_position=await gateway.service.log.position())
    ((then,),) = await gateway.service.database.fetch("SELECT clock_timestamp()")
    await tell(1, name="old")
    await tell(3, name="恒达集团", active=False)
    at = {"min_position": await gateway.service.log.position()}
    assert [(c["name"], c["source_version"]) for c in await listed(**at)] == [("恒达集团", 3)]
    assert [c["name"] for c in await listed(as_of=then.isoformat())] == ["恒达包装"]
    assert [c["name"] for c in await listed(q="集团")] == ["恒达集团"]
    assert await listed(q="8555", active=True) == []
    assert [e.data["source_version"] for e in await published(gateway)] == [2, 3]


async def test_the_real_master_data_peer_tells_everything_and_it_is_listed(gateway: Gateway) -> None:
    records = len(SEED.customers) + len(SEED.products) + len(SEED.people)
    async with served(gateway.running) as url:
        gateway.peers.point_to(url)
        gateway.peers.master_data.push()
        sent = gateway.peers.master_data.callbacks
        await eventually(lambda: sent.sent().accepted == records)
        assert sent.sent().refused == {}
        events = await gateway.running.events()
        gateway.peers.master_data.push()
        await eventually(lambda: sent.sent().accepted == 2 * records)
        assert await gateway.running.events() == events
    at = {"min_position": await gateway.service.log.position(), "limit": 4}
    for path, known in (
        ("/customers", SEED.customers),
        ("/products", SEED.products),
        ("/people", SEED.people),
    ):
        first = (await gateway.admin.get(path, params=at)).json()
        found = first["items"]
        while first["next"]:
            first = (await gateway.admin.get(path, params={**at, "cursor": first["next"]})).json()
            found += first["items"]
        assert sorted(each["name"] for each in found) == sorted(record.name for record in known.values())
    (gear,) = (await gateway.admin.get("/products", params={"q": "P-310"})).json()["items"]
    assert gear["price"] == {"amount": "158000.00", "currency": "CNY"}
    assert (await (await gateway.running.as_(ANALYST)).get("/people")).status_code == 200
    assert (await (await gateway.running.as_(SELLER)).get("/people")).status_code == 200
    southern = await gateway.running.as_(person("wang.min", "salesperson", region="south"))
    seen = (await southern.get("/customers", params={"limit": 100})).json()["items"]
    assert {each["customer_id"] for each in seen} == {
        id_ for id_, customer in SEED.customers.items() if customer.region == "south"
    }
    assert (await southern.get("/customers/C-1001")).json()["name"] == SEED.customers["C-1001"].name
    assert (await southern.get("/customers/C-1003")).status_code == 404
    assert (await gateway.admin.get("/customers/C-1003")).status_code == 200
    technician = await gateway.running.as_(person("ma.jun", "technician", region="south"))
    assert (await technician.get("/customers")).status_code == 403


async def test_an_order_goes_round_and_what_peers_say_agrees_with_what_is_known(gateway: Gateway) -> None:
    order = uuid4()
    async with served(gateway.running) as url:
        gateway.peers.point_to(url)
        await gateway.publish(said(confirmed(), order), said(confirmed()))
        await gateway.settled()
        async with httpx.AsyncClient(base_url=gateway.peers_url, trust_env=False) as people:
            report = {"stage": "produced", "percent": 100}
            (await people.post(f"/mes/orders/{order}/progress", json=report)).raise_for_status()
            (await people.post(f"/finance/orders/{order}/invoice")).raise_for_status()
        said_by = {"peer:mes", "peer:finance"}
        await eventually(lambda: published(gateway), until=lambda e: said_by <= {each.actor for each in e})
        answer = (await gateway.admin.get("/reconciliation", params={"ask": True})).json()
        by_target = {each["target"]: each for each in answer}
        for target in ("mes", "finance"):
            assert by_target[target]["counts"]["difference"] == 0
            assert by_target[target]["peer"] == {"asked": 2, "unanswered": 0, "differences": []}


async def test_what_a_peer_reported_and_we_never_heard_is_a_difference(gateway: Gateway) -> None:
    order = uuid4()
    await gateway.publish(said(confirmed(), order))
    await gateway.settled()
    gateway.peers.mes.do("progress", order_id=str(order), stage="produced", percent=100)
    gateway.peers.finance.do("invoice", order_id=str(order))
    answer = (await gateway.admin.get("/reconciliation", params={"ask": True})).json()
    found = {each["target"]: each["peer"] for each in answer if each["peer"]}
    assert set(found) == {"mes", "finance"}
    for peer in found.values():
        ((difference),) = peer["differences"]
        assert (difference["order_id"], difference["here"]) == (str(order), None)
    gateway.peers.mes.edge.set(gateway.peers.mes.edge.faults.model_copy(update={"down": True}))
    silent = await gateway.admin.get("/reconciliation", params={"ask": True, "target": "mes"})
    assert silent.json()[0]["peer"] == {"asked": 1, "unanswered": 1, "differences": []}
