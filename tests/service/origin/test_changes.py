"""Keeping level: one list and one stream of what several services have for somebody, through one cursor."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import orjson
from psycopg.types.json import Jsonb

from crm_local.people import demo_people
from crm_platform.http.server import listening as listening_on
from crm_platform.http.server import serving
from crm_testing.origins import Browser, Office, office_under_test
from crm_testing.staff import seller
from crm_testing.waiting import eventually

Events = AsyncGenerator[tuple[str, str, dict[str, Any]], None]
ROOT = "/api/opportunities/v1/opportunities"


async def opened(browser: Browser, title: str = "Press line") -> dict[str, Any]:
    body = {"title": title, "customer": {"name": "Acme"}, "amount": {"amount": "100.00", "currency": "CNY"}}
    answer = await browser.send("POST", ROOT, {**body, "id": str(uuid4())})
    assert answer.status_code == 201, answer.text
    return {**answer.json(), "position": int(answer.headers["x-position"])}


class Device:
    """What a device keeps, by the rules of the changes."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.cursor: str | None = None
        self.rows: dict[tuple[str, str], Any] = {}
        self.missing: list[str] = []

    async def pull(self) -> "Device":
        while True:
            params = {"limit": "2", **({"cursor": self.cursor} if self.cursor else {})}
            answer = await self.browser.http.get("/changes", params=params)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            self.rows = {k: row for k, row in self.rows.items() if k[0] not in page["reset"]}
            for change in page["changes"]:
                place = (change["kind"], change["id"])
                if change["row"] is None:
                    self.rows.pop(place, None)
                else:
                    self.rows[place] = change["row"]
            self.cursor, self.missing = page["cursor"], page["missing"]
            if not page["more"]:
                return self

    @property
    def titles(self) -> set[str]:
        return {row["title"] for (kind, _), row in self.rows.items() if kind == "opportunity"}

    async def has(self, *titles: str) -> None:
        async def there() -> bool:
            return (await self.pull()).titles >= set(titles)

        await eventually(there)


async def signed_in(office: Office, person: str) -> Browser:
    browser = await office.browser()
    await browser.sign_in(person)
    return browser


async def test_a_device_is_filled_and_kept_level(office: Office) -> None:
    wang = await signed_in(office, "wang.min")
    for title in ("one", "two", "three"):
        await opened(wang, title)
    device = Device(wang)
    await device.has("one", "two", "three")
    await opened(wang, "four")
    await device.has("four")
    assert (await Device(wang).pull()).rows == device.rows


async def test_what_is_given_to_another_team_leaves_the_device(office: Office) -> None:
    li, zhao, zhou = [await signed_in(office, who) for who in ("li.na", "zhao.lei", "zhou.ting")]
    made = await opened(li, "to be moved")
    devices = [Device(li), Device(zhao)]
    for device in devices:
        await device.has("to be moved")
    other = Device(zhou)
    assert "to be moved" not in (await other.pull()).titles
    zhou_ting = seller("zhou.ting", team="east-1").model_dump(mode="json")
    await office.services["opportunities"].database.fetch(
        "INSERT INTO copies VALUES ('PersonRecorded', 'zhou.ting', 1, %s) RETURNING id", Jsonb(zhou_ting)
    )
    admin = await signed_in(office, "lin.yue")
    answer = await admin.send(
        "POST", f"{ROOT}/{made['id']}/reassign", {"owner_id": "zhou.ting", "reason": "new region"}
    )
    assert answer.status_code == 200, answer.text
    await other.has("to be moved")
    for device in devices:
        assert "to be moved" not in (await device.pull()).titles


async def test_a_service_that_is_away_is_named_and_comes_later(database: str) -> None:
    async with office_under_test(database, "opportunities", "orders") as office:
        wang = await signed_in(office, "wang.min")
        await opened(wang, "one")
        device = Device(wang)
        await device.has("one")
        services = office.origin._services
        assert isinstance(services, dict)
        good, away = (
            services["orders"],
            httpx.AsyncClient(transport=httpx.MockTransport(refused), base_url="http://x"),
        )
        services["orders"] = type(good)(good.app, away)
        await opened(wang, "two")
        await device.has("two")
        assert device.missing == ["orders"]
        services["orders"] = good
        assert (await device.pull()).missing == []


