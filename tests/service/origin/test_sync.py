"""Commands given without a network: each done once, in the order of its aggregate, whatever happens on the way."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from crm_origin.reaching import Reachable
from crm_platform.ids import derived_id
from crm_testing.origins import Browser, Office, office_under_test

ROOT = "/api/opportunities/v1/opportunities"


def queued(key: str, path: str = ROOT, body: Any = None, **more: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    fixed = {"key": key, "service": "opportunities", "method": "POST", "path": path, "body": body}
    return {**fixed, "captured_at": now, "device_id": "phone", **more}


def opening(key: str, id_: UUID | None = None, **more: Any) -> dict[str, Any]:
    body = {
        "title": "Press line",
        "customer": {"name": "Acme"},
        "amount": {"amount": "100.00", "currency": "CNY"},
    }
    return queued(key, body={**body, **({"id": str(id_)} if id_ else {})}, **more)


def revising(key: str, id_: UUID, title: str, **more: Any) -> dict[str, Any]:
    return queued(key, f"{ROOT}/{id_}/revise", {"title": title}, **more)


def key() -> str:
    return uuid4().hex


async def synced(browser: Browser, *commands: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await browser.send("POST", "/sync", {"commands": list(commands)})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    assert [each["key"] for each in results] == [each["key"] for each in commands]
    return results


def statuses(results: list[dict[str, Any]]) -> list[str]:
    return [each["status"] for each in results]


async def events_of(office: Office, *ids: UUID) -> list[str]:
    rows = await office.services["opportunities"].database.fetch(
        "SELECT type FROM events WHERE aggregate_id = ANY(%s) ORDER BY position", list(ids)
    )
    return [row[0].rpartition(".")[2] for row in rows]


@pytest.fixture
async def wang(office: Office) -> Browser:
    browser = await office.browser()
    await browser.sign_in("wang.min")
    return browser


async def test_a_batch_sent_three_times_is_done_once_with_the_same_answers(
    office: Office, wang: Browser
) -> None:
    ids = [uuid4() for _ in range(5)]
    batch = [opening(key(), id_) for id_ in ids] + [revising(key(), ids[0], "Larger press line")]
    first = await synced(wang, *batch)
    assert statuses(first) == ["ok"] * 6
    assert [each["http_status"] for each in first] == [201] * 5 + [200]
    assert all(each["position"] and each["etag"] for each in first)
    for _ in range(2):
        assert await synced(wang, *batch) == first
    assert len(await events_of(office, *ids)) == 6


async def test_a_batch_whose_answer_was_lost_is_gone_on_with(office: Office, wang: Browser) -> None:
    ids = [uuid4() for _ in range(4)]
    batch = [opening(key(), id_) for id_ in ids]
    await synced(wang, *batch[:2])  # done, but the phone never heard of it
    assert statuses(await synced(wang, *batch)) == ["ok"] * 4
    assert len(await events_of(office, *ids)) == 4


async def test_the_same_key_with_another_body_is_refused(office: Office, wang: Browser) -> None:
    id_, one = uuid4(), key()
    await synced(wang, opening(one, id_))
    changed = opening(one, id_)
    changed["body"]["title"] = "Something else"
    (result,) = await synced(wang, changed)
    assert (result["status"], result["http_status"]) == ("rejected", 422)
    assert result["body"]["code"] == "idempotency-key-reused"
    same = opening(one, id_)
    same["body"] = dict(reversed(same["body"].items()))
    assert statuses(await synced(wang, same)) == ["ok"]
    assert len(await events_of(office, id_)) == 1


async def test_a_chain_made_offline_is_based_on_what_comes_of_each_step(
    office: Office, wang: Browser
) -> None:
    id_, a, b, c = uuid4(), key(), key(), key()
    batch = [opening(a, id_), revising(b, id_, "Two", after=a), revising(c, id_, "Three", after=b)]
    first = await synced(wang, *batch)
    assert [each["etag"] for each in first] == ['"1"', '"2"', '"3"']
    # Once more, now that every If-Match is behind.
    assert await synced(wang, *batch) == first
    (later,) = await synced(wang, revising(key(), id_, "Four", after=c))  # of a batch before
    assert later["etag"] == '"4"'
    (behind,) = await synced(wang, revising(key(), id_, "Five", after=a))
    assert (behind["status"], behind["http_status"]) == ("conflict", 412)
    (whatever,) = await synced(wang, revising(key(), id_, "Six", after=a, if_match="*"))
    assert whatever["status"] == "ok"


async def test_what_follows_something_that_was_never_done_waits(office: Office, wang: Browser) -> None:
    id_ = uuid4()
    await synced(wang, opening(key(), id_))
    (result,) = await synced(wang, revising(key(), id_, "Two", after="never-sent"))
    assert (result["status"], result["http_status"]) == ("skipped", 424)
    assert len(await events_of(office, id_)) == 1


async def test_what_is_blocked_blocks_only_its_own_aggregate(office: Office, wang: Browser) -> None:
    id_, other = uuid4(), uuid4()
    await synced(wang, opening(key(), id_))
    results = await synced(
        wang,
        revising(key(), id_, "On old ground", if_match='"7"'),
        opening(key(), other),
        revising(key(), id_, "Behind it"),
        revising(key(), other, "Goes on"),
        queued(key(), f"{ROOT}/{id_}/win", {"reason": "x"}),
    )
    assert statuses(results) == ["conflict", "ok", "skipped", "ok", "skipped"]
    assert results[2]["body"]["code"] == "earlier-command-failed"
    assert len(await events_of(office, id_)) == 1


async def test_what_was_refused_blocks_what_was_made_for_it(office: Office, wang: Browser) -> None:
    a = key()
    made = derived_id("wang.min", a)  # the id it would have had
    bad = queued(a, body={"title": ""})
    results = await synced(
        wang, bad, revising(key(), made, "Two"), revising(key(), uuid4(), "Three", after=a)
    )
    assert statuses(results) == ["rejected", "skipped", "skipped"]
    assert results[0]["http_status"] == 422
    assert results[0]["body"]["errors"]


async def test_an_aggregate_without_an_id_of_the_client_is_followed_too(
    office: Office, wang: Browser
) -> None:
    a = key()
    made = derived_id("wang.min", a)
    results = await synced(wang, opening(a), revising(key(), made, "Two", after=a))
    assert statuses(results) == ["ok", "ok"]
    assert results[0]["body"]["id"] == str(made)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/opportunities/v1/operations/parked/replay"),
        ("POST", "/api/opportunities/v1/operations/views/opportunity_list/rebuild"),
        ("DELETE", "/api/opportunities/v1/opportunities"),
        ("POST", "/api/opportunities/v1/nothing"),
        ("PUT", "/api/opportunities/v1/changes"),
    ],
)
async def test_nothing_but_commands_can_be_queued(office: Office, method: str, path: str) -> None:
    admin = await office.browser()
    await admin.sign_in("lin.yue")
    body = {"consumer": "a", "source": "b", "aggregate_id": "c"} if path.endswith("replay") else None
    (result,) = await synced(admin, queued(key(), path, body, method=method))
    assert result["status"] == "rejected"
    assert result["http_status"] in (404, 405, 422)
    if "operations" in path:
        assert result["body"]["code"] == "no-command"


@pytest.mark.parametrize(
    "changed",
    [
        {"path": "/api/opportunities/v1/../../orders/v1/orders"},
        {"path": "/api/opportunities/v1/opportunities?x=1"},
        {"path": "/api/opportunities/v1/%2e%2e/x"},
        {"path": "//evil.example/api"},
        {"path": "/session/sign-out"},
        {"path": "/api/orders/v1/orders"},
        {"service": "nobody", "path": "/api/nobody/v1/x"},
        {"method": "GET"},
        {"key": "a b"},
        {"key": ""},
        {"if_match": "3"},
        {"extra": 1},
        {"captured_at": "2026-01-01T00:00:00"},
    ],
)
async def test_a_batch_with_anything_else_in_it_is_refused_whole(
    office: Office, wang: Browser, changed: dict[str, Any]
) -> None:
    id_ = uuid4()
    answer = await wang.send(
        "POST", "/sync", {"commands": [opening(key(), id_), {**opening(key()), **changed}]}
    )
    assert answer.status_code == 422, answer.text
    assert await events_of(office, id_) == []


async def test_more_than_fifty_are_refused(wang: Browser) -> None:
    answer = await wang.send("POST", "/sync", {"commands": [opening(key()) for _ in range(51)]})
    assert answer.status_code == 422


async def test_a_device_that_is_days_ahead_is_told(office: Office, wang: Browser) -> None:
    ahead = (datetime.now(UTC) + timedelta(hours=25)).isoformat()
    id_ = uuid4()
    results = await synced(wang, opening(key(), id_, captured_at=ahead), revising(key(), id_, "Two"))
    assert statuses(results) == ["rejected", "skipped"]
    assert results[0]["body"]["code"] == "captured-in-the-future"


async def test_nobody_syncs_in_the_name_of_another(office: Office, wang: Browser) -> None:
    id_, one = uuid4(), key()
    await synced(wang, opening(one, id_))
    zhou = await office.browser()
    await zhou.sign_in("zhou.ting")
    results = await synced(zhou, opening(one, uuid4()), revising(key(), id_, "Mine", after=one))
    assert statuses(results) == ["ok", "rejected"]
    (hidden,) = await synced(zhou, revising(key(), id_, "Mine"))
    assert (hidden["status"], hidden["http_status"]) == ("rejected", 404)
    assert (await zhou.http.get(f"/api/opportunities/v1/commands/{one}")).json()["id"] != str(id_)
    assert len(await events_of(office, id_)) == 1


async def test_without_a_session_the_queue_is_told_to_wait(office: Office) -> None:
    client = await office.client()
    answer = await client.post("/sync", json={"commands": [opening(key())]})
    assert answer.status_code == 401


class Failing(httpx.AsyncBaseTransport):
    """To a service that does not answer, or, with `service`, to one whose answer is lost after it did what it was asked."""

    def __init__(self, service: Reachable | None = None) -> None:
        self._service = service
        self.calls = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        if self._service is not None:
            await self._service.client.send(request)
        raise httpx.ReadError("cut off", request=request)


async def nobody(*_: Any) -> None:
    raise AssertionError("browsers do not ask it")


def reached_by(transport: Failing) -> Reachable:
    return Reachable(nobody, httpx.AsyncClient(transport=transport, base_url="http://x"))


async def test_a_service_that_does_not_answer_holds_up_its_own_commands_only(database: str) -> None:
    transport = Failing()
    around = {"orders": reached_by(transport)}
    async with office_under_test(database, "opportunities", around=around) as office:
        browser = await office.browser()
        await browser.sign_in("wang.min")
        orders = [
            queued(key(), f"/api/orders/v1/orders/{uuid4()}/confirm", {}, service="orders") for _ in range(2)
        ]
        results = await synced(browser, orders[0], opening(key()), orders[1])
        assert statuses(results) == ["skipped", "ok", "skipped"]
        assert [each["http_status"] for each in results] == [503, 201, 503]
        assert transport.calls == 1


async def test_an_answer_lost_between_origin_and_service_is_got_by_sending_again(database: str) -> None:
    async with office_under_test(database, "opportunities") as office:
        browser = await office.browser()
        await browser.sign_in("wang.min")
        services = office.origin._services
        good = services["opportunities"]
        assert isinstance(services, dict)
        id_, one = uuid4(), key()
        services["opportunities"] = reached_by(Failing(good))
        assert statuses(await synced(browser, opening(one, id_))) == ["skipped"]
        services["opportunities"] = good
        assert len(await events_of(office, id_)) == 1
        assert statuses(await synced(browser, opening(one, id_))) == ["ok"]
        assert len(await events_of(office, id_)) == 1


async def test_a_command_that_a_service_fails_at_holds_up_no_other(database: str) -> None:
    def failing(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500 if b"guilty" in request.content else 201, json={})

    client = httpx.AsyncClient(transport=httpx.MockTransport(failing), base_url="http://x")
    async with office_under_test(database, around={"opportunities": Reachable(nobody, client)}) as office:
        browser = await office.browser()
        await browser.sign_in("wang.min")
        guilty = queued(key(), body={"title": "guilty"})
        results = await synced(
            browser, guilty, opening(key()), revising(key(), uuid4(), "Two", after=guilty["key"])
        )
        assert statuses(results) == ["skipped", "ok", "skipped"]
        assert [each["http_status"] for each in results] == [500, 201, 424]


async def test_a_language_that_is_not_ascii_does_no_harm(office: Office, wang: Browser) -> None:
    id_ = uuid4()
    headers = {b"x-csrf": wang.csrf.encode(), b"accept-language": "é".encode("latin-1")}
    answer = await wang.http.post("/sync", json={"commands": [opening(key(), id_)]}, headers=headers)
    assert (answer.status_code, statuses(answer.json()["results"])) == (200, ["ok"])


async def test_what_somebody_else_gave_on_the_same_device_is_not_done_in_ones_own_name(
    office: Office, wang: Browser
) -> None:
    id_, mine = uuid4(), opening(key())
    batch = {"person": "zhao.lei", "commands": [opening(key(), id_)]}
    answer = await wang.send("POST", "/sync", batch)
    assert (answer.status_code, answer.json()["code"]) == (403, "of-somebody-else")
    assert await events_of(office, id_) == []
    answer = await wang.send("POST", "/sync", {"person": "wang.min", "commands": [mine]})
    assert statuses(answer.json()["results"]) == ["ok"]
