"""One origin in front of opportunities and orders, for the tests of a module; people's data lies apart by who they are."""

from collections.abc import AsyncIterator

import pytest_asyncio

from crm_testing.origins import Office, office_under_test


@pytest_asyncio.fixture(scope="module")
async def office(module_database: str) -> AsyncIterator[Office]:
    async with office_under_test(module_database, "opportunities") as office:
        yield office
