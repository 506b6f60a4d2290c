"""Leads and records of contacts are found by a part of a text, through an index however short the part is."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from crm_testing.services import Running, person
from leads.adapters.follow_up_views import FOLLOW_UPS
from leads.adapters.identities import lead_contains
from leads.adapters.searching import contains
from leads.adapters.views import LEADS

LI = person("li", "salesperson", team="east-1", region="east")


async def register(client: httpx.AsyncClient, name: str, **more: Any) -> str:
    answer = await client.post("/leads", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def found(leads: Running, path: str, q: str, **more: Any) -> list[str]:
    at = {"min_position": await leads.service.log.position()} | more
    answer = await (await leads.as_(LI)).get(path, params={"q": q, **at})
    assert answer.status_code == 200, answer.text
    return [item["name"] if path == "/leads" else item["content"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("立", ["立信机械"]),
        ("信机", ["立信机械"]),
        ("ＡＢＣ", ["Wang"]),
        ("bc p", ["Wang"]),
        ("1380013", ["Wang"]),
        ("何艳", ["立信机械"]),
        ("100%", ["100% Foods"]),
        ("%", ["100% Foods"]),
        ("_", []),
        ("立信机械杭州", []),
    ],
)
async def test_leads_are_found_by_a_part_of_name_company_contact_or_phone(
    leads: Running, q: str, names: list[str]
) -> None:
    client = await leads.as_(LI)
    await register(client, "立信机械", contact="何艳", company="杭州立信")
    await register(client, "Wang", company="Abc Presses", phone="13800138000")
    await register(client, "100% Foods")
    assert await found(leads, "/leads", q) == names


async def test_leads_are_found_by_what_was_known_then(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client, "立信机械")
    await found(leads, "/leads", "立信")
    then = datetime.now(UTC)
    assert (await client.patch(f"/leads/{lead_id}", json={"name": "恒达"})).status_code == 200
    assert await found(leads, "/leads", "立信") == []
    assert await found(leads, "/leads", "恒达") == ["恒达"]
    assert await found(leads, "/leads", "立信", as_of=then.isoformat()) == ["立信机械"]


async def test_records_are_found_by_content_and_next_step_listed_and_exported(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client, "立信机械")
    step = {"due_at": "2099-01-01T09:00:00Z", "text": "寄样品"}
    for content, more in (("报价已发", {}), ("Nobody", {"next_step": step})):
        told = {"method": "call", "result": "other", "content": content, **more}
        assert (await client.post(f"/leads/{lead_id}/follow-ups", json=told)).status_code == 201
    assert await found(leads, "/follow-ups", "报价") == ["报价已发"]
    assert await found(leads, "/follow-ups", "样品") == ["Nobody"]
    assert await found(leads, f"/leads/{lead_id}/follow-ups", "nobody") == ["Nobody"]
    exported = await client.get("/follow-ups.csv", params={"q": "报价"})
    assert ("报价已发" in exported.text, "Nobody" in exported.text) == (True, False)


async def filled(leads: Running) -> None:
    """As many rows as it takes for the planner to mind which way it goes."""
    some = "SELECT md5(n::text)::uuid AS id, n, md5(n::text) AS text, now() AS at FROM generate_series(1, 20000) n"
    async with leads.service.database.connection() as connection:
        await connection.execute(
            f"INSERT INTO lead_list (id, version, name, recorded_from) SELECT id, 1, text, at FROM ({some}) s"
        )
        await connection.execute(
            "INSERT INTO lead_identities (id, version, sound, keys, identity, gone, searched, recorded_from)"
            f" SELECT id, 1, text, '{{}}', '{{}}', false, text, at FROM ({some}) s"
        )
        await connection.execute(
            f"INSERT INTO follow_up_list (id, version, searched, recorded_from) SELECT id, 1, text, at FROM ({some}) s"
        )
        for table in ("lead_list", "lead_identities", "follow_up_list"):
            await connection.execute(f"ANALYZE {table}")


async def test_both_searches_are_answered_from_their_index_however_short_the_part(leads: Running) -> None:
    await filled(leads)
    for part in ("立", "立信", "Presses"):
        searches = {
            "lead_identities_searched": sa.select(LEADS.table.c.id).where(
                LEADS.at(None), lead_contains(LEADS.table.c.id, part, None)
            ),
            "follow_up_list_searched": sa.select(FOLLOW_UPS.table.c.id).where(
                FOLLOW_UPS.at(None), contains(FOLLOW_UPS.table.c.searched, part)
            ),
        }
        for index, search in searches.items():
            said = search.compile(dialect=postgresql.dialect(paramstyle="pyformat"))  # type: ignore[no-untyped-call]
            async with leads.service.database.connection() as connection:
                rows = await (await connection.execute(f"EXPLAIN {said}", said.params)).fetchall()
            plan = "\n".join(row[0] for row in rows)
            assert f"Bitmap Index Scan on {index}" in plan, plan
            assert "Index Cond: (searched ~~" in plan, plan
