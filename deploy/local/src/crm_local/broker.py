"""What every broker has in common: an address, a start and an end, readiness, and the topics of the contracts."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from crm_contracts.topics import PARTITIONS, TOPICS
from crm_local.processes import accepts_connections
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.topics import create_topics


class Broker(Protocol):
    """A Kafka-protocol broker on the loopback interface, or one that somebody else runs."""

    @property
    def bootstrap_servers(self) -> str:
        """`host:port` for clients; known once started."""

    async def start(self) -> str:
        """Make the broker answer and return `bootstrap_servers`; raises StartFailed."""

    async def stop(self) -> None:
        """End it in good order; does nothing when it is not running."""

    async def kill(self) -> None:
        """SIGKILL."""


class ExternalBroker:
    """A cluster that others start and stop; we only use it."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._bootstrap_servers = bootstrap_servers

    @property
    def bootstrap_servers(self) -> str:
        """The address that was given."""
        return self._bootstrap_servers

    async def start(self) -> str:
        """Check that the cluster answers; raises a KafkaError when it does not."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap_servers)
        try:
            await admin.start()
        finally:
            await admin.close()
        return self._bootstrap_servers

    async def stop(self) -> None:
        """Nothing: it is not ours to end."""

    async def kill(self) -> None:
        """Refused: it is not ours to end."""
        raise RuntimeError("a broker that others run cannot be killed from here")


async def speaks_kafka(port: int) -> bool:
    """Whether a broker answers metadata requests on this port; a port that merely listens is not enough."""
    if not await accepts_connections(port):
        return False
    admin = AIOKafkaAdminClient(bootstrap_servers=f"127.0.0.1:{port}", request_timeout_ms=5_000)
    try:
        await admin.start()
    except (KafkaError, OSError):
        return False
    finally:
        with suppress(KafkaError, OSError):
            await admin.close()
    return True


async def ensure_topics(
    bootstrap_servers: str,
    topics: Iterable[str] = TOPICS.values(),
    *,
    partitions: int = PARTITIONS,
    replication_factor: int = 1,
) -> None:
    """Create the topics that are not there yet, by default all of the contracts; existing ones are left as they are.

    Raises a KafkaError when the broker refuses one.
    """
    declared = dict.fromkeys(topics, partitions)
    await create_topics(Cluster(bootstrap_servers), declared, replication_factor=replication_factor)
