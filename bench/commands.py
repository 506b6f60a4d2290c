"""Commands over HTTP, everything on, against a bare handler and against the stock event sourcing application."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import psycopg

from bench import load, machines_service, rivals
from bench.generate import PROFILE, lead, multiply, numbered
from bench.ground import SELLERS, Ground
from bench.load import NUMBER, Client, Outcome, Plan
from bench.table import Effort, Row, ratio
from crm_platform.ids import derived_id

LEADS = "/api/leads/v1/leads"
# Leads that one connection can change per second of load; no handler is that fast.
_FASTEST = 200


@dataclass
class Contender:
    """One thing that is measured: its ports, its request per connection, and the numbers it has got to."""

    ports: Sequence[int]
    requests: Sequence[str]
    numbers: Sequence[int] = field(default_factory=lambda: [0] * len(SELLERS))

    async def send(self, seconds: float) -> Outcome:
        """One round."""
        clients = [
            Client(self.ports[at % len(self.ports)], text, number)
            for at, (text, number) in enumerate(zip(self.requests, self.numbers, strict=True))
        ]
        outcome = await load.run(Plan(clients, seconds))
        self.numbers = outcome.numbers
        return outcome


async def measure(ground: Ground, effort: Effort) -> list[Row]:
    """The rows for one worker and for two."""
    rows = []
    for workers in (1, 2):
        rates = await _rates(ground, effort, workers)
        bare = rates["bare"]
        suffix = f", {workers} worker{'s' * (workers > 1)}"
        rows += [
            ratio(f"minimal command, everything on : bare handler{suffix}", rates["minimal"], bare, 0.85),
            ratio(
                f"minimal command, everything on : stock library{suffix}", rates["minimal"], rates["stock"], 4
            ),
            ratio(f"register lead, whole : bare handler{suffix}", rates["register"], bare, 0.5),
            ratio(f"command on a lead not in memory : bare handler{suffix}", rates["existing"], bare, 0.6),
            ratio(f"command on an aggregate in memory : bare handler{suffix}", rates["again"], bare, 0.6),
        ]
    return rows


async def _rates(ground: Ground, effort: Effort, workers: int) -> dict[str, list[float]]:
    """Answers per second by contender, round by round, all contenders in turn."""
    rates: dict[str, list[float]] = defaultdict(list)
    async with AsyncExitStack() as stack:
        contenders = await _contenders(ground, effort, workers, stack)
        for contender in contenders.values():
            await contender.send(min(1.0, effort.seconds))
        for _ in range(effort.rounds):
            for name, contender in contenders.items():
                rates[name].append((await contender.send(effort.seconds)).rate)
    return rates


async def _contenders(
    ground: Ground, effort: Effort, workers: int, stack: AsyncExitStack
) -> dict[str, Contender]:
    seeded = int(_FASTEST * (1 + effort.rounds * effort.seconds))
    bare_url = await ground.databases.create()
    async with await psycopg.AsyncConnection.connect(bare_url) as connection:
        await connection.execute(rivals.TABLE)
    machines_url, leads_url = await ground.machines_database(), await ground.leads_database()
    owners = [seller.subject for seller in SELLERS]
    await multiply(leads_url, "leads", lead(), seeded * len(SELLERS), owners)
    stock_url = await ground.databases.create()
    ports = {
        kind: await stack.enter_async_context(ground.workers(kind, url, workers))
        for kind, url in {
            "bare": bare_url,
            "stock": stock_url,
            "machines": machines_url,
            "leads": leads_url,
        }.items()
    }
    again = Contender(ports["machines"], _moves(ground))
    await Contender(ports["machines"], _firsts(ground)).send(0)
    return {
        "bare": Contender(ports["bare"], [load.request("/bare", {"name": "press"}, {})] * len(SELLERS)),
        "minimal": Contender(ports["machines"], _buys(ground)),
        "stock": Contender(ports["stock"], [load.request("/stock", {"name": "press"}, {})] * len(SELLERS)),
        "register": Contender(ports["leads"], _registrations(ground)),
        "existing": Contender(
            ports["leads"], _disqualifications(ground), [at * seeded for at in range(len(SELLERS))]
        ),
        "again": again,
    }


def _headers(ground: Ground, at: int, key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {ground.token(SELLERS[at])}", "idempotency-key": key}


def _buys(ground: Ground) -> list[str]:
    return [
        load.request(machines_service.ROOT, {"name": "press"}, _headers(ground, at, f"buy-{NUMBER}"))
        for at in range(len(SELLERS))
    ]


def _firsts(ground: Ground) -> list[str]:
    return [
        load.request(machines_service.ROOT, {"name": "press"}, _headers(ground, at, "first"))
        for at in range(len(SELLERS))
    ]


def _moves(ground: Ground) -> list[str]:
    return [
        load.request(
            f"{machines_service.ROOT}/{derived_id(seller.subject, 'first')}/move",
            {"place": f"hall {NUMBER}"},
            _headers(ground, at, f"move-{NUMBER}"),
        )
        for at, seller in enumerate(SELLERS)
    ]


def _registrations(ground: Ground) -> list[str]:
    return [
        load.request(
            LEADS,
            {
                **PROFILE,
                # People who type are shown who is similar; a thousand in a second come from programs.
                "touch": {"channel": "api"},
                "phone": f"+86 {at:02d} {NUMBER}",
                "email": f"buyer.{at}.{NUMBER}@example.com",
            },
            _headers(ground, at, f"register-{NUMBER}"),
        )
        for at in range(len(SELLERS))
    ]


def _disqualifications(ground: Ground) -> list[str]:
    return [
        load.request(
            f"{LEADS}/{numbered(NUMBER)}/disqualify",
            {"reason": "no budget this year"},
            _headers(ground, at, f"disqualify-{NUMBER}"),
        )
        for at in range(len(SELLERS))
    ]
