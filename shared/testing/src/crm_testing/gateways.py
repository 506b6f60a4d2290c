"""The integration gateway beside running peers, with a fast schedule, fed with events as its consumers would be."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx

from crm_contracts.envelope import Envelope
from crm_contracts.orders.v1 import OrderCancelled, OrderConfirmed, OrderDelivered
from crm_contracts.registry import Contract
from crm_contracts.values import CustomerRef, Line, Money, Ownership
from crm_local.gateway import gateway_settings
from crm_local.peers.app import Peers
from crm_local.peers.settings import PeerSecrets, new_secrets
from crm_platform.runtime import Part, Service
from crm_platform.security.signatures import sign
from crm_platform.settings import ServiceSettings
from crm_testing import envelopes
from crm_testing.services import NO_BROKER, Running, person, service_under_test
from crm_testing.waiting import eventually
from integration_gateway.application.delivering import Send
from integration_gateway.bootstrap import build

NAME = "integration-gateway"
SECRETS = new_secrets()
FAST: dict[str, Any] = {
    "retry_delays": (0.0, *(0.02,) * 40),
    "first_pause": 0.02,
    "longest_pause": 0.1,
    "look_every": 0.05,
    "notification_delays": (0.0, *(0.02,) * 40),
    "delivery_deadline": 3.0,
}
ADMIN, ANALYST = person("root", "admin"), person("ana", "analyst")
PEER, SELLER = person("erp", "system"), person("li.na", "salesperson")

_PRICE, _SUM = Money(amount="560.00", currency="CNY"), Money(amount="2240.00", currency="CNY")
_ORDER: dict[str, Any] = {
    "number": "SO-2026-000001",
    "customer": CustomerRef(customer_id="C-1001", name="广州恒达包装机械有限公司"),
    "ownership": Ownership(owner_id="li.na"),
    "lines": [
        Line(product_id="P-200", name="传感器", quantity="4", unit="只", unit_price=_PRICE, amount=_SUM)
    ],
}
_positions = count(1)


def now() -> datetime:
    return datetime.now(UTC)


def confirmed() -> OrderConfirmed:
    return OrderConfirmed(**_ORDER, amount=_SUM, confirmed_at=now())


def cancelled() -> OrderCancelled:
    return OrderCancelled(reason="no budget", cancelled_at=now())


def delivered() -> OrderDelivered:
    return OrderDelivered(**_ORDER, delivered_at=now())


def said(content: Contract, subject: UUID | None = None, *, time: datetime | None = None) -> Envelope:
    """The contract as its context publishes it; later ones stand later in the source's log."""
    return envelopes.said(content, subject, next(_positions), time=time or now(), actor="li.na")


class Gateway:
    """The running service, clients of it, and the peers it tells."""

    def __init__(self, running: Running, peers: Peers, peers_url: str, admin: httpx.AsyncClient) -> None:
        self.running = running
        self.service = running.service
        self.peers = peers
        self.peers_url = peers_url
        self.admin = admin

    async def publish(self, *envelopes: Envelope) -> None:
        """Hand events to both consumers of the gateway, as Kafka would."""
        for subscription in self.service.subscriptions:
            for envelope in envelopes:
                await subscription.effect.take(envelope.source, 0, [envelope])

    async def deliveries(self, **filters: Any) -> list[dict[str, Any]]:
        """The list over HTTP, as of the newest event of the log."""
        filters |= {"min_position": await self.service.log.position(), "limit": 200}
        answer = await self.admin.get("/deliveries", params=filters)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def settled(self, status: str = "delivered", timeout: float = 15.0, **filters: Any) -> Any:
        """The deliveries, once there are some and all of them are `status`."""

        def all_so(items: Sequence[dict[str, Any]]) -> bool:
            return bool(items) and {item["status"] for item in items} == {status}

        return await eventually(lambda: self.deliveries(**filters), timeout, until=all_so)

    async def call_back(
        self, peer: str, kind: str, data: dict[str, Any], *, message_id: str | None = None, **more: Any
    ) -> httpx.Response:
        """A peer's signed message. `secret`, `at` and `body` change what it is signed with, when and what is sent."""
        id_ = message_id or str(uuid4())
        message = httpx.Request("POST", "http://x", json={"type": kind, "id": id_, "data": data}).read()
        secret = more.get("secret", SECRETS[peer].callbacks if peer in SECRETS else SECRETS["mes"].callbacks)
        headers = sign(id_, message, [secret], more.get("at", now())) | more.get("headers", {})
        client = await self.running.anonymous()
        return await client.post(f"/inbound/{peer}", content=more.get("body", message), headers=headers)


@asynccontextmanager
async def gateway_under_test(
    database_url: str,
    around: tuple[Peers, str],
    *,
    send: Send | None = None,
    parts: frozenset[Part] = NO_BROKER,
    bootstrap_servers: str = "127.0.0.1:1",
    **settings: Any,
) -> AsyncIterator[Gateway]:
    """Run the gateway on a fresh database beside the peers `around` it. `send` replaces how messages leave."""
    simulated, url = around
    settings = {"smtp_port": simulated.smtp.port, "web_url": "https://crm.example"} | settings
    builder = builder_for(url, SECRETS, send=send, **settings)
    async with service_under_test(
        builder, NAME, database_url, parts=parts, bootstrap_servers=bootstrap_servers
    ) as running:
        yield Gateway(running, simulated, url, await running.as_(ADMIN))


def builder_for(
    peers_url: str, secrets: dict[str, PeerSecrets], *, send: Send | None = None, **settings: Any
) -> Callable[[ServiceSettings], Service]:
    """What builds the gateway of a local run, but faster; `settings` replace what it is told."""

    def built(shared: ServiceSettings) -> Service:
        return build(gateway_settings(peers_url, secrets, **{**dict(shared), **FAST, **settings}), send=send)

    return built
