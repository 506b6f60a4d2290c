"""The service with its tables, and histories to feed it with: contracts as the other contexts publish them."""

import random
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from analytics.bootstrap import build
from analytics.views.tables import FACTS
from crm_contracts.envelope import Envelope
from crm_contracts.opportunities import v1 as opportunities
from crm_contracts.orders import v1 as orders
from crm_contracts.registry import Contract, context_of, type_of
from crm_contracts.values import CustomerRef, Line, Money, Ownership
from crm_platform.ids import derived_id
from crm_platform.persistence.database import Database
from crm_platform.runtime import Service
from crm_testing.databases import Databases
from crm_testing.envelopes import said
from crm_testing.lead_history import LeadHistory
from crm_testing.services import Running, person, service_under_test
from crm_testing.waiting import eventually

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STAGES = ["first_contact", "needs_confirmed", "proposal", "negotiation"]
PEOPLE = {
    "li": Ownership(owner_id="li", team="south-1", region="south"),
    "wu": Ownership(owner_id="wu", team="south-1", region="south"),
    "he": Ownership(owner_id="he", team="south-2", region="south"),
    "xu": Ownership(owner_id="xu", team="north-1", region="north"),
}
PRODUCTS = ["P1", "P2", "P3"]


@dataclass
class History:
    """Contracts in the order of their time, which every new one moves on."""

    now: datetime = NOON
    said: list[Envelope] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)

    def say(self, aggregate: UUID, content: Contract) -> Envelope:
        source = context_of(type_of(content))
        version = self.versions[aggregate] = self.versions.get(aggregate, 0) + 1
        # Private events take positions, too.
        position = self.positions[source] = self.positions.get(source, 0) + 1 + version % 2
        envelope = said(content, aggregate, position, version=version, time=self.now, actor="li")
        self.said.append(envelope)
        return envelope

    def later(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now

    def open(
        self,
        name: str = "deal",
        *,
        owner: str = "li",
        amount: str = "100.00",
        currency: str = "CNY",
        customer: str = "C1",
        products: Sequence[str] = (),
        stage: str = STAGES[0],
    ) -> UUID:
        id_ = derived_id("opportunity", name, str(len(self.said)))
        terms = self.terms(name, amount, currency, customer, products)
        opened = opportunities.OpportunityOpened(
            **terms, ownership=PEOPLE[owner], stage=stage, source="fair", opened_at=self.now
        )
        self.say(id_, opened)
        return id_

    def terms(
        self,
        title: str,
        amount: str = "100.00",
        currency: str = "CNY",
        customer: str = "C1",
        products: Sequence[str] = (),
    ) -> dict[str, Any]:
        money = Money(amount=amount, currency=currency)
        return {
            "title": title,
            "customer": CustomerRef(customer_id=customer, name=f"Customer {customer}"),
            "amount": money,
            "lines": [
                Line(product_id=p, name=p, quantity="1", unit="pcs", unit_price=money, amount=money)
                for p in products
            ],
        }

    def move(self, id_: UUID, from_stage: str, to_stage: str) -> Envelope:
        moved = opportunities.OpportunityStageChanged(
            from_stage=from_stage, to_stage=to_stage, reason="so", changed_at=self.now
        )
        return self.say(id_, moved)

    def revise(self, id_: UUID, **terms: Any) -> None:
        self.say(id_, opportunities.OpportunityRevised(**self.terms("revised", **terms)))

    def reassign(self, id_: UUID, owner: str) -> None:
        to = PEOPLE[owner].model_dump()
        self.say(id_, opportunities.OpportunityReassigned(**to, owner_name=owner, reason="load"))

    def win(self, id_: UUID, owner: str = "li") -> None:
        terms = self.terms("won")
        self.say(id_, opportunities.OpportunityWon(**terms, ownership=PEOPLE[owner], won_at=self.now))

    def lose(self, id_: UUID, stage: str) -> None:
        self.say(id_, opportunities.OpportunityLost(stage=stage, reason="price", lost_at=self.now))

    def withdraw(self, id_: UUID, stage: str) -> None:
        self.say(id_, opportunities.OpportunityWithdrawn(stage=stage, reason="none", withdrawn_at=self.now))

    @property
    def leads(self) -> LeadHistory:
        """What happens to leads."""
        return LeadHistory(self, PEOPLE)

    def place(
        self, name: str = "order", *, owner: str = "li", amount: str = "100.00", currency: str = "CNY"
    ) -> UUID:
        id_ = derived_id("order", name, str(len(self.said)))
        placed = orders.OrderPlaced(number=name, **self.order(owner, amount, currency), placed_at=self.now)
        self.say(id_, placed)
        return id_

    def order(self, owner: str = "li", amount: str = "100.00", currency: str = "CNY") -> dict[str, Any]:
        return {
            "customer": CustomerRef(customer_id="C1", name="Customer C1"),
            "ownership": PEOPLE[owner],
            "lines": [],
            "amount": Money(amount=amount, currency=currency),
        }

    def confirm(self, id_: UUID, **order: str) -> None:
        self.say(id_, orders.OrderConfirmed(number="O", **self.order(**order), confirmed_at=self.now))

    def invoice(self, id_: UUID, number: str, amount: str, currency: str = "CNY") -> None:
        money = Money(amount=amount, currency=currency)
        self.say(id_, orders.OrderInvoiced(invoice_number=number, amount=money, invoiced_at=self.now))

    def anything(self, dice: random.Random, events: int) -> "History":
        """Add random events: opportunities of every path, leads and orders, several at one time now and then."""
        open_: dict[UUID, str] = {}
        lead_ids: list[UUID] = []
        order_ids: list[UUID] = []
        while len(self.said) < events:
            if dice.random() < 0.8:
                self.later(seconds=dice.choice([0.000001, 1, 600, 86_400]))
            match dice.choice(
                ["open", "move", "move", "move", "terms", "owner", "end", "lead", "lead", "order"]
            ):
                case "open":
                    stage = dice.choice([STAGES[0], STAGES[0], STAGES[1]])
                    id_ = self.open(
                        owner=dice.choice([*PEOPLE]),
                        amount=f"{dice.randint(1, 999)}.50",
                        currency=dice.choice(["CNY", "USD"]),
                        customer=dice.choice(["C1", "C2"]),
                        products=dice.sample(PRODUCTS, dice.randint(0, 2)),
                        stage=stage,
                    )
                    open_[id_] = stage
                case "lead":
                    self.leads.anything(dice, lead_ids)
                case "order":
                    self._any_order(dice, order_ids)
                case step if open_:
                    self._any_step(dice, step, dice.choice([*open_]), open_)
        return self

    def _any_step(self, dice: random.Random, step: str, id_: UUID, open_: dict[UUID, str]) -> None:
        match step:
            case "move":
                to = dice.choice([stage for stage in STAGES if stage != open_[id_]])
                self.move(id_, open_[id_], to)
                open_[id_] = to
            case "terms":
                self.revise(id_, amount=f"{dice.randint(1, 999)}.00", products=dice.sample(PRODUCTS, 1))
            case "owner":
                self.reassign(id_, dice.choice([*PEOPLE]))
            case _:
                stage = open_.pop(id_)
                self.win(id_) if dice.random() < 0.6 else self.lose(id_, stage)

    def _any_order(self, dice: random.Random, ids: list[UUID]) -> None:
        if len(ids) < 3 or dice.random() < 0.3:
            ids.append(self.place(owner=dice.choice([*PEOPLE]), currency=dice.choice(["CNY", "USD"])))
            return
        id_ = dice.choice(ids)
        self.confirm(id_) if dice.random() < 0.5 else self.invoice(id_, f"I{len(self.said)}", "10.00")


def partition_of(envelope: Envelope) -> int:
    return UUID(envelope.subject).int % 8


@dataclass
class Desk:
    """The service under test, its tables, and what it is fed by."""

    running: Running
    service: Service
    database: Database

    async def take(self, said: Iterable[Envelope]) -> None:
        """Feed contracts as Kafka hands them over: one batch per source and partition."""
        effect = self.service.subscriptions[0].effect
        batches: dict[tuple[str, int], list[Envelope]] = {}
        for envelope in said:
            batches.setdefault((envelope.source, partition_of(envelope)), []).append(envelope)
        for (source, partition), batch in batches.items():
            await effect.take(source, partition, batch)

    async def client(self, who: str) -> httpx.AsyncClient:
        """A client of somebody in `ACCOUNTS`."""
        return await self.running.as_(ACCOUNTS[who])

    async def answer(self, who: str, path: str, **query: Any) -> Any:
        """What somebody in `ACCOUNTS` is answered."""
        answered = await (await self.client(who)).get(path, params=query)
        assert answered.status_code == 200, answered.text
        return answered.json()

    async def stages(self, who: str = "boss", **query: Any) -> dict[str, Any]:
        funnel = await self.answer(who, "/funnel", **query)
        return {stage["code"]: stage for stage in funnel["stages"]}


async def digests(database: Database) -> dict[str, Any]:
    """How many rows each table of facts has, and a digest of them all."""
    rows = {}
    for table in FACTS:
        query = f"SELECT count(*), md5(string_agg(t::text, ',' ORDER BY {table.key})) FROM {table.name} t"
        rows[table.name] = (await database.fetch(query))[0]
    return rows


ACCOUNTS = {
    **{name: person(name, "salesperson", team=own.team, region=own.region) for name, own in PEOPLE.items()},
    "manager": person("manager", "manager", team="south-1", region="south"),
    "director": person("director", "director", region="south"),
    "boss": person("boss", "analyst"),
    "dispatcher": person("dispatcher", "dispatcher", team="south-1", region="south"),
    "admin": person("admin", "admin"),
}


async def prepared(url: str) -> None:
    """The schema and the tables, made once and then copied."""
    async with service_under_test(build, "analytics", url, parts=()) as running:
        client = await running.as_(ACCOUNTS["boss"])

        async def made() -> bool:
            return (await client.get("/funnel")).status_code == 200

        await eventually(made)


@pytest_asyncio.fixture
async def desk(databases: Databases) -> AsyncIterator[Desk]:
    url = await databases.create(prepared_by=prepared)
    async with service_under_test(build, "analytics", url) as running:
        yield Desk(running, running.service, running.service.database)
    await databases.drop(url)


@pytest.fixture
def history() -> History:
    return History()


@pytest.fixture
def rows_of() -> Callable[[Database], Any]:
    return digests
