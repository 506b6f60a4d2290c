"""Sorting, scope and cursors, without a database: what becomes of them in SQL, and which cursors are believed."""

import itertools
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.dialects import postgresql

from crm_platform.http.exchange import Exchange
from crm_platform.http.paging import InvalidCursor, Page, UnknownSort, in_scope, read_paging, sorted_by
from crm_platform.security.scope import Principal

TABLE = sa.Table(
    "things",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("score", sa.Integer),
    sa.Column("amount", sa.Numeric(19, 4)),
    sa.Column("due", sa.Date),
    sa.Column("at", sa.TIMESTAMP(timezone=True)),
    sa.Column("owner_id", sa.Text),
    sa.Column("team", sa.Text),
    sa.Column("region", sa.Text),
)
ALLOWED = ("name", "score", "amount", "due", "at")
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
ID = UUID("018f0000-0000-7000-8000-000000000001")
ROW = {
    "id": ID,
    "name": "泵",
    "score": 7,
    "amount": Decimal("12.5000"),
    "due": date(2026, 1, 31),
    "at": datetime(2026, 1, 31, 8, tzinfo=UTC),
}


def sql(clause: Any) -> str:
    return str(clause.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))


def paging(query: str = "", subject: str = "wang", path: str = "/things", key: bytes = b"key") -> Any:
    app = FastAPI()
    app.state.cursor_key = key
    scope = {"method": "GET", "path": path, "query_string": query.encode(), "app": app}
    Exchange(scope, {}, "c").principal = Principal.of(subject)
    return read_paging(scope)


async def cursor_for(query: str = "", rows: int = 1, **who: Any) -> str:
    asked = paging(query + "&limit=1" if query else "limit=1", **who)

    async def run(_statement: Any) -> Any:
        return [ROW] * (rows + 1)

    page = await asked.page(sa.select(TABLE), sorted_by(TABLE, ALLOWED, asked.sort), run, lambda row: row)
    return str(page.next)


async def opened(cursor: str, query: str = "", **who: Any) -> str:
    asked = paging(f"{query}&cursor={cursor}" if query else f"cursor={cursor}", **who)
    statements = []

    async def run(statement: Any) -> Any:
        statements.append(statement)
        return []

    await asked.page(sa.select(TABLE.c.id), sorted_by(TABLE, ALLOWED, asked.sort), run, lambda row: row)
    return sql(statements[0])


def test_a_sort_names_fields_with_their_direction_and_is_made_total() -> None:
    assert [sql(c) for c in sorted_by(TABLE, ALLOWED, "-score,name").order()] == [
        "things.score DESC NULLS LAST",
        "things.name ASC",
        "things.id ASC",
    ]
    assert [sql(c) for c in sorted_by(TABLE, ALLOWED, None).order()] == ["things.id DESC"]


@pytest.mark.parametrize(
    "sort",
    [
        "secret",
        "owner_id",
        "name;select pg_sleep(5)",
        "name,",
        ",name",
        "--name",
        "NAME",
        "name desc",
        "name,name",
        "name,-name",
        "name,score,amount,due,at",
        "a" * 5000,
        "%00",
    ],
)
def test_a_sort_that_is_not_offered_is_refused(sort: Any) -> None:
    with pytest.raises(UnknownSort) as refused:
        sorted_by(TABLE, ALLOWED, sort)
    assert refused.value.params["allowed"] == ", ".join(ALLOWED)


async def test_a_cursor_continues_behind_the_last_row() -> None:
    assert "(things.id) < ('018f" in await opened(await cursor_for())
    query = "sort=name"
    assert "(things.name, things.id) > ('泵', '018f" in await opened(await cursor_for(query), query)


async def test_every_kind_of_value_survives_in_a_cursor() -> None:
    query = "sort=amount,due,-at,score"
    where = await opened(await cursor_for(query), query)
    for part in ("12.5000", "2026-01-31", "2026-01-31 08:00:00+00:00", "score = 7"):
        assert part in where
    unscored = {**ROW, "score": None}
    asked = paging("limit=1&sort=-score")

    async def run(_statement: Any) -> Any:
        return [unscored, unscored]

    page = await asked.page(sa.select(TABLE), sorted_by(TABLE, ALLOWED, "-score"), run, lambda row: row)
    assert "things.score IS NULL AND things.id <" in await opened(page.next, "sort=-score")


async def test_an_edited_cursor_is_refused_wherever_it_was_edited() -> None:
    cursor = await cursor_for()
    raw = bytearray(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    for position in range(len(raw)):
        edited = bytes(byte ^ 1 if i == position else byte for i, byte in enumerate(raw))
        with pytest.raises(InvalidCursor):
            await opened(urlsafe_b64encode(edited).decode().rstrip("="))
    for garbage in ("", "x", "é", "a" * 3000, cursor[:-1], cursor + "AA", "null", "%00"):
        with pytest.raises(InvalidCursor):
            await opened(garbage)


async def test_a_cursor_is_good_for_its_caller_list_filter_sort_and_key_only() -> None:
    cursor = await cursor_for("state=new")
    await opened(cursor, "state=new")
    await opened(cursor, "limit=200&state=new")
    others: list[tuple[str, dict[str, Any]]] = [
        ("state=new", {"subject": "li"}),
        ("state=new", {"path": "/others"}),
        ("state=new", {"key": b"another"}),
        ("state=old", {}),
        ("", {}),
        ("state=new&state=old", {}),
        ("state=new&sort=-id", {}),
        ("state=new&sort=name", {}),
        ("state=new&as_of=2026-01-01T00:00:00Z", {}),
    ]
    for query, who in others:
        with pytest.raises(InvalidCursor):
            await opened(cursor, query, **who)


async def test_a_cursor_of_another_default_order_is_refused() -> None:
    asked = paging(f"cursor={await cursor_for()}")

    async def run(_statement: Any) -> Any:
        return []

    with pytest.raises(InvalidCursor):
        await asked.page(
            sa.select(TABLE), sorted_by(TABLE, ALLOWED, None, default="id"), run, lambda row: row
        )


@pytest.mark.parametrize(
    ("roles", "condition"),
    [
        (["salesperson"], "things.owner_id = 'wang'"),
        (["manager"], "things.owner_id = 'wang' OR things.team = 'south-1'"),
        (["director"], "things.owner_id = 'wang' OR things.region = 'south'"),
        (["analyst"], "true"),
        ([], "things.owner_id = 'wang'"),
    ],
)
def test_scope_is_a_condition_of_the_query(roles: Any, condition: Any) -> None:
    principal = Principal.of("wang", roles, team="south-1", region="south")
    assert sql(in_scope(TABLE, principal)) == condition


def test_a_manager_without_a_team_sees_their_own_only() -> None:
    assert sql(in_scope(TABLE, Principal.of("wang", ["manager"]))) == "things.owner_id = 'wang'"


def test_every_order_of_every_pair_of_columns_makes_a_condition() -> None:
    for one, two in itertools.permutations(ALLOWED, 2):
        for sort in (f"{one},{two}", f"-{one},{two}", f"{one},-{two}", f"-{one},-{two}"):
            sorting = sorted_by(TABLE, ALLOWED, sort)
            values = [ROW[str(column.key)] for column, _ in sorting.columns]
            assert sql(sorting.after(values))


def test_a_page_tells_how_to_go_on() -> None:
    assert Page[int](items=[1], next="abc").model_dump() == {"items": [1], "next": "abc"}
