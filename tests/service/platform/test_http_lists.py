"""Lists over HTTP from a real table: every row once in every order, nobody's rows to others, no cursor that lies."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import psycopg
import pytest
import sqlalchemy as sa

from crm_local.issuer import Issuer
from crm_platform.http.access import signed_in
from crm_platform.http.app import create_app
from crm_platform.http.commands import ReadContext
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, in_scope, sorted_by
from crm_platform.persistence.database import Database
from crm_platform.persistence.views import select
from crm_platform.security.tokens import TokenVerifier

LIST = "/api/lists/v1/rows"
TABLE = sa.Table(
    "rows",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("score", sa.Integer),
    sa.Column("owner_id", sa.Text),
    sa.Column("team", sa.Text),
    sa.Column("region", sa.Text),
)
OWNERS = [("wang.min", "south-1", "south"), ("li.na", "south-1", "south"), ("zhou.ting", "east-1", "east")]
ROWS: list[dict[str, Any]] = [
    {
        "id": n,
        "name": f"n{n % 4}",
        "score": None if n % 3 == 0 else n % 5,
        **dict(zip(("owner_id", "team", "region"), OWNERS[n % 3], strict=True)),
    }
    for n in range(1, 41)
]


@pytest.fixture
async def lists(database: str, issuer: Issuer) -> AsyncIterator[httpx.AsyncClient]:
    """A service whose only operation lists the rows."""
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        await connection.execute(
            "CREATE TABLE rows (id int PRIMARY KEY, name text NOT NULL, score int, owner_id text, team text, region text)"
        )
        async with connection.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO rows VALUES (%(id)s, %(name)s, %(score)s, %(owner_id)s, %(team)s, %(region)s)",
                ROWS,
            )
    source = Database(database, "public")
    await source.open()
    router = ServiceRouter(prefix="/api/lists/v1", dependencies=[signed_in])

    @router.get("/rows")
    async def rows(context: ReadContext, paging: Paged, name: str | None = None) -> Page[dict[str, Any]]:
        statement = sa.select(TABLE).where(in_scope(TABLE, context.principal))
        if name is not None:
            statement = statement.where(TABLE.c.name == name)
        sorting = sorted_by(TABLE, ("name", "score"), paging.sort)
        return await paging.page(statement, sorting, lambda s: select(source, s), dict)

    app = create_app(
        "lists",
        [router],
        verifier=TokenVerifier(issuer.url, "kuaicrm", issuer.jwks),
        cursor_key=b"secret",
        rate_limit=0,
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://crm.example") as client:
        yield client
    await source.close()


@pytest.fixture
def admin(issuer: Issuer) -> dict[str, str]:
    return {"authorization": f"Bearer {issuer.token_for('lin.yue')}"}


async def walked(client: httpx.AsyncClient, headers: dict[str, str], **query: str) -> list[dict[str, Any]]:
    """All rows, page by page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await client.get(LIST, params={**query, **cursor}, headers=headers)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        cursor = {"cursor": answer.json()["next"]}


def expected(sort: str) -> list[int]:
    """The ids in the order that `sort` means, nulls last either way."""
    rows = sorted(ROWS, key=lambda row: row["id"], reverse=sort.rsplit(",", maxsplit=1)[-1].startswith("-"))
    for part in reversed(sort.split(",")):
        name, descending = part.removeprefix("-"), part.startswith("-")
        rows.sort(key=lambda row: (row[name] or 0) if name != "name" else row[name], reverse=descending)
        rows.sort(key=lambda row: row[name] is None)
    return [row["id"] for row in rows]


@pytest.mark.parametrize(
    "sort", ["id", "-id", "name", "-name", "score", "-score", "name,-score", "-score,name", "-name,score,id"]
)
@pytest.mark.parametrize("limit", ["1", "7", "200"])
async def test_every_row_comes_once_in_every_order_and_page_size(
    lists: httpx.AsyncClient, admin: dict[str, str], sort: Any, limit: Any
) -> None:
    assert [row["id"] for row in await walked(lists, admin, sort=sort, limit=limit)] == expected(sort)


async def test_a_person_lists_their_own_a_manager_the_team(
    lists: httpx.AsyncClient, wang: dict[str, str], zhao: dict[str, str], issuer: Issuer
) -> None:
    assert {row["owner_id"] for row in await walked(lists, wang, limit="5")} == {"wang.min"}
    assert {row["owner_id"] for row in await walked(lists, zhao, limit="5")} == {"wang.min", "li.na"}
    director = {"authorization": f"Bearer {issuer.token_for('chen.jing')}"}
    assert {row["region"] for row in await walked(lists, director)} == {"south"}


async def test_a_cursor_of_another_person_opens_nothing(
    lists: httpx.AsyncClient, wang: dict[str, str], admin: dict[str, str]
) -> None:
    cursor = (await lists.get(LIST, params={"limit": "3"}, headers=admin)).json()["next"]
    refused = await lists.get(LIST, params={"limit": "3", "cursor": cursor}, headers=wang)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid-cursor")
    assert "n1" not in refused.text


async def test_a_cursor_edited_or_taken_to_another_filter_or_sort_is_refused(
    lists: httpx.AsyncClient, admin: dict[str, str]
) -> None:
    cursor = (await lists.get(LIST, params={"limit": "3", "name": "n1"}, headers=admin)).json()["next"]
    assert (await lists.get(LIST, params={"name": "n1", "cursor": cursor}, headers=admin)).status_code == 200
    for query in (
        {"cursor": cursor},
        {"cursor": cursor, "name": "n2"},
        {"cursor": cursor, "name": "n1", "sort": "name"},
        {"cursor": cursor[:-2] + "AA", "name": "n1"},
        {"cursor": "", "name": "n1"},
        {"cursor": "x" * 3000, "name": "n1"},
    ):
        refused = await lists.get(LIST, params=query, headers=admin)
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid-cursor")


@pytest.mark.parametrize("sort", ["owner_id", "name;select pg_sleep(5)", "--name", "name,name", ""])
async def test_a_sort_that_is_not_offered_is_refused_with_what_is(
    lists: httpx.AsyncClient, admin: dict[str, str], sort: Any
) -> None:
    refused = await lists.get(LIST, params={"sort": sort}, headers=admin)
    if sort:
        assert (refused.status_code, refused.json()["code"]) == (400, "unknown-sort")
        assert refused.json()["params"]["allowed"] == "name, score"
    else:
        assert refused.status_code == 200


@pytest.mark.parametrize(
    "text", ["' OR 1=1--", "'; DROP TABLE rows; --", "n1' UNION SELECT 1 --", "%", "\\", "n\u0000"]
)
async def test_a_filter_is_only_ever_a_value(
    lists: httpx.AsyncClient, admin: dict[str, str], text: Any
) -> None:
    answer = await lists.get(LIST, params={"name": text}, headers=admin)
    assert answer.status_code == (422 if "\x00" in text else 200)
    assert "n1" not in answer.text
    assert len(await walked(lists, admin)) == len(ROWS)
