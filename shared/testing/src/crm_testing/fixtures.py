"""The servers that tests stand on: real PostgreSQL, real Kafka, the embedded broker.

Started once per run on first use. A server that cannot be had fails the tests that need it, naming what is missing;
`KUAICRM_SKIP_UNAVAILABLE=1` turns that into a skip.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from crm_local.broker import Broker, ExternalBroker
from crm_local.embedded_broker import EmbeddedBroker
from crm_local.kafka import KafkaBroker, missing_for_kafka
from crm_local.postgres import EmbeddedPostgres
from crm_platform.runtime import spare_collector
from crm_testing.containers import ContainerBroker, container_engine_answers
from crm_testing.databases import Databases
from crm_testing.homes import clear, clear_abandoned, new_home


def pytest_collection_finish() -> None:
    """Collect garbage as services do in production: to look again and again at all that is imported takes a third."""
    spare_collector()


@pytest_asyncio.fixture(scope="session")
async def server_home() -> AsyncIterator[Path]:
    """The folder of this run's servers; what earlier runs left behind is ended and deleted first."""
    home = new_home()
    await clear_abandoned(home.parent)
    yield home
    await clear(home)


@pytest_asyncio.fixture(scope="session")
async def postgres(server_home: Path) -> AsyncIterator[str]:
    """Superuser's URL of a PostgreSQL server: `POSTGRES_URL`, or an embedded one that never waits for the disk."""
    if external := os.environ.get("POSTGRES_URL"):
        yield external
        return
    server = EmbeddedPostgres(server_home / "postgres", durable=False)
    yield await server.start()
    await server.stop()


@pytest_asyncio.fixture(scope="session")
async def databases(postgres: str) -> AsyncIterator[Databases]:
    """Makes fresh databases; all are dropped at the end of the run."""
    made = Databases(postgres)
    yield made
    await made.drop_all()


@pytest_asyncio.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    """Superuser's URL of an empty database of this test alone."""
    async with databases.lent() as url:
        yield url


@pytest_asyncio.fixture(scope="module")
async def module_database(databases: Databases) -> AsyncIterator[str]:
    """Superuser's URL of an empty database that the tests of one module share."""
    async with databases.lent() as url:
        yield url


@pytest_asyncio.fixture(scope="session")
async def kafka(server_home: Path) -> AsyncIterator[Broker]:
    """A real Kafka: `KAFKA_BOOTSTRAP_SERVERS`, else a native one, else one in a container."""
    broker = real_kafka(server_home / "kafka")
    await broker.start()
    yield broker
    await broker.stop()


@pytest_asyncio.fixture(scope="session")
async def embedded_broker(server_home: Path) -> AsyncIterator[EmbeddedBroker]:
    """The broker that `make run` uses without Java; topics in memory."""
    broker = EmbeddedBroker(server_home / "embedded-broker")
    await broker.start()
    yield broker
    await broker.stop()


def real_kafka(data_dir: Path) -> Broker:
    """The best real Kafka that this machine can have, not started; fails (or skips) the test when it has none."""
    if external := os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        return ExternalBroker(external)
    missing = missing_for_kafka()
    if not missing:
        return KafkaBroker(data_dir)
    if container_engine_answers():
        return ContainerBroker()
    reason = (
        f"no real Kafka: {' and '.join(missing)} not on the path, no container engine answers, "
        "and KAFKA_BOOTSTRAP_SERVERS is not set"
    )
    if os.environ.get("KUAICRM_SKIP_UNAVAILABLE"):
        pytest.skip(reason)
    pytest.fail(reason, pytrace=False)
