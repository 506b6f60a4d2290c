"""The opportunities service on a database of its own."""

from collections.abc import AsyncIterator

import pytest_asyncio

from crm_testing.databases import Databases
from crm_testing.opportunities import ROOT, OpportunityDesk
from crm_testing.services import prepared, service_under_test
from opportunities.bootstrap import build


@pytest_asyncio.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    """As everywhere, but with the schema and the views of the service in it."""
    async with databases.lent(prepared_by=prepared(build, "opportunities")) as url:
        yield url


@pytest_asyncio.fixture
async def desk(database: str) -> AsyncIterator[OpportunityDesk]:
    async with service_under_test(build, "opportunities", database) as running:
        yield OpportunityDesk(running.service, running.issuer, await running.anonymous(), ROOT)
