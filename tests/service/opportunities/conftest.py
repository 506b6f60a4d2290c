"""The opportunities service on a fresh schema."""

from collections.abc import AsyncIterator

import pytest_asyncio

from crm_testing.databases import Databases
from crm_testing.opportunities import ROOT, OpportunityDesk
from crm_testing.services import service_under_test
from opportunities.bootstrap import build


async def prepared(url: str) -> None:
    """The schema and the views, made once and then copied."""
    async with service_under_test(build, "opportunities", url):
        pass


@pytest_asyncio.fixture
async def desk(databases: Databases) -> AsyncIterator[OpportunityDesk]:
    url = await databases.create(prepared_by=prepared)
    async with service_under_test(build, "opportunities", url) as running:
        yield OpportunityDesk(running.service, running.issuer, await running.anonymous(), ROOT)
    await databases.drop(url)
