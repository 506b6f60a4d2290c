"""The attacks of the acceptance list that an HTTP edge must bounce; nothing is written, nothing is told, nothing hangs."""

import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from crm_local.issuer import Issuer

ROOT = "/api/tiny/v1"
THINGS = f"{ROOT}/things"
OF_WANG = "018f0000-0000-7000-8000-000000000001"
OF_ZHOU = "018f0000-0000-7000-8000-000000000002"
NOBODYS = "018f0000-0000-7000-8000-00000000ffff"


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem details of an answer that must be one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"urn:kuaicrm:problem:{code}"
    assert (body["code"], body["status"]) == (code, status)
    assert body["title"]
    assert body["instance"].startswith("urn:kuaicrm:request:")
    for told in ("Traceback", "SELECT", "/etc/", ".py", "psycopg", "10.1.2.3"):
        assert told not in answer.text
    return body


async def raw(client: httpx.AsyncClient, headers: dict[str, str], body: bytes) -> httpx.Response:
    """POST a body as it is, and see that no answer takes much of the processor."""
    started = time.process_time()
    answer = await client.post(THINGS, content=body, headers={**headers, "content-type": "application/json"})
    assert time.process_time() - started < 1.0
    return answer


async def test_a_thing_out_of_scope_is_answered_like_one_that_does_not_exist(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    other = problem(await client.get(f"{THINGS}/{OF_ZHOU}", headers=wang), 404, "not-found")
    nobody = problem(await client.get(f"{THINGS}/{NOBODYS}", headers=wang), 404, "not-found")
    assert {**other, "instance": None} == {**nobody, "instance": None}
    assert (await client.get(f"{THINGS}/{OF_WANG}", headers=wang)).status_code == 200


async def test_a_manager_sees_the_team_and_not_another_one(
    client: httpx.AsyncClient, zhao: dict[str, str]
) -> None:
    assert (await client.get(f"{THINGS}/{OF_WANG}", headers=zhao)).status_code == 200
    problem(await client.get(f"{THINGS}/{OF_ZHOU}", headers=zhao), 404, "not-found")


async def test_a_change_out_of_scope_is_not_found(
    client: httpx.AsyncClient, issuer: Issuer, tiny: Any
) -> None:
    headers = {"authorization": f"Bearer {issuer.token_for('zhou.ting')}", "if-match": '"3"'}
    answer = await client.post(f"{THINGS}/{OF_WANG}/rename", json={"name": "x"}, headers=headers)
    problem(answer, 404, "not-found")
    assert tiny.written == []


@pytest.mark.parametrize("query", ["tenant_id=other", "owner=1", "limit=1&__proto__=1", "State=new", "%00=1"])
async def test_a_parameter_that_is_not_known_is_refused(
    client: httpx.AsyncClient, wang: dict[str, str], query: Any
) -> None:
    problem(await client.get(f"{THINGS}?{query}", headers=wang), 400, "unknown-parameter")


async def test_a_thousand_filters_are_refused(client: httpx.AsyncClient, wang: dict[str, str]) -> None:
    problem(await client.get(THINGS + "?" + "state=a&" * 1000, headers=wang), 400, "too-many-parameters")
    problem(await client.get(THINGS + "?state=" + "a" * 9000, headers=wang), 400, "too-many-parameters")


async def test_no_page_is_longer_than_200(client: httpx.AsyncClient, wang: dict[str, str]) -> None:
    for limit in ("1000000", "0", "-1", "1e2", "²", "9" * 5000):
        body = problem(await client.get(THINGS, params={"limit": limit}, headers=wang), 422, "invalid")
        assert body["errors"][0]["parameter"] == "limit"
        assert body["errors"][0]["in"] == "query"


@pytest.mark.parametrize(
    "member",
    ["tenant_id", "owner_id", "id", "version", "created_at", "is_admin", "status", "__proto__", "a/b~c"],
)
async def test_members_that_are_not_known_are_refused_by_name(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any, member: Any
) -> None:
    answer = await client.post(THINGS, json={"name": "x", member: "won"}, headers=wang)
    body = problem(answer, 422, "invalid")
    pointer = "#/" + member.replace("~", "~0").replace("/", "~1")
    assert [(e["pointer"], e["code"]) for e in body["errors"]] == [(pointer, "extra-forbidden")]
    assert tiny.written == []


async def test_a_role_that_may_not_is_refused_before_anything_is_read(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any
) -> None:
    answer = await client.post(f"{THINGS}/not-even-an-id/approve", content=b"{broken", headers=wang)
    assert problem(answer, 403, "role-missing")["params"] == {"roles": ["manager"]}
    assert tiny.written == []


async def test_a_method_override_is_ignored(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any
) -> None:
    headers = {**wang, "x-http-method-override": "POST", "x-method-override": "POST", "x-http-method": "POST"}
    assert (await client.get(THINGS, headers=headers)).status_code == 200
    problem(await client.get(f"{THINGS}/{OF_WANG}/approve", headers=headers), 405, "method-not-allowed")
    assert tiny.written == []


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "token-missing"),
        ("", "token-missing"),
        ("Basic d2FuZzpkZW1v", "token-missing"),
        ("Bearer", "token-invalid"),
        ("Bearer ", "token-invalid"),
        ("Bearer a b", "token-invalid"),
        ("Bearer abc", "token-invalid"),
        ("Bearer " + "a" * 9000, "token-invalid"),
        ("Bearer ..", "token-invalid"),
        ("Bearer \x80\xff.e30.x", "token-invalid"),
    ],
)
async def test_no_token_or_a_malformed_one_is_challenged(
    client: httpx.AsyncClient, tiny: Any, header: Any, code: Any
) -> None:
    headers = [] if header is None else [(b"authorization", header.encode("latin-1"))]
    answer = await client.post(THINGS, json={"name": "x"}, headers=headers)
    problem(answer, 401, code)
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert tiny.written == []


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1--",
        '"; DROP TABLE things; --',
        "${jndi:ldap://x}",
        "{{7*7}}",
        "<img src=x onerror=alert(1)>",
        "=cmd|' /C calc'!A0",
    ],
)
async def test_text_that_looks_like_code_is_only_text(
    client: httpx.AsyncClient, wang: dict[str, str], text: Any
) -> None:
    answer = await client.post(THINGS, json={"name": text, "notes": text}, headers=wang)
    assert answer.status_code == 201
    assert answer.json()["name"] == text
    assert (await client.get(THINGS, params={"state": text}, headers=wang)).json()["state"] == [text]


