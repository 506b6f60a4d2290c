"""A database with the schema and the views of orders."""

from collections.abc import AsyncIterator

import pytest_asyncio

from crm_testing.databases import Databases
from crm_testing.services import prepared
from orders.bootstrap import build


@pytest_asyncio.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    """As everywhere, but with the schema and the views of the service in it."""
    async with databases.lent(prepared_by=prepared(build, "orders")) as url:
        yield url
