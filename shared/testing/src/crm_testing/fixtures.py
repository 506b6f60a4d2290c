"""What tests stand on: real PostgreSQL, real Kafka, the embedded broker, a browser.

Servers are started once per process on first use. What cannot be had fails the tests that need it, naming what is
missing; `KUAICRM_SKIP_UNAVAILABLE=1` turns that into a skip.
"""

import logging
import os
import shutil
from collections.abc import AsyncIterator, Generator
from pathlib import Path
from typing import NoReturn

import pytest
import pytest_asyncio
import structlog

from crm_local.broker import Broker, ExternalBroker
from crm_local.embedded_broker import EmbeddedBroker
from crm_local.kafka import KafkaBroker, missing_for_kafka
from crm_local.postgres import EmbeddedPostgres
from crm_platform.runtime import spare_collector
from crm_testing.containers import ContainerBroker, container_engine_answers
from crm_testing.databases import Databases
from crm_testing.homes import (
    clear,
    clear_abandoned,
    ends_of_logs,
    forget_words,
    last_words,
    new_home,
)


def pytest_configure() -> None:
    """Log plainly what is wrong. By structlog's defaults a traceback is drawn with all variables, for half a second each."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
    )


def pytest_collection_finish() -> None:
    """Collect garbage as services do in production: to look again and again at all that is imported takes a third."""
    spare_collector()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what the servers and processes of the test said last."""
    report = yield
    if report.failed:
        own = getattr(item, "funcargs", {}).get("tmp_path")
        said = last_words() | (ends_of_logs(own) if own else {})
        report.sections += [(f"end of {name}", end) for name, end in said.items()]
    if call.when == "teardown":
        forget_words()
    return report


@pytest_asyncio.fixture(scope="session")
async def server_home() -> AsyncIterator[Path]:
    """The folder of this run's servers; what earlier runs left behind is ended and deleted first."""
    home = new_home(in_memory=True)
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
    return _lacking(
        f"no real Kafka: {' and '.join(missing)} not on the path, no container engine answers, "
        "and KAFKA_BOOTSTRAP_SERVERS is not set"
    )


def chromium() -> str:
    """The Chromium of this machine; fails (or skips) the test when it has none."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return found or _lacking(
        "no browser: chromium is not on the path (apt-get install chromium), and CHROMIUM names none"
    )


def _lacking(reason: str) -> NoReturn:
    if os.environ.get("KUAICRM_SKIP_UNAVAILABLE"):
        pytest.skip(reason)
    pytest.fail(reason, pytrace=False)