def refused(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


async def test_a_cursor_that_was_edited_or_is_of_another_person_is_refused(office: Office) -> None:
    wang, zhou = await signed_in(office, "wang.min"), await signed_in(office, "zhou.ting")
    mine = (await Device(wang).pull()).cursor or ""
    for browser, cursor in ((zhou, mine), (wang, mine[:-4] + "AAAA"), (wang, "x"), (wang, "bnVsbA")):
        answer = await browser.http.get("/changes", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-cursor"), cursor


async def listening(http: httpx.AsyncClient, **headers: str) -> Events:
    """Events as a browser reads them: type, the last id, data."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    last = ""
    fields: dict[str, str] = {}
    async with http.stream("GET", "/events", headers=named, params={"seconds": "20"}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if not line and fields:
                last = fields.get("id", last)
                yield fields.get("event", "message"), last, orjson.loads(fields["data"])
                fields = {}
            elif line:
                fields[name] = value


async def begun(events: Events) -> None:
    """Read until every service listens: from then on there is an id."""
    async for _, last, _ in events:
        if last:
            return
    raise AssertionError("the stream ended")


async def until(events: Events, id_: str) -> tuple[str, list[str]]:
    """Read until the change of `id_`; the last id then, and the ids of all changes on the way."""
    seen = []
    async with asyncio.timeout(10):
        async for event, last, told in events:
            if event == "message":
                seen.append(told["id"])
                if told["id"] == id_:
                    return last, seen
    raise AssertionError("the stream ended")


async def test_changes_are_told_as_they_happen_and_resumed_where_the_line_was_cut(database: str) -> None:
    async with office_under_test(database, "opportunities", "orders") as office, served(office) as http:
        wang, zhou = await signed_in(office, "wang.min"), await signed_in(office, "zhou.ting")
        http.headers["cookie"] = f"kuaicrm-session={wang.cookie}"
        async with aclosing(listening(http)) as events:
            await begun(events)
            first = await opened(wang, "one")
            foreign = await opened(zhou, "not yours")
            second = await opened(wang, "two")
            last, seen = await until(events, second["id"])
            assert foreign["id"] not in seen
            assert first["id"] in seen
        third = await opened(wang, "three")
        async with aclosing(listening(http, last_event_id=last)) as events:
            _, seen = await until(events, third["id"])
            assert seen == [third["id"]]


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the origin over a socket: streams need a real one."""
    async with (
        serving(office.origin, listening_on("127.0.0.1", 0)) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=20) as client,
    ):
        yield client


async def test_a_stream_ends_with_the_token_that_it_was_opened_with(office: Office) -> None:
    wang = demo_people()["wang.min"]
    soon = office.issuer.access_token(wang, exp=int(time.time()) + 2)
    async with served(office) as http:
        http.headers["authorization"] = f"Bearer {soon}"
        for path in ("/events", "/api/opportunities/v1/changes/stream"):
            async with asyncio.timeout(10):
                assert (await http.get(path, params={"seconds": "200"})).status_code == 200, path


async def test_nobody_has_more_than_ten_streams(office: Office) -> None:
    async with served(office) as http, AsyncExitStack() as stack:
        http.headers["authorization"] = f"Bearer {office.issuer.token_for('zhou.ting')}"
        under_way = []
        for _ in range(10):
            answer = await stack.enter_async_context(http.stream("GET", "/events"))
            assert answer.status_code == 200
            under_way.append(answer.aiter_lines())
            await anext(under_way[-1])
        assert (await http.get("/events")).status_code == 429
    assert (await (await office.client("zhou.ting")).get("/changes")).status_code == 200