@pytest.mark.parametrize("member", ["name", "notes", "phone", "email", "due"])
async def test_nul_is_refused_in_every_field(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any, member: Any
) -> None:
    answer = await client.post(THINGS, json={"name": "x", member: "a\x00b"}, headers=wang)
    assert problem(answer, 422, "invalid")["errors"][0]["pointer"] == f"#/{member}"
    assert tiny.written == []


async def test_nul_is_refused_in_the_query_and_in_the_path(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    problem(await client.get(f"{THINGS}?state=a%00b", headers=wang), 422, "invalid")
    problem(await client.get(f"{THINGS}/a%00b", headers=wang), 422, "invalid")
    problem(await client.get("/nowhere/a%00b", headers=wang), 422, "invalid")


DEEP = 10_000


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * DEEP + b"]" * DEEP, 400, "json-too-deep"),
        (b"[" * 500_000, 400, "json-too-deep"),
        (b'{"name":' * DEEP + b"1" + b"}" * DEEP, 400, "json-too-deep"),
        (b'{"name": 1e400}', 400, "number-out-of-range"),
        (b'{"name": NaN}', 400, "number-out-of-range"),
        (b'{"name": -Infinity}', 400, "number-out-of-range"),
        (b'{"name": 1' + b"0" * 30 + b"}", 400, "number-out-of-range"),
        (b'{"name": ' + b"9" * 900_000 + b"}", 400, "number-out-of-range"),
        (b'{"name": "a", "name": "b"}', 400, "duplicate-member"),
        (b'{"name": "\\ud800"}', 422, "invalid"),
        (b'{"name": "\xed\xa0\x80"}', 400, "invalid-json"),
        (b'{"name": "\xff"}', 400, "invalid-json"),
        ('{"name": "x"}'.encode("utf-16"), 400, "invalid-json"),
        (b'{"name": "x"', 400, "invalid-json"),
        (b'["' + b'\\"' * 500_000, 400, "invalid-json"),
        (b'"text"', 422, "invalid"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b"", 422, "invalid"),
        (b'{"name": -0}', 422, "invalid"),
        (b'{"name": "' + b"x" * 1_048_576 + b'"}', 413, "payload-too-large"),
    ],
)
async def test_json_that_no_store_could_hold_is_refused_at_once(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any, body: Any, status: Any, code: Any
) -> None:
    problem(await raw(client, wang, body), status, code)
    assert tiny.written == []


async def test_a_body_that_grows_beyond_the_limit_is_cut_off_while_it_comes(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any
) -> None:
    sent = 0

    async def much() -> Any:
        nonlocal sent
        while sent < 5_000_000:
            sent += 65_536
            yield b"x" * 65_536

    answer = await client.post(f"{ROOT}/uploads", content=much(), headers=wang)
    problem(answer, 413, "payload-too-large")
    assert sent <= 200_000 + 2 * 65_536
    assert tiny.received <= 200_000


