"""The leads service on a database of its own."""

from collections.abc import AsyncIterator

import pytest_asyncio

from crm_testing.databases import Databases
from crm_testing.services import Running, prepared, service_under_test
from leads.bootstrap import build


@pytest_asyncio.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    """As everywhere, but with the schema and the views of the service in it."""
    async with databases.lent(prepared_by=prepared(build, "leads")) as url:
        yield url


@pytest_asyncio.fixture
async def leads(database: str) -> AsyncIterator[Running]:
    """The service, as it is built for production."""
    async with service_under_test(build, "leads", database) as running:
        yield running
