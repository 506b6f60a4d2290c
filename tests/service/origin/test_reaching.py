"""The origin on its own, in front of services that answer at addresses."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from crm_origin.reaching import at_address, in_process
from crm_platform.http.server import listening, serving
from crm_testing.origins import Browser, Office, office_under_test

ECHO = "/api/echo/v1"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Tells what came; under /stream, in parts without end."""
    request = Request(scope, receive)
    if scope["path"].endswith("/stream"):
        await StreamingResponse(_ticking(), media_type="text/event-stream")(scope, receive, send)
        return
    told = {
        "path": scope["raw_path"].decode(),
        "query": scope["query_string"].decode(),
        "headers": [[n.decode(), v.decode()] for n, v in scope["headers"]],
        "body": (await request.body()).decode(),
        "method": scope["method"],
    }
    await JSONResponse(told, 418, headers={"x-own": "1"})(scope, receive, send)


async def _ticking() -> AsyncIterator[str]:
    yield "data: tick\n\n"
    yield "data: tick\n\n"
    await asyncio.Event().wait()


@pytest_asyncio.fixture(scope="module")
async def office(module_database: str) -> AsyncIterator[Office]:
    async with serving(echo, listening("127.0.0.1", 0)) as url:
        around = {
            "echo": at_address("echo", url, "crm.test"),
            "away": at_address("away", "http://127.0.0.1:1", "crm.test"),
        }
        async with office_under_test(module_database, around=around) as office:
            yield office


@pytest_asyncio.fixture
async def wang(office: Office) -> Browser:
    browser = await office.browser()
    await browser.sign_in("wang.min")
    return browser


async def test_a_request_goes_there_as_it_came_but_in_somebodys_name(wang: Browser) -> None:
    answer = await wang.send(
        "POST", f"{ECHO}/a%20b/c?x=%2F&x=2", {"a": 1}, if_match='"3"', x_forwarded_for="1.2.3.4"
    )
    assert (answer.status_code, answer.headers["x-own"]) == (418, "1")
    told = answer.json()
    assert (told["method"], told["path"], told["query"]) == ("POST", f"{ECHO}/a%20b/c", "x=%2F&x=2")
    assert told["body"] == '{"a":1}'
    headers: dict[str, Any] = dict(told["headers"])
    assert headers["authorization"].startswith("Bearer ey")
    assert headers["if-match"] == '"3"'
    assert headers["host"] == "crm.test"
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert not {"cookie", "x-csrf"} & headers.keys()


async def test_a_token_of_ones_own_is_passed_on_and_no_cookie_beside_it(
    office: Office, wang: Browser
) -> None:
    answer = await wang.http.post(f"{ECHO}/x", headers={"authorization": "Bearer own"})
    headers = dict(answer.json()["headers"])
    assert headers["authorization"] == "Bearer own"
    assert "cookie" not in headers


async def test_endless_answers_are_handed_on_as_they_come(office: Office, wang: Browser) -> None:
    async with (
        serving(office.origin, listening("127.0.0.1", 0)) as url,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        headers = {"cookie": f"kuaicrm-session={wang.cookie}"}
        async with client.stream("GET", f"{url}{ECHO}/stream", headers=headers) as answer:
            lines = answer.aiter_lines()
            assert [await anext(lines) for _ in range(4)] == ["data: tick", "", "data: tick", ""]


async def test_a_service_that_is_away_is_503_in_our_words(wang: Browser) -> None:
    answer = await wang.http.get("/api/away/v1/x")
    assert (answer.status_code, answer.json()["code"]) == (503, "service-unreachable")
    assert answer.headers["retry-after"]
    assert "127.0.0.1" not in answer.text


@pytest.mark.parametrize("path", ["/api/nobody/v1/x", "/api/", "/api", "/api/echo"])
async def test_what_is_no_service_is_not_found(wang: Browser, path: str) -> None:
    assert (await wang.http.get(path)).status_code == 404


async def asked(office: Office, *messages: Any, query: bytes = b"") -> list[Any]:
    """What the origin answers to a request that comes in these messages."""
    coming, told = list(messages), []

    async def receive() -> Any:
        return coming.pop(0) if coming else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        told.append(message)

    headers = [(b"host", b"crm.test"), (b"content-length", b"8"), (b"authorization", b"Bearer own")]
    scope = {
        "type": "http", "method": "POST", "path": f"{ECHO}/x", "raw_path": f"{ECHO}/x".encode(),
        "query_string": query, "headers": headers, "scheme": "http", "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await office.origin(scope, receive, send)
    return told


async def test_an_address_that_is_none_is_refused_in_our_words(office: Office) -> None:
    start, body = await asked(office, query=b"q=" + b"x" * 70_000)
    assert start["status"] == 400
    assert orjson.loads(body["body"])["code"] == "malformed"


async def test_who_goes_away_in_the_middle_of_a_request_is_told_nothing(office: Office) -> None:
    half = {"type": "http.request", "body": b"half", "more_body": True}
    assert await asked(office, half, {"type": "http.disconnect"}) == []


async def test_what_nobody_waits_for_any_more_ends() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow(_scope: Scope, _receive: Receive, _send: Send) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    client = in_process(slow).client
    asking = asyncio.create_task(client.get("/"))
    await begun.wait()
    asking.cancel()
    async with asyncio.timeout(5):
        await ended.wait()
    await client.aclose()
