"""What a question may cost: no more cells than are allowed, and no waiting for a server that says nothing."""

import asyncio
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from analytics.views.patience import PatientReads
from crm_platform.persistence.database import Database
from crm_testing.faults import proxied
from crm_testing.waiting import eventually


@pytest.fixture
def three_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYTICS_MOST_CELLS", "3")


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("/funnel", {"period": "day"}, "period"),
        ("/leads/analysis", {"period": "day"}, "period"),
        ("/leads/analysis", {"by": "owner"}, "by"),
        ("/leads/follow-ups", {"by": "author"}, "by"),
    ],
)
async def test_a_question_for_more_cells_than_are_allowed_is_refused_and_one_for_fewer_answered(
    three_cells: None, desk: Any, history: Any, path: str, query: dict[str, str], parameter: str
) -> None:
    for owner in ("li", "wu", "he", "xu"):
        history.open(owner, owner=owner)
        lead = history.leads.register(owner)
        history.leads.assign(lead, owner)
        history.leads.follow_up(lead, "call", author=owner)
        history.later(days=1)
    await desk.take(history.said)
    client = await desk.client("boss")

    refused = await client.get(path, params=query)

    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    (fault,) = refused.json()["errors"]
    assert (fault["parameter"], fault["code"]) == (parameter, "too-many-cells")
    assert "3" in fault["detail"]
    for fewer in ({"region": "south"}, {"from": "2026-03-03"}, {}):
        fitting = query | fewer if fewer else {"period": "year"} if "period" in query else {}
        assert (await client.get(path, params=fitting)).status_code == 200


async def test_a_long_read_gives_up_a_server_that_says_nothing_and_its_turn_with_it(desk: Any) -> None:
    address = urlsplit(desk.running.service.settings.database_url)
    async with proxied(address.port or 5432) as proxy:
        host = f"{address.username}@127.0.0.1:{proxy.port}"
        database = Database(urlunsplit(address._replace(netloc=host)), "analytics")
        reads = PatientReads(database, patience=1)

        async def read() -> object:
            return await reads.fetch_named("SELECT pg_sleep(0.5)", {})

        assert await read()
        waiting = [asyncio.create_task(read()) for _ in range(3)]
        await eventually(lambda: _asleep(desk))
        proxy.hold()
        done, left = await asyncio.wait(waiting, timeout=10)
        proxy.release()
        assert not left
        assert {type(task.exception()) for task in done} == {psycopg.OperationalError}
        assert await read()


async def _asleep(desk: Any) -> bool:
    query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%%' AND state = 'active'"
    return bool((await desk.database.fetch(query))[0][0])
