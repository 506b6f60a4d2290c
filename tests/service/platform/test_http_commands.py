"""What a command and a read know of their request, and what the answer carries beside its body."""

import json
from typing import Any
from uuid import UUID

import httpx
import pytest

ROOT = "/api/tiny/v1"
THINGS = f"{ROOT}/things"
OF_WANG = "018f0000-0000-7000-8000-000000000001"


async def test_a_command_is_answered_with_its_version_its_position_and_its_place(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    answer = await client.post(THINGS, json={"name": " 泵 "}, headers=wang)
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["x-position"] == "7"
    assert answer.headers["location"] == f"{THINGS}/{answer.json()['id']}"
    assert answer.headers["cache-control"] == "no-store"
    assert (answer.json()["name"], answer.json()["actor"]) == ("泵", "wang.min")


async def test_the_same_key_makes_the_same_thing_and_no_key_a_new_one(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    async def made(**headers: str) -> Any:
        return (await client.post(THINGS, json={"name": "x"}, headers={**wang, **headers})).json()

    one, again = [await made(**{"idempotency-key": "k-1"}) for _ in range(2)]
    assert one == again
    fresh = [await made() for _ in range(2)]
    assert len({one["id"], *(each["id"] for each in fresh)}) == 3
    assert UUID(fresh[0]["key"]).version == 7


async def test_the_same_key_of_another_person_is_another_key(
    client: httpx.AsyncClient, wang: dict[str, str], zhao: dict[str, str]
) -> None:
    ids = {
        (await client.post(THINGS, json={"name": "x"}, headers={**who, "idempotency-key": "k"})).json()["id"]
        for who in (wang, zhao)
    }
    assert len(ids) == 2


async def test_the_request_hash_tells_bodies_and_paths_apart_and_nothing_else(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    async def hashed(body: bytes, **headers: str) -> Any:
        given = {**wang, "content-type": "application/json", **headers}
        return (await client.post(THINGS, content=body, headers=given)).json()["request_hash"]

    one = await hashed(b'{"name":"x"}')
    assert one == await hashed(b'{"name":"x"}', **{"idempotency-key": "k", "x-correlation-id": "c"})
    assert one != await hashed(b'{"name":"y"}')


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "k" * 256, "k\x7f"])
async def test_a_key_that_is_no_visible_ascii_is_refused(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any, key: Any
) -> None:
    headers = [*((n.encode(), v.encode()) for n, v in wang.items()), (b"idempotency-key", key.encode())]
    answer = await client.post(THINGS, json={"name": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-idempotency-key")
    assert tiny.written == []


@pytest.mark.parametrize("key", ["k", "k" * 255, "!~/0f"])
async def test_a_key_of_visible_ascii_is_taken(
    client: httpx.AsyncClient, wang: dict[str, str], key: Any
) -> None:
    answer = await client.post(THINGS, json={"name": "x"}, headers={**wang, "idempotency-key": key})
    assert answer.json()["key"] == key


@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        (None, 428, "precondition-required"),
        ("*", 428, "precondition-required"),
        ('"2"', 412, "version-conflict"),
        ("3", 400, "bad-if-match"),
        ('"x"', 400, "bad-if-match"),
        ('"3", "4"', 400, "bad-if-match"),
        ('"' + "9" * 30 + '"', 400, "bad-if-match"),
        ('"3"', 200, None),
        ('W/"3"', 200, None),
    ],
)
async def test_a_change_is_based_on_the_present_version(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any, if_match: Any, status: Any, code: Any
) -> None:
    headers = wang if if_match is None else {**wang, "if-match": if_match}
    answer = await client.post(f"{THINGS}/{OF_WANG}/rename", json={"name": "x"}, headers=headers)
    assert answer.status_code == status
    assert answer.json().get("code") == code
    assert len(tiny.written) == (status == 200)


async def test_a_stale_version_is_told_with_the_present_one(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    headers = {**wang, "if-match": '"2"'}
    answer = await client.post(f"{THINGS}/{OF_WANG}/rename", json={"name": "x"}, headers=headers)
    assert answer.json()["params"] == {"expected": 2, "actual": 3}


async def test_a_command_without_a_body_takes_none(
    client: httpx.AsyncClient, zhao: dict[str, str], tiny: Any
) -> None:
    path = f"{THINGS}/{OF_WANG}/approve"
    for body in (b"", b"{}"):
        assert (await client.post(path, content=body, headers=zhao)).status_code == 200
    tiny.written.clear()
    refused = await client.post(path, json={"approved": False}, headers=zhao)
    assert refused.json()["errors"][0]["code"] == "unexpected-body"
    assert tiny.written == []


async def test_a_read_may_be_asked_as_of_a_time_and_not_before_a_position(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    query = {"as_of": "2026-01-31T08:00:00+08:00", "min_position": "42", "limit": "7", "sort": "-name"}
    answer = await client.get(THINGS, params={**query, "state": ["a", "b"]}, headers=wang)
    assert answer.json() == {
        "as_of": "2026-01-31T00:00:00+00:00",
        "min_position": 42,
        "limit": 7,
        "sort": "-name",
        "state": ["a", "b"],
    }
    unescaped = await client.get(f"{THINGS}?as_of=2026-01-31T08:00:00+08:00", headers=wang)
    assert unescaped.json()["as_of"] == "2026-01-31T00:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("as_of", "2026-01-31T08:00:00", "timezone-aware"),
        ("as_of", "2026-01-31", "timezone-aware"),
        ("as_of", "9999-13-45T00:00:00Z", "datetime-from-date-parsing"),
        ("as_of", "0001-01-01T00:00:00+14:00", "out-of-range"),
        ("as_of", "1700000000", "bad-time"),
        ("as_of", "yesterday", "bad-time"),
        ("as_of", "", "bad-time"),
        ("as_of", "2999-01-01T00:00:00+00:00", "in-the-future"),
        ("min_position", "-1", "bad-position"),
        ("min_position", "x", "bad-position"),
        ("min_position", "9" * 19, "bad-position"),
        ("min_position", "٣", "bad-position"),
    ],
)
async def test_a_time_or_position_that_means_nothing_is_refused(
    client: httpx.AsyncClient, wang: dict[str, str], name: Any, value: Any, code: Any
) -> None:
    answer = await client.get(THINGS, params={name: value}, headers=wang)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["in"], error["code"]) == (name, "query", code)