async def test_an_upload_may_be_larger_than_a_command(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    answer = await client.post(f"{ROOT}/uploads", content=b"x" * 150_000, headers=wang)
    assert answer.json() == {"bytes": 150_000}


async def test_a_length_that_is_announced_too_large_is_refused_without_reading(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    read = False

    async def never() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield b"x"

    headers = {**wang, "content-length": str(20 * 1024 * 1024), "content-type": "application/json"}
    problem(await client.post(THINGS, content=never(), headers=headers), 413, "payload-too-large")
    assert not read


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("amount", {"amount": "-1", "currency": "CNY"}),
        ("amount", {"amount": "0.001", "currency": "CNY"}),
        ("amount", {"amount": "1", "currency": "XXX"}),
        ("amount", {"amount": "1" + "0" * 30, "currency": "CNY"}),
        ("amount", {"amount": "1e3", "currency": "CNY"}),
        ("amount", {"amount": 12.5, "currency": "CNY"}),
        ("due", "9999-13-45"),
        ("phone", "1" * 10_240),
        ("email", "a" * 5000 + "@" + "a." * 2500),
        ("email", ("a@" * 100) + "!"),
        ("name", "x" * 201),
        ("name", " \t "),
        ("name", "a\u0085b"),
    ],
)
async def test_values_out_of_their_bounds_are_refused_quickly(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any, member: Any, value: Any
) -> None:
    started = time.process_time()
    answer = await client.post(THINGS, json={"name": "x", member: value}, headers=wang)
    assert time.process_time() - started < 1.0
    assert problem(answer, 422, "invalid")["errors"][0]["pointer"].startswith(f"#/{member}")
    assert tiny.written == []


async def test_a_form_post_cannot_stand_for_json(
    client: httpx.AsyncClient, wang: dict[str, str], tiny: Any
) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""):
        headers = {**wang, "content-type": kind, "origin": "https://evil.example", "cookie": "session=1"}
        answer = await client.post(THINGS, content=b'{"name":"x"}', headers=headers)
        problem(answer, 415, "unsupported-media-type")
    assert tiny.written == []


async def test_no_other_origin_is_let_in(client: httpx.AsyncClient, wang: dict[str, str]) -> None:
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    asked = await client.options(THINGS, headers=headers)
    problem(asked, 405, "method-not-allowed")
    assert asked.headers["allow"] == "GET, POST"
    answer = await client.get(THINGS, headers={**wang, **headers})
    for one in (asked, answer):
        assert not [name for name in one.headers if name.startswith("access-control-")]


async def test_a_host_that_we_are_not_is_refused(tiny: Any, wang: dict[str, str]) -> None:
    app = tiny.app(hosts=["crm.example"])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://crm.example:8080"
    ) as client:
        assert (await client.get(THINGS, headers=wang)).status_code == 200
        problem(await client.get(THINGS, headers={**wang, "host": "other.example"}), 421, "wrong-host")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/metrics", 404),
        ("GET", "/debug", 404),
        ("GET", "/.git/config", 404),
        ("GET", "/admin", 404),
        ("GET", "/api/tiny/v1/../../../etc/passwd", 404),
        ("GET", "/api/tiny/v1/things/", 404),
        ("TRACE", "/api/tiny/v1/things", 405),
        ("CONNECT", "/api/tiny/v1/things", 405),
        ("DELETE", "/api/tiny/v1/things", 405),
        ("PROPFIND", "/", 405),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    client: httpx.AsyncClient, wang: dict[str, str], method: Any, path: Any, status: Any
) -> None:
    answer = await client.request(method, path, headers=wang)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_documentation_can_be_switched_off(tiny: Any) -> None:
    app = tiny.app(docs=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://crm.example") as client:
        for path in ("/docs", "/openapi.json", "/redoc"):
            problem(await client.get(path), 404, "not-found")


async def test_every_answer_carries_the_security_headers(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    paths = [THINGS, "/nowhere", "/docs", "/health/live", f"{ROOT}/boom"]
    for answer in [await client.get(path, headers=wang) for path in paths]:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"].partition("style-src")[0]
        assert "server" not in answer.headers
        assert "strict-transport-security" not in answer.headers
    secure = await client.get("https://crm.example/health/live")
    assert "max-age" in secure.headers["strict-transport-security"]


async def test_what_goes_wrong_inside_is_not_told(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{ROOT}/boom")
    body = problem(answer, 500, "internal-error")
    assert "ZeroDivision" not in json.dumps(body)
    assert body["instance"].endswith(answer.headers["x-correlation-id"])


async def test_a_database_that_does_not_answer_is_a_503_to_try_again(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{ROOT}/no-database")
    problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) >= 1


async def test_large_or_many_or_repeated_headers_are_refused(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    problem(await client.get(THINGS, headers={**wang, "x-big": "a" * 100_000}), 431, "headers-too-large")
    many = [*wang.items(), *((f"x-{n}", "1") for n in range(200))]
    problem(await client.get(THINGS, headers=many), 431, "headers-too-large")
    twice = [*wang.items(), *wang.items()]
    problem(await client.get(THINGS, headers=twice), 400, "repeated-header")


async def test_200_requests_at_once_from_one_person_are_slowed_down(
    tiny: Any, wang: dict[str, str], zhao: dict[str, str]
) -> None:
    app = tiny.app(rate_limit=20)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://crm.example") as client:
        answers = [await client.get(THINGS, headers=wang) for _ in range(200)]
        slowed = [one for one in answers if one.status_code == 429]
        assert len(slowed) >= 100
        problem(slowed[0], 429, "too-many-requests")
        assert int(slowed[0].headers["retry-after"]) >= 1
        assert (await client.get(THINGS, headers=zhao)).status_code == 200
