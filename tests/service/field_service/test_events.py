"""What field service hears and tells: deliveries open installations once, and everything that happens is published."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from crm_contracts import topics
from crm_contracts.envelope import Envelope
from crm_contracts.field_service import v1
from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_contracts.orders.v1 import OrderCancelled, OrderDelivered
from crm_contracts.values import CustomerRef, Line, Money, Ownership
from crm_local.broker import ensure_topics
from crm_local.embedded_broker import EmbeddedBroker
from crm_platform.context import reaction
from crm_platform.ids import new_id
from crm_platform.messaging import parking
from crm_platform.persistence.migrating import migrate
from crm_platform.runtime import Service
from crm_testing.envelopes import NOON, said, tell
from crm_testing.running import entered
from crm_testing.waiting import eventually
from field_service.bootstrap import build
from field_service.domain.technician import Technician
from field_service.domain.work_order import WorkOrder, WorkResult
from field_service.settings import Settings

COPIES, INSTALLATIONS = "field-service.copies", "field-service.installations"


def delivered(**changes: Any) -> OrderDelivered:
    price = Money(amount="1200.50", currency="CNY")
    line = Line(
        product_id="P-1",
        name="Press",
        quantity="2",
        unit="pcs",
        unit_price=price,
        amount=Money(amount="2401.00", currency="CNY"),
    )
    content: dict[str, Any] = {
        "number": "SO-7",
        "customer": CustomerRef(customer_id="C-1", name="恒达", phone="+86 20 8555 0101"),
        "ownership": Ownership(owner_id="wang.min", team="south-1", region="south"),
        "lines": [line],
        "delivered_at": NOON,
        "address": "Dock 4",
    }
    return OrderDelivered(**content | changes)


async def migrated(database: str, **settings: Any) -> Service:
    role = database.replace("postgres@", "field_service@")
    service = build(Settings(database_url=role, **settings))
    await asyncio.to_thread(migrate, database, role, service.package, service.migrations)
    return service


@pytest_asyncio.fixture
async def service(database: str) -> AsyncIterator[Service]:
    """The service without a broker: events are handed to its consumers."""
    service = await migrated(database)
    async with entered(service.running({"serve"})):
        yield service


async def published(service: Service) -> list[Envelope]:
    assert service.publishing is not None
    found = [service.publishing.envelope(event) for event in await service.log.read(0, 100)]
    return [one for one in found if one is not None]


async def parked(service: Service) -> list[dict[str, Any]]:
    async with service.database.connection() as connection:
        return await parking.listing(connection)


async def test_a_delivered_order_opens_one_installation_however_often_it_is_told(service: Service) -> None:
    order = str(uuid4())
    told = said(delivered(), order)
    await tell(service, INSTALLATIONS, told)
    # As if the consumer had died before it stored its position: only the event's id is left to tell.
    await service.database.fetch("DELETE FROM positions RETURNING name")
    await tell(service, INSTALLATIONS, told)
    await tell(service, INSTALLATIONS, said(delivered(), order, 2))
    assert not await parked(service)
    (event,) = await published(service)
    assert event.subject == str(WorkOrder.id_of_installation(UUID(order)))
    assert (event.correlationid, event.causationid) == ("journey", str(told.id))
    content = v1.WorkOrderOpened.model_validate(event.data)
    assert (content.kind, content.order_id, content.order_number) == ("installation", order, "SO-7")
    assert (content.summary, content.address, content.opened_at) == ("SO-7: Press × 2", "Dock 4", NOON)
    assert (content.customer, content.items) == (delivered().customer, delivered().lines)
    order_of = await service.log.load(WorkOrder, UUID(event.subject))
    assert (order_of.owner_id, order_of.region) == (None, "south")


async def test_an_order_without_an_address_is_installed_where_master_data_says(service: Service) -> None:
    known = CustomerRecorded(
        customer_id="C-1",
        name="恒达",
        address="开创大道 18 号",
        region="south",
        active=True,
        source_version=1,
    )
    await tell(service, COPIES, said(known))
    nowhere = delivered(address=None, ownership=Ownership(owner_id="wang.min"))
    stranger = delivered(address=None, customer=CustomerRef(name="Walk-in"))
    await tell(service, INSTALLATIONS, said(nowhere), said(stranger, position=2))
    first, second = sorted(await published(service), key=lambda e: e.data["address"] or "", reverse=True)
    assert (first.data["address"], second.data["address"]) == ("开创大道 18 号", None)
    assert (await service.log.load(WorkOrder, UUID(first.subject))).region == "south"


async def test_a_delivery_that_cannot_be_read_waits_and_others_go_on(service: Service) -> None:
    nobody = delivered(customer=CustomerRef(name=""))
    poison = said(nobody)
    await tell(
        service,
        INSTALLATIONS,
        poison,
        said(OrderCancelled(reason="x", cancelled_at=NOON), position=2),
        said(delivered(), position=3),
    )
    assert len(await published(service)) == 1
    (waiting,) = await parked(service)
    assert (waiting["aggregate_id"], waiting["consumer"]) == (poison.subject, "field-service.installations")
    assert "name" in waiting["error"]


async def test_everything_that_happens_to_a_work_order_is_published_with_contiguous_versions(
    service: Service,
) -> None:
    order = said(delivered())
    await tell(service, INSTALLATIONS, order)
    id_ = WorkOrder.id_of_installation(UUID(order.subject))
    technician = Technician.of("ma.jun", "马俊", roles=["technician"], active=True)

    async def step(decide: Any) -> None:
        await service.log.change(reaction("tester", str(new_id())), WorkOrder, id_, decide)

    await step(lambda w: w.assign(technician, scheduled_for=NOON, now=NOON))
    await step(lambda w: w.start(now=NOON))
    await step(lambda w: w.close(WorkResult.DONE, note="signed", now=NOON))
    events = await published(service)
    assert [(e.version, e.type.split(".")[2]) for e in events] == [
        (1, "WorkOrderOpened"),
        (2, "WorkOrderAssigned"),
        (3, "WorkOrderStarted"),
        (4, "WorkOrderClosed"),
    ]
    assert events[1].data == {
        "technician_id": "ma.jun",
        "technician_name": "马俊",
        "scheduled_for": "2026-03-02T12:00:00Z",
        "assigned_at": "2026-03-02T12:00:00Z",
    }
    assert events[3].data == {"result": "done", "note": "signed", "closed_at": "2026-03-02T12:00:00Z"}

    await tell(service, INSTALLATIONS, said(delivered(), position=2))
    id_ = UUID((await published(service))[-1].subject)
    await step(lambda w: w.cancel("The order was returned", now=NOON))
    last = (await published(service))[-1]
    assert (last.version, last.type) == (2, "crm.field-service.WorkOrderCancelled.v1")
    assert last.data == {"reason": "The order was returned", "cancelled_at": "2026-03-02T12:00:00Z"}


async def test_a_delivery_on_the_broker_becomes_an_installation_on_the_broker(
    database: str, embedded_broker: EmbeddedBroker
) -> None:
    servers = embedded_broker.bootstrap_servers
    await ensure_topics(servers)
    service = await migrated(database, bootstrap_servers=servers, idempotent_producer=False)
    order = said(delivered())
    producer = AIOKafkaProducer(bootstrap_servers=servers)
    listener = AIOKafkaConsumer(topics.FIELD_SERVICE, bootstrap_servers=servers, auto_offset_reset="earliest")
    await producer.start()
    await listener.start()
    try:
        async with service.running():
            await producer.send_and_wait(
                topics.ORDERS, order.body(), key=order.key(), headers=order.to_headers()
            )

            async def told() -> list[Envelope]:
                pages = (await listener.getmany(timeout_ms=100)).values()
                records = [Envelope.from_record(r.headers, r.key, r.value) for page in pages for r in page]
                return [e for e in records if e.causationid == str(order.id)]

            (installation,) = await eventually(told, timeout=30)
    finally:
        await listener.stop()
        await producer.stop()
    assert installation.type == "crm.field-service.WorkOrderOpened.v1"
    assert installation.subject == str(WorkOrder.id_of_installation(UUID(order.subject)))
    assert installation.correlationid == "journey"
