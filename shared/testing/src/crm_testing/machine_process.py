"""`python -m crm_testing.machine_process write|relay|consume`: one part of the machines' service as a process to freeze or kill.

Settings come from the environment: MACHINES_DATABASE_URL, KAFKA_BOOTSTRAP_SERVERS.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence

from crm_contracts import topics
from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.publishing import Publishing
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.consumer import Consumer
from crm_platform.messaging.effects import Facts
from crm_platform.messaging.relay import Relay
from crm_platform.persistence.database import Connection
from crm_testing.machines import Machine, bought, command, open_log

TOPIC = topics.INTEGRATION_GATEWAY
CONSUMER = "counting"


def _person(name: str) -> PersonRecorded:
    return PersonRecorded(
        person_id=name, name=name, roles=[], team=None, region=None, active=True, source_version=1
    )


PUBLISHING = Publishing(
    "integration-gateway",
    {
        Machine: {
            Machine.Bought: lambda e: _person(e.name),
            Machine.Moved: lambda e: _person(e.place),
            Machine.Scrapped: lambda e: _person("scrapped"),
            Machine.Repaired: lambda e: _person("repaired"),
        }
    },
)


async def count(connection: Connection, envelopes: Sequence[Envelope], name: str = CONSUMER) -> None:
    """Facts that count how often each event was folded, as `copies` of kind `name`."""
    await connection.cursor().executemany(
        "INSERT INTO copies VALUES (%s, %s, 1, '{}') ON CONFLICT (kind, id) DO UPDATE SET version = copies.version + 1",
        [(name, f"{e.subject}/{e.version}") for e in envelopes],
    )


async def write(log: EventLog, _servers: str) -> None:
    """Append as fast as the store takes it, eight commands at a time."""

    async def one() -> None:
        while True:
            await log.save(command(), bought())

    await asyncio.gather(*(one() for _ in range(8)))


async def relay(log: EventLog, servers: str) -> None:
    """Publish the log."""
    await Relay(log, PUBLISHING, Cluster(servers), wake=log.news, idempotent=True).run()


async def consume(log: EventLog, servers: str) -> None:
    """Count what is published."""
    await Consumer(Facts(CONSUMER, log.database, count), [TOPIC], Cluster(servers)).run()


_PARTS: dict[str, Callable[[EventLog, str], Coroutine[None, None, None]]] = {
    "write": write,
    "relay": relay,
    "consume": consume,
}


async def _main(part: str) -> None:
    async with open_log(os.environ["MACHINES_DATABASE_URL"]) as log:
        await _PARTS[part](log, os.environ.get("KAFKA_BOOTSTRAP_SERVERS", ""))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
