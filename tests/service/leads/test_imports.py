"""Imports of lead files through the API: a result per row, refusals at once, and going on after a kill."""

from typing import Any

import httpx

from crm_testing.services import Running, person, service_under_test
from crm_testing.waiting import eventually
from leads.bootstrap import build

ZHAO = person("zhao", "manager", team="east-1", region="east")
ADMIN = person("root", "admin")

FILE = """公司,联系人,电话,邮箱,来源,预算(万)
长沙立信机械有限公司,黄晓红,15892723295,xiaohong716@163.com,展会,50
长沙立信机械,黄晓红,158 9272 3295,,网站,
宁波瑞丰食品有限公司,何艳,18021539768,yan825@qq.com,展会,abc
,,,,,
青岛海工机械有限公司,王强,,wang@haigong.example,电话,12.5
"""


async def start(
    client: httpx.AsyncClient, content: bytes, name: str = "leads.csv", **more: Any
) -> httpx.Response:
    return await client.post("/imports", files={"file": (name, content)}, **more)


async def finished(client: httpx.AsyncClient, import_id: str) -> dict[str, Any]:
    async def over() -> dict[str, Any] | None:
        answer = await client.get(f"/imports/{import_id}")
        body: dict[str, Any] = answer.json()
        return body if answer.status_code == 200 and body["status"] != "running" else None

    found: dict[str, Any] | None = await eventually(over, timeout=30)
    assert found
    return found


async def test_every_row_gets_a_result_with_its_reason(leads: Running) -> None:
    client = await leads.as_(ZHAO)
    for encoding in ("gb18030",):
        answer = await start(client, FILE.encode(encoding))
        assert answer.status_code == 202, answer.text
        import_id = answer.json()["id"]
        done = await finished(client, import_id)
        assert (done["status"], done["created"], done["duplicates"], done["invalid"]) == ("finished", 2, 1, 1)
        rows = (await client.get(f"/imports/{import_id}/rows")).json()
        assert [(r["row"], r["outcome"]) for r in rows] == [
            (2, "created"),
            (3, "duplicate"),
            (4, "invalid"),
            (6, "created"),
        ]
        assert rows[1]["lead_id"] == rows[0]["lead_id"]
        assert rows[2]["reasons"][0]["pointer"] == "#/预算(万)"
        lead = (await (await leads.as_(ADMIN)).get(f"/leads/{rows[0]['lead_id']}")).json()
        assert lead["budget"] == {"amount": "500000.00", "currency": "CNY"}
        assert lead["score"] == sum(f["points"] for f in lead["factors"])
        report = await client.get(f"/imports/{import_id}/report.csv")
        assert report.text.splitlines()[2].startswith("3,duplicate,")


async def test_a_file_that_cannot_be_read_is_refused_at_once_and_leaves_nothing(leads: Running) -> None:
    client = await leads.as_(ZHAO)
    for content in (
        b"",
        b'company\n"unclosed',
        b"company,company\nx,y\n",
        b"color,taste\nred,sweet\n",
        b"PK\x03\x04junk",
    ):
        answer = await start(client, content)
        assert answer.status_code == 422, (content, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    assert await leads.events() == []


async def test_an_upload_sent_again_is_one_import(leads: Running) -> None:
    client = await leads.as_(ZHAO)
    headers = {"idempotency-key": "file-1"}
    first = await start(client, FILE.encode(), headers=headers)
    again = await start(client, FILE.encode(), headers=headers)
    assert first.json() == again.json()
    other = await start(client, FILE.encode() + b"x,,,,,\n", headers=headers)
    assert other.json()["code"] == "idempotency-key-reused"
    assert (await leads.events()).count("leads.LeadImportStarted") == 1


async def test_a_salesperson_may_not_import(leads: Running) -> None:
    answer = await start(await leads.as_(person("li", "salesperson")), FILE.encode())
    assert answer.status_code == 403


async def test_an_import_killed_at_any_row_goes_on_and_takes_each_row_once(database: str) -> None:
    rows = "".join(f"Company {n},a{n}@example.com\n" for n in range(1_700))
    content = ("company,email\n" + rows).encode()
    async with service_under_test(build, "leads", database) as leads:
        client = await leads.as_(ZHAO)
        import_id = (await start(client, content)).json()["id"]
        await eventually(lambda: begun(leads), timeout=20)
    async with service_under_test(build, "leads", database) as leads:
        client = await leads.as_(ZHAO)
        done = await finished(client, import_id)
        assert (done["created"], done["duplicates"], done["invalid"]) == (1_700, 0, 0)
        registered = [e for e in await leads.events() if e == "leads.LeadRegistered"]
        assert len(registered) == 1_700


async def begun(leads: Running) -> bool:
    return (await leads.events()).count("leads.LeadRegistered") > 50
