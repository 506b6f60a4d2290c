"""What analysts read with plain SQL: documented, the API's own numbers, as of any moment, and nothing else."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import psycopg
import pytest
import pytest_asyncio

VIEWS = [
    "v_contracts", "v_funnel_stages", "v_lead_follow_ups", "v_lead_touches", "v_leads", "v_opportunities", "v_orders",
]  # fmt: skip
# Other events tell of what views of their own show.
OF_THEIR_OWN = ("LeadTouched", "LeadFollowedUp", "LeadFollowUpCorrected")
Connection = psycopg.AsyncConnection[Any]


@pytest_asyncio.fixture
async def analyst(desk: Any, postgres: str) -> AsyncIterator[Connection]:
    """A connection of somebody who was granted the role analyst and nothing else."""
    name = (await desk.database.fetch("SELECT current_database()"))[0][0]
    url = postgres.rpartition("/")[0] + f"/{name}"
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("SET ROLE analyst")
        yield connection


async def asked(analyst: Connection, query: str) -> list[Any]:
    return await (await analyst.execute(query.encode())).fetchall()


async def test_every_view_and_every_column_says_what_it_is(analyst: Connection) -> None:
    rows = await asked(
        analyst,
        "SELECT c.relname, a.attname, obj_description(c.oid), col_description(c.oid, a.attnum) FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
        " WHERE c.relnamespace = 'analytics'::regnamespace AND c.relkind = 'v'",
    )
    assert sorted({row[0] for row in rows}) == VIEWS
    assert len(rows) > 60
    assert [row for row in rows if not row[2] or not row[3]] == []


async def test_the_views_give_the_numbers_of_the_api(desk: Any, history: Any, analyst: Connection) -> None:
    history.anything(random.Random(23), 600)
    await desk.take(history.said)

    stages = await desk.stages()
    rows = await asked(
        analyst,
        "SELECT stage, count(*), count(*) FILTER (WHERE went_on), count(*) FILTER (WHERE stage = stage_now),"
        " count(*) FILTER (WHERE status = 'won'), count(*) FILTER (WHERE status = 'lost')"
        " FROM analytics.v_funnel_stages WHERE visit = 1 GROUP BY stage",
    )
    figures = ("entered", "went_on", "current", "won", "lost")
    assert {row[0]: row[1:] for row in rows} == {
        code: tuple(stage[name] for name in figures) for code, stage in stages.items() if stage["entered"]
    }
    visits = dict(
        await asked(analyst, "SELECT stage, count(*) FROM analytics.v_funnel_stages GROUP BY stage")
    )
    assert visits == {code: stage["visits"] for code, stage in stages.items() if stage["visits"]}

    rows = await asked(
        analyst,
        "SELECT stage, currency, sum(amount) FROM analytics.v_opportunities GROUP BY 1, 2 ORDER BY 1, 2",
    )
    assert rows == [
        (code, total["currency"], Decimal(total["amount"]))
        for code, stage in sorted(stages.items())
        for total in stage["amounts"]
    ]

    rows = await asked(
        analyst,
        "SELECT source, grade, count(*), count(*) FILTER (WHERE status = 'converted') FROM analytics.v_leads"
        " WHERE status <> 'merged' GROUP BY 1, 2 ORDER BY 1, 2",
    )
    groups = await desk.answer("boss", "/leads/summary")
    assert rows == [(g["source"], g["grade"], g["leads"], g["converted"]) for g in groups]

    (whole,) = (await desk.answer("boss", "/leads/analysis"))["groups"]
    for view, column, figure in (
        ("v_lead_touches", "source", "touches"),
        ("v_lead_follow_ups", "method", "follow_ups"),
    ):
        rows = await asked(
            analyst, f"SELECT count(*), count({column}), count(event_id) FROM analytics.{view}"
        )
        assert (rows[0][0], rows[0][2]) == (whole[figure], whole[figure])
        assert rows[0][1] > 0
    rows = await asked(
        analyst,
        "SELECT method, attempt, count(*) FROM analytics.v_lead_follow_ups GROUP BY 1, 2",
    )
    for by, at in (("method", 0), ("attempt", 1)):
        told = Counter[str]()
        for row in rows:
            told[str(row[at]) if by == "method" or row[at] < 6 else "6+"] += row[2]
        groups = (await desk.answer("boss", "/leads/follow-ups", by=by))["groups"]
        assert told == {group["key"]: group["contacts"] for group in groups}

    rows = await asked(
        analyst,
        "SELECT status, currency, count(*), sum(amount), sum(invoiced_amount) FROM analytics.v_orders"
        " GROUP BY 1, 2 ORDER BY 1, 2",
    )
    assert rows == [
        (
            group["status"],
            group["amount"]["currency"],
            group["orders"],
            Decimal(group["amount"]["amount"]),
            Decimal(group["invoiced"]["amount"]),
        )
        for group in await desk.answer("boss", "/orders/summary")
    ]


async def test_the_views_show_any_moment(desk: Any, history: Any, analyst: Connection) -> None:
    history.anything(random.Random(29), 400)
    await desk.take(history.said)
    moment = history.said[200].time.isoformat()
    await analyst.execute(f"SET analytics.as_of = '{moment}'".encode())

    rows = await asked(
        analyst,
        "SELECT stage, count(*), count(*) FILTER (WHERE went_on), count(*) FILTER (WHERE stage = stage_now)"
        " FROM analytics.v_funnel_stages WHERE visit = 1 GROUP BY stage",
    )
    stages = await desk.stages(as_of=moment)
    assert {row[0]: row[1:] for row in rows} == {
        code: (stage["entered"], stage["went_on"], stage["current"])
        for code, stage in stages.items()
        if stage["entered"]
    }
    later = await asked(analyst, f"SELECT count(*) FROM analytics.v_contracts WHERE recorded_at > '{moment}'")
    assert later == [(0,)]


async def test_time_in_stage_is_there_to_the_microsecond(
    desk: Any, history: Any, analyst: Connection
) -> None:
    deal = history.open()
    history.later(hours=3, microseconds=7)
    history.move(deal, "first_contact", "needs_confirmed")
    await desk.take(history.said)
    rows = await asked(
        analyst,
        "SELECT seconds, left_at - entered_at = interval '3 hours 7 microseconds' FROM analytics.v_funnel_stages"
        " WHERE left_at IS NOT NULL",
    )
    assert rows == [(Decimal("10800.000007"), True)]


async def test_every_row_names_the_event_that_made_it(desk: Any, history: Any, analyst: Connection) -> None:
    history.anything(random.Random(31), 300)
    await desk.take(history.said)
    newest = {e.subject: e.id for e in history.said if e.type.split(".")[2] not in OF_THEIR_OWN}
    for view, column in (("v_opportunities", "opportunity_id"), ("v_leads", "lead_id")):
        rows = await asked(
            analyst, f"SELECT {column}::text, event_id FROM analytics.{view} WHERE status = 'open'"
        )
        assert rows
        assert all(newest[subject] == event for subject, event in rows)
    rows = await asked(
        analyst,
        "SELECT count(*) FROM analytics.v_funnel_stages s JOIN analytics.v_contracts c USING (event_id)"
        " WHERE c.version = s.version AND c.aggregate_id = s.opportunity_id",
    )
    assert rows == await asked(analyst, "SELECT count(*) FROM analytics.v_funnel_stages")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM analytics.contracts",
        "SELECT * FROM analytics.opportunity_stages",
        "SELECT * FROM analytics.parked",
        "DELETE FROM analytics.v_contracts",
        "UPDATE analytics.v_contracts SET actor = 'somebody'",
        "CREATE TABLE analytics.mine (n int)",
    ],
)
async def test_an_analyst_reads_the_views_and_nothing_else(analyst: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await analyst.execute(statement.encode())


async def test_what_analysts_build_on_the_views_survives_a_rebuild(
    desk: Any, history: Any, postgres: str, analyst: Connection
) -> None:
    history.open()
    await desk.take(history.said)
    await analyst.execute("RESET ROLE")
    await analyst.execute(
        "CREATE VIEW public.mine AS SELECT stage, count(*) AS deals FROM analytics.v_funnel_stages GROUP BY stage"
    )
    assert (await (await desk.client("admin")).post("/operations/facts/rebuild")).status_code == 200
    history.open("another")
    await desk.take(history.said)
    assert await asked(analyst, "SELECT * FROM public.mine") == [("first_contact", 2)]