async def test_what_the_plan_cannot_do_fastapi_does_behind_the_same_checks(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any
) -> None:
    path = f"{ROOT}/slow-way/{OF_WANG}"
    answer = await client.post(path, json={"name": " x "}, headers=wang)
    assert answer.json() == {"name": "x", "more": "more", "caller": "wang.min"}
    tiny.written.clear()
    json_ = {**wang, "content-type": "application/json"}
    assert (await client.post(path, json={"name": "x"})).json()["code"] == "token-missing"
    assert (await client.post(path + "?x=1", json={"name": "x"}, headers=wang)).json()[
        "code"
    ] == "unknown-parameter"
    for body, code in [
        (b'{"name":"a","name":"b"}', "duplicate-member"),
        (b"[" * 99 + b"]" * 99, "json-too-deep"),
        (b'{"name": "\\u0000"}', "invalid"),
        (b"x" * 2_000_000, "payload-too-large"),
        (b'{"name": "x", "id": 1}', "invalid"),
    ]:
        refused = await client.post(path, content=body, headers=json_)
        assert refused.json()["code"] == code
    assert tiny.written == []


async def test_a_correlation_id_goes_in_and_out_and_is_made_where_none_came(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    own = await client.get(THINGS, headers={**wang, "x-correlation-id": "order-7:step.2"})
    assert own.headers["x-correlation-id"] == "order-7:step.2"
    for bad in ("", "a b", "x" * 101, "a\tb", '"><script>'):
        made = (await client.get(THINGS, headers={**wang, "x-correlation-id": bad})).headers[
            "x-correlation-id"
        ]
        assert UUID(made).version == 7


async def test_a_problem_is_told_in_the_callers_language(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    async def told(language: str | None) -> tuple[str, httpx.Headers]:
        headers = wang if language is None else {**wang, "accept-language": language}
        answer = await client.post(THINGS, json={"name": "", "x": 1}, headers=headers)
        return json.dumps(answer.json(), ensure_ascii=False), answer.headers

    for language in ("zh-CN,zh;q=0.9,en;q=0.8", "zh", "zh-Hans-CN", "fr, zh-TW;q=0.5"):
        text, headers = await told(language)
        assert "请求内容无效" in text
        assert "不允许的字段" in text
        assert headers["content-language"] == "zh-CN"
    for other in (None, "en-US,en;q=0.9,zh;q=0.1", "fr", "*", "zh;q=0", "zh;q=x", "," * 5000):
        text, headers = await told(other)
        assert "The request is not valid" in text
        assert headers["content-language"] == "en"


async def test_several_faults_are_told_at_once(client: httpx.AsyncClient, wang: dict[str, str]) -> None:
    assert [e["pointer"] for e in (await client.get(f"{ROOT}/two-faults")).json()["errors"]] == ["#/a", "#/b"]
    body = {"name": "", "amount": {"amount": "-1", "currency": "CNY"}, "more": 1}
    answer = await client.post(THINGS, json=body, headers=wang)
    assert {e["pointer"] for e in answer.json()["errors"]} == {"#/name", "#/amount", "#/more"}


async def test_a_bad_path_parameter_is_told_by_its_name(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    (error,) = (await client.get(f"{THINGS}/7", headers=wang)).json()["errors"]
    assert (error["parameter"], error["in"], error["code"]) == ("thing_id", "path", "uuid-parsing")


async def test_readiness_is_what_the_checks_say(tiny: Any) -> None:
    answers = {"database": True, "relay": True}

    async def database() -> bool:
        return answers["database"]

    async def relay() -> bool:
        if not answers["relay"]:
            raise ConnectionError("10.1.2.3")
        return True

    app = tiny.app(checks={"database": database, "relay": relay})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://crm.example") as client:
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["checks"]) == (200, {"database": True, "relay": True})
        answers["relay"] = False
        not_ready = await client.get("/health/ready")
        assert (not_ready.status_code, not_ready.json()["params"]) == (503, {"checks": "relay"})
        assert "10.1.2.3" not in not_ready.text
        assert (await client.get("/health/live")).json()["status"] == "live"
